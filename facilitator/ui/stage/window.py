"""The audience window: a slide, a card, black or white, and nothing else, ever.

No frame, no cursor, no error. It never takes the focus from the console by itself; keys pressed on it go
through the same filter as the console's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.ui.stage.sight import Sight
from facilitator.ui.stage.tools import StageTools, Tool
from facilitator.ui.widgets.rendering import PictureCache
from facilitator.ui.widgets.slideview import SlideView

CURSOR_MS = 1500
"""The cursor hides after this long without a move (only on a stage in a window is it ever shown)."""


class StageWindow(QWidget):
    """Shows one sight. ``first_painted`` comes once, after the first real slide is on it."""

    first_painted = Signal()
    clicked = Signal(QPointF)
    close_wanted = Signal()
    """Someone asked the window to close (Alt+F4): the session decides, the window stays."""
    resized = Signal()

    def __init__(self, cache: PictureCache, tools: StageTools) -> None:
        super().__init__()
        self.setObjectName("stage")
        self.setWindowTitle("Facilitator – stage (what the room sees)")
        self.setAccessibleName("Stage: what the room sees")
        # Without a frame from the start: a frame would flash when the window goes full screen.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), QColor("#000000"))
        self.setPalette(palette)
        self.view = SlideView(cache, tools, self)
        self.view.setAccessibleName("Slide on the stage")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.tools = tools
        self.allow_close = False
        self._first = True
        self._cursor = QTimer(self)
        self._cursor.setSingleShot(True)
        self._cursor.setInterval(CURSOR_MS)
        self._cursor.timeout.connect(self._hide_cursor)
        self._hide_cursor()
        self.view.painted.connect(self._painted)
        self.view.clicked.connect(self.clicked)
        self.view.installEventFilter(self)
        tools.changed.connect(self._hide_cursor)

    def show_sight(self, sight: Sight, *, animate: bool = True) -> None:
        """Show this to the room."""
        self.view.show_sight(sight, animate=animate)

    @property
    def sight(self) -> Sight:
        return self.view.sight

    def _painted(self) -> None:
        if self._first and self.view.sight.scene is not None:
            self._first = False
            self.first_painted.emit()

    def _hide_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._mouse_moved()
        return False

    def _mouse_moved(self) -> None:
        # In a window the trainer needs to find the cursor; on the wall the room never sees it.
        if not self.isFullScreen() and self.tools.tool is Tool.NONE:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self._cursor.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hide_cursor()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.allow_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()
