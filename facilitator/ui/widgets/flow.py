"""A row that becomes two when the window is narrow or the text large; its first item takes the slack."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items from left to right, then on the next line. With ``stretch_first`` the first item of the first
    line grows; ``push_last`` puts the last item at the right edge."""

    def __init__(
        self,
        parent: QWidget | None = None,
        spacing: int = 8,
        *,
        stretch_first: bool = False,
        push_last: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._stretch_first = stretch_first
        self._push_last = push_last
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:
        items = self._shown()
        margins = self.contentsMargins()
        width = sum(i.sizeHint().width() for i in items) + self.spacing() * max(0, len(items) - 1)
        height = max((i.sizeHint().height() for i in items), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((i.minimumSize().width() for i in self._shown()), default=0)
        tallest = max((i.minimumSize().height() for i in self._shown()), default=0)
        return QSize(widest + margins.left() + margins.right(), tallest + margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [i for i in self._items if not i.isEmpty()]

    def _lay(self, rect: QRect, *, place: bool) -> int:
        margins = self.contentsMargins()
        inner = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        gap = self.spacing()
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        used = 0
        first = True
        for item in self._shown():
            # The growing item may shrink to its least width before the line breaks.
            wide = item.minimumSize().width() if first and self._stretch_first else item.sizeHint().width()
            if lines[-1] and used + gap + wide > inner.width():
                lines.append([])
                used = 0
            used += (gap if lines[-1] else 0) + wide
            lines[-1].append((item, wide))
            first = False
        y = inner.y()
        for number, line in enumerate(lines):
            if not line:
                continue
            height = max(i.sizeHint().height() for i, _ in line)
            slack = inner.width() - sum(w for _, w in line) - gap * (len(line) - 1)
            x = inner.x()
            for index, (item, wide) in enumerate(line):
                width = wide + max(0, slack) if number == 0 and index == 0 and self._stretch_first else wide
                last = number == len(lines) - 1 and index == len(line) - 1
                if self._push_last and last and not self._stretch_first:
                    x += max(0, slack)
                if place:
                    own = item.sizeHint().height()
                    item.setGeometry(QRect(QPoint(x, y + (height - own) // 2), QSize(width, own)))
                x += width + gap
            y += height + (gap if number < len(lines) - 1 else 0)
        return y - rect.y() + margins.bottom()
