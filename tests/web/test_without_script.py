"""The page without JavaScript: the form sends, the answer says "received", a refresh shows the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release
from tests.web.rooms import STILL, act, entry_of, put_in

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]


def test_send_read_and_take_back(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url(), java_script_enabled=False)
    expect(page.get_by_role("heading", name="Say it here")).to_be_visible()
    for needs_script in ("#another", "#pace", "#sort", "#clear", "#fresh", "#mine"):
        expect(page.locator(needs_script)).to_be_hidden()
    page.get_by_label("Complaint").check()
    page.locator("#text").fill("Line one\nLine <two> & more")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Received. It appears in mixed order, some time after sending."
    )
    page.reload()  # the browser sends the form again: it counts once
    expect(page.get_by_role("heading", level=1)).to_have_text("We had that already. It is counted once.")
    client = host.client()
    client.collect(force=True)
    entries = client.snapshot().entries
    assert [(e.category, e.text) for e in entries] == [("complaint", "Line one\nLine <two> & more")]
    act(host, entries[0], "publish", "answer")
    act(host, entries[0], "reply", text="Thank you.")
    page.get_by_role("link", name="Back to the page").click()
    expect(page.locator("#list .said").first).to_have_text("Line one\nLine <two> & more")
    expect(page.locator("#list")).to_contain_text("answered")
    expect(page.locator("#list")).to_contain_text("Thank you.")

    page.get_by_label("Comment").check()
    page.locator("#text").fill("Not after all")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Taken back and erased.")
    assert client.collect(force=True) == 0
    client.stop()


def test_the_list_is_shown_on_refresh(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url(), java_script_enabled=False)
    expect(page.locator("#empty")).to_be_visible()
    put_in(host, "Now there")
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#list")).to_contain_text("Now there")
    expect(page.locator("#empty")).to_be_hidden()


def test_what_could_not_be_taken_comes_back_with_the_words(room: Room, phone: Phone) -> None:
    host = room(limits=Limits(graphemes=20, page_burst=1, page_seconds=600.0, room_per_minute=1), **STILL)
    page = phone(host.participants_url(), network=True, java_script_enabled=False)
    page.get_by_label("Question").check()
    page.locator("#text").fill("This is much longer than twenty letters")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#problem")).to_contain_text("longer than 20 letters")
    expect(page.locator("#text")).to_have_value("This is much longer than twenty letters")
    expect(page.get_by_label("Question")).to_be_checked()
    client = host.client()
    client.pause()
    page.locator("#text").fill("Shorter")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#problem")).to_contain_text("send again soon")
    expect(page.locator("#text")).to_have_value("Shorter")
    client.pause(False)
    client.stop()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Received")
    assert entry_of_after_collect(host) == "Shorter"


def entry_of_after_collect(host: RoomHost) -> str:
    client = host.client()
    client.collect(force=True)
    client.stop()
    return entry_of(host, "").text


def test_other_ways_of_release_say_so(room: Room, phone: Phone) -> None:
    host = room(release=Release.ROUND)
    page = phone(host.participants_url(), network=True, java_script_enabled=False)
    page.get_by_label("Question").check()
    page.locator("#text").fill("Early")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#problem")).to_contain_text("send again when the next one starts")
    client = host.client()
    client.round_open()
    client.stop()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("with all the others when the round ends")


def test_a_closed_room_says_so_before_anything_is_typed(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    client = host.client()
    client.close()
    client.stop()
    page = phone(host.participants_url(), network=True, java_script_enabled=False)
    expect(page.locator("#problem")).to_have_text("The room is closed. Nothing more can be sent.")
    page.get_by_label("Question").check()
    page.locator("#text").fill("Still here")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#problem")).to_have_text("The room is closed. Nothing more can be sent.")
    expect(page.locator("#text")).to_have_value("Still here")


@pytest.mark.parametrize("letter", ["a", "ä", "你", "👍"])
def test_the_longest_that_fits_into_the_box_comes_back_whole(room: Room, phone: Phone, letter: str) -> None:
    """Far too long, in the widest signs: never an error page that has swallowed the words."""
    host = room(**STILL)
    page = phone(host.participants_url(), network=True, java_script_enabled=False)
    page.get_by_label("Comment").check()
    most = int(page.locator("#text").get_attribute("maxlength") or "0")
    text = letter * (most // len(letter.encode("utf-16-le")) * 2)
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#problem")).to_contain_text("longer than 500 letters")
    expect(page.locator("#text")).to_have_value(text)


def test_a_wrong_address_in_the_readers_language(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url() + "nowhere", network=True, locale="de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Diese Seite gibt es hier nicht.")
    page.get_by_role("link", name="Zurück zur Seite").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Niemand fragt, wer Sie sind")
