"""paint: a scene on any QPainter, at any size, up to any build step."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from facilitator.scene import shapes
from facilitator.scene.fonts import UNITS, ensure_fonts
from facilitator.scene.model import (
    ChartItem,
    Color,
    ConnectorItem,
    Families,
    GroupItem,
    Item,
    Live,
    Para,
    PictureItem,
    QrItem,
    Rect,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)
from facilitator.scene.painter import glyphs, images, qr
from facilitator.scene.painter.live import filled, has_live

_DASHES = {"dash": [4.0, 3.0], "sysDot": [1.0, 1.6], "sysDash": [3.0, 1.5]}
NO_LIVE = Live()


class _Brush:
    """The painter with what every item needs to know."""

    def __init__(
        self,
        painter: QPainter,
        scene: Scene,
        scale: float,
        step: int | None,
        live: Live,
        hear: Callable[[glyphs.Glyphs], None] | None,
    ) -> None:
        self.painter = painter
        self.hear = hear
        self.families: Families = scene.families
        self.scale = scale
        self.step = step
        self.live = live
        device = painter.device()
        self.ratio = scale * (device.devicePixelRatioF() if device is not None else 1.0)
        """Device pixels per point."""

    def shown(self, step: int) -> bool:
        return self.step is None or step <= self.step


def qcolor(color: Color) -> QColor:
    """A scene colour for Qt."""
    out = QColor(color.hex)
    if color.alpha < 1:
        out.setAlphaF(color.alpha)
    return out


def qrect(rect: Rect) -> QRectF:
    """A scene rectangle for Qt."""
    return QRectF(rect.x, rect.y, rect.w, rect.h)


def paint(
    painter: QPainter,
    scene: Scene,
    scale: float,
    step: int | None = None,
    live: Live = NO_LIVE,
    hear: Callable[[glyphs.Glyphs], None] | None = None,
) -> None:
    """Draw the scene with its top left corner at the painter's origin.

    ``scale`` is logical pixels per point. ``step`` shows builds up to and including that step; None shows
    all. ``live`` fills in numbers, addresses, countdown. ``hear`` is told of all glyphs as they are drawn,
    with what they say. The painter's state is as before afterwards.
    """
    painter.save()
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    page = QRectF(0, 0, scene.width * scale, scene.height * scale)
    painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
    painter.fillRect(page, qcolor(scene.backdrop.color))
    brush = _Brush(painter, scene, scale, step, live, hear)
    painter.scale(scale, scale)
    _backdrop(brush, scene)
    for item in scene.items:
        _item(brush, item)
    painter.restore()


def render(scene: Scene, width_px: int, step: int | None = None, live: Live = NO_LIVE) -> QImage:
    """The scene as a picture ``width_px`` pixels wide. Works in any thread."""
    ensure_fonts()
    scale = width_px / scene.width
    height = max(1, round(scene.height * scale))
    image = QImage(width_px, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    try:
        paint(painter, scene, scale, step, live)
    finally:
        painter.end()
    return image


# --- items ------------------------------------------------------------------------------------------


def _item(brush: _Brush, item: Item) -> None:
    if not brush.shown(item.step):
        return
    match item:
        case TextItem():
            _paras(brush, item.paras, item.rect)
        case ShapeItem():
            _shape(brush, item)
        case ConnectorItem():
            _connector(brush, item)
        case PictureItem():
            _picture(brush, item)
        case TableItem():
            _table(brush, item)
        case QrItem():
            _qr(brush, item)
        case GroupItem() | ChartItem():
            for part in item.items:
                _item(brush, part)


def _paras(brush: _Brush, paras: tuple[Para, ...], box: Rect) -> None:
    for para in paras:
        if not brush.shown(para.step):
            continue
        if has_live(para):
            whole = filled(para, brush.live, brush.families, box.w)
            if whole is None:
                continue
            para = whole
        _glyphs(brush, glyphs.drawn(para, brush.families, brush.hear is not None), box)


def _glyphs(brush: _Brush, drawn: glyphs.Drawn, box: Rect) -> None:
    painter = brush.painter
    for bar in drawn.bars:
        if bar.behind:
            painter.fillRect(QRectF(box.x + bar.x, box.y + bar.y, bar.w, bar.h), qcolor(bar.color))
    if drawn.glyphs:
        painter.save()
        painter.scale(1 / UNITS, 1 / UNITS)
        last: Color | None = None
        for piece in drawn.glyphs:
            if piece.color != last:
                painter.setPen(qcolor(piece.color))
                last = piece.color
            if brush.hear is not None:
                brush.hear(piece)
            painter.drawGlyphRun(QPointF((box.x + piece.x) * UNITS, (box.y + piece.y) * UNITS), piece.run)
        painter.restore()
    for bar in drawn.bars:
        if not bar.behind:
            painter.fillRect(QRectF(box.x + bar.x, box.y + bar.y, bar.w, bar.h), qcolor(bar.color))


def qpath(path: shapes.Path) -> QPainterPath:
    """A scene path for Qt."""
    out = QPainterPath()
    for op, values in path:
        if op == "M":
            out.moveTo(values[0], values[1])
        elif op == "L":
            out.lineTo(values[0], values[1])
        elif op == "C":
            out.cubicTo(*values)
        else:
            out.closeSubpath()
    return out


def _pen(color: Color, width: float, dash: str) -> QPen:
    pen = QPen(qcolor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash in _DASHES:
        pen.setDashPattern(_DASHES[dash])
    return pen


def _shape(brush: _Brush, item: ShapeItem) -> None:
    painter = brush.painter
    if item.fill or item.stroke:
        painter.save()
        if item.rotation:
            centre = QPointF(item.rect.x + item.rect.w / 2, item.rect.y + item.rect.h / 2)
            painter.translate(centre)
            painter.rotate(item.rotation)
            painter.translate(-centre)
        painter.setPen(
            _pen(item.stroke, item.stroke_width, item.dash)
            if item.stroke and item.stroke_width > 0
            else Qt.PenStyle.NoPen
        )
        painter.setBrush(QBrush(qcolor(item.fill)) if item.fill else Qt.BrushStyle.NoBrush)
        painter.drawPath(qpath(shapes.outline(item)))
        painter.restore()
    _paras(brush, item.paras, item.rect)


def _connector(brush: _Brush, item: ConnectorItem) -> None:
    painter = brush.painter
    painter.save()
    x1, y1, x2, y2 = item.x1, item.y1, item.x2, item.y2
    length = math.hypot(x2 - x1, y2 - y1)
    reach = arrow_length(item.width)
    if length > 0:
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        tips = []
        if item.head:
            tips.append((x2, y2, ux, uy))
            x2, y2 = x2 - ux * reach * 0.8, y2 - uy * reach * 0.8
        if item.tail:
            tips.append((item.x1, item.y1, -ux, -uy))
            x1, y1 = x1 + ux * reach * 0.8, y1 + uy * reach * 0.8
        painter.setPen(_pen(item.color, item.width, item.dash))
        painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(qcolor(item.color))
        for x, y, dx, dy in tips:
            painter.drawPath(_tip(x, y, dx, dy, reach))
    painter.restore()


def arrow_length(width: float) -> float:
    """Length of an arrow's head: three line widths, as PowerPoint's medium triangle, but seen at all."""
    return max(6.0, width * 3 + 2)


def _tip(x: float, y: float, dx: float, dy: float, reach: float) -> QPainterPath:
    half = reach * 0.5
    path = QPainterPath(QPointF(x, y))
    path.lineTo(x - dx * reach - dy * half, y - dy * reach + dx * half)
    path.lineTo(x - dx * reach + dy * half, y - dy * reach - dx * half)
    path.closeSubpath()
    return path


def _image(brush: _Brush, image_rect: Rect, image: QImage) -> None:
    brush.painter.drawImage(qrect(image_rect), image)


def _picture(brush: _Brush, item: PictureItem) -> None:
    painter = brush.painter
    image = None
    if item.path is not None:
        width, height = round(item.rect.w * brush.ratio), round(item.rect.h * brush.ratio)
        image = images.picture(item.path, width, height, item.crop)
    painter.save()
    if item.radius > 0:
        clip = QPainterPath()
        clip.addRoundedRect(qrect(item.rect), item.radius, item.radius)
        painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    if image is not None:
        _image(brush, item.rect, image)
    painter.restore()


def _backdrop(brush: _Brush, scene: Scene) -> None:
    back = scene.backdrop
    if back.picture is not None and back.rect is not None:
        rect = back.rect
        image = images.picture(back.picture, round(rect.w * brush.ratio), round(rect.h * brush.ratio))
        if image is not None:
            _image(brush, rect, image)
    for path, rect, crop in back.split:
        image = images.picture(path, round(rect.w * brush.ratio), round(rect.h * brush.ratio), crop)
        if image is not None:
            _image(brush, rect, image)


def _table(brush: _Brush, item: TableItem) -> None:
    painter = brush.painter
    y = item.rect.y
    for number, line in enumerate(item.lines):
        if not brush.shown(line.step):
            y += line.height
            continue
        x = item.rect.x
        for width, cell in zip(item.columns, line.cells, strict=False):
            box = Rect(x, y, width, line.height)
            if cell.fill:
                painter.fillRect(qrect(box), qcolor(cell.fill))
            _paras(brush, cell.paras, box)
            x += width
        if item.border:
            painter.setPen(_pen(item.border, item.border_width, ""))
            if number == 0 and not line.header:
                painter.drawLine(QPointF(item.rect.x, y), QPointF(x, y))
            painter.drawLine(QPointF(item.rect.x, y + line.height), QPointF(x, y + line.height))
        y += line.height


def _qr(brush: _Brush, item: QrItem) -> None:
    text = brush.live.wifi_qr if item.what == "wifi" else brush.live.url
    painter = brush.painter
    if not text:
        return
    modules = qr.modules(text)
    count = len(modules) + 2 * qr.QUIET
    side = min(item.rect.w, item.rect.h)
    painter.save()
    painter.fillRect(qrect(item.rect), QColor("#FFFFFF"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    unit = side / count
    # Whole device pixels a module where there are enough of them: sharp edges scan best.
    pixels = unit * brush.ratio
    if pixels >= 3:
        unit = math.floor(pixels) / brush.ratio
    left = item.rect.x + (item.rect.w - unit * count) / 2 + qr.QUIET * unit
    top = item.rect.y + (item.rect.h - unit * count) / 2 + qr.QUIET * unit
    path = QPainterPath()
    for row, values in enumerate(modules):
        start = None
        for col, dark in enumerate((*values, 0)):
            if dark and start is None:
                start = col
            elif not dark and start is not None:
                path.addRect(QRectF(left + start * unit, top + row * unit, (col - start) * unit, unit))
                start = None
    painter.fillPath(path, QColor("#000000"))
    painter.restore()
