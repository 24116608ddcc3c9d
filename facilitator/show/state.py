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
    ROUND = "round"


TIMED = frozenset({CardKind.BREAK, CardKind.EXERCISE, CardKind.ROUND})
"""Cards with a countdown. A round's card without one says that the round is over."""


@dataclass(frozen=True, slots=True, order=True)
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
class SlideTimer:
    """The countdown of a slide of kind break or exercise; it belongs to the slide, not to a card."""

    slide: int
    seconds: float
    ends: float
    """Monotonic moment at which it reaches zero."""


@dataclass(frozen=True, slots=True)
class ShowState:
    """Everything that the surfaces draw. Times are seconds; moments are monotonic seconds.

    ``slide_at`` and ``part_at`` are readings of the show's own clock, so that a pause needs no care.
    """

    position: Position = Position(1)
    overlay: Overlay = Overlay.NONE
    frozen: Position | None = None
    """While frozen: what the room still sees."""
    held: bool = False
    """A card or an overlay was up when the show was frozen: Next leaves it alone and moves the console."""
    card: Card | None = None
    timers: tuple[SlideTimer, ...] = ()
    started: bool = False
    elapsed: float = 0.0
    """Seconds on the show's clock up to ``since`` (pauses left out)."""
    since: float | None = None
    """Monotonic moment from which the clock runs on; None while paused or not started."""
    slide_at: float = 0.0
    """Reading of the show's clock when the current slide was entered."""
    part_at: float = 0.0
    """Reading of the show's clock when the current part was entered."""
    spent: tuple[tuple[str, float], ...] = ()
    """Seconds spent earlier in parts, by the part's name; the current stay is not in it yet."""
    history: tuple[Position, ...] = ()
    history_index: int = -1
    parked: tuple[str, ...] = ()
    """The trainer's own parking-lot lines (never an entry's text)."""
    armed: float | None = None
    """Monotonic moment until which a second Esc ends the show."""
    ended: bool = False

    @property
    def running(self) -> bool:
        """True while the show's clock runs."""
        return self.since is not None
