"""Who has voted, and how fast people find the talk: in memory only, never by person.

A page (a seat) is known here by a hash under a key of that one entry, so that nothing joins two votes of the
same page. Keys and hashes die with the process; the disk gets numbers, at batch times.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

PACES = ("fast", "right", "slow")
#: An answer about the pace counts this many seconds …
PACE_SECONDS = 300.0
#: … and below this many answers nothing is shown.
PACE_LEAST = 5
#: No room has more pages than this (``Limits.room_connections``); what comes beyond is made up.
_MOST_SEATS = 4_000


def _hash(key: bytes, seat: str) -> bytes:
    return hashlib.blake2b(seat.encode(), key=key, digest_size=16).digest()


class Votes:
    """The votes of this process for each entry, on top of the counts that the disk had at the start."""

    def __init__(self) -> None:
        self._before: dict[str, int] = {}
        self._keys: dict[str, bytes] = {}
        self._markers: dict[str, set[bytes]] = {}
        self._sources: dict[str, dict[bytes, int]] = {}
        self._source_key = secrets.token_bytes(32)

    def start(self, entry: str, count: int) -> None:
        """An entry and what the disk says of it."""
        self._before[entry] = count

    def set(self, entry: str, seat: str, on: bool, source: str = "", most: int = 0) -> bool:
        """One vote a seat; twice is once. From one ``source`` at most ``most`` are counted: False beyond.
        What is taken back there makes room for another."""
        key = self._keys.setdefault(entry, secrets.token_bytes(32))
        markers = self._markers.setdefault(entry, set())
        marker = _hash(key, seat)
        if not on:
            if marker in markers:
                markers.remove(marker)
                self._taken_back(entry, source)
            return True
        if marker in markers:
            return True
        if len(markers) >= _MOST_SEATS:
            return False
        if source:
            sources = self._sources.setdefault(entry, {})
            where = self._where(entry, source)
            if sources.get(where, 0) >= most:
                return False
            sources[where] = sources.get(where, 0) + 1
        markers.add(marker)
        return True

    def _where(self, entry: str, source: str) -> bytes:
        return _hash(self._source_key, f"{entry} {source}")

    def _taken_back(self, entry: str, source: str) -> None:
        """Nothing says where the vote itself came from: that would join a page and its address."""
        sources, where = self._sources.get(entry, {}), self._where(entry, source)
        if left := max(0, sources.pop(where, 0) - 1):
            sources[where] = left

    def forget_sources(self) -> None:
        """Call every few minutes: where votes came from is not to be known for longer than it is needed."""
        self._source_key = secrets.token_bytes(32)
        self._sources.clear()

    def most(self) -> int:
        """How many pages voted for the entry that most voted for."""
        return max(map(len, self._markers.values()), default=0)

    def count(self, entry: str) -> int:
        return self._before.get(entry, 0) + len(self._markers.get(entry, ()))

    def forget(self, entries: Iterable[str]) -> None:
        for entry in entries:
            for known in (self._before, self._keys, self._markers, self._sources):
                known.pop(entry, None)


class Pace:
    """Too fast, right, too slow: the latest answer of each seat, fading after five minutes."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._answers: dict[bytes, tuple[str, float]] = {}

    def set(self, seat: str, pace: str, now: float) -> None:
        """``pace`` is one of ``PACES``, or empty to take the answer back."""
        marker = _hash(self._key, seat)
        self._answers.pop(marker, None)
        if pace and len(self._answers) < _MOST_SEATS:
            self._answers[marker] = (pace, now)

    def shown(self, now: float) -> tuple[int, int, int] | None:
        """The three numbers, or None below five answers."""
        self._answers = {m: a for m, a in self._answers.items() if now - a[1] < PACE_SECONDS}
        if len(self._answers) < PACE_LEAST:
            return None
        said = [pace for pace, _ in self._answers.values()]
        return said.count("fast"), said.count("right"), said.count("slow")
