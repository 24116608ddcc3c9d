"""The row of buttons under the inbox: what can be done with the chosen entry, and collecting.

Every button is a toggle that says what is so (queued, published, starred …) and does the reverse then. As
wide as there is room: icon and word, icon and key, icon alone; word and key are always in the tooltip.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from facilitator.room.records import Entry, EntryState, ModeratorView, Release
from facilitator.ui import icons, keys
from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens


class Act(StrEnum):
    """What can be done with an entry."""

    STAGE = "stage"
    OFF_STAGE = "off stage"
    PUBLISH = "publish"
    HIDE = "hide"
    NEXT = "next"
    ANSWERED = "answered"
    PARK = "park"
    DISMISS = "dismiss"
    BACK = "back"
    STAR = "star"
    UNSTAR = "unstar"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Deed:
    """One of the acts as people read it, and the command of the key table that does the same."""

    act: Act
    command: str
    icon: str
    word: str
    name: str
    undone: str
    """What it is called when it is so already."""


DEEDS = (
    Deed(Act.STAGE, "show_entry", "monitor-up", "On stage", "Show on the stage", "Take off the stage"),
    Deed(Act.NEXT, "entry_next", "list-ordered", "Up next", "Up next", "Not next"),
    Deed(
        Act.PUBLISH, "entry_publish", "send", "Publish", "Publish on the participants' page",
        "Take from the participants' page",
    ),
    Deed(Act.REPLY, "entry_reply", "messages-square", "Reply", "Reply in writing …", "Change the reply …"),
    Deed(Act.ANSWERED, "answered", "check", "Answered", "Answered", "Not answered yet"),
    Deed(Act.PARK, "entry_park", "circle-parking", "Park", "Park for later", "Back from the parking lot"),
    Deed(Act.STAR, "entry_star", "star", "Star", "Star", "Remove the star"),
    Deed(Act.DISMISS, "entry_dismiss", "x", "Dismiss", "Dismiss", "Bring back"),
)  # fmt: skip
BY_COMMAND = {deed.command: deed.act for deed in DEEDS}

_STATES = {
    Act.STAGE: EntryState.ON_SCREEN,
    Act.NEXT: EntryState.NEXT,
    Act.ANSWERED: EntryState.ANSWERED,
    Act.PARK: EntryState.PARKED,
    Act.DISMISS: EntryState.DISMISSED,
}
_REVERSE = {Act.STAGE: Act.OFF_STAGE, Act.PUBLISH: Act.HIDE, Act.STAR: Act.UNSTAR}


_SPARE = (Act.STAR, Act.PARK, Act.NEXT)
"""The first to go when there is no room for all (large text): they have keys and stand in both menus."""
_DENSITIES = (("word", "word"), ("word", "key"), ("key", "key"), ("word", ""), ("", ""))
"""What the first button (the one that matters most) and the others say, as the room gets less."""


def is_so(act: Act, entry: Entry) -> bool:
    """Has this been done to the entry?"""
    if act is Act.PUBLISH:
        return entry.published
    if act is Act.STAR:
        return entry.starred
    if act is Act.REPLY:
        return bool(entry.reply)
    return _STATES.get(act) is entry.state


def meant(act: Act, entry: Entry) -> Act:
    """What the button does with this entry: the same one takes it back."""
    if act is Act.REPLY or not is_so(act, entry):
        return act
    return _REVERSE.get(act, Act.BACK)


def key_of(deed: Deed) -> str:
    """The key that does it while the list has the focus."""
    return keys.shown(keys.row(deed.command).in_list[0])


class ActBar(QWidget):
    """Says what is wanted; knows no network."""

    wanted = Signal(object)
    """Act."""
    collect_wanted = Signal()
    round_wanted = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._density = -1
        self._fitted: object = None
        self._round = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.XS)
        self.buttons: dict[Act, QToolButton] = {}
        for deed in DEEDS:
            button = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("role", "tool")
            button.setCheckable(True)
            # ``clicked`` flips a checkable button; what is really so is set again when the room has answered.
            button.clicked.connect(lambda _=False, a=deed.act: self._clicked(a))
            self.buttons[deed.act] = button
            row.addWidget(button)
        row.addStretch(1)
        self.collect = QPushButton("Collect now")
        self.collect.setProperty("role", "tool")
        self.collect.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.collect.clicked.connect(self._collect)
        row.addWidget(self.collect)
        self._entry: Entry | None = None
        self.show_view(None)
        self.set_tokens(tokens)

    def _collect(self) -> None:
        (self.round_wanted if self._round else self.collect_wanted).emit()

    def _clicked(self, act: Act) -> None:
        self._names()
        self.wanted.emit(act)

    # --- what is so ---

    def show_entry(self, entry: Entry | None) -> None:
        """The chosen entry; None when there is none."""
        self._entry = entry
        self._names()

    def _names(self) -> None:
        entry = self._entry
        for deed in DEEDS:
            button = self.buttons[deed.act]
            so = entry is not None and is_so(deed.act, entry)
            name = f"{deed.undone if so else deed.name} ({key_of(deed)})"
            button.setEnabled(entry is not None)
            button.setChecked(so)
            if button.accessibleName() != name:
                button.setAccessibleName(name)
                button.setToolTip(name)

    def show_view(self, view: ModeratorView | None) -> None:
        """Collecting, or rounds, as the room was opened; nothing in instant rooms."""
        self._round = view is not None and view.release is Release.ROUND
        self.collect.setVisible(view is not None and view.release is not Release.INSTANT and not view.closed)
        if view is not None and self._round:
            text = "Close round" if view.round_open else "Open round"
            tip = f"{text}; the wall shows it ({keys.row('round_card').key})"
        else:
            text, tip = "Collect now", "Take in what is waiting now, in mixed order"
        role = "main" if view is not None and self._round and view.round_open else "tool"
        if self.collect.property("role") != role:
            self.collect.setProperty("role", role)
            self.collect.style().unpolish(self.collect)
            self.collect.style().polish(self.collect)
        self.collect.setText(text)
        self.collect.setToolTip(tip)
        self._fit()

    # --- the look ---

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        size = tokens.px(18)
        for deed in DEEDS:
            made = QIcon()
            for mode, color in (
                (QIcon.Mode.Normal, tokens.palette.text),
                (QIcon.Mode.Disabled, tokens.palette.faint),
            ):
                for ratio in (1.0, 2.0):
                    made.addPixmap(icons.pixmap(deed.icon, color, size, ratio), mode)
            self.buttons[deed.act].setIcon(made)
            self.buttons[deed.act].setIconSize(QSize(size, size))
        self._density = -1
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, super().minimumSizeHint().height())

    def _fit(self) -> None:
        # Views come four times a second while the room is lively: only what matters here makes work.
        key = (self.width(), self.collect.isHidden(), self.collect.text(), self._tokens)
        if key == self._fitted:
            return
        self._fitted = key
        free = self.width() - (0 if self.collect.isHidden() else self.collect.sizeHint().width() + t.S)
        shown = list(self.buttons)

        def needed() -> int:
            return sum(self.buttons[act].sizeHint().width() + t.XS for act in shown)

        for density in range(len(_DENSITIES)):
            self._dress(density)
            if needed() <= free:
                break
        for spare in _SPARE:
            if needed() > free:
                shown.remove(spare)
        for act, button in self.buttons.items():
            button.setVisible(act in shown)

    def _dress(self, density: int) -> None:
        if density == self._density:
            return
        self._density = density
        for deed in DEEDS:
            button = self.buttons[deed.act]
            first, others = _DENSITIES[density]
            how = first if deed.act is Act.STAGE else others
            text = {"word": f" {deed.word}", "key": _short(key_of(deed))}.get(how, "")
            button.setText(text)
            button.setToolButtonStyle(
                Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
            )
            button.ensurePolished()


def _short(key: str) -> str:
    return {"Enter": "↵", "Del": "⌦"}.get(key, key)
