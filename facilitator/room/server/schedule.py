"""When batches come out: at random moments that depend on nothing anybody does."""

from __future__ import annotations

import random

from facilitator.room.records import Release, RoomSettings

#: In instant rooms, and for everything that is not an entry, this many seconds are gathered.
INSTANT = 0.25


class Schedule:
    """The next moment, and whether a batch is due at it. Times are monotonic seconds."""

    def __init__(self, settings: RoomSettings, rng: random.Random, now: float) -> None:
        self._settings = settings
        self._rng = rng
        self._waiting_since: float | None = None
        self.next = now + self._gap()

    def _gap(self) -> float:
        if self._settings.release is Release.INSTANT:
            return INSTANT
        short, long = self._settings.batch_seconds
        return self._rng.uniform(short, long)

    def moment(self, now: float) -> bool:
        """True once at each moment; the next one is then drawn."""
        if now < self.next:
            return False
        self.next = now + self._gap()
        return True

    def something_waits(self, now: float) -> None:
        """Called when an entry arrives. Only the first arrival since the last batch is remembered."""
        if self._waiting_since is None:
            self._waiting_since = now

    def nothing_waits(self) -> None:
        self._waiting_since = None

    def due(self, waiting: int, now: float) -> bool:
        """At a moment: do the waiting entries come out?"""
        if not waiting:
            return False
        match self._settings.release:
            case Release.INSTANT:
                return True
            case Release.ROUND:
                return False
            case Release.MIXED:
                if waiting >= self._settings.batch_least:
                    return True
                since = self._waiting_since
                return since is not None and now - since >= self._settings.batch_longest
