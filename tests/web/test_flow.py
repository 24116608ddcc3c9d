"""What a participant does with JavaScript, from the first tap to the trainer's reply."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Category, Release
from tests.room.rooms import until
from tests.web.rooms import STILL, act, entry_of, put_in, send
from tests.web.sealed import stored

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]


def test_the_whole_way_of_an_entry(room: Room, phone: Phone) -> None:
    host = room()
    mine, other = phone(host.participants_url()), phone(host.participants_url())
    mine.get_by_label("Concern", exact=True).check()
    expect(mine.locator("#text")).to_have_attribute("placeholder", "What worries you?")
    mine.locator("#text").fill("Families may hear this as giving up.\n\nWhat then?")
    mine.locator("#send").click()
    expect(mine.locator("#sent")).to_have_text(
        "Received. It appears in mixed order, some time after sending."
    )
    card = mine.locator("#mine-list li")
    expect(card.locator(".state")).to_have_text("received, waiting to be mixed")
    entry = entry_of(host, "giving up")
    assert entry.text == "Families may hear this as giving up.\n\nWhat then?"
    assert entry.category == "concern"
    expect(other.locator("#empty")).to_be_visible()

    act(host, entry, "publish")
    theirs = other.locator("#list li")
    expect(theirs).to_contain_text("giving up")
    theirs.locator(".vote").click()
    expect(theirs.locator(".vote")).to_have_attribute("aria-pressed", "true")
    expect(theirs.locator(".vote")).to_have_text("▲ 1")
    expect(mine.locator("#list .vote")).to_be_hidden()
    expect(card.locator(".state")).to_have_text("saved; the room can read it", timeout=15000)

    act(host, entry, "reply", text="We come to this after the break.")
    act(host, entry, "answer")
    expect(card.locator(".reply")).to_contain_text("after the break")
    expect(card.locator(".state")).to_have_text("answered")
    expect(other.locator("#fresh")).to_be_visible()
    other.locator("#fresh").click()
    expect(theirs.locator(".reply")).to_contain_text("after the break")
    assert entry_of(host, "giving up").votes == 1


def test_entries_that_came_with_the_page_do_not_vanish_before_the_stream_knows_them(
    room: Room, phone: Phone
) -> None:
    """The page is made from the room as it is; everybody is told a quarter of a second later."""
    host = room(**STILL)
    put_in(host, "One", "Two")
    page = phone()
    first = '{"version":"aa.1","full":true,"state":{"room":"r"},"entries":[],"gone":[]}'
    stream = f"event: room\nid: aa.1\nretry: 60000\ndata: {first}\n\n"
    page.route(
        "**/api/v1/events*",
        lambda route: route.fulfill(status=200, content_type="text/event-stream", body=stream),
    )
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/room*", hold)
    page.goto(host.participants_url())
    page.locator("#list").scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    expect(page.locator("#list li")).to_have_count(2)
    until(lambda: page.wait_for_timeout(50) or held, what="the page's next question")
    page.unroute("**/api/v1/room*")
    held[0].continue_()
    expect(page.locator("#list .vote")).to_have_count(2)
    expect(page.locator("#fresh")).to_be_hidden()


def test_a_vote_counts_once_and_can_be_taken_back(room: Room, phone: Phone) -> None:
    host = room()
    put_in(host, "Coffee?")
    page = phone(host.participants_url())
    vote = page.locator("#list .vote")
    vote.click()
    expect(vote).to_have_text("▲ 1")
    page.reload()
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_text("△ 0")
    expect(vote).to_have_attribute("aria-pressed", "false")


def test_own_words_are_changed_and_taken_back(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "First words")
    expect(page.locator("#sent")).to_contain_text("Received")
    card = page.locator("#mine-list li")
    card.get_by_role("button", name="Change").click()
    card.locator("textarea").fill("Better words")
    card.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")
    client = host.client()
    client.collect(force=True)
    assert [e.text for e in client.snapshot().entries] == ["Better words"]
    card.get_by_role("button", name="Take back").click()
    card.get_by_role("button", name="Yes, erase").click()
    expect(card).to_have_count(0)
    expect(page.locator("#sent")).to_have_text("Taken back and erased.")
    client.collect(force=True)
    assert client.snapshot().entries == ()
    client.stop()


def test_what_is_wrong_is_said_and_nothing_is_lost(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url())
    page.locator("#send").click()
    expect(page.locator("#problem")).to_contain_text("Choose one of the doors")
    page.get_by_label("Comment", exact=True).check()
    page.locator("#send").click()
    expect(page.locator("#problem")).to_have_text("Write a few words first.")
    page.locator("#text").fill("ä" * 503)
    expect(page.locator("#left")).to_have_text("3 too many")
    page.locator("#send").click()
    expect(page.locator("#problem")).to_contain_text("longer than 500 letters")
    expect(page.locator("#text")).to_have_value("ä" * 503)


LETTERS = {
    "👨‍👩‍👧‍👦👍🏽🇨🇭": 3,
    "e\u0301": 1,
    "مرحبا": 5,
    "你好": 2,
    "a\nb": 3,
    "z\u0351\u036b\u0313\u036a\u0302": 1,
    "🇨🇭🇩🇪": 2,
    "": 0,
}


@pytest.mark.parametrize("old", [False, True], ids=["segmenter", "browser of 2018"])
def test_letters_are_counted_as_people_count(still: RoomHost, phone: Phone, old: bool) -> None:
    """By the browser's own segmenter where there is one, and without it; the same as the server counts."""
    from facilitator.room.server.text import letters

    page = phone()
    if old:
        page.add_init_script("delete Intl.Segmenter")
    page.goto(still.participants_url())
    for text, wanted in LETTERS.items():
        assert letters(text) == wanted
        page.locator("#text").fill(text)
        expect(page.locator("#left")).to_have_text(f"{500 - wanted} left")


