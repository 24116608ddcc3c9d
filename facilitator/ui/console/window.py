"""The console's window: puts the panes together. What they show is filled in by the presenter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QCloseEvent, QColor, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from facilitator.ui import style
from facilitator.ui import tokens as t
from facilitator.ui.console.arrangement import COMPACT, COMPACT_ROOM, Arranged
from facilitator.ui.console.finder import Finder
from facilitator.ui.console.inbox import InboxPane
from facilitator.ui.console.keybar import BarItem, KeyBar
from facilitator.ui.console.lists import HistoryPane, ParkingPane, ProblemsPane
from facilitator.ui.console.messagebar import LastingLine, PassingLine
from facilitator.ui.console.notes import NotesPane
from facilitator.ui.console.overview import Overview
from facilitator.ui.console.panes import CurrentPane, NextPane
from facilitator.ui.console.runbar import RunBar
from facilitator.ui.console.side import Side
from facilitator.ui.console.topbar import TopBar
from facilitator.ui.messages import Messages
from facilitator.ui.stage.tools import StageTools
from facilitator.ui.tokens import Tokens
from facilitator.ui.widgets.rendering import PictureCache

LOW = 560
"""Below this height at 100 % text, notes and inbox share one place."""


class ConsoleWindow(QMainWindow):
    """Every region has a name for the screen reader; slide changes are announced once."""

    close_wanted = Signal()

    def __init__(
        self,
        tokens: Tokens,
        cache: PictureCache,
        tools: StageTools,
        messages: Messages,
        bar: Sequence[BarItem],
        thumb: Callable[[int, QSize], QPixmap | None],
        notes_size: int = t.NOTES,
    ) -> None:
        super().__init__()
        self.setWindowTitle("Facilitator")
        self.setObjectName("console_window")
        self.tokens = tokens
        self.allow_close = False
        self.root = root = QWidget()
        root.setObjectName("console")
        # Where the focus rests when it is nowhere else: no button is armed with Space.
        root.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        root.setFocus()
        self.setCentralWidget(root)
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.topbar = TopBar(tokens)
        self.current = CurrentPane(cache, tools, tokens)
        self.runbar = RunBar(tokens)
        self.next = NextPane(cache, tokens)
        self.notes = NotesPane(tokens, notes_size)
        self.inbox = InboxPane(tokens)
        self.parking = ParkingPane()
        self.problems = ProblemsPane()
        self.history = HistoryPane()
        self.side = Side(
            {
                "inbox": self.inbox,
                "parking": self.parking,
                "problems": self.problems,
                "history": self.history,
            },
            self.inbox.corner,
        )
        wall = QWidget()
        wall_column = QVBoxLayout(wall)
        wall_column.setContentsMargins(0, 0, 0, 0)
        wall_column.setSpacing(t.S)
        wall_column.addWidget(self.current, 1)
        wall_column.addWidget(self.runbar)
        self.arranged = Arranged({"current": wall, "next": self.next, "notes": self.notes, "side": self.side})
        self.layout_wanted = "talk"
        self._layout_sizes: object = None
        self.arranged.arrange("talk")
        self.overview = Overview(tokens, thumb)
        middle = QWidget()
        middle.setObjectName("middle")
        middle_column = QVBoxLayout(middle)
        middle_column.setContentsMargins(t.L, t.M, t.L, t.M)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.arranged)
        self.pages.addWidget(self.overview)
        middle_column.setSpacing(t.S)
        self.lasting = LastingLine(messages)
        middle_column.addWidget(self.lasting)
        middle_column.addWidget(self.pages, 1)
        self.keybar = KeyBar(tokens, bar)
        column.addWidget(self.topbar)
        column.addWidget(middle, 1)
        column.addWidget(self.keybar)
        self.finder = Finder(middle)
        self.passing = PassingLine(messages, middle)
        self.spoken = QLabel(root)
        self.spoken.setTextFormat(Qt.TextFormat.PlainText)
        self.spoken.setAccessibleName("Announcement")
        self.spoken.setGeometry(0, 0, 1, 1)
        self.spoken.setStyleSheet("color: transparent; background: transparent;")
        self.setMinimumSize(900, 560)
        self.resize(1280, 720)
        self.dress(tokens)

    def dress(self, tokens: Tokens) -> None:
        """Dark or light, and the text's scale, while running."""
        self.tokens = tokens
        self.setFont(style.base_font(tokens))
        self.setStyleSheet(style.sheet(tokens))
        for widget in (
            self.current,
            self.runbar,
            self.next,
            self.notes,
            self.inbox,
            self.overview,
            self.keybar,
        ):
            widget.set_tokens(tokens)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), QColor(tokens.palette.ground))
        self.setPalette(palette)
        self._fit_layout()

    # --- layout ---

    def arrange(self, layout: str, sizes: object = None) -> None:
        """One of the ready layouts; where the window is low for its text, the compact one stands in."""
        self.layout_wanted, self._layout_sizes = layout, sizes
        self._fit_layout(again=True)

    def _fit_layout(self, *, again: bool = False) -> None:
        low = self.height() / self.tokens.scale < LOW
        if low != self.side.has("notes"):
            again = True
            if low:
                self.side.add("notes", self.notes, 0)
                self.side.open_page("notes")
            else:
                self.side.take("notes")
        if again:
            for pane in (self.topbar, self.next, self.notes):
                pane.set_compact(low)
            if low:
                room = self.layout_wanted == "room"
                self.arranged.arrange(COMPACT_ROOM.id if room else COMPACT.id)
                if room:
                    self.side.open_page("inbox")
            else:
                self.arranged.arrange(self.layout_wanted, self._layout_sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "layout_wanted"):
            self._fit_layout()

    # --- overview ---

    @property
    def overview_open(self) -> bool:
        return self.pages.currentWidget() is self.overview

    def open_overview(self, number: int) -> None:
        self.pages.setCurrentWidget(self.overview)
        self.overview.open_at(number)

    def close_overview(self) -> bool:
        """True when it was open."""
        if not self.overview_open:
            return False
        self.pages.setCurrentWidget(self.arranged)
        self.rest()
        return True

    def rest(self) -> None:
        """Take the focus from any field or button."""
        self.root.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the rest ---

    def announce(self, text: str) -> None:
        """Tell a screen reader once, without moving the focus."""
        if text == self.spoken.text():
            return
        self.spoken.setText(text)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self.spoken, QAccessible.Event.NameChanged))

    def set_covered(self, covered: bool) -> None:
        """Cover everything that only the trainer should read."""
        self.notes.set_covered(covered)
        self.inbox.set_covered(covered)
        self.parking.set_covered(covered)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.allow_close:
            event.accept()
        else:
            event.ignore()
            self.close_wanted.emit()
