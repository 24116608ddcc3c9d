/* What this page keeps, it keeps sealed. Phones write a tab's storage, and every address, to their disk, where it
	 can be found long after it was cleared. The key is made for this page by the room, which gives it once more to
	 whoever knows its name; when the room is deleted, nobody can open any of it again. */

/* One block of ChaCha20 (RFC 8439): 16 words of key stream. */
function keyStream(key, block, nonce) {
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

/* Seals and opens a text of single bytes. */
function mixed(text, key, nonce) {
	var block, out = "";
	for (var i = 0; i < text.length; i++) {
		if (i % 64 === 0) { block = keyStream(key, i / 64, nonce); }
		out += String.fromCharCode(text.charCodeAt(i) ^ (block[(i % 64) >> 2] >>> 8 * (i % 4) & 255));
	}
	return out;
}

/* The key's name, three numbers used once, and the sealed text. */
function seal(data) {
	var nonce = Array.from(crypto.getRandomValues(new Uint32Array(3)));
	var text = JSON.stringify(data).replace(/[\u0080-\uffff]/g, function (c) { return "\\u" + ("000" + c.charCodeAt(0).toString(16)).slice(-4); });
	return [setup.carry[0]].concat(nonce, btoa(mixed(text, setup.carry[1], nonce))).join(".");
}

/* The room that this page's key is of. */
var keyRoom = "";

/* Another room at this address: from now on, what this page keeps is sealed for that one. Gives whether it is. */
function rekey(room) {
	var name = secret();
	return request("POST", "keys", { name: name }).then(function (a) {
		if (a.ok) { setup.carry = [name, a.data.key]; keyRoom = room; remember(); }
		return a.ok;
	}, function () { return false; });
}

/* Gives what was sealed, as soon as the room is reached; null when it cannot be opened here. */
function unseal(text) {
	var parts = String(text).split(".");
	if (!/^[0-9a-f]{32}$/.test(parts[0])) { return Promise.resolve(null); }
	return request("POST", "keys", { name: parts[0] }).then(function (a) {
		if (a.status === 429 || a.status >= 500) { throw new Error("not now"); }
		try { return JSON.parse(mixed(atob(parts[4]), a.data.key, parts.slice(1, 4).map(Number))); } catch (e) { return null; }
	}).catch(function () {
		return new Promise(function (done) { setTimeout(function () { done(unseal(text)); }, jitter(2000)); });
	});
}
