"""Inbox, parking lot, problems and history behind four tabs, of which only the badge ever calls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from facilitator.ui import tokens as t

TABS = (("inbox", "Inbox"), ("parking", "Parked"), ("problems", "Problems"), ("history", "History"))


class Side(QFrame):
    """The pages by name."""

    def __init__(self, pages: dict[str, QWidget], corner: QWidget) -> None:
        """``corner``: what stands at the right of the tabs while the inbox is open."""
        super().__init__()
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(t.S, t.S, t.S, t.XS)
        column.setSpacing(0)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName("Inbox, parking lot, problems, history")
        self.stack = QStackedWidget()
        for name, label in TABS:
            self.tabs.addTab(label)
            self.stack.addWidget(pages[name])
        self._corner = corner
        self.tabs.currentChanged.connect(self._opened)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(corner)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _opened(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._corner.setVisible(TABS[index][0] == "inbox")

    def open_page(self, name: str) -> None:
        """Show a page without taking the focus."""
        self.tabs.setCurrentIndex(next(n for n, (key, _) in enumerate(TABS) if key == name))

    @property
    def page(self) -> str:
        return TABS[self.tabs.currentIndex()][0]

    def set_count(self, name: str, count: int) -> None:
        """A number behind a tab's word; 0 shows none."""
        index = next(n for n, (key, _) in enumerate(TABS) if key == name)
        text = TABS[index][1] + (f" {count}" if count else "")
        if self.tabs.tabText(index) != text:
            self.tabs.setTabText(index, text)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)
