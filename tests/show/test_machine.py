"""Any sequence of commands keeps the invariants; the journal replays to the same state; undo undoes."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from facilitator.deck.model import PartKind
from facilitator.show.journal import Journal, replay
from facilitator.show.moves import stage_fields
from facilitator.show.outline import ShowDeck
from facilitator.show.recovery import read, resumed
from facilitator.show.show import Show
from facilitator.show.state import Overlay, Position
from facilitator.system.clock import FakeClock
from tests.show.decks import deck, slide

PLAIN = (
    "next", "previous", "next_slide", "previous_slide", "first", "last", "back", "forward", "start",
    "start_here", "black", "white", "freeze", "join_card", "resources_card", "exercise_card", "break_card",
    "round_card", "leave_card", "plus_minute", "minus_minute", "toggle_timer", "reset_timer", "count_gap",
    "ignore_gap", "redo",
)  # fmt: skip


@st.composite
def decks(draw: st.DrawFn) -> ShowDeck:
    """Decks of zero to eight slides; titles repeat, so that reloads must choose among twins."""
    count = draw(st.integers(0, 8))
    slides = [
        slide(
            number,
            draw(st.sampled_from("ABCDEF")),
            steps=draw(st.integers(0, 3)),
            seconds=draw(st.sampled_from([None, 0, 30, 120])),
            hidden=draw(st.booleans()) and number > 1,
            backup=draw(st.integers(0, 5)) == 0,
            section=draw(st.sampled_from(["", "One", "Two"])),
            starts_section=draw(st.booleans()),
            kind=draw(st.sampled_from(list(PartKind))),
            starts=draw(st.sampled_from([None, None, "10:20"])),
        )
        for number in range(1, count + 1)
    ]
    return ShowDeck.of(deck(*slides, minutes=draw(st.sampled_from([None, 20])), title="Deck"))


class ShowMachine(RuleBasedStateMachine):
    """A trainer with a nervous hand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.journal = Journal(self.folder / "session.jsonl", deck="deck.md", title="Deck")
        self.outline = ShowDeck.of(deck(slide(1, "A", steps=2), slide(2, "B"), slide(3, "C", seconds=60)))
        self.show = Show(self.outline, self.clock, self.journal)
        self.elapsed = 0.0

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.folder)

    @rule(command=st.sampled_from(PLAIN))
    def press(self, command: str) -> None:
        before, visible = self.show.state, self.show.visible()
        change = self.show.do(command)
        assert change.before is before
        assert change.after is self.show.state
        if not change.stage and command != "freeze":
            now = self.show.visible()
            if now.overlay is Overlay.NONE and now.card is None:
                assert now.position == visible.position
        if command in ("next", "previous", "next_slide", "previous_slide") and not before.held:
            covered = before.overlay is not Overlay.NONE or before.card is not None
            if covered:
                assert change.after.position == before.position, "a cover is left without moving"
        if before.frozen and command not in ("freeze", "redo"):
            assert change.after.frozen == before.frozen, "only F, Esc and undo let the room catch up"
        if command in ("first", "last", "previous", "back", "forward"):
            assert (change.after.started, change.after.since) == (before.started, before.since)

    @rule(number=st.integers(-1, 12), step=st.integers(0, 5))
    def jump(self, number: int, step: int) -> None:
        self.show.do("jump", slide=number, step=step)

    @rule()
    def escape(self) -> None:
        ended = self.show.state.ended
        change = self.show.do("escape")
        if change.after.ended and not ended:
            assert change.before.armed is not None, "never in one press"

    @rule()
    def undo(self) -> None:
        self.show.do("undo")

    @rule(command=st.sampled_from(PLAIN[:-1]))
    def undo_undoes(self, command: str) -> None:
        before = self.show.state
        change = self.show.do(command)
        if stage_fields(change.after) != stage_fields(before):
            self.show.do("undo")
            assert stage_fields(self.show.state) == stage_fields(before)
            self.show.do("redo")
            assert stage_fields(self.show.state) == stage_fields(change.after)

    @rule(text=st.text(max_size=30))
    def park(self, text: str) -> None:
        self.show.do("park", text=text)

    @rule(index=st.integers(-1, 3))
    def unpark(self, index: int) -> None:
        self.show.do("unpark", index=index)

    @rule(entry=st.sampled_from(["a1", "b2"]))
    def entry(self, entry: str) -> None:
        self.show.do("entry_card", id=entry)

    @rule(outline=decks())
    def reload(self, outline: ShowDeck) -> None:
        running, elapsed = self.show.state.running, self.show.elapsed()
        here = self.show.outline.slide(self.show.state.position.slide)
        self.show.do("reload", outline=outline)
        assert (self.show.state.running, self.show.elapsed()) == (running, elapsed)
        if here.key and any(s.key == here.key for s in outline.slides):
            assert outline.slide(self.show.state.position.slide).key == here.key

    @rule(seconds=st.floats(0, 400))
    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.show.tick()

    @rule(seconds=st.sampled_from([-7200, -40, 40, 900]))
    def sleep(self, seconds: int) -> None:
        self.clock.wall += timedelta(seconds=seconds)
        self.show.tick()
        # The journal notes both clocks within five seconds.
        self.clock.advance(6)
        self.show.tick()

    @precondition(lambda self: self.show.state.started)
    @rule()
    def crash_and_continue(self) -> None:
        """The process dies and the session goes on in a new one, in the same file."""
        old, was = self.show.state, self.show.elapsed()
        card_end = self.show.back_at()
        self.show.tick()
        self.journal.close()
        session = read(self.journal.path)
        assert session is not None
        assert not session.damaged
        self.journal = Journal(self.journal.path, deck="deck.md")
        self.show = Show(self.show.outline, self.clock, self.journal, resumed(session, self.clock))
        now = self.show.state
        assert (now.position, now.overlay, now.frozen, now.parked) == (
            old.position, old.overlay, old.frozen, old.parked,
        )  # fmt: skip
        assert 0 <= was - self.show.elapsed() <= 400 or abs(was - self.show.elapsed()) < 1e-6
        if card_end is not None and self.show.back_at() is not None:
            assert abs((self.show.back_at() - card_end).total_seconds()) < 1  # type: ignore[operator]

    @invariant()
    def position_exists(self) -> None:
        outline, state = self.show.outline, self.show.state
        for position in filter(None, (state.position, state.frozen, *state.history)):
            assert isinstance(position, Position)
            assert 1 <= position.slide <= max(1, len(outline))
            assert 0 <= position.step <= outline.slide(position.slide).steps
        assert -1 <= state.history_index < max(1, len(state.history))

    @invariant()
    def clocks_make_sense(self) -> None:
        show = self.show
        assert show.elapsed() >= 0
        assert show.slide_elapsed() >= 0
        assert show.part_spent() >= 0
        assert not (show.state.ended and show.state.running)
        assert not show.state.running or show.state.started
        pace = show.pace()
        assert pace.buffer >= 0
        if pace.ends is not None:
            assert pace.ends >= self.clock.now()

    @invariant()
    def next_view_tells_what_next_does(self) -> None:
        if self.show.state.ended:
            return
        foreseen = self.show.next_view()
        probe = Show(self.show.outline, self.clock, None, replace(self.show.state))
        change = probe.do("next")
        if foreseen.position is None:
            assert change.after.position == change.before.position
        else:
            assert change.after.position == foreseen.position

    @invariant()
    def the_journal_holds_it_all(self) -> None:
        assert not self.journal.problem
        assert replay(self.journal.path) == self.show.state


ordinary = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestShow = ShowMachine.TestCase
TestShow.settings = ordinary


@pytest.mark.long
def test_long() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        ShowMachine,
        settings=settings(
            max_examples=1500, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
