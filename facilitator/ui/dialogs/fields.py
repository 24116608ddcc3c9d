"""The deck's fields as a form: the lines of help of this place, and when and where they were checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.deck.model import Deck
from facilitator.room.for_deck import field_label, is_remark
from facilitator.system.settings import Settings
from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import button, label, row

SAVE_MS = 600
CHECKED_ON, CHECKED_FOR = "checked_on", "checked_for"


class FieldsForm(QWidget):
    """Saves what is typed into the settings, for this deck on this machine; never into the deck itself.

    ``on_change`` gets the values that differ from the deck's own, by name.
    """

    def __init__(
        self,
        deck: Deck,
        path: Path,
        settings: Settings,
        on_change: Callable[[dict[str, str]], object] = lambda _: None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__()
        self.path = path
        self.settings = settings
        self.on_change = on_change
        self._today = today
        self._own = {f.name: f.value for f in deck.fields}
        stored = settings.fields(path)
        self.edits: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.S)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(t.M)
        self.form.setVerticalSpacing(t.S)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        column.addLayout(self.form)
        lines = [f for f in deck.fields if not is_remark(f.name)]
        remarks = [f for f in deck.fields if is_remark(f.name)]
        for one in lines:
            self._line(one.name, field_label(one.name), stored.get(one.name, one.value))
        if lines or remarks:
            named = {f.name: f.value for f in remarks}
            for name in (CHECKED_ON, CHECKED_FOR):
                if not any(n.startswith("checked") and n.endswith(name[-3:]) for n in named):
                    named[name] = ""
            for name, value in named.items():
                self._line(name, field_label(name), stored.get(name, value), remark=True)
            self.today = button(
                "Checked today", self._checked_today, role="quiet", tip="Writes today's date as “checked on”"
            )
            column.addLayout(row(self.today))
        column.addWidget(label("Kept on this computer for this deck. Its file is not changed.", "small"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.save)

    def _line(self, name: str, words: str, value: str, remark: bool = False) -> None:
        edit = QLineEdit(value)
        edit.setAccessibleName(words)
        if not remark:
            edit.setPlaceholderText("empty: the slide shows a blank")
        edit.textEdited.connect(lambda _: self._timer.start())
        edit.editingFinished.connect(self.save)
        caption = label(words, "mute", wrap=False)
        caption.setBuddy(edit)
        self.form.addRow(caption, edit)
        self.edits[name] = edit

    def _checked_today(self) -> None:
        for name, edit in self.edits.items():
            if is_remark(name) and name.endswith("on"):
                edit.setText(f"{self._today():%d %B %Y}".lstrip("0"))
        self.save()

    def values(self) -> list[tuple[str, str]]:
        """Every field of the deck with its value as it stands, in the deck's order."""
        return [(n, e.text().strip()) for n, e in self.edits.items() if n in self._own]

    def save(self) -> None:
        """Keep what differs from the deck, and tell who shows it."""
        self._timer.stop()
        changed = {
            n: e.text().strip() for n, e in self.edits.items() if e.text().strip() != self._own.get(n, "")
        }
        if changed != self.settings.fields(self.path):
            self.settings.set_of_deck(self.path, "fields", changed, {})
            self.on_change(changed)
