"""Moving about in a deck: pure functions from one state to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from facilitator.show.state import Position, ShowState

if TYPE_CHECKING:
    from facilitator.show.outline import ShowDeck

HISTORY_DEPTH = 100


def clamp(deck: ShowDeck, position: Position) -> Position:
    """The nearest position that exists."""
    slide = max(1, min(position.slide, len(deck) or 1))
    return Position(slide, max(0, min(position.step, deck.slide(slide).steps)))


def ahead(deck: ShowDeck, position: Position) -> Position | None:
    """The next build or slide; None at the end."""
    if position.step < deck.slide(position.slide).steps:
        return Position(position.slide, position.step + 1)
    number = deck.after(position.slide)
    return Position(number) if number else None


def behind(deck: ShowDeck, position: Position) -> Position | None:
    """The build or slide before; a slide is entered from behind with all its builds shown."""
    if position.step > 0:
        return Position(position.slide, position.step - 1)
    number = deck.before(position.slide)
    return Position(number, deck.slide(number).steps) if number else None


def remember(state: ShowState, target: Position) -> ShowState:
    """Note a jump in the history, as browsers do: what lay ahead is forgotten."""
    base = state.history[: state.history_index] if state.history_index >= 0 else ()
    if not base or base[-1] != state.position:
        base = (*base, state.position)
    history = (*base, target)[-HISTORY_DEPTH:]
    return replace(state, history=history, history_index=len(history) - 1)


def _travel(state: ShowState, by: int) -> ShowState | None:
    index = state.history_index + by
    if state.history_index < 0 or not 0 <= index < len(state.history):
        return None
    # Where one is now is what one comes back to, however far one walked since the jump.
    here = list(state.history)
    here[state.history_index] = state.position
    return replace(state, history=tuple(here), history_index=index, position=here[index])


def back(state: ShowState) -> ShowState | None:
    """Back in the history; None when there is nothing."""
    return _travel(state, -1)


def forward(state: ShowState) -> ShowState | None:
    """Forward in the history; None when there is nothing."""
    return _travel(state, 1)


def stage_fields(state: ShowState) -> tuple[object, ...]:
    """What Ctrl+Z gives back: everything that has to do with what the room sees."""
    return (state.position, state.overlay, state.frozen, state.held, state.card, state.ended)


def stage_of(source: ShowState, now: ShowState) -> ShowState:
    """``now`` with the stage of ``source``; clocks, history and parking lot stay as they are."""
    return replace(
        now,
        position=source.position,
        overlay=source.overlay,
        frozen=source.frozen,
        held=source.held,
        card=source.card,
        ended=source.ended,
        armed=None,
    )


def moved(state: ShowState, where: Callable[[Position], Position]) -> ShowState:
    """The state in a deck whose slides have other numbers now."""
    timers = {}
    for timer in state.timers:
        number = where(Position(timer.slide)).slide
        timers[number] = replace(timer, slide=number)
    return replace(
        state,
        position=where(state.position),
        frozen=where(state.frozen) if state.frozen else None,
        timers=tuple(timers.values()),
        history=tuple(where(p) for p in state.history),
    )


def fit(deck: ShowDeck, state: ShowState) -> ShowState:
    """A state that is sure to hold in this deck."""
    return moved(state, lambda position: clamp(deck, position))
