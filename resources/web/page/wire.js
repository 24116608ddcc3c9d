/* Talking to the room, and noticing when it cannot be reached. */

var API = "/api/v1/";
var PATIENCE_MS = 10000;
/* Shorter gaps are not worth a word. */
var LOST_MS = 3000;
var lostTimer = 0, lost = false;

/* Gives { status, ok, data, wait }. Fails when the room was not reached: an answer that is no JSON is not the room's
	 but that of something in between, like the log-in page of a hotel. */
function request(method, path, body) {
	var controller = window.AbortController ? new AbortController() : null;
	var options = { method: method, cache: "no-store", credentials: "omit", headers: { "Accept": "application/json" } };
	if (controller) { options.signal = controller.signal; }
	if (body) { options.headers["Content-Type"] = "application/json"; options.body = padded(body); }
	var late;
	var patience = new Promise(function (_, no) {
		late = setTimeout(function () { if (controller) { controller.abort(); } no(new Error("late")); }, PATIENCE_MS);
	});
	var answered = fetch(API + path, options).then(function (answer) {
		return answer.text().then(function (text) {
			var data = JSON.parse(text);
			if (!data || typeof data !== "object") { throw new Error("not the room"); }
			return { status: answer.status, ok: answer.ok, data: data, wait: Number(answer.headers.get("Retry-After")) || 0 };
		});
	});
	return Promise.race([answered, patience]).then(function (answer) {
		clearTimeout(late); heard();
		return answer;
	}, function (e) { clearTimeout(late); missed(); throw e; });
}

/* Bodies of equal length say less to whoever counts bytes on the Wi-Fi. */
function padded(body) {
	body.pad = "";
	body.pad = new Array((1024 - new Blob([JSON.stringify(body)]).size % 1024) % 1024 + 1).join("-");
	return JSON.stringify(body);
}

function heard() {
	clearTimeout(lostTimer); lostTimer = 0;
	if (!lost) { return; }
	lost = false;
	showLost();
	tell(words.back_again, "line");
	pump(); askAll();
}

function missed() {
	if (lost || lostTimer || over) { return; }
	lostTimer = setTimeout(function () { lostTimer = 0; lost = true; showLost(); tell($("lost").firstChild.textContent, "line"); }, LOST_MS);
}

/* Lies over the top of the page, so that nothing moves when it comes and goes. */
function showLost() {
	root.classList.toggle("lost", lost);
	$("lost").hidden = !lost;
	if (lost) { $("moved").hidden = false; } else if ($("moved").getBoundingClientRect().top > innerHeight) { $("moved").hidden = true; }
}
