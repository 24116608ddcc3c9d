"""Reading the deck, and live reload: the same slide stays; a broken save changes nothing on the wall."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from facilitator.deck import model as d
from facilitator.deck import read_deck, read_first
from facilitator.scene.theme import find_theme
from facilitator.ui.session.reload import DeckWatcher
from facilitator.ui.tasks import Stop, Tasks

GROUP = "read"


def pictures(blocks: Iterable[d.Block]) -> Iterator[d.Picture]:
    """Every picture in these blocks."""
    for b in blocks:
        match b:
            case d.Picture():
                yield b
            case d.ListBlock() | d.DefinitionList():
                for item in b.items:
                    yield from pictures(item.blocks)
            case d.Quote():
                yield from pictures(b.blocks)
            case d.Columns():
                for column in b.columns:
                    yield from pictures(column.blocks)


def files_of(deck: d.Deck, path: Path) -> list[Path]:
    """All files that make this deck: itself, what it includes, its pictures, its theme."""
    folder = deck.folder or path.parent
    found: dict[Path, None] = {path: None}
    for slide in deck.slides:
        if slide.file:
            file = Path(slide.file)  # as the deck was opened: often relative to where the program runs
            found[file if file.is_absolute() or file.is_file() else folder / file] = None
        backgrounds = (b.picture for b in slide.settings.backgrounds if b.picture is not None)
        for picture in (*pictures(slide.blocks), *backgrounds):
            if picture.path is not None:
                found[picture.path] = None
            elif picture.source and "://" not in picture.source:
                found[folder / picture.source] = None
    theme = find_theme(deck.theme, deck.folder) if deck.theme else None
    if theme is not None:
        found[theme] = None
    return list(found)


def same_text(one: d.Deck, other: d.Deck) -> bool:
    """True when nothing that is shown or said differs."""
    return replace(one, problems=()) == replace(other, problems=())


class DeckDesk(QObject):
    """Holds the deck that is shown, and perhaps a newer one that waits because it has errors."""

    accepted = Signal(object)
    """Deck: from now on this one is shown."""
    held = Signal(object)
    """Deck with errors, or an empty one: nothing changes until the trainer says so."""
    cleared = Signal()
    """What was held is no longer: the file is as it was again."""

    def __init__(self, path: Path, tasks: Tasks, fields: Callable[[], Mapping[str, str]] = dict) -> None:
        """``fields``: values filled in on this machine, asked at each reading."""
        super().__init__()
        self.path = path
        self._tasks = tasks
        self._fields = fields
        self.deck = d.Deck(file=str(path))
        self.waiting: d.Deck | None = None
        self.watcher = DeckWatcher(self)
        self.watcher.changed.connect(self.reread)

    def first(self) -> d.Deck:
        """Read it now, whatever is in it."""
        self.deck = read_deck(self.path, fields=self._fields())
        return self.deck

    def beginning(self) -> d.Deck:
        """Settings and first slide only, before the rest of a long deck is read."""
        return read_first(self.path, self._fields())

    def watch(self) -> None:
        """Start to watch (after the first slide is on the wall)."""
        deck = self.waiting or self.deck
        self.watcher.watch(dict.fromkeys([*files_of(self.deck, self.path), *files_of(deck, self.path)]))

    def reread(self) -> None:
        """Read the file again, in the worker."""
        self._tasks.stop(GROUP)

        previous, fields = self.deck, dict(self._fields())

        def work(stop: Stop) -> d.Deck | None:
            return None if stop else read_deck(self.path, previous, fields)

        self._tasks.run(work, self._take, group=GROUP, priority=1)

    def _take(self, deck: d.Deck | None) -> None:
        if deck is None:
            return
        if not deck.slides or any(p.severity is d.Severity.ERROR for p in deck.problems):
            self.waiting = deck
            self.watch()
            self.held.emit(deck)
            return
        was_waiting, self.waiting = self.waiting is not None, None
        if was_waiting:
            self.cleared.emit()
        self._accept(deck)

    def accept_anyway(self) -> bool:
        """Take the held deck as it is. False when there is none, or it has no slide to show."""
        if self.waiting is None or not self.waiting.slides:
            return False
        deck, self.waiting = self.waiting, None
        self.cleared.emit()
        self._accept(deck)
        return True

    def _accept(self, deck: d.Deck) -> None:
        self.deck = deck
        self.watch()
        self.accepted.emit(deck)

    def close(self) -> None:
        self.watcher.close()
        self._tasks.stop(GROUP)
