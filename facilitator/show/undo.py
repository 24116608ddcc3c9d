"""The steps that Ctrl+Z takes back: what the stage was before each command that changed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from facilitator.show import moves
from facilitator.show.state import Position, ShowState

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Step:
    """The stage as it was; for a reset of the clock the seconds that it took away, until when that counts."""

    before: ShowState
    reset: float | None = None
    until: float = 0.0


class UndoStack:
    """Past and future; a new step forgets the future."""

    def __init__(self) -> None:
        self._past: list[Step] = []
        self._future: list[Step] = []

    def push(self, step: Step) -> None:
        """Remember a step."""
        self._past.append(step)
        del self._past[:-DEPTH]
        self._future.clear()

    def undo(self, state: ShowState, now: float) -> ShowState | None:
        """The state one step back; None when there is none. Clocks, history and parking lot stay."""
        while self._past and self._past[-1].reset is not None and self._past[-1].until < now:
            self._past.pop()
        return self._take(self._past, self._future, state)

    def redo(self, state: ShowState) -> ShowState | None:
        """The state one step forward again."""
        return self._take(self._future, self._past, state)

    @staticmethod
    def _take(source: list[Step], target: list[Step], state: ShowState) -> ShowState | None:
        if not source:
            return None
        step = source.pop()
        if step.reset is not None:
            # A reset is undone by giving the seconds back: what ran since then is kept.
            gone = step.reset
            return replace(
                state,
                elapsed=state.elapsed + gone,
                slide_at=state.slide_at + gone,
                part_at=state.part_at + gone,
            )
        target.append(Step(state))
        return moves.stage_of(step.before, state)

    def can_undo(self, now: float) -> bool:
        return any(step.reset is None or step.until >= now for step in self._past)

    def can_redo(self) -> bool:
        return bool(self._future)

    def moved(self, where: Callable[[Position], Position]) -> None:
        """The deck has other numbers now."""
        for steps in (self._past, self._future):
            steps[:] = [replace(step, before=moves.moved(step.before, where)) for step in steps]
