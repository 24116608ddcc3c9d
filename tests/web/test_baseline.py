"""Held by machines: browsers of 2018 can read script and style, the page is small, and asks nobody else.

The baseline: Chrome and Chromium 70, Firefox 62, Safari 12 (iOS 12), Samsung Internet 8; all of 2018. Newer
things are used only where the page does as well without them. The moderator page runs on the trainer's
laptop and is not held to it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import esprima
import pytest
from playwright.sync_api import Page

from facilitator.room.host import RoomHost
from facilitator.room.records import RoomSettings
from facilitator.room.server.static import whole_script
from facilitator.room.server.words import LANGUAGES
from facilitator.system.resources import resource
from tests.room.rooms import Phone as Http
from tests.web.rooms import put_in

SCRIPTS = {
    "page.js": whole_script(resource("web")),
    "selftest.js": resource("web", "selftest.js").read_text(encoding="utf-8"),
}
STYLES = {name: resource("web", name).read_text(encoding="utf-8") for name in ("page.css", "selftest.css")}

#: Methods and globals that came to all four browsers after 2018, or are not there on plain HTTP …
TOO_NEW = {
    *("allSettled", "any", "at", "replaceAll", "flat", "flatMap", "fromEntries", "matchAll", "trimStart"),
    *("trimEnd", "finally", "replaceChildren", "structuredClone", "randomUUID", "subtle", "globalThis"),
    *(
        "queueMicrotask",
        "ResizeObserver",
        "BigInt",
        "WeakRef",
        "hasOwn",
        "findLast",
        "toSorted",
        "toReversed",
    ),
    *("requestSubmit", "toggleAttribute", "serviceWorker", "clipboard", "wakeLock"),
}
#: … and what could keep something in the phone, or make a program of a text.
NEVER = {
    *("localStorage", "indexedDB", "cookie", "innerHTML", "outerHTML", "insertAdjacentHTML", "write", "eval"),
    "Function",
}
#: Newer, but asked for first (``window.AbortController ? …``).
ASKED_FOR = {"AbortController", "Segmenter"}

PROPERTIES = {
    *("-webkit-text-size-adjust", "align-items", "background", "border", "border-bottom"),
    *("border-color", "border-left-width", "border-radius", "border-right-width", "border-top"),
    *("box-shadow", "box-sizing", "caret-color", "clip", "color", "content", "cursor", "display"),
    *("flex", "flex-wrap", "font", "font-family", "font-size", "font-variant-numeric"),
    *("font-weight", "grid-column", "grid-gap", "grid-template-columns", "height"),
    *("border-width", "left", "max-height", "right", "transform"),
    *("justify-content", "letter-spacing", "line-height", "list-style", "margin", "margin-bottom"),
    *("margin-left", "margin-right", "margin-top", "max-width", "min-height", "min-width"),
    *("opacity", "outline", "outline-offset", "overflow", "overflow-wrap", "padding"),
    *("padding-bottom", "padding-top", "position", "resize", "text-align", "text-decoration"),
    *(
        "text-shadow",
        "text-transform",
        "top",
        "touch-action",
        "unicode-bidi",
        "visibility",
        "white-space",
        "width",
    ),
    *("word-break", "word-wrap", "z-index"),
}
#: Younger than the baseline; a browser that skips them loses a colour or a scroll offset, nothing else.
SKIPPABLE = {"color-scheme", "scroll-padding-top", "text-size-adjust", "overflow-anchor", "field-sizing"}
SKIPPABLE |= {"forced-color-adjust"}
FUNCTIONS = {"var", "rect", "minmax", "repeat", "fit-content", "format", "not", "rotate"}
PSEUDO = {
    ":root",
    ":not",
    ":empty",
    ":focus",
    ":checked",
    "::selection",
    "::placeholder",
    "::first-letter",
    "::before",
    "::after",
}
MEDIA = {"prefers-color-scheme", "prefers-contrast", "forced-colors", "max-width", "min-width", "print"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_of_2017(name: str) -> None:
    """ES2017, which is within ES2018: esprima refuses optional chaining, ??, private fields, bare catch …"""
    esprima.parseScript(SCRIPTS[name])
    for newer in ("a?.b", "a ?? b", "try { a() } catch { b() }", "class A { b = 1 }", "1_000", "/(?<a>b)/"):
        with pytest.raises(esprima.Error):
            esprima.parseScript(newer)


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_uses_no_newer_parts_of_browsers(name: str) -> None:
    tokens = [t.value for t in esprima.tokenize(SCRIPTS[name])]
    names = set(tokens)
    members = {after for before, after in pairwise(tokens) if before == "."}
    made = {after for before, after in pairwise(tokens) if before == "new"}
    assert not (members | made) & (TOO_NEW | NEVER)
    assert "sessionStorage" in names
    for newer in ASKED_FOR & names:
        assert re.search(rf"(window|Intl)\.{newer}\s*\?", SCRIPTS[name]), f"{newer} is used without asking"


def rules(style: str) -> Iterator[tuple[str, str]]:
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    for match in re.finditer(r"([^{};]+)\{([^{}]*)\}", plain):
        yield match[1].strip(), match[2]


@pytest.mark.parametrize("sheet", STYLES)
def test_style_is_of_2018(sheet: str) -> None:
    plain = re.sub(r"/\*.*?\*/", "", STYLES[sheet], flags=re.DOTALL)
    assert set(re.findall(r"@([\w-]+)", plain)) <= {"media"}
    for query in re.findall(r"@media([^{]+)", plain):
        assert set(re.findall(r"[a-z]+(?:-[a-z]+)+|print", query)) <= MEDIA, query
    for selector, body in rules(STYLES[sheet]):
        assert set(re.findall(r"::?[a-z-]+", selector)) <= PSEUDO, selector
        for declaration in filter(None, (d.strip() for d in body.split(";"))):
            name, _, value = declaration.partition(":")
            if name.startswith("--"):
                continue
            assert name.strip() in PROPERTIES | SKIPPABLE, declaration
            assert set(re.findall(r"([a-z-]+)\(", value)) <= FUNCTIONS, declaration
            assert "gap" not in name or "grid-gap" in name, "gap in flex boxes came in 2021"


def test_no_inline_script_or_style_in_any_page() -> None:
    from facilitator.room.server.page import render_error, render_page, render_received, render_self_test

    settings = RoomSettings(title="T")
    pages = [
        render_page(settings, "en", published=[], nonce="n"),
        render_received(settings, "en", receipt="r"),
        render_error(settings, "en", 404),
        render_self_test(settings, "en", host="192.168.1.7:8080", from_laptop=True),
    ]
    for html in pages:
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
        assert all(re.search(r"\ssrc=", tag) for tag in re.findall(r"<script[^>]*>", html))
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", html)


@pytest.mark.web
def test_page_weighs_less_than_60_kilobytes_in_every_language(still: RoomHost) -> None:
    """Everything that a browser fetches for the page and its first news, uncompressed, headers left out."""
    with contextlib.closing(Http(still.port)) as http:
        parts = sum(len(http.get(f"/static/page.{kind}").body) for kind in ("css", "js"))
        parts += len(http.get("/api/v1/room").body)
        totals = {language: parts + len(http.get(f"/?lang={language}").body) for language in LANGUAGES}
        packed = len(http.get("/?lang=ar", **{"Accept-Encoding": "gzip"}).body)
    print("\n" + ", ".join(f"{language} {total:,}" for language, total in totals.items()), "bytes")
    assert max(totals.values()) < 58_500, "under 60 kB, with room to spare"
    assert packed < 6_000, "the page itself comes with the first packets"


@pytest.mark.web
def test_nothing_is_asked_of_anybody_else(room: Callable[..., RoomHost], phone: Callable[..., Page]) -> None:
    host = room()
    put_in(host, "One http://example.com/picture.png <img src=http://example.com/x>")
    page = phone()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host.participants_url())
    page.locator("#list .said").wait_for()
    own = host.participants_url()
    assert {url.replace(own, "/").split("?")[0] for url in asked} == {
        "/",
        "/static/page.css",
        "/static/page.js",
        "/api/v1/events",
    }
    assert page.locator("#list a").count() == 0, "what people write is never a link"
