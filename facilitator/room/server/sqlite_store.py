"""A room in one SQLite file.

There is no column for time, order, address, device or person (``tests/room/test_schema.py`` holds this).
Pages of an SQLite file remember the order of insertion even under random keys, and deleted text stays in
free space; so entries go in shuffled, sorted by random id, and VACUUM rewrites the file after each batch.
A rollback journal with ``synchronous=FULL`` survives ``kill -9`` and a power cut; write-ahead logging would
keep several versions of each page.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from pathlib import Path
from typing import Any

from facilitator.room import retention
from facilitator.room.only_one import TAKEN, OnlyOne, TakenError
from facilitator.room.records import Entry, EntryState, RoomSettings
from facilitator.room.server.storage import Changes, StorageError, Stored
from facilitator.room.wire import settings_to_wire
from facilitator.system import paths

SCHEMA = """
CREATE TABLE room (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL,
    room_id BLOB NOT NULL,
    settings TEXT NOT NULL,
    delete_after TEXT NOT NULL,
    closed INTEGER NOT NULL
) STRICT;
CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    mark BLOB NOT NULL UNIQUE,
    category TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    published INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    votes INTEGER NOT NULL,
    reply TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
FORMAT = 1
_COLUMNS = "id, mark, category, text, state, published, starred, votes, reply"


def _sentence(error: Exception, path: Path) -> str:
    text = str(error).lower()
    if "full" in text:
        return "The disk is full: new entries wait in memory. Free some space; they are written then."
    if "readonly" in text or "read-only" in text or "unable to open" in text:
        return f"The room's file in {path.parent} cannot be written: new entries wait in memory."
    return "The room's file cannot be written just now: new entries wait in memory and are tried again."


class SqliteStore:
    """The file at ``path``; made with ``settings`` when it is not there yet. Raises StorageError."""

    def __init__(self, path: Path, settings: RoomSettings, delete_after: str) -> None:
        self.path = path
        try:
            paths.private_dir(path.parent)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._lock = OnlyOne(path)
            # One thread at a time uses it; the event loop's thread is not the one that made it in tests.
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2.0)
        except TakenError as error:
            raise StorageError(TAKEN) from error
        except (OSError, sqlite3.Error) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise StorageError(f"The room's file {path} cannot be opened: {why}.") from error
        try:
            self._room_id = self._open(settings, delete_after)
        except sqlite3.Error as error:
            self.close()
            raise StorageError(f"The room's file {path} cannot be opened: {error}.") from error
        except StorageError:
            self.close()
            raise

    def _open(self, settings: RoomSettings, delete_after: str) -> bytes:
        for pragma in (
            "secure_delete = ON",
            "temp_store = MEMORY",
            "journal_mode = DELETE",
            "synchronous = FULL",
            "fullfsync = ON",
            "auto_vacuum = NONE",
            "trusted_schema = OFF",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        if not self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            self._make(settings, delete_after)
        row = self._db.execute("SELECT format, room_id FROM room").fetchone()
        if row is None or row[0] != FORMAT:
            raise StorageError(f"{self.path} is not a room of this version of Facilitator.")
        # A room that is gone on with obeys, and shows, the settings of today; it is open again. (After a
        # crash nothing has changed, and nothing is written.)
        told = (json.dumps(settings_to_wire(settings)), delete_after, 0)
        if self._db.execute("SELECT settings, delete_after, closed FROM room").fetchone() != told:
            self._db.execute("UPDATE room SET settings = ?, delete_after = ?, closed = ?", told)
        return bytes(row[1])

    def _make(self, settings: RoomSettings, delete_after: str) -> None:
        self._db.executescript("BEGIN;" + SCHEMA + "COMMIT;")
        self._db.execute(
            "INSERT INTO room VALUES (1, ?, ?, ?, ?, 0)",
            (FORMAT, secrets.token_bytes(16), json.dumps(settings_to_wire(settings)), delete_after),
        )

    @property
    def room_id(self) -> bytes:
        return self._room_id

    def load(self) -> list[Stored]:
        try:
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM entry ORDER BY id").fetchall()
        except sqlite3.Error as error:
            raise StorageError(f"The room's file {self.path} cannot be read: {error}.") from error
        return [_stored(row) for row in rows]

    def write(self, changes: Changes, *, scrub: bool) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany("DELETE FROM entry WHERE id = ?", [(i,) for i in sorted(changes.delete)])
                self._db.executemany(
                    "UPDATE entry SET category = ?, text = ?, state = ?, published = ?, starred = ?,"
                    " votes = ?, reply = ? WHERE id = ?",
                    [(*_values(e), e.id) for e in sorted(changes.update, key=lambda e: e.id)],
                )
                self._db.executemany(
                    f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (s.entry.id, s.mark, *_values(s.entry))
                        for s in sorted(changes.insert, key=lambda s: s.entry.id)
                    ],
                )
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise StorageError(_sentence(error, self.path)) from error
        if scrub:
            # The entries are safe by now. A file that cannot be rewritten this time is rewritten next time.
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("VACUUM")

    def close_until(self, day: str) -> None:
        try:
            self._db.execute("UPDATE room SET closed = 1, delete_after = ?", (day,))
        except sqlite3.Error as error:
            raise StorageError(_sentence(error, self.path)) from error

    def close(self) -> None:
        self._db.close()
        self._lock.close()

    def destroy(self) -> None:
        self.close()
        retention.destroy(self.path)


def _values(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.category,
        entry.text,
        entry.state.value,
        int(entry.published),
        int(entry.starred),
        entry.votes,
        entry.reply,
    )


def _stored(row: tuple[Any, ...]) -> Stored:
    key, mark, category, text, state, published, starred, votes, reply = row
    entry = Entry(key, category, text, EntryState(state), bool(published), bool(starred), int(votes), reply)
    return Stored(entry, bytes(mark))
