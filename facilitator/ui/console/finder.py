"""Jump and search: one small palette over the console. A number, words of a title, a part's name; with
search also what stands on the slides and in the notes. The matching is pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.console.overview import Tile
from facilitator.ui.console.topbar import plain_label

MOST = 60


def folded(text: str) -> str:
    """Lower case without accents, so that ``uberdosis`` finds ``Überdosis``."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def matches(tile: Tile, words: str) -> bool:
    """All words somewhere in title, part, text or notes; a bare number matches the slide's number too."""
    wanted = folded(words).split()
    if not wanted:
        return True
    if words.strip().isdigit() and int(words) == tile.number:
        return True
    hay = folded(f"{tile.title}\n{tile.part}\n{tile.text}\n{tile.notes}")
    return all(w in hay for w in wanted)


def rank(tile: Tile, words: str) -> int | None:
    """0 the number itself, 1 title begins so, 2 in the title, 3 a part that starts here, 4 in the text,
    5 in the notes, None: not at all."""
    words = words.strip()
    if words.isdigit():
        if int(words) == tile.number:
            return 0
        if str(tile.number).startswith(words):
            return 1
    wanted = folded(words).split()
    title = folded(tile.title)
    if title.startswith(folded(words)):
        return 1
    hays = (title, folded(tile.part) if tile.part_starts else "", folded(tile.text), folded(tile.notes))
    for points, hay in enumerate(hays, start=2):
        if wanted and all(w in hay for w in wanted):
            return points
    return 6 if matches(tile, words) else None


def found(tiles: Sequence[Tile], words: str) -> list[Tile]:
    """The slides for these words, the likeliest first."""
    ranked = [(r, tile.number, tile) for tile in tiles if (r := rank(tile, words)) is not None]
    return [tile for _, _, tile in sorted(ranked, key=lambda x: x[:2])]


def snippet(text: str, words: str, around: int = 36) -> str:
    """The place where the first word stands, with a little round it; empty when it is not there."""
    flat = " ".join(text.split())
    wanted = folded(words).split()
    at = folded(flat).find(wanted[0]) if wanted else -1
    if at < 0:
        return ""
    start, end = max(0, at - around), min(len(flat), at + around + len(wanted[0]))
    return ("…" if start else "") + flat[start:end].strip() + ("…" if end < len(flat) else "")


class Finder(QFrame):
    """A field and a list. Enter goes there, Esc closes, arrows choose while the caret stays."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("message")
        self.setAccessibleName("Go to a slide")
        self._over = over
        self._tiles: Sequence[Tile] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.M, t.M, t.M, t.M)
        column.setSpacing(t.S)
        self.heading = plain_label("GO TO", "head")
        self.words = QLineEdit()
        self.words.setAccessibleName("Number, title or words")
        self.list = QListWidget()
        self.list.setAccessibleName("Slides found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.heading)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self._fill)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.hide()

    def open_with(self, tiles: Sequence[Tile], text: str = "", *, search: bool = False) -> None:
        """Show the palette; ``text`` is what was typed already (the first digit)."""
        self._tiles = tiles
        self.heading.setText("SEARCH SLIDES AND NOTES" if search else "GO TO SLIDE")
        self.words.setPlaceholderText(
            "Words on a slide or in its notes" if search else "Number, title or part, then Enter"
        )
        self.words.setText(text)
        self._fill(text)
        width = min(640, self._over.width() - 2 * t.XL)
        height = min(460, self._over.height() - 2 * t.XL)
        self.setGeometry((self._over.width() - width) // 2, t.XL, width, height)
        self.show()
        self.raise_()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> bool:
        """Put it away; True when it was open."""
        if not self.isVisible():
            return False
        self.hide()
        self.closed.emit()
        return True

    def _fill(self, words: str) -> None:
        self.list.clear()
        for tile in found(self._tiles, words)[:MOST] if words.strip() else self._tiles[:MOST]:
            marks = f"  ({tile.words})" if tile.words else ""
            line = f"{tile.number}   {tile.title or '(no title)'}{marks}"
            where = snippet(tile.text, words) or snippet(tile.notes, words) if words.strip() else ""
            if where and (rank(tile, words) or 0) >= 4:
                line += f"\n{where}"
            item = QListWidgetItem(line)
            item.setData(Qt.ItemDataRole.UserRole, tile.number)
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)
        elif words.strip():
            item = QListWidgetItem(f"No slide holds “{words}”.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _take(self, item: QListWidgetItem | None) -> None:
        number = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if number:
            self.close_palette()
            self.chosen.emit(int(number))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(self.list.count() - 1, max(0, self.list.currentRow() + step)))
                return True
        return False
