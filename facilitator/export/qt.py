"""Starts Qt where no window is needed: layout and painting without a display."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from facilitator.export.options import ExportError
from facilitator.scene import remarks
from facilitator.system import display

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

_kept: list[QGuiApplication] = []


def ensure_application() -> None:
    """A QGuiApplication on the offscreen platform, unless the program has one already.

    Raises ExportError with one sentence when a system library is missing.
    """
    # Qt orders the glyphs of a line by a seed of its own: with a fixed one the same deck gives the same PDF
    os.environ.setdefault("QT_HASH_SEED", "0")
    try:
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
