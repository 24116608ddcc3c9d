"""Answering an entry in writing: the dialog, and what the room makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ui.messages import Level

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk

KIND = "reply"
COVERED = "Uncover first (Ctrl+Shift+N): the reply shows the entry, and the room might read it."


class Replies:
    """One dialog at a time; it never holds up the show."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._draft: tuple[str, str] = ("", "")
        """Id and words of a reply that was covered before it was sent."""

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

        if self._desk.window.notes.covered:
            s.messages.tell(COVERED, Level.HINT)
            return

        def send(text: str, publish: bool) -> None:
            s.room_desk.reply(dialog.entry, text, publish, then=taken, otherwise=refused)

        def still_open() -> bool:
            return self._desk.programs.dialog(KIND) is dialog

        def taken() -> None:
            if still_open():
                dialog.taken()

        def refused(sentence: str) -> None:
            if not still_open():
                s.messages.tell(sentence, Level.WARNING, key="room")
                return
            now = s.room_desk.entry(entry_id)
            if now is not None and (now.text, now.category) != (dialog.entry.text, dialog.entry.category):
                dialog.show_entry(now, s.cards.category(now.category))
            dialog.refused(sentence)

        dialog = ReplyDialog(entry, s.cards.category(entry.category), send, s.tokens, self._desk.window)
        of, words = self._draft
        if of == entry_id:
            dialog.text.setPlainText(words)
        self._draft = ("", "")
        inbox = self._desk.window.inbox
        from_list = inbox.list.hasFocus()
        self._desk.programs.show(KIND, dialog)
        if from_list:
            # Whoever goes through the list by keyboard goes on there.
            dialog.finished.connect(lambda _: inbox.focus_list())

    def cover(self) -> None:
        """The room might read this screen: the dialog goes; what was typed comes back with it."""
        from facilitator.ui.dialogs.reply import ReplyDialog

        dialog = self._desk.programs.dialog(KIND)
        if isinstance(dialog, ReplyDialog):
            self._draft = (dialog.entry.id, dialog.text.toPlainText())
            dialog.reject()
