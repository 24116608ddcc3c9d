"""The one line that is always there: deck and part, clock, gone, left, pace, room, entries to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens
from facilitator.ui.widgets.elided import ElidedLabel
from facilitator.ui.widgets.flow import FlowLayout


def retone(widget: QWidget, tone: str) -> None:
    """Change the dynamic property that the style sheet looks at, only when it changes."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def plain_label(text: str = "", role: str = "", name: str = "") -> QLabel:
    """A label that never reads its text as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    if name:
        label.setAccessibleName(name)
    return label


class _Pair(QWidget):
    """A number with its word: ``24:10 left``."""

    def __init__(self, role: str, word: str, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.XS + 2)
        self.number = plain_label("", role, name)
        self.word = plain_label(word, "mute")
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self.word, 0, Qt.AlignmentFlag.AlignBaseline)


class TopBar(QFrame):
    """Setters only; it knows no show."""

    inbox_wanted = Signal()
    clock_wanted = Signal()
    room_wanted = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAccessibleName("Session")
        flow = FlowLayout(self, t.XL, stretch_first=True)
        flow.setContentsMargins(t.XL, t.S, t.XL, t.S)
        self._flow = flow
        self.names = names = QWidget()
        column = QVBoxLayout(names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.deck = ElidedLabel()
        self.deck.setProperty("role", "title")
        self.part = ElidedLabel()
        self.part.setProperty("role", "mute")
        column.addWidget(self.deck)
        column.addWidget(self.part)
        self.clock = plain_label("", "clock", "Time of day")
        self.gone = _Pair("number", "gone", "Time gone")
        self.left = _Pair("clock", "left", "Time left")
        self.run = QPushButton()
        self.run.setProperty("role", "quiet")
        self.run.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.run.clicked.connect(self.clock_wanted)
        self.pace = plain_label("", "title", "Pace")
        self.room = QPushButton()
        self.room.setProperty("role", "quiet")
        self.room.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.room.clicked.connect(self.room_wanted)
        self.badge = QPushButton()
        self.badge.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.badge.clicked.connect(self.inbox_wanted)
        for widget in (names, self.clock, self.gone, self.left, self.run, self.pace, self.room, self.badge):
            flow.addWidget(widget)
        self._compact = False
        self.set_room("", "")
        self.set_badge(None)

    def set_compact(self, compact: bool) -> None:
        """One line also in large text: the deck's name stands in the window's title, the room in its menu."""
        self._compact = compact
        self.names.setVisible(not compact)
        self.room.setVisible(not compact and bool(self.room.text()))

    def set_deck(self, title: str, part: str) -> None:
        self.deck.setText(title)
        self.part.setText(part)

    def set_times(self, clock: str, gone: str, left: str, over: bool) -> None:
        """Texts as shown; ``left`` empty when nothing was planned."""
        _set(self.clock, clock)
        _set(self.gone.number, gone)
        _set(self.left.number, left)
        self.left.setVisible(bool(left))
        _set(self.left.word, "over" if over else "left")
        retone(self.left.number, "red" if over else "")

    def set_run(self, running: bool, started: bool, key: str) -> None:
        """The clock's own button: start, pause, go on."""
        mark, word, plain = (
            ("❚❚", "pause", "Pause the clock")
            if running
            else ("▶", "go on", "Let the clock go on")
            if started
            else ("▶", "start clock", "Start the clock")
        )
        text = mark if self._compact else f"{mark} {word}"
        if self.run.text() != text:
            self.run.setText(text)
            self.run.setAccessibleName(plain)
            self.run.setToolTip(f"{plain} ({key})" if key else plain)

    def set_pace(self, text: str, tone: str) -> None:
        mark = {"live": "●", "amber": "▲", "red": "■"}.get(tone, "○")
        _set(self.pace, f"{mark} {text}" if text else "")
        retone(self.pace, tone)

    def set_room(self, text: str, tone: str, tip: str = "") -> None:
        self.room.setVisible(bool(text) and not self._compact)
        if self.room.text() != text:
            self.room.setText(text)
        if self.room.accessibleName() != (tip or text):
            self.room.setAccessibleName(tip or text)
        self.room.setToolTip(f"{tip}: show how to join" if tip else "")
        retone(self.room, tone)

    def set_badge(self, counts: tuple[int, int] | None) -> None:
        """How many entries are to be read, and how many are up next; None hides it (no room)."""
        self.badge.setVisible(counts is not None)
        unread, queued = counts or (0, 0)
        read, after = (f"{unread} to read" if unread else ""), (f"{queued} next" if queued else "")
        text = " · ".join(part for part in (read, after) if part) or "nothing to read"
        if self.badge.text() != text:
            self.badge.setText(text)
            self.badge.setAccessibleName(f"Inbox: {text}")
        role = "main" if unread else "quiet"
        if self.badge.property("role") != role:
            self.badge.setProperty("role", role)
            self.badge.style().unpolish(self.badge)
            self.badge.style().polish(self.badge)


def _set(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
