/* The room's own state: which room, rounds, help for all, the pace, the end. */

var state = {}, version = "", over = false, turning = false;

/* News from the room: all of it, or a patch to put over what we have. */
function take(news) {
	if (!news.version || !news.state) { return; }
	/* Another room by other rules: what this page promises is not true there. What was typed stays. */
	var rules = news.settings || setup;
	if ((rules.release !== setup.release || rules.moderated !== setup.moderated) && (stored || !unsent().length)) {
		if (!turning) {
			turning = true;
			rekey(news.state.room).then(function (done) { turning = false; if (done) { leaving = true; location.reload(); } });
		}
		return;
	}
	if (news.state.room) { enterRoom(news.state.room); }
	if (news.full || !latest) { latest = {}; }
	(news.entries || []).forEach(function (e) { latest[e.id] = e; });
	(news.gone || []).forEach(function (id) { delete latest[id]; });
	var before = state, restarted = version && version.split(".")[0] !== news.version.split(".")[0];
	state = news.state; version = news.version;
	if (restarted) { askAll(); } else { mind.own.forEach(function (o) { if (o.phase === "received") { hurry(o); } }); }
	if (younger()) { setTimeout(function () { if (!shown) { showList(); } }, 3000); }
	else if (unseen()) { showList(); } else { inPlace(); }
	if ((state.round_open && !before.round_open) || (before.paused && !state.paused)) { slowUntil = 0; pump(); }
	if (state.show_resources && !before.show_resources) { tell($("help").textContent, "help"); }
	steady(function () {
		$("help").classList.toggle("now", !!state.show_resources);
		showRound();
		showMine();
		if (state.closed) { closed(); }
	});
}

function enterRoom(id) {
	if (mind.room && mind.room !== id) {
		mind.own.forEach(function (o) { o.phase = "gone"; delete o.edit; delete o.erase; });
		mind.voted = {}; mind.pace = ""; mind.nothing = -1; mind.leaving = [];
	}
	mind.own.forEach(function (o) { if (!o.room) { o.room = id; } });
	mind.room = id;
	if (keyRoom && keyRoom !== id) { rekey(id); } else { keyRoom = id; remember(); }
}

function showRound() {
	if ($("nothing")) { $("nothing").hidden = $("nothing-hint").hidden = !state.round_open || mind.nothing === state.round; }
}

/* As many bytes go out as with an entry, so that nobody stands out. */
function nothing() {
	mind.nothing = state.round;
	showRound(); remember();
	request("POST", "round/nothing", { seat: mind.seat }).then(null, function () { /* it carries nothing */ });
	note(words.nothing_done);
	reading(false); showMine(); $("mine-title").focus();
}

function closed() {
	if (over) { return; }
	over = true; lost = false;
	askAll();
	if (source) { source.close(); source = null; }
	clearTimeout(lostTimer);
	showLost();
	$("over").hidden = false;
	put(problem, "");
	tell($("over").textContent, "line");
	$("send").disabled = another.hidden = true;
	showRound(); showMine();
}

function drawPace() {
	each(document.querySelectorAll("[data-pace]"), function (b) { pressed(b, b.getAttribute("data-pace") === mind.pace); });
}

function pace(event) {
	var value = event.currentTarget.getAttribute("data-pace"), before = mind.pace;
	mind.pace = before === value ? "" : value;
	remember(); drawPace();
	request("POST", "pace", { seat: mind.seat, pace: mind.pace }).then(function (a) {
		if (!a.ok) { throw new Error("refused"); }
		put($("pace-said"), mind.pace ? words.pace_thanks : words.pace_hint);
	}).catch(function () { mind.pace = before; remember(); drawPace(); });
}
