"""Another way for entries to come out: the room is opened anew, as long as nobody has joined it.

Entries are read under the rules that their author was told. So the rules never change under a page: once a
phone has joined, somebody may have written, and to look whether anything waits would show who has just typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.room.errors import RoomError
from facilitator.room.records import ModeratorView, Release
from facilitator.ui.messages import Level

if TYPE_CHECKING:
    from facilitator.ui.dialogs.rules import RulesDialog
    from facilitator.ui.session.desk import ConsoleDesk

KIND = "rules"
JOINED = (
    "Phones have joined, and people may already have written. To choose another way, end this session and "
    "start anew."
)
AWAY = "The room does not answer just now. Try again in a moment."
ROUND_OPEN = "A round is open. Close it first."


class Rules:
    """The command *How entries come out …*."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._dialog: RulesDialog | None = None
        self._changing = False
        self._joined = desk.s.resume is not None and bool(desk.s.resume.room)
        """Somebody was there, once: a server that is started again does not know it any more."""
        desk.s.link.view_changed.connect(self._took)
        desk.s.link.started.connect(self._opened)
        desk.s.link.failed.connect(self._refuse)

    def ask(self) -> None:
        """Open the dialog."""
        if self._desk.programs.is_open(KIND):
            return
        from facilitator.ui.dialogs.rules import RulesDialog

        s = self._desk.s
        if s.link.view is None:
            s.messages.tell("There is no open room.", Level.HINT)
            return
        self._desk.programs.show(
            KIND, RulesDialog(s.release, s.moderated, self.change, s.tokens, self._desk.window)
        )

    def _took(self, view: ModeratorView) -> None:
        if view.connected or view.seats or view.entries:
            self._joined = True

    def change(self, release: Release, moderated: bool) -> None:
        """Ask the room of this moment whether anybody is there, and only then open it anew."""
        dialog = self._desk.programs.dialog(KIND)
        s = self._desk.s
        view = s.link.view
        self._dialog = dialog  # type: ignore[assignment]  # of this kind, by its name
        self._changing = True
        if view is None or s.link.state != "connected":
            self._refuse(AWAY)
        elif self._joined:
            self._refuse(JOINED)
        elif view.round_open:
            self._refuse(ROUND_OPEN)
        else:
            s.link.call(
                "snapshot",
                then=lambda now: self._look(now, release, moderated), otherwise=self._failed,
            )  # fmt: skip

    def _look(self, now: ModeratorView, release: Release, moderated: bool) -> None:
        self._took(now)
        if self._joined or self._desk.programs.typed_in:
            self._refuse(JOINED)
        elif now.round_open:
            self._refuse(ROUND_OPEN)
        else:
            self._desk.s.reopen_room(release, moderated)

    def _failed(self, error: RoomError) -> None:
        self._refuse(str(error))

    def _opened(self) -> None:
        if self._changing:
            dialog = self._end()
            if dialog is not None:
                dialog.taken()
            self._desk.s.messages.tell("The room is open the way you chose.", Level.DONE)

    def _refuse(self, sentence: str) -> None:
        if self._changing:
            dialog = self._end()
            if dialog is not None:
                dialog.refused(sentence)
            else:
                self._desk.s.messages.tell(sentence, Level.WARNING, key="room")

    def _end(self) -> RulesDialog | None:
        """The dialog, if it is still the open one: it may have been put away meanwhile."""
        dialog, self._dialog, self._changing = self._dialog, None, False
        return dialog if dialog is self._desk.programs.dialog(KIND) else None
