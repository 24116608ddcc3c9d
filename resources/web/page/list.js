/* What the room sees. Nothing in it moves until the reader says so. */

var list = $("list"), fresh = $("fresh");
/* The newest entries by id, as the room sent them; and what the reader sees of them. */
var latest = null, shown = null;
var PUBLIC_STATES = { next: 1, "on screen": 1, answered: 1 };

function publicState(entry) { return PUBLIC_STATES[entry.state] ? words["state_" + entry.state.replace(" ", "_")] : ""; }

function look(entry) { return JSON.stringify([entry.category, entry.text, publicState(entry), entry.reply]); }

function sorted() {
	var kinds = Object.keys(setup.categories);
	return Object.keys(latest).map(function (id) { return latest[id]; }).sort(function (a, b) {
		var kind = kinds.indexOf(a.category) - kinds.indexOf(b.category), votes = b.votes - a.votes, mixed = hash(mind.seat + a.id) - hash(mind.seat + b.id);
		return mind.sort === "kind" ? kind || votes || mixed : mind.sort === "mixed" ? mixed : votes || mixed;
	});
}

/* The list is out of sight below, or was never seen: nobody's finger is on it. */
function unseen() { return !shown || (list.getBoundingClientRect().top > innerHeight && !list.contains(document.activeElement)); }

/* The page came with entries that the room tells to everybody a moment later: they stay until then. */
function younger() {
	return !shown && Array.prototype.some.call(list.children, function (li) { return !latest[li.getAttribute("data-id")]; });
}

function showList() {
	var before = shown, focused = list.contains(document.activeElement) && document.activeElement.parentNode.parentNode.getAttribute("data-id");
	var marked = before && Object.keys(before).length > 0;
	shown = {};
	empty(list);
	sorted().forEach(function (e) {
		shown[e.id] = look(e);
		drawEntry(e, marked && !before[e.id]);
	});
	$("empty").hidden = !!list.firstChild;
	offer("");
	if (focused && voteOf(focused)) { voteOf(focused).focus(); }
}

/* The place of the button is always kept; with news in it, its line stays at the top of the screen. */
function offer(label) {
	fresh.classList.toggle("idle", !label);
	fresh.parentNode.classList.toggle("stay", !!label);
	if (label) { put(fresh, label); }
}

/* What may change without moving anything: numbers, and words that were taken from the list. */
function inPlace() {
	var news = 0, changes = 0;
	Object.keys(latest).forEach(function (id) {
		if (!shown[id]) { news++; } else if (shown[id] !== look(latest[id])) { changes++; }
	});
	each(list.children, function (li) {
		var entry = latest[li.getAttribute("data-id")];
		if (entry) { drawVotes(li.querySelector(".vote"), entry); return; }
		changes++;
		if (li.gone) { return; }
		li.gone = true;
		li.style.minHeight = li.offsetHeight + "px";
		var focused = li.contains(document.activeElement);
		empty(li);
		add(li, "p", { "class": "quiet" }, words.state_gone);
		if (focused) { $("room-title").focus(); }
	});
	offer(news ? count("new", news) : changes ? words.new_changes : "");
	if (news) { tell(count("told_new", news), "new"); }
}

function drawEntry(entry, isNew) {
	var li = add(list, "li", { "class": "entry", "data-id": entry.id });
	tagLine(li, entry.category, [isNew ? words.just_in : "", publicState(entry)].filter(Boolean).join(" \u00b7 "));
	var row = add(li, "div", { "class": "row" });
	add(row, "p", { "class": "said", dir: "auto" }, entry.text);
	var vote = row.appendChild(button("", "vote", function () { upvote(entry.id); }));
	drawVotes(vote, entry);
	replyBox(li, entry.reply);
}

function drawVotes(node, entry) {
	var on = entry.id in mind.voted, n = on ? Math.max(entry.votes, mind.voted[entry.id] + 1) : entry.votes;
	put(node, (on ? "\u25b2 " : "\u25b3 ") + n);
	pressed(node, on);
	node.setAttribute("aria-label", words.vote + ". " + count("votes", n));
	node.hidden = mind.own.some(function (o) { return o.id === entry.id; });
}

function voteOf(id) { return list.querySelector('[data-id="' + id + '"] .vote'); }

/* Once a page; a second tap takes it back. */
function upvote(id) {
	var on = !(id in mind.voted), before = mind.voted[id], then = mind;
	function turn(voted, votes) {
		if (voted) { mind.voted[id] = votes; } else { delete mind.voted[id]; }
		if (latest[id] && voteOf(id)) { drawVotes(voteOf(id), latest[id]); }
		remember();
	}
	turn(on, latest[id] ? latest[id].votes : 0);
	request("POST", "votes", { seat: mind.seat, entry: id, on: on }).then(function (a) {
		if (!a.ok) { throw new Error("refused"); }
	}).catch(function () {
		/* cut off by a reload: the room may well have it, and the page that comes must know */
		if (then !== mind || Date.now() - going < 3000) { return; }
		turn(!on, before);
		tell(words.vote_lost, "vote", true);
	});
}

function drawSort() {
	["votes", "kind", "mixed"].forEach(function (name) {
		var b = button(words["sort_" + name], "", function () { mind.sort = name; remember(); mark(); if (latest) { showList(); } });
		b.name = name;
		$("sort").appendChild(b);
	});
	mark();
	function mark() { each($("sort").children, function (b) { pressed(b, b.name === mind.sort); }); }
}
