/* Said to screen readers: politely, gathered, at most one in 20 s; only the answer to a touch comes at once. */

var QUIET_MS = 20100;
var ANSWER_MS = 3000;
var toldAt = -QUIET_MS, toldTimer = 0, toTell = {};
var touchedAt = -ANSWER_MS, touched = null;

["touchstart", "mousedown", "keydown", "click", "submit"].forEach(function (name) {
	document.addEventListener(name, function (e) { touchedAt = now(); touched = e.target; }, true);
});

/* "kind": a later sentence of the same kind takes the place of one that was not said yet. */
function tell(text, kind, answer) {
	if (!text) { return; }
	toTell[kind || text] = text;
	if (toldTimer && !answer) { return; }
	clearTimeout(toldTimer);
	toldTimer = setTimeout(tellNow, answer ? 300 : Math.max(300, toldAt + QUIET_MS - now()));
}

function tellNow() {
	var text = Object.keys(toTell).map(function (k) { return toTell[k]; }).join(" ");
	toldTimer = 0; toldAt = now(); toTell = {};
	put($("tell"), "");
	/* the same sentence twice is still news */
	setTimeout(function () { put($("tell"), text); }, 50);
}

/* What became of what was just done: to be read above the own entries, and heard. */
function note(text) {
	if (sent.textContent === text) { return; }
	put(sent, text);
	if (text) { tell(text, "sent", now() - touchedAt < ANSWER_MS); } else { delete toTell.sent; }
}

/* What has the focus, what was touched last, or else the list that is being read stays where it is on the screen
	 while something above it grows or shrinks. (Browsers' own anchoring is off: it knows no fingers.) */
function steady(change) {
	var node = held(), before = node && node.getBoundingClientRect().top;
	change();
	if (node && !document.contains(node)) { node = document.activeElement; }
	if (node && node !== document.body) { scrollBy(0, node.getBoundingClientRect().top - before); }
}

function held() {
	var entries = $("list").children, at = 0;
	while (entries[at] && entries[at].getBoundingClientRect().bottom <= 0) { at++; }
	var focused = document.activeElement;
	return [focused.tabIndex < 0 ? null : focused, touched, entries[at]].filter(function (n) {
		if (!n || n.nodeType !== 1 || n === root || n === document.body || n.id === "main") { return false; }
		var box = n.getBoundingClientRect();
		return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
	})[0];
}
