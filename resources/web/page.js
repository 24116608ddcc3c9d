/* The participants' page. Plain JavaScript for browsers of 2018 on plain HTTP: no build, no library.
	 The page works without this file; with it, it keeps what was written until the room says "saved",
	 shows what the room publishes, and never moves it under a reader's finger. */
(function () {
"use strict";

var root = document.documentElement;
var setup = JSON.parse(root.getAttribute("data-setup"));
var words = setup.words;
var API = "/api/v1/";
var STORE = "page";
var QUIET_MS = 20000; // at most one announcement of what others did in this time
var POLL_MS = 5000;
var IDLE_MS = 45000; // a stream that was silent for so long is asked whether it still lives
var PATIENCE_MS = 10000; // for one request
var LOST_MS = 3000; // shorter gaps are not worth a word

/* ---------- small tools ---------- */

function $(id) { return document.getElementById(id); }

function say(key, values) {
	var text = words[key] || "";
	Object.keys(values || {}).forEach(function (name) { text = text.split("{" + name + "}").join(String(values[name])); });
	return text;
}

function count(key, n) { return say(n === 1 ? key + "_one" : key, { n: n }); }

function make(tag, attributes, text) {
	var node = document.createElement(tag);
	Object.keys(attributes || {}).forEach(function (name) { node.setAttribute(name, attributes[name]); });
	if (text) { node.textContent = text; }
	return node;
}

function button(label, name, act) {
	var node = make("button", { type: "button", "class": name }, label);
	node.addEventListener("click", act);
	return node;
}

function put(node, text) { if (node && node.textContent !== text) { node.textContent = text; } }

function each(all, act) { Array.prototype.forEach.call(all, act); }

function empty(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }

function secret() {
	var bytes = new Uint8Array(16);
	window.crypto.getRandomValues(bytes);
	return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
}

function jitter(ms) { return ms * (0.75 + Math.random() / 2); }

function hash(text) { // orders "mixed" the same way for as long as this page lives
	var h = 2166136261;
	for (var i = 0; i < text.length; i++) { h = Math.imul(h ^ text.charCodeAt(i), 16777619); }
	return h >>> 0;
}

/* Letters as people count them. Without Intl.Segmenter: base letters without what joins them. */
var segmenter = window.Intl && Intl.Segmenter ? new Intl.Segmenter(setup.lang, { granularity: "grapheme" }) : null;
var EXTENDS = /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u0a3c-\u0a4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f]/;

function letters(text) {
	if (!text) { return 0; }
	if (segmenter) {
		var n = 0, it = segmenter.segment(text)[Symbol.iterator]();
		while (!it.next().done) { n++; }
		return n;
	}
	var total = 0, joined = false, flags = 0;
	Array.from(text).forEach(function (c) {
		var code = c.codePointAt(0);
		var skin = code >= 0x1f3fb && code <= 0x1f3ff, tag = code >= 0xe0020 && code <= 0xe007f;
		var flag = code >= 0x1f1e6 && code <= 0x1f1ff;
		flags = flag ? flags + 1 : 0;
		var glued = EXTENDS.test(c) || skin || tag || joined || (flag && flags % 2 === 0);
		if (!glued || !total) { total++; }
		joined = c === "\u200d";
	});
	return total;
}

/* ---------- what this tab remembers (and nothing else does) ---------- */

var mind = { seat: secret(), room: "", own: [], voted: {}, pace: "", sort: "votes", draft: null, big: false, theme: "", hide: false, nothing: -1, leaving: [] };

function remember() {
	try { sessionStorage.setItem(STORE, JSON.stringify(mind)); } catch (e) { /* private mode: the page's memory serves */ }
}

function recall() {
	try {
		var kept = JSON.parse(sessionStorage.getItem(STORE) || "null");
		if (kept) { Object.keys(mind).forEach(function (k) { if (k in kept) { mind[k] = kept[k]; } }); }
	} catch (e) { /* unreadable: begin afresh */ }
}

/* ---------- talking to the room ---------- */

var lostTimer = 0, lost = false;

function request(method, path, body) {
	var controller = window.AbortController ? new AbortController() : null;
	var options = { method: method, cache: "no-store", credentials: "omit", headers: { "Accept": "application/json" } };
	if (controller) { options.signal = controller.signal; }
	if (body) { options.headers["Content-Type"] = "application/json"; options.body = padded(body); }
	var late;
	var patience = new Promise(function (_, no) {
		late = setTimeout(function () { if (controller) { controller.abort(); } no(new Error("late")); }, PATIENCE_MS);
	});
	return Promise.race([fetch(API + path, options), patience]).then(function (answer) {
		return answer.text().then(function (text) {
			clearTimeout(late);
			heard();
			var data = {};
			try { data = JSON.parse(text); } catch (e) { /* an error page of something in between */ }
			return { status: answer.status, ok: answer.ok, data: data || {}, wait: Number(answer.headers.get("Retry-After")) || 0 };
		});
	}).catch(function (e) { clearTimeout(late); missed(); throw e; });
}

/* Bodies of equal length say less to whoever counts bytes on the Wi-Fi. */
function padded(body) {
	body.pad = "";
	var size = unescape(encodeURIComponent(JSON.stringify(body))).length;
	body.pad = new Array((1024 - size % 1024) % 1024 + 1).join("-");
	return JSON.stringify(body);
}

function heard() {
	clearTimeout(lostTimer); lostTimer = 0;
	if (lost) { lost = false; showLost(); tell(words.back_again); pump(); askAll(); }
}

function missed() {
	if (lost || lostTimer) { return; }
	lostTimer = setTimeout(function () { lostTimer = 0; lost = true; showLost(); }, LOST_MS);
}

function unsent() { return mind.own.filter(function (o) { return o.phase === "kept" || o.edit || o.erase; }); }

function showLost() {
	put($("lost"), over ? words.say_closed : lost ? words.lost + (unsent().length ? " " + words.lost_kept : "") : "");
	var box = $("moved");
	if (!lost || !mind.own.length) { box.hidden = true; return; }
	if (!box.firstChild) { fillMoved(box); }
	box.hidden = false;
}

/* ---------- announcements: polite, gathered, at most one in 20 s ---------- */

var toldAt = 0, toldTimer = 0, toTell = {};

function tell(text, kind) {
	if (!text) { return; }
	toTell[kind || text] = text;
	if (!toldTimer) { toldTimer = setTimeout(tellNow, Math.max(300, toldAt + QUIET_MS - Date.now())); }
}

function tellNow() {
	toldTimer = 0; toldAt = Date.now();
	var text = Object.keys(toTell).map(function (k) { return toTell[k]; }).join(" ");
	toTell = {};
	put($("tell"), ""); // the same sentence twice is still news
	setTimeout(function () { put($("tell"), text); }, 50);
}

/* ---------- the form ---------- */

var form = $("form"), box = $("text"), problem = $("problem"), write = $("write"), another = $("another"), main = $("main"), mineBox = $("mine"), sent = $("sent");

function chosen() { var on = form.querySelector("input[name=category]:checked"); return on ? on.value : ""; }

function counter() {
	var left = setup.limit - letters(box.value.trim());
	put($("left"), left < 0 ? count("over", -left) : count("left", left));
	$("left").parentNode.classList.toggle("over", left < 0);
	return left;
}

function doors() {
	each(form.querySelectorAll(".door"), function (door) {
		door.classList.toggle("on", door.querySelector("input").checked);
	});
	box.placeholder = setup.asks[chosen()] || "";
}

function keepDraft() { mind.draft = box.value ? { category: chosen(), text: box.value } : null; remember(); }

function send(event) {
	event.preventDefault();
	var text = box.value.trim(), category = chosen();
	if (!category) { put(problem, words.say_door); form.querySelector("input[name=category]").focus(); return; }
	if (!text) { put(problem, words.say_text); box.focus(); return; }
	if (counter() < 0) { put(problem, say("say_long", { n: setup.limit })); box.focus(); return; }
	put(problem, "");
	mind.own.unshift({ receipt: secret(), category: category, text: text, phase: "kept", room: mind.room, first: true });
	box.value = ""; mind.draft = null;
	remember(); counter();
	put(sent, words.state_sending);
	showMine();
	reading(true);
	pump();
}

function reading(focus) { // after sending: the form makes room for what happens next
	write.hidden = true; another.hidden = false;
	main.insertBefore(mineBox, another);
	if (focus) { $("mine-title").focus(); window.scrollTo(0, 0); }
}

function writing(focus) {
	write.hidden = false; another.hidden = true;
	main.insertBefore(mineBox, $("room"));
	if (focus) { (chosen() ? box : form.querySelector("input[name=category]")).focus(); }
}

/* ---------- sending until it is saved ---------- */

var pumping = false, pumpTimer = 0, failures = 0, slowUntil = 0;

function later(ms) { clearTimeout(pumpTimer); pumpTimer = setTimeout(pump, ms); }

function pump() {
	if (pumping) { return; }
	clearTimeout(pumpTimer);
	if (slowUntil > Date.now()) { later(slowUntil - Date.now()); return; }
	var job = unsent().filter(function (o) { return o.erase || !over; })[0]; // taking back works to the end
	if (!job) { return; }
	pumping = true;
	work(job).then(function (wait) {
		pumping = false; failures = 0;
		remember(); showMine();
		if (wait) { slowUntil = Date.now() + wait; }
		if (unsent().length) { later(wait || 50); }
	}, function () {
		pumping = false; failures++;
		remember(); showMine();
		put(sent, words.say_kept);
		later(jitter(Math.min(15000, 1000 * Math.pow(2, failures - 1))));
	});
}

/* Does one thing that the room does not know yet; gives ms to wait before the next. Throws when unreached. */
function work(own) {
	if (own.erase) {
		return request("POST", "entries/withdraw", { receipt: own.receipt }).then(function (a) {
			if (a.status === 429 || a.status >= 500) { return pause(a); }
			drop(own); put(sent, words.taken_back);
			if (a.data.changing) { mind.leaving.push(own.receipt); insist(); }
			return 0;
		});
	}
	if (own.phase === "kept") {
		if (own.room && mind.room && own.room !== mind.room) { own.phase = "gone"; return Promise.resolve(0); }
		own.tried = true;
		var body = { receipt: own.receipt, category: own.category, text: own.text, seat: mind.seat };
		if (own.room) { body.room = own.room; } // this morning's words are not for this afternoon's room
		return request("POST", "entries", body)
			.then(function (a) { return accepted(own, a, function () { own.phase = "received"; }); });
	}
	var edit = own.edit;
	return request("POST", "entries/edit", { receipt: own.receipt, category: edit.category, text: edit.text })
		.then(function (a) {
			return accepted(own, a, function () {
				own.text = edit.text; own.category = edit.category;
				if (own.edit === edit) { delete own.edit; }
			});
		});
}

var insisting = 0;

function insist() { // until it is gone for good: room and laptop may both die before
	if (insisting || !mind.leaving.length) { return; }
	insisting = setTimeout(function () {
		insisting = 0;
		var receipt = mind.leaving[0];
		request("POST", "entries/withdraw", { receipt: receipt }).then(function (a) {
			mind.leaving.splice(0, 1);
			if (!a.ok || a.data.changing) { mind.leaving.push(receipt); }
			remember(); insist();
		}, insist);
	}, jitter(15000));
}

function accepted(own, answer, done) {
	if (answer.ok) {
		own.said = answer.data.text || ""; own.firm = !answer.data.changing;
		var first = own.first; delete own.first; delete own.why;
		done(); learn(own, answer.data);
		put(sent, own.phase === "gone" ? "" : first ? words["received_" + setup.release] : words.changed);
		soon(own);
		return 0;
	}
	if (answer.data.error === "other_room") { own.phase = "gone"; delete own.edit; poll(); return 0; }
	if (answer.status === 429 || answer.status === 409 || answer.status >= 500) { return pause(answer); }
	if (answer.status === 410) { closed(); return 0; }
	refused(own, answer);
	return 0;
}

function pause(answer) {
	var why = { paused: "say_paused", no_round: "say_no_round", slow_down: "say_slow" }[answer.data.error];
	put(sent, words[why || "say_kept"]);
	return Math.max(1, answer.wait || 5) * 1000 + Math.random() * 500;
}

function refused(own, answer) { // give the words back for a second try
	var known = { empty: words.say_text, too_long: say("say_long", { n: setup.limit }) }[answer.data.error];
	var why = known || say("say_refused", { why: answer.data.message || "" });
	put(sent, "");
	if (own.edit) { own.why = why; delete own.edit; return; }
	if (box.value) { own.phase = "refused"; own.why = why; return; } // something else is being written there
	drop(own);
	writing(false);
	box.value = own.text; pick(own.category); counter();
	put(problem, why);
}

function pick(category) {
	each(form.querySelectorAll("input[name=category]"), function (i) { i.checked = i.value === category; });
	doors();
}

function drop(own) {
	var at = mind.own.indexOf(own);
	if (at >= 0) { mind.own.splice(at, 1); }
}

/* ---------- what became of mine: one receipt a request, never together ---------- */

var statusTimers = {};

function soon(own, ms) {
	if (statusTimers[own.receipt] || own.phase === "kept" || own.phase === "gone" || own.phase === "refused") { return; }
	if (over && own.phase === "saved") { return; }
	statusTimers[own.receipt] = setTimeout(function () { delete statusTimers[own.receipt]; ask(own); },
		ms === undefined ? jitter(own.phase === "received" ? 6000 : 45000) : ms);
}

function ask(own) {
	if (mind.own.indexOf(own) < 0 || own.erase) { return; }
	if (document.hidden) { return; }
	request("POST", "entries/status", { receipt: own.receipt }).then(function (a) {
		if (!a.ok) { soon(own); return; }
		learn(own, a.data);
		remember(); showMine(); pump(); soon(own);
	}, function () { if (!over) { soon(own); } });
}

function learn(own, data) {
	var before = stateOf(own);
	if (data.delivery === "saved" || data.delivery === "received") { own.phase = data.delivery; }
	else if (data.delivery === "withdrawn") { own.phase = "gone"; }
	else if (own.phase === "received" && !state.closed && (!own.room || own.room === mind.room)) { own.phase = "kept"; } // lost before it was saved
	else if (own.phase !== "kept") { own.phase = "gone"; }
	if (data.id && own.id !== data.id) { own.id = data.id; if (latest && latest[own.id]) { drawVotes(nodeOf(own.id), latest[own.id]); } }
	if (data.text && own.said && data.text !== own.said) { // another tab changed it, or our change was lost
		if (own.firm) { own.text = own.said = data.text; }
		else { own.edit = own.edit || { category: own.category, text: own.text }; }
	} else { own.firm = !data.changing; }
	own.state = data.state || own.state || "";
	own.published = !!data.published;
	own.reply = data.reply || "";
	own.room = mind.room || own.room;
	if (before !== stateOf(own) && !own.first && own.phase !== "kept") { tell(say("told_state", { state: stateOf(own) }), own.receipt); }
}

function hurry(own) { clearTimeout(statusTimers[own.receipt]); delete statusTimers[own.receipt]; soon(own, 200 + Math.random() * 2000); }

function askAll() { mind.own.forEach(hurry); }

function stateOf(own) {
	if (own.phase === "kept") { return own.trying || failures ? words.state_kept : words.state_sending; }
	if (own.phase === "gone") { return words.state_gone; }
	if (own.phase === "refused") { return words.state_kept; }
	if (own.phase === "received") { return setup.release === "round" ? words.state_received_round : words.state_received; }
	var seen = onList(own), now = seen ? seen.state : own.state || "";
	var key = "state_" + now.replace(" ", "_");
	if (words[key] && now !== "new" && now !== "waiting" && now !== "published") { return words[key]; }
	return seen || own.published ? words.state_published : words.state_saved;
}

function onList(own) { return own.id && latest && latest[own.id]; } // the list knows sooner than the next question

/* ---------- mine ---------- */

var editing = "", erasing = "";

function showMine() {
	mineBox.hidden = !mind.own.length && !sent.textContent;
	$("hide").hidden = $("mine-hint").hidden = !mind.own.length;
	var list = $("mine-list"), have = {};
	each(list.children, function (li) { have[li.getAttribute("data-receipt")] = li; });
	mind.own.forEach(function (own, i) {
		var li = have[own.receipt] || make("li", { "class": "entry", "data-receipt": own.receipt });
		delete have[own.receipt];
		if (list.children[i] !== li) { list.insertBefore(li, list.children[i] || null); }
		var look = JSON.stringify([own, onList(own), stateOf(own), editing === own.receipt, erasing === own.receipt]);
		if (li.look !== look) { li.look = look; drawMine(li, own); }
	});
	Object.keys(have).forEach(function (r) { list.removeChild(have[r]); });
	showLost();
}

function drawMine(li, own) {
	var focused = li.contains(document.activeElement) ? document.activeElement.getAttribute("data-act") : "";
	var typed = li.querySelector("textarea");
	if (typed && editing === own.receipt) { return; } // never take a half-written change away
	empty(li);
	li.appendChild(tagLine(own.category, stateOf(own)));
	if (editing === own.receipt) { drawEditor(li, own); return; }
	li.appendChild(make("p", { "class": "said", dir: "auto" }, (own.edit || own).text));
	if (own.why) { li.appendChild(make("p", { "class": "problem" }, own.why)); }
	var reply = (onList(own) || own).reply;
	if (reply) { li.appendChild(replyBox(reply)); }
	var acts = make("div", { "class": "acts" });
	if (erasing === own.receipt) {
		acts.className = "two";
		acts.appendChild(make("p", {}, words.withdraw_sure)).style.flexBasis = "100%";
		acts.appendChild(act("yes", words.withdraw_yes, "second", function () {
			erasing = ""; own.erase = true;
			if (own.phase === "gone" || own.phase === "refused" || (own.phase === "kept" && !own.tried)) { drop(own); }
			remember(); showMine(); pump(); $("mine-title").focus();
		}));
		acts.appendChild(act("no", words.withdraw_no, "second", function () { erasing = ""; showMine(); focusAct(own, "erase"); }));
	} else if (own.phase !== "gone") {
		acts.appendChild(act("edit", words.change, "link", function () { editing = own.receipt; showMine(); }));
		acts.appendChild(act("erase", words.withdraw, "link", function () { erasing = own.receipt; showMine(); focusAct(own, "no"); }));
	} else {
		acts.appendChild(act("erase", words.clear, "link", function () { drop(own); remember(); showMine(); $("mine-title").focus(); }));
	}
	if (own.phase !== "received" && own.phase !== "saved") { acts.appendChild(act("copy", words.copy, "link", function () { copy(own.text); })); }
	li.appendChild(acts);
	if (focused) { focusAct(own, focused); }
}

function act(name, label, look, run) { var b = button(label, look, run); b.setAttribute("data-act", name); return b; }

function focusAct(own, name) {
	var node = document.querySelector('[data-receipt="' + own.receipt + '"] [data-act="' + name + '"]');
	if (node) { node.focus(); }
}

function drawEditor(li, own) {
	var now = own.edit || own, id = "edit-" + own.receipt.slice(0, 8);
	li.appendChild(make("label", { "for": id, "class": "away" }, words.change));
	var area = make("textarea", { id: id, rows: "3", dir: "auto", autocomplete: "off", spellcheck: "false" });
	area.value = now.text;
	li.appendChild(area);
	var wrong = make("p", { "class": "problem", role: "alert" });
	li.appendChild(wrong);
	var acts = make("div", { "class": "two" });
	acts.appendChild(act("save", words.save_change, "second", function () {
		var text = area.value.trim();
		if (!text) { put(wrong, words.say_text); area.focus(); return; }
		if (letters(text) > setup.limit) { put(wrong, say("say_long", { n: setup.limit })); area.focus(); return; }
		delete own.why;
		if (own.phase === "refused") { own.phase = "kept"; own.text = text; } else if (own.phase === "kept" && !own.tried) { own.text = text; } else if (text !== own.text) { own.edit = { category: own.category, text: text }; }
		close();
		pump();
	}));
	acts.appendChild(act("cancel", words.cancel, "second", close));
	li.appendChild(acts);
	area.focus();
	function close() { editing = ""; empty(li); remember(); showMine(); focusAct(own, "edit"); }
}

function copy(text) {
	var area = make("textarea", { "class": "away" });
	area.value = text;
	document.body.appendChild(area);
	area.select();
	var done = false;
	try { done = document.execCommand("copy"); } catch (e) { /* said below by saying nothing */ }
	document.body.removeChild(area);
	if (done) { put(sent, words.copied); }
}

function tagLine(category, state) {
	var p = make("p", { "class": "tag" });
	p.appendChild(make("span", { dir: "auto" }, setup.categories[category] || category));
	if (state) { p.appendChild(document.createTextNode(" ")); p.appendChild(make("span", { "class": "state" }, state)); }
	return p;
}

function replyBox(text) {
	var div = make("div", { "class": "reply" });
	div.appendChild(make("p", { "class": "tag" }, words.reply));
	div.appendChild(make("p", { "class": "said", dir: "auto" }, text));
	return div;
}

/* ---------- from the room ---------- */

var list = $("list"), fresh = $("fresh");
var latest = null; // the newest entries by id, as the room sent them
var shown = null; // those that the reader sees

var PUBLIC_STATES = { next: 1, "on screen": 1, answered: 1 };

function publicState(entry) { return PUBLIC_STATES[entry.state] ? words["state_" + entry.state.replace(" ", "_")] : ""; }

function sorted(entries) {
	var order = Object.keys(setup.categories);
	return entries.slice().sort(function (a, b) {
		var kind = order.indexOf(a.category) - order.indexOf(b.category), votes = b.votes - a.votes, mixed = hash(mind.seat + a.id) - hash(mind.seat + b.id);
		return mind.sort === "kind" ? kind || votes || mixed : mind.sort === "mixed" ? mixed : votes || mixed;
	});
}

function look(entry) { return [entry.category, entry.text, publicState(entry), entry.reply || ""].join("\u0000"); }

/* The list is out of sight below, or was never seen: nobody's finger is on it. */
function unseen() { return shown === null || (list.getBoundingClientRect().top > window.innerHeight && !list.contains(document.activeElement)); }

var state = {}, version = "";

/* All of it, or a patch to put over what we have. */
function take(news) {
	if (!news.version) { return; }
	if (news.state.room) { enterRoom(news.state.room); }
	/* Another room by other rules: what this page promises is not true there. What was typed stays. */
	if (news.settings.release !== setup.release || news.settings.moderated !== setup.moderated) { location.reload(); return; }
	if (news.full || !latest) { latest = {}; }
	(news.entries || []).forEach(function (e) { latest[e.id] = e; });
	(news.gone || []).forEach(function (id) { delete latest[id]; });
	var before = state, restarted = version && version.split(".")[0] !== news.version.split(".")[0];
	state = news.state; version = news.version;
	if (restarted) { askAll(); } else { mind.own.forEach(function (o) { if (o.phase === "received") { hurry(o); } }); }
	if (unseen()) { refresh(); } else { inPlace(); }
	if (state.round_open && !before.round_open && unsent().length) { slowUntil = 0; pump(); }
	if (before.paused && !state.paused) { slowUntil = 0; pump(); }
	if (state.show_resources && !before.show_resources) { tell($("help").textContent, "help"); }
	$("help").classList.toggle("now", !!state.show_resources);
	showRound();
	if (mind.own.length) { showMine(); }
	if (state.closed) { closed(); }
}

function enterRoom(id) {
	if (mind.room && mind.room !== id) { mind.own.forEach(function (o) { o.phase = "gone"; delete o.edit; delete o.erase; }); mind.voted = {}; mind.pace = ""; mind.nothing = -1; mind.leaving = []; }
	mind.own.forEach(function (o) { if (!o.room) { o.room = id; } });
	mind.room = id;
	remember();
}

function refresh() {
	var focused = list.contains(document.activeElement) ? document.activeElement.parentNode.parentNode.getAttribute("data-id") : "";
	shown = {};
	empty(list);
	sorted(Object.keys(latest).map(function (id) { return latest[id]; })).forEach(function (e) {
		shown[e.id] = look(e);
		list.appendChild(drawEntry(e));
	});
	$("empty").hidden = !!list.firstChild;
	idle("");
	if (focused && latest[focused]) { list.querySelector('[data-id="' + focused + '"] .vote').focus(); }
}

function idle(label) { fresh.classList.toggle("idle", !label); if (label) { put(fresh, label); } } // its place is always kept

/* What may change without moving anything: numbers, and words that were taken from the list. */
function inPlace() {
	var news = 0, changes = 0;
	Object.keys(latest).forEach(function (id) {
		if (!(id in shown)) { news++; } else if (shown[id] !== look(latest[id])) { changes++; }
	});
	each(list.children, function (li) {
		var entry = latest[li.getAttribute("data-id")];
		if (entry) { drawVotes(li.querySelector(".vote"), entry); return; }
		if (!li.gone) {
			li.gone = true; changes++;
			li.style.minHeight = li.offsetHeight + "px";
			var focused = li.contains(document.activeElement);
			empty(li);
			li.appendChild(make("p", { "class": "quiet" }, words.state_gone));
			if (focused) { $("room-title").focus(); }
		} else { changes++; }
	});
	var label = news ? count("new", news) : changes ? words.new_changes : "";
	idle(label);
	if (news) { tell(count("told_new", news), "new"); }
}

function drawEntry(entry) {
	var li = make("li", { "class": "entry", "data-id": entry.id });
	li.appendChild(tagLine(entry.category, publicState(entry)));
	var row = make("div", { "class": "row" });
	row.appendChild(make("p", { "class": "said", dir: "auto" }, entry.text));
	var vote = button("", "vote", function () { upvote(entry.id); });
	drawVotes(vote, entry);
	row.appendChild(vote);
	li.appendChild(row);
	if (entry.reply) { li.appendChild(replyBox(entry.reply)); }
	return li;
}

function mineId(id) { return mind.own.some(function (o) { return o.id === id; }); }

function drawVotes(node, entry) {
	if (!node) { return; }
	var on = entry.id in mind.voted, n = on ? Math.max(entry.votes, mind.voted[entry.id] + 1) : entry.votes;
	put(node, "\u25b2 " + n);
	node.classList.toggle("on", on);
	node.setAttribute("aria-pressed", String(on));
	node.setAttribute("aria-label", words.vote + ". " + count("votes", n));
	node.hidden = mineId(entry.id);
}

function upvote(id) { // once a page; a second tap takes it back
	var on = !(id in mind.voted), before = mind.voted[id];
	if (on) { mind.voted[id] = latest[id] ? latest[id].votes : 0; } else { delete mind.voted[id]; }
	redraw(); remember();
	request("POST", "votes", { seat: mind.seat, entry: id, on: on }).then(function (a) {
		if (!a.ok) { throw new Error("refused"); }
	}).catch(function () {
		if (on) { delete mind.voted[id]; } else { mind.voted[id] = before; }
		redraw(); remember();
		tell(words.vote_lost, "vote");
	});
	function redraw() { if (latest[id]) { drawVotes(nodeOf(id), latest[id]); } }
}

function nodeOf(id) { return list.querySelector('[data-id="' + id + '"] .vote'); }

function drawSort() {
	var bar = $("sort");
	["votes", "kind", "mixed"].forEach(function (name) {
		var b = button(words["sort_" + name], "", function () { mind.sort = name; remember(); mark(); if (latest) { refresh(); } });
		b.setAttribute("data-sort", name);
		bar.appendChild(b);
	});
	mark();
	function mark() {
		each(bar.children, function (b) { b.setAttribute("aria-pressed", String(b.getAttribute("data-sort") === mind.sort)); });
	}
}

/* ---------- rounds, pace, the end ---------- */

function showRound() {
	if ($("round")) { $("round").hidden = !state.round_open || mind.nothing === state.round; }
}

var over = false;

function closed() {
	if (!over) { over = true; askAll(); }
	if (source) { source.close(); source = null; }
	clearTimeout(pumpTimer);
	put($("lost"), words.say_closed);
	$("send").disabled = true;
	showRound();
}

function nothing() {
	mind.nothing = state.round;
	showRound(); remember();
	request("POST", "round/nothing", { seat: mind.seat }).then(null, function () { /* it carries nothing */ });
	put(sent, words.nothing_done);
	reading(false); showMine(); $("mine-title").focus();
}

function drawPace() {
	each(document.querySelectorAll("[data-pace]"), function (b) {
		b.setAttribute("aria-pressed", String(b.getAttribute("data-pace") === mind.pace));
	});
}

function pace(event) {
	var value = event.currentTarget.getAttribute("data-pace");
	mind.pace = mind.pace === value ? "" : value;
	remember(); drawPace();
	request("POST", "pace", { seat: mind.seat, pace: mind.pace }).then(function (a) {
		if (a.ok) { put($("pace-said"), mind.pace ? words.pace_thanks : words.pace_hint); }
	}, function () { mind.pace = ""; drawPace(); });
}

/* ---------- the line to the room: a stream while the page is seen, else polling ---------- */

var source = null, pollTimer = 0, streaming = false, streamHeard = 0;

function since() { return version && latest ? "?since=" + encodeURIComponent(version) : ""; }

function poll() {
	clearTimeout(pollTimer);
	if (document.hidden || over) { return Promise.resolve(); }
	return request("GET", "room" + since()).then(function (a) { if (a.ok) { take(a.data); } }, function () { /* said by missed() */ })
		.then(function () { if (!streaming && !over) { clearTimeout(pollTimer); pollTimer = setTimeout(poll, jitter(POLL_MS)); } });
}

function connect() {
	if (source) { source.close(); source = null; }
	streaming = false;
	clearTimeout(pollTimer);
	if (document.hidden || over) { return; }
	if (!window.EventSource) { poll(); return; }
	source = new EventSource(API + "events" + since());
	var mine = source;
	source.onopen = function () { if (mine === source) { alive(); } };
	source.addEventListener("room", function (event) {
		if (mine !== source) { return; }
		alive();
		try { take(JSON.parse(event.data)); } catch (e) { poll(); }
	});
	source.onerror = function () {
		if (mine !== source) { return; }
		streaming = false; missed();
		clearTimeout(pollTimer); pollTimer = setTimeout(poll, jitter(1000));
		if (mine.readyState === 2) { source = null; setTimeout(function () { if (!source) { connect(); } }, jitter(20000)); }
	};
	pollTimer = setTimeout(poll, 3000); // should something in between hold the stream back
}

function alive() { streaming = true; streamHeard = Date.now(); clearTimeout(pollTimer); heard(); }

/* Proxies and sleeping radios kill streams without a word. Ask by the other way; news there means it is dead. */
function probe() {
	var known = version;
	streamHeard = Date.now();
	poll().then(function () { if (version !== known && streaming && Date.now() - streamHeard > 1000) { connect(); } });
}

function wake() { if (over) { return; } connect(); pump(); askAll(); }

/* ---------- this page's own settings ---------- */

function isDark() { return mind.theme ? mind.theme === "dark" : !!(window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches); }

function dress() {
	root.classList.toggle("big", mind.big);
	root.classList.toggle("dark", mind.theme === "dark");
	root.classList.toggle("light", mind.theme === "light");
	root.classList.toggle("hiding", mind.hide);
	$("bigger").setAttribute("aria-pressed", String(mind.big));
	$("dark").setAttribute("aria-pressed", String(isDark()));
	$("hide").setAttribute("aria-pressed", String(mind.hide));
}

function toggle(id, change) { $(id).addEventListener("click", function () { change(); remember(); dress(); }); }

function askClear() {
	var sure = $("clear-sure"), n = unsent().length + (box.value.trim() ? 1 : 0);
	empty(sure);
	sure.appendChild(make("p", {}, words.clear_sure + (n ? " " + count("clear_unsent", n) : "")));
	var two = sure.appendChild(make("div", { "class": "two" }));
	two.appendChild(button(words.clear_yes, "second", clear));
	var no = two.appendChild(button(words.clear_no, "second", function () { sure.hidden = true; $("clear").focus(); }));
	sure.hidden = false;
	no.focus();
}

function clear() {
	clearTimeout(pumpTimer);
	mind.own.forEach(function (o) { clearTimeout(statusTimers[o.receipt]); });
	statusTimers = {}; editing = ""; erasing = "";
	mind.seat = secret(); mind.own = []; mind.voted = {}; mind.pace = ""; mind.draft = null; mind.hide = false; mind.nothing = -1; mind.leaving = [];
	try { sessionStorage.removeItem(STORE); } catch (e) { /* nothing was stored */ }
	$("clear-sure").hidden = true;
	form.reset(); put(sent, ""); put(problem, "");
	counter(); doors(); dress(); drawPace(); showMine(); writing(false); showRound();
	if (latest) { refresh(); }
	put(problem, "");
	window.scrollTo(0, 0);
	$("headline").focus();
	tell(words.cleared);
}

/* ---------- the laptop has a new address ---------- */

var leaving = false;

function fillMoved(node) {
	var fold = node.appendChild(make("details", {}));
	fold.appendChild(make("summary", {}, words.moved));
	fold.appendChild(make("label", { "for": "address" }, words.moved_do));
	var input = fold.appendChild(make("input", { id: "address", type: "text", inputmode: "url", autocomplete: "off", autocapitalize: "none", spellcheck: "false" }));
	var wrong = fold.appendChild(make("p", { "class": "problem", role: "alert" }));
	fold.appendChild(button(words.moved_go, "second", function () {
		var address = input.value.trim().replace(/^https?:\/\//i, "").replace(/\/.*$/, "");
		if (!/^[\w.-]+(:\d{1,5})?$/.test(address)) { put(wrong, say("moved_wrong", { example: "192.168.1.20:8080" })); return; }
		leaving = true;
		var bag = { room: mind.room, own: mind.own, voted: mind.voted, seat: mind.seat };
		location.replace("http://" + address + "/?lang=" + setup.lang + "#with=" + encodeURIComponent(JSON.stringify(bag)));
	}));
}

function unpack() { // what the page at the old address sent along; the fragment never reaches a server
	if (location.hash.indexOf("#with=") !== 0) { return; }
	var text = location.hash.slice(6);
	history.replaceState(null, "", location.pathname + location.search);
	try {
		var bag = JSON.parse(decodeURIComponent(text));
		bag.own.forEach(function (o) {
			var fit = /^[0-9a-f]{32}$/.test(o.receipt) && typeof o.text === "string" && typeof o.category === "string";
			if (!fit || mind.own.some(function (m) { return m.receipt === o.receipt; })) { return; }
			var own = { receipt: o.receipt, category: o.category, text: o.text, room: String(o.room || ""), phase: "kept", tried: !!o.tried, first: true };
			if (o.phase === "received" || o.phase === "saved") { own.phase = o.phase; delete own.first; }
			if (o.edit && typeof o.edit.text === "string") { own.edit = { category: o.category, text: o.edit.text }; }
			if (o.erase) { own.erase = true; }
			mind.own.push(own);
		});
		Object.keys(bag.voted).forEach(function (id) { mind.voted[id] = Number(bag.voted[id]) || 0; });
		mind.room = mind.room || String(bag.room || "");
		if (/^[0-9a-f]{32}$/.test(bag.seat)) { mind.seat = bag.seat; }
		remember();
	} catch (e) { /* not ours */ }
}

/* ---------- begin ---------- */

recall();
unpack();
root.classList.add("scripted");
$("headline").setAttribute("tabindex", "-1");
form.setAttribute("novalidate", "");
if (mind.draft && !box.value) { box.value = mind.draft.text; pick(mind.draft.category); }
form.addEventListener("submit", send);
form.addEventListener("change", function () { doors(); keepDraft(); });
box.addEventListener("input", function () { counter(); keepDraft(); put(problem, ""); });
box.addEventListener("keydown", function (e) { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { send(e); } });
another.firstChild.addEventListener("click", function () { put(sent, ""); writing(true); showMine(); });
fresh.addEventListener("click", function () { refresh(); $("room-title").focus(); });
if ($("nothing")) { $("nothing").addEventListener("click", nothing); }
each(document.querySelectorAll("[data-pace]"), function (b) { b.addEventListener("click", pace); });
toggle("bigger", function () { mind.big = !mind.big; });
toggle("dark", function () { mind.theme = isDark() ? "light" : "dark"; });
toggle("hide", function () { mind.hide = !mind.hide; });
$("clear").addEventListener("click", askClear);
drawSort(); counter(); doors(); dress(); drawPace();
if (mind.own.length && !mind.draft) { reading(false); }
showMine();

document.addEventListener("visibilitychange", wake);
window.addEventListener("online", wake);
window.addEventListener("pageshow", function (e) { if (e.persisted) { wake(); } });
window.addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
window.addEventListener("beforeunload", function (e) {
	if (unsent().length && !leaving) { e.preventDefault(); e.returnValue = ""; }
});
var tick = Date.now();
setInterval(function () {
	var now = Date.now(), slept = now - tick > 20000;
	tick = now;
	if (slept) { wake(); } else if (streaming && now - streamHeard > IDLE_MS) { probe(); }
}, 5000);
connect();
pump();
askAll();
insist();
})();
