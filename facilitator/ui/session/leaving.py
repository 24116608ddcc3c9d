"""How a session ends: asked once, with what becomes of the room; nothing is lost by a stray key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.room.errors import RoomError
from facilitator.ui.messages import Level
from facilitator.ui.session.commander import Commander

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk


class Leaving:
    """Quit, end, another deck, Esc twice: all come by here."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._next: Path | None = None
        self._then_open = False
        self._going = False
        self._rehearse = False

    def register(self, commander: Commander) -> None:
        commander.register(end=self.ask, quit=self.quit)

    def quit(self) -> None:
        """Ctrl+Q, or the console's window was closed."""
        self._then_open = False
        self.ask()

    def then_open(self, path: Path) -> None:
        """End this session, then open another deck."""
        self._next, self._then_open = path, True
        self.ask()

    def rehearse(self) -> None:
        """End this session, then rehearse the same deck."""
        self._next, self._then_open, self._rehearse = self._desk.s.path, True, True
        self.ask()

    def ended(self) -> None:
        """The show has ended (Esc twice): the stage is black; what becomes of the room?"""
        self.ask()

    @property
    def _nothing_yet(self) -> bool:
        """Nothing to ask about: the show never began, and nobody can have written anything. What waits is
        not counted anywhere, so whoever has joined may have."""
        s = self._desk.s
        view = s.link.view
        joined = view is not None and bool(view.entries or view.seats or view.connected)
        fed = joined or self._desk.programs.typed_in
        return not s.show.state.started and not fed and not s.show.state.parked

    def ask(self) -> None:
        """The end dialog; straight away when nothing has happened yet."""
        if self._going:
            return
        if self._nothing_yet or self._desk.s.rehearsal:
            # A rehearsal's room is emptied without a question.
            self.leave(delete=True)
            return
        if self._desk.programs.is_open("end"):
            return
        from facilitator.ui.dialogs.end import EndDialog, Ending

        s = self._desk.s
        room = s.room_settings() if s.link.open else None
        ending = Ending(
            s.deck_desk.deck.title,
            room,
            collect=lambda then, otherwise: s.link.call("collect", True, then=then, otherwise=otherwise),
            fetch=lambda then, otherwise: s.link.call("export", then=then, otherwise=otherwise),
            parked=s.show.state.parked,
            exports=list(self._desk.programs.exported),
            on_written=self._desk.programs.written,
            leave=lambda delete, days: self.leave(delete=delete, keep_days=days),
            stay=self.stay,
            export_deck=self._desk.programs.export,
            today=lambda: s.clock.now().date(),
        )
        self._desk.programs.show("end", EndDialog(ending, s.tokens, self._desk.window))

    def stay(self) -> None:
        """The session goes on; a show that was ended by Esc is live again."""
        self._rehearse = False
        if self._going:
            return
        self._then_open = False
        if self._desk.s.show.state.ended:
            self._desk.commander.show("undo")

    def leave(self, *, delete: bool, keep_days: float = 0.0) -> None:
        """Close everything; the room is deleted or kept."""
        s = self._desk.s
        self._going = True
        self._desk.looks.keep()
        if not s.show.state.ended:
            s.show.do("end")
        if s.link.open:
            try:
                s.link.end(delete)
            except RoomError as error:
                self._going = False
                s.messages.tell(str(error), Level.ERROR)
                return
        s.close(finish=True, keep_days=keep_days)
        if self._then_open:
            s.another_wanted.emit(self._next, self._rehearse)
