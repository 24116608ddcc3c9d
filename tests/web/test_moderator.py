"""The moderator page: a room without a window is fully usable, by mouse and by keyboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import EntryState, Release
from tests.room.rooms import until
from tests.web.rooms import STILL, act, entry_of, put_in, send

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]
DESK = {"viewport": {"width": 1280, "height": 800}}


def show_all(page: Page) -> None:
    page.locator("[data-filter=all]").click()


def test_a_session_by_mouse(room: Room, phone: Phone) -> None:
    host = room()
    desk, reader = phone(host.moderator_url, **DESK), phone(host.participants_url())
    assert "#" not in desk.url, "the key is out of sight"
    send(reader, "Where can I get naloxone? <b>x</b>")
    entry = desk.locator("#list > li")
    expect(entry).to_contain_text("Where can I get naloxone? <b>x</b>")
    entry.get_by_role("button", name="Publish").click()
    expect(reader.locator("#list")).to_contain_text("naloxone")
    entry.get_by_role("button", name="Reply").click()
    desk.get_by_label("Your reply").fill("At the pharmacy.")
    desk.get_by_role("button", name="Save the reply").click()
    expect(reader.locator("#mine-list .reply")).to_contain_text("At the pharmacy.")
    entry.get_by_role("button", name="Answered").click()
    expect(desk.locator("#list > li")).to_have_count(0)
    expect(reader.locator("#mine-list .state")).to_have_text("answered")
    desk.locator("[data-filter=answered]").click()
    expect(entry.locator(".tag")).to_contain_text("the room sees it")
    desk.reload()
    show_all(desk)
    expect(desk.locator("#list > li")).to_have_count(1)


def test_a_session_by_keyboard_and_undo(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "One", "Two", "Three", publish=False)
    desk = phone(host.moderator_url, **DESK)
    rows = desk.locator("#list > li")
    expect(rows).to_have_count(3)
    order = [row.locator(".said").first.inner_text() for row in rows.all()]
    rows.first.focus()

    def states() -> dict[str, EntryState]:
        client = host.client()
        try:
            return {e.text: e.state for e in client.snapshot().entries}
        finally:
            client.stop()

    for key, state in (("n", EntryState.NEXT), ("l", EntryState.PARKED), ("d", EntryState.DISMISSED)):
        left = rows.count()
        expect(desk.locator(":focus")).to_have_attribute("data-id", rows.first.get_attribute("data-id") or "")
        desk.keyboard.press(key)
        expect(rows).to_have_count(left - 1)
        assert state in states().values()
    assert states() == dict(
        zip(order, (EntryState.NEXT, EntryState.PARKED, EntryState.DISMISSED), strict=True)
    )
    for _ in range(3):
        desk.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(3)
    assert set(states().values()) == {EntryState.NEW}
    expect(desk.get_by_role("button", name="Undo")).to_be_disabled()

    rows.first.focus()
    desk.keyboard.press("s")
    expect(rows.first.locator(".star")).to_be_visible()
    desk.keyboard.press("p")
    expect(rows.first.locator(".shown")).to_be_visible()
    desk.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("r")
    desk.keyboard.type("nds: keys are only letters here")
    desk.keyboard.press("Escape")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("u")
    expect(rows.first.locator(".shown")).to_have_count(0)
    desk.keyboard.press("/")
    desk.keyboard.type(order[2].lower())
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(order[2])


def test_search_categories_and_filters(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "apple", category="comment", publish=False)
    pear = put_in(host, "pear", category="concern")[0]
    act(host, pear, "star")
    desk = phone(host.moderator_url, **DESK)
    rows = desk.locator("#list > li")
    expect(desk.locator("[data-filter=new]")).to_have_text("New 2")
    desk.get_by_label("Category", exact=True).select_option("concern")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("pear")
    desk.get_by_label("Category", exact=True).select_option("")
    for name, count in (("published", 1), ("starred", 1), ("all", 2), ("parked", 0)):
        desk.locator(f"[data-filter={name}]").click()
        expect(rows).to_have_count(count)
    expect(desk.locator(".empty")).to_be_visible()


def test_collect_now_warns_below_three(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    desk, reader = phone(host.moderator_url, network=True, **DESK), phone(host.participants_url())
    send(reader, "Alone")
    expect(reader.locator("#sent")).to_contain_text("Received")
    expect(desk.locator("body")).not_to_contain_text("waiting: 1")
    desk.get_by_role("button", name="Collect now").click()
    expect(desk.locator(".sure").first).to_contain_text("an entry can show who wrote it")
    expect(desk.get_by_role("button", name="Wait")).to_be_focused()
    desk.get_by_role("button", name="Wait").click()
    expect(desk.locator("#list > li")).to_have_count(0)
    desk.get_by_role("button", name="Collect now").click()
    desk.get_by_role("button", name="Collect all the same").click()
    expect(desk.locator("#list > li")).to_contain_text("Alone")


def test_paper_cards_rounds_pause_and_help(room: Room, phone: Phone) -> None:
    host = room(release=Release.ROUND)
    desk, reader = phone(host.moderator_url, **DESK), phone(host.participants_url(), network=True)
    expect(desk.locator(".facts")).to_contain_text("no round is open")
    expect(desk.locator(".empty")).to_contain_text("Open a round")
    desk.get_by_role("button", name="Open a round").click()
    expect(desk.locator(".facts")).to_contain_text("a round is open")
    expect(desk.locator(".empty")).to_contain_text("when you end it")
    expect(reader.locator("#nothing")).to_be_visible()
    desk.get_by_label("Category of the card").select_option("concern")
    desk.get_by_label("What the card says").fill("From a paper slip")
    desk.get_by_role("button", name="Add the card").click()
    expect(desk.get_by_label("What the card says")).to_have_value("")
    send(reader, "From a phone")
    expect(reader.locator("#sent")).to_contain_text("Received")
    expect(desk.locator("#list > li")).to_have_count(0)
    desk.get_by_role("button", name="End the round").click()
    expect(desk.locator("#list > li")).to_have_count(2)
    assert entry_of(host, "paper slip").category == "concern"
    desk.get_by_role("button", name="Pause the box").click()
    expect(desk.get_by_role("button", name="Paused: let entries in again")).to_be_visible()
    desk.get_by_role("button", name="Show where help is").click()
    expect(reader.locator("#help")).to_have_class("help now")


def test_copies_and_the_end(room: Room, phone: Phone, tmp_path: Path) -> None:
    host = room(**STILL)
    put_in(host, "=1+1", "Plain")
    desk = phone(host.moderator_url, **DESK)
    expect(desk.locator("#list > li")).to_have_count(2)
    with desk.expect_download() as waited:
        desk.get_by_role("button", name="Save a copy as CSV").click()
    file = tmp_path / "room.csv"
    waited.value.save_as(file)
    cells = {cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))) for cell in row}
    assert {"'=1+1", "Plain"} <= cells
    desk.get_by_role("button", name="Delete the room now").click()
    desk.get_by_role("button", name="No", exact=True).click()
    assert host.file.exists()
    desk.get_by_role("button", name="Delete the room now").click()
    desk.get_by_role("button", name="Delete it now").click()
    expect(desk.locator(".note")).to_contain_text("The room is deleted")
    until(lambda: not host.file.exists(), what="deletion")


def test_without_a_key_nothing_is_shown(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "Secret")
    desk = phone(host.moderator_url.split("#")[0], network=True, **DESK)
    expect(desk.locator(".note")).to_contain_text("The key is missing")
    expect(desk.locator("#list > li")).to_have_count(0)


def test_the_page_outlives_the_server(room: Room, phone: Phone) -> None:
    import os
    import signal

    host = room(**STILL)
    put_in(host, "Before")
    desk = phone(host.moderator_url, network=True, **DESK)
    expect(desk.locator("#list > li")).to_have_count(1)
    assert host.process_id
    os.kill(host.process_id, signal.SIGKILL)
    until(lambda: host.restarts == 1, what="a restart")
    put_in(host, "After")
    expect(desk.locator("#list > li")).to_have_count(2)
    expect(desk.locator(".note")).to_be_empty()
