"""Type in a paper card: it joins the next batch, mixed with what came from phones."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QRadioButton, QWidget

from facilitator.room.records import Category, Release
from facilitator.ui.dialogs.base import Dialog, button, label, retone, row
from facilitator.ui.tokens import Tokens

_JOINS = {
    Release.MIXED: (
        "It joins the next batch, mixed with the rest.",
        "It is with the others now.",
    ),
    Release.ROUND: (
        "It comes out with the round, mixed.",
        "It comes out when the round is closed.",
    ),
    Release.INSTANT: ("In this room it comes in at once.", "It is in."),
}


class PaperCardDialog(Dialog):
    """One card after another; the words stay until the room has taken them."""

    def __init__(
        self,
        categories: tuple[Category, ...],
        send: Callable[[str, str], None],
        tokens: Tokens,
        parent: QWidget | None = None,
        release: Release = Release.MIXED,
    ) -> None:
        """``send(category, text)`` passes a card on; ``taken`` or ``refused`` is called when it is known."""
        super().__init__("Type in a card", tokens, parent)
        self._send = send
        joins, self._joined = _JOINS[release]
        self.head("Type in a card", f"Word for word, as it was written. {joins}")
        self.doors = QButtonGroup(self)
        radios = []
        for number, category in enumerate(categories):
            radio = QRadioButton(category.label)
            radio.setProperty("category", category.id)
            radio.setChecked(number == 0)
            self.doors.addButton(radio, number)
            radios.append(radio)
        self.column.addLayout(row(*radios))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("What the card says")
        self.text.setTabChangesFocus(True)
        self.column.addWidget(self.text, 1)
        self.said = label("", "small", name="What became of the card")
        self.column.addWidget(self.said)
        self.put = button("Put it with the others", self._put, role="main")
        self.buttons(button("Close", self.close), self.put)
        self.text.setFocus()
        self.fit(560, 380)

    def _put(self) -> None:
        text, chosen = self.text.toPlainText(), self.doors.checkedButton()
        if not text.strip() or chosen is None:
            self._say("There is nothing to read on it yet.", "amber")
            return
        self.put.setEnabled(False)
        self._send(chosen.property("category"), text)

    def taken(self) -> None:
        """The room has it: ready for the next card."""
        self.text.clear()
        self.put.setEnabled(True)
        self.text.setFocus()
        self._say(f"{self._joined} The next one?", "live")

    def refused(self, sentence: str) -> None:
        """The words stay."""
        self.put.setEnabled(True)
        self._say(sentence, "amber")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        retone(self.said, tone)
