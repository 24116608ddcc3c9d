"""Pointer, spotlight and zoom: seen by the room, moved from the console or on the stage itself.

Positions are fractions of the page (0-1 from the top left), never pixels of one window: the letterbox of
the other window is another one (pdfpc's pointer was off by it for years).
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QRadialGradient


class Tool(StrEnum):
    NONE = "none"
    LASER = "laser"
    SPOTLIGHT = "spotlight"
    ZOOM = "zoom"


LASER_RADIUS = 0.011
"""Of the page's width: a dot that the last row sees."""
SPOT_RADIUS = 0.13
ZOOM_FACTORS = (1.5, 2.0, 3.0, 4.0)


class StageTools(QObject):
    """Which tool is on and where it points."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.NONE
        self.point: QPointF | None = None
        self.spot = SPOT_RADIUS
        self._zoom = 1

    @property
    def factor(self) -> float:
        """Magnification of the page; 1 without the zoom tool."""
        return ZOOM_FACTORS[self._zoom] if self.tool is Tool.ZOOM else 1.0

    def toggle(self, tool: Tool) -> None:
        """Switch a tool on, or off again."""
        self.set(Tool.NONE if self.tool is tool else tool)

    def set(self, tool: Tool) -> None:
        """Use a tool; it starts in the middle of the page."""
        if tool is self.tool:
            return
        self.tool = tool
        self.point = QPointF(0.5, 0.5) if tool in (Tool.ZOOM, Tool.SPOTLIGHT) else None
        self._zoom = 1
        self.changed.emit()

    def leave(self) -> bool:
        """Put the tool away. True when there was one (the Esc ladder asks)."""
        if self.tool is Tool.NONE:
            return False
        self.set(Tool.NONE)
        return True

    def move(self, point: QPointF | None) -> None:
        """Point somewhere, as fractions of the page; None: away from the page."""
        if self.tool is Tool.NONE or point == self.point:
            return
        if point is not None:
            point = QPointF(min(1.0, max(0.0, point.x())), min(1.0, max(0.0, point.y())))
        elif self.tool is not Tool.LASER:
            return
        self.point = point
        self.changed.emit()

    def nudge(self, dx: float, dy: float) -> None:
        """Move by keyboard, in fractions of the page."""
        at = self.point or QPointF(0.5, 0.5)
        self.move(QPointF(at.x() + dx, at.y() + dy))

    def grow(self, steps: int) -> None:
        """A larger spot, a stronger zoom."""
        if self.tool is Tool.ZOOM:
            self._zoom = min(len(ZOOM_FACTORS) - 1, max(0, self._zoom + steps))
        elif self.tool is Tool.SPOTLIGHT:
            self.spot = min(0.4, max(0.05, self.spot * 1.15**steps))
        else:
            return
        self.changed.emit()

    def source(self) -> QRectF:
        """The part of the page that fills the view, in fractions."""
        if self.tool is not Tool.ZOOM or self.point is None:
            return QRectF(0, 0, 1, 1)
        share = 1 / self.factor
        left = min(1 - share, max(0.0, self.point.x() - share / 2))
        top = min(1 - share, max(0.0, self.point.y() - share / 2))
        return QRectF(left, top, share, share)

    def paint(self, painter: QPainter, page: QRectF) -> None:
        """Draw pointer or spotlight over a page that lies at ``page`` (widget pixels)."""
        if self.point is None or self.tool in (Tool.NONE, Tool.ZOOM):
            return
        at = QPointF(page.x() + self.point.x() * page.width(), page.y() + self.point.y() * page.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(page)
        if self.tool is Tool.LASER:
            _laser(painter, at, LASER_RADIUS * page.width())
        else:
            _spotlight(painter, at, self.spot * page.width(), page)
        painter.restore()


def _laser(painter: QPainter, at: QPointF, radius: float) -> None:
    glow = QRadialGradient(at, radius * 2.4)
    glow.setColorAt(0.0, QColor(255, 40, 40, 150))
    glow.setColorAt(1.0, QColor(255, 40, 40, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(glow))
    painter.drawEllipse(at, radius * 2.4, radius * 2.4)
    painter.setBrush(QColor("#F0202A"))
    # A white rim: the dot is seen on red and on dark grounds too.
    painter.setPen(QPen(QColor(255, 255, 255, 230), max(1.0, radius * 0.18)))
    painter.drawEllipse(at, radius, radius)


def _spotlight(painter: QPainter, at: QPointF, radius: float, page: QRectF) -> None:
    veil = QPainterPath()
    veil.addRect(page)
    hole = QPainterPath()
    hole.addEllipse(at, radius, radius)
    painter.fillPath(veil.subtracted(hole), QColor(0, 0, 0, 178))
