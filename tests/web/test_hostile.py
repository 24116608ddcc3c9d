"""The sixty hostile strings in a real browser: on the list, on their author's page, and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release
from facilitator.room.server.text import clean
from tests.hostile import HOSTILE
from tests.room.rooms import Phone as Http
from tests.room.rooms import until

pytestmark = pytest.mark.web
LIMITS = Limits(room_per_minute=10_000, address_per_minute=10_000)
SHOWN = "nodes => nodes.map(n => n.textContent)"


@pytest.fixture
def filled(room: Callable[..., RoomHost]) -> tuple[RoomHost, list[str]]:
    host = room(release=Release.INSTANT, moderated=False, limits=LIMITS)
    http, kept = Http(host.port), []
    for _, text in HOSTILE:
        if http.send(text)[1].status == 200:
            kept.append(clean(text))
    until(lambda: len(http.get("/api/v1/room").json["entries"]) == len(kept))
    http.close()
    return host, kept


@pytest.mark.parametrize("script", [True, False])
def test_the_list_shows_them_as_text(
    filled: tuple[RoomHost, list[str]], phone: Callable[..., Page], script: bool
) -> None:
    host, kept = filled
    assert len(kept) >= 55
    page = phone(java_script_enabled=script)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(host.participants_url())
    said = page.locator("#list .said")
    expect(said).to_have_count(len(kept))
    assert sorted(said.evaluate_all(SHOWN)) == sorted(kept)
    assert page.locator("#list :is(a, img, svg, script, b, h1, iframe, style)").count() == 0
    assert page.locator("img, svg, iframe").count() == 0
    assert not dialogs


def test_an_author_sees_own_ones_as_text(room: Callable[..., RoomHost], phone: Callable[..., Page]) -> None:
    host = room(release=Release.INSTANT, moderated=True, limits=LIMITS)
    page = phone(host.participants_url())
    typed = [
        text for _, text in HOSTILE if "\x00" not in text and "\ud800" not in text and "\udfff" not in text
    ]
    # As many as the page may send in one go, each typed into the box itself.
    for text in typed[:3]:
        if page.locator("#another button").is_visible():
            page.locator("#another button").click()
        page.get_by_label("Complaint", exact=True).check()
        page.locator("#text").fill(text)
        page.locator("#send").click()
    mine = page.locator("#mine-list .said")
    expect(mine).to_have_count(3)
    assert sorted(mine.evaluate_all(SHOWN)) == sorted(t.strip() for t in typed[:3])
    assert page.locator("#mine-list :is(a, img, svg, script, b, h1)").count() == 0
