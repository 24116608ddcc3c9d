"""Pre-flight: everything worth a look before people come in, on one page. Nothing here is needed to begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitator.deck.model import Deck, Severity
from facilitator.room.records import ModeratorView
from facilitator.show.plan import Plan
from facilitator.system.settings import Settings
from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.desktop.screens import Placement
from facilitator.ui.dialogs import checks
from facilitator.ui.dialogs.base import Dialog, button, label, row, scrolled
from facilitator.ui.dialogs.checks import Battery, Finding, Verdict
from facilitator.ui.dialogs.clicker import ClickerTest
from facilitator.ui.dialogs.fields import FieldsForm
from facilitator.ui.dialogs.qr import QrView
from facilitator.ui.dialogs.testcard import show_cards
from facilitator.ui.keyfilter import KeyFilter
from facilitator.ui.tokens import Tokens

LOOK_MS = 1000
ONE_COLUMN = 1.4
"""From this text scale on the sections stand in one column."""
_ICONS = {
    Verdict.GOOD: ("circle-check", "live"),
    Verdict.LOOK: ("triangle-alert", "amber"),
    Verdict.OPEN: ("square", "mute"),
    Verdict.BAD: ("circle-alert", "red"),
}
_SPOKEN = {Verdict.GOOD: "good", Verdict.LOOK: "look at it", Verdict.OPEN: "not tried", Verdict.BAD: "wrong"}


@dataclass
class Facts:
    """Where pre-flight gets what it shows; each is asked once a second while it is open."""

    deck: Deck
    path: Path
    placement: Callable[[], Placement]
    room: Callable[[], ModeratorView | None] = lambda: None
    url: Callable[[], str] = lambda: ""
    """What the participants' QR holds; empty without a room."""
    wifi: Callable[[], str] = lambda: ""
    can_hold_sleep: Callable[[], bool] = lambda: True
    battery: Callable[[], Battery | None] = checks.battery_now
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    swap: Callable[[], object] | None = None
    on_fields: Callable[[dict[str, str]], object] = lambda _: None
    open_deck: Callable[[], object] | None = None
    """*Edit*: the deck in the system's editor."""


class Section(QFrame):
    """One thing that is looked at: mark, title, words, and perhaps something to do about it."""

    def __init__(self, title: str, tokens: Tokens) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._tokens = tokens
        self.title = title
        self.finding = Finding(Verdict.OPEN, "")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(t.L, t.M, t.L, t.M)
        self.column.setSpacing(t.S)
        self.mark = QLabel()
        self.mark.setFixedSize(tokens.px(20), tokens.px(20))
        head = label(title, "body", wrap=False)
        line = QHBoxLayout()
        line.setSpacing(t.S)
        line.addWidget(self.mark)
        line.addWidget(head, 1)
        self.column.addLayout(line)
        self.words = label("", "mute")
        self.column.addWidget(self.words)

    def show_finding(self, found: Finding) -> None:
        """Mark and words; told to a screen reader as one sentence."""
        if found == self.finding and self.words.text():
            return
        self.finding = found
        name, tone = _ICONS[found.verdict]
        color = getattr(self._tokens.palette, tone)
        self.mark.setPixmap(icons.pixmap(name, color, self._tokens.px(20), self.devicePixelRatioF()))
        self.mark.setAccessibleName(_SPOKEN[found.verdict])
        self.words.setText(found.words)
        self.setAccessibleName(f"{self.title}: {_SPOKEN[found.verdict]}. {found.words}")


