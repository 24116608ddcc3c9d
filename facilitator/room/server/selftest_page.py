"""The self-test page (``/test``): does a phone reach the room, can it send, does it hear from the room?

It stores nothing: its script asks after an entry that does not exist, and listens to the stream once.
"""

from __future__ import annotations

from html import escape

from facilitator.room.records import RoomSettings
from facilitator.room.server.html import attribute, document, title
from facilitator.room.server.html import words_of as _t
from facilitator.room.server.words import load_words

#: What the script finds out, in the order of the page; ``test_…`` in the words.
CHECKS = ("sending", "news", "keeping", "answer")


def render_self_test(settings: RoomSettings, language: str, *, host: str, from_laptop: bool) -> str:
    """``host`` is the address that the browser asked for; ``from_laptop``: the laptop looks at itself."""
    words = load_words(language)
    sent = {key: sentence for key, sentence in words.items() if key.startswith("test_")}
    address = f'<bdi class="address" dir="ltr">{escape(host)}</bdi>'
    came = _t(words, "test_address").replace("{address}", address)
    warning = f'\n<p class="note" id="laptop">{_t(words, "test_laptop")}</p>' if from_laptop else ""
    checks = "\n".join(
        f'<div><dt>{_t(words, f"test_{name}")}</dt><dd id="{name}">{_t(words, "test_trying")}</dd></div>'
        for name in CHECKS
    )
    body = f"""<main id="main">
<p class="deck" dir="auto">{title(settings, words)}</p>
<h1>{_t(words, "test_reached")}</h1>
<p class="lead">{came}</p>{warning}
<p id="sum" class="sent js" role="status"></p>
<dl class="checks js">
{checks}
</dl>
<p class="no-js note">{_t(words, "test_no_script")}</p>
<p class="quiet lead">{_t(words, "test_kept")}</p>
<p class="js"><button type="button" id="again" class="second">{_t(words, "test_again")}</button></p>
<p><a class="send" href="/?lang={language}">{_t(words, "test_go")}</a></p>
</main>"""
    return document(
        settings,
        language,
        body,
        script="selftest.js",
        setup=attribute({"words": sent}),
        styles=("page.css", "selftest.css"),
    )
