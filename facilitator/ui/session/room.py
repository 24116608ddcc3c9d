"""What the trainer does with the room's entries. Only here, and only at a word of the trainer, does an entry
get to the stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from facilitator.room.errors import RoomError
from facilitator.room.records import Entry, EntryState, ModeratorView
from facilitator.show.commands import Change
from facilitator.show.show import Show
from facilitator.show.state import CardKind
from facilitator.ui.console.inbox import Act
from facilitator.ui.messages import Level, Messages
from facilitator.ui.room_link import RoomLink

_ACTIONS = {
    Act.PUBLISH: "publish",
    Act.HIDE: "unpublish",
    Act.NEXT: "next",
    Act.ANSWERED: "answer",
    Act.PARK: "park",
    Act.DISMISS: "dismiss",
    Act.STAR: "star",
    Act.UNSTAR: "unstar",
}
_DONE = {
    Act.ANSWERED: "Answered.",
    Act.PARK: "Parked for later.",
    Act.DISMISS: "Dismissed.",
    Act.PUBLISH: "Published on the participants' page.",
    Act.HIDE: "Taken from the participants' page.",
}


class RoomDesk:
    """Inbox actions, the entry card, what is to be asked of the trainer."""

    def __init__(self, show: Show, link: RoomLink, messages: Messages) -> None:
        self._show = show
        self._link = link
        self._messages = messages
        self._known: dict[str, Entry] = {}
        self._asked: set[str] = set()
        self._warned = False
        self.stage_changed: Callable[[], None] = lambda: None
        """Called when the entry on the stage reads differently now."""

    # --- what the room says ---

    def took(self, view: ModeratorView) -> None:
        """Remember the entries; ask about one that was withdrawn while on the stage."""
        on_stage = self.on_stage
        kept = self._known.get(on_stage)
        self._known = {e.id: e for e in view.entries}
        if on_stage and on_stage not in self._known and kept is not None:
            # Its words stay on the wall until the trainer takes them off: nothing changes by itself.
            self._known[on_stage] = kept
        if on_stage and on_stage in view.withdrawn and on_stage not in self._asked:
            self._asked.add(on_stage)
            self._messages.tell(
                "Whoever wrote the entry on the stage has taken it back.",
                Level.WARNING,
                ("Take it off the stage", self.off_stage),
                key="withdrawn",
            )
        if view.unusual and not self._warned:
            self._warned = True
            self._messages.tell(
                "An entry has more votes than there are pages: somebody makes them up. "
                "Trust the numbers less.",
                Level.WARNING,
                key="room-votes",
            )
        if view.trouble:
            self._messages.tell(view.trouble, Level.ERROR, key="room-disk")
        else:
            self._messages.put_away(key="room-disk")

    def entry(self, entry_id: str) -> Entry | None:
        return self._known.get(entry_id)

    @property
    def on_stage(self) -> str:
        """Id of the entry whose card is up; empty when none is."""
        card = self._show.state.card
        return card.entry if card is not None and card.kind is CardKind.ENTRY else ""

    # --- what the trainer does ---

    def act(self, what: str, entry_id: str) -> None:
        """An action of the inbox."""
        act = Act(what)
        entry = self._known.get(entry_id)
        if entry is None:
            return
        if act is Act.STAGE:
            if self.on_stage != entry_id:
                self._show.do("entry_card", id=entry_id)
        elif act is Act.OFF_STAGE:
            self.off_stage()
        elif act is Act.BACK:
            back = replace(entry, state=EntryState.NEW)
            self._send(
                entry_id, "restore", state=back.state.value, published=back.published, starred=back.starred
            )
        else:
            undo = self._undo(entry) if act in _DONE else None
            self._send(entry_id, _ACTIONS[act])
            if undo is not None:
                self._messages.tell(_DONE[act], Level.DONE, ("Undo", undo))

    def _undo(self, before: Entry) -> Callable[[], None]:
        state = EntryState.NEW if before.state is EntryState.ON_SCREEN else before.state
        return lambda: self._send(
            before.id, "restore", state=state.value, published=before.published, starred=before.starred
        )

    def _send(self, entry_id: str, action: str, **extra: Any) -> None:
        self._link.call("act", entry_id, action, **extra)

    def off_stage(self) -> None:
        """Take the entry's card away."""
        if self.on_stage:
            self._show.do("leave_card")

    def answered(self, selected: Entry | None) -> None:
        """Ctrl+Enter: the entry on the stage, else the chosen one."""
        which = self.on_stage or (selected.id if selected is not None else "")
        if which:
            self.act(Act.ANSWERED.value, which)
        else:
            self._messages.tell("No entry is chosen.")

    def followed(self, change: Change) -> None:
        """Tell the room which entry the stage shows, when the trainer's command changed that."""
        before, after = change.before.card, change.after.card
        old = before.entry if before is not None else ""
        new = after.entry if after is not None else ""
        if old == new or not self._link.open:
            return
        if old:
            self._messages.put_away(key="withdrawn")
            self._link.call("act", old, "off_screen", otherwise=lambda _: None)
        if new:
            self._link.call("act", new, "on_screen")

    # --- collecting ---

    def collect(self) -> None:
        """Take in what waits; below three the trainer is warned that it may show who wrote it."""

        def few(error: RoomError) -> None:
            if error.code == "few":
                self._messages.tell(
                    str(error),
                    Level.WARNING,
                    ("Collect anyway", lambda: self._collect(force=True)),
                    key="few",
                )
            else:
                self._messages.tell(str(error), Level.WARNING, key="room")

        self._link.call("collect", then=self._collected, otherwise=few)

    def _collect(self, force: bool) -> None:
        self._link.call("collect", force, then=self._collected)

    def _collected(self, count: int) -> None:
        said = {0: "Nothing was waiting.", 1: "One entry came in."}.get(count, f"{count} entries came in.")
        self._messages.tell(said, Level.DONE)

    def round(self, opened: bool) -> None:
        self._link.call("round_open" if opened else "round_close")
