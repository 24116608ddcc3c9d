"""A button that says its key: icon, word, key cap. Large enough for a shaking hand."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens


class KeyButton(QAbstractButton):
    """Takes the focus by Tab only: a mouse click never leaves Space on a button.

    ``density``: 0 icon, word and key; 1 word and key; 2 icon and key.
    """

    def __init__(self, word: str, key: str, icon: str, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._icon = icon
        self._tokens = tokens
        self._density = 0
        self.main = False
        self.tone = ""
        self.setText(word)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{word} ({key})" if key else word)
        self.setToolTip(self.accessibleName())

    def set_density(self, density: int) -> None:
        if density != self._density:
            self._density = density
            self.updateGeometry()
            self.update()

    def width_at(self, density: int) -> int:
        """How wide it would be."""
        return self._size(density).width()

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """``live``, ``red`` or empty: what is on says so."""
        if tone != self.tone:
            self.tone = tone
            self.update()

    def _fonts(self) -> tuple[QFont, QFont]:
        word, key = QFont(self.font()), QFont(self.font())
        word.setPixelSize(self._tokens.px(t.LARGE - 1))
        key.setPixelSize(self._tokens.px(t.SMALL))
        return word, key

    def _size(self, density: int) -> QSize:
        px = self._tokens.px
        word, key = self._fonts()
        width = 2 * px(t.M)
        if density != 1 and self._icon:
            width += px(20)
        if density != 2 or not self._icon:
            width += QFontMetrics(word).horizontalAdvance(self.text())
            if density != 1 and self._icon:
                width += px(t.S)
        if self._key:
            width += px(t.S) + QFontMetrics(key).horizontalAdvance(self._key) + px(12)
        return QSize(width + t.XS, px(t.TARGET + 6))

    def sizeHint(self) -> QSize:
        return self._size(self._density)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colors(self) -> tuple[QColor, QColor]:
        p = self._tokens.palette
        if self.tone == "red":
            return QColor(p.red_fill), QColor(p.red_text)
        if self.tone == "live" or self.main or self.isChecked():
            return QColor(p.live_fill), QColor(p.live_text)
        if self.underMouse() and self.isEnabled():
            return QColor(p.hover), QColor(p.text)
        return QColor(p.raised), QColor(p.text if self.isEnabled() else p.faint)

    def paintEvent(self, event: QPaintEvent) -> None:
        p, px = self._tokens.palette, self._tokens.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink = self._colors()
        if self.isDown():
            fill = fill.darker(115)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(p.focus), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, t.RADIUS, t.RADIUS)
        word_font, key_font = self._fonts()
        x = px(t.M)
        if self._density != 1 and self._icon:
            size = px(20)
            picture = icons.pixmap(self._icon, ink.name(), size, self.devicePixelRatioF())
            painter.drawPixmap(x, (self.height() - size) // 2, picture)
            x += size + px(t.S)
        if self._density != 2 or not self._icon:
            painter.setFont(word_font)
            painter.setPen(ink)
            width = QFontMetrics(word_font).horizontalAdvance(self.text())
            painter.drawText(
                QRect(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text()
            )
            x += width + px(t.S)
        if self._key:
            metrics = QFontMetrics(key_font)
            width = metrics.horizontalAdvance(self._key) + px(12) - 2
            height = px(20)
            cap = QRectF(self.width() - px(t.M) - width, (self.height() - height) / 2, width, height)
            quiet = QColor(ink)
            quiet.setAlphaF(0.55)
            painter.setPen(QPen(quiet, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(cap, t.RADIUS_SMALL, t.RADIUS_SMALL)
            quiet.setAlphaF(0.85)
            painter.setPen(quiet)
            painter.setFont(key_font)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
