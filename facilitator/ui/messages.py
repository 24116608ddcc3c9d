"""What the trainer is told while live: one quiet line, never a dialog, and a list to read later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, QTimer, Signal


class Level(IntEnum):
    """How much a message matters. Only WARNING and ERROR stay until they are put away."""

    HINT = 0
    DONE = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True)
class Message:
    """A sentence, with at most two things that can be done about it (label, call)."""

    text: str
    level: Level = Level.HINT
    actions: tuple[tuple[str, Callable[[], object]], ...] = ()
    key: str = ""
    """A newer message of the same key replaces this one."""
    seconds: float = 6.0
    """How long a hint or a done stays."""


class Messages(QObject):
    """One passing word (a hint, something done) and one lasting message (the gravest, then the newest)."""

    passing_changed = Signal(object)
    lasting_changed = Signal(object)
    """Message or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lasting: list[Message] = []
        self.passing: Message | None = None
        self.lasting: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expired)

    def tell(
        self,
        text: str,
        level: Level = Level.HINT,
        *actions: tuple[str, Callable[[], object]],
        key: str = "",
        seconds: float = 6.0,
    ) -> Message:
        """Say something to the trainer. Saying the same lasting thing again changes nothing."""
        message = Message(text, level, tuple(actions), key, seconds)
        if level <= Level.DONE:
            self.passing = message
            self._timer.start(round(seconds * 1000))
            self.passing_changed.emit(message)
            return message
        same = next((m for m in self._lasting if key and m.key == key), None)
        if same is not None and same.text == text:
            return same
        self._lasting = [m for m in self._lasting if m is not same] + [message]
        self._show()
        return message

    def put_away(self, message: Message | None = None, key: str = "") -> None:
        """Take back a message, or those of a key."""
        if self.passing is not None and (self.passing is message or (key and self.passing.key == key)):
            self._timer.stop()
            self._expired()
        self._lasting = [m for m in self._lasting if m is not message and not (key and m.key == key)]
        self._show()

    def close(self) -> None:
        """Say nothing more."""
        self._timer.stop()
        self._lasting = []

    def _show(self) -> None:
        worst = max((m.level for m in self._lasting), default=None)
        shown = [m for m in self._lasting if m.level == worst]
        new = shown[-1] if shown else None
        if new is not self.lasting:
            self.lasting = new
            self.lasting_changed.emit(new)

    def _expired(self) -> None:
        self.passing = None
        self.passing_changed.emit(None)
