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


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(STOPPED)


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """While this lasts, being asked to end runs every ``finally`` first, so that no half-written file stays.

    Does nothing in threads, and where the program handles the signal itself.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
