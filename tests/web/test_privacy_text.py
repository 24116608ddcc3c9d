"""The privacy text promises what these settings make the server do, and the code that does it is there."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from facilitator.room.host import RoomHost
from facilitator.room.records import Release, RoomSettings, rounded_seats
from facilitator.room.server.page import privacy_text, render_page
from facilitator.room.server.words import LANGUAGES
from tests.room.rooms import Bench, Phone, receipt
from tests.web.rooms import STILL, put_in


def text(**changes: object) -> str:
    return " ".join(privacy_text(replace(RoomSettings(), **changes), "en"))  # type: ignore[arg-type]


def test_numbers_come_from_the_settings() -> None:
    said = text(batch_least=4, batch_seconds=(20.0, 40.0), batch_longest=120.0, keep_days=3)
    for promise in (
        "at least 4 are waiting",
        "20 to 40 seconds apart",
        "moment after 2 minutes",
        "for 3 days",
    ):
        assert promise in said


#: What the text need not say, and why.
UNSAID = {
    "title": "shown on the page",
    "lang": "chooses the language",
    "categories": "shown as doors",
    "resources": "shown as help",
    "limits": "that there are limits is said; their numbers hold nobody's data",
}
CHANGES = {
    "release": Release.INSTANT,
    "moderated": False,
    "batch_least": 9,
    "batch_seconds": (11.0, 22.0),
    "batch_longest": 333.0,
    "keep_days": 1,
}


def test_every_setting_that_the_server_obeys_changes_the_text() -> None:
    """A setting that is added later fails here until the text tells it, or somebody says why not."""
    assert {field.name for field in fields(RoomSettings)} == UNSAID.keys() | CHANGES.keys()
    for name, value in CHANGES.items():
        for language in LANGUAGES:
            usual = privacy_text(RoomSettings(), language)
            changed = privacy_text(replace(RoomSettings(), **{name: value}), language)  # type: ignore[arg-type]
            assert changed != usual, (name, language)
    assert "for 1 day;" in text(keep_days=1)


def test_how_many_pages_are_open_is_told_rounded_and_not_written_down() -> None:
    assert "about how many pages are open, rounded" in text()
    assert [rounded_seats(n) for n in (0, 1, 7, 8, 23)] == [0, 5, 5, 10, 20]


def test_each_way_of_release_has_its_own_promise() -> None:
    assert "until the trainer ends the round" in text(release=Release.ROUND)
    assert "nothing is mixed or held back" in text(release=Release.INSTANT)
    assert "each entry reaches the trainer at once" in text(release=Release.INSTANT)
    for release in (Release.ROUND, Release.INSTANT):
        assert "seconds apart" not in text(release=release)
        assert "the only entry waiting" not in text(release=release)
    assert "The trainer reads everything first" in text()
    assert "shown to everybody in the room at once" in text(moderated=False)
    assert "reads everything first" not in text(moderated=False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("release", Release)
def test_no_place_is_left_open_and_all_of_it_is_on_the_page(language: str, release: Release) -> None:
    from html import unescape

    settings = RoomSettings(release=release)
    sentences = privacy_text(settings, language)
    html = unescape(render_page(settings, language, published=[], nonce="n"))
    for sentence in sentences:
        assert not re.search(r"[{}]", sentence)
        assert f"<li>{sentence}</li>" in html


def test_what_cannot_be_promised_is_said() -> None:
    said = text()
    for limit in (
        "Wi-Fi",
        "not encrypted",
        "way of writing",
        "your screen",
        "small group",
        "it comes out alone",
    ):
        assert limit in said
    assert "your phone" in said
    assert "copies" in said


# --- each promise, kept by the server -----------------------------------------------------------------------


def test_mixed_rooms_wait_for_others_or_for_the_longest_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3")
    bench.send("One")
    bench.send("Two")
    bench.pass_time(170)
    assert bench.texts() == [], "fewer than three wait"
    bench.pass_time(75)  # three minutes, and then the next of the moments
    assert sorted(bench.texts()) == ["One", "Two"]
    for word in ("A", "B", "C"):
        bench.send(word)
    bench.pass_time(61)
    assert len(bench.texts()) == 5


def test_dismissed_entries_are_erased_when_the_room_is_closed(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(release=Release.INSTANT))
    bench.send("Put aside")
    bench.pass_time(2)
    entry = bench.room.entries()[0]
    bench.room.act(entry.id, "publish")
    bench.room.act(entry.id, "dismiss")
    assert bench.room.published() == []
    bench.room.close()
    assert bench.texts() == []
    assert b"Put aside" not in (tmp_path / "room.sqlite3").read_bytes()


def test_taking_back_erases_at_once_or_shortly_after(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3")
    waiting = bench.send("Still waiting")
    bench.room.withdraw(waiting)
    bench.pass_time(300)
    assert bench.texts() == []
    secret = bench.send("Marker of the saved one")
    bench.pass_time(300)
    assert bench.texts() == ["Marker of the saved one"]
    bench.room.withdraw(secret)
    bench.pass_time(61)
    assert bench.texts() == []
    assert b"Marker of the saved one" not in (tmp_path / "room.sqlite3").read_bytes()


def test_laptop_keeps_of_an_entry_and_of_the_room_only_what_is_said(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3")
    bench.send("x")
    with contextlib.closing(sqlite3.connect(tmp_path / "room.sqlite3")) as db:
        columns = {t: [c[1] for c in db.execute(f"PRAGMA table_info({t})")] for t in ("entry", "room")}
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    # words, kind, how many want it, how it was marked, a reply; and what the secret fits
    assert set(columns["entry"]) == {
        *("id", "mark", "category", "text", "state", "published", "starred", "votes", "reply"),
    }
    # the room's settings (with its title), the day until which it is kept, whether it is closed
    assert set(columns["room"]) == {"one", "format", "room_id", "settings", "delete_after", "closed"}
    assert tables == {"entry", "room"}


@pytest.mark.web
def test_no_cookie_and_a_vote_is_only_a_number(room: Callable[..., RoomHost]) -> None:
    host = room(**STILL)
    entry = put_in(host, "Vote for me")[0]
    seat = receipt()
    with contextlib.closing(Phone(host.port, User_Agent="MarkedAgent")) as http:
        for _ in range(3):
            answer = http.post("votes", seat=seat, entry=entry.id, on=True)
            assert "set-cookie" not in answer.headers
    put_in(host, "A batch")
    client = host.client()
    assert next(e.votes for e in client.snapshot().entries if e.id == entry.id) == 1
    client.stop()
    kept = host.file.read_bytes()
    assert seat.encode() not in kept
    assert bytes.fromhex(seat) not in kept
    assert b"MarkedAgent" not in kept
