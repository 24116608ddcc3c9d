/* The form: a door, a box, a button. */

var form = $("form"), box = $("text"), problem = $("problem"), another = $("another"), mine = $("mine"), sent = $("sent");

function doorOf(name) { return form.querySelector("input[name=category]" + name); }

function chosen() { var on = doorOf(":checked"); return on ? on.value : ""; }

function pick(category) {
	each(form.querySelectorAll("input[name=category]"), function (i) { i.checked = i.value === category; });
	box.placeholder = setup.asks[category] || "";
}

function counter() {
	var left = fit(box.value.trim()).left;
	put($("left"), left < 0 ? count("over", -left) : count("left", left));
	$("left").classList.toggle("over", left < 0);
}

/* What is wrong with a text, as a sentence; empty when it can be sent. */
function fault(text) {
	var space = fit(text);
	return !text ? words.say_text : space.left < 0 ? say("say_long", { n: space.most }) : "";
}

function keepDraft() { mind.draft = box.value ? { category: chosen(), text: box.value } : null; remember(); }

function send(event) {
	event.preventDefault();
	if (over) { return; }
	var text = box.value.trim(), wrong = chosen() ? fault(text) : words.say_door;
	put(problem, wrong);
	if (wrong) { (chosen() ? box : doorOf("")).focus(); return; }
	mind.own.unshift({ receipt: secret(), category: chosen(), text: text, phase: "kept", room: mind.room, first: true });
	box.value = ""; mind.draft = null;
	remember(); counter();
	put(sent, words.state_sending);
	showMine();
	reading(true);
	pump();
}

/* After sending, the form makes room for what happens next. */
function reading(focus) {
	$("write").hidden = true; another.hidden = over;
	$("main").insertBefore(mine, another);
	mine.querySelector(".top").appendChild($("hide"));
	if (focus) { $("mine-title").focus(); scrollTo(0, 0); }
}

function writing(focus) {
	$("write").hidden = false; another.hidden = true;
	$("main").insertBefore(mine, $("room"));
	form.querySelector(".above").appendChild($("hide"));
	if (focus) { (chosen() ? box : doorOf("")).focus(); }
}
