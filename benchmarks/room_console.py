"""The presenter's window while its room is under load: `room_load.py --console` runs this.

A real session (deck, stage 1920x1080, console 1280x720 with the inbox open), whose own room is the one under
load: 20 entries a second come into the inbox, votes move them, and the trainer goes on through the slides.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks import room_load
from benchmarks.main_job import deck_text
from benchmarks.room_pages import Pages
from facilitator.room.records import RoomSettings

FRAME_MS = 16
SLIDES = 200
NEXT_SECONDS = 0.5


class Frames:
    """Beats of a timer in the window's thread, and the time from a key to both windows painted."""

    def __init__(self, session: object) -> None:
        from PySide6.QtCore import Qt, QTimer

        from facilitator.app import Session

        assert isinstance(session, Session)
        self.session = session
        self.beats: list[float] = []
        self.keys: list[float] = []
        self._last = 0.0
        self._pressed = 0.0
        self._left: set[str] = set()
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(FRAME_MS)
        self._beat.timeout.connect(self._took)
        self._key = QTimer()
        self._key.setInterval(round(NEXT_SECONDS * 1000))
        self._key.timeout.connect(self._press)
        session.stage.view.painted.connect(lambda: self._painted("stage"))
        session.desk.window.current.view.painted.connect(lambda: self._painted("console"))

    def start(self) -> None:
        self._last = time.perf_counter()
        self._beat.start()
        self._key.start()

    def stop(self) -> None:
        self._beat.stop()
        self._key.stop()

    def _took(self) -> None:
        now = time.perf_counter()
        self.beats.append(now - self._last)
        self._last = now

    def _press(self) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        self._left = {"stage", "console"}
        self._pressed = time.perf_counter()
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.postEvent(QApplication.focusWidget() or self.session.console, key)

    def _painted(self, where: str) -> None:
        self._left.discard(where)
        if self._pressed and not self._left:
            self.keys.append(time.perf_counter() - self._pressed)
            self._pressed = 0.0

    def rows(self) -> list[room_load.Row]:
        ms = room_load.ms
        shown = self.session.desk.window.inbox.model.rowCount()
        return [
            (
                "console frame, p50 / p99 / worst",
                f"{ms(self.beats, 50)} / {ms(self.beats, 99)} / {max(self.beats) * 1000:.0f} ms "
                f"({len(self.beats)})",
            ),
            (
                "key to stage and console painted, p50 / p99",
                f"{ms(self.keys, 50)} / {ms(self.keys, 99)} ({len(self.keys)})",
            ),
            ("entries in the inbox at the end", str(shown)),
        ]


def console(a: argparse.Namespace, settings: RoomSettings) -> list[room_load.Row]:
    """Run the load against a session's own room; its rows and the window's."""
    from PySide6.QtWidgets import QApplication

    from facilitator.app import Session, application
    from facilitator.room import for_deck
    from facilitator.ui.desktop.sleep import NoSleepControl

    app: QApplication = application()
    for_deck.room_settings = lambda *_: settings  # type: ignore[assignment] - the load's limits
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACILITATOR_HOME"] = folder
        deck = Path(folder) / "deck.md"
        deck.write_text(deck_text(SLIDES), encoding="utf-8")
        session = Session(deck, windowed=True, release=settings.release, sleep=NoSleepControl())
        session.start()
        session.stage.resize(1920, 1080)
        session.console.resize(1280, 720)
        session.desk.window.side.open_page("inbox")
        _pump(app, lambda: session.link.view is not None, 20.0)
        _pump(app, lambda: False, 2.0)  # the deck's pictures are painted ahead
        frames = Frames(session)
        found: list[room_load.Row] = []
        going = threading.Event()
        host = session.link.host
        assert host is not None

        def work() -> None:
            found.extend(room_load.drive(host, a, lambda _: going.set()))

        thread = threading.Thread(target=work)
        thread.start()
        _pump(app, going.is_set, 300.0)
        frames.start()
        _pump(app, lambda: not thread.is_alive(), a.seconds + 60.0)
        frames.stop()
        thread.join()
        rows = frames.rows()
        session.close(finish=True)
        return found + rows


def _pump(app: object, until: object, seconds: float) -> None:
    """Qt's own event loop, as in the program: no Python in it but what Qt calls."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    look = QTimer()
    look.setInterval(50)
    end = time.perf_counter() + seconds

    def check() -> None:
        assert callable(until)
        if until() or time.perf_counter() > end:
            loop.quit()

    look.timeout.connect(check)
    look.start()
    loop.exec()
    look.stop()


__all__ = ["Pages", "console"]
