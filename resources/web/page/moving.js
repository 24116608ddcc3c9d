/* The laptop has a new address. What this tab holds travels there behind the #, which no server ever sees, sealed. */

var leaving = false, going = 0;

function leave() {
	var address = $("address").value.trim().replace(/^https?:\/\//i, "").replace(/\/.*$/, "");
	$("moved-wrong").textContent = /^[\w.-]+(:\d{1,5})?$/.test(address) ? "" : say("moved_wrong", { example: "192.168.1.20:8080" });
	if ($("moved-wrong").textContent) { $("address").focus(); return; }
	leaving = true;
	location.href = "http://" + address + "/?lang=" + setup.lang + "#with=" +
		encodeURIComponent(seal({ room: mind.room, own: mind.own, voted: mind.voted, seat: mind.seat }));
}

/* What the page at the old address sent along; empty when nothing. It is in the address for this moment only. */
function brought() {
	var text = location.hash.indexOf("#with=") === 0 ? location.hash.slice(6) : "";
	if (text) { history.replaceState(null, "", location.pathname + location.search); }
	try { return decodeURIComponent(text); } catch (e) { return text; }
}

function takeIn(bag) {
	try {
		bag.own.forEach(takeOne);
		Object.keys(bag.voted).forEach(function (id) { mind.voted[id] = Number(bag.voted[id]) || 0; });
		mind.room = mind.room || String(bag.room || "");
		if (/^[0-9a-f]{32}$/.test(bag.seat)) { mind.seat = bag.seat; }
		remember();
	} catch (e) { put(problem, words.moved_lost); }
}

function takeOne(o) {
	var fits = /^[0-9a-f]{32}$/.test(o.receipt) && typeof o.text === "string" && typeof o.category === "string";
	if (!fits || mind.own.some(function (m) { return m.receipt === o.receipt; })) { return; }
	var own = { receipt: o.receipt, category: o.category, text: o.text, room: String(o.room || ""), phase: "kept", tried: !!o.tried, first: true };
	if (o.phase === "received" || o.phase === "saved") { own.phase = o.phase; delete own.first; }
	if (o.edit && typeof o.edit.text === "string") { own.edit = { category: o.category, text: o.edit.text }; }
	if (o.erase) { own.erase = true; }
	mind.own.push(own);
}
