"""What Ctrl+Z takes back: the trainer's last deed, whether it was done to the stage or to an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.show import moves
from facilitator.show.commands import Change, Command

DEPTH = 100


@dataclass(frozen=True, eq=False)
class Deed:
    """Something done to an entry: what it is called, and what takes it back."""

    words: str
    back: Callable[[], object]


class Past:
    """Deeds and stage commands in the order in which they were done. The show keeps its own steps; here
    stands only whether the last thing was one of them."""

    def __init__(self) -> None:
        self._done: list[Deed | None] = []
        """None: a step of the show."""

    def did(self, deed: Deed) -> None:
        """An entry was changed."""
        self._add(deed)

    def followed(self, change: Change) -> None:
        """The show has changed; the same rule as its own undo."""
        if change.command is Command.UNDO:
            if not change.nothing and None in self._done:
                del self._done[len(self._done) - 1 - self._done[::-1].index(None)]
        elif change.command is Command.REDO or (
            change.command is not Command.RELOAD
            and moves.stage_fields(change.before) != moves.stage_fields(change.after)
        ):
            if not change.nothing:
                self._add(None)
        elif change.command is Command.RESET_TIMER and not change.nothing:
            self._add(None)

    def _add(self, what: Deed | None) -> None:
        self._done.append(what)
        del self._done[:-DEPTH]

    def last(self) -> Deed | None:
        """The deed that Ctrl+Z takes back now; it is forgotten. None when the stage comes first."""
        if self._done and isinstance(self._done[-1], Deed):
            return self._done.pop()
        return None

    def has(self, deed: Deed) -> bool:
        """Can it still be taken back?"""
        return deed in self._done

    def forget(self, deed: Deed) -> bool:
        """It was taken back by its own button, or was refused. False when it is forgotten already."""
        if deed in self._done:
            self._done.remove(deed)
            return True
        return False
