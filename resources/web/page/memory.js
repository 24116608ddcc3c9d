/* What this tab remembers; nothing else does. */

var STORE = "page";
var mind = blank();
/* What was last kept in this tab's storage; empty where a private window keeps nothing and the page's memory serves. */
var stored = "";

function blank() {
	return { seat: secret(), room: "", own: [], voted: {}, pace: "", sort: "votes", draft: null, big: false, theme: "", hide: false, nothing: -1, leaving: [] };
}

function remember() {
	var text = seal(mind);
	try { sessionStorage.setItem(STORE, text); stored = text; } catch (e) { stored = ""; }
}

function storage() {
	try { return sessionStorage.getItem(STORE) || ""; } catch (e) { return ""; }
}

function recall(kept) {
	if (!kept || !Array.isArray(kept.own)) { return; }
	Object.keys(mind).forEach(function (k) { if (k in kept) { mind[k] = kept[k]; } });
}

/* A page that the browser kept whole and shows again: another page of this tab may have gone on, or have been cleared. */
function outdated() { return stored !== "" && storage() !== stored; }

function forget() {
	var old = mind;
	mind = blank();
	["room", "sort", "big", "theme"].forEach(function (k) { mind[k] = old[k]; });
	stored = "";
	try { sessionStorage.removeItem(STORE); } catch (e) { /* nothing was stored */ }
}

/* Sent, or changed, or taken back here, and the room does not know it yet. */
function unsent() { return mind.own.filter(function (o) { return o.phase === "kept" || o.edit || o.erase; }); }

function has(own) { return mind.own.indexOf(own) >= 0; }

function drop(own) { if (has(own)) { mind.own.splice(mind.own.indexOf(own), 1); } }
