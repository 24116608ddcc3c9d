"""What the room does never moves anything under a reader's finger or focus, and is told gently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Release
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


def seen_at(page: Page, selector: str) -> int:
    """Where something is on the screen, whatever was scrolled."""
    return int(page.locator(selector).first.evaluate("e => Math.round(e.getBoundingClientRect().top)"))


def test_a_reply_to_mine_pushes_nothing_that_is_being_read(room: Room, phone: Phone) -> None:
    """The own entries stand above the list; they grow without moving it."""
    host = room(**STILL)
    others = put_in(host, *(f"Somebody's entry, number {n}, which is read just now" for n in range(6)))
    page = phone(host.participants_url(), viewport={"width": 390, "height": 900})
    send(page, "Mine")
    expect(page.locator("#sent")).to_contain_text("Received")
    client = host.client()
    client.collect(force=True)
    mine = next(e for e in client.snapshot().entries if e.text == "Mine")
    expect(page.locator("#mine-list .state")).to_contain_text("saved")
    page.evaluate("scrollTo(0, 100)")
    held = f'[data-id="{others[0].id}"]'
    assert seen_at(page, "#mine-list .said") > 0, "the own entry is on the screen"
    assert seen_at(page, "#list li") < 900, "and so is the list"
    before = [seen_at(page, f'[data-id="{e.id}"]') for e in others]
    client.act(mine.id, "reply", text="A long answer, which takes several lines. " * 4)
    client.act(mine.id, "answer")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#mine-list .reply")).to_contain_text("several lines")
    assert [seen_at(page, f'[data-id="{e.id}"]') for e in others] == pytest.approx(before, abs=1)

    vote = page.locator(f"{held} .vote")
    vote.focus()
    at = seen_at(page, f"{held} .vote")
    client.act(mine.id, "reply", text="Short.")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#mine-list .reply")).to_contain_text("Short.")
    assert seen_at(page, f"{held} .vote") == pytest.approx(at, abs=1)
    expect(vote).to_be_focused()
    client.stop()


def test_losing_the_line_and_finding_it_moves_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "One", "Two", "Three")
    page = phone(host.participants_url(), network=True)
    expect(page.locator("#list li")).to_have_count(3)
    for scroll in (0, 300):
        page.evaluate(f"scrollTo(0, {scroll})")
        if scroll == 0:
            page.locator("#text").focus()
        before = places(page), page.locator("#text").bounding_box(), page.evaluate("scrollY")
        page.context.set_offline(True)
        expect(page.locator("#lost")).to_be_visible()
        assert (places(page), page.locator("#text").bounding_box(), page.evaluate("scrollY")) == before
        page.context.set_offline(False)
        expect(page.locator("#lost")).to_be_hidden()
        assert (places(page), page.locator("#text").bounding_box(), page.evaluate("scrollY")) == before


def test_help_for_all_and_a_round_move_nothing_that_is_being_read(room: Room, phone: Phone) -> None:
    host = room(release=Release.ROUND)
    client = host.client()
    client.round_open()
    for n in range(8):
        client.type_in("question", f"Entry number {n}")
    client.round_close()
    entries = client.snapshot().entries
    for entry in entries:
        client.act(entry.id, "publish")
    page = phone(host.participants_url())
    expect(page.locator("#list .vote")).to_have_count(8)
    page.locator("#list li").nth(5).scroll_into_view_if_needed()
    top = page.evaluate("[...document.querySelectorAll('#list li')].map(e => e.getBoundingClientRect().top)")
    client.round_open()
    expect(page.locator("#nothing")).to_be_visible()
    client.show_resources()
    expect(page.locator("#help")).to_have_class("help now")
    now = page.evaluate("[...document.querySelectorAll('#list li')].map(e => e.getBoundingClientRect().top)")
    assert now == pytest.approx(top, abs=1)
    client.stop()


def test_one_voice_for_all_that_happens(room: Room, phone: Phone) -> None:
    """One polite region for the whole page: lost, found, sent, new, all gathered."""
    host = room(**STILL)
    page = phone(network=True)
    page.clock.install()
    page.goto(host.participants_url())
    live = "[aria-live], [role=status], [role=log]"
    assert page.locator(live).evaluate_all("all => all.map(e => e.id)") == ["tell"]
    page.evaluate(LISTEN)
    page.context.set_offline(True)
    page.get_by_label("Question").check()
    page.locator("#text").fill("Hello")
    page.locator("#send").click()
    page.clock.run_for(1000)
    expect(page.locator("#tell")).to_contain_text("Kept here")  # an answer to a touch comes at once
    expect(page.locator("#lost")).to_be_hidden()
    page.clock.run_for(4000)
    expect(page.locator("#lost")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(4000)
    expect(page.locator("#mine-list .state")).to_contain_text("received")
    page.clock.run_for(3000)
    put_in(host, "News")
    page.clock.run_for(25000)
    told = page.evaluate("told")
    assert len(told) == 2
    assert told[1][0] - told[0][0] >= 20000
    assert "Connected again." in told[1][1]
    assert "No connection" not in told[1][1], "what is over is not told"
