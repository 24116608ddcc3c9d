"""How long rooms are kept, and how they are deleted: rows, free pages, journal and file.

A room's file says itself on which day it may go. What is due is deleted at the next start. Deleting first
empties the file through SQLite with ``secure_delete``, then overwrites what is left, then unlinks it. Disks
that move data about (SSDs), snapshots and backups may keep older copies: ``docs/privacy.md`` says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from facilitator.system import paths

#: A file that cannot be read any more is kept this long, by its own date, then deleted too.
UNREADABLE_DAYS = 7


@dataclass(frozen=True, slots=True)
class KeptRoom:
    """A room on this computer."""

    path: Path
    title: str
    delete_after: date
    entries: int
    closed: bool


def new_file(folder: Path | None = None) -> Path:
    """A path for a new room, with a name that says nothing."""
    return (folder or paths.rooms_dir()) / f"{os.urandom(16).hex()}.sqlite3"


def until(today: date, keep_days: int) -> date:
    """The last day on which a room of today is kept."""
    return today + timedelta(days=max(0, keep_days))


def read(path: Path) -> KeptRoom | None:
    """What a room's file says about itself; None when it cannot be read."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            settings, day, closed = db.execute("SELECT settings, delete_after, closed FROM room").fetchone()
            count = db.execute("SELECT count(*) FROM entry WHERE state != 'dismissed'").fetchone()[0]
        title = str(json.loads(settings).get("title", ""))
        return KeptRoom(path, title, date.fromisoformat(day), int(count), bool(closed))
    except (sqlite3.Error, ValueError, TypeError):
        return None


def holds(name: str) -> bool:
    """Has anybody written in the room with this file name?"""
    kept = read(paths.rooms_dir() / Path(name).name)
    return kept is not None and kept.entries > 0


def rooms(folder: Path | None = None) -> list[KeptRoom]:
    """The rooms on this computer that can be read, those kept longest first."""
    found = [read(path) for path in _files(folder)]
    return sorted((r for r in found if r), key=lambda r: (r.delete_after, r.path.name), reverse=True)


def close(path: Path, day: date) -> None:
    """End a room whose server is gone: dismissed entries are erased, the rest is kept until ``day``."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=2.0)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("DELETE FROM entry WHERE state = 'dismissed'")
        db.execute("UPDATE room SET closed = 1, delete_after = ?", (day.isoformat(),))
        db.commit()
        db.execute("VACUUM")


def delete_due(today: date, folder: Path | None = None) -> list[Path]:
    """Delete every room whose day is over; returns what is gone. What cannot be deleted is tried again."""
    gone = []
    for path in _files(folder):
        room = read(path)
        if room is not None:
            due = room.delete_after < today
        else:
            try:
                changed = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
            except OSError:
                continue
            due = changed + timedelta(days=UNREADABLE_DAYS) < today
        if due:
            with contextlib.suppress(OSError):
                destroy(path)
                gone.append(path)
    return gone


def _files(folder: Path | None) -> list[Path]:
    base = folder or paths.rooms_dir()
    return sorted(base.glob("*.sqlite3")) if base.is_dir() else []


def destroy(path: Path) -> None:
    """Delete a room whole. Raises OSError when the file cannot be removed; a missing one is no error."""
    if path.exists():
        # An unreadable file is overwritten all the same.
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=2.0)) as db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA temp_store = MEMORY")
            db.execute("DELETE FROM entry")
            db.execute("DELETE FROM room")
            db.commit()
            db.execute("VACUUM")
    for file in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        _shred(file)


def _shred(file: Path) -> None:
    """Overwrite with zeros, cut, unlink. On disks that write in place nothing of it is left."""
    if not file.exists():
        return
    with contextlib.suppress(OSError), file.open("r+b") as out:
        size = out.seek(0, os.SEEK_END)
        out.seek(0)
        for _ in range(0, size, 65536):
            out.write(bytes(65536))
        out.flush()
        os.fsync(out.fileno())
        out.truncate(0)
    file.unlink()
