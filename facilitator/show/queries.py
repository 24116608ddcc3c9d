"""What a show says: clocks, pace, countdowns, what the room sees, what comes next. Nothing is changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from facilitator.deck.model import PartKind
from facilitator.show import moves
from facilitator.show.commands import Bar, Countdown, NextView, Visible
from facilitator.show.pace import Pace
from facilitator.show.pace import pace as pace_of
from facilitator.show.state import TIMED, CardKind, Overlay, ShowState
from facilitator.show.undo import UndoStack

if TYPE_CHECKING:
    from facilitator.show.outline import ShowDeck
    from facilitator.system.clock import Clock


class Queries:
    """The reading half of `Show`."""

    outline: ShowDeck
    clock: Clock
    state: ShowState
    _undo_stack: UndoStack

    @property
    def mark(self) -> dict[str, str | int]:
        """Where the show is, in the deck's own terms: finds the place again in a deck that changed since."""
        number = self.state.position.slide
        part = self.outline.plan.part_index(number) + 1
        return {"key": self.outline.slide(number).key, "part": part}

    def elapsed(self) -> float:
        """Seconds on the show's clock, pauses left out. A difference of two moments, never a count."""
        s = self.state
        return s.elapsed if s.since is None else s.elapsed + max(0.0, self.clock.monotonic() - s.since)

    def slide_elapsed(self) -> float:
        """Seconds on the current slide."""
        return max(0.0, self.elapsed() - self.state.slide_at)

    def slide_seconds(self) -> float | None:
        """Planned seconds of the current slide; None when nothing is planned for it."""
        return self.outline.plan.slide_seconds(self.state.position.slide)

    def part_spent(self) -> float:
        """Seconds spent in the current part, earlier stays included."""
        earlier = dict(self.state.spent).get(self.outline.plan.part_key(self.state.position.slide), 0.0)
        return earlier + max(0.0, self.elapsed() - self.state.part_at)

    def remaining(self) -> float | None:
        """Seconds left of the session, below zero past its end; None when nothing is planned."""
        plan = self.outline.plan
        if plan.ends is not None and (end := self.ends_at()) is not None and self.state.started:
            return (end - self.clock.now()).total_seconds()
        return plan.total - self.elapsed() if plan.exists else None

    def ends_at(self) -> datetime | None:
        """The planned end on the wall clock: the deck's ``ends``, else now and what remains."""
        plan, now = self.outline.plan, self.clock.now()
        if plan.ends is not None:
            start = now - timedelta(seconds=self.elapsed())
            end = start.replace(hour=plan.ends.hour, minute=plan.ends.minute, second=0, microsecond=0)
            return end if end >= start else end + timedelta(days=1)
        return now + timedelta(seconds=plan.total - self.elapsed()) if plan.exists else None

    def pace(self) -> Pace:
        """How the session stands against the plan."""
        s = self.state
        return pace_of(
            self.outline.plan, s.position.slide, self.elapsed(), self.clock.now(), self.part_spent()
        )

    def countdown(self) -> Countdown | None:
        """The countdown that runs: the card's, else the break or exercise slide's own."""
        now, card = self.clock.monotonic(), self.state.card
        if card is not None:
            if card.kind in TIMED and card.ends is not None:
                return Countdown(card.kind, card.ends - now, card.seconds or 0.0, True)
            return None
        shown = self.state.frozen or self.state.position
        timer = next((t for t in self.state.timers if t.slide == shown.slide), None)
        if timer is None:
            return None
        is_break = self.outline.slide(timer.slide).kind is PartKind.BREAK
        kind = CardKind.BREAK if is_break else CardKind.EXERCISE
        return Countdown(kind, timer.ends - now, timer.seconds, False)

    def back_at(self) -> datetime | None:
        """The wall-clock time at which the running countdown ends ("back at 10:45")."""
        running = self.countdown()
        return self.clock.now() + timedelta(seconds=running.left) if running else None

    def coming(self) -> str:
        """What comes next, for the break card: the next part's name, else the next slide's title."""
        plan, number = self.outline.plan, self.state.position.slide
        index = plan.part_index(number)
        for part in plan.parts[index + 1 :] if index >= 0 else ():
            if part.kind not in (PartKind.BREAK, PartKind.BUFFER) and part.name:
                return part.name
        following = self.outline.after(number)
        return self.outline.slide(following).title if following else ""

    def visible(self) -> Visible:
        """What the stage must show now, honouring frozen, overlay and card."""
        s = self.state
        return Visible(
            s.frozen or s.position, s.overlay, s.card.kind if s.card else None, s.frozen is not None
        )

    def next_view(self) -> NextView:
        """What Next would bring: for the console's preview. Hidden slides are skipped."""
        s = self.state
        if not s.held and (s.overlay is not Overlay.NONE or s.card is not None):
            return NextView(s.position, returns=True)
        ahead = moves.ahead(self.outline, s.position)
        return NextView(ahead, build=ahead is not None and ahead.slide == s.position.slide)

    def bar(self) -> tuple[Bar, str]:
        """What the room sees, in words for the console's bar."""
        s = self.state
        if s.ended:
            return Bar.ENDED, "The session has ended"
        if s.overlay is not Overlay.NONE:
            return Bar(s.overlay.value), f"{s.overlay.value.capitalize()}: the room sees no slide"
        if s.card is not None:
            return Bar.CARD, f"Card: the room sees the {s.card.kind.value} card"
        if s.frozen is not None:
            return Bar.FROZEN, f"Frozen: the room still sees slide {s.frozen.slide}"
        return Bar.LIVE, f"Live: the room sees slide {s.position.slide}"

    def can_undo(self) -> bool:
        """True when Ctrl+Z would do something."""
        return self._undo_stack.can_undo(self.clock.monotonic())

    def can_redo(self) -> bool:
        return self._undo_stack.can_redo()
