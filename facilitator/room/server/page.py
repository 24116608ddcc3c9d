"""The participants' page as HTML, for browsers with and without JavaScript. Pure functions, no I/O but words.

Everything a participant or a deck wrote goes through ``escape``. The frame of a page is in ``html.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from facilitator.room.records import Entry, EntryState, Release, RoomSettings
from facilitator.room.server.carry import Carry
from facilitator.room.server.html import attribute, document, title
from facilitator.room.server.html import words_of as _t
from facilitator.room.server.moderator_page import render_moderator
from facilitator.room.server.privacy import kept, not_promised, privacy_text
from facilitator.room.server.selftest_page import render_self_test
from facilitator.room.server.words import LANGUAGES, category_label, fill, load_words, pick_language

__all__ = [
    "pick_language",
    "privacy_text",
    "render_error",
    "render_moderator",
    "render_page",
    "render_received",
    "render_self_test",
]

#: Words that only the server needs (beginnings, or whole with ``$``); the rest travel to the script.
_SERVER_ONLY = re.compile(
    r"form_|keep_|limit_|error_(?!413$)|lead_|received_|ask|privacy|emergency|help|doors|names|untitled|headline"
    r"|dir$|instant_warning|comment|question|concern|complaint|send$|nothing$|nothing_hint|another"
    r"|take_back_hint|not_found|back$|refresh|yours|hide$|room$|room_empty|pace$|pace_fast|pace_right|pace_slow"
    r"|settings|bigger|dark|languages|seconds|minute|days?$|test_|say_closed|lost|moved$|moved_do|moved_go"
)
_IN_ROUNDS = frozenset({"say_no_round", "state_received_round", "nothing_done"})
_STATES = {
    EntryState.NEXT: "state_next",
    EntryState.ON_SCREEN: "state_on_screen",
    EntryState.ANSWERED: "state_answered",
    EntryState.PARKED: "state_parked",
}
#: Without JavaScript nothing goes out by itself: other words for the same refusals.
_IN_FORM = {
    "error_400": "form_old",
    "error_429": "form_slow",
    "error_503": "form_paused",
    "say_no_round": "form_no_round",
}
#: As many letters as fit into the largest form that is read, percent-encoded; the script counts better.
_FORM_MOST = 3000
_PHONE = re.compile(r"(?<![\w.])\+?\d[\d\s()./-]{1,22}\d(?!\w)")
_WEB = re.compile(r"https?://[^\s<>\"']+")


def render_page(
    settings: RoomSettings,
    language: str,
    *,
    published: Sequence[Entry],
    nonce: str,
    message: str = "",
    draft: str = "",
    category: str = "",
    carry: Carry | None = None,
) -> str:
    """The page. ``message`` is one of our words' keys or a sentence, shown above the form.

    ``draft`` and ``category`` fill the form again after something that could not be taken: nothing is lost.
    ``published`` is shown in the order given; the caller sorts (by votes, never by time). ``carry`` is what
    the script seals its memory with (``carry.py``).
    """
    words = load_words(language)
    body = f"""<main id="main">
<div id="lost" class="js" hidden><p>{_t(words, "lost")}</p><a href="#moved">{_t(words, "moved")}</a></div>
<p id="over" class="note js" hidden>{_t(words, "say_closed")}</p>
{_head(settings, words)}
<section id="write" aria-labelledby="headline">
{_form(settings, words, nonce, message, draft, category)}
</section>
<p id="another" class="js" hidden><button type="button" class="send">{_t(words, "another")}</button></p>
{_help(settings, words)}
{_privacy(settings, words, language)}
<section id="mine" class="js" aria-labelledby="mine-title" hidden>
<div class="top"><h2 id="mine-title" tabindex="-1">{_t(words, "yours")}</h2></div>
<p id="sent" class="sent"></p>
<ul id="mine-list" class="entries"></ul>
<p id="mine-hint" class="quiet">{_t(words, "yours_hint")}</p>
</section>
{_room(settings, words, published, language)}
{_pace(words)}
</main>
{_foot(words, language)}
<p id="tell" class="away" role="status" aria-live="polite"></p>"""
    setup = _setup(settings, language, carry)
    return document(settings, language, body, script="page.js", setup=setup)


def render_received(settings: RoomSettings, language: str, *, receipt: str = "", key: str = "") -> str:
    """What a browser without JavaScript sees after sending.

    ``key`` chooses another sentence of ours (``received_again``, ``taken_back``, ``not_found``). With a
    ``receipt``, a button erases what was just sent.
    """
    words = load_words(language)
    said = key or _received(settings)
    take_back = ""
    if receipt and said.startswith("received"):
        take_back = f"""<form method="post" action="/withdraw" class="quietly">
