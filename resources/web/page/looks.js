/* This page's own settings, and leaving nothing behind on a phone that is shared. */

function isDark() { return mind.theme ? mind.theme === "dark" : !!(window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches); }

/* The style's rule for the dark: its condition is what the button changes, so that the colours are written down once. */
function night() { var sheet = document.styleSheets[0]; return sheet && sheet.cssRules[1].media; }

function dress() {
	var when = night();
	if (when) { when.mediaText = { dark: "all", light: "not all" }[mind.theme] || "(prefers-color-scheme: dark)"; }
	root.classList.toggle("big", mind.big);
	root.classList.toggle("hiding", mind.hide);
	pressed($("bigger"), mind.big);
	pressed($("dark"), isDark());
	pressed($("hide"), mind.hide);
}

function toggle(id, change) { $(id).addEventListener("click", function () { change(); remember(); dress(); }); }

function askClear() {
	var sure = $("clear-sure"), n = unsent().filter(function (o) { return !o.erase; }).length + (box.value.trim() ? 1 : 0);
	empty(sure);
	add(sure, "p", {}, words.clear_sure + (n ? " " + count("clear_unsent", n) : ""));
	var two = add(sure, "div", { "class": "two" });
	two.appendChild(button(words.clear_yes, "second", clear));
	var no = two.appendChild(button(words.clear_no, "second", function () { sure.hidden = true; $("clear").focus(); }));
	sure.hidden = false;
	no.focus();
}

function clear() {
	[pumpTimer, toldTimer].concat(Object.keys(statusTimers).map(function (r) { return statusTimers[r]; })).forEach(clearTimeout);
	statusTimers = {}; toTell = {}; toldTimer = failures = slowUntil = restUntil = 0; editing = erasing = "";
	forget();
	/* the box may have come filled, from a time without the script; a new one also forgets what could be undone */
	box.defaultValue = "";
	each(form.querySelectorAll("input[name=category]"), function (i) { i.defaultChecked = false; });
	form.reset();
	freshBox();
	$("clear-sure").hidden = true;
	$("address").value = "";
	put(sent, ""); put(problem, ""); put($("tell"), "");
	pick(""); counter(); dress(); drawPace(); showMine(); writing(false); showRound();
	if (latest) { showList(); }
	scrollTo(0, 0);
	$("headline").focus();
	tell(words.cleared, "sent", true);
}

function freshBox() {
	var old = box;
	box = old.cloneNode(false);
	box.value = "";
	old.parentNode.replaceChild(box, old);
	listen();
}
