"""Puts the parts together for `present`: stage first, then console, journal, room."""

from __future__ import annotations

import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.room.records import Release
from facilitator.scene import remarks
from facilitator.scene.fonts import ensure_fonts
from facilitator.system import log
from facilitator.system.clock import SystemClock
from facilitator.system.settings import Settings
from facilitator.ui.session.session import Session

if TYPE_CHECKING:
    from facilitator.show import recovery

__all__ = ["PresentOptions", "Session", "application", "present"]


@dataclass(frozen=True, slots=True)
class PresentOptions:
    """The command line of `present`."""

    windowed: bool = False
    """The stage in a window, whatever screens there are."""
    minutes: int | None = None
    port: int | None = None
    room: bool = True
    release: Release = Release.MIXED
    moderated: bool = True
    allow_hosts: tuple[str, ...] = ()


def application() -> QApplication:
    """The one QApplication, made when there is none yet."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    remarks.to_log()
    app = QApplication([sys.argv[0] if sys.argv else "facilitator"])
    app.setApplicationName("facilitator")
    app.setApplicationDisplayName("Facilitator")
    app.setDesktopFileName("facilitator")
    # Closing a window never ends the program by itself: the session decides.
    app.setQuitOnLastWindowClosed(False)
    return app


def present(deck: Path | None, options: PresentOptions) -> int:
    """Present a deck (or show the start screen) until the trainer is done. Returns the exit code."""
    log.to_file()
    return Runner(application(), options).run(deck)


def _sweep() -> None:
    """What an ended session left is deleted when it is due. A disk that refuses is no reason to stop."""
    from facilitator.room import retention
    from facilitator.show import recovery

    now = SystemClock().now()
    try:
        retention.delete_due(now.date())
        recovery.sweep(now, retention.holds)
    except OSError as error:
        log.get(__name__).warning("Old sessions could not be deleted: %s", error.strerror)


class Runner:
    """One session after another, with the start screen between them; nothing ever ends in a traceback."""

    def __init__(self, app: QApplication, options: PresentOptions) -> None:
        self.app = app
        self.options = options
        self.session: Session | None = None
        self._start: QWidget | None = None

    def run(self, deck: Path | None) -> int:
        """Until the last window is closed."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self._excepthook
        threading.excepthook = self._thread_excepthook
        wake = self._listen_for_signals()
        try:
            if deck is None:
                self.show_start()
            else:
                self.open(deck)
            QTimer.singleShot(0, _sweep)
            return self.app.exec()
        finally:
            wake.stop()
            if self.session is not None:
                self.session.close()
            sys.excepthook, threading.excepthook = before

    def open(self, deck: Path, resume: recovery.Session | None = None, rehearsal: bool = False) -> None:
        """Present this deck."""
        o = self.options
        session = Session(
            deck,
            windowed=o.windowed,
            minutes=o.minutes,
            port=o.port,
            with_room=o.room,
            release=o.release,
            moderated=o.moderated,
            allow_hosts=o.allow_hosts,
            resume=resume,
            rehearsal=rehearsal,
        )
        self.session = session
        session.finished.connect(self._finished)
        session.another_wanted.connect(self._another)
        session.start()

    def show_start(self) -> None:
        """The start screen: recent decks, the sample, an interrupted session."""
        from facilitator.ui import style
        from facilitator.ui.dialogs.start import StartScreen
        from facilitator.ui.tokens import tokens_of

        settings = Settings()
        ensure_fonts()
        tokens = tokens_of(settings)
        style.dress(self.app, tokens)
        screen = StartScreen(tokens, settings)
        screen.deck_chosen.connect(lambda path: self._begin(path))
        screen.session_chosen.connect(lambda kept: self._begin(Path(kept.deck), kept))
        screen.closed.connect(self._start_closed)
        self._start = screen
        screen.show()
        screen.activateWindow()

    def _begin(self, deck: Path, resume: recovery.Session | None = None) -> None:
        screen, self._start = self._start, None
        self.open(deck, resume)
        if screen is not None:
            screen.close()
            screen.deleteLater()

    def _start_closed(self) -> None:
        if self._start is not None:
            self._start.deleteLater()
            self._start = None
            self._over()

    def _finished(self) -> None:
        # After what the session still has to say (another deck, the start screen).
        QTimer.singleShot(0, self._over)

    def _over(self) -> None:
        if (self.session is None or self.session.closed) and self._start is None:
            self.app.quit()

    def _another(self, deck: Path | None, rehearsal: bool = False) -> None:
        if deck is None:
            self.show_start()
        else:
            self.open(deck, rehearsal=rehearsal)

    # --- mishaps ---

    def _listen_for_signals(self) -> QTimer:
        """Ctrl+C in the terminal ends the session as it should. Python sees signals only between its own
        instructions, so a timer lets it look now and then."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._interrupted())
        wake = QTimer()
        wake.timeout.connect(lambda: None)
        wake.start(300)
        return wake

    def _interrupted(self) -> None:
        if self.session is not None:
            # Not ended by the trainer: it is offered again at the next start.
            self.session.close()
        self.app.quit()

    def _excepthook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._interrupted()
            return
        log.fault(__name__, error)
        if self.session is not None and not self.session.closed:
            self.session.tell_fault()

    def _thread_excepthook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            log.fault(__name__, args.exc_value)
