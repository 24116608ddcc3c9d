"""Starts Qt where no window is needed: layout and painting without a display."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

from facilitator.export.options import ExportError
from facilitator.scene import remarks
from facilitator.system import display

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

_kept: list[QGuiApplication] = []


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl+C waits until this is over: in the middle of loading, Qt takes it for a missing library."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ensure_application() -> None:
    """A QGuiApplication on the offscreen platform, unless the program has one already.

    Raises ExportError with one sentence when a system library is missing.
    """
    # Qt orders the glyphs of a line by a seed of its own: with a fixed one the same deck gives the same PDF
    os.environ.setdefault("QT_HASH_SEED", "0")
    try:
        with _undisturbed():
            from PySide6.QtGui import QGuiApplication
    except ImportError as error:
        missing = display.missing_libraries(display.CORE_LIBRARIES)
        raise ExportError(
            display.missing_sentence(missing) if missing else f"Qt cannot be loaded: {error}"
        ) from error
    if QGuiApplication.instance() is not None:
        return
    missing = display.missing_libraries(display.CORE_LIBRARIES)
    if missing:  # Qt would end the process with a message about plugins
        raise ExportError(display.missing_sentence(missing))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    remarks.to_log()
    _kept.append(QGuiApplication(["facilitator"]))
