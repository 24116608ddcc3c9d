"""Who gets a key: the show, or the widget that has the focus. One filter for both windows.

Measured in Qt 6: application-wide shortcuts take Space, Enter and Tab away from focused buttons, and a
clicker's blank button (a full stop) types into a text field. So nothing is a QShortcut; this filter decides:

1. PageUp, PageDown, F5, Esc and media keys always reach the show, from a text field too.
2. A text field keeps what is typed, with arrows and editing keys.
3. A focused button keeps Space and Enter; a list that was reached by Tab (or opened on purpose) keeps its
   arrows, Home, End, Space and Enter. The list of entries has letters of its own (``Row.in_list``).
4. Everything else is looked up in the table. Tab is never taken.
5. Digits gather; Enter then goes to the slide of that number.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from facilitator.ui.keys import TABLE, Context, Row

DIGITS_MS = 3000
"""Digits typed longer ago than this do not count."""
FIELD_MS = 20_000
"""A field on the console gives the focus back after this long without a key, so that the clicker's blank
button cannot type into it. What was typed stays."""
KEEPS = "keeps_keys"
"""Dynamic property: True on a widget that was opened on purpose and keeps arrows, Enter and Space."""

ENTRIES = "entry_keys"
"""Dynamic property: True on the list of entries, which has letters of its own."""

_Key = Qt.Key
_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_EDITING = frozenset(
    {
        _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End,
        _Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Space, _Key.Key_Insert,
    }
)  # fmt: skip
_FIELD_SHORTCUTS = frozenset(
    {_Key.Key_A, _Key.Key_C, _Key.Key_V, _Key.Key_X, _Key.Key_Z, _Key.Key_Y, _Key.Key_Left, _Key.Key_Right,
     _Key.Key_Home, _Key.Key_End, _Key.Key_Backspace, _Key.Key_Delete}
)  # fmt: skip
_TRAVEL = frozenset({_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End})
_PRESS = frozenset({_Key.Key_Space, _Key.Key_Return, _Key.Key_Enter})


class KeyFilter(QObject):
    """Installed on the application; looks only at keys of the windows it was given (and their dialogs)."""

    command = Signal(str)
    """Id of a command whose key was pressed."""
    jump = Signal(int)
    """Digits and Enter: go to this slide."""
    typed = Signal(str)
    """The digits so far; empty when they are gone. For a hint in the console."""
    pressed = Signal(str, str)
    """Name of every key and the id of its command (or empty): for the clicker test."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._windows: list[QWidget] = []
        self._stages: list[QWidget] = []
        self._digits = ""
        self._by_tab: QWidget | None = None
        self.testing = False
        """While the clicker test runs, keys only report and do nothing."""
        self.live = True
        """False: clicker keys in dialogs are left alone (no show is running)."""
        self._table, self._always, self._in_list, self._repeat = _tables()
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(DIGITS_MS)
        self._gather.timeout.connect(self._forget)
        self._field = QTimer(self)
        self._field.setSingleShot(True)
        self._field.setInterval(FIELD_MS)
        self._field.timeout.connect(self._leave_field)

    def watch(self, windows: Iterable[QWidget], stages: Iterable[QWidget] = ()) -> None:
        """Route the keys of these windows; ``stages`` are audience windows, which have no widgets of use."""
        self._windows = list(windows)
        self._stages = list(stages)
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        app.installEventFilter(self)

    def stop(self) -> None:
        """Leave all keys alone from now on."""
        self._windows, self._stages = [], []
        self._gather.stop()
        self._field.stop()
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)

    # --- events ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.FocusIn and isinstance(event, QFocusEvent) and isinstance(watched, QWidget):
            self._focused(watched, event.reason())
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._key(watched, event)
        elif (
            kind is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
        ):
            return self._mine(watched) and self._override(watched, event)
        return False

    def _override(self, widget: QWidget, event: QKeyEvent) -> bool:
        # Whatever we route is no shortcut: it comes as a key press.
        taken = bool(self._route(widget, event))
        if taken:
            event.accept()
        return taken

    def _focused(self, widget: QWidget, reason: Qt.FocusReason) -> None:
        by_tab = reason in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if by_tab:
            self._by_tab = widget
        elif reason not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self._by_tab = None
        if is_field(widget) and self._mine(widget) and not isinstance(widget.window(), QDialog):
            self._field.start()
        else:
            self._field.stop()

    def _mine(self, widget: QWidget) -> bool:
        window: QWidget | None = widget.window()
        while window is not None:
            if window in self._windows or window in self._stages:
                return True
            parent = window.parentWidget()
            window = parent.window() if parent is not None else None
        return False

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        # Qt offers a key that a child ignored to its parents too: only the first offer counts.
        focus = QApplication.activePopupWidget() or QApplication.focusWidget()
        if not self._mine(widget) or (
            focus is not None and widget is not focus and widget is not focus.focusProxy()
        ):
            return False
        name = QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)
        found = self._lookup(event)
        if self.testing:
            key, held = Qt.Key(event.key()), event.modifiers() & _MODIFIERS
            if self._kept(widget, event, key, held) and _combination(event) not in self._always:
                return False  # the button that stops the test must work by keyboard too
            self.pressed.emit(name, found or "")
            return found is not None
        self.pressed.emit(name, found or "")
        if is_field(widget):
            self._field.start()
        routed = self._route(widget, event)
        if routed is None:
            return False
        if routed and not (event.isAutoRepeat() and routed not in self._repeat):
            self._forget()
            self.command.emit(routed)
        elif not routed:
            self._digit(event)
        return True

    def _route(self, widget: QWidget, event: QKeyEvent) -> str | None:
        """The command id; "" for a key that belongs to a number being typed; None: not ours."""
        found = self._lookup(event)
        entry = self._find(event, self._in_list) if widget.property(ENTRIES) else None
        found = entry or found
        key, held = Qt.Key(event.key()), event.modifiers() & _MODIFIERS
        popup = isinstance(widget, QMenu | QMenuBar) or QApplication.activePopupWidget() is not None
        over = popup or isinstance(widget.window(), QDialog)
        if found is not None and _combination(event) in self._always:
            # Esc closes a menu or a dialog first; clicker keys go through them to the show.
            return None if over and (key is Qt.Key.Key_Escape or not self.live) else found
        if over:
            return None
        if not entry and widget.window() not in self._stages and self._kept(widget, event, key, held):
            return None
        if self._number(event, key, held):
            return ""
        if found is None:
            return None
        return None if self._console_only(found) and widget.window() in self._stages else found

    def _kept(self, widget: QWidget, event: QKeyEvent, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """True for a key that the focused widget needs itself."""
        chord = held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        if is_field(widget):
            if chord:
                return key in _FIELD_SHORTCUTS and not (held & Qt.KeyboardModifier.AltModifier)
            if held & Qt.KeyboardModifier.AltModifier and key in _TRAVEL:
                return False
            return key in _EDITING or bool(event.text() and event.text().isprintable())
        if chord or held & Qt.KeyboardModifier.AltModifier:
            return False
        if self._digits and key in _PRESS:
            return False
        if isinstance(widget, QAbstractButton):
            return key in _PRESS
        chosen = widget is self._by_tab and isinstance(
            widget, QAbstractItemView | QTabBar | QAbstractSlider | QComboBox
        )
        return bool(chosen or widget.property(KEEPS)) and (key in _TRAVEL or key in _PRESS)

    @staticmethod
    def _console_only(command: str) -> bool:
        return any(r.id == command and r.context is Context.CONSOLE for r in TABLE)

    def _lookup(self, event: QKeyEvent) -> str | None:
        return self._find(event, self._table)

    @staticmethod
    def _find(event: QKeyEvent, table: dict[int, str]) -> str | None:
        combination = _combination(event)
        found = table.get(combination)
        if found is None and not event.modifiers() & (_MODIFIERS ^ Qt.KeyboardModifier.ShiftModifier):
            # On many keyboards ``?`` and ``/`` need Shift: go by the character.
            text = event.text()
            if text and text.isprintable() and not text.isalnum() and not text.isspace():
                found = table.get(combined(text))
        return found

    # --- numbers ---

    def _number(self, event: QKeyEvent, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held:
            return False
        if event.text().isascii() and event.text().isdigit():
            return True
        return bool(self._digits) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)

    def _digit(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            number = int(self._digits)
            self._forget()
            self.jump.emit(number)
            return
        self._digits = (
            self._digits[:-1] if key is Qt.Key.Key_Backspace else (self._digits + event.text())[-4:]
        )
        self._gather.start()
        self.typed.emit(self._digits)

    def _forget(self) -> None:
        self._gather.stop()
        if self._digits:
            self._digits = ""
            self.typed.emit("")

    def forget_digits(self) -> bool:
        """Drop the digits typed so far. True when there were any (a step of the Esc ladder)."""
        had = bool(self._digits)
        self._forget()
        return had

    def _leave_field(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None and is_field(widget) and self._mine(widget):
            widget.clearFocus()


def _tables() -> tuple[dict[int, str], dict[int, str], dict[int, str], frozenset[str]]:
    table: dict[int, str] = {}
    always: dict[int, str] = {}
    in_list = {combined(key): entry.id for entry in TABLE for key in entry.in_list}
    for entry in TABLE:
        for key in entry.keys:
            combination = combined(key)
            table[combination] = entry.id
            if key in entry.always:
                always[combination] = entry.id
    return table, always, in_list, frozenset(r.id for r in TABLE if r.repeat)


def combined(key: str) -> int:
    """A portable key name as Qt's number for key and modifiers."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.isEmpty():
        return 0
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # the stubs leave out __getitem__
    return combination.toCombined()


def _combination(event: QKeyEvent) -> int:
    """Key and modifiers without the keypad's mark; Enter and Return are one key."""
    key = Qt.Key(event.key())
    if key is Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    return QKeyCombination(event.modifiers() & _MODIFIERS, key).toCombined()


def is_field(widget: QWidget) -> bool:
    """True for a widget into which one types."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QAbstractSpinBox):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def keys_of(command: Row) -> list[int]:
    """All keys of a row as Qt's numbers."""
    return [combined(k) for k in command.keys]
