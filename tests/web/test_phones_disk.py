"""What a participant's own phone keeps on its disk: nothing that anybody can read once the room is gone.

Chromium writes a tab's storage, and every address with what is behind its ``#``, to its profile, and leaves
it there for a while after it was cleared. These tests read the whole profile, as an examiner would.
"""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from facilitator.room.host import RoomHost
from facilitator.room.server.carry import carry_key, new_carry
from facilitator.system.resources import resource
from tests.room.rooms import Bench, until
from tests.web.rooms import STILL, send
from tests.web.sealed import block, mind, mixed, stored
from tests.web.test_moving import WAITING, move

Room = Callable[..., RoomHost]


def test_every_page_has_a_key_that_only_its_name_and_the_room_give_again(tmp_path: Path) -> None:
    one, other = Bench(tmp_path / "one.sqlite3"), Bench(tmp_path / "other.sqlite3")
    name, key = new_carry(one.room.mark)
    assert new_carry(one.room.mark) != (name, key)
    assert carry_key(other.room.mark, name) != key
    one.open()  # as after a crash
    assert carry_key(one.room.mark, name) == key


@pytest.mark.web
def test_the_seal_is_chacha20_as_published(browser: Browser) -> None:
    """RFC 8439, 2.3.2: the script's, and that of these tests."""
    key = tuple(int.from_bytes(bytes(range(n, n + 4)), "little") for n in range(0, 32, 4))
    nonce = (0x09000000, 0x4A000000, 0)
    words = [0xE4E7F110, 0x15593BD1, 0x1FDD0F50, 0xC47120A3, 0xC7F4D1C7, 0x0368C033, 0x9AAA2204, 0x4E6CD4C3]
    words += [0x466482D2, 0x09AA9F07, 0x05D7C214, 0xA2028BD9, 0xD19C12B5, 0xB94E16DE, 0xE883D0CB, 0x4E3C50A2]
    assert block(key, 1, nonce) == b"".join(word.to_bytes(4, "little") for word in words)
    code = resource("web", "page", "seal.js").read_text(encoding="utf-8")
    page = browser.new_page()
    script = f"([key, nonce]) => {{ {code}; return [...keyStream(key, 1, nonce)]; }}"
    assert page.evaluate(script, [key, nonce]) == words
    text = "Ladies and Gentlemen of the class of '99" * 5
    script = f"([text, key, nonce]) => {{ {code}; return btoa(mixed(text, key, nonce)); }}"
    assert base64.b64decode(page.evaluate(script, [text, key, nonce])) == mixed(text.encode(), key, nonce)
    page.close()


@pytest.fixture
def kept_phone(browser: Browser, tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser with a profile on the disk, as every phone's."""
    path = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    profile = tmp_path / "profile"
    flags = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=path, args=flags, locale="en"
    )
    yield context, profile
    context.close()


def found(profile: Path, *texts: str) -> list[str]:
    """Which of these can be read in any file of the profile, in either of the encodings that browsers use."""
    hits = set()
    for file in profile.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            hits |= {t for t in texts if t.encode() in data or t.encode("utf-16-le") in data}
    return sorted(hits)


@pytest.mark.web
def test_storage_on_the_disk_holds_no_word_receipt_or_seat(
    room: Room, kept_phone: tuple[BrowserContext, Path]
) -> None:
    host = room(**STILL)
    context, profile = kept_phone
    page, other = context.pages[0], context.new_page()
    page.goto(host.participants_url())
    send(page, "MARKED WORDS")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    page.get_by_role("button", name="Write another").click()
    page.locator("#text").fill("MARKED DRAFT")
    kept = mind(page, host.port)
    assert kept["draft"]["text"] == "MARKED DRAFT"
    name = stored(page).split(".")[0]
    secrets = ["MARKED", kept["seat"], kept["own"][0]["receipt"]]
    until(lambda: other.wait_for_timeout(200) or found(profile, name), 30.0, "the storage on the disk")
    assert found(profile, *secrets) == []
    page.reload()
    expect(page.locator("#mine-list .said")).to_have_text("MARKED WORDS")
    expect(page.locator("#text")).to_have_value("MARKED DRAFT")
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.locator("#mine")).to_be_hidden()
    page.close()
    other.wait_for_timeout(500)
    context.close()
    assert found(profile, *secrets) == []


@pytest.mark.web
def test_the_history_holds_no_word_receipt_or_seat(
    room: Room, kept_phone: tuple[BrowserContext, Path]
) -> None:
    """An address is written down with what is behind its ``#``."""
    host = room(host="0.0.0.0", **STILL)
    context, profile = kept_phone
    page = context.pages[0]
    page.goto(host.participants_url("127.0.0.1"))
    send(page, "MARKED WORDS")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    kept = mind(page, host.port)
    move(page, host)
    expect(page.locator("#mine-list .said")).to_have_text("MARKED WORDS")
    context.close()
    with closing(sqlite3.connect(profile / "Default" / "History")) as db:
        visited = [url for (url,) in db.execute("SELECT url FROM urls")]
    assert any("127.0.0.2" in url and "#with=" in url for url in visited), "nothing was looked at"
    assert found(profile, "MARKED", kept["seat"], kept["own"][0]["receipt"]) == []
