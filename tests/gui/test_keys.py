"""Every key of the table on each window, and who gets a key when something has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from facilitator.show.commands import Command
from facilitator.ui import keyfilter
from facilitator.ui.keyfilter import KEEPS, KeyFilter, combined
from facilitator.ui.keys import BY_ID, TABLE, Context, Group, groups, shown
from facilitator.ui.session.session import Session

K = Qt.Key
M = Qt.KeyboardModifier
ALL_KEYS = [(row.id, key) for row in TABLE for key in row.keys]
CLICKER = [
    ("next", K.Key_PageDown),
    ("previous", K.Key_PageUp),
    ("start", K.Key_F5),
    ("escape", K.Key_Escape),
    ("next", K.Key_MediaNext),
    ("previous", K.Key_MediaPrevious),
]


def press(widget: QWidget, key: str) -> None:
    """A key as the system sends it: to the widget that has the focus."""
    combination = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)[0]  # type: ignore[index]
    name = key if len(key) == 1 else ""
    text = name.lower() if name.isalpha() else name
    event = QKeyEvent(QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers(), text)
    QApplication.sendEvent(widget, event)


# --- the table ----------------------------------------------------------------------------------------


def test_ids_and_keys_are_unique_and_every_key_is_known_to_qt() -> None:
    assert len(BY_ID) == len(TABLE)
    combinations = [combined(key) for _, key in ALL_KEYS]
    assert all(combinations)
    assert len(set(combinations)) == len(combinations)


def test_not_bound_on_purpose() -> None:
    taken = {key for _, key in ALL_KEYS}
    assert not taken & {"Tab", "Shift+Tab", "R", "X", "Ctrl+W", "Alt+F4", "Delete"}
    assert BY_ID["swap_screens"].keys == ("Ctrl+Shift+X",), "a stray key would put the notes on the wall"
    assert "Q" not in BY_ID["quit"].keys


def test_clicker_keys_always_reach_the_show() -> None:
    always = {key: row.id for row in TABLE for key in row.always}
    assert always["PgDown"] == "next"
    assert always["PgUp"] == "previous"
    assert {"F5", "Esc", "Media Next", "Media Previous"} <= set(always)


def test_every_command_of_the_show_that_takes_no_argument_has_a_row() -> None:
    with_arguments = {"jump", "entry_card", "park", "unpark", "reload", "count_gap", "ignore_gap"}
    assert {c.value for c in Command} - with_arguments <= set(BY_ID)


def test_every_row_says_what_it_is() -> None:
    assert {row.group for row in TABLE} == set(Group)
    for row in TABLE:
        assert row.label
        assert row.tip
        if row.keys:
            assert row.key in row.tip
    assert sum(len(rows) for _, rows in groups()) == len(TABLE)


@pytest.mark.parametrize(
    ("key", "people", "mac"),
    [
        ("Ctrl+Shift+B", "Ctrl+Shift+B", "⌘⇧B"),
        ("Right", "→", "→"),
        ("Ctrl++", "Ctrl++", "⌘+"),
        ("+", "+", "+"),
        ("Shift+PgDown", "Shift+PgDn", "⇧PgDn"),
    ],
)
def test_keys_as_people_read_them(key: str, people: str, mac: str) -> None:
    assert shown(key, mac=False) == people
    assert shown(key, mac=True) == mac


# --- each key on each window, in a real session --------------------------------------------------------


@pytest.fixture
def heard(make_session: Callable[..., Session]) -> tuple[Session, list[str]]:
    """A session whose keys are only listened to."""
    session = make_session()
    assert session.desk is not None
    session.desk.filter.command.disconnect(session.desk.do)
    said: list[str] = []
    session.desk.filter.command.connect(said.append)
    return session, said


def test_every_key_on_the_console(heard: tuple[Session, list[str]]) -> None:
    session, said = heard
    session.console.activateWindow()
    session.desk.window.rest()  # type: ignore[union-attr]
    for command, key in ALL_KEYS:
        said.clear()
        press(QApplication.focusWidget() or session.console, key)
        assert said == [command], key


def test_every_key_on_the_stage_but_those_of_the_console(heard: tuple[Session, list[str]]) -> None:
    session, said = heard
    session.stage.activateWindow()
    QApplication.processEvents()
    assert QApplication.activeWindow() is session.stage
    for command, key in ALL_KEYS:
        said.clear()
        press(QApplication.focusWidget() or session.stage, key)
        assert said == ([] if BY_ID[command].context is Context.CONSOLE else [command]), key


def test_keys_still_work_after_a_click_on_the_stage(make_session: Callable[..., Session]) -> None:
    session = make_session()
    QTest.mouseClick(session.stage.view, Qt.MouseButton.LeftButton)
    press(QApplication.focusWidget() or session.stage, "PgDown")
    assert session.show.state.started


# --- who gets a key -----------------------------------------------------------------------------------


class Bench(QWidget):
    """A console with one of everything."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.field, self.area, self.spin = QLineEdit(), QPlainTextEdit(), QSpinBox()
        self.button, self.list, self.reading = QPushButton("Press"), QListWidget(), QPlainTextEdit("read me")
        self.reading.setReadOnly(True)
        self.list.addItems(["one", "two", "three"])
        for widget in (self.field, self.area, self.spin, self.button, self.list, self.reading):
            column.addWidget(widget)
        self.filter = KeyFilter(self)
        self.stage = QWidget()
        self.said: list[str] = []
        self.jumps: list[int] = []
        self.typed: list[str] = []
        self.filter.command.connect(self.said.append)
        self.filter.jump.connect(self.jumps.append)
        self.filter.typed.connect(self.typed.append)
        self.filter.watch([self], [self.stage])

    def focus(self, widget: QWidget, reason: Qt.FocusReason = Qt.FocusReason.MouseFocusReason) -> None:
        widget.setFocus(reason)
        assert QApplication.focusWidget() is widget


