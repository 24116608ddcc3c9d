"""Another way for entries to come out: the room is opened anew, as long as nobody has written in it.

Entries are read under the rules that their author was told. So the rules never change under an entry: with
anything written, even unseen, the room stays as it is.
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
WRITTEN = (
    "Somebody has written already, under the rules that stand on their page. So they stay. "
    "For other rules end this session and begin another."
)
ROUND_OPEN = "A round is open. Close it first."


class Rules:
    """The command *How entries come out …*."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._dialog: RulesDialog | None = None
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

    def change(self, release: Release, moderated: bool) -> None:
        """Pause, look whether anything waits, and only then open the room anew."""
        dialog = self._desk.programs.dialog(KIND)
        s = self._desk.s
        view = s.link.view
        self._dialog = dialog  # type: ignore[assignment]  # of this kind, by its name
        if view is None:
            self._refuse("The room does not answer just now. Try again in a moment.")
        elif view.entries:
            self._refuse(WRITTEN)
        elif view.round_open:
            self._refuse(ROUND_OPEN)
        else:
            s.link.call(
                "pause", True,
                then=lambda _: self._look(view, release, moderated), otherwise=lambda e: self._refuse(str(e)),
            )  # fmt: skip

    def _look(self, before: ModeratorView, release: Release, moderated: bool) -> None:
        s = self._desk.s

        def counted(came: int) -> None:
            now = s.link.view
            if came or (now is not None and now.entries):
                s.link.call("pause", before.paused)
                self._refuse(WRITTEN)
            else:
                s.reopen_room(release, moderated)

        def failed(error: RoomError) -> None:
            s.link.call("pause", before.paused)
            self._refuse(str(error))

        s.link.call("collect", True, then=counted, otherwise=failed)

    def _opened(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.taken()
            self._desk.s.messages.tell("The room is open the way you chose.", Level.DONE)

    def _refuse(self, sentence: str) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.refused(sentence)
