"""The first screen is the form, and what must be known before it is used; on small phones too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from facilitator.room.host import RoomHost
from facilitator.room.records import Release
from facilitator.room.server.words import LANGUAGES, load_words

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]

PHONES = {"small": (320, 568), "usual": (360, 640), "tall": (390, 664)}
#: What has to be seen whole, in this order.
PARTS = "h1", ".lead, #instant", ".doors", "#text", "#names", "#send", "#help-title"

SEEN = """selectors => selectors.map(s => {
  const box = document.querySelector(s).getBoundingClientRect();
  return box.top >= 0 && box.height > 10 ? Math.round(box.bottom) : 9999;
})"""
ROWS = """() => {
  const tops = [...document.querySelectorAll(".door")].map(d => Math.round(d.getBoundingClientRect().top));
  return new Set(tops).size;
}"""
WHOLE_WORDS = """() => [...document.querySelectorAll(".door span")].every(
  s => s.getBoundingClientRect().height < 2 * parseFloat(getComputedStyle(s).fontSize) + 20)"""


def bottoms(page: Page) -> list[int]:
    page.wait_for_selector("html.scripted")
    seen = page.evaluate(SEEN, list(PARTS))
    assert seen == sorted(seen)
    return list(seen)


@pytest.mark.parametrize("size", PHONES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_seen_at_once(still: RoomHost, phone: Phone, size: str, language: str) -> None:
    width, height = PHONES[size]
    page = phone(still.participants_url(), viewport={"width": width, "height": height}, locale=language)
    words = load_words(language)
    assert max(bottoms(page)) <= height
    lines = page.evaluate(SEEN, ["#help dd:nth-of-type(1)", "#help dd:nth-of-type(2)"])
    assert lines[0] <= height, "the first line of the deck's help"
    assert size == "small" or lines[1] <= height, "and the second"
    assert page.locator("h1").inner_text() == words["headline"]
    assert page.locator(".lead").inner_text() == words["lead_mixed"]
    assert page.evaluate(ROWS) == 2, "two doors stand beside each other"
    assert page.evaluate(WHOLE_WORDS), "no door's word is broken"


@pytest.mark.parametrize("release", [Release.ROUND, Release.INSTANT])
def test_other_rooms_too(room: Room, phone: Phone, release: Release) -> None:
    host = room(release=release)
    if release is Release.ROUND:
        client = host.client()
        client.round_open()
        client.stop()
    for width, height in PHONES.values():
        for language in ("en", "de"):
            page = phone(
                host.participants_url(), viewport={"width": width, "height": height}, locale=language
            )
            page.wait_for_selector("html.scripted")
            if release is Release.ROUND:
                page.locator("#nothing").wait_for()
            seen = bottoms(page)
            assert seen[-2] <= height, "Send is seen"
            assert width == 320 or seen[-1] <= height, "and that nobody watches for emergencies"


def test_without_script_the_first_screen_is_the_same(still: RoomHost, phone: Phone) -> None:
    page = phone(viewport={"width": 360, "height": 640}, network=True)
    page.route("**/static/page.js", lambda route: route.abort())
    page.goto(still.participants_url())
    assert max(page.evaluate(SEEN, list(PARTS))) <= 640
