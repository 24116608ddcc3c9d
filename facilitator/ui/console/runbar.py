"""The run bar: the plan's parts side by side, as wide as they are long, filled as far as time has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens


@dataclass(frozen=True, slots=True)
class RunPart:
    """One part as drawn. ``share`` is its planned length (any unit); ``done`` 0-1."""

    name: str
    share: float
    done: float = 0.0
    now: bool = False
    text: str = ""
    """Beside the name while it runs: ``4:20 left``."""
    tone: str = "live"
    """live, amber (20 % left), red (5 % left, over)."""
    slide: int = 0
    tip: str = ""


class RunBar(QWidget):
    """Clicking a part asks to go to its first slide (the console's own finder shows where that is)."""

    part_wanted = Signal(int)
    """Slide number."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._parts: tuple[RunPart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Plan")

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.updateGeometry()
        self.update()

    def set_parts(self, parts: Sequence[RunPart]) -> None:
        made = tuple(parts)
        if made != self._parts:
            self._parts = made
            self.setVisible(bool(made))
            now = next((p for p in made if p.now), None)
            self.setAccessibleDescription(f"{now.name}, {now.text}" if now else "")
            self.update()

    @property
    def parts(self) -> tuple[RunPart, ...]:
        return self._parts

    def sizeHint(self) -> QSize:
        return QSize(400, self._tokens.px(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._tokens.px(34))

    def boxes(self) -> list[QRectF]:
        """Where each part lies. A short part keeps enough width to be seen and hit."""
        if not self._parts:
            return []
        gap = float(t.XS)
        free = max(1.0, self.width() - gap * (len(self._parts) - 1))
        least = min(14.0, free / len(self._parts))
        total = sum(max(p.share, 0.0) for p in self._parts) or 1.0
        widths = [max(least, free * max(p.share, 0.0) / total) for p in self._parts]
        excess = sum(widths) - free
        if excess > 0:
            wide = sum(w - least for w in widths) or 1.0
            widths = [w - excess * (w - least) / wide for w in widths]
        made, x = [], 0.0
        for width in widths:
            made.append(QRectF(x, 1.5, width, self.height() - 3))
            x += width + gap
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._tokens.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(self._tokens.px(t.SMALL))
        for part, box in zip(self._parts, self.boxes(), strict=True):
            fills = {
                "amber": (p.amber_fill, p.amber_text, p.amber),
                "red": (p.red_fill, p.red_text, p.red),
            }
            fill, ink, edge = fills.get(part.tone, (p.live_fill, p.live_text, p.live))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.raised))
            painter.drawRoundedRect(box, t.RADIUS_SMALL, t.RADIUS_SMALL)
            if part.done > 0:
                painter.save()
                painter.setClipRect(QRectF(box.x(), box.y(), box.width() * min(1.0, part.done), box.height()))
                painter.setBrush(QColor(fill))
                painter.drawRoundedRect(box, t.RADIUS_SMALL, t.RADIUS_SMALL)
                painter.restore()
            if part.now:
                painter.setPen(QPen(QColor(edge), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, t.RADIUS_SMALL, t.RADIUS_SMALL)
            font.setBold(part.now)
            painter.setFont(font)
            metrics = QFontMetrics(font)
            painter.setPen(QColor(p.text if part.now else (ink if part.done >= 1 else p.mute)))
            inner = box.adjusted(t.S, 0, -t.XS, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, _fit(part, metrics, inner.width()))

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            part = self._at(event.pos().x())
            QToolTip.showText(event.globalPos(), (part.tip or part.name) if part else "", self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        part = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and part is not None and part.slide:
            self.part_wanted.emit(part.slide)

    def _at(self, x: float) -> RunPart | None:
        pairs = zip(self._parts, self.boxes(), strict=True)
        return next((p for p, box in pairs if box.left() <= x <= box.right() + t.XS), None)


def _fit(part: RunPart, metrics: QFontMetrics, width: float) -> str:
    """Name and time where both fit, else the time of what runs, else as much of the name as there is."""
    full = f"{part.name}  {part.text}" if part.text else part.name
    if metrics.horizontalAdvance(full) <= width:
        return full
    if part.text:
        time = metrics.horizontalAdvance(part.text)
        room = width - time - metrics.horizontalAdvance("  ")
        if room > metrics.averageCharWidth() * 3:
            return metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, int(room)) + "  " + part.text
        return part.text if time <= width else ""
    shown = metrics.elidedText(part.name, Qt.TextElideMode.ElideRight, int(width))
    return shown if len(shown) > 2 else ""
