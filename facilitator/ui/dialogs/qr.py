"""A QR code as a widget: black on white in every look, four modules of quiet around it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4


class QrView(QWidget):
    """Shows ``text``; nothing while it is empty."""

    def __init__(self, size: int, text: str = "") -> None:
        super().__init__()
        self._size = size
        self._rows: list[list[bool]] = []
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self._rows = []
        if text:
            import segno

            code = segno.make(text, error="m", micro=False)
            self._rows = [[bool(cell) for cell in line] for line in code.matrix]
        self.setAccessibleName(f"QR code of {text}" if text else "No QR code")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        if not self._rows:
            return
        # Whole device pixels: a scanner likes sharp edges.
        ratio = self.devicePixelRatioF()
        count = len(self._rows) + 2 * QUIET
        module = max(1, int(min(self.width(), self.height()) * ratio / count)) / ratio
        left = (self.width() - module * len(self._rows)) / 2
        top = (self.height() - module * len(self._rows)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#000000"))
        for y, line in enumerate(self._rows):
            for x, dark in enumerate(line):
                if dark:
                    painter.drawRect(QRectF(left + x * module, top + y * module, module, module))
