"""Progress of a long export on a terminal: one line that counts, and goes when the work is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

AFTER = 1.0
"""Seconds without a word: what is done by then needs none."""
EVERY = 0.2


class Counter:
    """Called with (slides done, slides in all). ``clock`` gives seconds."""

    def __init__(self, out: TextIO, clock: Callable[[], float]) -> None:
        self._out = out
        self._clock = clock
        self._next = clock() + AFTER
        self._shown = 0

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + EVERY
        text = f"slide {done} of {total}"
        self._out.write("\r" + text.ljust(self._shown))
        self._out.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._out.write("\r" + " " * self._shown + "\r")
            self._out.flush()
            self._shown = 0
