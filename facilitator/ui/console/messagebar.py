"""What the trainer is told: a passing word floats at the foot of the console and moves nothing; what lasts
has a line of its own under the session's line until it is put away. Neither ever takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.messages import Level, Message, Messages

_TONES = {Level.WARNING: "amber", Level.ERROR: "red", Level.DONE: "live"}
_MARKS = {Level.WARNING: "▲ ", Level.ERROR: "■ ", Level.DONE: "✓ "}


class MessageLine(QFrame):
    """One message with its buttons."""

    def __init__(self, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setAccessibleName("Message")
        self._messages = messages
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(t.L, t.XS, t.XS, t.XS)
        self._row.setSpacing(t.S)
        self.text = plain_label("", "body")
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self.text, 1)
        self.buttons: list[QPushButton] = []
        self.hide()

    def show_message(self, message: Message | None) -> None:
        """Show this one, or none."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        if message is None:
            self.hide()
            return
        self.setProperty("tone", _TONES.get(message.level, ""))
        for widget in (self, self.text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.text.setText(_MARKS.get(message.level, "") + message.text)
        self.setAccessibleDescription(message.text)
        for label, call in message.actions:
            self._button(label).clicked.connect(lambda _=False, m=message, c=call: self._do(m, c))
        if message.level >= Level.WARNING:
            self._button("Put away").clicked.connect(lambda _=False, m=message: self._messages.put_away(m))
        self.show()

    def _button(self, label: str) -> QPushButton:
        button = QPushButton(label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.addWidget(button)
        button.show()  # now, not when the layout comes to it: the line is measured with it
        self.buttons.append(button)
        return button

    def _do(self, message: Message, call: Callable[[], object]) -> None:
        self._messages.put_away(message)
        call()


class LastingLine(MessageLine):
    """In the console's layout, above everything that moves."""

    def __init__(self, messages: Messages) -> None:
        super().__init__(messages)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        messages.lasting_changed.connect(self.show_message)


class PassingLine(MessageLine):
    """Floats over the foot of a widget, at the left."""

    def __init__(self, messages: Messages, over: QWidget) -> None:
        super().__init__(messages, over)
        self._over = over
        messages.passing_changed.connect(self.show_message)
        over.installEventFilter(self)

    def show_message(self, message: Message | None) -> None:
        super().show_message(message)
        if message is not None:
            self.place()
            self.raise_()

    def place(self) -> None:
        """As wide as its words need, at most two thirds of the space."""
        space = self._over.rect()
        widest = min(max(420, round(space.width() * 0.66)), space.width() - 2 * t.XL)
        buttons = sum(b.sizeHint().width() + t.S for b in self.buttons)
        self.text.ensurePolished()
        text = self.text.fontMetrics().horizontalAdvance(self.text.text()) + 2 * t.L + t.S
        self.setFixedWidth(max(200, min(widest, text + buttons)))
        self._row.activate()
        inner = self.width() - buttons - t.L - 2 * t.S
        height = self.text.heightForWidth(inner) + 2 * t.S
        self.setFixedHeight(max(height, self._row.sizeHint().height(), t.TARGET))
        self.move(t.L, space.height() - self.height() - t.S)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return False