@pytest.mark.parametrize(
    ("moderated", "before", "after"),
    [
        (True, "the trainer sees at once what you send", "Received. The trainer sees it at once."),
        (False, "everybody sees at once what you send", "Received. It comes out at once."),
    ],
)
def test_an_instant_room_says_so_before_anything_is_typed(
    room: Room, phone: Phone, moderated: bool, before: str, after: str
) -> None:
    host = room(release=Release.INSTANT, moderated=moderated)
    page = phone(host.participants_url())
    expect(page.locator("#instant")).to_be_visible()
    expect(page.locator("#instant")).to_contain_text(before)
    send(page, "Now")
    expect(page.locator("#sent")).to_have_text(after)
    entry_of(host, "Now")


def test_in_a_round_everybody_sends_something(room: Room, phone: Phone) -> None:
    host = room(release=Release.ROUND)
    page, quiet = phone(host.participants_url(), network=True), phone(host.participants_url())
    expect(quiet.locator("#nothing")).to_be_hidden()
    send(page, "Early bird")
    expect(page.locator("#sent")).to_contain_text("No round is open")
    client = host.client()
    client.round_open()
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting for the end of the round")
    quiet.locator("#nothing").click()
    expect(quiet.locator("#sent")).to_contain_text("counts as much")
    assert client.snapshot().entries == ()
    client.round_close()
    assert [e.text for e in client.snapshot().entries] == ["Early bird"]
    client.round_open()
    quiet.get_by_role("button", name="Write another").click()
    expect(quiet.locator("#nothing")).to_be_visible()
    client.stop()


def test_the_decks_own_doors(room: Room, phone: Phone) -> None:
    host = room(categories=(Category("need", "What I need"), Category("question", "Question")))
    page = phone(host.participants_url(), locale="de")
    assert page.locator(".door").all_inner_texts() == ["What I need", "Frage"]
    page.get_by_label("What I need").check()
    page.locator("#text").fill("Rest")
    page.locator("#send").click()
    assert entry_of(host, "Rest").category == "need"


