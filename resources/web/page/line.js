/* The line to the room: a stream while the page is seen; where something on the way holds it back, asking. */

var POLL_MS = 5000;
/* A stream that was silent for so long is asked whether it still lives. */
var IDLE_MS = 45000;
var source = null, pollTimer = 0, streaming = false, streamHeard = 0;

function since() { return version && latest ? "?since=" + encodeURIComponent(version) : ""; }

function poll() {
	clearTimeout(pollTimer);
	if (document.hidden || over) { return Promise.resolve(); }
	return request("GET", "room" + since()).then(function (a) { if (a.ok) { take(a.data); } }, function () { /* said by missed() */ })
		.then(function () { if (!streaming && !over) { pollSoon(POLL_MS); } });
}

function pollSoon(ms) { clearTimeout(pollTimer); pollTimer = setTimeout(poll, jitter(ms)); }

function connect() {
	if (source) { source.close(); source = null; }
	streaming = false;
	clearTimeout(pollTimer);
	if (document.hidden || over) { return; }
	if (!window.EventSource) { poll(); return; }
	var mine = source = new EventSource(API + "events" + since());
	/* Only news proves the stream: something on the way may let its beginning through, and hold the rest back. */
	source.addEventListener("room", function (event) {
		if (mine !== source) { return; }
		streaming = true; streamHeard = now(); clearTimeout(pollTimer);
		heard();
		try { take(JSON.parse(event.data)); } catch (e) { poll(); }
	});
	source.onerror = function () {
		if (mine !== source) { return; }
		streaming = false; missed(); pollSoon(1000);
		if (mine.readyState === 2) { source = null; setTimeout(function () { if (!source) { connect(); } }, jitter(20000)); }
	};
	pollSoon(3000);
}

/* Proxies and sleeping radios kill streams without a word. Ask by the other way; news there means it is dead. */
function probe() {
	var known = version;
	streamHeard = now();
	poll().then(function () { if (version !== known && streaming && now() - streamHeard > 1000) { connect(); } });
}

function wake() { if (over) { return; } connect(); pump(); askAll(); }
