"""Sixty hostile strings through the real page: typed, sent, shown to author and others, as text only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits
from facilitator.room.server.text import clean, letters
from tests.hostile import HOSTILE
from tests.room.rooms import until
from tests.web.rooms import STILL
from tests.web.test_access import SPILLS, TWICE, faults

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]

MANY = Limits(page_burst=200, address_per_minute=500, room_per_minute=500)
#: What a card may be made of.
TAGS = ["BUTTON", "DIV", "LI", "P", "SPAN"]
CARDS = """selector => [...document.querySelectorAll(selector)].map(li => ({
  text: li.querySelector(".said").textContent,
  tags: [...new Set([li, ...li.querySelectorAll("*")].map(e => e.tagName))].sort(),
  height: li.offsetHeight,
}))"""
ASK = "text => fetch('/api/v1/room').then(a => a.json()).then(room => room.entries.length)"
SET = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', { bubbles: true })); }"


def sendable() -> list[str]:
    """Those in which something can be read; the page's box has line ends of one kind."""
    return [text for _, text in HOSTILE if clean(text) and letters(clean(text)) <= 500]


def test_all_of_them_from_one_phone_to_another(room: Room, phone: Phone) -> None:
    host = room(limits=MANY, **STILL)
    page, other = phone(host.participants_url()), phone(host.participants_url())
    page.get_by_label("Question").check()
    texts = sendable()
    assert len(texts) >= 55
    for text in texts:
        page.locator("#text").evaluate(SET, text)
        page.locator("#send").click()
        expect(page.locator("#sent")).to_contain_text("Received")
        page.get_by_role("button", name="Write another").click()
    client = host.client()
    client.collect(force=True)
    entries = client.snapshot().entries
    wanted = sorted(clean(text) for text in texts)
    assert sorted(e.text for e in entries) == wanted
    for entry in entries:
        client.act(entry.id, "reply", text=entry.text)
        client.act(entry.id, "publish")
    client.stop()
    until(lambda: other.evaluate(ASK) == len(texts), what="all of them for everybody")
    other.reload()
    expect(other.locator("#list .vote")).to_have_count(len(texts))
    cards = other.evaluate(CARDS, "#list > li")
    assert sorted(card["text"] for card in cards) == wanted
    for card in (*cards, *page.evaluate(CARDS, "#mine-list > li")):
        assert set(card["tags"]) <= set(TAGS), card["text"]
        assert card["height"] < 2000, card["text"]
    for narrow in (page, other):
        narrow.set_viewport_size({"width": 320, "height": 568})
        assert narrow.evaluate(SPILLS) == []
    assert not faults(other)
    other.evaluate(TWICE, "212.5%")
    wide = "﷽"  # a single sign that is wider than a card
    assert [spill for spill in other.evaluate(SPILLS) if wide not in spill] == []


def test_without_javascript_they_are_the_same(room: Room, phone: Phone) -> None:
    host = room(limits=MANY, **STILL)
    client = host.client()
    texts = sendable()
    for text in texts:
        client.type_in("question", text)
    client.collect(force=True)
    for entry in client.snapshot().entries:
        client.act(entry.id, "reply", text=entry.text)
        client.act(entry.id, "publish")
    client.stop()
    page = phone(host.participants_url(), java_script_enabled=False, viewport={"width": 320, "height": 568})
    said = page.locator("#list > li > .said").all_text_contents()
    assert sorted(said) == sorted(clean(text) for text in texts)
    assert page.locator("#list a, #list img, #list script, #list b").count() == 0


def test_the_longest_entries_count_the_same_on_both_sides(room: Room, phone: Phone) -> None:
    """Just as many as fit are taken; one more is told before it is sent."""
    host = room(limits=MANY, **STILL)
    page = phone(host.participants_url())
    page.get_by_label("Comment").check()
    letter_of_each = ("a", "ä", "你", "👍🏽", "🇨🇭", "e\u0301", "क्षि", "👨‍👩‍👧‍👦")
    cases = {letter: min(500, Limits().text_bytes // len(letter.encode())) for letter in letter_of_each}
    assert list(cases.values())[:6] == [500] * 6
    for letter, most in cases.items():
        page.locator("#text").fill(letter * (most + 1))
        expect(page.locator("#left")).to_have_text("1 too many")
        page.locator("#send").click()
        expect(page.locator("#problem")).to_contain_text(f"longer than {most} letters")
        page.locator("#text").fill(letter * most)
        expect(page.locator("#left")).to_have_text("0 left")
        page.locator("#send").click()
        expect(page.locator("#sent")).to_contain_text("Received")
        page.get_by_role("button", name="Write another").click()
    client = host.client()
    client.collect(force=True)
    lengths = sorted(letters(e.text) for e in client.snapshot().entries)
    client.stop()
    assert lengths == sorted(cases.values())


def test_a_whole_book_is_pasted(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url())
    page.get_by_label("Comment").check()
    page.locator("#text").evaluate(SET, "word " * 100_000)
    expect(page.locator("#left")).to_contain_text("too many")
    page.locator("#send").click()
    expect(page.locator("#problem")).to_contain_text("longer than 500 letters")
    assert len(page.locator("#text").input_value()) == 500_000
