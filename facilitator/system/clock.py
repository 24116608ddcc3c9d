"""Time comes in through a Clock, so that no test sleeps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Two kinds of time: one that never jumps, for durations, and the one on the wall."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""

    def now(self) -> datetime:
        """Local wall-clock time, aware of its zone."""


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone()


@dataclass
class FakeClock:
    """A clock that moves only when told. For tests, pictures and rehearsed runs."""

    wall: datetime = field(default_factory=lambda: datetime(2026, 1, 15, 10, 0, tzinfo=UTC))
    elapsed: float = 1000.0

    def monotonic(self) -> float:
        return self.elapsed

    def now(self) -> datetime:
        return self.wall

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self.elapsed += seconds
        self.wall += timedelta(seconds=seconds)
