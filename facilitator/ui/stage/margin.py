"""The two small things that may stand over a slide's edge: a countdown, and the room's address.

They change while the slide does not, so they are drawn over its picture instead of into it. Sizes are in
points of the page, as everything on the stage.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from facilitator.ui.stage.sight import Margin
from facilitator.ui.style import FAMILY

EDGE = 20.0
CLOCK_SIZE = 30.0
ADDRESS_SIZE = 14.0


def paint_margin(painter: QPainter, page: QRectF, scale: float, margin: Margin) -> None:
    """Draw over a page that lies at ``page`` (widget pixels), ``scale`` pixels a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if margin.countdown:
        font = _font(CLOCK_SIZE * scale, bold=True)
        # As wide as the longest it will get: the pill does not breathe with its digits.
        width = QFontMetricsF(font).horizontalAdvance("0" * len(margin.countdown)) + 28 * scale
        height = CLOCK_SIZE * 1.55 * scale
        box = QRectF(page.right() - EDGE * scale - width, page.top() + EDGE * scale, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(margin.fill))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(margin.ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, margin.countdown)
    if margin.address:
        painter.setFont(_font(ADDRESS_SIZE * scale, bold=False))
        painter.setPen(QColor(margin.quiet))
        height = ADDRESS_SIZE * 1.6 * scale
        line = QRectF(page.left(), page.bottom() - EDGE * 0.55 * scale - height, page.width(), height)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, margin.address)
    painter.restore()


def _font(pixels: float, *, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(max(6, round(pixels)))
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
