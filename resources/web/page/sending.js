/* Sending until the room has it. Every entry has a receipt of its own: sent twice, it counts once. */

var pumping = false, pumpTimer = 0, failures = 0;
/* Until when new entries wait, and until when everything does (the room asked for patience). */
var slowUntil = 0, restUntil = 0;

/* Does what was sent lie here for longer than the moment of its way? */
function waits() { return over || failures > 0 || slowUntil > now(); }

function later(ms) { clearTimeout(pumpTimer); pumpTimer = setTimeout(pump, ms); }

/* What is to be done next: taking back first, then changes, then what was written first. */
function next() {
	var jobs = unsent().reverse();
	return jobs.filter(function (o) { return o.erase; })[0] ||
		(!over && (jobs.filter(function (o) { return o.phase !== "kept"; })[0] || (slowUntil <= now() && jobs[0]))) || null;
}

function pump() {
	clearTimeout(pumpTimer);
	if (pumping) { return; }
	if (restUntil > now()) { later(restUntil - now()); return; }
	var job = next();
	if (!job) { if (unsent().length && slowUntil > now()) { later(slowUntil - now()); } return; }
	var before = mind;
	function done(failed) {
		pumping = false; failures = failed ? failures + 1 : 0;
		if (before !== mind) { pump(); return; }
		if (failed) { note(words.say_kept); }
		remember(); steady(showMine);
		later(failed ? jitter(Math.min(15000, 1000 * Math.pow(2, failures - 1))) : 50);
	}
	pumping = true;
	work(job).then(function () { done(false); }, function () { done(true); });
}

var insisting = 0;

/* What was taken back after it was saved is gone with the next batch. Until then it is said again: room and laptop may both die before. */
function insist() {
	if (insisting || !mind.leaving.length) { return; }
	insisting = setTimeout(function () {
		insisting = 0;
		var receipt = mind.leaving[0], before = mind;
		if (!receipt) { return; }
		request("POST", "entries/withdraw", { receipt: receipt }).then(function (a) {
			if (mind !== before) { return; }
			mind.leaving = mind.leaving.filter(function (r) { return r !== receipt; });
			if (!a.ok || a.data.changing) { mind.leaving.push(receipt); }
			remember(); insist();
		}, insist);
	}, jitter(15000));
}

/* Does one thing that the room does not know yet. Fails when the room was not reached. */
function work(own) {
	if (own.erase) {
		return request("POST", "entries/withdraw", { receipt: own.receipt }).then(function (a) {
			if (a.status === 429 || a.status >= 500) { pause(a, true); return; }
			if (!has(own)) { return; }
			drop(own); note(words.taken_back);
			if (a.data.changing) { mind.leaving.push(own.receipt); insist(); }
		});
	}
	if (own.phase === "kept") {
		if (own.room && mind.room && own.room !== mind.room) { own.phase = "gone"; return Promise.resolve(); }
		own.tried = true;
		var body = { receipt: own.receipt, category: own.category, text: own.text, seat: mind.seat };
		/* this morning's words are not for this afternoon's room */
		if (own.room) { body.room = own.room; }
		return request("POST", "entries", body).then(function (a) {
			taken(own, a, function () { own.phase = "received"; });
		});
	}
	var edit = own.edit;
	return request("POST", "entries/edit", { receipt: own.receipt, category: edit.category, text: edit.text }).then(function (a) {
		taken(own, a, function () {
			own.text = edit.text; own.category = edit.category;
			if (own.edit === edit) { delete own.edit; }
		});
	});
}

function taken(own, answer, done) {
	if (!has(own)) { return; }
	if (answer.ok) {
		if (!answer.data.delivery) { missed(); throw new Error("not the room"); }
		var first = own.first;
		delete own.first; delete own.why;
		own.said = answer.data.text || ""; own.firm = !answer.data.changing;
		done(); learn(own, answer.data);
		note(own.phase === "gone" ? "" : first ? words["received_" + setup.release] : words.changed);
		soon(own);
	} else if (answer.data.error === "other_room") { own.phase = "gone"; delete own.edit; poll(); }
	else if (answer.status === 429 || answer.status === 409 || answer.status >= 500) { pause(answer, own.phase !== "kept"); }
	else if (answer.status === 410) { closed(); }
	else { refused(own, answer); }
}

function pause(answer, all) {
	var why = { paused: "say_paused", no_round: "say_no_round", slow_down: "say_slow" }[answer.data.error];
	var until = now() + Math.max(1, answer.wait || 5) * 1000 + Math.random() * 500;
	note(words[why || "say_kept"]);
	if (all) { restUntil = until; } else { slowUntil = until; }
}

/* Gives the words back for a second try. */
function refused(own, answer) {
	var why = { empty: words.say_text, too_long: say("say_long", { n: setup.limit }), category: words.say_door }[answer.data.error] ||
		say("say_refused", { why: answer.status === 413 ? words.error_413 : answer.data.message || "" });
	note("");
	if (own.edit) { own.why = why; delete own.edit; return; }
	/* something else is being written there */
	if (box.value) { own.phase = "refused"; own.why = why; return; }
	drop(own);
	writing(false);
	box.value = own.text; pick(own.category); counter(); keepDraft();
	put(problem, why);
}
