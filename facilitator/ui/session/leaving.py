"""How a session ends: asked once, with what happens to the room; nothing is lost by a stray key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.ui.messages import Level
from facilitator.ui.session.commander import Commander

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk


class Leaving:
    """Quit, end, another deck: all come by here."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._next: Path | None = None
        self._then_open = False

    def register(self, commander: Commander) -> None:
        commander.register(end=self.ask, quit=self.ask)

    def then_open(self, path: Path) -> None:
        """End this session, then open another deck."""
        self._next, self._then_open = path, True
        self.ask()

    def ended(self) -> None:
        """The show has ended (Esc twice): ask what becomes of the room."""
        self.ask()

    def ask(self) -> None:
        """The end dialog, or straight away when nothing has happened yet."""
        s = self._desk.s
        if not s.show.state.started and not s.link.open:
            self.leave(delete=True)
            return
        self.leave(delete=True)

    def leave(self, *, delete: bool, keep_days: float = 0.0) -> None:
        """Close everything; the room is deleted or kept."""
        s = self._desk.s
        self._desk.looks.keep()
        if s.link.open:
            from facilitator.room.errors import RoomError

            try:
                s.link.end(delete)
            except RoomError as error:
                s.messages.tell(str(error), Level.ERROR)
                return
        s.close(finish=True, keep_days=keep_days)
        if self._then_open:
            s.another_wanted.emit(self._next)
