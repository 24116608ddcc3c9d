"""How entries come out of this room, chosen before people come in: their page says so before they write."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from facilitator.room.records import Release
from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import Dialog, button, label, panel, retone
from facilitator.ui.tokens import Tokens

WAYS = (
    (
        Release.MIXED,
        "Mixed (usual)",
        "Entries wait until three have come, then come out together in mixed order, at a moment that chance "
        "chooses. Nobody can tell who has just been typing.",
    ),
    (
        Release.ROUND,
        "In rounds",
        "You open a round; everybody sends something or taps “Nothing to add”; all of it comes out together "
        "when you close it. The safest way in a small group.",
    ),
    (
        Release.INSTANT,
        "At once",
        "Each entry comes as it is sent. Lively, for questions that anybody may hear; the page warns people "
        "before they write.",
    ),
)


class RulesDialog(Dialog):
    """Opened, not executed. The main button opens the room anew; until then nothing changes."""

    def __init__(
        self,
        release: Release,
        moderated: bool,
        change: Callable[[Release, bool], None],
        tokens: Tokens,
        parent: QWidget | None = None,
    ) -> None:
        """``change(release, moderated)`` opens the room anew; ``taken`` or ``refused`` is called then."""
        super().__init__("How entries come out", tokens, parent, scroll=True)
        self._now = (release, moderated)
        self._change = change
        self.head(
            "How entries come out",
            "Chosen before the first phone joins: their page says how it is, and keeps to it.",
        )
        frame, column = panel()
        self._group = QButtonGroup(self)
        self.ways: dict[Release, QRadioButton] = {}
        for way, name, words in WAYS:
            radio = QRadioButton(name)
            radio.setChecked(way is release)
            radio.setAccessibleDescription(words)
            radio.toggled.connect(lambda _: self._look())
            self._group.addButton(radio)
            self.ways[way] = radio
            column.addWidget(radio)
            under = label(words, "mute")
            under.setContentsMargins(tokens.px(30), 0, 0, t.S)
            column.addWidget(under)
        self.column.addWidget(frame)
        frame, column = panel()
        self.moderated = QCheckBox("I read first: the room sees only what I publish")
        self.moderated.setChecked(moderated)
        self.moderated.toggled.connect(lambda _: self._look())
        column.addWidget(self.moderated)
        self.moderated_words = label("", "mute")
        self.moderated_words.setContentsMargins(tokens.px(30), 0, 0, 0)
        column.addWidget(self.moderated_words)
        self.column.addWidget(frame)
        self.said = label("", "small", name="What became of it")
        self.column.addWidget(self.said)
        self.column.addStretch(1)
        self.go = button("Open the room this way", self._go, role="main")
        self.cancel = button("Cancel", self.reject)
        self.buttons(self.cancel, self.go)
        self._look()
        self.ways[release].setFocus()
        self.fit(640)

    @property
    def chosen(self) -> tuple[Release, bool]:
        """What is ticked."""
        way = next(way for way, radio in self.ways.items() if radio.isChecked())
        return way, self.moderated.isChecked()

    def _look(self) -> None:
        self.moderated_words.setText(
            "What you put aside is never shown to the room. The wall is yours alone in any case."
            if self.moderated.isChecked()
            else "Whatever is sent appears on every phone as it comes out, unread. You can take it from the "
            "list again. The wall is yours alone in any case."
        )
        if hasattr(self, "go"):
            self.go.setEnabled(self.chosen != self._now)

    def _go(self) -> None:
        self.go.setEnabled(False)
        self.cancel.setEnabled(False)
        self._say("", "")
        self._change(*self.chosen)

    def taken(self) -> None:
        """The room is open this way."""
        self.accept()

    def refused(self, sentence: str) -> None:
        """It stays as it was."""
        self.cancel.setEnabled(True)
        self._look()
        self._say(sentence, "amber")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        retone(self.said, tone)
