"""A widget that shows a sight: on the stage, as the console's current and next view, as a thumbnail."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from facilitator.ui.stage.margin import paint_margin
from facilitator.ui.stage.sight import NO_MARGIN, Sight, SightKind
from facilitator.ui.stage.tools import StageTools, Tool
from facilitator.ui.widgets.rendering import PictureCache, fitted, paint_image

TRANSITION_MS = 180


class SlideView(QWidget):
    """Draws one sight, fitted into the widget, with the pointer over it.

    Colours outside the page: ``ground``; a frame of ``frame_width`` pixels in ``frame`` round the page.
    """

    clicked = Signal(QPointF)
    """Fractions of the page."""
    painted = Signal()
    """After each painting, for measuring and for the first paint at start."""

    def __init__(
        self, cache: PictureCache, tools: StageTools | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.cache = cache
        self.tools = tools
        self.sight = Sight()
        self.ground = QColor("#000000")
        self.frame: QColor | None = None
        self.frame_width = 0
        self.radius = 0
        self.page_ratio = 16 / 9
        self.ghost = False
        """Black and white are drawn as a small word over the plain colour (console only)."""
        self.word = ""
        self.word_color = QColor("#9DABA8")
        self.transition = "none"
        self._before: QPixmap | None = None
        self._tick: tuple[Sight, QPixmap] | None = None
        self._progress = 1.0
        self._forwards = True
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(TRANSITION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._animated)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if tools is not None:
            tools.changed.connect(self._tool_changed)

    # --- what is shown ---

    def show_sight(self, sight: Sight, *, animate: bool = True) -> None:
        """Show this from now on."""
        if sight.same(self.sight):
            self.sight = sight
            return
        old = self.sight
        if (
            animate
            and self.transition in ("fade", "push")
            and self.isVisible()
            and old.scene is not None
            and sight.scene is not None
            and old.scene is not sight.scene
        ):
            self._before = self._picture(old)
            self._forwards = sight.slide >= old.slide
            self._progress = 0.0
            self.sight = sight
            self._animation.stop()
            self._animation.start()
        else:
            self._animation.stop()
            self._before, self._progress = None, 1.0
            self.sight = sight
        if sight.scene is not None:
            self.page_ratio = sight.scene.width / sight.scene.height
        self.setAccessibleDescription(_spoken(sight))
        self.update()

    def set_frame(self, color: QColor | None, width: int) -> None:
        """A frame round the page, or none."""
        if color != self.frame or width != self.frame_width:
            self.frame, self.frame_width = color, width
            self.update()

    def page_rect(self) -> QRectF:
        """Where the page lies in the widget, in logical pixels, aligned to device pixels."""
        ratio = self.devicePixelRatioF()
        inner = self.rect().adjusted(self.frame_width, self.frame_width, -self.frame_width, -self.frame_width)
        box = QSize(round(inner.width() * ratio), round(inner.height() * ratio))
        size = fitted(self.page_ratio, 1.0, box)
        left = inner.x() + ((box.width() - size.width()) // 2) / ratio
        top = inner.y() + ((box.height() - size.height()) // 2) / ratio
        return QRectF(left, top, size.width() / ratio, size.height() / ratio)

    def pixel_size(self) -> QSize:
        """Size of the page in device pixels: what to paint beforehand."""
        page, ratio = self.page_rect(), self.devicePixelRatioF()
        return QSize(round(page.width() * ratio), round(page.height() * ratio))

    # --- painting ---

    def _picture(self, sight: Sight) -> QPixmap | None:
        size = self.pixel_size()
        if sight.scene is None or size.isEmpty():
            return None
        if sight.live.countdown:
            return self._ticking(sight, size)
        picture = self.cache.get(sight.scene, sight.step, sight.live, size)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        return picture

    def _ticking(self, sight: Sight, size: QSize) -> QPixmap:
        """A card with a countdown is another picture each second: kept here alone, not in the cache."""
        kept = self._tick
        if kept is None or kept[0] is not sight or kept[1].size() != size:
            assert sight.scene is not None
            image = paint_image(sight.scene, sight.step, sight.live, size)
            kept = self._tick = (sight, QPixmap.fromImage(image))
            kept[1].setDevicePixelRatio(self.devicePixelRatioF())
        return kept[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sight; an error while painting leaves the ground, never a message."""
        painter = QPainter(self)
        page = self.page_rect()
        if self.frame_width or page != QRectF(self.rect()):
            painter.fillRect(self.rect(), self.ground)
        if self.frame is not None and self.frame_width:
            self._paint_frame(painter, page)
        kind = self.sight.kind
        if kind is SightKind.BLACK:
            painter.fillRect(page, Qt.GlobalColor.black)
        elif kind is SightKind.WHITE:
            painter.fillRect(page, Qt.GlobalColor.white)
        elif kind is SightKind.NOTHING or self.sight.scene is None:
            painter.fillRect(page, self.ground)
        else:
            self._paint_scene(painter, page)
            if self.tools is not None:
                self.tools.paint(painter, page)
        if self.word and self.sight.scene is None:
            painter.setPen(self.word_color)
            painter.drawText(page, Qt.AlignmentFlag.AlignCenter, self.word)
        painter.end()
        self.painted.emit()

    def _paint_frame(self, painter: QPainter, page: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        assert self.frame is not None
        painter.setPen(QPen(self.frame, self.frame_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = self.frame_width / 2
        painter.drawRoundedRect(page.adjusted(-half, -half, half, half), self.radius, self.radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_scene(self, painter: QPainter, page: QRectF) -> None:
        picture = self._picture(self.sight)
        if picture is None:
            return
        zoom = self.tools.source() if self.tools is not None else QRectF(0, 0, 1, 1)
        if zoom.width() < 1:
            self._paint_zoomed(painter, page, zoom)
        elif self._before is not None and self._progress < 1:
            self._paint_transition(painter, page, picture)
        else:
            painter.drawPixmap(page.topLeft(), picture)
        scene = self.sight.scene
        if scene is not None and self.sight.margin is not NO_MARGIN:
            paint_margin(painter, page, page.width() / scene.width, self.sight.margin)

    def _paint_zoomed(self, painter: QPainter, page: QRectF, zoom: QRectF) -> None:
        """Painted anew from the scene, not enlarged: letters stay sharp."""
        from facilitator.scene import paint

        scene = self.sight.scene
        assert scene is not None
        painter.save()
        painter.setClipRect(page)
        scale = page.width() / scene.width / zoom.width()
        painter.translate(
            page.x() - zoom.x() * scene.width * scale, page.y() - zoom.y() * scene.height * scale
        )
        paint(painter, scene, scale, self.sight.step, self.sight.live)
        painter.restore()

    def _paint_transition(self, painter: QPainter, page: QRectF, picture: QPixmap) -> None:
        before = self._before
        assert before is not None
        if self.transition == "push":
            painter.setClipRect(page)
            shift = page.width() * self._progress * (1 if self._forwards else -1)
            painter.drawPixmap(QPointF(page.x() - shift, page.y()), before)
            start = page.width() if self._forwards else -page.width()
            painter.drawPixmap(QPointF(page.x() + start - shift, page.y()), picture)
        else:
            painter.drawPixmap(page.topLeft(), before)
            painter.setOpacity(self._progress)
            painter.drawPixmap(page.topLeft(), picture)
            painter.setOpacity(1.0)

    def _animated(self, value: object) -> None:
        self._progress = float(value) if isinstance(value, (int, float)) else 1.0
        if self._progress >= 1:
            self._before = None
        self.update()

    # --- pointing ---

    def _tool_changed(self) -> None:
        self.update()

    def fraction(self, position: QPointF | QPoint) -> QPointF | None:
        """A place in the widget as fractions of the page; None outside it."""
        page = self.page_rect()
        if page.isEmpty():
            return None
        x, y = (position.x() - page.x()) / page.width(), (position.y() - page.y()) / page.height()
        return QPointF(x, y) if 0 <= x <= 1 and 0 <= y <= 1 else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.tools is not None and self.tools.tool is not Tool.NONE:
            self.tools.move(self.fraction(event.position()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        if self.tools is not None and self.tools.tool is Tool.LASER:
            self.tools.move(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.fraction(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self.clicked.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel changes zoom and spot while such a tool is on."""
        if self.tools is not None and self.tools.tool in (Tool.ZOOM, Tool.SPOTLIGHT):
            self.tools.grow(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width / self.page_ratio)

    def sizeHint(self) -> QSize:
        return QSize(640, round(640 / self.page_ratio))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, round(96 / self.page_ratio))

    def visible_page(self) -> QRect:
        """The page in whole widget pixels (for tests and pictures)."""
        return self.page_rect().toAlignedRect()


def _spoken(sight: Sight) -> str:
    words = {SightKind.BLACK: "black", SightKind.WHITE: "white", SightKind.NOTHING: "nothing"}
    if sight.scene is None:
        return words.get(sight.kind, "nothing")
    return sight.scene.title or (f"slide {sight.slide}" if sight.slide else "card")