<input type="hidden" name="receipt" value="{escape(receipt)}">
<button class="second">{_t(words, "withdraw")}</button>
<p class="quiet">{_t(words, "take_back_hint")}</p>
</form>"""
    stay = f'<p class="quiet">{_t(words, "received_stay")}</p>' if take_back else ""
    body = f"""<main id="main">
<p class="deck" dir="auto">{title(settings, words)}</p>
<h1>{_t(words, said)}</h1>
{stay}
<p><a class="send" href="/?lang={language}">{_t(words, "back")}</a></p>
{take_back}
{_help(settings, words)}
</main>"""
    return document(settings, language, body)


def render_error(settings: RoomSettings, language: str, status: int, reason: str = "") -> str:
    """A page for what went wrong: what happened, and what to do. Unknown codes read like 400 or 500."""
    words = load_words(language)
    known = f"error_{status}"
    if known not in words:
        known = "error_500" if status >= 500 else "error_400"
    what = escape(reason) if reason else _t(words, known)
    do = escape(fill(words[f"{known}_do"], n=settings.limits.graphemes))
    body = f"""<main id="main">
<p class="deck" dir="auto">{title(settings, words)}</p>
<h1>{what}</h1>
<p>{do}</p>
<p><a class="send" href="/?lang={language}">{_t(words, "back")}</a></p>
{_help(settings, words)}
</main>"""
    return document(settings, language, body)


def _setup(settings: RoomSettings, language: str, carry: Carry | None) -> str:
    """What the script must know, as JSON fit for a single-quoted attribute."""
    words = load_words(language)
    received, rounds = f"received_{settings.release.value}", settings.release is Release.ROUND
    sent = {k: v for k, v in words.items() if not _SERVER_ONLY.match(k) and (rounds or k not in _IN_ROUNDS)}
    sent[received] = words[_received(settings)]
    data = {
        "lang": language,
        "release": settings.release.value,
        "moderated": settings.moderated,
        "limit": settings.limits.graphemes,
        "bytes": settings.limits.text_bytes,
        "categories": {c.id: category_label(c, words) for c in settings.categories},
        "asks": {c.id: _ask(c.id, words) for c in settings.categories},
        "words": sent,
        "carry": carry,
    }
    return attribute(data)


def _ask(category: str, words: Mapping[str, str]) -> str:
    return words.get(f"ask_{category}", "")


def _received(settings: RoomSettings) -> str:
    """Key of what is said after sending. "At once" means the trainer, unless nobody reads first."""
    unread = settings.release is Release.INSTANT and not settings.moderated
    return f"received_{settings.release.value}{'_open' if unread else ''}"


def _head(settings: RoomSettings, words: Mapping[str, str]) -> str:
    lead = f'<p class="lead">{_t(words, f"lead_{settings.release.value}")}</p>'
    if settings.release is Release.INSTANT:
        warning = "instant_warning" if settings.moderated else "instant_warning_open"
        lead = f'<p class="note" id="instant">{_t(words, "lead_instant")} {_t(words, warning)}</p>'
    return f"""<header>
