"""Test cards: each screen says what it is, with frame, circle and corners to judge the projector by."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from facilitator.ui.desktop.screens import Placement
from facilitator.ui.style import FAMILY

SHOW_MS = 20_000
"""They go by themselves: a stage must not stay behind a test card."""


class TestCard(QWidget):
    """One screen's card, full screen above everything, until a key, a click or twenty seconds."""

    __test__ = False  # pytest: this is no test class
    closed = Signal()

    def __init__(self, title: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.title = title
        self.detail = detail
        self.setWindowTitle(title)
        self.setAccessibleName(f"Test card: {title}")
        self.setCursor(Qt.CursorShape.BlankCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor("#20262A"))
        w, h = float(self.width()), float(self.height())
        unit = min(w, h) / 100
        painter.setPen(QPen(QColor("#FFFFFF"), 2))
        painter.drawRect(QRectF(1, 1, w - 2, h - 2))
        painter.setPen(QPen(QColor("#6F7F86"), max(1.0, unit / 6)))
        side = h / 9
        for step in range(-16, 17):
            # Squares round the middle: a picture that is stretched shows at once.
            x, y = w / 2 + side * (step + 0.5), h / 2 + side * (step + 0.5)
            painter.drawLine(QPointF(x, 0), QPointF(x, h))
            painter.drawLine(QPointF(0, y), QPointF(w, y))
        painter.drawEllipse(QPointF(w / 2, h / 2), unit * 46, unit * 46)
        bars = ("#FFFFFF", "#F5D90A", "#2FB8C5", "#3FA34D", "#B1418F", "#D6443A", "#2F5FC4", "#000000")
        for number, color in enumerate(bars):
            painter.fillRect(QRectF(w * number / 8, h * 0.88, w / 8 + 1, h * 0.09), QColor(color))
        box = QRectF(w * 0.12, h * 0.34, w * 0.76, h * 0.32)
        painter.fillRect(box, QColor("#20262A"))
        painter.setPen(QColor("#FFFFFF"))
        self._text(painter, QRectF(box.x(), box.y(), box.width(), box.height() * 0.62), self.title, unit * 9)
        painter.setPen(QColor("#C7D3D6"))
        lower = QRectF(box.x(), box.y() + box.height() * 0.6, box.width(), box.height() * 0.34)
        self._text(painter, lower, self.detail, unit * 3.6)

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str, size: float) -> None:
        font = QFont(FAMILY)
        font.setPixelSize(max(10, round(size)))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()


def show_cards(placement: Placement, parent: QWidget | None = None) -> list[TestCard]:
    """A card on every screen; closing one closes all."""
    cards: list[TestCard] = []
    stage = placement.stage.connector if placement.stage else ""
    for screen in QGuiApplication.screens():
        is_stage = screen.name() == stage
        size = screen.size() * screen.devicePixelRatio()
        name = " ".join(filter(None, (screen.manufacturer(), screen.model()))) or screen.name()
        detail = f"{name}, {size.width()} × {size.height()}. Press any key."
        title = "The room sees this" if is_stage else "Only you see this"
        card = TestCard(title, detail, parent)
        card.setScreen(screen)
        card.setGeometry(screen.geometry())
        card.showFullScreen()
        cards.append(card)

    def close_all() -> None:
        while cards:
            card = cards.pop()
            card.close()
            card.deleteLater()

    for card in cards:
        card.closed.connect(close_all)
    if cards:
        timer = QTimer(cards[0])
        timer.setSingleShot(True)
        timer.timeout.connect(close_all)
        timer.start(SHOW_MS)
    return cards
