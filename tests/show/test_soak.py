"""Two hours of session on a fake clock: no drift, memory flat, the journal stays small and quick to read."""

from __future__ import annotations

import gc
import random
import time
import tracemalloc

import pytest

from facilitator.deck.model import PartKind
from facilitator.show.journal import Journal
from facilitator.show.outline import ShowDeck
from facilitator.show.recovery import read
from facilitator.show.show import Show
from facilitator.system.clock import FakeClock
from tests.show.decks import deck, slide

COMMANDS = (
    "next", "next", "next", "next", "previous", "black", "freeze", "join_card", "break_card", "plus_minute",
    "escape", "undo", "redo", "next_slide", "back", "forward", "resources_card", "exercise_card",
)  # fmt: skip


def long_deck(count: int = 300) -> ShowDeck:
    slides = [
        slide(
            number,
            f"Slide {number}",
            steps=number % 4,
            seconds=24,
            section=f"Part {number // 20}",
            starts_section=number % 20 == 0,
            kind=PartKind.EXERCISE if number // 20 % 5 == 4 else PartKind.TALK,
        )
        for number in range(1, count + 1)
    ]
    return ShowDeck.of(deck(*slides, minutes=120))


def session(hours: float, seed: int = 1) -> tuple[Show, Journal, FakeClock, list[int]]:
    """Commands every few seconds, ticks four times a second; memory in use after each quarter of an hour."""
    clock, dice = FakeClock(), random.Random(seed)
    journal = Journal(deck="deck.md", title="Long")
    show = Show(long_deck(), clock, journal)
    show.do("start")
    began = clock.monotonic()
    used: list[int] = []
    quarter = 900.0
    while clock.monotonic() - began < hours * 3600:
        clock.advance(0.25)
        show.tick()
        if dice.random() < 0.05:
            show.do(dice.choice(COMMANDS))
            if show.state.ended:
                show.do("undo")
        show.pace()
        if clock.monotonic() - began >= quarter:
            quarter += 900
            gc.collect()
            used.append(tracemalloc.get_traced_memory()[0] if tracemalloc.is_tracing() else 0)
    return show, journal, clock, used


def test_a_quarter_of_an_hour_without_drift() -> None:
    show, journal, clock, _ = session(0.1)
    assert abs(show.elapsed() - (clock.monotonic() - 1000.0)) < 1e-6
    assert not journal.problem
    journal.close()


@pytest.mark.long
def test_two_hours() -> None:
    tracemalloc.start()
    try:
        show, journal, _, used = session(2)
    finally:
        tracemalloc.stop()
    assert abs(show.elapsed() - 7200) < 1e-6, "no drift"
    settled, last = used[2], used[-1]
    assert last - settled < 400_000, f"memory grows: {used}"
    journal.close()
    size = journal.path.stat().st_size
    assert size < 6_000_000
    began = time.perf_counter()
    found = read(journal.path)
    took = time.perf_counter() - began
    assert found is not None
    assert found.state == show.state
    print(f"two hours: {size / 1e6:.2f} MB, read in {took * 1000:.0f} ms, memory {used}")