<p class="deck" dir="auto">{title(settings, words)}</p>
<h1 id="headline" tabindex="-1">{_t(words, "headline")}</h1>
{lead}
</header>"""


def _form(
    settings: RoomSettings, words: Mapping[str, str], nonce: str, message: str, draft: str, category: str
) -> str:
    doors = "\n".join(
        f'<label class="door"><input type="radio" name="category" value="{escape(c.id)}" required'
        f"{' checked' if c.id == category else ''}>"
        f'<span dir="auto">{escape(category_label(c, words))}</span></label>'
        for c in settings.categories
    )
    nothing, hint = "", ""
    if settings.release is Release.ROUND:
        label = _t(words, "nothing")
        nothing = f'\n<button type="button" id="nothing" class="second" hidden>{label}</button>'
        hint = f'\n<p id="nothing-hint" class="quiet" hidden>{_t(words, "nothing_hint")}</p>'
    sentence = words.get(_IN_FORM.get(message, message), message)
    sentence = escape(fill(sentence, n=settings.limits.graphemes))
    left = fill(words["left"], n=settings.limits.graphemes)
    return f"""<form id="form" method="post" action="/send" autocomplete="off">
<input type="hidden" name="nonce" value="{escape(nonce)}">
<fieldset><legend class="away">{_t(words, "doors")}</legend>
<div class="doors">
{doors}
</div></fieldset>
<div class="above"><label for="text">{_t(words, "ask")}</label>
<button type="button" id="hide" class="link js" aria-pressed="false">{_t(words, "hide")}</button></div>
<textarea id="text" name="text" rows="3" maxlength="{_FORM_MOST}" required dir="auto" autocomplete="off"
 spellcheck="false" aria-describedby="names left problem">{escape(draft)}</textarea>
<div class="below"><span id="names">{_t(words, "names")}</span> <span id="left">{escape(left)}</span></div>
<p id="problem" class="problem" role="alert">{sentence}</p>
<div class="go"><button id="send" class="send">{_t(words, "send")}</button>{nothing}</div>{hint}
</form>"""


def _help(settings: RoomSettings, words: Mapping[str, str]) -> str:
    if settings.resources:
        lines = "\n".join(
            f"<dt><bdi>{escape(label)}</bdi></dt><dd>{_reach(value)}</dd>"
            for label, value in settings.resources
        )
        where = f"<p>{_t(words, 'help')}</p>\n<dl>\n{lines}\n</dl>"
    else:
        where = f"<p>{_t(words, 'help_general')}</p>"
    return f"""<section id="help" class="help" aria-labelledby="help-title">
<h2 id="help-title">{_t(words, "emergency")}</h2>
{where}
</section>"""


def _reach(value: str) -> str:
    """A line of help from the deck (never from the room): numbers can be dialled, addresses opened."""
    parts: list[str] = []
    at = 0
    for match in re.finditer(f"{_WEB.pattern}|{_PHONE.pattern}", value):
        found = match[0].rstrip(".,;")
        digits = re.sub(r"[^\d+]", "", found)
        if found.startswith("http"):
            link = f'<a href="{escape(found)}" rel="noreferrer noopener" target="_blank">{escape(found)}</a>'
        elif 3 <= len(digits) <= 15:
            link = f'<a href="tel:{digits}"><bdi>{escape(found)}</bdi></a>'
        else:
            continue
        parts += [escape(value[at : match.start()]), link]
        at = match.start() + len(found)
    parts.append(escape(value[at:]))
    return f'<span dir="auto">{"".join(parts)}</span>'


def _room(settings: RoomSettings, words: Mapping[str, str], published: Sequence[Entry], language: str) -> str:
    labels = {c.id: category_label(c, words) for c in settings.categories}
    items = "\n".join(_entry(e, labels, words) for e in published)
    empty = _t(words, "room_empty" if settings.moderated else "room_empty_open")
    return f"""<section id="room" aria-labelledby="room-title">
