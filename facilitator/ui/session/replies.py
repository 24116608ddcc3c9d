"""Answering an entry in writing: the dialog, and what the room makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ui.messages import Level

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk

KIND = "reply"


class Replies:
    """One dialog at a time; it never holds up the show."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk

    def ask(self, entry_id: str) -> None:
        """Open the dialog for this entry."""
        if self._desk.programs.is_open(KIND):
            return
        from facilitator.ui.dialogs.reply import ReplyDialog

        s = self._desk.s
        entry = s.room_desk.entry(entry_id)
        if entry is None:
            s.messages.tell("No entry is chosen.", Level.HINT)
            return

        def send(text: str, publish: bool) -> None:
            s.room_desk.reply(entry_id, text, publish, then=dialog.taken, otherwise=dialog.refused)

        dialog = ReplyDialog(entry, s.cards.category(entry.category), send, s.tokens, self._desk.window)
        inbox = self._desk.window.inbox
        from_list = inbox.list.hasFocus()
        self._desk.programs.show(KIND, dialog)
        if from_list:
            # Whoever goes through the list by keyboard goes on there.
            dialog.finished.connect(lambda _: inbox.focus_list())
