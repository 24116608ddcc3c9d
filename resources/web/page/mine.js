/* The own entries: their state, the reply, change, take back. */

/* Receipts of the entry that is being changed, and of the one that asks back before it is erased. */
var editing = "", erasing = "";

function showMine() {
	mine.hidden = !mind.own.length && !sent.textContent;
	$("mine-hint").hidden = !mind.own.length;
	var list = $("mine-list"), have = {};
	each(list.children, function (li) { have[li.getAttribute("data-receipt")] = li; });
	mind.own.forEach(function (own, i) {
		var li = have[own.receipt] || make("li", { "class": "entry", "data-receipt": own.receipt });
		delete have[own.receipt];
		if (list.children[i] !== li) { list.insertBefore(li, list.children[i] || null); }
		var look = JSON.stringify([own, onList(own), stateOf(own), editing === own.receipt, erasing === own.receipt, waits()]);
		if (li.look !== look) { li.look = look; drawMine(li, own); }
	});
	Object.keys(have).forEach(function (r) { list.removeChild(have[r]); });
}

function drawMine(li, own) {
	var focused = li.contains(document.activeElement) && document.activeElement.getAttribute("data-act");
	/* never take a half-written change away */
	if (editing === own.receipt && li.querySelector("textarea")) { return; }
	empty(li);
	tagLine(li, own.category, stateOf(own));
	if (editing === own.receipt) { drawEditor(li, own); return; }
	add(li, "p", { "class": "said", dir: "auto" }, (own.edit || own).text);
	if (own.why) { add(li, "p", { "class": "problem" }, own.why); }
	replyBox(li, (onList(own) || own).reply);
	if (erasing === own.receipt) { drawSure(li, own); } else { drawActs(li, own); }
	if (focused) { focusAct(own, focused); }
}

function drawActs(li, own) {
	var acts = add(li, "div", { "class": "acts" });
	function link(name, label, run) { acts.appendChild(act(name, label, "link", run)); }
	if (own.phase === "gone") {
		link("erase", words.remove, function () { drop(own); remember(); showMine(); $("mine-title").focus(); });
	} else {
		link("edit", words.change, function () { editing = own.receipt; showMine(); });
		link("erase", words.withdraw, function () { erasing = own.receipt; showMine(); focusAct(own, "no"); });
	}
	if (own.phase === "gone" || own.phase === "refused" || (own.phase === "kept" && waits())) {
		link("copy", words.copy, function () { copy(own.text); });
	}
}

function drawSure(li, own) {
	add(li, "p", { "class": "sure" }, words.withdraw_sure);
	var two = add(li, "div", { "class": "two" });
	two.appendChild(act("yes", words.withdraw_yes, "second", function () {
		erasing = ""; own.erase = true;
		if (own.phase === "refused" || (own.phase === "kept" && !own.tried)) { drop(own); }
		remember(); showMine(); pump(); $("mine-title").focus();
	}));
	two.appendChild(act("no", words.withdraw_no, "second", function () { erasing = ""; showMine(); focusAct(own, "erase"); }));
}

function drawEditor(li, own) {
	var id = "edit-" + own.receipt.slice(0, 8);
	add(li, "label", { "for": id, "class": "away" }, words.change);
	var area = add(li, "textarea", { id: id, rows: "3", dir: "auto", autocomplete: "off", spellcheck: "false", "aria-describedby": id + "-wrong" });
	var wrong = add(li, "p", { "class": "problem", role: "alert", id: id + "-wrong" });
	var two = add(li, "div", { "class": "two" });
	area.value = (own.edit || own).text;
	two.appendChild(act("save", words.save_change, "second", function () {
		var text = area.value.trim();
		put(wrong, fault(text));
		if (wrong.textContent) { area.focus(); return; }
		delete own.why;
		if (own.phase === "refused" || (own.phase === "kept" && !own.tried)) { own.phase = "kept"; own.text = text; }
		else if (text !== own.text) { own.edit = { category: own.category, text: text }; }
		else { delete own.edit; }
		close();
		pump();
	}));
	two.appendChild(act("cancel", words.cancel, "second", close));
	area.focus();
	function close() { editing = ""; empty(li); remember(); showMine(); focusAct(own, "edit"); }
}

function act(name, label, look, run) { var b = button(label, look, run); b.setAttribute("data-act", name); return b; }

function focusAct(own, name) {
	var node = $("mine-list").querySelector('[data-receipt="' + own.receipt + '"] [data-act="' + name + '"]');
	if (node) { node.focus(); }
}

function copy(text) {
	var area = add(document.body, "textarea", { "class": "away" }), done = false, before = document.activeElement;
	area.value = text;
	area.select();
	try { done = document.execCommand("copy"); } catch (e) { /* said below by saying nothing */ }
	document.body.removeChild(area);
	before.focus();
	if (done) { note(words.copied); }
}

function tagLine(parent, category, state) {
	var p = add(parent, "p", { "class": "tag" });
	add(p, "span", { dir: "auto" }, setup.categories[category] || category);
	if (state) { p.appendChild(document.createTextNode(" ")); add(p, "span", { "class": "state" }, state); }
}

function replyBox(parent, text) {
	if (!text) { return; }
	var div = add(parent, "div", { "class": "reply" });
	add(div, "p", { "class": "tag" }, words.reply);
	add(div, "p", { "class": "said", dir: "auto" }, text);
}
