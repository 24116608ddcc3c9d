/* What became of the own entries: asked with one receipt a request, at different moments, never together. */

var statusTimers = {};

function soon(own, ms) {
	if (statusTimers[own.receipt] || own.phase === "kept" || own.phase === "gone" || own.phase === "refused") { return; }
	if (over && own.phase === "saved") { return; }
	statusTimers[own.receipt] = setTimeout(function () { delete statusTimers[own.receipt]; ask(own); },
		ms === undefined ? jitter(own.phase === "received" ? 6000 : 45000) : ms);
}

function hurry(own) { clearTimeout(statusTimers[own.receipt]); delete statusTimers[own.receipt]; soon(own, 200 + Math.random() * 2000); }

function askAll() { mind.own.forEach(hurry); }

function ask(own) {
	if (!has(own) || own.erase || document.hidden) { return; }
	request("POST", "entries/status", { receipt: own.receipt }).then(function (a) {
		if (!has(own)) { return; }
		if (a.ok && a.data.delivery) { learn(own, a.data); remember(); steady(showMine); pump(); }
		soon(own);
	}, function () { if (!over) { soon(own); } });
}

function learn(own, data) {
	var before = stateOf(own), id = own.id;
	if (data.delivery === "saved" || data.delivery === "received") { own.phase = data.delivery; }
	else if (data.delivery === "unknown" && own.phase === "received" && !state.closed && (!own.room || own.room === mind.room)) {
		/* lost before it was saved: it goes out again */
		own.phase = "kept";
	} else if (own.phase !== "kept") { own.phase = "gone"; }
	own.id = data.id || id;
	if (data.text && own.said && data.text !== own.said) {
		/* another tab changed it, or our change was lost with the room and is made once more */
		if (own.firm) { own.text = own.said = data.text; }
		else { own.edit = own.edit || { category: own.category, text: own.text }; }
	} else { own.firm = !data.changing; }
	own.state = data.state || own.state || "";
	own.published = !!data.published;
	own.reply = data.reply || "";
	own.room = mind.room || own.room;
	if (own.id !== id && onList(own) && voteOf(own.id)) { drawVotes(voteOf(own.id), latest[own.id]); }
	if (before !== stateOf(own) && !own.first && own.phase !== "kept") { tell(say("told_state", { state: stateOf(own) }), own.receipt); }
}

/* The list knows sooner than the next question. */
function onList(own) { return own.id && latest && latest[own.id]; }

function stateOf(own) {
	if (own.phase === "kept") { return waits() ? words.state_kept : words.state_sending; }
	if (own.phase === "refused") { return words.state_kept; }
	if (own.phase === "gone") { return words.state_gone; }
	if (own.phase === "received") { return words[setup.release === "round" ? "state_received_round" : "state_received"]; }
	var seen = onList(own), now = (seen ? seen.state : own.state) || "new", key = "state_" + now.replace(" ", "_");
	return now !== "new" && now !== "waiting" && words[key] || words[seen || own.published ? "state_published" : "state_saved"];
}
