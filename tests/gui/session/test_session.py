"""A session with real windows: what a press on either window does, and what both then show."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitator.system.clock import FakeClock
from facilitator.ui.stage.sight import SightKind
from facilitator.ui.stage.tools import Tool
from tests.gui.conftest import Make, shows, text_of

K = Qt.Key


def test_the_first_slide_is_on_the_stage_before_the_console_is_there(make_session: Make) -> None:
    s = make_session()
    assert s.first_after is not None
    assert shows(s) == (1, 0)
    assert s.stage.isVisible()
    assert s.console.isVisible()


@pytest.mark.parametrize("window", ["console", "stage"])
def test_moving_keys_work_on_both_windows(make_session: Make, window: str) -> None:
    s = make_session()
    target = getattr(s, window)
    target.activateWindow()
    assert QTest.qWaitForWindowActive(target, 2000)
    for key, place in (
        (K.Key_Right, (2, 0)),
        (K.Key_PageDown, (2, 1)),
        (K.Key_Space, (2, 2)),
        (K.Key_Return, (3, 0)),
        (K.Key_PageUp, (2, 2)),
        (K.Key_Left, (2, 1)),
        (K.Key_Home, (1, 0)),
        (K.Key_End, (4, 0)),
    ):
        # As the window system does: to whatever has the focus.
        QTest.keyClick(QApplication.focusWidget() or target, key)
        assert shows(s) == place, key


def test_clicking_on_the_stage_does_not_make_the_keys_dead(make_session: Make) -> None:
    s = make_session()
    QTest.mouseClick(s.stage.view, Qt.MouseButton.LeftButton)
    QTest.keyClick(s.stage, K.Key_Right)
    assert shows(s) == (2, 0)


def test_black_is_black_on_stage_and_said_on_the_console(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_B)
    assert s.stage.sight.kind is SightKind.BLACK
    middle = s.stage.grab().toImage().pixelColor(s.stage.width() // 2, s.stage.height() // 2)
    assert middle == QColor("#000000")
    assert "the room sees no slide" in s.desk.window.current.alarm_text.text()
    assert s.desk.window.current.view.frame == QColor(s.tokens.palette.red)
    QTest.keyClick(s.console, K.Key_PageDown)
    assert shows(s) == (1, 0), "Next takes black away without moving on"


def test_frozen_moves_the_console_only(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_F)
    QTest.keyClick(s.console, K.Key_Right)
    assert shows(s) == (1, 0)
    w = s.desk.window
    assert w.current.alarm_text.text() == "Frozen: the room still sees slide 1"
    assert w.next.view.sight.slide == 2
    assert "apples" in w.notes.text.toPlainText()
    QTest.keyClick(s.console, K.Key_F)
    assert shows(s) == (2, 0)
    assert not w.current.alarm.isVisible()


def test_undo_takes_a_stray_key_back(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_End)
    QTest.keyClick(s.console, K.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shows(s) == (1, 0)


def test_digits_and_enter_jump(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_3)
    assert "3" in s.desk.window.passing.text.text()
    QTest.keyClick(s.console, K.Key_Return)
    assert shows(s) == (3, 0)


def test_a_clicker_never_types_into_a_field(make_session: Make) -> None:
    s = make_session()
    line = s.desk.window.parking.line
    s.desk.do("park")
    QTest.keyClick(line, K.Key_PageDown)
    assert shows(s) == (2, 0)
    assert line.text() == ""
    QTest.keyClicks(line, "ask about b")
    assert line.text() == "ask about b", "letters stay with the field"
    QTest.keyClick(line, K.Key_Return)
    assert s.show.state.parked == ("ask about b",)
    assert shows(s) == (2, 0)


def test_space_presses_a_button_that_was_reached_by_tab(make_session: Make) -> None:
    s = make_session()
    button = s.desk.window.keybar.buttons["black"]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, K.Key_Space)
    assert s.stage.sight.kind is SightKind.BLACK
    assert s.show.state.position.slide == 1


def test_a_mouse_click_leaves_space_with_the_show(make_session: Make) -> None:
    s = make_session()
    QTest.mouseClick(s.desk.window.keybar.buttons["next"], Qt.MouseButton.LeftButton)
    assert shows(s) == (2, 0)
    assert not s.desk.window.keybar.buttons["next"].hasFocus()


def test_esc_ladder(make_session: Make) -> None:
    s = make_session()
    w = s.desk.window
    s.desk.do("next")
    s.desk.do("black")
    s.desk.do("laser")
    s.desk.do("overview")
    s.desk.do("find")
    for closed in (
        lambda: not w.finder.isVisible(),
        lambda: not w.overview_open,
        lambda: s.tools.tool is Tool.NONE,
        lambda: s.stage.sight.kind is SightKind.SLIDE,
    ):
        assert not closed()
        s.desk.do("escape")
        assert closed()
    s.desk.do("escape")
    assert not s.show.state.ended, "one press never ends the show"
    assert "again" in w.passing.text.text().lower()


def test_f5_while_live_changes_nothing(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_F5)
    QTest.keyClick(s.console, K.Key_Right)
    QTest.keyClick(s.console, K.Key_F5)
    assert shows(s) == (2, 0)


def test_the_clock_starts_at_the_first_next_and_home_leaves_it(make_session: Make, clock: FakeClock) -> None:
    s = make_session()
    clock.advance(60)
    s.tick()
    assert text_of(s.console, "Time gone") == "0:00"
    s.desk.do("next")
    clock.advance(65)
    s.tick()
    assert text_of(s.console, "Time gone") == "1:05"
    assert text_of(s.console, "Time left") == "8:55"
    s.desk.do("first")
    s.tick()
    assert text_of(s.console, "Time gone") == "1:05"


def test_sleep_is_held_off_only_while_the_clock_runs(make_session: Make) -> None:
    s = make_session()
    assert not s.sleep.held
    s.desk.do("next")
    assert s.sleep.held
    s.desk.do("toggle_timer")
    assert not s.sleep.held
    s.desk.do("toggle_timer")
    s.close()
    assert not s.sleep.held


def test_break_card_counts_down_and_next_leaves_it(make_session: Make, clock: FakeClock) -> None:
    s = make_session()
    s.desk.do("next")
    s.desk.do("break_card")
    assert s.stage.sight.kind is SightKind.CARD
    before = s.stage.sight.live.countdown
    clock.advance(61)
    s.tick()
    assert s.stage.sight.live.countdown != before
    s.desk.do("plus_minute")
    assert s.stage.sight.live.countdown == before.replace("10:00", "9:59")
    QTest.keyClick(s.stage, K.Key_PageDown)
    assert shows(s) == (2, 0)


def test_pointer_is_at_the_same_place_of_the_page_in_both_windows(make_session: Make) -> None:
    s = make_session()
    s.stage.resize(700, 700)  # a letterbox unlike the console's
    s.desk.do("laser")
    view = s.desk.window.current.view
    page = view.page_rect()
    at = QPointF(page.x() + page.width() * 0.25, page.y() + page.height() * 0.5)
    QTest.mouseMove(view, at.toPoint())
    s.tools.move(view.fraction(at))
    image = s.stage.grab().toImage()
    stage = s.stage.view.page_rect()
    spot = QPointF(stage.x() + stage.width() * 0.25, stage.y() + stage.height() * 0.5).toPoint()
    color = image.pixelColor(spot)
    assert color.red() > 200
    assert color.green() < 90


def test_notes_keep_their_size_between_sessions(make_session: Make) -> None:
    s = make_session()
    s.desk.do("notes_larger")
    size = s.desk.window.notes.text_size
    s.close()
    assert make_session().desk.window.notes.text_size == size


def test_a_missing_deck_is_said_and_nothing_crashes(make_session: Make, tmp_path: Path) -> None:
    s = make_session(tmp_path / "nowhere.md")
    assert "nowhere.md" in s.desk.window.lasting.text.text()
    assert s.stage.sight.scene is None
    for key in (K.Key_Right, K.Key_B, K.Key_O, K.Key_Escape, K.Key_End):
        QTest.keyClick(s.console, key)


def test_an_error_of_ours_leaves_the_stage_as_it_is(
    make_session: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    s = make_session()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such layout")

    monkeypatch.setattr("facilitator.ui.scenes.compose", broken)
    s.scenes._scenes.clear()
    before = s.stage.sight
    s.desk.do("next")
    assert s.stage.sight is before
    assert s.show.state.position.slide == 2


def test_the_end_dialog_asks_and_staying_goes_on(make_session: Make, qtbot: QtBot) -> None:
    s = make_session()
    s.desk.do("next")
    s.desk.do("escape")
    s.desk.do("escape")
    assert s.show.state.ended
    assert s.stage.sight.kind is SightKind.BLACK
    dialog = s.desk.programs._open["end"]
    dialog.reject()
    assert not s.show.state.ended
    assert shows(s) == (2, 0)
    assert not s.closed


def test_ending_deletes_the_journal(make_session: Make) -> None:
    s = make_session()
    s.desk.do("next")
    path = s.journal.path
    assert path.exists()
    s.desk.leaving.leave(delete=True)
    assert s.closed
    assert not path.exists()
