"""An export that is ended from outside clears up after itself."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

STOPPED = 143
"""Exit code of a program that was asked to end (128 + SIGTERM)."""


#: Being ended from outside, and the terminal going away (which Windows does not tell).
_ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def _leave(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # once is enough: clearing up is not to be broken off
    sys.exit(STOPPED)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """While this lasts, being asked to end runs every ``finally`` first, so that no half-written file stays.

    Does nothing in threads, and where the program handles the signal itself.
    """
    main = threading.current_thread() is threading.main_thread()
    asked = [n for n in _ASKED if main and signal.getsignal(n) is signal.SIG_DFL]
    for number in asked:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in asked:
            signal.signal(number, signal.SIG_DFL)
