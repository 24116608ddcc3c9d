"""The clicker test: press its buttons, read what they send and would do. Nothing moves meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import button, label, retone, row
from facilitator.ui.keyfilter import KeyFilter
from facilitator.ui.keys import BY_ID, shown

QUIET_MS = 60_000
"""The test ends by itself after this long without a key: a clicker must not stay dead."""
MOST = 6


class ClickerTest(QWidget):
    """``seen`` are (key, command id) pairs, the newest last."""

    def __init__(self, keys: KeyFilter | None) -> None:
        super().__init__()
        self.keys = keys
        self.seen: list[tuple[str, str]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.S)
        self.switch = button("Test the clicker", self.toggle)
        self.switch.setCheckable(True)
        self.switch.setEnabled(keys is not None)
        column.addLayout(row(self.switch))
        self.said = label("Press the button, then every button of your clicker.", "mute")
        column.addWidget(self.said)
        self.lines = label("")
        column.addWidget(self.lines)
        self.lines.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self.stop)

    @property
    def works(self) -> bool:
        """True once a key that moves on was seen."""
        return any(command == "next" for _, command in self.seen)

    def toggle(self) -> None:
        if self.keys is None:
            return
        if self.keys.testing:
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """From now on keys are only named."""
        if self.keys is None or self.keys.testing:
            return
        self.keys.testing = True
        self.keys.pressed.connect(self._pressed)
        self.switch.setChecked(True)
        self.switch.setText("Stop the test")
        self.switch.clearFocus()
        self.seen.clear()
        self.lines.hide()
        self.said.setText("Press every button of your clicker. Nothing moves while you test.")
        retone(self.said, "amber")
        self._timer.start()

    def stop(self) -> None:
        """Keys work again."""
        self._timer.stop()
        if self.keys is None or not self.keys.testing:
            return
        self.keys.testing = False
        self.keys.pressed.disconnect(self._pressed)
        self.switch.setChecked(False)
        self.switch.setText("Test again")
        words = "Done. Keys work again." if self.seen else "No key came. Is the receiver plugged in?"
        self.said.setText(words)
        retone(self.said, "live" if self.works else "")

    def _pressed(self, key: str, command: str) -> None:
        self._timer.start()
        self.seen.append((key, command))
        self.lines.setText("\n".join(self.words(*pair) for pair in self.seen[-MOST:]))
        self.lines.show()

    @staticmethod
    def words(key: str, command: str) -> str:
        """``PgDn  →  Next``."""
        does = BY_ID[command].label if command in BY_ID else "nothing: this key is not used"
        return f"{shown(key) or 'a key without a name'}   does   {does}"

    def hideEvent(self, event: object) -> None:
        self.stop()
