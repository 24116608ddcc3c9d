/* The moderator page: reads the room, publishes, queues, answers, parks, dismisses, replies, undoes.
   It cannot touch the stage. Texts from the room are only ever text (textContent). */
(function () {
  "use strict";

  const setup = JSON.parse(document.documentElement.dataset.setup);
  const API = "/api/v1/moderate/";
  const labels = new Map(setup.categories);
  let key = "";
  let version = "";
  let state = {};
  let entries = new Map(); // by id, in the order in which this page met them
  let filter = "new";
  let kind = "";
  let search = "";
  let deleted = false;
  let editing = ""; // the entry whose reply is being written
  let at = ""; // the entry that the keys act upon
  const undo = [];

  /* name and action, key, label */
  const ACTS = [
    ["publish", "p", "Publish", "publish"],
    ["next", "n", "Next", "next"],
    ["answer", "a", "Answered", "answer"],
    ["park", "l", "Later", "park"],
    ["dismiss", "d", "Dismiss", "dismiss"],
    ["star", "s", "Star", "star"],
    ["reply", "r", "Reply", "reply"],
    ["restore", "b", "Back to new", "restore"],
  ];
  const LEADS_TO = { next: "next", answer: "answered", park: "parked", dismiss: "dismissed" };
  const DONE = {
    publish: "published", unpublish: "taken from the list", next: "put next", answer: "answered", park: "kept for later",
    dismiss: "dismissed", star: "starred", unstar: "star taken off", reply: "replied", restore: "back to new",
  };
  const FILTERS = [
    ["new", "New"], ["next", "Next"], ["on screen", "On screen"], ["answered", "Answered"], ["parked", "Later"],
    ["dismissed", "Dismissed"], ["published", "Published"], ["starred", "Starred"], ["all", "All"],
  ];

  /* ---------- tools ---------- */

  function make(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) { node.addEventListener(name.slice(2), value); }
      else if (value === true) { node.setAttribute(name, ""); }
      else if (value !== false && value !== null) { node.setAttribute(name, value); }
    }
    node.append(...inside);
    return node;
  }

  const hint = (letter) => make("kbd", { "aria-hidden": "true" }, letter.toUpperCase());
  const put = (node, text) => { if (node.textContent !== text) { node.textContent = text; } };

  class Refused extends Error {
    constructor(status, data) { super(data.message || "That did not work."); this.status = status; this.code = data.error || ""; }
  }

  async function call(path, body) {
    const options = { cache: "no-store", credentials: "omit", headers: { Authorization: "Bearer " + key } };
    if (body) { options.method = "POST"; options.headers["Content-Type"] = "application/json"; options.body = JSON.stringify(body); }
    const answer = await fetch(API + path, options);
    let data = {};
    try { data = await answer.json(); } catch (e) { /* no body, or not ours */ }
    if (!answer.ok) { throw new Refused(answer.status, data); }
    return data;
  }

  /* ---------- the page ---------- */

  const note = make("p", { class: "note", role: "alert" });
  const told = make("p", { class: "away", role: "status" });
  const facts = make("p", { class: "facts" });
  const undoButton = make("button", { type: "button", onclick: takeBack }, "Undo", make("kbd", { "aria-hidden": "true" }, "U"));
  const pauseButton = make("button", { type: "button", "aria-pressed": "false", onclick: pause }, "Pause the box");
  const list = make("ul", { id: "list", "aria-label": "Entries" });
  const nothing = make("p", { class: "empty" });
  const filters = make("div", { class: "filters", role: "group", "aria-label": "Show" });
  const find = make("input", {
    type: "search", "aria-label": "Search the entries", placeholder: "Search", autocomplete: "off", spellcheck: "false",
    oninput: () => { search = find.value.trim().toLocaleLowerCase(); draw(); },
  });
  const kinds = make("select", { "aria-label": "Category", onchange: () => { kind = kinds.value; draw(); } },
    make("option", { value: "" }, "All categories"), ...setup.categories.map(([id, label]) => make("option", { value: id }, label)));
  const collectBox = make("section", { "aria-labelledby": "collect-title" });
  const cardBox = make("section", { "aria-labelledby": "card-title" });
  const endBox = make("section", { "aria-labelledby": "end-title" });

  function build() {
    const title = make("h1", { dir: "auto" }, "The room");
    title.id = "title";
    document.body.append(
      make("header", { class: "bar" }, title, facts, pauseButton, undoButton),
      note,
      make("main", {},
        make("section", { "aria-label": "Entries" }, filters, make("div", { class: "find" }, find, kinds), list, nothing),
        make("aside", { "aria-label": "The room" }, collectBox, cardBox, keysBox(), endBox)),
      told);
    for (const [name, label] of FILTERS) {
      filters.append(make("button", { type: "button", "data-filter": name, onclick: () => { filter = name; draw(); } }, label));
    }
    buildCollect();
    buildCard();
    buildEnd();
    list.addEventListener("keydown", onKey);
    list.addEventListener("focusin", (e) => { const li = e.target.closest("li"); if (li) { at = li.dataset.id; rove(); } });
    undoButton.disabled = true;
  }

  function keysBox() {
    const rows = ACTS.map(([, letter, label]) => [letter, label]).concat([["u", "Undo"], ["j k", "Down, up"], ["/", "Search"]]);
    const dl = make("dl", {});
    for (const [letter, label] of rows) { dl.append(make("dt", {}, make("kbd", {}, letter.toUpperCase())), make("dd", {}, label)); }
    return make("section", { "aria-labelledby": "keys-title" }, make("h2", { id: "keys-title" }, "Keys"),
      make("p", { class: "mute" }, "While an entry has the focus:"), dl);
  }

  /* ---------- collect now, rounds, cards, the end ---------- */

  const collectSure = make("div", { class: "sure", hidden: true });
  const collectButton = make("button", { type: "button", onclick: () => collect(false) }, "Collect now");
  const roundButton = make("button", { type: "button", onclick: turnRound }, "Open a round");
  const helpButton = make("button", { type: "button", "aria-pressed": "false", onclick: showHelp }, "Show where help is");

  function buildCollect() {
    const said = {
      mixed: "Entries come in shuffled batches, at moments nobody chooses. Waiting ones are not counted here.",
      round: "In a round everybody sends something; all of it comes out together at the end.",
      instant: "Each entry comes at once.",
    }[setup.release];
    collectBox.append(make("h2", { id: "collect-title" }, "Collect"), make("p", { class: "mute" }, said));
    if (setup.release === "round") { collectBox.append(roundButton); }
    if (setup.release === "mixed") { collectBox.append(collectButton, collectSure); }
    collectBox.append(helpButton);
  }

  async function collect(force) {
    collectSure.hidden = true;
    try {
      const { released } = await call("collect", force ? { force: true } : {});
      tell(released ? "Collected: " + released + (released === 1 ? " entry." : " entries.") : "Nothing was waiting.");
    } catch (e) {
      if (e.code !== "few") { trouble(e); return; }
      const no = make("button", { type: "button", onclick: () => { collectSure.hidden = true; collectButton.focus(); } }, "Wait");
      collectSure.replaceChildren(
        make("p", { role: "alert" }, `Fewer than ${setup.least} are waiting. Released alone, an entry can show who wrote it.`),
        no, make("button", { type: "button", class: "warn", onclick: () => { collect(true); collectButton.focus(); } }, "Collect all the same"));
      collectSure.hidden = false;
      no.focus();
    }
  }

  async function turnRound() { await quietly(() => call("round", { open: !state.round_open })); }
  async function showHelp() { await quietly(() => call("resources", { show: !state.show_resources })); }
  async function pause() { await quietly(() => call("pause", { paused: !state.paused })); }

  function buildCard() {
    const category = make("select", { "aria-label": "Category of the card" }, ...setup.categories.map(([id, label]) => make("option", { value: id }, label)));
    const text = make("textarea", { rows: "3", "aria-label": "What the card says", placeholder: "What the card says", dir: "auto", spellcheck: "false" });
    const add = make("button", { type: "button", onclick: async () => {
      if (!text.value.trim()) { text.focus(); return; }
      await quietly(async () => {
        await call("type", { category: category.value, text: text.value });
        text.value = "";
        tell("The card is in. It comes out with the next batch.");
        text.focus();
      });
    } }, "Add the card");
    text.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); add.click(); } });
    cardBox.append(make("h2", { id: "card-title" }, "Type in a paper card"),
      make("p", { class: "mute" }, "It joins the next batch, like any other entry."), category, text, add);
  }

  const endSure = make("div", { class: "sure", hidden: true });

  function buildEnd() {
    const exports = [["csv", "Save a copy as CSV"], ["xlsx", "Save a copy for Excel"], ["md", "Save a copy as Markdown"]].map(([format, label]) =>
      make("button", { type: "button", onclick: () => save(format) }, label));
    endBox.append(make("h2", { id: "end-title" }, "At the end"),
      make("p", { class: "mute" }, "Copies are shuffled and carry no times. Deleting the room does not delete copies."),
      ...exports,
      make("button", { type: "button", onclick: (e) => sure(e.target, "Close the room? Nothing more is taken; dismissed entries are erased; the rest is kept for some days.", "Close it", async () => {
        const done = await call("close", {});
        tell("The room is closed. It is deleted after " + done.delete_after + ".");
      }) }, "Close the room"),
      make("button", { type: "button", class: "warn", onclick: (e) => sure(e.target, "Delete the room now, with every entry in it? This cannot be undone.", "Delete it now", async () => {
        await call("delete", { sure: true });
        deleted = true; entries = new Map(); draw();
        put(note, "The room is deleted. You can close this page.");
      }) }, "Delete the room now"),
      endSure);
  }

  function sure(from, question, yes, run) {
    const no = make("button", { type: "button", onclick: () => { endSure.hidden = true; from.focus(); } }, "No");
    endSure.replaceChildren(make("p", { role: "alert" }, question), no,
      make("button", { type: "button", class: "warn", onclick: async () => { endSure.hidden = true; from.focus(); await quietly(run); } }, yes));
    endSure.hidden = false;
    no.focus();
  }

  async function save(format) {
    await quietly(async () => {
      const answer = await fetch(API + "export?format=" + format, { cache: "no-store", headers: { Authorization: "Bearer " + key } });
      if (!answer.ok) { throw new Refused(answer.status, {}); }
      const url = URL.createObjectURL(await answer.blob());
      make("a", { href: url, download: "room." + format }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    });
  }

  /* ---------- acting on entries ---------- */

  async function quietly(run) { try { await run(); } catch (e) { trouble(e); } }

  function trouble(e) {
    if (e instanceof Refused && e.status === 401) { put(note, "The key is missing or too old. Open the address that the program shows: it ends in #…"); }
    else if (e instanceof Refused) { put(note, e.message); }
    else { put(note, "The room does not answer just now. This page keeps trying."); }
  }

  async function act(id, action, more) {
    await quietly(async () => {
      const { before, entry } = await call("act", { id, action, ...more });
      if (before) { undo.push({ before, action }); }
      if (entry) { entries.set(id, entry); }
      undoButton.disabled = !undo.length;
      put(note, "");
      draw();
      tell("Entry " + DONE[action] + ". U takes it back.");
    });
  }

  async function takeBack() {
    const last = undo.pop();
    undoButton.disabled = !undo.length;
    if (!last) { return; }
    const { id, state: was, published, starred, reply } = last.before;
    await quietly(async () => {
      let answer = await call("act", { id, action: "restore", state: was === "on screen" ? "next" : was, published, starred });
      if (last.action === "reply") { answer = await call("act", { id, action: "reply", text: reply }); }
      if (answer.entry) { entries.set(id, answer.entry); }
      draw();
      tell("Taken back: " + DONE[last.action] + ".");
      focusEntry(id);
    });
  }

  function press(id, name) {
    const entry = entries.get(id);
    if (!entry) { return; }
    if (name === "publish") { act(id, entry.published ? "unpublish" : "publish"); }
    else if (name === "star") { act(id, entry.starred ? "unstar" : "star"); }
    else if (name === "reply") { editing = id; draw(); const area = list.querySelector("textarea"); if (area) { area.focus(); } }
    else if (LEADS_TO[name] === entry.state) { act(id, "restore"); }
    else { act(id, name); }
  }

  function onKey(e) {
    if (e.target.closest("textarea, input") || e.ctrlKey || e.metaKey || e.altKey) { return; }
    const li = e.target.closest("li");
    const letter = e.key.toLowerCase();
    const known = ACTS.find((a) => a[1] === letter);
    if (known && li) { e.preventDefault(); press(li.dataset.id, known[0]); }
    else if (letter === "u") { e.preventDefault(); takeBack(); }
    else if (e.key === "/") { e.preventDefault(); find.focus(); }
    else if (["arrowdown", "j", "arrowup", "k", "home", "end"].includes(letter) && li) {
      e.preventDefault();
      const all = [...list.children], here = all.indexOf(li);
      const to = letter === "home" ? 0 : letter === "end" ? all.length - 1 : here + (letter === "arrowdown" || letter === "j" ? 1 : -1);
      if (all[to]) { all[to].focus(); }
    }
  }

  function focusEntry(id) { const li = list.querySelector(`[data-id="${id}"]`); if (li) { li.focus(); } }

  /* ---------- drawing ---------- */

  function fits(entry) {
    if (kind && entry.category !== kind) { return false; }
    if (search && !(entry.text + " " + entry.reply).toLocaleLowerCase().includes(search)) { return false; }
    return inFilter(entry, filter);
  }

  function inFilter(entry, name) {
    return name === "all" || (name === "published" ? entry.published : name === "starred" ? entry.starred : entry.state === name);
  }

  function draw() {
    for (const b of filters.children) {
      const name = b.dataset.filter, n = [...entries.values()].filter((e) => inFilter(e, name)).length;
      put(b, (FILTERS.find((f) => f[0] === name)[1]) + (n ? " " + n : ""));
      b.setAttribute("aria-pressed", String(name === filter));
    }
    const held = document.activeElement.closest ? document.activeElement.closest("#list > li") : null;
    const place = [...list.children].indexOf(held);
    const wanted = [...entries.values()].filter(fits);
    const have = new Map([...list.children].map((li) => [li.dataset.id, li]));
    wanted.forEach((entry, i) => {
      const li = have.get(entry.id) || make("li", { "data-id": entry.id, tabindex: "-1" });
      have.delete(entry.id);
      const look = JSON.stringify([entry, editing === entry.id]);
      if (li.look !== look) { li.look = look; drawEntry(li, entry); }
      if (list.children[i] !== li) { list.insertBefore(li, list.children[i] || null); }
    });
    for (const li of have.values()) { li.remove(); }
    if (held && !list.contains(held)) { // the next one takes its place, so that the keys go on working
      const left = list.children[Math.min(place, list.children.length - 1)];
      if (left) { at = left.dataset.id; left.focus(); } else { filters.querySelector('[aria-pressed="true"]').focus(); }
    }
    rove();
    nothing.hidden = !!wanted.length;
    put(nothing, entries.size ? "Nothing here with this choice." : {
      instant: "Nothing yet. Entries appear here as they are sent.",
      round: state.round_open ? "A round is open. All of it appears here together when you end it."
        : "Nothing yet. Open a round: everybody sends something, and all of it appears here together when it ends.",
      mixed: "Nothing yet. Entries appear here in shuffled batches, some time after they were sent.",
    }[setup.release]);
  }

  function rove() {
    const all = [...list.children], here = all.find((li) => li.dataset.id === at) || all[0];
    for (const li of all) { li.tabIndex = li === here ? 0 : -1; }
  }

  function drawEntry(li, entry) {
    const old = li.querySelector("textarea");
    if (old && editing === entry.id) { return; }
    const held = li.contains(document.activeElement) && document.activeElement !== li ? document.activeElement.dataset.act : "";
    const label = labels.get(entry.category) || entry.category;
    li.className = "entry " + (entry.state === "on screen" ? "live" : entry.state === "next" ? "next" : entry.state === "new" ? "new" : "");
    const tag = make("p", { class: "tag", id: "tag-" + entry.id }, make("b", { dir: "auto" }, label), make("span", {}, entry.state));
    if (entry.published) { tag.append(make("span", { class: "shown" }, "✓ the room sees it")); }
    if (entry.starred) { tag.append(make("span", { class: "star" }, "★ starred")); }
    if (entry.votes) { tag.append(make("span", {}, entry.votes === 1 ? "1 person wants this" : entry.votes + " people want this")); }
    li.replaceChildren(tag, make("p", { class: "said", dir: "auto", id: "said-" + entry.id }, entry.text));
    li.setAttribute("aria-labelledby", `tag-${entry.id} said-${entry.id}`); // it takes the focus: it says what it is
    if (editing === entry.id) { li.append(replyForm(entry)); return; }
    if (entry.reply) { li.append(make("p", { class: "said reply", dir: "auto" }, entry.reply)); }
    const acts = make("div", { class: "acts" });
    for (const [name, letter, words] of ACTS) {
      if (name === "restore" && entry.state === "new") { continue; }
      const on = name === "publish" ? entry.published : name === "star" ? entry.starred : false;
      const shown = name === "publish" && on ? "Published" : name === "star" && on ? "Starred" : name === "reply" && entry.reply ? "Change reply" : words;
      const b = make("button", { type: "button", "data-act": name, onclick: () => press(entry.id, name) }, shown, hint(letter));
      if (name !== "reply" && name !== "restore") { b.setAttribute("aria-pressed", String(on || LEADS_TO[name] === entry.state)); }
      acts.append(b);
    }
    li.append(acts);
    if (held) { const b = li.querySelector(`[data-act="${held}"]`); (b || li).focus(); }
  }

  function replyForm(entry) {
    const area = make("textarea", { rows: "2", dir: "auto", "aria-label": "Your reply", spellcheck: "false" });
    area.value = entry.reply;
    const close = () => { editing = ""; draw(); focusEntry(entry.id); };
    const done = async () => { editing = ""; await act(entry.id, "reply", { text: area.value.trim() }); draw(); focusEntry(entry.id); };
    area.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { e.preventDefault(); close(); }
      else if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); done(); }
    });
    return make("div", {}, make("p", { class: "mute" }, entry.published ? "The room sees your reply with the entry." : "Its author sees your reply; the room too, once the entry is published."),
      area, make("div", { class: "acts" }, make("button", { type: "button", onclick: done }, "Save the reply"), make("button", { type: "button", class: "quiet", onclick: close }, "Cancel")));
  }

  let toldTimer = 0;
  function tell(text) { put(told, ""); clearTimeout(toldTimer); toldTimer = setTimeout(() => put(told, text), 50); }

  function drawState() {
    const parts = [];
    const pages = state.seats ? [make("b", {}, "about " + state.seats), " pages"] : ["no page yet"];
    parts.push(make("span", {}, ...pages));
    parts.push(make("span", {}, state.connected ? "✓ a device connected" + (state.proved && state.proved.length ? " through " + state.proved.join(", ") : "") : "no other device has connected yet"));
    if (setup.release === "round") { parts.push(state.round_open ? make("b", {}, "a round is open") : make("span", {}, "no round is open")); }
    if (state.pace) {
      const [fast, right, slow] = state.pace;
      parts.push(make("span", {}, `pace: ${fast} too fast, ${right} right, ${slow} too slow`));
    }
    facts.replaceChildren(...parts);
    pauseButton.setAttribute("aria-pressed", String(!!state.paused));
    put(pauseButton, state.paused ? "Paused: let entries in again" : "Pause the box");
    put(roundButton, state.round_open ? "End the round" : "Open a round");
    helpButton.setAttribute("aria-pressed", String(!!state.show_resources));
    put(helpButton, state.show_resources ? "Help is shown on all pages" : "Show where help is on all pages");
    if (deleted) { return; }
    if (state.unusual) { put(note, "An entry has more votes than there are pages: somebody makes them up."); }
    if (state.trouble) { put(note, state.trouble); } else if (state.closed) { put(note, "The room is closed. Nothing more is taken."); }
  }

  /* ---------- the line to the room ---------- */

  function take(news) {
    if (news.full) {
      const fresh = new Map(news.entries.map((e) => [e.id, e]));
      for (const id of [...entries.keys()]) { if (!fresh.has(id)) { entries.delete(id); } }
    }
    const before = entries.size;
    for (const e of news.entries) { entries.set(e.id, e); }
    for (const id of news.gone) { entries.delete(id); }
    if (entries.size > before) { tell(entries.size - before === 1 ? "1 new entry." : entries.size - before + " new entries."); }
    version = news.version;
    state = news.state;
    if (news.settings.title) { put(document.getElementById("title"), news.settings.title); }
    drawState();
    draw();
  }

  async function follow() { // EventSource cannot carry the key in a header; a streamed answer can
    let answered = false;
    try {
      const answer = await fetch(API + "events" + (version ? "?since=" + encodeURIComponent(version) : ""), {
        cache: "no-store", credentials: "omit", headers: { Authorization: "Bearer " + key, Accept: "text/event-stream" },
      });
      if (!answer.ok) { throw new Refused(answer.status, {}); }
      if (!state.trouble) { put(note, ""); }
      answered = true;
      const reader = answer.body.getReader(), decoder = new TextDecoder();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) { break; }
        text += decoder.decode(value, { stream: true });
        const events = text.split("\n\n");
        text = events.pop();
        for (const event of events) {
          const data = event.split("\n").filter((l) => l.startsWith("data:")).map((l) => l.slice(5)).join("\n");
          if (data) { take(JSON.parse(data)); }
        }
      }
    } catch (e) { if (!state.closed) { trouble(e); } }
    if (!state.closed) { setTimeout(follow, answered ? 300 : 1500); }
  }

  function findKey() {
    try {
      if (location.hash.length > 1) {
        sessionStorage.setItem("key", decodeURIComponent(location.hash.slice(1)));
        history.replaceState(null, "", location.pathname); // out of sight of whoever looks over the shoulder
      }
      key = sessionStorage.getItem("key") || "";
    } catch (e) { key = decodeURIComponent(location.hash.slice(1)); }
  }

  build();
  draw();
  findKey();
  window.addEventListener("hashchange", () => { if (location.hash.length > 1) { findKey(); location.reload(); } });
  follow();
})();
