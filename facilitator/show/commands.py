"""What can be asked of a show, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from facilitator.show.state import CardKind, Overlay, Position, ShowState


class Command(StrEnum):
    """Every command of `Show.do`. The values are what the journal and the key table write."""

    NEXT = "next"
    PREVIOUS = "previous"
    NEXT_SLIDE = "next_slide"
    PREVIOUS_SLIDE = "previous_slide"
    FIRST = "first"
    LAST = "last"
    JUMP = "jump"
    BACK = "back"
    FORWARD = "forward"
    START = "start"
    START_HERE = "start_here"
    BLACK = "black"
    WHITE = "white"
    FREEZE = "freeze"
    BREAK_CARD = "break_card"
    EXERCISE_CARD = "exercise_card"
    JOIN_CARD = "join_card"
    RESOURCES_CARD = "resources_card"
    ENTRY_CARD = "entry_card"
    ROUND_CARD = "round_card"
    LEAVE_CARD = "leave_card"
    ESCAPE = "escape"
    PLUS_MINUTE = "plus_minute"
    MINUS_MINUTE = "minus_minute"
    TOGGLE_TIMER = "toggle_timer"
    RESET_TIMER = "reset_timer"
    COUNT_GAP = "count_gap"
    IGNORE_GAP = "ignore_gap"
    UNDO = "undo"
    REDO = "redo"
    PARK = "park"
    UNPARK = "unpark"
    END = "end"
    RELOAD = "reload"


class Bar(StrEnum):
    """What the console's bar says about the stage."""

    LIVE = "live"
    FROZEN = "frozen"
    BLACK = "black"
    WHITE = "white"
    CARD = "card"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Change:
    """What a command did. ``stage``: the room sees something else now. ``hint``: a sentence for the trainer
    when the command did nothing, or not what one might expect; never shown to the room."""

    command: Command
    before: ShowState
    after: ShowState
    stage: bool = False
    hint: str = ""

    @property
    def nothing(self) -> bool:
        """True when the state is as it was."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Visible:
    """What the stage must show now, from the top: overlay, card, slide."""

    position: Position
    overlay: Overlay = Overlay.NONE
    card: CardKind | None = None
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class NextView:
    """What Next would bring. ``position`` None: nothing more. ``build``: another step of the same slide.
    ``returns``: Next first takes away what covers the slide, and shows ``position`` (the current one)."""

    position: Position | None
    build: bool = False
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Countdown:
    """The countdown that runs, of a card or of a break or exercise slide. Seconds; below zero: over."""

    kind: CardKind
    left: float
    total: float
    card: bool
    """True for a card, False for a slide's own."""

    @property
    def two_minutes(self) -> bool:
        """The two-minute mark has been passed (never in countdowns of less than four minutes)."""
        return self.total >= 240 and self.left <= 120

    @property
    def text(self) -> str:
        """``12:05``, ``1:02:05``; stops at ``0:00``: the room is not scolded."""
        return duration(max(0.0, self.left))


def duration(seconds: float) -> str:
    """``7:05``, ``1:07:05``, ``-0:12``: whole seconds, rounded up while counting down."""
    sign = "-" if seconds <= -1 else ""
    whole = int(abs(seconds)) if seconds < 0 else -int(-seconds // 1)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02}:{secs:02}" if hours else f"{sign}{minutes}:{secs:02}"
