"""What the show and its journal cost: a command, a two-hour journal, and a start that continues one.

Run: ``.venv/bin/python -m benchmarks.show_journal``. Fake clock for the session, real clock for the figures.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from pathlib import Path

WANTED_START = 0.7
COMMANDS = ("next", "next", "next", "previous", "black", "black", "freeze", "freeze", "plus_minute", "undo")


def two_hours(deck: Path) -> tuple[Path, list[float]]:
    """A journal of two hours (a command each 10 s, ticks each 0.25 s), and the seconds each command took."""
    from facilitator.deck import read_deck
    from facilitator.show.journal import Journal
    from facilitator.show.outline import ShowDeck
    from facilitator.show.show import Show
    from facilitator.system.clock import FakeClock

    clock, dice = FakeClock(), random.Random(1)
    read = read_deck(deck)
    journal = Journal(deck=str(deck), title=read.title)
    show = Show(ShowDeck.of(read), clock, journal)
    show.do("start")
    took: list[float] = []
    for number in range(4 * 7200):
        clock.advance(0.25)
        show.tick()
        if number % 40 == 0:
            began = time.perf_counter()
            show.do(dice.choice(COMMANDS))
            took.append(time.perf_counter() - began)
    journal.close()
    return journal.path, took


def start(deck: Path, journal: Path) -> tuple[float, float]:
    """(seconds to read the journal, seconds from there to the first painted slide) in this process."""
    from PySide6.QtWidgets import QApplication

    from facilitator.show.recovery import read
    from facilitator.ui.session.session import Session

    app = QApplication.instance() or QApplication([])
    began = time.perf_counter()
    found = read(journal)
    read_at = time.perf_counter()
    session = Session(deck, resume=found, with_room=False, windowed=True)
    session.start()
    painted = session.first_after
    session.close()
    app.processEvents()
    return read_at - began, painted if painted is not None else float("nan")


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACILITATOR_HOME"] = home
        from facilitator.system.resources import sample_deck

        deck = sample_deck()
        journal, took = two_hours(deck)
        size = journal.stat().st_size
        runs = [start(deck, journal) for _ in range(3)]
        reading = statistics.median(r[0] for r in runs)
        painted = statistics.median(r[1] for r in runs)
        took.sort()
        print(f"{'a command, journal line included, median':<48} {statistics.median(took) * 1000:7.2f} ms")
        print(f"{'  99 of 100 within':<48} {took[int(len(took) * 0.99)] * 1000:7.2f} ms")
        print(f"{'two-hour journal':<48} {size / 1e6:7.2f} MB")
        print(f"{'  read':<48} {reading * 1000:7.0f} ms")
        print(f"{'continue it: journal and first slide painted':<48} {(reading + painted) * 1000:7.0f} ms")
        print(f"{'  wanted at most':<48} {WANTED_START * 1000:7.0f} ms")


if __name__ == "__main__":
    main()
