"""A reply in writing to one entry: who will see it is said before it is sent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from facilitator.room.records import Entry
from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import Dialog, button, label, panel, retone
from facilitator.ui.tokens import Tokens

SEEN_BY_AUTHOR = (
    "Whoever wrote it reads your reply on their own page. The others see it once the entry is published."
)
SEEN_BY_ALL = "The entry is published: everybody reads your reply under it."


class ReplyText(QPlainTextEdit):
    """Ctrl+Enter sends; Tab goes on."""

    def __init__(self, send: Callable[[], None]) -> None:
        super().__init__()
        self._send = send
        self.setTabChangesFocus(True)
        self.setAccessibleName("Your reply")
        self.setPlaceholderText("Your reply (Ctrl+Enter sends it)")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self._send()
        else:
            super().keyPressEvent(event)


class ReplyDialog(Dialog):
    """Opened, not executed. The words stay until the room has taken them."""

    def __init__(
        self,
        entry: Entry,
        category: str,
        send: Callable[[str, bool], None],
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        """``send(text, publish)`` passes it on; ``taken`` or ``refused`` is called when it is known."""
        super().__init__("Reply", tokens, parent)
        self._send = send
        self.entry = entry
        """As it is shown: the reply belongs to these words."""
        self.column.addWidget(label("Reply in writing", "title"))
        frame, inside = panel(margins=t.M, spacing=t.XS)
        self.category = label("", "head")
        inside.addWidget(self.category)
        self.words = label("", name="The entry")
        inside.addWidget(self.words)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(frame)
        area.setAccessibleName("The entry")
        area.setMaximumHeight(tokens.px(170))
        self.column.addWidget(area, 1)
        self.text = ReplyText(self._go)
        self.text.setPlainText(entry.reply)
        self.column.addWidget(self.text, 2)
        self.publish = QCheckBox("Publish the entry with it, on every phone")
        self.column.addWidget(self.publish)
        self.seen = label("", "small")
        self.column.addWidget(self.seen)
        self.said = label("", "small", name="What became of the reply")
        self.said.hide()
        self.column.addWidget(self.said)
        self.publish.toggled.connect(lambda _: self._who())
        self.show_entry(entry, category)
        self.send_button = button("Send the reply", self._go, role="main")
        left: tuple[QPushButton, ...] = ()
        if entry.reply:
            self.remove = button("Take the reply away", self._remove, role="quiet")
            left = (self.remove,)
        self.buttons(button("Cancel", self.reject), self.send_button, left=left)
        self.text.setFocus()
        self.fit(600, 460)

    def show_entry(self, entry: Entry, category: str) -> None:
        """Its words of now. Whether to publish them is asked anew."""
        self.entry = entry
        self.category.setText(category.upper())
        self.words.setText(entry.text)
        self.publish.setChecked(False)
        self.publish.setVisible(not entry.published)
        self._who()

    def _who(self) -> None:
        self.seen.setText(SEEN_BY_ALL if self.entry.published or self.publish.isChecked() else SEEN_BY_AUTHOR)

    def _go(self) -> None:
        if not self.text.toPlainText().strip():
            self.refused("There is nothing to read in it yet.")
            return
        self.send_button.setEnabled(False)
        self._send(self.text.toPlainText(), self.publish.isChecked())

    def _remove(self) -> None:
        self.send_button.setEnabled(False)
        self._send("", False)

    def taken(self) -> None:
        """The room has it."""
        self.accept()

    def refused(self, sentence: str) -> None:
        """The words stay."""
        self.send_button.setEnabled(True)
        self.said.setText(sentence)
        retone(self.said, "amber")
        self.said.show()
