"""The room itself: what is waiting, what is saved, who may do what. No network here; the clock is passed in.

Everything runs on one thread. A method either does what it says, or raises ``Refused`` and changes nothing.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from facilitator.room import retention
from facilitator.room.records import Entry, EntryState, Release, RoomSettings
from facilitator.room.server import acts
from facilitator.room.server.keeper import Keeper, NoKeeper, Waiting
from facilitator.room.server.limits import ROTATE
from facilitator.room.server.refused import Refused
from facilitator.room.server.schedule import Schedule
from facilitator.room.server.storage import Changes, Storage, StorageError, Stored
from facilitator.room.server.text import clean, letters
from facilitator.room.server.votes import Pace, Votes
from facilitator.room.wire import Json
from facilitator.system.clock import Clock

REPLY_LETTERS = 1000
#: Receipts that were taken back without ever having been sent: the newest of these are remembered.
_MOST_UNSENT = 10_000


class Room:
    """One room. ``rng`` shuffles and draws moments and ids; give a seeded one in tests only."""

    def __init__(
        self,
        settings: RoomSettings,
        storage: Storage,
        clock: Clock,
        *,
        rng: random.Random | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._storage = storage
        self._rng = rng or random.SystemRandom()
        self._keeper: Keeper = keeper or NoKeeper()
        # Moments are drawn apart from shuffles: not even in theory does one tell of the other.
        moments = random.Random(rng.getrandbits(128)) if rng else random.SystemRandom()
        self._schedule = Schedule(settings, moments, clock.monotonic())
        self._entries: dict[str, Entry] = {}
        self._ids: dict[bytes, str] = {}
        self._marks: dict[str, bytes] = {}
        self._waiting: dict[bytes, Waiting] = {}
        self._withdrawn: set[bytes] = set()
        self._unsent: dict[bytes, None] = {}
        self._before_screen: dict[str, EntryState] = {}
        self._votes = Votes()
        self._turn = clock.monotonic() + ROTATE
        self._voted = False
        self.most_votes = 0
        """From how many pages the entry with the most of them has votes, as of the last moment."""
        self._pace = Pace()
        self.pace: tuple[int, int, int] | None = None
        self.withdrawn_on_screen: tuple[str, ...] = ()
        self.round_open = False
        #: How many rounds were opened: a page that slept through an end knows the next one by its number.
        self.rounds = 0
        self.paused = False
        self.closed = False
        self.deleted = False
        self.show_resources = False
        self.trouble = ""
        #: Called after anything that somebody may see has changed.
        self.on_change: Callable[[], None] = lambda: None
        for stored in storage.load():
            self._take_in(stored)

    # --- what others may see ------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Saved entries in the order of their random ids."""
        return [self._entries[key] for key in sorted(self._entries)]

    def published(self) -> list[Entry]:
        """What everybody may see, in the order of their random ids."""
        return [e for e in self.entries() if e.published]

    # --- participants -------------------------------------------------------------------------------

    @property
    def which(self) -> str:
        """Names this room to pages that were left open; says nothing of the key of its receipts."""
        return hashlib.blake2b(b"which room", key=self._storage.room_id, digest_size=8).hexdigest()

    def mark(self, receipt: str) -> bytes:
        """The only trace of a receipt: a hash keyed by the room."""
        return hashlib.blake2b(bytes.fromhex(receipt), key=self._storage.room_id, digest_size=16).digest()

    def knows(self, receipt: str) -> bool:
        """True when sending this receipt again would change nothing."""
        mark = self.mark(receipt)
        return mark in self._waiting or mark in self._ids or self._taken_back(mark)

    def _taken_back(self, mark: bytes) -> bool:
        return mark in self._withdrawn or mark in self._unsent

    def check(self, category: str, text: str, most: int | None = None) -> str:
        """The cleaned text, or Refused (422)."""
        if category not in {c.id for c in self.settings.categories}:
            raise Refused(
                422, "category", "There is no such kind of entry in this room. Choose one of those shown."
            )
        return self._clean(text, most or self.settings.limits.graphemes)

    def _clean(self, text: str, most: int) -> str:
        cleaned = clean(text)
        if not cleaned:
            raise Refused(422, "empty", "There is nothing to read in it yet. Write a few words first.")
        if len(cleaned.encode()) > self.settings.limits.text_bytes * most / self.settings.limits.graphemes:
            raise Refused(422, "too_long", "That was too long. Shorten it a little; nothing is lost.")
        if letters(cleaned) > most:
            raise Refused(
                422, "too_long", f"That was longer than {most} letters. Shorten it a little; nothing is lost."
            )
        return cleaned

    def may_send(self) -> None:
        """Refused when nothing new is taken just now."""
        if self.closed:
            raise Refused(410, "closed", "The room is closed. Nothing more can be sent.")
        if self.paused:
            raise Refused(
                503, "paused", "The trainer has paused the box for a moment. Send it again later.", 10
            )
        if self.settings.release is Release.ROUND and not self.round_open:
            raise Refused(409, "no_round", "No round is open just now. Send it when the next one starts.")
        if len(self._waiting) >= self.settings.limits.waiting:
            raise Refused(
                503, "full", "The room is very full just now. Please send it again in a minute.", 30
            )

    def send(self, receipt: str, category: str, text: str) -> Json:
        """Take a new entry; a receipt that is known already changes nothing. Raises Refused."""
        if not self.knows(receipt):
            self.may_send()
            self._wait(Waiting(self.mark(receipt), category, self.check(category, text)))
        return self.status(receipt)

    def _wait(self, waiting: Waiting) -> None:
        self._waiting[waiting.mark] = waiting
        if waiting.mark not in self._ids:
            self._schedule.something_waits(self.clock.monotonic())
        self._keeper.keep(waiting)

    def status(self, receipt: str) -> Json:
        """What the author of a receipt may know."""
        mark = self.mark(receipt)
        waiting, entry = self._waiting.get(mark), self._entries.get(self._ids.get(mark, ""))
        if waiting and waiting.leaving:
            return {"delivery": "withdrawn", "changing": True}
        if self._taken_back(mark):
            return {"delivery": "withdrawn"}
        if entry is None:
            if waiting is None:
                return {"delivery": "unknown"}
            return {
                "delivery": "received",
                "state": EntryState.WAITING.value,
                "category": waiting.category,
                "text": waiting.text,
            }
        return {
            "delivery": "saved",
            "state": entry.state.value,
            "published": entry.published,
            "id": entry.id,
            "category": waiting.category if waiting else entry.category,
            "text": waiting.text if waiting else entry.text,
            "reply": entry.reply,
            "changing": waiting is not None,
        }

    def edit(self, receipt: str, category: str, text: str) -> Json:
        """Change an own entry: at once while it waits, with the next batch when it is saved."""
        mark = self.mark(receipt)
        waiting, entry = self._waiting.get(mark), self._entries.get(self._ids.get(mark, ""))
        if self._taken_back(mark) or (waiting and waiting.leaving) or not (waiting or entry):
            return self.status(receipt)
        if self.closed:
            raise Refused(410, "closed", "The room is closed. Nothing can be changed any more.")
        cleaned = self.check(category, text)
        if entry and not waiting and (entry.category, entry.text) == (category, cleaned):
            return self.status(receipt)
        self._wait(Waiting(mark, category, cleaned))
        return self.status(receipt)

    def withdraw(self, receipt: str) -> Json:
        """Erase an own entry: at once while it waits, with the next batch when it is saved (``changing``)."""
        mark = self.mark(receipt)
        if mark in self._ids and not self.deleted:
            self._wait(Waiting(mark, leaving=True))
            if self.closed:
                self.commit()
        elif self._waiting.pop(mark, None):
            self._withdrawn.add(mark)
            self._keeper.drop([mark])
            self._nothing_waits_perhaps()
        elif mark not in self._withdrawn:
            self._unsent[mark] = None
            if len(self._unsent) > _MOST_UNSENT:
                del self._unsent[next(iter(self._unsent))]
        return self.status(receipt)

    def vote(self, seat: str, entry_id: str, on: bool, source: str = "") -> None:
        """One vote a seat, so many from one ``source`` (an address, when each has its own). The count moves
        with the next batch (instant rooms: with the next moment)."""
        entry = self._entries.get(entry_id)
        if entry is None or not entry.published:
            raise Refused(404, "not_found", "That entry is not on the list any more.")
        if self.closed:
            raise Refused(410, "closed", "The room is closed. Nothing more can be sent.")
        if not self._votes.set(entry_id, seat, on, source, self.settings.limits.address_votes):
            raise Refused(429, "slow_down", "Many votes for this came from here already.", 600)
        self._voted = True

    def say_pace(self, seat: str, pace: str) -> None:
        """Counts for five minutes; shown from five answers on, with the next moment."""
        if self.closed:
            raise Refused(410, "closed", "The room is closed. Nothing more can be sent.")
        self._pace.set(seat, pace, self.clock.monotonic())

    # --- batches ------------------------------------------------------------------------------------

    def step(self) -> None:
        """Call often. At its random moments the room lets out what is due."""
        now = self.clock.monotonic()
        if now >= self._turn:
            self._turn = now + ROTATE
            self._votes.forget_sources()
        if self.deleted or not self._schedule.moment(now):
            return
        pace = self._pace.shown(now)
        if pace != self.pace:
            self.pace = pace
            self.on_change()
        self.commit(release=self._schedule.due(len(self._fresh()), now))

    def _fresh(self) -> list[Waiting]:
        """Waiting entries that are new."""
        return [w for w in self._waiting.values() if w.mark not in self._ids]

    def _nothing_waits_perhaps(self) -> None:
        if not self._fresh():
            self._schedule.nothing_waits()

    def commit(self, *, release: bool = False, last: bool = False) -> int:
        """Write changes, withdrawals and votes, and with ``release`` the waiting entries too, shuffled.

        An entry on the screen keeps its words until it leaves the screen (or this commit is the ``last``).
        Returns how many entries came out. When the disk refuses, everything goes on waiting.
        """
        edits = [w for w in self._waiting.values() if not w.leaving and self._may_reword(w, last)]
        out = self._fresh() if release else []
        self._rng.shuffle(out)
        insert = [self._stored(w) for w in out]
        leaving = [w.mark for w in self._waiting.values() if w.leaving and w.mark in self._ids]
        gone = {self._ids[mark] for mark in leaving}
        changed = self._changed(edits, gone)
        changes = Changes(insert, list(changed.values()), sorted(gone))
        if not changes:
            self._voted = False
            return 0
        if not self._write(changes, scrub=True):
            return 0
        for stored in insert:
            self._take_in(stored)
        self._entries.update(changed)
        self._forget(gone)
        self._voted = False
        self.most_votes = self._votes.most()
        done = leaving + [w.mark for w in (*edits, *out)]
        for mark in done:
            self._waiting.pop(mark, None)
        self._withdrawn.update(leaving)
        self._keeper.drop(sorted(done))
        self._nothing_waits_perhaps()
        self.on_change()
        return len(insert)

    def _may_reword(self, waiting: Waiting, last: bool) -> bool:
        """Is this an edit of a saved entry that may be made now?"""
        entry = self._entries.get(self._ids.get(waiting.mark, ""))
        return entry is not None and (last or entry.state is not EntryState.ON_SCREEN)

    def _changed(self, edits: Iterable[Waiting], gone: set[str]) -> dict[str, Entry]:
        """Saved entries that an edit or a vote changes, by id."""
        changed: dict[str, Entry] = {}
        for waiting in edits:
            key = self._ids[waiting.mark]
            changed[key] = self._reworded(self._entries[key], waiting)
        if self._voted:
            for key, entry in self._entries.items():
                count = self._votes.count(key)
                if count != entry.votes:
                    changed[key] = replace(changed.get(key, entry), votes=count)
        return {key: entry for key, entry in changed.items() if key not in gone}

    def _reworded(self, entry: Entry, waiting: Waiting) -> Entry:
        """An edit. Where the trainer reads first, new words are read first too: nobody slips something in."""
        words = replace(entry, category=waiting.category, text=waiting.text)
        if not self.settings.moderated or (entry.category, entry.text) == (words.category, words.text):
            return words
        dismissed = entry.state is EntryState.DISMISSED
        return replace(words, published=False, state=entry.state if dismissed else EntryState.NEW)

    def _stored(self, waiting: Waiting) -> Stored:
        key = f"{self._rng.getrandbits(128):032x}"
        published = not self.settings.moderated
        return Stored(Entry(key, waiting.category, waiting.text, published=published), waiting.mark)

    def _take_in(self, stored: Stored) -> None:
        self._entries[stored.entry.id] = stored.entry
        self._ids[stored.mark] = stored.entry.id
        self._marks[stored.entry.id] = stored.mark
        self._votes.start(stored.entry.id, stored.entry.votes)

    def _forget(self, gone: Iterable[str]) -> None:
        for key in gone:
            entry = self._entries.pop(key)
            self._ids.pop(self._marks.pop(key))
            self._before_screen.pop(key, None)
            if entry.state is EntryState.ON_SCREEN:
                self.withdrawn_on_screen = (*self.withdrawn_on_screen, key)
        self._votes.forget(gone)

    def _write(self, changes: Changes, *, scrub: bool) -> bool:
        try:
            self._storage.write(changes, scrub=scrub)
        except StorageError as error:
            if self.trouble != str(error):
                self.trouble = str(error)
                self.on_change()
            return False
        self.trouble = ""
        return True

    def take_back(self, waiting: Iterable[Waiting]) -> None:
        """After a restart: what the other process kept. What reached the disk before the crash is known."""
        for one in waiting:
            known = one.mark in self._ids
            if one.leaving and not known:
                self._withdrawn.add(one.mark)
                self._keeper.drop([one.mark])
            elif known and not one.leaving and self._same(one):
                self._keeper.drop([one.mark])
            else:
                self._wait(one)

    def _same(self, waiting: Waiting) -> bool:
        entry = self._entries[self._ids[waiting.mark]]
        return (entry.category, entry.text) == (waiting.category, waiting.text)

    # --- moderator ----------------------------------------------------------------------------------

    def act(
        self,
        entry_id: str,
        action: str,
        *,
        text: str = "",
        state: str | None = None,
        published: bool | None = None,
        starred: bool | None = None,
        seen: str | None = None,
        seen_category: str | None = None,
    ) -> tuple[Entry, Entry]:
        """One of ``acts.ACTIONS``; returns the entry before and after. Raises Refused: also when the
        moderator has ``seen`` other words than the author's of now."""
        if action == "off_screen" and entry_id in self.withdrawn_on_screen:
            self.withdrawn_on_screen = tuple(k for k in self.withdrawn_on_screen if k != entry_id)
            self.on_change()
            nothing = Entry(entry_id, "", "")
            return nothing, nothing
        entry = self._entries.get(entry_id)
        if entry is None or self.deleted:
            raise Refused(404, "not_found", "That entry is not there any more; its author took it back.")
        if seen not in (None, entry.text) or seen_category not in (None, entry.category):
            raise Refused(409, "changed", "Its author has changed it meanwhile. Read it again.")
        before = self._before_screen.get(entry_id, EntryState.NEXT)
        if action == "reply":
            text = self._clean(text, REPLY_LETTERS) if text.strip() else ""
        updates = {entry_id: acts.acted(entry, action, text, state, published, starred, before)}
        if action == "on_screen":
            for other in self._entries.values():
                if other.state is EntryState.ON_SCREEN and other.id != entry_id:
                    back = self._before_screen.get(other.id, EntryState.NEXT)
                    updates[other.id] = replace(other, state=back)
        changed = [e for e in updates.values() if e != self._entries[e.id]]
        if changed:
            if not self._write(Changes(update=changed), scrub=False):
                raise Refused(503, "disk", self.trouble, 5)
            if action == "on_screen":
                self._before_screen[entry_id] = entry.state
            self._entries.update((e.id, e) for e in changed)
            self.on_change()
        return entry, updates[entry_id]

    def collect(self, *, force: bool) -> int:
        """Let the waiting entries out now. Fewer than the least only with ``force`` (409, ``few``)."""
        self._open()
        if len(self._fresh()) < self.settings.batch_least and not force:
            raise Refused(
                409,
                "few",
                f"Fewer than {self.settings.batch_least} are waiting. "
                "Alone, an entry may show who wrote it. Collect all the same?",
            )
        count = self.commit(release=True)
        self._no_trouble()
        return count

    def _no_trouble(self) -> None:
        if self.trouble:
            raise Refused(503, "disk", self.trouble, 5)

    def _open(self) -> None:
        if self.closed:
            raise Refused(410, "closed", "The room is closed.")

    def type_in(self, category: str, text: str, receipt: str) -> None:
        """A paper card; it joins the next batch like any other entry. Works while the box is paused."""
        self._open()
        self._wait(Waiting(self.mark(receipt), category, self.check(category, text)))

    def set_round(self, is_open: bool) -> None:
        """Open or end a round. At its end everything comes out."""
        self._open()
        if self.settings.release is not Release.ROUND:
            raise Refused(
                409, "no_round", "This room has no rounds; it was opened for another way of sending."
            )
        if self.round_open == is_open:
            return
        self.round_open = is_open
        self.rounds += is_open
        self._keeper.tell(round_open=is_open, rounds=self.rounds)
        if not is_open:
            self.commit(release=True)
        self.on_change()

    def pause(self, paused: bool) -> None:
        """While paused nothing new is taken; pages keep it and send it later."""
        self.paused = paused
        self._keeper.tell(paused=paused)
        self.on_change()

    def set_resources(self, show: bool) -> None:
        """Pages open their lines of help."""
        self.show_resources = show
        self._keeper.tell(show_resources=show)
        self.on_change()

    def export(self) -> Sequence[Entry]:
        """Everything but what was dismissed, shuffled."""
        entries = [e for e in self._entries.values() if e.state is not EntryState.DISMISSED]
        entries.sort(key=lambda e: e.id)
        self._rng.shuffle(entries)
        return entries

    def flush(self) -> None:
        """The process ends: what waits goes to the disk, shuffled."""
        if not self.deleted:
            self.commit(release=True, last=True)

    def close(self) -> str:
        """End the room, keep it: what waits comes out, dismissed entries are erased. Returns its last day."""
        day = retention.until(self.clock.now().date(), self.settings.keep_days).isoformat()
        if not self.closed:
            self.commit(release=True, last=True)
            self._no_trouble()
            dismissed = {e.id for e in self._entries.values() if e.state is EntryState.DISMISSED}
            if dismissed:
                if not self._write(Changes(delete=sorted(dismissed)), scrub=True):
                    raise Refused(503, "disk", self.trouble, 5)
                self._forget(dismissed)
            try:
                self._storage.close_until(day)
            except StorageError as error:
                raise Refused(503, "disk", str(error), 5) from error
            self.closed, self.round_open = True, False
            self._keeper.tell(closed=True)
            self.on_change()
        return day

    def delete(self) -> None:
        """Delete now: rows, free pages, file; and what waits in memory."""
        if self.deleted:
            return
        self.closed = self.deleted = True
        self.round_open = False
        self._keeper.tell(deleted=True)
        for known in (self._entries, self._ids, self._marks, self._waiting, self._before_screen):
            known.clear()
        self._votes, self._pace, self.pace = Votes(), Pace(), None
        self._withdrawn.clear()
        self._unsent.clear()
        self.withdrawn_on_screen = ()
        self.on_change()
        try:
            self._storage.destroy()
        except OSError as error:
            raise Refused(
                500,
                "disk",
                "The room is empty, but its file could not be removed; that is tried at the next start.",
            ) from error
