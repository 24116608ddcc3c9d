"""What the trainer does with the room's entries. Only here, and only at a word of the trainer, does an entry
get to the stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitator.room.errors import RoomError
from facilitator.room.records import Entry, EntryState, ModeratorView
from facilitator.show.commands import Change
from facilitator.show.show import Show
from facilitator.show.state import CardKind
from facilitator.ui.console.inbox import Act
from facilitator.ui.messages import Level, Messages
from facilitator.ui.room_link import RoomLink
from facilitator.ui.session.past import Deed, Past
from facilitator.ui.session.rounds import Rounds
from facilitator.ui.session.takeback import CHANGED_SINCE, Answer, joined, seen, undoing

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
    Act.NEXT: "Up next.",
    Act.PARK: "Parked for later.",
    Act.DISMISS: "Dismissed.",
    Act.PUBLISH: "Published on the participants' page.",
    Act.HIDE: "Taken from the participants' page.",
    Act.STAR: "Starred.",
    Act.UNSTAR: "No star any more.",
    Act.BACK: "Back among what is to be read.",
}
_SEEN = frozenset({Act.STAR, Act.UNSTAR})
"""What the list itself shows well enough: no word is needed."""


class RoomDesk:
    """Inbox actions, the entry card, what is to be asked of the trainer."""

    def __init__(self, show: Show, link: RoomLink, messages: Messages) -> None:
        self._show = show
        self._link = link
        self._messages = messages
        self.rounds = Rounds(show, link, messages)
        self._past = Past()
        self._known: dict[str, Entry] = {}
        self._asked: set[str] = set()
        self._warned = False
        self.stage_changed: Callable[[], None] = lambda: None
        """Called when the entry on the stage reads differently now."""
        self._help_before = False
        self.restored: Callable[[str], object] = lambda _: None
        """Called with the id of an entry that Ctrl+Z brought back: the list chooses it."""

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
        self.rounds.took(view)
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
            self._do(act, entry, "restore", state=EntryState.NEW.value)
        else:
            self._do(act, entry, _ACTIONS[act])

    def _do(self, act: Act, known: Entry, action: str, **extra: Any) -> None:
        """Send it. It can be taken back from now on: what is sent after it arrives after it."""
        answer = Answer()
        deed = Deed(_DONE[act], lambda: self._undo(answer, _DONE[act]))
        self._past.did(deed)

        def done(pair: tuple[Entry, Entry]) -> None:
            answer.told(pair)
            if act not in _SEEN:
                self._told(deed, off=act is Act.DISMISS and self.on_stage == known.id)

        def failed(error: RoomError) -> None:
            self._past.forget(deed)
            self._messages.tell(str(error), Level.WARNING, key="room")

        if act is Act.PUBLISH:
            extra |= seen(known)
        self._link.call("act", known.id, action, then=done, otherwise=failed, **extra)

    def _told(self, deed: Deed, *, off: bool = False) -> None:
        if not self._past.has(deed):
            return  # taken back before the room had answered

        def back() -> None:
            if self._past.forget(deed):
                deed.back()

        offers = [("Undo", back)]
        words = deed.words
        if off:
            words = f"{words} It is still on the wall."
            offers.append(("Take it off the stage", self.off_stage))
        self._messages.tell(words, Level.DONE, *offers, key="entry")

    def _undo(self, answer: Answer, words: str) -> None:
        """As it was, in what this deed changed; told when the room has done it."""

        def back(before: Entry, after: Entry) -> None:
            if before.reply == after.reply:
                self._restore(before, after, words)
            else:
                self._link.call(
                    "act", before.id, "reply", text=before.reply,
                    then=lambda _: self._restore(before, after, words), otherwise=self._not_back,
                )  # fmt: skip

        answer.then(back)

    def _restore(self, before: Entry, after: Entry, words: str) -> None:
        fields = undoing(before, after, on_stage=self.on_stage == before.id)
        said = f"Taken back: {words[:1].lower()}{words[1:]}"

        def done(_: object = None) -> None:
            self._messages.tell(said, Level.DONE, key="entry")
            self.restored(before.id)

        def failed(error: RoomError) -> None:
            if error.code != "changed":
                self._not_back(error)
                return
            # Everything but its place on the participants' page.
            del fields["published"]
            self._messages.tell(CHANGED_SINCE, Level.WARNING, key="room")
            if fields:
                self._link.call("act", before.id, "restore", then=done, otherwise=self._not_back, **fields)
            else:
                self.restored(before.id)

        if not fields:
            done()
        elif fields.get("published"):
            self._link.call(
                "act", before.id, "restore", then=done, otherwise=failed, **fields, **seen(before)
            )
        else:
            self._link.call("act", before.id, "restore", then=done, otherwise=self._not_back, **fields)

    def _not_back(self, error: RoomError) -> None:
        self._messages.tell(str(error), Level.WARNING, key="room")

    def take_back(self) -> bool:
        """Ctrl+Z, when the last thing was done to an entry. False when the stage comes first."""
        deed = self._past.last()
        if deed is None:
            return False
        deed.back()
        return True

    def reply(
        self,
        shown: Entry,
        text: str,
        publish: bool,
        then: Callable[[], object],
        otherwise: Callable[[str], object],
    ) -> None:
        """Answer in writing (an empty text takes the answer away), and publish the entry too if wanted. A
        reply belongs to the words that were ``shown``: to others nothing is sent."""
        if shown.id not in self._known:
            otherwise("That entry is not there any more; its author took it back.")
            return
        words = "Replied." if text.strip() else "The reply is taken away."
        answer = Answer()
        deed = Deed(words, lambda: self._undo(answer, words))
        self._past.did(deed)
        guard = seen(shown) if text.strip() else {}

        def told(pair: tuple[Entry, Entry]) -> None:
            answer.told(pair)
            self._told(deed)
            then()

        def failed(error: RoomError) -> None:
            self._past.forget(deed)
            otherwise(str(error))

        def replied(pair: tuple[Entry, Entry]) -> None:
            if not publish or pair[1].published:
                told(pair)
                return

            def unpublished(error: RoomError) -> None:
                answer.told(pair)  # the reply itself is there, and can be taken back
                otherwise(str(error))

            self._link.call(
                "act", shown.id, "publish", then=lambda second: told(joined(pair, second)),
                otherwise=unpublished, **guard,
            )  # fmt: skip

        self._link.call("act", shown.id, "reply", text=text, then=replied, otherwise=failed, **guard)

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
        self._past.followed(change)
        self.rounds.followed(change)
        self._help(change)
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

    # --- where help is ---

    def _help(self, change: Change) -> None:
        """While the wall says where help is, every page that is open says it too."""
        before, after = (
            card is not None and card.kind is CardKind.RESOURCES
            for card in (change.before.card, change.after.card)
        )
        view = self._link.view
        if before == after or view is None:
            return
        if after:
            self._help_before = view.show_resources
        wanted = after or self._help_before
        self._link.call("show_resources", wanted, otherwise=lambda _: None)

    def help_everywhere(self) -> None:
        """On every page that is open, without touching the wall; again: no longer."""
        view = self._link.view
        if view is None:
            self._messages.tell("There is no open room.")
            return
        show = not view.show_resources
        self._help_before = show
        words = "Every page that is open says where help is." if show else "The pages say it quietly again."
        self._link.call("show_resources", show, then=lambda _: self._messages.tell(words, Level.DONE))

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
        """The inbox's own button."""
        if opened:
            self.rounds.open()
        else:
            self.rounds.close()
