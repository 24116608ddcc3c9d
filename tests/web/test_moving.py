"""The laptop has a new address: the page at the old one takes everything along, and leaves no trace of it."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.server.carry import carry_key, new_carry
from facilitator.system.resources import resource
from tests.web.rooms import STILL, put_in, send
from tests.web.test_network import collect, hide, texts

Phone = Callable[..., Page]
Room = Callable[..., RoomHost]
WAITING = "received, waiting to be mixed"


def test_every_page_has_a_key_of_its_own_that_only_its_name_and_the_program_give_again() -> None:
    first, second = new_carry(b"a" * 32), new_carry(b"a" * 32)
    assert first != second
    assert carry_key(b"a" * 32, first[0]) == first[1]
    assert carry_key(b"b" * 32, first[0]) != first[1]
    for strange in ("", "x" * 32, "../../etc/passwd", first[0][:-1], first[0].upper() + "0"):
        assert carry_key(b"a" * 32, strange) == ()


@pytest.mark.web
def test_the_seal_is_chacha20_as_published(phone: Phone) -> None:
    """RFC 8439, 2.3.2 and 2.4.2."""
    page = phone("about:blank")
    code = resource("web", "page", "moving.js").read_text(encoding="utf-8")
    key = [0x03020100, 0x07060504, 0x0B0A0908, 0x0F0E0D0C, 0x13121110, 0x17161514, 0x1B1A1918, 0x1F1E1D1C]
    block = page.evaluate(
        f"([key]) => {{ {code}; return [...stream(key, 1, [0x09000000, 0x4a000000, 0])]; }}", [key]
    )
    assert block[:4] == [0xE4E7F110, 0x15593BD1, 0x1FDD0F50, 0xC47120A3]
    assert block[12:] == [0xD19C12B5, 0xB94E16DE, 0xE883D0CB, 0x4E3C50A2]
    text = "Ladies and Gentlemen of the class of '99" * 3
    there_and_back = page.evaluate(
        f"([key, text]) => {{ {code}; return sealed(sealed(text, key, [1, 2, 3]), key, [1, 2, 3]); }}",
        [key, text],
    )
    assert there_and_back == text


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


@pytest.mark.web
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


@pytest.mark.web
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


@pytest.mark.web
def test_what_cannot_be_opened_is_said(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    for strange in ("1.2.3.AAAA", "x", "%7B%22own%22%3A%5B%5D%7D", ""):
        page = phone(host.participants_url() + f"#with={strange}")
        expect(page.locator("#problem")).to_contain_text("Go back one page: it is still there.")
        assert "#" not in page.url
        expect(page.locator("#mine")).to_be_hidden()


@pytest.fixture
def kept_phone(browser: Browser, tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser that writes its history, as every phone does."""
    profile = tmp_path / "profile"
    path = shutil.which("chromium") or shutil.which("google-chrome") or browser.browser_type.executable_path
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=path, args=["--no-sandbox"], locale="en"
    )
    yield context, profile
    context.close()


@pytest.mark.web
def test_the_phones_history_holds_no_word_receipt_or_seat(
    room: Room, kept_phone: tuple[BrowserContext, Path]
) -> None:
    """Found by looking into Chromium's own file: an address is written down with what is behind its #."""
    host = room(host="0.0.0.0", **STILL)
    context, profile = kept_phone
    page = context.pages[0]
    page.goto(host.participants_url("127.0.0.1"))
    send(page, "MARKED WORDS")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    mind = json.loads(page.evaluate("sessionStorage.getItem('page')"))
    secrets = [mind["seat"], mind["own"][0]["receipt"], "MARKED"]
    move(page, host)
    expect(page.locator("#mine-list .said")).to_have_text("MARKED WORDS")
    context.close()
    with closing(sqlite3.connect(profile / "Default" / "History")) as db:
        visited = [url for (url,) in db.execute("SELECT url FROM urls")]
    assert any("127.0.0.2" in url and "#with=" in url for url in visited), "nothing was looked at"
    for url in visited:
        assert not [s for s in secrets if s in url], url
        sealed = re.search(r"#with=(.*)", url)
        assert not sealed or not re.search(r"[{}:]|%7B|%22", sealed[1])


@pytest.mark.web
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
