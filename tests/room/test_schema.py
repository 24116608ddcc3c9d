"""What the room's file has a place for: no time, order, address, agent or seat (3.7, tests 3 and 4)."""

from __future__ import annotations

import contextlib
import random
import re
import sqlite3
import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from facilitator.room.records import RoomSettings
from facilitator.room.server import room as room_module
from facilitator.room.server import sqlite_store
from facilitator.room.server.room import Room
from facilitator.system.clock import FakeClock
from tests.room.rooms import OPEN, Bench, rows

FORBIDDEN = re.compile(
    r"time|date|stamp|created|updated|seen|_at$|when|order|seq|position|rank|rowid|autoinc|number|ip$|ip_|addr|host"
    r"|peer|port|agent|browser|device|lang|cookie|session|seat|user|name|person|author|sender|who|client|token",
    re.IGNORECASE,
)
KNOWN = {
    "room": {"one", "format", "room_id", "settings", "delete_after", "closed"},
    "entry": {"id", "mark", "category", "text", "state", "published", "starred", "votes", "reply"},
}


def columns(path: Path) -> dict[str, set[str]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}


def test_there_is_no_column_for_what_must_not_be_known(tmp_path: Path) -> None:
    found = columns(Bench(tmp_path / "room.sqlite3").path)
    assert found == KNOWN
    for table, names in found.items():
        for name in names:
            assert not FORBIDDEN.search(name), f"{table}.{name}"


@pytest.mark.parametrize("name", ["created_at", "ip", "user_agent", "seat", "sent_time", "peer", "seq_no"])
def test_the_guard_would_see_such_a_column(name: str) -> None:
    assert FORBIDDEN.search(name)


def test_entries_have_no_hidden_row_number(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3")
    with pytest.raises(sqlite3.OperationalError):
        rows(bench.path, "SELECT rowid FROM entry")


def test_pragmas_are_as_promised(tmp_path: Path) -> None:
    db = Bench(tmp_path / "room.sqlite3").store._db
    said = {
        name: db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store")
    }
    assert said == {"journal_mode": "delete", "synchronous": 2, "secure_delete": 1, "temp_store": 2}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_on_this_computer_can_read_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "rooms" / "room.sqlite3")
    assert stat.S_IMODE(bench.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(bench.path.parent.stat().st_mode) == 0o700
    assert [f.name for f in bench.path.parent.iterdir()] == ["room.sqlite3"]


def test_the_file_says_nothing_about_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same session at two times of the same day makes the same bytes."""

    def session(name: str, hours: int) -> bytes:
        made = random.Random(5)
        monkeypatch.setattr(sqlite_store.secrets, "token_bytes", made.randbytes)
        clock = FakeClock()
        clock.wall += timedelta(hours=hours)
        clock.elapsed += hours * 3600
        bench = Bench(tmp_path / name, clock=clock)
        for n in range(7):
            bench.room.send(f"{n:032x}", "question", f"entry {n}")
            bench.pass_time(7)
        bench.pass_time(200)
        bench.room.act(bench.room.entries()[0].id, "answer")
        bench.room.close()
        bench.store.close()
        return bench.path.read_bytes()

    assert session("morning", 0) == session("evening", 9)


def test_a_receipt_is_kept_only_as_a_hash_of_this_room(tmp_path: Path) -> None:
    one, other = Bench(tmp_path / "a"), Bench(tmp_path / "b")
    secret = "00112233445566778899aabbccddeeff"
    for bench in (one, other):
        bench.room.send(secret, "question", "text")
        bench.room.collect(force=True)
        raw = bench.path.read_bytes()
        assert bytes.fromhex(secret) not in raw
        assert secret.encode() not in raw
    assert rows(one.path, "SELECT mark FROM entry") != rows(other.path, "SELECT mark FROM entry")


def test_chance_comes_from_the_system_unless_a_test_says_otherwise(tmp_path: Path) -> None:
    store = sqlite_store.SqliteStore(tmp_path / "room.sqlite3", RoomSettings(), "2026-01-22")
    OPEN.append(store)
    room = Room(RoomSettings(), store, FakeClock())
    assert isinstance(room._rng, random.SystemRandom)
    assert isinstance(room._schedule._rng, random.SystemRandom)
    assert room_module.random.SystemRandom is random.SystemRandom
