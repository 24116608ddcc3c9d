"""The inbox at work: its keys and buttons become deeds of the room, of the show, or of a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from facilitator.ui.console.inbox_acts import BY_COMMAND, Act
from facilitator.ui.console.inbox_model import Filter
from facilitator.ui.messages import Level
from facilitator.ui.session.replies import Replies
from facilitator.ui.session.rules import Rules

if TYPE_CHECKING:
    from facilitator.ui.session.commander import Commander
    from facilitator.ui.session.desk import ConsoleDesk


class InboxDesk:
    """What the trainer does with the list of entries, and with the room as a whole."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._room = desk.s.room_desk
        self._inbox = desk.window.inbox
        self.replies = Replies(desk)
        self.rules = Rules(desk)
        self._inbox.acted.connect(self._acted)
        self._inbox.collect_wanted.connect(self._room.collect)
        self._inbox.round_wanted.connect(self._room.round)
        self._room.restored = self._inbox.welcome
        desk.window.parking.entry_wanted.connect(self._parked_entry)

    def register(self, commander: Commander) -> None:
        commander.register(
            inbox=self._open,
            show_entry=self._show_entry,
            answered=self._answered,
            entry_search=self._search,
            undo=self._undo,
            round_card=self._room.rounds.toggle,
            help_everywhere=self._room.help_everywhere,
            room_rules=self.rules.ask,
            pause_room=self._pause,
        )
        for command, act in BY_COMMAND.items():
            if command not in ("show_entry", "answered"):
                commander.register(**{command: lambda a=act: self._inbox.act(a)})

    def leave(self, focus: QWidget) -> bool:
        """Esc: the search first, then the list. True when there was something to leave."""
        inbox = self._inbox
        if focus is inbox.search or (focus is inbox.list and not inbox.search.isHidden()):
            inbox.close_search()
            inbox.focus_list()
            return True
        return False

    def _open(self) -> None:
        self._desk.window.close_overview()
        self._desk.window.side.open_page("inbox")
        self._inbox.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self) -> None:
        self._desk.window.close_overview()
        self._desk.window.side.open_page("inbox")
        self._inbox.open_search()

    def _acted(self, act: str, entry_id: str) -> None:
        if act == Act.REPLY:
            self.replies.ask(entry_id)
        else:
            self._room.act(act, entry_id)

    def _show_entry(self) -> None:
        entry = self._inbox.current
        if entry is None:
            self._desk.s.messages.tell("No entry is chosen.")
        else:
            self._desk.commander.show("entry_card", id=entry.id)

    def _answered(self) -> None:
        """The one on the stage first; with the list in hand, the chosen one."""
        inbox = self._inbox
        if inbox.list.hasFocus() and inbox.current is not None:
            inbox.act(Act.ANSWERED)
        else:
            self._room.answered(inbox.current)

    def _undo(self) -> None:
        """The last thing done, to the stage or to an entry."""
        if not self._room.take_back():
            self._desk.commander.show("undo")

    def _parked_entry(self, entry_id: str) -> None:
        self._desk.window.side.open_page("inbox")
        self._inbox.set_filter(show=Filter.PARKED)
        self._inbox.select(entry_id)

    def _pause(self) -> None:
        s = self._desk.s
        view = s.link.view
        if view is None:
            s.messages.tell("There is no open room.")
            return
        paused = not view.paused
        words = "Nothing new is taken; what people write waits on their phones." if paused else "Open again."
        s.link.call("pause", paused, then=lambda _: s.messages.tell(words, Level.DONE))
