"""Where a room is kept: one small interface, so that another engine can take SQLite's place one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from facilitator.room.records import Entry


class StorageError(Exception):
    """The disk did not take it. The message is a sentence for the trainer; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry on the disk, with the mark that its author's receipt fits (BLAKE2b, keyed by the room)."""

    entry: Entry
    mark: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction writes: all of it or nothing."""

    insert: Sequence[Stored] = field(default=())
    update: Sequence[Entry] = field(default=())
    delete: Sequence[str] = field(default=())
    """Ids; erased, not hidden."""

    def __bool__(self) -> bool:
        return bool(self.insert or self.update or self.delete)


class Storage(Protocol):
    """One room's memory. Calls come from one thread, one after the other."""

    @property
    def room_id(self) -> bytes:
        """16 random bytes, made with the room: the key of the marks."""

    def load(self) -> list[Stored]:
        """Everything that is kept, in no order that means anything."""

    def write(self, changes: Changes, *, scrub: bool) -> None:
        """Write all of it durably, or raise StorageError and write nothing.

        ``scrub`` rewrites the file, so that neither what was deleted nor the order of writing is left in it.
        """

    def close_until(self, day: str) -> None:
        """The room is over; it may be deleted after this day (``2026-11-30``)."""

    def close(self) -> None:
        """Let go of the file."""

    def destroy(self) -> None:
        """Delete everything, the file too."""
