"""The page as HTML: pure functions, so everything that a stranger wrote can be thrown at them."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilitator.room.records import Category, Entry, EntryState, Release, RoomSettings
from facilitator.room.server.page import render_error, render_moderator, render_page, render_received

HOSTILE = [
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "</textarea><h1>x</h1>",
    "&lt;b&gt; &amp; &#x27;",
    "' onload='alert(1)",
    "{n} {why} {state}",
    "\u202egnirts desrever\u2066",
    "=cmd|' /C calc'!A0",
    "]]>--><!--",
    "\\u003c/script>",
]


class Reader(HTMLParser):
    """Tags, attributes and text, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page(text: str) -> str:
    settings = RoomSettings(
        title=text, categories=(Category("question", text),), resources=((text, text),), release=Release.ROUND
    )
    entry = Entry("aa", "question", text, EntryState.ANSWERED, True, False, 3, text)
    return render_page(
        settings, "en", published=[entry], nonce=text, message=text, draft=text, category="question"
    )


PLAIN = Reader(page("plain"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_stays_text(text: str) -> None:
    for html in (
        page(text),
        render_error(RoomSettings(title=text), "en", 404, text),
        render_received(RoomSettings(title=text), "en", receipt=text),
        render_moderator(RoomSettings(title=text, categories=(Category("x", text),))),
    ):
        read = Reader(html)
        assert "img" not in read.tags
        assert not [name for name, _ in read.attributes if name.startswith("on")]
    read = Reader(page(text))
    assert read.tags == PLAIN.tags
    assert any(text in part for part in read.texts)


def unlinked(tags: list[str]) -> list[str]:
    """Without links: what reads like a number of a telephone can be dialled, and keeps its direction."""
    return [
        tag
        for before, tag in zip(["", *tags], tags, strict=False)
        if tag != "a" and (before, tag) != ("a", "bdi")
    ]


@given(st.text(min_size=1, max_size=200))
@example("000")
def test_any_text_leaves_the_page_as_it_is_built(text: str) -> None:
    assert unlinked(Reader(page(text)).tags) == unlinked(PLAIN.tags)


@given(st.text(max_size=50))
def test_settings_reach_the_script_whole(label: str) -> None:
    html = render_page(RoomSettings(categories=(Category("x", label),)), "en", published=[], nonce="n")
    found = re.search(r"data-setup='([^']*)'", html)
    assert found
    assert json.loads(unescape(found[1]))["categories"] == {"x": label}


def test_lines_of_help_can_be_dialled_and_opened() -> None:
    lines = (
        ("Crisis line", "988 (call or text)"),
        ("Site", "see https://help.example/a?b=1&c=2."),
        ("Room", "B 12"),
    )
    html = render_page(RoomSettings(resources=lines), "en", published=[], nonce="n")
    assert '<a href="tel:988">' in html
    assert 'href="https://help.example/a?b=1&amp;c=2" rel="noreferrer noopener" target="_blank"' in html
    assert "tel:12" not in html
    assert "Crisis line" in html


def test_without_lines_of_help_the_page_still_says_where_to_turn() -> None:
    html = render_page(RoomSettings(), "en", published=[], nonce="n")
    assert "call your local emergency number" in html


def test_title_of_the_tab_is_the_decks_or_neutral() -> None:
    assert "<title>This session</title>" in render_page(RoomSettings(), "en", published=[], nonce="n")


@pytest.mark.parametrize("status", [400, 404, 413, 418, 421, 429, 500, 503, 599])
def test_every_error_says_what_to_do(status: int) -> None:
    html = render_error(RoomSettings(), "en", status)
    what = re.search(r"<h1>(.+?)</h1>\n<p>(.+?)</p>", html)
    assert what
    assert len(what[2]) > 15
    assert "{n}" not in html
