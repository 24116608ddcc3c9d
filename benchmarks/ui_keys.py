"""Key press to painted, on stage and console: `python benchmarks/ui_keys.py [PRESSES] [SLIDES] [ENTRIES]`.

A deck of 1,000 slides, 500 entries in the inbox, and the room's views arriving four times a second with a
changed entry each (its process gathers to that). The stage is 1920x1080, the console 1280x720. A press is
posted to the console as the window system would; the time runs until both windows have been painted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.main_job import deck_text  # noqa: E402 - after the path is set

GAP = 0.12
"""Seconds between presses: fast browsing. Below it the idle worker never gets to paint ahead."""


def main() -> None:
    """Print median, 99th percentile and worst."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtGui import QKeyEvent

    from facilitator.app import Session, application
    from facilitator.room.records import Entry, ModeratorView, Release
    from facilitator.ui.desktop.sleep import NoSleepControl

    presses, slides, count = (
        int(a) if a else d for a, d in zip((*sys.argv[1:], "", "", ""), (300, 1000, 500), strict=False)
    )
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACILITATOR_HOME"] = folder
        deck = Path(folder) / "deck.md"
        deck.write_text(deck_text(slides), encoding="utf-8")
        session = Session(deck, windowed=True, with_room=False, sleep=NoSleepControl())
        session.start()
        session.stage.resize(1920, 1080)
        session.console.resize(1280, 720)
        kinds = ("question", "concern", "comment", "complaint")
        entries = [
            Entry(
                f"{n:032x}",
                kinds[n % 4],
                f"Entry number {n} with some more words, as people write them. " * (1 + n % 3),
            )
            for n in range(count)
        ]
        view = ModeratorView(1, tuple(entries), 40, Release.MIXED)

        def feed(number: int) -> None:
            entries[number % count] = replace(entries[number % count], votes=number % 7)
            session.link.view = replace(view, version=number, entries=tuple(entries))
            session._room_view(session.link.view)

        def pump(seconds: float) -> None:
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                app.processEvents()
                time.sleep(0.001)

        if count:
            feed(0)
        pump(2.0)
        painted: list[float] = [0.0, 0.0]

        def stage_painted() -> None:
            painted[0] = time.perf_counter()

        def console_painted() -> None:
            painted[1] = time.perf_counter()

        session.stage.view.painted.connect(stage_painted)
        session.desk.window.current.view.painted.connect(console_painted)
        taken, stage_only, busy = [], [], []
        for number in range(presses):
            painted[:] = [0.0, 0.0]
            began, cpu = time.perf_counter(), time.thread_time()
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.postEvent(app.focusWidget() or session.console, key)
            while not (painted[0] and painted[1]):
                app.processEvents()
                if time.perf_counter() - began > 5:
                    raise SystemExit(f"press {number} was never painted")
            stage_only.append(painted[0] - began)
            taken.append(max(painted) - began)
            busy.append(time.thread_time() - cpu)
            if count and number % 2 == 0:
                feed(number)
            pump(GAP)
        session.close()
    print(f"{presses} presses, {slides} slides, {count} entries; milliseconds")
    rows = (
        ("stage painted", stage_only),
        ("stage and console painted", taken),
        ("processor time of the window", busy),
    )
    for name, values in rows:
        ordered = sorted(v * 1000 for v in values)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        print(
            f"  {name:28} median {ordered[len(ordered) // 2]:6.1f}   p99 {p99:6.1f}   most {ordered[-1]:6.1f}"
        )


if __name__ == "__main__":
    main()