<div class="top news"><h2 id="room-title" tabindex="-1">{_t(words, "room")}</h2>
<button type="button" id="fresh" class="fresh js idle"></button></div>
<div id="sort" class="sort js" role="group" aria-label="{_t(words, "sort")}"></div>
<p id="empty" class="quiet"{" hidden" if published else ""}>{empty}</p>
<ul id="list" class="entries">
{items}
</ul>
<p class="no-js"><a href="/?lang={language}#room">{_t(words, "refresh")}</a></p>
</section>"""


def _entry(entry: Entry, labels: Mapping[str, str], words: Mapping[str, str]) -> str:
    state = _STATES.get(entry.state)
    said = f' <span class="state">{_t(words, state)}</span>' if state else ""
    votes = ""
    if entry.votes:
        count = words["votes_one"] if entry.votes == 1 else fill(words["votes"], n=entry.votes)
        votes = f'\n<p class="quiet">{escape(count)}</p>'
    reply = ""
    if entry.reply:
        reply = f"""
<div class="reply"><p class="tag">{_t(words, "reply")}</p>
<p class="said" dir="auto">{escape(entry.reply)}</p></div>"""
    label = escape(labels.get(entry.category, entry.category))
    return f"""<li class="entry" data-id="{escape(entry.id)}">
<p class="tag"><span dir="auto">{label}</span>{said}</p>
<p class="said" dir="auto">{escape(entry.text)}</p>{votes}{reply}</li>"""


def _pace(words: Mapping[str, str]) -> str:
    buttons = "\n".join(
        f'<button type="button" data-pace="{value}" aria-pressed="false">{_t(words, key)}</button>'
        for value, key in (("fast", "pace_fast"), ("right", "pace_right"), ("slow", "pace_slow"))
    )
    return f"""<section id="pace" class="pace js" aria-labelledby="pace-title">
<h2 id="pace-title" class="small">{_t(words, "pace")}</h2>
<div class="three">
{buttons}
</div>
<p class="quiet" id="pace-said">{_t(words, "pace_hint")}</p>
</section>"""


def _privacy(settings: RoomSettings, words: Mapping[str, str], language: str) -> str:
    def listed(sentences: Sequence[str]) -> str:
        return "<ul>\n" + "\n".join(f"<li>{escape(s, quote=False)}</li>" for s in sentences) + "\n</ul>"

    return f"""<details id="privacy"><summary>{_t(words, "privacy")}</summary>
<h3>{_t(words, "privacy_kept")}</h3>
{listed(kept(settings, language))}
<h3>{_t(words, "privacy_limits")}</h3>
{listed(not_promised(settings, language))}
</details>"""


def _moved(words: Mapping[str, str]) -> str:
    """At the very end, where it moves nothing when it appears."""
    return f"""<details id="moved" class="js" hidden><summary>{_t(words, "moved")}</summary>
<label for="address">{_t(words, "moved_do")}</label>
<input id="address" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false"
 aria-describedby="moved-wrong">
<p id="moved-wrong" class="problem" role="alert"></p>
<button type="button" id="move" class="second">{_t(words, "moved_go")}</button>
</details>"""


def _foot(words: Mapping[str, str], language: str) -> str:
    languages = "\n".join(
        f'<li><a href="/?lang={code}" lang="{code}"'
        f"{' aria-current=true' if code == language else ''}>{name}</a></li>"
        for code, name in LANGUAGES.items()
    )
    return f"""<footer>
<div class="tools js" role="group" aria-label="{_t(words, "settings")}">
<button type="button" id="bigger" class="link" aria-pressed="false">{_t(words, "bigger")}</button>
<button type="button" id="dark" class="link" aria-pressed="false">{_t(words, "dark")}</button>
<button type="button" id="clear" class="link">{_t(words, "clear")}</button>
</div>
<div id="clear-sure" class="note" hidden></div>
<nav aria-label="{_t(words, "languages")}"><ul class="languages">
{languages}
</ul></nav>
{_moved(words)}
</footer>"""
