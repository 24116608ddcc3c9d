"""The row of large buttons at the bottom: every one says its key. All come from the command table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens
from facilitator.ui.widgets.keybutton import KeyButton


@dataclass(frozen=True, slots=True)
class BarItem:
    """A button: command id, word, key as shown, icon. ``gap``: some air before it."""

    id: str
    word: str
    key: str
    icon: str
    main: bool = False
    gap: bool = False
    end: bool = False
    """At the right edge."""
    help: str = ""
    keep: bool = True
    """False: the first to go when there is no room (it stays in the menu)."""


class KeyBar(QFrame):
    """Shows as much of each button as there is room for: icon, word and key; word and key; icon and key."""

    wanted = Signal(str)
    """Command id."""

    def __init__(self, tokens: Tokens, items: Sequence[BarItem]) -> None:
        super().__init__()
        self._tokens = tokens
        self.setObjectName("keybar")
        self.setAccessibleName("Commands")
        row = QHBoxLayout(self)
        row.setContentsMargins(t.XL, t.S, t.XL, t.S)
        row.setSpacing(t.S)
        self.buttons: dict[str, KeyButton] = {}
        self._gaps = 0
        self._spare: list[KeyButton] = []
        stretched = False
        for item in items:
            button = KeyButton(item.word, item.key, item.icon, tokens)
            button.main = item.main
            if item.help:
                button.setToolTip(f"{item.help} ({item.key})" if item.key else item.help)
            button.clicked.connect(lambda _=False, i=item.id: self.wanted.emit(i))
            if item.end and not stretched:
                row.addStretch(1)
                stretched = True
            elif item.gap:
                row.addSpacing(t.M)
                self._gaps += t.M
            row.addWidget(button)
            self.buttons[item.id] = button
            if not item.keep:
                self._spare.append(button)
        if not stretched:
            row.addStretch(1)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        for button in self.buttons.values():
            button.set_tokens(tokens)
        self._fit(self.width())

    def set_tone(self, command: str, tone: str) -> None:
        """What is on says so."""
        if command in self.buttons:
            self.buttons[command].set_tone(tone)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self._tokens.px(t.TARGET + 6) + 2 * t.S)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        free = width - 2 * t.XL - self._gaps - 2 * t.S
        shown = list(self.buttons.values())

        def needed(density: int) -> int:
            return sum(b.width_at(density) + t.S for b in shown)

        density = next((d for d in (0, 1, 2) if needed(d) <= free), 2)
        for spare in reversed(self._spare):
            if needed(density) > free:
                shown.remove(spare)
        for button in self.buttons.values():
            button.setVisible(button in shown)
            button.set_density(density)
