"""One place where a command's id becomes a deed, whatever asked: key, clicker, button or menu."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.show.commands import Change
from facilitator.show.show import Show
from facilitator.ui import keys
from facilitator.ui.messages import Level, Messages

#: Commands that end the overview: who presses Next wants to see the talk.
_CLOSES = frozenset({"next", "previous", "next_slide", "previous_slide", "first", "last", "back", "forward"})


class Commander:
    """Commands of the show go to the show; the others to what the windows have registered."""

    def __init__(self, show: Show, messages: Messages) -> None:
        self._show = show
        self._messages = messages
        self._own: dict[str, Callable[[], object]] = {}
        self._ladder: list[Callable[[], bool]] = []
        self.after: Callable[[str], None] = lambda _: None
        """Called with the id once a command is done."""
        self.close_overview: Callable[[], bool] = lambda: False

    def register(self, **deeds: Callable[[], object]) -> None:
        """What these command ids do."""
        unknown = set(deeds) - set(keys.BY_ID)
        if unknown:
            raise ValueError(f"not in the key table: {', '.join(sorted(unknown))}")
        self._own.update(deeds)

    def rung(self, leave: Callable[[], bool]) -> None:
        """A rung of the Esc ladder before the show's own: leaves something and says whether it did."""
        self._ladder.append(leave)

    @property
    def known(self) -> set[str]:
        """Ids that do something."""
        return set(self._own) | {r.id for r in keys.TABLE if r.of_show}

    def do(self, command: str) -> None:
        """Carry it out. Unknown ids are a mistake of ours: KeyError."""
        row = keys.row(command)
        if command == "escape":
            self._escape()
        elif command in self._own:
            self._own[command]()
        elif row.of_show:
            if command in _CLOSES:
                self.close_overview()
            self.show(command)
        self.after(command)

    def show(self, command: str, **arguments: object) -> Change:
        """A command of the show; what it says to the trainer is told."""
        change = self._show.do(command, **arguments)
        if change.hint:
            self._messages.tell(change.hint, Level.HINT, key="hint", seconds=4.0)
        return change

    def _escape(self) -> None:
        for leave in self._ladder:
            if leave():
                return
        self.show("escape")
