"""What takes back a deed done to an entry: only the fields that the deed itself changed go back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from facilitator.room.records import Entry, EntryState

CHANGED_SINCE = "Its author has changed it since: read it again before you publish it."


def seen(entry: Entry) -> dict[str, str]:
    """The words that the trainer has read: the room does nothing for other words."""
    return {"seen": entry.text, "seen_category": entry.category}


def undoing(before: Entry, after: Entry, *, on_stage: bool) -> dict[str, Any]:
    """The fields of a ``restore``; empty when nothing is to be done. An entry that was on the wall is so
    again only if its card still is."""
    fields: dict[str, Any] = {}
    if before.state is not after.state:
        state = before.state
        if state is EntryState.ON_SCREEN and not on_stage:
            state = EntryState.NEW
        fields["state"] = state.value
    if before.published != after.published:
        fields["published"] = before.published
    if before.starred != after.starred:
        fields["starred"] = before.starred
    return fields


class Answer:
    """How an entry was before and after a deed, in the room's own words; who asks too early waits for it."""

    def __init__(self) -> None:
        self._pair: tuple[Entry, Entry] | None = None
        self._waiting: Callable[[Entry, Entry], object] | None = None

    def told(self, pair: tuple[Entry, Entry]) -> None:
        """The deed is done."""
        self._pair = pair
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(*pair)

    def then(self, what: Callable[[Entry, Entry], object]) -> None:
        """Now, or as soon as it is known; never if the room refuses the deed."""
        if self._pair is None:
            self._waiting = what
        else:
            what(*self._pair)


def joined(first: tuple[Entry, Entry], second: tuple[Entry, Entry]) -> tuple[Entry, Entry]:
    """Two acts as one deed. What somebody else changed between them is none of it."""
    (before, middle), (start, after) = first, second
    return before, replace(
        middle,
        state=after.state if after.state is not start.state else middle.state,
        published=after.published if after.published != start.published else middle.published,
    )
