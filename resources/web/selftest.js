/* The self-test page: does this device reach the room, send, and hear from it? Browsers of 2018; stores nothing. */
(function () {
"use strict";

var root = document.documentElement;
var words = JSON.parse(root.getAttribute("data-setup")).words;
var API = "/api/v1/";
var PATIENCE_MS = 8000; // for one answer
var STREAM_MS = 4000; // by then the first news is there, or something on the way holds it back
var found = {};

function $(id) { return document.getElementById(id); }

/* tone: "well", "slow" or "bad". A sign and words say it; the colour only repeats it. */
function show(id, tone, text) {
	var line = $(id);
	line.className = tone;
	line.textContent = { well: "\u2713 ", slow: "\u2026 ", bad: "\u2717 " }[tone] + text;
	found[id] = tone;
	sum();
}

function sum() {
	if (!found.sending || !found.news) { return; }
	var key = found.sending === "bad" ? "test_bad" : found.news === "well" && found.keeping === "well" ? "test_good" : "test_enough";
	$("sum").textContent = words[key];
}

function ask(method, path, body, done) {
	var request = new XMLHttpRequest(), over = false;
	function end(good) { if (!over) { over = true; done(good); } }
	request.open(method, API + path);
	request.timeout = PATIENCE_MS;
	request.onload = function () { end(request.status === 200); };
	request.onerror = request.ontimeout = request.onabort = function () { end(false); };
	if (body) { request.setRequestHeader("Content-Type", "application/json"); }
	request.send(body);
}

function secret() {
	var bytes = new Uint8Array(16);
	window.crypto.getRandomValues(bytes);
	return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
}

/* Asks after an entry that does not exist: the way of an entry, without one. */
function sending() {
	var began = performance.now();
	ask("POST", "entries/status", JSON.stringify({ receipt: secret() }), function (good) {
		var took = Math.max(1, Math.round(performance.now() - began));
		show("sending", good ? "well" : "bad", words[good ? "test_sending_ok" : "test_sending_no"]);
		show("answer", good ? "well" : "bad", good ? words.test_answer_ms.replace("{n}", String(took)) : words.test_sending_no);
	});
}

function news() {
	var over = false, source = null, timer = 0;
	function end(good) {
		if (over) { return; }
		over = true;
		clearTimeout(timer);
		if (source) { source.close(); }
		if (good) { show("news", "well", words.test_news_ok); return; }
		ask("GET", "room", null, function (reached) {
			show("news", reached ? "slow" : "bad", words[reached ? "test_news_slow" : "test_news_no"]);
		});
	}
	if (!window.EventSource) { end(false); return; }
	source = new EventSource(API + "events");
	source.addEventListener("room", function () { end(true); });
	source.onerror = function () { end(false); };
	timer = setTimeout(function () { end(false); }, STREAM_MS);
}

function keeping() {
	var good = false;
	try {
		sessionStorage.setItem("test", "1");
		good = sessionStorage.getItem("test") === "1";
		sessionStorage.removeItem("test");
	} catch (e) { good = false; }
	show("keeping", good ? "well" : "slow", words[good ? "test_keeping_ok" : "test_keeping_no"]);
}

function run() {
	found = {};
	$("sum").textContent = words.test_trying;
	["sending", "news", "keeping", "answer"].forEach(function (id) {
		$(id).className = "";
		$(id).textContent = words.test_trying;
	});
	keeping(); sending(); news();
}

root.className += " scripted";
$("again").addEventListener("click", run);
run();
}());
