"""Draws one entry: category, text as plain text, state and votes. Heights are remembered."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from facilitator.room.records import Entry, EntryState
from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.console.inbox_model import InboxModel, Roles, spoken_state
from facilitator.ui.tokens import Palette, Tokens

MARGIN = 8


def category_colors(category: str, palette: Palette) -> tuple[str, str]:
    """Ground and text of a category's tag: the four known ones keep theirs, others are quiet."""
    return {
        "question": (palette.blue_fill, palette.blue_text),
        "concern": (palette.amber_fill, palette.amber_text),
        "complaint": (palette.red_fill, palette.red_text),
        "comment": (palette.live_fill, palette.live_text),
    }.get(category, (palette.raised, palette.text))


class InboxDelegate(QStyledItemDelegate):
    """Plain text only: the text is laid out by QTextLayout, which knows no markup."""

    def __init__(self, view: QListView, model: InboxModel, tokens: Tokens) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._tokens = tokens
        self._heights: dict[tuple[str, int, int], int] = {}
        self.covered = False

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._heights.clear()

    def _fonts(self) -> tuple[QFont, QFont]:
        body, small = QFont(self._view.font()), QFont(self._view.font())
        body.setPixelSize(self._tokens.px(t.LARGE - 1))
        small.setPixelSize(self._tokens.px(t.SMALL))
        return body, small

    def _lay(self, text: str, width: int, font: QFont) -> tuple[QTextLayout, float]:
        # Line separators keep the author's lines without making paragraphs of them.
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, width))
            line.setPosition(QPointF(0, y))
            y += line.height()
        layout.endLayout()
        return layout, y

    def _width(self) -> int:
        return max(80, self._view.viewport().width() - 2 * MARGIN)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry = index.data(Roles.ENTRY)
        width = self._width()
        if not isinstance(entry, Entry):
            return QSize(width, 20)
        key = (entry.id, width, hash(entry.text))
        height = self._heights.get(key)
        if height is None:
            if len(self._heights) > 4000:
                self._heights.clear()
            body, small = self._fonts()
            _, text = self._lay(entry.text, width, body)
            height = round(text) + QFontMetrics(small).height() + 3 * MARGIN
            self._heights[key] = height
        return QSize(width, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(Roles.ENTRY)
        if not isinstance(entry, Entry):
            return
        p = self._tokens.palette
        body, small = self._fonts()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.raised))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), t.RADIUS_SMALL, t.RADIUS_SMALL)
            painter.setBrush(QColor(p.live))
            painter.drawRoundedRect(QRectF(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if index.row():
            painter.setPen(QColor(p.line))
            painter.drawLine(rect.x() + MARGIN, rect.y(), rect.right() - MARGIN, rect.y())
        top = rect.y() + MARGIN
        tag_height = self._tag(painter, rect.x() + MARGIN, top, entry, small)
        self._state(painter, rect, top, entry, small, tag_height)
        painter.setPen(
            QColor(p.mute if entry.state in (EntryState.ANSWERED, EntryState.DISMISSED) else p.text)
        )
        if self.covered:
            painter.setFont(body)
            painter.drawText(
                rect.x() + MARGIN, top + tag_height + MARGIN + QFontMetrics(body).ascent(), "covered"
            )
        else:
            layout, _ = self._lay(entry.text, rect.width() - 2 * MARGIN, body)
            layout.draw(painter, QPointF(rect.x() + MARGIN, top + tag_height + MARGIN / 2))
        painter.restore()

    def _tag(self, painter: QPainter, x: int, y: int, entry: Entry, font: QFont) -> int:
        fill, ink = category_colors(entry.category, self._tokens.palette)
        metrics = QFontMetrics(font)
        text = self._model.label(entry.category)
        box = QRectF(x, y, metrics.horizontalAdvance(text) + 14, metrics.height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return round(box.height())

    def _state(self, painter: QPainter, rect: QRect, y: int, entry: Entry, font: QFont, height: int) -> None:
        p = self._tokens.palette
        words = spoken_state(entry)
        x = rect.right() - MARGIN
        if entry.starred:
            size = self._tokens.px(14)
            x -= size
            painter.drawPixmap(x, y + (height - size) // 2, icons.pixmap("star", p.amber, size))
            x -= 4
        if words:
            on = entry.state is EntryState.ON_SCREEN
            painter.setPen(QColor(p.live if on or entry.state is EntryState.NEXT else p.mute))
            painter.setFont(font)
            left = rect.x() + rect.width() // 3
            painter.drawText(
                QRect(left, y, x - left, height),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                words,
            )
