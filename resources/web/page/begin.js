/* Begin. What this tab kept, or brought along, has to be opened first; until then the page works as without script. */

function listen() {
	box.addEventListener("input", function () { counter(); keepDraft(); put(problem, ""); });
	box.addEventListener("keydown", function (e) { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { send(e); } });
}

function wire() {
	listen();
	form.addEventListener("submit", send);
	form.addEventListener("change", function (e) { if (e.target !== box) { pick(chosen()); keepDraft(); } });
	another.firstChild.addEventListener("click", function () { note(""); writing(true); showMine(); });
	fresh.addEventListener("click", function () { showList(); $("room-title").focus(); });
	if ($("nothing")) { $("nothing").addEventListener("click", nothing); }
	each(document.querySelectorAll("[data-pace]"), function (b) { b.addEventListener("click", pace); });
	toggle("bigger", function () { mind.big = !mind.big; });
	toggle("dark", function () { mind.theme = isDark() ? "light" : "dark"; });
	toggle("hide", function () { mind.hide = !mind.hide; });
	$("clear").addEventListener("click", askClear);
	$("move").addEventListener("click", leave);
	document.addEventListener("visibilitychange", wake);
	addEventListener("online", wake);
	addEventListener("offline", missed);
	addEventListener("pageshow", function (e) {
		if (!e.persisted) { return; }
		leaving = outdated();
		if (leaving) { location.reload(); } else { wake(); }
	});
	addEventListener("pagehide", function () { if (source) { source.close(); source = null; } });
	/* another language of this page keeps everything in this tab */
	document.querySelector("nav").addEventListener("click", function () {
		leaving = stored !== "";
		setTimeout(function () { leaving = false; }, 3000);
	});
	addEventListener("beforeunload", function (e) { going = Date.now(); if (unsent().length && !leaving) { e.preventDefault(); e.returnValue = ""; } });
}

function begin(kept, bag, came) {
	recall(kept);
	if (came) { takeIn(bag); }
	root.classList.add("scripted");
	form.setAttribute("novalidate", "");
	box.removeAttribute("maxlength");
	if (mind.draft && !box.value) { box.value = mind.draft.text; pick(mind.draft.category); } else { pick(chosen()); }
	wire();
	drawSort(); counter(); dress(); drawPace();
	if (mind.own.length && !mind.draft) { reading(false); }
	showMine();
	var tick = Date.now();
	setInterval(function () {
		var slept = Math.abs(Date.now() - tick) > 20000;
		tick = Date.now();
		if (slept) { wake(); } else if (streaming && now() - streamHeard > IDLE_MS) { probe(); }
	}, 5000);
	connect();
	pump();
	askAll();
	insist();
}

var came = brought();
Promise.all([unseal(storage()), unseal(came)]).then(function (found) { begin(found[0], found[1], came); });
