"""Inbox, parking lot, problems and history behind tabs, of which only the badge ever calls.

Where the window is low for its text, the notes move in here too, as the first tab.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from facilitator.ui import tokens as t

LABELS = {
    "notes": "Notes",
    "inbox": "Inbox",
    "parking": "Parked",
    "problems": "Problems",
    "history": "History",
}


class Side(QFrame):
    """The pages by name."""

    def __init__(self, pages: dict[str, QWidget], corner: QWidget) -> None:
        """``corner``: what stands at the right of the tabs while the inbox is open."""
        super().__init__()
        self.setProperty("role", "panel")
        self._names: list[str] = []
        self._corner = corner
        column = QVBoxLayout(self)
        column.setContentsMargins(t.S, t.S, t.S, t.XS)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName("Inbox, parked, problems, history")
        self.stack = QStackedWidget()
        self.tabs.currentChanged.connect(self._opened)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(corner)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        for name, page in pages.items():
            self.add(name, page)

    def add(self, name: str, page: QWidget, place: int = -1) -> None:
        """Another tab."""
        at = len(self._names) if place < 0 else place
        self._names.insert(at, name)
        self.stack.insertWidget(at, page)
        page.show()
        self.tabs.insertTab(at, LABELS[name])
        self._opened(self.tabs.currentIndex())

    def take(self, name: str) -> None:
        """Give a page away (to a splitter)."""
        if name in self._names:
            index = self._names.index(name)
            self._names.pop(index)
            page = self.stack.widget(index)
            if page is not None:
                self.stack.removeWidget(page)
            self.tabs.removeTab(index)
            self._opened(self.tabs.currentIndex())

    def _opened(self, index: int) -> None:
        if 0 <= index < len(self._names):
            self.stack.setCurrentIndex(index)
            self._corner.setVisible(self._names[index] == "inbox")

    def open_page(self, name: str) -> None:
        """Show a page without taking the focus."""
        if name in self._names:
            self.tabs.setCurrentIndex(self._names.index(name))

    def has(self, name: str) -> bool:
        return name in self._names

    @property
    def page(self) -> str:
        """Name of the page that is open."""
        return self._names[self.tabs.currentIndex()]

    def set_count(self, name: str, count: int) -> None:
        """A number behind a tab's word; 0 shows none."""
        text = LABELS[name] + (f" {count}" if count else "")
        index = self._names.index(name)
        if self.tabs.tabText(index) != text:
            self.tabs.setTabText(index, text)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)
