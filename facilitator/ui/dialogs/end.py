"""The end of a session: take the entries away, then delete the room (the default) or keep it for a week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QRadioButton, QWidget

from facilitator.room.errors import RoomError
from facilitator.room.records import Entry, RoomSettings
from facilitator.ui import tokens as t
from facilitator.ui.dialogs import takeaway
from facilitator.ui.dialogs.base import Dialog, button, label, panel, retone, row
from facilitator.ui.dialogs.own_copy import default_parent
from facilitator.ui.tokens import Tokens

KEEP_DAYS = 7
WIDTH = 640
Ask = Callable[[Callable[[Any], None], Callable[[RoomError], None]], None]
"""Asks the room: (then, otherwise)."""


@dataclass
class Ending:
    """What the end dialog needs to know and may do."""

    title: str
    room: RoomSettings | None = None
    """None: this session had no room."""
    collect: Ask | None = None
    """Lets out what still waits; nothing that was received may get lost in an export."""
    fetch: Ask | None = None
    """The entries, for ``then``."""
    parked: tuple[str, ...] = ()
    exports: list[Path] = field(default_factory=list)
    """Files made in this session: they are the trainer's and stay."""
    on_written: Callable[[list[Path]], object] = lambda _: None
    leave: Callable[[bool, float], object] = lambda _delete, _days: None
    """(delete now, days to keep)."""
    stay: Callable[[], object] = lambda: None
    export_deck: Callable[[], object] | None = None
    today: Callable[[], date] = date.today
    choose: Callable[[QWidget, Path, str], str] | None = None
    """Asks for a file name; the system's own dialog by default."""


