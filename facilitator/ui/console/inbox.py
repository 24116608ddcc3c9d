"""The inbox: what the room has written, to be read, queued, put on the stage, answered, parked, dismissed.

Participants' text is plain text everywhere. Only the trainer's own click or key puts an entry on the stage.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.room.records import Category, Entry, EntryState, ModeratorView, Release
from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.console.inbox_delegate import InboxDelegate
from facilitator.ui.console.inbox_model import Filter, InboxModel, Roles, unread
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.tokens import Tokens


class Act(StrEnum):
    """What can be done with an entry."""

    STAGE = "stage"
    OFF_STAGE = "off stage"
    PUBLISH = "publish"
    HIDE = "hide"
    NEXT = "next"
    ANSWERED = "answered"
    PARK = "park"
    DISMISS = "dismiss"
    BACK = "back"
    STAR = "star"
    UNSTAR = "unstar"


class InboxList(QListView):
    """Keeps heights right when it is resized, and asks for the context menu by keyboard too."""

    resized = Signal()
    opened = Signal()
    """Enter on an entry."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class InboxPane(QFrame):
    """Emits what the trainer wants done; knows no network."""

    acted = Signal(str, str)
    """(Act, entry id)."""
    collect_wanted = Signal()
    round_wanted = Signal(bool)
    """Open (True) or close a round."""
    badge = Signal(object)
    """Number of entries to read, None without a room."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._view: ModeratorView | None = None
        self.setProperty("role", "panel")
        self.setAccessibleName("Inbox")
        self.model = InboxModel()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.XS, t.XS, t.XS, t.XS)
        column.setSpacing(t.XS)
        self.list = InboxList()
        self.list.setModel(self.model)
        self.delegate = InboxDelegate(self.list, self.model, tokens)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName("Entries from the room")
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.opened.connect(lambda: self.act(Act.STAGE))
        self.list.doubleClicked.connect(lambda _: self.act(Act.STAGE))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._update_buttons())
        self.empty = plain_label("", "mute")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self._buttons())
        self._filters()
        self._settle()

    # --- parts ---

    def _filters(self) -> None:
        """One quiet button for all filters, which the tabs' line takes in: the list keeps the room."""
        self.filter = QToolButton()
        self.filter.setProperty("role", "quiet")
        self.filter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter.setToolTip("Which entries are listed")
        self._filter_menu = QMenu(self.filter)
        self.filter.setMenu(self._filter_menu)
        self._categories: tuple[Category, ...] = ()
        self._fill_filters()

    def _fill_filters(self) -> None:
        menu = self._filter_menu
        menu.clear()
        for show in Filter:
            action = menu.addAction(show.value)
            action.setCheckable(True)
            action.setChecked(show is self.model.show)
            action.triggered.connect(lambda _=False, w=show: self.set_filter(show=w))
        menu.addSeparator()
        for ident, label in (("", "Every kind"), *((c.id, c.label) for c in self._categories)):
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(ident == self.model.category)
            action.triggered.connect(lambda _=False, w=ident: self.set_filter(category=w))
        menu.addSeparator()
        action = menu.addAction("Only starred")
        action.setCheckable(True)
        action.setChecked(self.model.starred)
        action.triggered.connect(lambda on: self.set_filter(starred=on))
        words = [self.model.show.value]
        if self.model.category:
            words.append(self.model.label(self.model.category))
        if self.model.starred:
            words.append("starred")
        self.filter.setText(", ".join(words) + " ▾")
        self.filter.setAccessibleName("Listed: " + ", ".join(words))

    def set_filter(
        self, show: Filter | None = None, category: str | None = None, starred: bool | None = None
    ) -> None:
        """List other entries."""
        self.model.filter(show=show, category=category, starred=starred)
        self._fill_filters()
        self._settle()

    def _buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(t.XS)
        self._act_buttons: dict[Act, QToolButton] = {}
        for act, icon, name in (
            (Act.STAGE, "monitor-up", "Show on the stage (Enter)"),
            (Act.NEXT, "list-ordered", "Up next"),
            (Act.PUBLISH, "send", "Publish on the participants' page"),
            (Act.ANSWERED, "check", "Answered (Ctrl+Enter)"),
            (Act.PARK, "circle-parking", "Park for later"),
            (Act.STAR, "star", "Star"),
            (Act.DISMISS, "x", "Dismiss"),
        ):
            button = QToolButton()
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("icon_name", icon)
            button.setProperty("role", "tool")
            if act is Act.STAGE:
                button.setText(" On stage")
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(lambda _=False, a=act: self.act(a))
            self._act_buttons[act] = button
            row.addWidget(button)
        row.addStretch(1)
        self.collect = QPushButton("Collect now")
        self.collect.setProperty("role", "tool")
        self.collect.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.collect.setToolTip("Take in what is waiting now, in mixed order")
        self.collect.clicked.connect(self._collect)
        row.addWidget(self.collect)
        self._paint_icons()
        return holder

    def _paint_icons(self) -> None:
        p = self._tokens.palette
        size = self._tokens.px(18)
        for button in self._act_buttons.values():
            button.setIcon(icons.icon(str(button.property("icon_name")), p.text, size))

    # --- what is shown ---

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.delegate.set_tokens(tokens)
        self._paint_icons()
        self.list.scheduleDelayedItemsLayout()

    def set_categories(self, categories: tuple[Category, ...]) -> None:
        """The deck's doors."""
        self.model.set_categories(categories)
        self._categories = categories
        self._fill_filters()

    def set_view(self, view: ModeratorView | None) -> None:
        """What the room holds now; None: there is no room. Never takes the focus."""
        self._view = view
        self.model.set_entries(view.entries if view else ())
        self.collect.setVisible(view is not None and view.release is not Release.INSTANT)
        if view is not None and view.release is Release.ROUND:
            self.collect.setText("Close round" if view.round_open else "Open round")
        else:
            self.collect.setText("Collect now")
        self.badge.emit(unread(view.entries) if view else None)
        self._settle()

    def set_covered(self, covered: bool) -> None:
        """Hide the texts (one screen only)."""
        self.delegate.covered = covered
        self.list.viewport().update()

    def _settle(self) -> None:
        rows = self.model.rowCount()
        self.list.setVisible(rows > 0)
        self.empty.setVisible(rows == 0)
        if rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        if self._view is None:
            self.empty.setText("No room is open.")
        elif not self.model.entries:
            self.empty.setText(
                "Nothing to read yet. What people write arrives here in mixed order, "
                "some time after it was sent."
                if self._view.release is Release.MIXED
                else "Nothing to read yet."
            )
        else:
            self.empty.setText(
                "Nothing here. All read." if self.model.show is Filter.TO_READ else "Nothing here."
            )
        self._update_buttons()

    # --- acting ---

    @property
    def current(self) -> Entry | None:
        """The entry that the buttons act on."""
        entry = self.list.currentIndex().data(Roles.ENTRY)
        return entry if isinstance(entry, Entry) else None

    def select(self, entry_id: str) -> None:
        row = self.model.row_of(entry_id)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def act(self, act: Act) -> None:
        """Do this with the chosen entry."""
        entry = self.current
        if entry is None:
            return
        if act is Act.STAGE and entry.state is EntryState.ON_SCREEN:
            act = Act.OFF_STAGE
        elif act is Act.PUBLISH and entry.published:
            act = Act.HIDE
        elif act is Act.STAR and entry.starred:
            act = Act.UNSTAR
        elif (act, entry.state) in (
            (Act.NEXT, EntryState.NEXT),
            (Act.ANSWERED, EntryState.ANSWERED),
            (Act.PARK, EntryState.PARKED),
            (Act.DISMISS, EntryState.DISMISSED),
        ):
            act = Act.BACK
        self.acted.emit(act.value, entry.id)

    def step(self, rows: int) -> None:
        """Choose another entry by keyboard."""
        count = self.model.rowCount()
        if count:
            row = min(count - 1, max(0, self.list.currentIndex().row() + rows))
            self.list.setCurrentIndex(self.model.index(row))

    def _collect(self) -> None:
        if self._view is not None and self._view.release is Release.ROUND:
            self.round_wanted.emit(not self._view.round_open)
        else:
            self.collect_wanted.emit()

    def _update_buttons(self) -> None:
        entry = self.current
        for button in self._act_buttons.values():
            button.setEnabled(entry is not None)
        stage = self._act_buttons[Act.STAGE]
        on = entry is not None and entry.state is EntryState.ON_SCREEN
        stage.setText(" Off stage" if on else " On stage")
        stage.setAccessibleName("Take it off the stage (Enter)" if on else "Show on the stage (Enter)")

    def _menu(self, at: QPoint) -> None:
        entry = self.current
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = {
            Act.STAGE: "Take off the stage" if entry.state is EntryState.ON_SCREEN else "Show on the stage",
            Act.NEXT: "Not next" if entry.state is EntryState.NEXT else "Up next",
            Act.PUBLISH: "Take from the page" if entry.published else "Publish on the page",
            Act.ANSWERED: "Not answered yet" if entry.state is EntryState.ANSWERED else "Answered",
            Act.PARK: "Back from the parking lot" if entry.state is EntryState.PARKED else "Park for later",
            Act.STAR: "Remove the star" if entry.starred else "Star",
            Act.DISMISS: "Bring back" if entry.state is EntryState.DISMISSED else "Dismiss",
        }
        for act, text in words.items():
            menu.addAction(text).triggered.connect(lambda _=False, a=act: self.act(a))
        menu.popup(self.list.viewport().mapToGlobal(at))