class Preflight(Dialog):
    """Opened, not executed: the show can be started while it is there."""

    def __init__(
        self,
        facts: Facts,
        tokens: Tokens,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        keys: KeyFilter | None = None,
    ) -> None:
        super().__init__("Before the start", tokens, parent)
        self.facts = facts
        self.settings = settings or Settings()
        self.column.addWidget(label("Before the start", "title"))
        inner = QWidget()
        # Side by side while there is room; one below the other with large text.
        narrow = tokens.scale >= ONE_COLUMN
        sides = QVBoxLayout(inner) if narrow else QHBoxLayout(inner)
        sides.setContentsMargins(0, 0, t.S, 0)
        sides.setSpacing(t.M)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            side.setSpacing(t.M)
            sides.addLayout(side, 1)
        self.sections: dict[str, Section] = {}
        self._screens(left)
        self._clicker(left, keys)
        self._deck(left)
        self._calm(left)
        self._phone(right)
        self._fields(right)
        left.addStretch(1)
        right.addStretch(1)
        self.area = scrolled(inner, "What to look at")
        self.column.addWidget(self.area, 1)
        self.summary = label("", "body")
        self.close_button = button("Close", self.accept, role="main")
        self.close_button.setMinimumHeight(tokens.px(t.TARGET))
        last = QHBoxLayout()
        last.addWidget(self.summary, 1)
        last.addWidget(self.close_button)
        self.column.addLayout(last)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.look()
        self._timer.start()
        self.fit(1120, 660)
        self.close_button.setFocus()

    # --- sections ---

    def _section(self, key: str, title: str, side: QVBoxLayout) -> Section:
        made = Section(title, self.tokens)
        self.sections[key] = made
        side.addWidget(made)
        return made

    def _screens(self, side: QVBoxLayout) -> None:
        section = self._section("screens", "Screens", side)
        cards = button("Show a test card on each", lambda: show_cards(self.facts.placement(), self))
        line = row(cards)
        if self.facts.swap is not None:
            self.swap = button("Swap", self.facts.swap, tip="Stage and console change places (Ctrl+Shift+X)")
            line.insertWidget(1, self.swap)
        section.column.addLayout(line)

    def _clicker(self, side: QVBoxLayout, keys: KeyFilter | None) -> None:
        section = self._section("clicker", "Clicker", side)
        section.words.hide()
        self.clicker = ClickerTest(keys)
        section.column.addWidget(self.clicker)

    def _phone(self, side: QVBoxLayout) -> None:
        section = self._section("phone", "Your own phone", side)
        self.qr = QrView(self.tokens.px(150))
        self.address = label("", "title")
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.wifi = label("", "mute")
        words = QVBoxLayout()
        words.addWidget(self.address)
        words.addWidget(self.wifi)
        words.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(t.L)
        line.addWidget(self.qr)
        line.addLayout(words, 1)
        section.column.addLayout(line)

    def _fields(self, side: QVBoxLayout) -> None:
        section = self._section("fields", "Where help is, here", side)
        self.form = FieldsForm(
            self.facts.deck, self.facts.path, self.settings, self._filled, lambda: self.facts.now().date()
        )
        self.form.setVisible(bool(self.facts.deck.fields))
        section.column.addWidget(self.form)

    def _filled(self, values: dict[str, str]) -> None:
        self.facts.on_fields(values)
        self.look()

    def _calm(self, side: QVBoxLayout) -> None:
        self._section("power", "Power", side)
        self._section("sleep", "Sleep", side)
        section = self._section("notifications", "Notifications", side)
        self.quiet = QCheckBox("They are off")
        self.quiet.toggled.connect(lambda _: self.look())
        section.column.addWidget(self.quiet)

    def _deck(self, side: QVBoxLayout) -> None:
        section = self._section("deck", "The deck", side)
        self.details = label("", "small")
        section.column.addWidget(self.details)
        if self.facts.open_deck is not None:
            section.column.addLayout(row(button("Edit the deck", self.facts.open_deck)))

    # --- looking ---

    def look(self) -> None:
        """Ask for everything again."""
        f = self.facts
        view = f.room()
        placement = f.placement()
        clashes = f.plan.clashes(f.now())
        url = f.url()
        found = {
            "screens": checks.screens(placement),
            "clicker": checks.clicker(self.clicker.works),
            "phone": checks.phone(None if not url else bool(view and view.connected)),
            "fields": checks.fields(f.deck, self.form.values()),
            "power": checks.power(f.battery(), f.plan.total / 60),
            "sleep": checks.sleep(f.can_hold_sleep()),
            "notifications": checks.notifications(self.quiet.isChecked()),
            "deck": checks.problems(f.deck, clashes),
        }
        for key, finding in found.items():
            self.sections[key].show_finding(finding)
        self.qr.set_text(url)
        self.qr.setVisible(bool(url))
        self.address.setText(url.removeprefix("http://").rstrip("/"))
        wifi = f.wifi()
        self.wifi.setText(f"Wi-Fi: {wifi}" if wifi else "")
        if hasattr(self, "swap"):
            self.swap.setEnabled(placement.stage is not None)
        lines = [*clashes, *(p.message for p in f.deck.problems if p.severity is not Severity.ADVICE)]
        shown = [line for line in lines if not line.startswith("The field “")][:4]
        self.details.setText("\n".join(shown))
        self.details.setVisible(bool(shown))
        self.summary.setText(checks.summary(list(found.values())))

    # --- the end ---

    def done(self, result: int) -> None:
        self._end()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end()
        super().closeEvent(event)

    def _end(self) -> None:
        self._timer.stop()
        self.clicker.stop()
        self.form.save()


__all__ = ["Facts", "Preflight", "Section"]
