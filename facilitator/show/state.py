"""What is true of a running session, as one frozen value. `Show` makes a new one at each command."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Overlay(StrEnum):
    """What covers the stage."""

    NONE = "none"
    BLACK = "black"
    WHITE = "white"


class CardKind(StrEnum):
    BREAK = "break"
    EXERCISE = "exercise"
    JOIN = "join"
    RESOURCES = "resources"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Position:
    """Slide number from 1, build step from 0."""

    slide: int
    step: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A card on the stage. Room entries are named by id only: their text never enters the show."""

    kind: CardKind
    title: str = ""
    text: str = ""
    seconds: float | None = None
    """Planned length of the countdown, with all the +1 and -1 minutes."""
    ends: float | None = None
    """Monotonic moment at which the countdown reaches zero."""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class ShowState:
    """Everything that the surfaces draw. Times are seconds; moments are monotonic seconds."""

    position: Position = Position(1)
    overlay: Overlay = Overlay.NONE
    frozen: Position | None = None
    """While frozen: what the room still sees."""
    card: Card | None = None
    running: bool = False
    started: bool = False
    elapsed: float = 0.0
    """Seconds on the show's clock up to ``since`` (pauses left out)."""
    since: float | None = None
    """Monotonic moment from which the clock runs on; None while paused or not started."""
    slide_elapsed: float = 0.0
    """Seconds spent on the current slide up to ``slide_since``."""
    slide_since: float | None = None
    history: tuple[Position, ...] = ()
    history_index: int = -1
    parked: tuple[str, ...] = ()
    """The trainer's own parking-lot lines (never an entry's text)."""
    ended: bool = False
