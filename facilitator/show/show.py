"""The show: commands in, changes out. Everything true of a running session lives here, and nowhere else.

Plain Python; the clock is passed in. The windows send commands and draw what the queries say. Nothing from
the network ever gets here: only a trainer's own command changes what the audience sees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from facilitator.deck.model import PartKind
from facilitator.show import moves
from facilitator.show.commands import Change, Command
from facilitator.show.queries import Queries
from facilitator.show.state import Card, CardKind, Overlay, Position, ShowState, SlideTimer
from facilitator.show.undo import Step, UndoStack

if TYPE_CHECKING:
    from facilitator.show.journal import Journal
    from facilitator.show.outline import ShowDeck
    from facilitator.system.clock import Clock

ARM_SECONDS = 2.0
"""A second Esc within this time ends the show."""
RESET_UNDO_SECONDS = 10.0
BREAK_MINUTES = 10.0
EXERCISE_MINUTES = 5.0
ROUND_MINUTES = 3.0
GAP_SECONDS = 30.0
"""Wall clock and monotonic clock apart by more than this since the last look: sleep, or a clock set anew."""
_STILL = frozenset({Command.UNDO, Command.REDO, Command.RELOAD, Command.RESET_TIMER})
"""Commands that are no step to undo (a reset keeps a step of its own)."""
_AFTER = frozenset(
    {Command.UNDO, Command.REDO, Command.RELOAD, Command.PARK, Command.UNPARK, Command.IGNORE_GAP}
)
"""What can still be done when the show has ended."""


class Show(Queries):
    """A running session. Not thread-safe: it lives in the GUI thread."""

    def __init__(
        self,
        outline: ShowDeck,
        clock: Clock,
        journal: Journal | None = None,
        state: ShowState | None = None,
    ) -> None:
        """``state`` continues an interrupted session (see ``journal.replay``)."""
        self.outline = outline
        self.clock = clock
        self.journal = journal
        self.state = moves.fit(outline, state or ShowState(Position(outline.first)))
        self._undo_stack = UndoStack()
        self._watchers: list[Callable[[Change], object]] = []
        self._gap = 0.0
        self._seen = (clock.monotonic(), clock.now())
        if journal is not None:
            journal.begin(self.state, self.mark, clock)

    # --- watching ---

    def subscribe(self, callback: Callable[[Change], object]) -> Callable[[], None]:
        """Be told of every change, in the thread that made it. Returns what ends the subscription."""
        self._watchers.append(callback)

        def unsubscribe() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return unsubscribe

    # --- commands ---

    def do(self, command: str | Command, **arguments: Any) -> Change:
        """Carry out one command. Never raises for what a trainer can press; ValueError for no command."""
        command = Command(command)
        before = self.state
        stage_before = self._stage_key()
        if before.ended and command not in _AFTER:
            hint = "The session has ended. Ctrl+Z goes on with it."
        else:
            hint = str(getattr(self, f"_{command.value}")(**arguments) or "")
        if command is not Command.ESCAPE and self.state.armed is not None:
            self.state = replace(self.state, armed=None)
        if command is not Command.RELOAD:
            self._follow(before)
        if command not in _STILL:
            self._remember(before)
        change = Change(command, before, self.state, self._stage_key() != stage_before, hint)
        if self.journal is not None and not change.nothing:
            self.journal.command(change, arguments, self.mark, self.clock)
        for watcher in tuple(self._watchers):
            watcher(change)
        return change

    def tick(self) -> None:
        """To be called about once a second: keeps the journal fresh and notices a sleep of the machine."""
        mono, wall = self.clock.monotonic(), self.clock.now()
        drift = (wall - self._seen[1]).total_seconds() - (mono - self._seen[0])
        self._seen = (mono, wall)
        # A clock set back is no time that passed: the show's own clock is right.
        if drift >= GAP_SECONDS and self.state.running:
            self._gap += drift
        if self.journal is not None:
            self.journal.tick(self.state, self.elapsed(), self.mark, self.clock)

    @property
    def gap(self) -> float | None:
        """Seconds that passed on the wall but not on the show's clock (the machine slept, or its clock was
        set). The console asks once: ``count_gap`` or ``ignore_gap``."""
        return self._gap or None

    def _next(self) -> str:
        if self._uncover():
            self._start_clock()
            return ""
        ahead = moves.ahead(self.outline, self.state.position)
        if self.state.frozen is None:
            self._start_clock()
        if ahead is None:
            return self._end_hint()
        self._go(ahead)
        return ""

    def _previous(self) -> str:
        if self._uncover():
            return ""
        behind = moves.behind(self.outline, self.state.position)
        if behind is None:
            return "This is the first slide."
        self._go(behind)
        return ""

    def _next_slide(self) -> str:
        if self._uncover():
            self._start_clock()
            return ""
        number = self.outline.after(self.state.position.slide)
        if self.state.frozen is None:
            self._start_clock()
        if number is None:
            return self._end_hint()
        self._go(Position(number))
        return ""

    def _previous_slide(self) -> str:
        if self._uncover():
            return ""
        number = self.outline.before(self.state.position.slide)
        if number is None:
            return "This is the first slide."
        self._go(Position(number, self.outline.slide(number).steps))
        return ""

    def _end_hint(self) -> str:
        backup = sum(s.backup for s in self.outline.slides)
        if backup and not self.outline.slide(self.state.position.slide).backup:
            return (
                f"This is the last slide. {backup} backup slide{'s' if backup > 1 else ''} in the overview."
            )
        return "This is the last slide."

    def _first(self) -> str:
        return self._visit(Position(self.outline.first))

    def _last(self) -> str:
        number = self.outline.last
        return self._visit(Position(number, self.outline.slide(number).steps))

    def _jump(self, slide: int, step: int = 0) -> str:
        if not 1 <= slide <= len(self.outline):
            return f"There is no slide {slide}; the deck has {len(self.outline)}."
        return self._visit(moves.clamp(self.outline, Position(slide, step)))

    def _visit(self, target: Position) -> str:
        if target != self.state.position:
            self.state = moves.remember(self.state, target)
            self._go(target)
        return self._under()

    def _under(self) -> str:
        """What waits under a cover after a jump: the room must never be surprised by it."""
        s = self.state
        what = f"Slide {s.position.slide} waits"
        if s.overlay is not Overlay.NONE:
            return f"{what} under {s.overlay.value}. Next shows it."
        if s.card is not None and s.frozen is None:
            return f"{what} under the {s.card.kind.value} card. Next shows it."
        return ""

    def _back(self) -> str:
        if (made := moves.back(self.state)) is None:
            return "There is nothing to go back to."
        return self._travel(made)

    def _forward(self) -> str:
        if (made := moves.forward(self.state)) is None:
            return "There is nothing to go forward to."
        return self._travel(made)

    def _travel(self, made: ShowState) -> str:
        target = made.position
        self.state = replace(made, position=self.state.position)
        self._go(moves.clamp(self.outline, target))
        return self._under()

    def _start(self) -> str:
        if self.state.started:
            return "The show runs already; this key does nothing now."
        self._go(Position(self.outline.first))
        self._start_clock()
        return ""

    def _start_here(self) -> str:
        if self.state.started:
            return "The show runs already; this key does nothing now."
        self._start_clock()
        return ""

    def _black(self) -> str:
        return self._cover(Overlay.BLACK)

    def _white(self) -> str:
        return self._cover(Overlay.WHITE)

    def _cover(self, overlay: Overlay) -> str:
        on = self.state.overlay is not overlay
        self.state = replace(self.state, overlay=overlay if on else Overlay.NONE, held=False)
        return ""

    def _freeze(self) -> str:
        s = self.state
        if s.frozen is not None:
            self.state = replace(s, frozen=None, held=False)
        else:
            covered = s.card is not None or s.overlay is not Overlay.NONE
            self.state = replace(s, frozen=s.position, held=covered)
        return ""

    def _break_card(self, minutes: float | None = None) -> str:
        if minutes is None:
            minutes = self._planned_minutes(PartKind.BREAK) or BREAK_MINUTES
        return self._timed_card(CardKind.BREAK, "", self.coming(), minutes)

    def _exercise_card(self, minutes: float | None = None, title: str = "", text: str = "") -> str:
        slide = self.outline.slide(self.state.position.slide)
        if minutes is None:
            minutes = self._planned_minutes(PartKind.EXERCISE) or EXERCISE_MINUTES
        return self._timed_card(CardKind.EXERCISE, title or slide.title, text or slide.task, minutes)

    def _planned_minutes(self, kind: PartKind) -> float | None:
        """What the current slide's own plan says, when it is of that kind."""
        slide = self.outline.slide(self.state.position.slide)
        seconds = self.outline.plan.slide_seconds(slide.number)
        return seconds / 60 if slide.kind is kind and seconds else None

    def _timed_card(self, kind: CardKind, title: str, text: str, minutes: float) -> str:
        if self.state.card is not None and self.state.card.kind is kind:
            return self._leave_card()
        seconds = min(max(minutes, 0.0), 24 * 60) * 60
        self._show_card(Card(kind, title, text, seconds, self.clock.monotonic() + seconds))
        return ""

    def _join_card(self) -> str:
        return self._toggle_card(Card(CardKind.JOIN))

    def _resources_card(self) -> str:
        return self._toggle_card(Card(CardKind.RESOURCES))

    def _entry_card(self, id: str) -> str:  # noqa: A002 - the name of the argument in the contract
        return self._toggle_card(Card(CardKind.ENTRY, entry=id))

    def _round_card(self, minutes: float | None = None, closed: bool = False) -> str:
        """A round of the room: everybody writes until the countdown ends; ``closed``: it is over."""
        if closed:
            self._show_card(Card(CardKind.ROUND))
            return ""
        card = self.state.card
        if card is not None and card.kind is CardKind.ROUND and card.ends is None:
            self.state = replace(self.state, card=None)  # "it is over" is no round to be left
        return self._timed_card(CardKind.ROUND, "", "", ROUND_MINUTES if minutes is None else minutes)

    def _toggle_card(self, card: Card) -> str:
        if self.state.card == card and self.state.overlay is Overlay.NONE:
            return self._leave_card()
        self._show_card(card)
        return ""

    def _show_card(self, card: Card) -> None:
        # The trainer asked for the card: it must be seen, so black and white go.
        self.state = replace(self.state, card=card, overlay=Overlay.NONE, held=False)

    def _leave_card(self) -> str:
        if self.state.card is None:
            return "There is no card on the stage."
        self.state = replace(self.state, card=None, held=False)
        return ""

    def _escape(self) -> str:
        """The part of the Esc ladder that belongs to the show (panels and tools come before it)."""
        s, now = self.state, self.clock.monotonic()
        if s.overlay is not Overlay.NONE:
            self.state = replace(s, overlay=Overlay.NONE, held=False)
        elif s.frozen is not None:
            self.state = replace(s, frozen=None, held=False)
        elif s.card is not None:
            self.state = replace(s, card=None, held=False)
        elif s.armed is not None and now <= s.armed:
            self._end()
        else:
            self.state = replace(s, armed=now + ARM_SECONDS)
            return "Press Esc again to end the session."
        return ""

    def _plus_minute(self) -> str:
        return self._minute(60.0)

    def _minus_minute(self) -> str:
        return self._minute(-60.0)

    def _minute(self, seconds: float) -> str:
        now, s = self.clock.monotonic(), self.state
        if s.card is not None and s.card.ends is not None:
            ends, length = longer(s.card.ends, s.card.seconds or 0.0, seconds, now)
            self.state = replace(s, card=replace(s.card, ends=ends, seconds=length))
            return ""
        timer = next((t for t in s.timers if t.slide == s.position.slide), None)
        if timer is None:
            return "No countdown is running."
        ends, length = longer(timer.ends, timer.seconds, seconds, now)
        moved = SlideTimer(timer.slide, length, ends)
        self.state = replace(s, timers=tuple(moved if t is timer else t for t in s.timers))
        return ""

    def _toggle_timer(self) -> str:
        if self.state.running:
            self.state = replace(self.state, elapsed=self.elapsed(), since=None)
        else:
            self._start_clock(again=True)
        return ""

    def _reset_timer(self) -> str:
        gone = self.elapsed()
        if gone <= 0:
            return "The clock is at zero already."
        before, now = self.state, self.clock.monotonic()
        self.state = replace(
            before,
            elapsed=0.0,
            since=now if before.running else None,
            slide_at=before.slide_at - gone,
            part_at=before.part_at - gone,
        )
        self._undo_stack.push(Step(before, gone, now + RESET_UNDO_SECONDS))
        return f"The clock is back at zero. Ctrl+Z within {RESET_UNDO_SECONDS:.0f} seconds undoes that."

    def _count_gap(self) -> str:
        gap, self._gap = self._gap, 0.0
        s = self.state
        card = replace(s.card, ends=s.card.ends - gap) if s.card and s.card.ends is not None else s.card
        self.state = replace(
            s,
            elapsed=max(0.0, s.elapsed + gap),
            card=card,
            timers=tuple(replace(t, ends=t.ends - gap) for t in s.timers),
        )
        return ""

    def _ignore_gap(self) -> str:
        self._gap = 0.0
        return ""

    def _undo(self) -> str:
        taken = self._undo_stack.undo(self.state, self.clock.monotonic())
        return self._restore(taken) if taken is not None else "There is nothing to undo."

    def _redo(self) -> str:
        taken = self._undo_stack.redo(self.state)
        return self._restore(taken) if taken is not None else "There is nothing to redo."

    def _restore(self, taken: ShowState) -> str:
        """Put the stage back; a show that had ended runs on, one that ends again stands still."""
        was, now = self.state, self.clock.monotonic()
        self.state = taken
        if was.ended and not taken.ended and taken.started:
            self.state = replace(taken, since=now)
        elif taken.ended and not was.ended:
            self._end()
        return ""

    def _park(self, text: str) -> str:
        line = " ".join(text.split())[:500]
        if not line:
            return "There was nothing to park."
        self.state = replace(self.state, parked=(*self.state.parked, line))
        return ""

    def _unpark(self, index: int) -> str:
        lines = self.state.parked
        if not 0 <= index < len(lines):
            return "That line is gone already."
        self.state = replace(self.state, parked=lines[:index] + lines[index + 1 :])
        return ""

    def _end(self) -> str:
        self.state = replace(
            self.state, ended=True, armed=None, elapsed=self.elapsed(), since=None, overlay=Overlay.NONE
        )
        return ""

    def _reload(self, outline: ShowDeck) -> str:
        old, self.outline = self.outline, outline

        def moved(position: Position) -> Position:
            return moves.clamp(outline, Position(outline.match(old, position.slide), position.step))

        self.state = moves.moved(self.state, moved)
        self._undo_stack.moved(moved)
        return ""

    # --- the machinery behind commands ---

    def _uncover(self) -> bool:
        """Take away what lies over the slide. False when nothing does, or when it is held by a freeze."""
        s = self.state
        if s.held:
            return False
        if s.overlay is not Overlay.NONE:
            self.state = replace(s, overlay=Overlay.NONE)
            return True
        if s.card is not None:
            self.state = replace(s, card=None)
            return True
        return False

    def _go(self, position: Position) -> None:
        self.state = replace(self.state, position=position)

    def _start_clock(self, again: bool = False) -> None:
        """Start it the first time; a clock that was paused goes on only when asked (``again``)."""
        s = self.state
        if not s.running and not s.ended and (again or not s.started):
            self.state = replace(s, started=True, since=self.clock.monotonic())

    def _follow(self, before: ShowState) -> None:
        """Clocks of slide and part, and slide countdowns, follow the position."""
        s = self.state
        if s.position.slide != before.position.slide:
            reading = self.elapsed()
            old, new = (self.outline.plan.part_key(x.position.slide) for x in (before, s))
            s = replace(s, slide_at=reading)
            if old != new:
                spent = dict(s.spent)
                spent[old] = spent.get(old, 0.0) + max(0.0, reading - s.part_at)
                s = replace(s, part_at=reading, spent=tuple(spent.items()))
            self.state = s
        if s.started and not s.ended:
            self._time_slide(entered=s.position.slide != before.position.slide or not before.started)

    def _time_slide(self, entered: bool) -> None:
        """A slide of kind break or exercise starts its own countdown when it is entered."""
        number = self.state.position.slide
        kind = self.outline.slide(number).kind
        seconds = self.outline.plan.slide_seconds(number)
        if not entered or kind not in (PartKind.BREAK, PartKind.EXERCISE) or not seconds:
            return
        now = self.clock.monotonic()
        if any(t.slide == number and t.ends > now for t in self.state.timers):
            return  # a stray Next and Previous must not start it again
        kept = tuple(t for t in self.state.timers if t.slide != number and t.ends > now)
        self.state = replace(self.state, timers=(*kept, SlideTimer(number, seconds, now + seconds)))

    def _remember(self, before: ShowState) -> None:
        if moves.stage_fields(before) != moves.stage_fields(self.state):
            self._undo_stack.push(Step(before))

    def _stage_key(self) -> tuple[object, ...]:
        """What the room sees, from the top."""
        s = self.state
        if s.ended or s.overlay is not Overlay.NONE:
            return (s.ended, s.overlay)
        if s.card is not None:
            return (s.card,)
        shown = s.frozen or s.position
        return (shown, next((t for t in s.timers if t.slide == shown.slide), None))


def longer(ends: float, length: float, seconds: float, now: float) -> tuple[float, float]:
    """When a countdown ends, and how long it is in all, with ``seconds`` more (or less).

    Time that ran out before does not eat the minute that is given now; nothing ends in the past.
    """
    base = max(ends, now) if seconds > 0 else ends
    moved = max(base + seconds, min(ends, now))
    return moved, max(0.0, length + moved - ends)
