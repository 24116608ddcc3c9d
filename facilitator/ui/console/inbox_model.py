"""The inbox's entries as a Qt model, changed row by row: 500 entries never make the console stutter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from facilitator.room.records import Category, Entry, EntryState

Index = QModelIndex | QPersistentModelIndex


class Filter(StrEnum):
    """Which entries the list shows."""

    TO_READ = "To read"
    NEXT = "Up next"
    PUBLISHED = "Published"
    ANSWERED = "Answered"
    PARKED = "Parked"
    DISMISSED = "Dismissed"
    ALL = "All"


class Roles(IntEnum):
    ENTRY = Qt.ItemDataRole.UserRole + 1


_OPEN = (EntryState.NEW, EntryState.NEXT, EntryState.ON_SCREEN)
_STATES = {
    Filter.TO_READ: _OPEN,
    Filter.NEXT: (EntryState.NEXT,),
    Filter.ANSWERED: (EntryState.ANSWERED,),
    Filter.PARKED: (EntryState.PARKED,),
    Filter.DISMISSED: (EntryState.DISMISSED,),
}
_RANK = {EntryState.ON_SCREEN: 0, EntryState.NEXT: 1}


def wanted(entry: Entry, show: Filter, category: str = "", starred: bool = False, words: str = "") -> bool:
    """Does the entry pass these filters?"""
    if show is Filter.PUBLISHED and not entry.published:
        return False
    if show in _STATES and entry.state not in _STATES[show]:
        return False
    if category and entry.category != category:
        return False
    if starred and not entry.starred:
        return False
    said = f"{entry.text}\n{entry.reply}".casefold()
    return all(word in said for word in words.casefold().split())


def arranged(entries: Iterable[Entry]) -> list[Entry]:
    """On the stage first, then what is queued, then as the room hands them over (its own mixed order),
    the most wanted first."""
    return sorted(entries, key=lambda e: (_RANK.get(e.state, 2), -e.votes))


def unread(entries: Iterable[Entry]) -> int:
    """How many entries nobody has done anything with yet."""
    return sum(e.state is EntryState.NEW for e in entries)


def queued(entries: Iterable[Entry]) -> int:
    """How many are up next."""
    return sum(e.state is EntryState.NEXT for e in entries)


class InboxModel(QAbstractListModel):
    """Filtered and arranged entries. Text is plain text everywhere."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Entry, ...] = ()
        self._rows: list[Entry] = []
        self._labels: dict[str, str] = {}
        self.show = Filter.TO_READ
        self.category = ""
        self.starred = False
        self.words = ""
        self.covered = False
        """True: not even a screen reader says the texts."""

    # --- Qt's side ---

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        entry = self._rows[index.row()]
        if role == Roles.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if self.covered:
                return f"{self.label(entry.category)}: covered"
            told = [spoken_state(entry), "starred" if entry.starred else ""]
            told.append(f"your reply: {entry.reply}" if entry.reply else "")
            said = ", ".join(part for part in told if part)
            return f"{self.label(entry.category)}: {entry.text}" + (f". {said}" if said else "")
        return None

    # --- ours ---

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._all

    @property
    def rows(self) -> Sequence[Entry]:
        return self._rows

    def label(self, category: str) -> str:
        """What people read for a category's id."""
        return self._labels.get(category, category.replace("-", " ").capitalize())

    def set_categories(self, categories: Iterable[Category]) -> None:
        self._labels = {c.id: c.label for c in categories}

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """What the room holds now."""
        made = tuple(entries)
        if made != self._all:
            self._all = made
            self.refilter()

    def filter(
        self,
        show: Filter | None = None,
        category: str | None = None,
        starred: bool | None = None,
        words: str | None = None,
    ) -> None:
        """Change one or more filters."""
        self.show = self.show if show is None else show
        self.category = self.category if category is None else category
        self.starred = self.starred if starred is None else starred
        self.words = self.words if words is None else words
        self.refilter()

    def refilter(self) -> None:
        """Bring the rows to what they should be with the fewest changes: the selection stays."""
        target = arranged(
            e for e in self._all if wanted(e, self.show, self.category, self.starred, self.words)
        )
        ids = {e.id for e in target}
        row = len(self._rows)
        while row > 0:
            last = row - 1
            if self._rows[last].id in ids:
                row -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].id not in ids:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            row = first
        place = 0
        known = {e.id for e in self._rows}
        while place < len(target):
            entry = target[place]
            if place < len(self._rows) and self._rows[place].id == entry.id:
                if self._rows[place] != entry:
                    self._rows[place] = entry
                    at = self.index(place)
                    self.dataChanged.emit(at, at)
                place += 1
            elif entry.id not in known:
                last = place
                while last + 1 < len(target) and target[last + 1].id not in known:
                    last += 1
                self.beginInsertRows(QModelIndex(), place, last)
                self._rows[place:place] = target[place : last + 1]
                self.endInsertRows()
                place = last + 1
            else:
                old = next(n for n in range(place, len(self._rows)) if self._rows[n].id == entry.id)
                self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), place)
                self._rows.insert(place, self._rows.pop(old))
                self.endMoveRows()

    def row_of(self, entry_id: str) -> int:
        """Row of an entry, -1 when it is not shown."""
        return next((n for n, e in enumerate(self._rows) if e.id == entry_id), -1)


def spoken_state(entry: Entry) -> str:
    """State and votes in words."""
    words = {
        EntryState.NEW: "",
        EntryState.NEXT: "up next",
        EntryState.ON_SCREEN: "on the stage",
        EntryState.ANSWERED: "answered",
        EntryState.PARKED: "parked",
        EntryState.DISMISSED: "dismissed",
        EntryState.WAITING: "",
    }
    parts = [words[entry.state]]
    if entry.published:
        parts.append("published")
    if entry.votes:
        parts.append(f"{entry.votes} {'vote' if entry.votes == 1 else 'votes'}")
    return ", ".join(p for p in parts if p)
