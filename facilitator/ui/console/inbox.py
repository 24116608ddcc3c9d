"""The inbox: what the room has written, to be read, queued, put on the stage, answered, parked, dismissed.

Participants' text is plain text everywhere. Only the trainer's own click or key puts an entry on the stage.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.room.records import Category, Entry, ModeratorView, Release
from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.console.inbox_acts import DEEDS, Act, ActBar, is_so, key_of, meant
from facilitator.ui.console.inbox_delegate import InboxDelegate
from facilitator.ui.console.inbox_model import Filter, InboxModel, Roles, queued, unread
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.keyfilter import ENTRIES
from facilitator.ui.tokens import Tokens

__all__ = ["Act", "InboxPane"]


class InboxList(QListView):
    """Keeps heights right when it is resized, and asks for the context menu by keyboard too."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()


class SearchField(QLineEdit):
    """Down and Enter go to the list; what is typed stays."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            event.accept()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class InboxPane(QFrame):
    """Emits what the trainer wants done; knows no network."""

    acted = Signal(str, str)
    """(Act, entry id)."""
    collect_wanted = Signal()
    round_wanted = Signal(bool)
    """Open (True) or close a round."""
    badge = Signal(object)
    """(entries to read, entries up next), None without a room."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._view: ModeratorView | None = None
        self._show_before = Filter.TO_READ
        self._coming = ""
        """An entry to be chosen as soon as it is listed again."""
        self.setProperty("role", "panel")
        self.setAccessibleName("Inbox")
        self.model = InboxModel()
        column = QVBoxLayout(self)
        column.setContentsMargins(t.XS, t.XS, t.XS, t.XS)
        column.setSpacing(t.XS)
        self.search = SearchField()
        self.search.setPlaceholderText("Search every entry (Esc closes)")
        self.search.setAccessibleName("Search the entries")
        self.search.textChanged.connect(self._searched)
        self.search.left.connect(self.focus_list)
        self.search.installEventFilter(self)
        self.search.hide()
        self.pace = plain_label("", "mute", "How the room finds the pace")
        self.pace.hide()
        self.list = InboxList()
        self.list.setModel(self.model)
        self.delegate = InboxDelegate(self.list, self.model, tokens)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setAccessibleName("Entries from the room")
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setProperty(ENTRIES, True)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.doubleClicked.connect(lambda _: self.act(Act.STAGE))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._update_buttons())
        self.empty = plain_label("", "mute")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.acts = ActBar(tokens)
        self.acts.wanted.connect(self.act)
        self.acts.collect_wanted.connect(self.collect_wanted)
        self.acts.round_wanted.connect(self._turn_round)
        column.addWidget(self.search)
        column.addWidget(self.pace)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.acts)
        self._corner()
        self._settle()

    # --- parts ---

    def _corner(self) -> None:
        """Two quiet buttons, search and filters, which the tabs' line takes in: the list keeps the room."""
        self.corner = QWidget()
        row = QHBoxLayout(self.corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.seek = QToolButton()
        self.seek.setProperty("role", "quiet")
        self.seek.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.seek.setAccessibleName("Search the entries (/ in the list)")
        self.seek.setToolTip(self.seek.accessibleName())
        self.seek.clicked.connect(lambda: self.open_search())
        self.filter = QToolButton()
        self.filter.setProperty("role", "quiet")
        self.filter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter.setToolTip("Which entries are listed")
        row.addWidget(self.seek)
        row.addWidget(self.filter)
        self._filter_menu = QMenu(self.filter)
        self.filter.setMenu(self._filter_menu)
        self._categories: tuple[Category, ...] = ()
        self._fill_filters()
        self._paint_icons()

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

    def _paint_icons(self) -> None:
        size = self._tokens.px(16)
        self.seek.setIcon(icons.icon("search", self._tokens.palette.mute, size))
        self.seek.setIconSize(QSize(size, size))

    # --- what is shown ---

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.delegate.set_tokens(tokens)
        self.acts.set_tokens(tokens)
        self._paint_icons()
        self.list.scheduleDelayedItemsLayout()

    def set_categories(self, categories: tuple[Category, ...]) -> None:
        """The deck's doors."""
        self.model.set_categories(categories)
        self._categories = categories
        self._fill_filters()

    def set_view(self, view: ModeratorView | None, pace: str = "") -> None:
        """What the room holds now; None: there is no room. ``pace``: how people find it, in words, once
        enough have said so. Never takes the focus."""
        self._view = view
        self.model.set_entries(view.entries if view else ())
        self.acts.show_view(view)
        if self.pace.text() != pace:
            self.pace.setText(pace)
        self.pace.setVisible(bool(pace))
        if self._coming and self.model.row_of(self._coming) >= 0:
            self.select(self._coming)
            self._coming = ""
        self.badge.emit((unread(view.entries), queued(view.entries)) if view else None)
        self._settle()

    def set_covered(self, covered: bool) -> None:
        """Hide the texts (one screen only)."""
        self.delegate.covered = covered
        self.model.covered = covered
        self.list.viewport().update()

    def _settle(self) -> None:
        rows = self.model.rowCount()
        self.list.setVisible(rows > 0)
        self.empty.setVisible(rows == 0)
        if rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0))
        self.empty.setText(self._empty_words())
        self._update_buttons()

    def _empty_words(self) -> str:
        view = self._view
        if view is None:
            return "No room is open."
        if not self.model.entries:
            return {
                Release.MIXED: "Nothing to read yet. What people write arrives here in mixed order, "
                "some time after it was sent.",
                Release.ROUND: "A round is open. All of it comes in together when you close it."
                if view.round_open
                else "Nothing to read yet. Open a round: everybody writes, and all of it comes in together.",
                Release.INSTANT: "Nothing to read yet.",
            }[view.release]
        if self.model.words:
            return f"No entry has “{self.model.words}” in it."
        return "Nothing here. All read." if self.model.show is Filter.TO_READ else "Nothing here."

    # --- search ---

    def open_search(self) -> None:
        """A field over the list; it looks through every entry, whatever is listed otherwise."""
        if self.search.isHidden():
            self._show_before = self.model.show
            self.search.show()
            self.set_filter(show=Filter.ALL)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def close_search(self) -> bool:
        """List again what was listed before. True when it was open."""
        if self.search.isHidden():
            return False
        self.search.clear()
        self.search.hide()
        self.set_filter(show=self._show_before)
        return True

    def _searched(self, text: str) -> None:
        self.model.filter(words=text.strip())
        self._settle()

    def focus_list(self) -> None:
        """The keys to the list; to nothing when it is empty."""
        if self.list.isVisible():
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A field that nobody uses is in the way.
        if watched is self.search and event.type() is QEvent.Type.FocusOut and not self.search.text():
            self.close_search()
        return False

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

    def welcome(self, entry_id: str) -> None:
        """Choose this entry, now or when the room has told that it is back."""
        self._coming = "" if self.model.row_of(entry_id) >= 0 else entry_id
        self.select(entry_id)

    def act(self, act: Act) -> None:
        """Do this with the chosen entry; what has been done already is taken back."""
        entry = self.current
        if entry is not None:
            self.acted.emit(meant(act, entry).value, entry.id)

    def _turn_round(self) -> None:
        if self._view is not None:
            self.round_wanted.emit(not self._view.round_open)

    def _update_buttons(self) -> None:
        self.acts.show_entry(self.current)

    def _menu(self, at: QPoint) -> None:
        entry = self.current
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed in DEEDS:
            words = deed.undone if is_so(deed.act, entry) else deed.name
            action = menu.addAction(f"{words}\t{key_of(deed)}")
            action.triggered.connect(lambda _=False, a=deed.act: self.act(a))
        menu.popup(self.list.viewport().mapToGlobal(at))