def test_order_of_the_list_is_by_votes_kind_or_mixed_never_time(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "c1", "c2", category="comment")
    put_in(host, "q1", "q2", category="question")
    voter = phone(host.participants_url())
    voter.locator("#list li", has_text="q2").locator(".vote").click()
    expect(voter.locator("#list li", has_text="q2").locator(".vote")).to_have_text("▲ 1")
    put_in(host, "n1", category="concern")  # votes move with a batch
    page = phone(host.participants_url())
    said = page.locator("#list .said")
    expect(said.first).to_have_text("q2")
    page.get_by_role("button", name="By kind").click()
    kinds = [text[0] for text in said.all_inner_texts()]
    assert kinds == ["c", "c", "q", "q", "n"]
    page.get_by_role("button", name="Mixed").click()
    mixed = said.all_inner_texts()
    page.reload()
    expect(page.locator("#list .vote")).to_have_count(5)  # drawn by the script, as it remembers
    assert said.all_inner_texts() == mixed, "mixed stays as it is within a tab"
    assert page.get_by_role("button", name="Mixed").get_attribute("aria-pressed") == "true"
    assert not re.search(r"new(est)?|time|date", page.locator("#sort").inner_text(), re.IGNORECASE)


def test_clear_this_page_forgets_everything(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "From the room")
    page = phone(host.participants_url())
    send(page, "Mine")
    expect(page.locator("#sent")).to_contain_text("Received")
    page.locator("#list .vote").click()
    page.get_by_role("button", name="Write another").click()
    page.locator("#text").fill("Half a thought")
    page.get_by_role("button", name="Clear this page").click()
    expect(page.locator("#clear-sure")).to_contain_text("would be lost")
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.locator("#mine")).to_be_hidden()
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#list .vote")).to_have_attribute("aria-pressed", "false")
    assert stored(page) == ""
    page.reload()
    expect(page.locator("#mine")).to_be_hidden()


def test_hiding_bigger_and_dark(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url())
    send(page, "Private words")
    page.get_by_role("button", name="Hide my text").click()
    colour = page.locator("#mine-list .said").evaluate("e => getComputedStyle(e).color")
    assert colour == "rgba(0, 0, 0, 0)"
    before = page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("button", name="Bigger letters").click()
    after = page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert after > 1.3 * before
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 26)"
    page.reload()
    page.wait_for_selector("html.scripted")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 26)"
    assert set((page.locator("html").get_attribute("class") or "").split()) >= {"big", "hiding"}


def test_pace_and_help(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    page.get_by_role("button", name="Too fast").click()
    expect(page.locator("#pace-said")).to_contain_text("Noted")
    page.get_by_role("button", name="Too fast").click()
    expect(page.locator("#pace-said")).to_contain_text("from five")
    client = host.client()
    client.show_resources()
    expect(page.locator("#help")).to_have_class("help now")
    client.stop()
    expect(page.locator("#help a[href='tel:988']")).to_be_visible()


def test_nothing_is_kept_in_the_browser_but_this_tab(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url())
    send(page, "Words")
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator("#mine")).to_be_hidden()
    box = page.locator("#text")
    assert box.get_attribute("autocomplete") == "off"
    assert box.get_attribute("spellcheck") == "false"


def test_the_room_is_closed(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "In the last minute")
    expect(page.locator("#sent")).to_contain_text("Received")
    client = host.client()
    client.close()
    client.stop()
    expect(page.locator("#over")).to_have_text("The room is closed. Nothing more can be sent.")
    expect(page.locator("#another")).to_be_hidden()
    expect(page.locator("#send")).to_be_disabled()
    expect(page.locator("#mine-list .state")).to_have_text("saved; the trainer can read it")
