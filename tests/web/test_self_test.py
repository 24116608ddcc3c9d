"""The self-test page: what a phone can do here, told on the phone; nothing is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import RoomSettings
from facilitator.room.server.page import render_self_test
from facilitator.system.resources import resource
from tests.room.rooms import rows
from tests.web.rooms import STILL
from tests.web.test_access import LOOKS, faults, picture, spills

Phone = Callable[..., Page]
Room = Callable[..., RoomHost]


def test_it_names_the_address_and_knows_the_laptop_itself() -> None:
    phone = render_self_test(RoomSettings(), "en", host="192.168.1.7:8080", from_laptop=False)
    assert "192.168.1.7:8080" in phone
    assert 'id="laptop"' not in phone
    laptop = render_self_test(RoomSettings(), "en", host="<evil>", from_laptop=True)
    assert 'id="laptop"' in laptop
    assert "<evil>" not in laptop


def test_the_script_finds_every_word_it_asks_for() -> None:
    html = render_self_test(RoomSettings(), "en", host="h", from_laptop=False)
    found = re.search(r"data-setup='([^']*)'", html)
    assert found
    sent = json.loads(unescape(found[1]))["words"]
    asked = set(re.findall(r"\btest_\w+", resource("web", "selftest.js").read_text(encoding="utf-8")))
    assert asked
    assert asked <= set(sent)


@pytest.mark.web
@pytest.mark.parametrize("look", LOOKS)
def test_all_is_well_on_an_open_network(room: Room, phone: Phone, look: str) -> None:
    host = room(**STILL)
    before = host.file.read_bytes()
    page = phone(f"{host.participants_url()}test", **LOOKS[look])
    for check in ("sending", "news", "keeping", "answer"):
        expect(page.locator(f"#{check}")).to_have_class("well")
    expect(page.locator("#sum")).not_to_be_empty()
    if look == "light":
        expect(page.locator("#sum")).to_have_text("All is well: this device can take part.")
        expect(page.locator("#laptop")).to_be_visible()
    picture(page, look, "self-test")
    assert not faults(page)
    assert not spills(page, look, "self-test")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Test again" is the first stop
    expect(page.locator("#answer")).to_have_class("well")
    assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
    assert host.file.read_bytes() == before
    assert rows(host.file) == []
    client = host.client()
    assert client.collect(force=True) == 0
    client.stop()


@pytest.mark.web
def test_a_network_that_holds_streams_back_is_good_enough(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/events", lambda route: route.abort())
    page.goto(f"{host.participants_url()}test")
    expect(page.locator("#news")).to_have_class("slow")
    expect(page.locator("#sum")).to_have_text("This device can take part. What is slower is named below.")


@pytest.mark.web
def test_a_network_that_takes_no_posts_is_told(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/entries/status", lambda route: route.abort())
    page.goto(f"{host.participants_url()}test")
    expect(page.locator("#sending")).to_have_class("bad")
    expect(page.locator("#sum")).to_contain_text("cannot send")


@pytest.mark.web
def test_without_scripts_it_still_says_that_the_room_is_reached(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(f"{host.participants_url()}test", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("This device reaches the room.")
    expect(page.locator("#sum")).to_be_hidden()
    page.get_by_role("link", name="To the room's page").click()
    expect(page.locator("#form")).to_be_visible()
