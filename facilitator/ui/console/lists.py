"""Three quiet lists beside the inbox: parking lot, problems of the deck, and where the talk has been."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from facilitator.deck.model import Problem, Severity
from facilitator.room.records import Entry, EntryState
from facilitator.ui import tokens as t
from facilitator.ui.console.topbar import plain_label

_MARKS = {Severity.ERROR: "■ error", Severity.WARNING: "▲ warning", Severity.ADVICE: "○ advice"}


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    return made


class EnterField(QLineEdit):
    """A field that keeps Enter: Qt's own hands it on to its parents, where it would mean "next slide"."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class ParkingPane(QFrame):
    """The trainer's own lines (Ctrl+K), then the entries that were parked."""

    added = Signal(str)
    removed = Signal(int)
    """Index of the trainer's own line."""
    entry_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("Parking lot")
        column = QVBoxLayout(self)
        column.setContentsMargins(t.M, t.S, t.M, t.S)
        column.setSpacing(t.S)
        row = QHBoxLayout()
        self.line = EnterField()
        self.line.setPlaceholderText("Park a thought for later (Ctrl+K)")
        self.line.setAccessibleName("New line for the parking lot")
        self.line.returnPressed.connect(self._add)
        self.remove = QPushButton("Remove")
        self.remove.setProperty("role", "quiet")
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.line, 1)
        row.addWidget(self.remove)
        column.addLayout(row)
        self.list = _list("Parked lines and entries")
        self.list.itemActivated.connect(self._open)
        column.addWidget(self.list, 1)
        self.empty = plain_label("Nothing is parked.", "mute")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        self._shown: tuple[tuple[str, ...], tuple[Entry, ...]] | None = None
        self._covered = False

    def show_parked(self, lines: Sequence[str], entries: Sequence[Entry]) -> None:
        """Draw both kinds."""
        parked = tuple(e for e in entries if e.state is EntryState.PARKED)
        made = (tuple(lines), parked)
        if made == self._shown:
            return
        self._shown = made
        self.list.clear()
        for number, line in enumerate(lines):
            item = QListWidgetItem(f"• {line}")
            item.setData(Qt.ItemDataRole.UserRole, number)
            self.list.addItem(item)
        for entry in parked:
            item = QListWidgetItem(f"room: {'covered' if self._covered else entry.text}")
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            self.list.addItem(item)
        self.empty.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))

    def set_covered(self, covered: bool) -> None:
        self._covered = covered
        if self._shown is not None:
            lines, parked = self._shown
            self._shown = None
            self.show_parked(lines, parked)

    def _add(self) -> None:
        text = " ".join(self.line.text().split())
        if text:
            self.line.clear()
            self.added.emit(text)

    def _remove(self) -> None:
        item = self.list.currentItem()
        which = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(which, int):
            self.removed.emit(which)
        elif isinstance(which, str):
            self.entry_wanted.emit(which)

    def _open(self, item: QListWidgetItem) -> None:
        which = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(which, str):
            self.entry_wanted.emit(which)


class ProblemsPane(QFrame):
    """What is to be put right in the deck; Enter goes to the slide, "Edit" opens the file."""

    chosen = Signal(object)
    """Problem."""
    edit_wanted = Signal()
    accept_wanted = Signal()
    """Take over the deck as it is, with its errors."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("Problems of the deck")
        column = QVBoxLayout(self)
        column.setContentsMargins(t.M, t.S, t.M, t.S)
        column.setSpacing(t.S)
        self.held = plain_label("", "body")
        self.held.setWordWrap(True)
        self.held.setProperty("tone", "amber")
        column.addWidget(self.held)
        self.list = _list("Problems")
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        column.addWidget(self.list, 1)
        self.empty = plain_label("Nothing to put right.", "mute")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        row = QHBoxLayout()
        self.accept = QPushButton("Accept anyway")
        self.accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.accept.clicked.connect(self.accept_wanted)
        self.edit = QPushButton("Edit the deck")
        self.edit.setProperty("role", "quiet")
        self.edit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.edit.clicked.connect(self.edit_wanted)
        row.addWidget(self.edit)
        row.addStretch(1)
        row.addWidget(self.accept)
        column.addLayout(row)
        self._problems: tuple[Problem, ...] = ()
        self.show_problems((), held="")

    def show_problems(self, problems: Sequence[Problem], held: str) -> None:
        """``held``: a sentence when a save is held back because of these problems."""
        self._problems = tuple(problems)
        self.held.setText(held)
        self.held.setVisible(bool(held))
        self.accept.setVisible(bool(held))
        self.list.clear()
        for number, problem in enumerate(self._problems):
            item = QListWidgetItem(
                f"{_MARKS[problem.severity]}, line {problem.line}: {problem.message}"
                + (f" {problem.fix}" if problem.fix else "")
            )
            item.setToolTip(f"{problem.file}:{problem.line}:{problem.column}\n{problem.source}")
            item.setData(Qt.ItemDataRole.UserRole, number)
            self.list.addItem(item)
        self.list.setVisible(bool(problems))
        self.empty.setVisible(not problems)

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._problems[int(item.data(Qt.ItemDataRole.UserRole))])


class HistoryPane(QFrame):
    """The slides as they were shown; Enter goes back to one."""

    chosen = Signal(int)
    """Slide number."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName("History")
        column = QVBoxLayout(self)
        column.setContentsMargins(t.M, t.S, t.M, t.S)
        self.list = _list("Slides in the order they were shown")
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        column.addWidget(self.list, 1)
        self._shown: tuple[tuple[int, str], ...] = ()

    def show_history(self, places: Sequence[tuple[int, str]], at: int) -> None:
        """(slide number, title), the latest on top; ``at`` is the index of where we are."""
        made = tuple(places)
        if made != self._shown:
            self._shown = made
            self.list.clear()
            for number, title in reversed(made):
                item = QListWidgetItem(f"{number}   {title or '(no title)'}")
                item.setData(Qt.ItemDataRole.UserRole, number)
                self.list.addItem(item)
        if 0 <= at < len(made):
            self.list.setCurrentRow(len(made) - 1 - at)

    def _take(self, item: QListWidgetItem) -> None:
        self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
