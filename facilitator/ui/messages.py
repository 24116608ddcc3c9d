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
    """Holds the current message: the gravest first, the newest of those."""

    changed = Signal(object)
    """Message or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: list[Message] = []
        self._shown: Message | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expired)

    @property
    def current(self) -> Message | None:
        return self._shown

    def tell(
        self,
        text: str,
        level: Level = Level.HINT,
        *actions: tuple[str, Callable[[], object]],
        key: str = "",
        seconds: float = 6.0,
    ) -> Message:
        """Say something to the trainer."""
        message = Message(text, level, tuple(actions), key, seconds)
        if key:
            self._open = [m for m in self._open if m.key != key]
        # A passing word replaces the passing word before it.
        if level <= Level.DONE:
            self._open = [m for m in self._open if m.level > Level.DONE]
        self._open.append(message)
        self._show()
        return message

    def put_away(self, message: Message | None = None, key: str = "") -> None:
        """Take back a message (default: the shown one), or all of a key."""
        gone = message or (None if key else self._shown)
        self._open = [m for m in self._open if m is not gone and not (key and m.key == key)]
        self._show()

    def _show(self) -> None:
        passing = [m for m in self._open if m.level <= Level.DONE]
        lasting = sorted((m for m in self._open if m.level > Level.DONE), key=lambda m: m.level)
        # What was just done is seen first; what lasts comes back when it has passed.
        self._shown = passing[-1] if passing else (lasting[-1] if lasting else None)
        if self._shown is not None and self._shown.level <= Level.DONE:
            self._timer.start(round(self._shown.seconds * 1000))
        else:
            self._timer.stop()
        self.changed.emit(self._shown)

    def _expired(self) -> None:
        self._open = [m for m in self._open if m.level > Level.DONE]
        self._show()
