"""How long rooms are kept, and that deleting is real and whole."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path

from facilitator.room import retention
from facilitator.room.host import RoomHost, settings_of
from facilitator.room.records import Release, RoomSettings
from facilitator.system import paths
from tests.room.rooms import Bench, running

WORDS = "a complaint about my own boss"


def room(folder: Path, name: str = "a.sqlite3") -> Path:
    bench = Bench(folder / name, RoomSettings(title="Session"))
    bench.send(WORDS)
    bench.room.collect(force=True)
    bench.store.close()
    return bench.path


def test_a_kept_room_says_what_it_is(tmp_path: Path) -> None:
    path = room(tmp_path)
    kept = retention.read(path)
    assert kept == retention.KeptRoom(path, "Session", date(2026, 1, 22), 1, False)
    assert retention.rooms(tmp_path) == [kept]
    assert retention.read(tmp_path / "missing.sqlite3") is None
    found = settings_of(path)
    assert found is not None
    assert found.title == "Session"


def test_what_is_due_goes_at_the_next_start(tmp_path: Path) -> None:
    path = room(tmp_path)
    assert retention.delete_due(date(2026, 1, 22), tmp_path) == []
    assert retention.delete_due(date(2026, 1, 23), tmp_path) == [path]
    assert list(tmp_path.iterdir()) == []
    assert retention.delete_due(date(2026, 1, 23), tmp_path / "nowhere") == []


def test_what_cannot_be_read_goes_after_a_week(tmp_path: Path) -> None:
    path = tmp_path / "broken.sqlite3"
    path.write_bytes(b"no database")
    today = date.today()  # noqa: DTZ011 - the file's own date is the machine's
    assert retention.delete_due(today, tmp_path) == []
    old = time.time() - 9 * 86400
    os.utime(path, (old, old))
    assert retention.delete_due(today, tmp_path) == [path]


def test_starting_a_room_deletes_what_is_due(home: Path) -> None:
    path = room(paths.rooms_dir())
    with running(RoomSettings(), today=lambda: date(2026, 1, 23)) as host:
        assert not path.exists()
        assert [p.name for p in paths.rooms_dir().iterdir()] == [host.file.name]


def test_destroying_overwrites_before_it_unlinks(tmp_path: Path) -> None:
    path = room(tmp_path)
    twin = tmp_path / "the same file by another name"
    os.link(path, twin)
    assert WORDS.encode() in path.read_bytes()
    retention.destroy(path)
    assert not path.exists()
    assert WORDS.encode() not in twin.read_bytes()
    assert twin.read_bytes().strip(b"\0") == b""
    retention.destroy(path)


def test_destroying_takes_a_hot_journal_with_it(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite3"
    for end in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + end).write_bytes(WORDS.encode() * 100)
    retention.destroy(path)
    assert list(tmp_path.iterdir()) == []


def test_a_room_is_kept_and_gone_on_with(home: Path) -> None:
    settings = RoomSettings(title="First day", release=Release.INSTANT)
    host = RoomHost(settings, host="127.0.0.1", today=lambda: date(2026, 1, 15))
    host.start()
    client = host.client()
    client.type_in("question", WORDS)
    client.type_in("comment", "put aside")
    client.collect(force=True)
    client.act(next(e.id for e in client.snapshot().entries if e.text == "put aside"), "dismiss")
    client.stop()
    day = host.close_room(delete=False)
    assert day is not None
    kept = retention.read(host.file)
    assert kept is not None
    assert (kept.closed, kept.entries, kept.delete_after) == (True, 1, day)
    assert b"put aside" not in host.file.read_bytes()
    with running(settings, data=host.file) as again:
        client = again.client()
        assert [e.text for e in client.snapshot().entries] == [WORDS]
        client.type_in("question", "the next morning")
        client.collect(force=True)
        client.stop()
        assert not retention.read(host.file).closed  # type: ignore[union-attr] - it was read before


def test_a_room_whose_server_is_gone_can_still_be_ended(home: Path) -> None:
    for delete in (False, True):
        host = RoomHost(RoomSettings(), host="127.0.0.1", today=lambda: date(2026, 1, 15))
        host.start()
        host.stop()
        assert host.file.exists()
        assert host.close_room(delete=delete) == (None if delete else date(2026, 1, 22))
        assert host.file.exists() is not delete


def test_a_deleted_room_stays_deleted_when_its_server_dies(home: Path) -> None:
    with running(RoomSettings()) as host:
        client = host.client()
        client.delete_now()
        assert not host.file.exists()
        assert client.snapshot().closed
        client.stop()
        os.kill(host.process_id or 0, signal.SIGKILL)
        assert host._watcher is not None
        host._watcher.join(5)
        assert not host.file.exists()
        assert host.restarts == 0
