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
        self._heights: dict[str, tuple[Entry, int, int]] = {}
        """Height of an entry at a width: the list asks for all of them whenever one row comes."""
        self.covered = False

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._heights.clear()

    def _fonts(self) -> tuple[QFont, QFont]:
        body, small = QFont(self._view.font()), QFont(self._view.font())
        body.setPixelSize(self._tokens.px(t.LARGE - 1))
        small.setPixelSize(self._tokens.px(t.SMALL))
        return body, small

    def _lay(
        self, text: str, width: int, font: QFont, indent: float = 0.0, outdent: float = 0.0
    ) -> tuple[QTextLayout, float]:
        """Text in lines; the first one begins ``indent`` later and ends ``outdent`` earlier."""
        # Line separators keep the author's lines without making paragraphs of them.
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        y, first = 0.0, True
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40.0, width - (indent + outdent if first else 0.0)))
            line.setPosition(QPointF(indent if first else 0.0, y))
            y += line.height() * 1.12
            first = False
        layout.endLayout()
        return layout, y

    def _reply(self, text: str, width: int) -> tuple[QTextLayout, float]:
        """The trainer's own reply, smaller, under the entry."""
        _, small = self._fonts()
        return self._lay(f"Your reply: {text}", width - t.M, small)

    def _width(self) -> int:
        return max(80, self._view.viewport().width() - 2 * MARGIN)

    def _parts(self, entry: Entry) -> tuple[str, float, str, float]:
        """Tag and its width, state in words and its width."""
        _, small = self._fonts()
        metrics = QFontMetrics(small)
        tag, words = self._model.label(entry.category), spoken_state(entry)
        star = self._tokens.px(14) + 4 if entry.starred else 0
        state = metrics.horizontalAdvance(words) + star
        return tag, metrics.horizontalAdvance(tag) + 14.0, words, float(state)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        rows, row = self._model.rows, index.row()
        width = self._width()
        if not 0 <= row < len(rows):
            return QSize(width, 20)
        entry = rows[row]
        known = self._heights.get(entry.id)
        if known is None or known[0] is not entry or known[1] != width:
            if len(self._heights) > 4000:
                self._heights.clear()
            known = self._heights[entry.id] = (entry, width, self._height(entry, width))
        return QSize(width, known[2])

    def _height(self, entry: Entry, width: int) -> int:
        body, _ = self._fonts()
        _, tag, _, state = self._parts(entry)
        _, text = self._lay(entry.text, width, body, tag + 8, state + 8 if state else 0)
        height = round(text) + 2 * MARGIN
        if entry.reply:
            height += round(self._reply(entry.reply, width)[1]) + t.XS
        return height

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
        tag, tag_width, words, state_width = self._parts(entry)
        line = QRect(
            rect.x() + MARGIN, rect.y() + MARGIN, rect.width() - 2 * MARGIN, QFontMetrics(body).height()
        )
        self._tag(painter, QRectF(line.x(), line.y(), tag_width, line.height()), entry.category, tag, small)
        self._state(painter, line, entry, words, small)
        quiet = entry.state in (EntryState.ANSWERED, EntryState.DISMISSED)
        painter.setPen(QColor(p.mute if quiet or self.covered else p.text))
        if self.covered:
            painter.setFont(body)
            painter.drawText(
                line.adjusted(round(tag_width) + 8, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), "covered"
            )
        else:
            outdent = state_width + 8 if state_width else 0
            layout, high = self._lay(entry.text, self._width(), body, tag_width + 8, outdent)
            layout.draw(painter, QPointF(line.topLeft()))
            if entry.reply:
                painter.setPen(QColor(p.mute))
                reply, deep = self._reply(entry.reply, self._width())
                top = line.y() + high + t.XS
                reply.draw(painter, QPointF(line.x() + t.M, top))
                painter.fillRect(QRectF(line.x() + t.XS, top, 2, deep - t.XS), QColor(p.live))
        painter.restore()

    def _tag(self, painter: QPainter, box: QRectF, category: str, text: str, font: QFont) -> None:
        fill, ink = category_colors(category, self._tokens.palette)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _state(self, painter: QPainter, line: QRect, entry: Entry, words: str, font: QFont) -> None:
        p = self._tokens.palette
        x = line.right()
        if entry.starred:
            size = self._tokens.px(14)
            x -= size
            painter.drawPixmap(x, line.y() + (line.height() - size) // 2, icons.pixmap("star", p.amber, size))
            x -= 4
        if words:
            marked = entry.state in (EntryState.ON_SCREEN, EntryState.NEXT)
            painter.setPen(QColor(p.live if marked else p.mute))
            painter.setFont(font)
            painter.drawText(
                QRect(line.x(), line.y(), x - line.x(), line.height()),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                words,
            )
