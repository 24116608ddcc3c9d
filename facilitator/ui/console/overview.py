"""The overview: every slide with its title and planned time; painted only as far as it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from facilitator.ui import tokens as t
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.tokens import Tokens

Index = QModelIndex | QPersistentModelIndex
THUMB = 224
"""Width of a thumbnail at 100 %, logical pixels."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One slide as the overview and the finder know it."""

    number: int
    title: str
    part: str = ""
    part_starts: bool = False
    seconds: int | None = None
    hidden: bool = False
    backup: bool = False
    cut_first: bool = False
    text: str = ""
    notes: str = ""

    @property
    def planned(self) -> str:
        """``3:00``, or empty."""
        return "" if self.seconds is None else f"{self.seconds // 60}:{self.seconds % 60:02d}"

    @property
    def words(self) -> str:
        marks = [w for w, on in (("hidden", self.hidden), ("backup", self.backup)) if on]
        return ", ".join(marks)


class TileRoles(IntEnum):
    TILE = Qt.ItemDataRole.UserRole + 1


class TileModel(QAbstractListModel):
    """The tiles that pass the search."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Tile, ...] = ()
        self._rows: list[Tile] = []
        self._words = ""
        self.current = 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        tile = self._rows[index.row()]
        if role == TileRoles.TILE:
            return tile
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            planned = f", {tile.planned}" if tile.planned else ""
            marks = f", {tile.words}" if tile.words else ""
            return f"{tile.number}. {tile.title or 'without a title'}{planned}{marks}"
        return None

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        self.beginResetModel()
        self._all = tuple(tiles)
        self._refilter()
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show only what holds all these words in title, text, notes or part."""
        if words == self._words:
            return
        self.beginResetModel()
        self._words = words
        self._refilter()
        self.endResetModel()

    def _refilter(self) -> None:
        from facilitator.ui.console.finder import matches

        self._rows = [tile for tile in self._all if matches(tile, self._words)]

    def row_of(self, number: int) -> int:
        return next((n for n, tile in enumerate(self._rows) if tile.number == number), -1)


class TileDelegate(QStyledItemDelegate):
    """A thumbnail with number, title and planned time under it."""

    def __init__(
        self, view: QListView, model: TileModel, tokens: Tokens, thumb: Callable[[int, QSize], QPixmap | None]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.tokens = tokens
        self._thumb = thumb
        self.ratio = 16 / 9
        self._width = tokens.px(THUMB)

    def fill(self, width: int) -> None:
        """As many columns as fit, the tiles as wide as the columns."""
        least = self.tokens.px(THUMB) + 2 * t.M
        self._width = max(1, width) // max(1, width // least) - 2 * t.M - 1

    def thumb_size(self) -> QSize:
        width = max(96, self._width)
        return QSize(width, round(width / self.ratio))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.tile_size()

    def tile_size(self) -> QSize:
        """Thumbnail, two lines, and air."""
        size, px = self.thumb_size(), self.tokens.px
        return QSize(size.width() + 2 * t.M, size.height() + px(t.SMALL) * 2 + 2 * t.M + t.S + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = index.data(TileRoles.TILE)
        if not isinstance(tile, Tile):
            return
        p, px = self.tokens.palette, self.tokens.px
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(3, 3, -3, -3)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(p.focus), 2))
            painter.setBrush(QColor(p.raised))
            painter.drawRoundedRect(box, t.RADIUS, t.RADIUS)
        size = self.thumb_size()
        page = QRect(rect.x() + t.M, rect.y() + t.M, size.width(), size.height())
        picture = self._thumb(tile.number, size)
        if picture is not None:
            painter.setOpacity(0.45 if tile.hidden else 1.0)
            painter.drawPixmap(page, picture)
            painter.setOpacity(1.0)
        else:
            painter.fillRect(page, QColor(p.raised))
        now = tile.number == self._model.current
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(p.live if now else p.line), 3 if now else 1))
        painter.drawRect(page)
        font = QFont(self._view.font())
        font.setPixelSize(px(t.SMALL))
        font.setBold(now)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        line = QRect(page.x(), page.bottom() + t.XS + 2, page.width(), metrics.height())
        painter.setPen(QColor(p.live if now else p.text))
        number = f"{tile.number}  "
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), number)
        used = metrics.horizontalAdvance(number)
        right = metrics.horizontalAdvance(tile.planned) + t.S if tile.planned else 0
        title = metrics.elidedText(
            tile.title or "(no title)", Qt.TextElideMode.ElideRight, line.width() - used - right
        )
        painter.drawText(line.adjusted(used, 0, 0, 0), int(Qt.AlignmentFlag.AlignLeft), title)
        painter.setPen(QColor(p.mute))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), tile.planned)
        words = " · ".join(w for w in (tile.part if tile.part_starts else "", tile.words) if w)
        if words:
            below = line.translated(0, metrics.height())
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, below.width())
            painter.setPen(QColor(p.amber if tile.words else p.mute))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()


