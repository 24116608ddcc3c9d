"""*Clear this page* on a phone that is shared: afterwards page, memory and storage know nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from facilitator.room.host import RoomHost
from tests.web.rooms import STILL, put_in, send
from tests.web.sealed import mind

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]

#: Everything that the document holds, values of fields and their defaults included.
ALL = """() => document.documentElement.outerHTML + JSON.stringify(sessionStorage) + location.href
  + JSON.stringify(history.state)
  + [...document.querySelectorAll("textarea, input")].map(f => f.value + f.defaultValue + f.checked).join()"""


def clear(page: Page) -> None:
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.locator("#headline")).to_be_focused()


def test_nothing_is_left_anywhere(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    coffee = put_in(host, "Coffee?")[0]
    page = phone(host.participants_url())
    page.locator(f'[data-id="{coffee.id}"] .vote').click()
    page.get_by_role("button", name="Too fast").click()
    send(page, "Mine alone", "Complaint")
    expect(page.locator("#sent")).to_contain_text("Received")
    page.locator("#mine-list").get_by_role("button", name="Change").click()
    page.locator("#mine-list textarea").fill("Half changed")
    page.get_by_role("button", name="Write another").click()
    page.get_by_label("Concern", exact=True).check()
    page.locator("#text").press_sequentially("Half written")
    page.get_by_role("button", name="Hide my text").click()
    before = mind(page, host.port)
    clear(page)
    after = page.evaluate(ALL)
    for secret in ("Mine alone", "Half", before["seat"], before["own"][0]["receipt"]):
        assert secret not in after
    assert page.locator("input:checked").count() == 0
    assert page.locator("[aria-pressed=true]").all_inner_texts() == ["Most wanted"]
    page.locator("#text").focus()
    for _ in range(5):
        page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#text")).to_have_value("")
    page.reload()
    expect(page.locator("#list li")).to_have_count(1)
    assert "Half" not in page.evaluate(ALL)
    page.locator(f'[data-id="{coffee.id}"] .vote').click()
    assert mind(page, host.port)["seat"] != before["seat"], "whoever takes the phone next is another page"


def test_an_answer_that_comes_later_tells_nothing(room: Room, phone: Phone) -> None:
    """Cleared while the entry is on its way: no "Received" for the next person, no words put back."""
    host = room(**STILL)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for status, body in ((200, '{"delivery": "received"}'), (422, '{"error": "too_long", "message": "x"}')):
        held.clear()
        page = phone(network=True)
        page.route("**/api/v1/entries", hold)
        page.goto(host.participants_url())
        send(page, "On its way")
        for _ in range(400):  # a page's events are heard only while something is asked of it
            if held:
                break
            page.wait_for_timeout(25)
        clear(page)
        held[0].fulfill(status=status, body=body)
        page.wait_for_timeout(300)
        expect(page.locator("#mine")).to_be_hidden()
        assert "On its way" not in page.evaluate(ALL)
        expect(page.locator("#problem")).to_be_empty()
        page.unroute("**/api/v1/entries")
        send(page, "From the next person")
        expect(page.locator("#sent")).to_contain_text("Received")
        expect(page.locator("#mine-list li")).to_have_count(1)


def test_words_that_came_with_the_page_go_too(room: Room, phone: Phone) -> None:
    """Sent before the script was there, and given back by the room inside the page itself."""
    host = room(**STILL)
    page = phone(host.participants_url(), network=True)
    page.get_by_label("Complaint").check()
    page.locator("#text").fill("Far too long " * 60)
    page.evaluate("document.getElementById('form').submit()")
    expect(page.locator("#problem")).to_contain_text("longer than 500 letters")
    assert "Far too long" in page.locator("#text").input_value()
    clear(page)
    assert "Far too long" not in page.evaluate(ALL)
    assert page.locator("input:checked").count() == 0


def test_going_back_after_clearing_shows_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "Do not look back")
    expect(page.locator("#sent")).to_contain_text("Received")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("#mine-list .said")).to_have_text("Do not look back")
    page.get_by_role("button", name="Diese Seite leeren").click()
    page.locator("#clear-sure button").first.click()
    expect(page.locator("#mine")).to_be_hidden()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Nobody asks")
    expect(page.locator("#mine")).to_be_hidden()
    assert "Do not look back" not in page.evaluate(ALL)


def test_it_says_what_would_be_lost_and_no_keeps_it(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/entries", lambda route: route.abort())
    page.goto(host.participants_url())
    sure = page.locator("#clear-sure")
    page.get_by_role("button", name="Clear this page").click()
    expect(sure).not_to_contain_text("would be lost")
    sure.get_by_role("button", name="No").click()
    expect(page.get_by_role("button", name="Clear this page")).to_be_focused()
    send(page, "Not sent")
    page.get_by_role("button", name="Clear this page").click()
    expect(sure).to_contain_text("1 entry has not been sent yet and would be lost.")
    sure.get_by_role("button", name="No").click()
    page.get_by_role("button", name="Write another").click()
    page.locator("#text").fill("Nor this")
    page.get_by_role("button", name="Clear this page").click()
    expect(sure).to_contain_text("2 entries have not been sent yet and would be lost.")
    sure.get_by_role("button", name="No").click()
    expect(page.locator("#mine-list .said")).to_have_text("Not sent")
    expect(page.locator("#text")).to_have_value("Nor this")
