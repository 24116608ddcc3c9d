"""The start screen: go on with an interrupted session, recent decks, open, drop a file, the sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.room import retention
from facilitator.show.recovery import Session, interrupted_sessions
from facilitator.system.resources import sample_deck
from facilitator.system.settings import Settings
from facilitator.ui import style
from facilitator.ui import tokens as t
from facilitator.ui.dialogs import recent
from facilitator.ui.dialogs.base import button, label, panel, retone, row, scrolled, sheet
from facilitator.ui.dialogs.own_copy import CopyError, copy_sample, default_parent
from facilitator.ui.tokens import Tokens

PATH = Qt.ItemDataRole.UserRole
DECK_FILES = "Decks (*.md *.markdown *.txt);;All files (*)"
FORGET, FORGET_SURE = "Forget it", "Delete what the room wrote, for good"
OFFERED = 3
"""At most this many interrupted sessions are offered."""


class RecentList(QListWidget):
    """Enter opens a deck whatever the system's style says; Delete takes it off the list."""

    removed = Signal(QListWidgetItem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.itemActivated.emit(item)
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(item)
        else:
            super().keyPressEvent(event)


class StartScreen(QWidget):
    """A window of its own. It says what was chosen and stays open until the program closes it."""

    deck_chosen = Signal(object)
    """Path of a deck to present."""
    session_chosen = Signal(object)
    """`recovery.Session` to continue."""
    closed = Signal()

    def __init__(
        self,
        tokens: Tokens,
        settings: Settings | None = None,
        *,
        sessions: Callable[[], list[Session]] = lambda: interrupted_sessions(retention.holds),
        choose_folder: Callable[[QWidget, Path], str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__()
        self.tokens = tokens
        self.settings = settings or Settings()
        self._now = now
        self._choose_folder = choose_folder or _folder_dialog
        self.setObjectName("start")
        self.setWindowTitle("Facilitator")
        self.setAccessibleName("Facilitator: choose a deck")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setFont(style.base_font(tokens))
        self.setPalette(style.qt_palette(tokens.palette))
        self.setStyleSheet(sheet(tokens))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        area = scrolled(inner, "Facilitator")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(t.XXL, t.XXL, t.XXL, t.XL)
        column.setSpacing(t.M)
        column.addWidget(label("Facilitator", "huge"))
        column.addWidget(label("Slides on the wall, notes with you, questions from the room.", "mute"))
        self.said = label("")
        self.said.hide()
        column.addWidget(self.said)
        self.offers: list[Session] = []
        for session in sessions()[:OFFERED]:
            column.addWidget(self._offer(session))
        middle = QHBoxLayout()
        middle.setSpacing(t.XL)
        middle.addLayout(self._left(), 3)
        middle.addLayout(self._right(), 2)
        column.addLayout(middle, 1)
        room = self.screen().availableGeometry()
        self.resize(min(tokens.px(900), room.width() - 40), min(tokens.px(560), room.height() - 60))
        self.setMinimumSize(520, 400)
        (self.list if self.list.count() else self.open).setFocus()

    # --- the parts ---

    def _offer(self, session: Session) -> QWidget:
        self.offers.append(session)
        frame, column = panel(margins=t.M)
        frame.setAccessibleName("Interrupted session")
        name = session.title or Path(session.deck).stem or "A session"
        column.addWidget(label(f"“{name}” was interrupted {self._when(session)}.", "body"))
        extra = [f"{len(session.state.parked)} parked lines"] if session.state.parked else []
        if session.state.card is not None:
            extra.append(f"the {session.state.card.kind.value} card")
        if session.room:
            extra.append("the room and its entries" if retention.holds(session.room) else "the room")
        if extra:
            column.addWidget(label("With " + ", ".join(extra) + ".", "mute"))
        there = Path(session.deck).is_file()
        go = button(session.offer, lambda: self.session_chosen.emit(session), role="main")
        go.setEnabled(there)
        if not there:
            column.addWidget(label(f"Its deck is not there now: {session.deck}", "mute"))
        forget = button(FORGET, lambda: self._forget(session, frame, forget), role="quiet")
        forget.setToolTip("Deletes the record of this session and its room")
        column.addLayout(row(go, forget))
        return frame

    def _when(self, session: Session) -> str:
        if session.last is None:
            return ""
        gone = (self._now() - session.last).total_seconds()
        last = session.last.astimezone(self._now().tzinfo)
        if gone < 90:
            return "just now"
        if gone < 90 * 60:
            return f"{round(gone / 60)} minutes ago"
        day = "today" if last.date() == self._now().date() else f"on {last:%d %B}"
        return f"{day} at {last:%H:%M}"

    def _forget(self, session: Session, frame: QWidget, asked: QPushButton) -> None:
        from facilitator.system import paths

        if asked.text() == FORGET and session.room and retention.holds(session.room):
            # What people wrote is not gone by a single click.
            asked.setText(FORGET_SURE)
            return
        session.path.unlink(missing_ok=True)
        if session.room:
            try:
                retention.destroy(paths.rooms_dir() / Path(session.room).name)
            except OSError as error:
                self.say(f"Its room could not be deleted: {error.strerror}.", "amber")
        self.offers.remove(session)
        frame.hide()
        self.open.setFocus()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(t.S)
        head = label("RECENT", "head")
        column.addWidget(head)
        self.list = RecentList()
        self.list.removed.connect(self._removed)
        self.list.setAccessibleName("Recent decks")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemActivated.connect(self._activated)
        self.empty = label("Nothing yet. Open a deck, drop one here, or begin with the sample.", "mute")
        column.addWidget(self.list, 1)
        column.addWidget(self.empty)
        self.fill()
        self.empty.setVisible(not self.list.count())
        self.list.setVisible(bool(self.list.count()))
        if not self.list.count():
            column.addStretch(1)
        return column

    def fill(self) -> None:
        """The recent decks as they are now."""
        self.list.clear()
        for entry in recent.recent(self.settings):
            title = entry.title or entry.path.stem
            gone = "" if entry.there else "   (not there now)"
            item = QListWidgetItem(f"{title}{gone}\n{_short(entry.path)}")
            item.setData(PATH, str(entry.path))
            item.setToolTip(str(entry.path))
            if not entry.there:
                item.setForeground(self.palette().placeholderText())
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(t.S)
        column.addWidget(label("A DECK", "head"))
        self.open = button("Open a deck …", self._open)
        self.open.setToolTip("A Markdown file (Ctrl+O)")
        self.sample = button("Show the sample", lambda: self.deck_chosen.emit(sample_deck()))
        self.copy = button("Make my own copy of the sample …", self._own_copy)
        for made in (self.open, self.sample, self.copy):
            made.setMinimumHeight(self.tokens.px(t.TARGET + 4))
            column.addWidget(made)
        column.addSpacing(t.S)
        self.drop = label("or drop a Markdown file anywhere in this window", "mute")
        column.addWidget(self.drop)
        column.addStretch(1)
        self.quit = button("Quit", self.close, role="quiet")
        column.addLayout(row(self.quit))
        return column

    # --- what is done ---

    def say(self, sentence: str, tone: str = "red") -> None:
        """Tell the trainer why something did not work."""
        self.said.setText(sentence)
        retone(self.said, tone)
        self.said.setVisible(bool(sentence))

    def choose(self, path: Path) -> None:
        """Open this file if it is one."""
        if path.is_dir():
            decks = sorted(path.glob("*.md"))
            if len(decks) != 1:
                self.say(f"{path.name} is a folder. Choose the Markdown file in it.")
                return
            path = decks[0]
        if not path.is_file():
            self.say(f"{path} is not there. Perhaps it is on a stick that is not plugged in.")
            return
        self.say("")
        self.deck_chosen.emit(path)

    def _removed(self, item: QListWidgetItem) -> None:
        recent.forget(self.settings, Path(item.data(PATH)))
        self.fill()

    def _activated(self, item: QListWidgetItem) -> None:
        self.choose(Path(item.data(PATH)))

    def _open(self) -> None:
        first = next((r.path.parent for r in recent.recent(self.settings) if r.there), default_parent())
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a deck", str(first), DECK_FILES)
        if chosen:
            self.choose(Path(chosen))

    def _own_copy(self) -> None:
        chosen = self._choose_folder(self, default_parent())
        if not chosen:
            return
        try:
            made = copy_sample(Path(chosen))
        except CopyError as error:
            self.say(str(error))
            return
        self.deck_chosen.emit(made)

    # --- events ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key == Qt.Key.Key_O:
            self._open()
        elif control and key in (Qt.Key.Key_Q, Qt.Key.Key_W):
            self.close()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.drop.setText("Let go: it opens.")

    def dragLeaveEvent(self, event: object) -> None:
        self.drop.setText("or drop a Markdown file anywhere in this window")

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.setText("or drop a Markdown file anywhere in this window")
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.choose(files[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _folder_dialog(parent: QWidget, start: Path) -> str:
    return QFileDialog.getExistingDirectory(parent, "Where should the copy go?", str(start))


def _short(path: Path) -> str:
    """A path with the home folder as ~."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
