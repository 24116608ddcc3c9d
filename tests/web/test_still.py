"""What the room does never moves anything under a reader's finger or focus, and is told gently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from tests.web.rooms import STILL, act, put_in, send

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]


PLACES = """() => {
  const seen = "#list li, #list button, #sort button, #room-title, [data-pace], #clear";
  return [...document.querySelectorAll(seen)].map(e => {
    const b = e.getBoundingClientRect();
    return [e.tagName, Math.round(b.x), Math.round(b.y + scrollY), Math.round(b.width), Math.round(b.height)];
  });
}"""

LISTEN = """() => {
  window.told = [];
  const tell = document.getElementById("tell");
  new MutationObserver(() => {
    if (tell.textContent) { told.push([Date.now(), tell.textContent]); }
  }).observe(tell, { childList: true });
}"""


def places(page: Page) -> Any:
    """Where everything that can be read or touched is, on the whole page."""
    return page.evaluate(PLACES)


def test_entries_never_move_until_the_reader_says_so(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    first, second = put_in(host, "First of all, a longer entry that wraps over two lines", "Second")
    page = phone(host.participants_url())
    expect(page.locator("#list li")).to_have_count(2)
    page.locator("#list").scroll_into_view_if_needed()
    vote = page.locator(f'[data-id="{second.id}"] .vote')
    vote.focus()
    before = places(page)

    put_in(host, "New A", "New B")
    expect(page.locator("#fresh")).to_have_text("Show 2 new")
    act(host, first, "reply", text="A reply that would push what follows")
    act(host, second, "next")
    put_in(host, "New C")
    expect(page.locator("#fresh")).to_have_text("Show 3 new")
    assert places(page) == before
    expect(vote).to_be_focused()

    act(host, first, "unpublish")  # taken from the list: its words go at once, its place stays
    expect(page.locator("#list")).not_to_contain_text("First of all")
    cards = [p for p in before if p[0] == "LI"]
    assert [p for p in places(page) if p[0] == "LI"] == cards

    page.locator("#fresh").click()
    expect(page.locator("#list li")).to_have_count(4)
    expect(page.locator("#fresh")).to_be_hidden()
    expect(page.locator("#room-title")).to_be_focused()


def test_what_others_do_is_told_at_most_every_20_seconds(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "Zero")
    page = phone()
    page.clock.install()
    page.goto(host.participants_url())
    page.locator("#list").scroll_into_view_if_needed()
    page.evaluate(LISTEN)
    for number in range(1, 5):
        put_in(host, f"New {number}")
        expect(page.locator("#fresh")).to_contain_text(str(number))
        page.clock.run_for(3000)
    page.clock.run_for(30000)
    told = page.evaluate("told")
    assert [text for _, text in told] == ["1 new entry from the room.", "4 new entries from the room."]
    assert told[1][0] - told[0][0] >= 20000


def test_a_change_half_written_is_never_taken_away(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "Draft")
    expect(page.locator("#sent")).to_contain_text("Received")
    page.locator("#mine-list").get_by_role("button", name="Change").click()
    area = page.locator("#mine-list textarea")
    area.fill("Half a")
    client = host.client()
    client.collect(force=True)
    entry = client.snapshot().entries[0]
    client.act(entry.id, "publish")
    client.act(entry.id, "answer")
    client.stop()
    expect(page.locator("#list")).to_contain_text("answered")
    expect(area).to_have_value("Half a")
    expect(area).to_be_focused()
    area.press_sequentially(" thought")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")


def test_the_form_does_not_move_while_somebody_writes(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    box = page.locator("#text")
    box.fill("Thinking")
    before = box.bounding_box()
    put_in(host, "New A", "New B")
    expect(page.locator("#list")).to_contain_text("New A")
    assert box.bounding_box() == before
    expect(box).to_have_value("Thinking")