@pytest.fixture
def bench(qtbot: object, qapp: QApplication) -> object:
    made = Bench()
    made.resize(400, 400)
    made.show()
    made.activateWindow()
    qapp.processEvents()
    yield made
    made.filter.stop()
    made.stage.close()
    made.close()
    made.stage.deleteLater()
    made.deleteLater()


def test_a_clicker_reaches_the_show_whatever_has_the_focus(bench: Bench) -> None:
    for name in ("field", "area", "spin", "button", "list", "reading"):
        for command, key in CLICKER:
            bench.said.clear()
            bench.focus(getattr(bench, name), Qt.FocusReason.TabFocusReason)
            QTest.keyClick(getattr(bench, name), key)
            assert bench.said == [command], name
    assert bench.field.text() == ""


def test_a_text_field_keeps_what_is_typed(bench: Bench) -> None:
    bench.focus(bench.field)
    QTest.keyClicks(bench.field, "b. W/1 next?")
    assert bench.field.text() == "b. W/1 next?"
    QTest.keyClick(bench.field, K.Key_Backspace)
    QTest.keyClick(bench.field, K.Key_Left)
    QTest.keyClick(bench.field, K.Key_Home)
    QTest.keyClick(bench.field, K.Key_A, M.ControlModifier)
    assert bench.field.selectedText() == "b. W/1 next"
    QTest.keyClick(bench.field, K.Key_Z, M.ControlModifier)
    assert bench.said == [], "Ctrl+Z undoes the typing, not the stage"
    QTest.keyClick(bench.field, K.Key_E, M.ControlModifier)
    assert bench.said == ["export"]


def test_notes_that_can_only_be_read_take_no_keys(bench: Bench) -> None:
    bench.focus(bench.reading)
    QTest.keyClick(bench.reading, K.Key_Space)
    QTest.keyClick(bench.reading, K.Key_Period)
    assert bench.said == ["next", "black"]


def test_space_and_enter_press_a_focused_button(bench: Bench) -> None:
    presses: list[int] = []
    bench.button.clicked.connect(lambda: presses.append(1))
    bench.focus(bench.button, Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bench.button, K.Key_Space)
    bench.button.setAutoDefault(True)
    assert presses == [1]
    assert bench.said == []
    QTest.keyClick(bench.button, K.Key_Right)
    QTest.keyClick(bench.button, K.Key_B)
    assert bench.said == ["next", "black"]


def test_tab_travels(bench: Bench) -> None:
    bench.focus(bench.field)
    QTest.keyClick(bench.field, K.Key_Tab)
    assert QApplication.focusWidget() is not bench.field
    assert bench.said == []


