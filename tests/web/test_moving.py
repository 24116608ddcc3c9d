"""The laptop has a new address: the page at the old one takes everything along, and leaves no trace of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from tests.web.rooms import STILL, put_in, send
from tests.web.test_network import collect, hide, texts

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]
WAITING = "received, waiting to be mixed"


def move(page: Page, host: RoomHost, to: str = "127.0.0.2") -> None:
    """Cut the old address off; type the new one."""
    page.context.route("http://127.0.0.1:*/**", lambda route: route.abort())
    hide(page, True)
    hide(page, False)
    expect(page.locator("#lost")).to_be_visible()
    page.get_by_role("link", name="Has the address on the wall changed?").click()
    page.locator("#moved summary").click()
    page.locator("#address").fill(f"http://{to}:{host.port}/")
    page.get_by_role("button", name="Go there").click()


def test_everything_comes_along(room: Room, phone: Phone) -> None:
    host = room(host="0.0.0.0", **STILL)
    other = put_in(host, "Coffee?")[0]
    page = phone(host.participants_url("127.0.0.1"), network=True)
    send(page, "Sent before the move, with “quotes”, ümlauts, 你好 and 👨‍👩‍👧‍👦")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    vote = page.locator(f'[data-id="{other.id}"] .vote')
    vote.click()
    expect(vote).to_have_text("▲ 1")
    page.context.route("http://127.0.0.1:*/api/v1/entries", lambda route: route.abort())
    send(page, "Written in between")
    page.get_by_role("button", name="Write another").click()
    move(page, host)
    expect(page.locator("#mine-list .state")).to_have_text([WAITING] * 2)
    assert page.url == f"http://127.0.0.2:{host.port}/?lang=en"
    expect(vote).to_have_attribute("aria-pressed", "true")
    put_in(host, "A batch")
    assert sorted(texts(host))[1:] == [
        "Coffee?",
        "Sent before the move, with “quotes”, ümlauts, 你好 and 👨‍👩‍👧‍👦",
        "Written in between",
    ]
    page.locator("#mine-list li").last.get_by_role("button", name="Change").click()
    page.locator("#mine-list textarea").fill("Still mine")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")
    collect(host)
    assert "Still mine" in texts(host)


def test_a_wrong_address_is_told_and_the_way_back_loses_nothing(room: Room, phone: Phone) -> None:
    host = room(host="0.0.0.0", **STILL)
    page = phone(host.participants_url("127.0.0.1"), network=True)
    send(page, "Not lost")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.route("http://127.0.0.3:*/**", lambda route: route.abort())
    page.context.route("http://127.0.0.1:*/api/**", lambda route: route.abort())
    hide(page, True)
    hide(page, False)
    page.locator("#lost a").click()
    page.locator("#moved summary").click()
    for wrong in ("no address!", "http://", "a b", "192.168.1.1:123456"):
        page.locator("#address").fill(wrong)
        page.get_by_role("button", name="Go there").click()
        expect(page.locator("#moved-wrong")).to_contain_text("does not look like an address")
        expect(page.locator("#address")).to_be_focused()
    page.locator("#address").fill("127.0.0.3")
    page.get_by_role("button", name="Go there").click()
    page.wait_for_url("chrome-error://**")
    page.context.unroute("http://127.0.0.1:*/api/**")
    page.go_back()
    expect(page.locator("#mine-list .said")).to_have_text("Not lost")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)


def test_what_cannot_be_opened_is_said(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    for strange in ("1.2.3.AAAA", "x", "%7B%22own%22%3A%5B%5D%7D", "%E0%"):
        page = phone(host.participants_url() + f"#with={strange}")
        expect(page.locator("#problem")).to_contain_text("Go back one page: it is still there.")
        assert "#" not in page.url
        expect(page.locator("#mine")).to_be_hidden()


def test_clearing_at_the_new_address_forgets_what_came_along(room: Room, phone: Phone) -> None:
    host = room(host="0.0.0.0", **STILL)
    page = phone(host.participants_url("127.0.0.1"), network=True)
    send(page, "Mine")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    move(page, host)
    expect(page.locator("#mine-list .said")).to_have_text("Mine")
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.locator("#mine")).to_be_hidden()
    assert "Mine" not in page.evaluate("JSON.stringify(sessionStorage) + location.href")
