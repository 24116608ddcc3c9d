"""What Qt remarks (a font without a script, a picture's profile) is for our log, not for the terminal."""

from __future__ import annotations

import atexit
import sys
from typing import Any

from facilitator.system import log


def to_log() -> None:
    """From now on Qt's remarks go to the log. To be called before the process makes its application.

    What ends the process is said on the terminal as well: nothing else would say why.
    """
    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(_remark)
    atexit.register(qInstallMessageHandler, None)  # Qt may remark once more when Python has gone


def _remark(kind: Any, _context: Any, text: str) -> None:
    from PySide6.QtCore import QtMsgType

    if not log.is_open():
        log.to_file()
    log.get(__name__).info("Qt: %s", text)
    if kind == QtMsgType.QtFatalMsg:
        sys.stderr.write(f"facilitator: Qt: {text}\n")