class Overview(QWidget):
    """A grid that takes the console's middle; Enter or a click goes to a slide, Esc back."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, tokens: Tokens, thumb: Callable[[int, QSize], QPixmap | None]) -> None:
        super().__init__()
        self.setAccessibleName("Overview")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.S)
        head = QHBoxLayout()
        head.addWidget(plain_label("OVERVIEW", "head"))
        self.words = QLineEdit()
        self.words.setPlaceholderText("Search titles, text and notes")
        self.words.setAccessibleName("Search the slides")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(420)
        head.addSpacing(t.L)
        head.addWidget(self.words, 1)
        head.addStretch(1)
        back = QPushButton("Back (Esc)")
        back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        back.clicked.connect(self.closed)
        head.addWidget(back)
        column.addLayout(head)
        self.model = TileModel()
        self.grid = QListView()
        self.grid.setViewMode(QListView.ViewMode.IconMode)
        self.grid.setResizeMode(QListView.ResizeMode.Adjust)
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setUniformItemSizes(True)
        self.grid.setLayoutMode(QListView.LayoutMode.Batched)
        self.grid.setBatchSize(200)
        self.grid.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.grid.setModel(self.model)
        self.grid.setAccessibleName("Slides")
        self.delegate = TileDelegate(self.grid, self.model, tokens, thumb)
        self.grid.setItemDelegate(self.delegate)
        self.grid.clicked.connect(self._open)
        self.grid.installEventFilter(self)
        self.grid.viewport().installEventFilter(self)
        self.words.installEventFilter(self)
        self.words.textChanged.connect(self._search)
        self.nothing = plain_label("", "mute")
        self.nothing.setVisible(False)
        column.addWidget(self.nothing)
        column.addWidget(self.grid, 1)

    def _refit(self, width: int | None = None) -> None:
        self.delegate.fill((self.grid.viewport().width() if width is None else width) - 2)
        # The view keeps the first uniform size it was told; the grid's size it takes anew.
        self.grid.setGridSize(self.delegate.tile_size())

    def set_tokens(self, tokens: Tokens) -> None:
        self.delegate.tokens = tokens
        self._refit()
        self.grid.scheduleDelayedItemsLayout()

    def set_tiles(self, tiles: Sequence[Tile], ratio: float) -> None:
        self.delegate.ratio = ratio
        self.model.set_tiles(tiles)

    def open_at(self, number: int) -> None:
        """Show all slides, this one chosen."""
        self.words.clear()
        self.model.current = number
        self.choose(number)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> None:
        index = self.model.index(max(0, self.model.row_of(number)))
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index)

    def _search(self, words: str) -> None:
        self.model.search(words)
        found = self.model.rowCount()
        self.nothing.setVisible(found == 0)
        self.nothing.setText(f"No slide holds “{words}”.")
        if found:
            self.grid.setCurrentIndex(self.model.index(0))

    def _open(self, index: QModelIndex) -> None:
        tile = index.data(TileRoles.TILE)
        if isinstance(tile, Tile):
            self.chosen.emit(tile.number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.grid.viewport() and isinstance(event, QResizeEvent):
            # The viewport has not taken its new size yet when a filter sees the event.
            self._refit(event.size().width())
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.grid.currentIndex())
                return True
            if watched is self.words and key == Qt.Key.Key_Down:
                self.grid.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False