class EndDialog(Dialog):
    """Esc and "Go on" change nothing. The main button says exactly what it will do."""

    def __init__(self, ending: Ending, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("End the session", tokens, parent, scroll=True)
        self.ending = ending
        self._left = False
        self._kind = ""
        self.head("End the session?", f"“{ending.title}”" if ending.title else "")
        self.kinds: dict[str, QPushButton] = {}
        if ending.room is not None and ending.fetch is not None:
            self._entries()
        self.made = label("", "small")
        self.column.addWidget(self.made)
        self._fate()
        self.said = label("", "small")
        self.column.addWidget(self.said)
        self.column.addStretch(1)
        self.go_on = button("Go on with the session", self.reject)
        self.go = button("", self._go, role="main")
        self.go.setDefault(True)
        self.buttons(self.go_on, self.go)
        self._list_exports()
        self._fate_changed()
        self._fit()
        # With entries to take along, Enter (in a hurry: "next") begins there; it deletes nothing.
        (next(iter(self.kinds.values())) if self.kinds else self.go).setFocus()

    # --- the entries ---

    def _entries(self) -> None:
        frame, column = panel()
        column.addWidget(label("TAKE WHAT THE ROOM WROTE WITH YOU", "head"))
        column.addWidget(
            label("Without order, times or anything about people. What still waits comes along.", "mute")
        )
        line = row()
        for number, (kind, name) in enumerate(takeaway.KINDS):
            made = button(f"{name} …", partial(self.export, kind))
            self.kinds[kind] = made
            line.insertWidget(number, made)
        column.addLayout(line)
        self.written = label("", "small")
        self.written.hide()
        column.addWidget(self.written)
        self.column.addWidget(frame)

    def export(self, kind: str) -> None:
        """Collect what waits, fetch everything, ask where to, write."""
        if self.ending.fetch is None or self._kind:
            return
        self._kind = kind
        self._busy(True)
        if self.ending.collect is not None:
            # A failed collecting (the room is closed already) is no reason to export nothing.
            self.ending.collect(lambda _: self._fetch(), lambda _: self._fetch())
        else:
            self._fetch()

    def _fetch(self) -> None:
        assert self.ending.fetch is not None
        self.ending.fetch(self._fetched, self._failed)

    def _fetched(self, entries: list[Entry]) -> None:
        kind, self._kind = self._kind, ""
        self._busy(False)
        if not entries and not self.ending.parked:
            self._tell("The room wrote nothing, so there is nothing to take along.", "")
            return
        name = "".join(c if c.isalnum() or c in " -_" else "" for c in self.ending.title).strip() or "session"
        proposal = default_parent() / f"{name} - entries.{kind}"
        chosen = (self.ending.choose or _save_dialog)(self, proposal, kind)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.casefold() != f".{kind}":
            path = path.with_name(f"{path.name}.{kind}")
        try:
            takeaway.write(path, entries, self.ending.room or RoomSettings(), self.ending.parked)
        except OSError as error:
            self._tell(f"{path} could not be written: {error.strerror}. Choose another place.", "red")
            return
        self.ending.exports.append(path)
        self.ending.on_written([path])
        count = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
        self._tell(f"{count} written to {path}", "live")
        self._list_exports()

    def _failed(self, error: RoomError) -> None:
        self._kind = ""
        self._busy(False)
        self._tell(str(error), "red")

    def _busy(self, busy: bool) -> None:
        for made in self.kinds.values():
            made.setEnabled(not busy)
        self.go.setEnabled(not busy)

    def _tell(self, text: str, tone: str) -> None:
        self.written.setText(text)
        retone(self.written, tone)
        self.written.setVisible(bool(text))
        self._fit()

    def _list_exports(self) -> None:
        files = self.ending.exports
        named = "\n".join(f"   {path}" for path in files[:5])
        more = f"\n   … and {len(files) - 5} more" if len(files) > 5 else ""
        self.made.setText(f"Files made in this session; they are yours and stay:\n{named}{more}")
        self.made.setVisible(bool(files))
        self._fit()

    def _fit(self) -> None:
        self.fit(WIDTH)

    # --- what becomes of it ---

    def _fate(self) -> None:
        frame, column = panel()
        column.addWidget(label("AND THEN?", "head"))
        self._choices = QButtonGroup(self)
        self.delete = QRadioButton("Delete everything now")
        self.keep = QRadioButton(f"Keep it for {KEEP_DAYS} days on this computer")
        what = ["the session's record"]
        if self.ending.room is not None:
            what.insert(0, "the room with all its entries")
        if self.ending.parked:
            what.append("the parked lines")
        until = self.ending.today() + timedelta(days=KEEP_DAYS)
        for choice, words in (
            (self.delete, f"Deletes {_list(what)}. Nobody can ask for what is not there."),
            (
                self.keep,
                f"Until {until:%d %B}, then it is deleted by itself at the next start.".replace(" 0", " ")
                + (" What you dismissed is erased now." if self.ending.room is not None else ""),
            ),
        ):
            self._choices.addButton(choice)
            column.addWidget(choice)
            under = label(words, "mute")
            under.setContentsMargins(self.tokens.px(26), 0, 0, t.XS)
            column.addWidget(under)
            choice.setAccessibleDescription(words)
        self.delete.setChecked(True)
        self._choices.buttonToggled.connect(lambda _b, _on: self._fate_changed())
        self.column.addWidget(frame)

    def _fate_changed(self) -> None:
        if hasattr(self, "go"):
            self.go.setText("Delete and end" if self.delete.isChecked() else "Keep and end")

    def _go(self) -> None:
        self._left = True
        delete = self.delete.isChecked()
        self.accept()
        self.ending.leave(delete, 0.0 if delete else float(KEEP_DAYS))

    def done(self, result: int) -> None:
        super().done(result)
        if not self._left:
            self.ending.stay()


def _list(things: list[str]) -> str:
    return things[0] if len(things) == 1 else ", ".join(things[:-1]) + " and " + things[-1]


def _save_dialog(parent: QWidget, proposal: Path, kind: str) -> str:
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the entries", str(proposal), f"*.{kind}")
    return chosen


__all__ = ["KEEP_DAYS", "EndDialog", "Ending"]
