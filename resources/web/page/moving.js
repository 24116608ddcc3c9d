/* The laptop has a new address. What this tab holds travels there behind the #, which no server ever sees. But the
	 phone writes addresses into its history, on its disk: so it travels sealed, with a key that the room gave to this
	 page alone, and that it gives once more at the new address. When the room has ended, nobody can open it again. */

var leaving = false;

/* One block of ChaCha20 (RFC 8439): 16 words of key stream. */
function stream(key, block, nonce) {
	var start = new Uint32Array([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574].concat(key, [block], nonce));
	var x = new Uint32Array(start);
	function step(a, b, c, by) { x[a] += x[b]; var v = x[c] ^ x[a]; x[c] = v << by | v >>> (32 - by); }
	function quarter(a, b, c, d) { step(a, b, d, 16); step(c, d, b, 12); step(a, b, d, 8); step(c, d, b, 7); }
	for (var i = 0; i < 10; i++) {
		quarter(0, 4, 8, 12); quarter(1, 5, 9, 13); quarter(2, 6, 10, 14); quarter(3, 7, 11, 15);
		quarter(0, 5, 10, 15); quarter(1, 6, 11, 12); quarter(2, 7, 8, 13); quarter(3, 4, 9, 14);
	}
	return x.map(function (v, j) { return v + start[j]; });
}

/* Seals and opens: a text of single bytes. */
function sealed(text, key, nonce) {
	var block, out = "";
	for (var i = 0; i < text.length; i++) {
		if (i % 64 === 0) { block = stream(key, i / 64, nonce); }
		out += String.fromCharCode(text.charCodeAt(i) ^ (block[(i % 64) >> 2] >>> 8 * (i % 4) & 255));
	}
	return out;
}

function leave() {
	var address = $("address").value.trim().replace(/^https?:\/\//i, "").replace(/\/.*$/, "");
	$("moved-wrong").textContent = /^[\w.-]+(:\d{1,5})?$/.test(address) ? "" : say("moved_wrong", { example: "192.168.1.20:8080" });
	if ($("moved-wrong").textContent) { $("address").focus(); return; }
	var bag = JSON.stringify({ room: mind.room, own: mind.own, voted: mind.voted, seat: mind.seat });
	bag = bag.replace(/[\u0080-\uffff]/g, function (c) { return "\\u" + ("000" + c.charCodeAt(0).toString(16)).slice(-4); });
	var nonce = Array.from(window.crypto.getRandomValues(new Uint32Array(3)));
	leaving = true;
	location.href = "http://" + address + "/?lang=" + setup.lang + "&carry=" + setup.carry[0] +
		"#with=" + nonce.join(".") + "." + encodeURIComponent(btoa(sealed(bag, setup.carry[1], nonce)));
}

/* Takes in what the page at the old address sent along; gives false when it could not be read. */
function unpack() {
	if (location.hash.indexOf("#with=") !== 0) { return true; }
	var parts = location.hash.slice(6).split(".");
	history.replaceState(null, "", location.pathname + "?lang=" + setup.lang);
	try {
		var bag = JSON.parse(sealed(atob(decodeURIComponent(parts[3])), setup.carried, parts.slice(0, 3).map(Number)));
		bag.own.forEach(takeIn);
		Object.keys(bag.voted).forEach(function (id) { mind.voted[id] = Number(bag.voted[id]) || 0; });
		mind.room = mind.room || String(bag.room || "");
		if (/^[0-9a-f]{32}$/.test(bag.seat)) { mind.seat = bag.seat; }
		remember();
		return true;
	} catch (e) { return false; }
}

function takeIn(o) {
	var fits = /^[0-9a-f]{32}$/.test(o.receipt) && typeof o.text === "string" && typeof o.category === "string";
	if (!fits || mind.own.some(function (m) { return m.receipt === o.receipt; })) { return; }
	var own = { receipt: o.receipt, category: o.category, text: o.text, room: String(o.room || ""), phase: "kept", tried: !!o.tried, first: true };
	if (o.phase === "received" || o.phase === "saved") { own.phase = o.phase; delete own.first; }
	if (o.edit && typeof o.edit.text === "string") { own.edit = { category: o.category, text: o.edit.text }; }
	if (o.erase) { own.erase = true; }
	mind.own.push(own);
}
