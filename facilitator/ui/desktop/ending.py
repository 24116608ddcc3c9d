"""Notices the moment at which a countdown ends."""

from __future__ import annotations


class Ending:
    """Called with the seconds left (None: no countdown runs); True once, when they pass zero."""

    def __init__(self) -> None:
        self._before: float | None = None

    def __call__(self, left: float | None) -> bool:
        before, self._before = self._before, left
        return left is not None and before is not None and before > 0 >= left
