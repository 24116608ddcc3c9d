"""The one message at a time, floating at the foot of the console: it asks gently and moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.messages import Level, Message, Messages


class MessageBar(QFrame):
    """Shows what `Messages` says; never takes the focus."""

    def __init__(self, messages: Messages, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("message")
        self.setAccessibleName("Message")
        self._messages = messages
        self._over = over
        row = QHBoxLayout(self)
        row.setContentsMargins(t.L, t.S, t.S, t.S)
        row.setSpacing(t.S)
        self.text = plain_label("", "body")
        self.text.setWordWrap(True)
        row.addWidget(self.text, 1)
        self._row = row
        self._buttons: list[QPushButton] = []
        messages.changed.connect(self.show_message)
        over.installEventFilter(self)
        self.hide()

    def show_message(self, message: Message | None) -> None:
        """Show this one, or none."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        if message is None:
            self.hide()
            return
        tone = {Level.WARNING: "amber", Level.ERROR: "red", Level.DONE: "live"}.get(message.level, "")
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.style().unpolish(self.text)
        self.style().polish(self.text)
        mark = {Level.WARNING: "▲ ", Level.ERROR: "■ ", Level.DONE: "✓ "}.get(message.level, "")
        self.text.setText(mark + message.text)
        self.setAccessibleDescription(message.text)
        for label, call in message.actions:
            button = self._button(label)
            button.clicked.connect(lambda _=False, m=message, c=call: self._do(m, c))
        if message.level >= Level.WARNING:
            self._button("Put away").clicked.connect(lambda _=False, m=message: self._messages.put_away(m))
        self.place()
        self.show()
        self.raise_()

    def _button(self, label: str) -> QPushButton:
        button = QPushButton(label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        self._buttons.append(button)
        return button

    def _do(self, message: Message, call: object) -> None:
        self._messages.put_away(message)
        if callable(call):
            call()

    def place(self) -> None:
        """At the lower left of the middle, at most two thirds wide."""
        space = self._over.rect()
        margin = t.XL
        widest = min(max(420, round(space.width() * 0.66)), space.width() - 2 * margin)
        buttons = sum(b.sizeHint().width() + t.S for b in self._buttons)
        text = self.text.fontMetrics().horizontalAdvance(self.text.text()) + 3 * t.L
        # Beside its buttons where the sentence keeps half of the width, else above them.
        beside = text + buttons <= widest or buttons < widest * 0.45
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
        self.setFixedWidth(max(240, min(widest, text + buttons if beside else widest)))
        self._row.activate()
        self.setFixedHeight(max(self._row.totalHeightForWidth(self.width()), t.TARGET + t.S))
        self.move(margin, space.height() - self.height() - t.M)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return False
