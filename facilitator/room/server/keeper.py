"""What waits in memory is also told to the process that started this one, so that a crash here loses nothing.

Only the hash of a receipt, the category and the text go there; never a time or an address. The other side
keeps them in memory as well, and hands them back after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from facilitator.room.wire import Json


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that comes with the next batch: a new entry, a change to a saved one, or its withdrawal."""

    mark: bytes
    category: str = ""
    text: str = ""
    leaving: bool = False

    def to_wire(self) -> Json:
        return {
            "mark": self.mark.hex(),
            "category": self.category,
            "text": self.text,
            "leaving": self.leaving,
        }

    @staticmethod
    def from_wire(data: Json) -> Waiting:
        return Waiting(
            bytes.fromhex(data["mark"]), str(data["category"]), str(data["text"]), bool(data["leaving"])
        )


class Keeper(Protocol):
    """The other process. Calls return at once; order is kept."""

    def keep(self, waiting: Waiting) -> None:
        """Remember this (in place of what was known under its mark)."""

    def drop(self, marks: list[bytes]) -> None:
        """These are on the disk, or withdrawn: forget them."""

    def tell(self, **facts: object) -> None:
        """Something about the room as a whole: ``closed``, ``deleted``, ``paused``, ``round_open``."""


class NoKeeper:
    """For a room that nobody started: nothing is handed on."""

    def keep(self, waiting: Waiting) -> None:
        pass

    def drop(self, marks: list[bytes]) -> None:
        pass

    def tell(self, **facts: object) -> None:
        pass