def test_a_list_keeps_its_arrows_only_when_it_was_reached_by_tab(bench: Bench) -> None:
    bench.list.setCurrentRow(0)
    bench.focus(bench.list, Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(bench.list, K.Key_Down)
    assert (bench.said, bench.list.currentRow()) == (["next"], 0)
    bench.field.setFocus()
    bench.focus(bench.list, Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bench.list, K.Key_Down)
    assert (bench.said, bench.list.currentRow()) == (["next"], 1)


def test_a_list_opened_on_purpose_keeps_them_too(bench: Bench) -> None:
    bench.list.setCurrentRow(0)
    bench.list.setProperty(KEEPS, True)
    bench.focus(bench.list, Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(bench.list, K.Key_Down)
    assert (bench.said, bench.list.currentRow()) == ([], 1)


def test_digits_and_enter_jump(bench: Bench) -> None:
    bench.focus(bench.reading)
    for key in (K.Key_1, K.Key_4, K.Key_9, K.Key_Backspace, K.Key_Return):
        QTest.keyClick(bench.reading, key)
    assert bench.jumps == [14]
    assert bench.typed == ["1", "14", "149", "14", ""]
    assert bench.said == [], "Enter was for the number"
    QTest.keyClick(bench.reading, K.Key_Return)
    assert bench.said == ["next"]


def test_digits_are_forgotten_by_another_key(bench: Bench) -> None:
    bench.focus(bench.reading)
    QTest.keyClick(bench.reading, K.Key_7)
    QTest.keyClick(bench.reading, K.Key_Right)
    QTest.keyClick(bench.reading, K.Key_Return)
    assert bench.jumps == []
    assert bench.said == ["next", "next"]


def test_question_mark_and_slash_on_a_keyboard_where_they_need_shift(bench: Bench) -> None:
    bench.focus(bench.reading)
    for key, text in ((K.Key_Question, "?"), (K.Key_Slash, "/")):
        QApplication.sendEvent(bench.reading, QKeyEvent(QEvent.Type.KeyPress, key, M.ShiftModifier, text))
    assert bench.said == ["help", "search"]


def test_the_keypads_enter_is_enter(bench: Bench) -> None:
    bench.focus(bench.reading)
    QTest.keyClick(bench.reading, K.Key_Enter, M.KeypadModifier)
    assert bench.said == ["next"]


def test_holding_a_key_repeats_next_but_never_flickers_black(bench: Bench) -> None:
    bench.focus(bench.reading)
    for key in (K.Key_B, K.Key_Right):
        for repeat in (False, True, True):
            QApplication.sendEvent(
                bench.reading, QKeyEvent(QEvent.Type.KeyPress, key, M.NoModifier, "", repeat)
            )
    assert bench.said == ["black", "next", "next", "next"]


def test_a_dialog_keeps_its_keys_but_not_the_clickers(bench: Bench, qapp: QApplication) -> None:
    dialog = QDialog(bench)
    column = QVBoxLayout(dialog)
    field = QLineEdit()
    column.addWidget(field)
    dialog.open()
    dialog.activateWindow()
    field.setFocus()
    qapp.processEvents()
    QTest.keyClick(field, K.Key_B)
    QTest.keyClick(field, K.Key_PageDown)
    assert (field.text(), bench.said) == ("b", ["next"])
    bench.filter.live = False
    QTest.keyClick(field, K.Key_PageDown)
    assert bench.said == ["next"]
    QTest.keyClick(field, K.Key_Escape)
    assert not dialog.isVisible(), "Esc closes the dialog, and only that"
    assert bench.said == ["next"]
    dialog.deleteLater()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_a_menu_keeps_its_keys_but_not_the_clickers(bench: Bench, qapp: QApplication) -> None:
    menu = QMenu(bench)
    first = menu.addAction("One")
    menu.addAction("Two")
    menu.popup(bench.mapToGlobal(bench.rect().center()))
    qapp.processEvents()
    QTest.keyClick(menu, K.Key_Down)
    assert menu.activeAction() is first
    assert bench.said == []
    QTest.keyClick(menu, K.Key_PageDown)
    assert bench.said == ["next"]
    QTest.keyClick(menu, K.Key_Escape)
    assert not menu.isVisible(), "Esc closes the menu, and only that"
    assert bench.said == ["next"]
    menu.deleteLater()


def test_a_field_on_the_console_gives_the_focus_back_by_itself(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, qtbot: object
) -> None:
    bench.filter._field.setInterval(30)
    bench.focus(bench.field)
    QTest.keyClicks(bench.field, "half a li")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not bench.field, timeout=2000)  # type: ignore[attr-defined]
    assert bench.field.text() == "half a li", "what was typed stays"
    assert keyfilter.FIELD_MS == 20_000


def test_while_the_clicker_is_tested_keys_are_only_named(bench: Bench) -> None:
    named: list[tuple[str, str]] = []
    bench.filter.pressed.connect(lambda key, command: named.append((key, command)))
    bench.filter.testing = True
    bench.focus(bench.reading)
    QTest.keyClick(bench.reading, K.Key_PageDown)
    QTest.keyClick(bench.reading, K.Key_VolumeUp)
    assert bench.said == []
    assert named == [("PgDown", "next"), ("Volume Up", "")]
    presses: list[int] = []
    bench.button.clicked.connect(lambda: presses.append(1))
    bench.focus(bench.button, Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bench.button, K.Key_Space)
    assert presses == [1], "the test can be stopped by keyboard"
