"""Entries at the console with a real room: every act by keyboard, every act undone, replies, help, pace."""

from __future__ import annotations

import json
import secrets
import urllib.request
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitator.room.records import Entry, EntryState, ModeratorView, Release
from facilitator.ui.console.inbox_acts import Act
from facilitator.ui.console.inbox_model import Filter, Roles
from facilitator.ui.dialogs.reply import SEEN_BY_ALL, SEEN_BY_AUTHOR, ReplyDialog
from facilitator.ui.session.session import Session
from facilitator.ui.session.takeback import CHANGED_SINCE
from facilitator.ui.stage.sight import SightKind
from tests.gui.conftest import Make, shows
from tests.gui.session.test_room import post

K, M = Qt.Key, Qt.KeyboardModifier
NONE = M.NoModifier


def press(s: Session, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """As the window system does: to whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or s.console, key, held)


def public(s: Session) -> dict[str, object]:
    """The room as everybody may see it."""
    assert s.link.host is not None
    with urllib.request.urlopen(s.link.host.participants_url() + "api/v1/room", timeout=5) as answer:
        made: dict[str, object] = json.load(answer)
        return made


@pytest.fixture
def s(make_session: Make, qtbot: QtBot) -> Session:
    """A running show whose room holds three entries; the list has the focus."""
    session = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: session.link.view is not None, timeout=15000)
    for text in ("first", "second", "third"):
        post(session, "entries", receipt=secrets.token_hex(16), category="question", text=text)
    inbox = session.desk.window.inbox
    qtbot.waitUntil(lambda: inbox.model.rowCount() == 3, timeout=5000)
    session.desk.do("next")
    session.console.activateWindow()
    assert QTest.qWaitForWindowActive(session.console, 2000)
    press(session, K.Key_I)
    assert inbox.list.hasFocus()
    return session


def entry(s: Session, entry_id: str) -> Entry:
    return next(e for e in s.desk.window.inbox.model.entries if e.id == entry_id)


def chosen(s: Session) -> Entry:
    found = s.desk.window.inbox.current
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "held", "field", "value"),
    [
        (K.Key_U, NONE, "state", EntryState.NEXT),
        (K.Key_V, NONE, "published", True),
        (K.Key_E, NONE, "state", EntryState.ANSWERED),
        (K.Key_Return, M.ControlModifier, "state", EntryState.ANSWERED),
        (K.Key_K, NONE, "state", EntryState.PARKED),
        (K.Key_Asterisk, M.ShiftModifier, "starred", True),
        (K.Key_D, NONE, "state", EntryState.DISMISSED),
        (K.Key_Delete, NONE, "state", EntryState.DISMISSED),
    ],
)
def test_every_act_has_a_key_and_ctrl_z_takes_it_back(
    s: Session, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier, field: str, value: object
) -> None:
    before = chosen(s)
    press(s, key, held)
    qtbot.waitUntil(lambda: getattr(entry(s, before.id), field) == value, timeout=5000)
    assert shows(s) == (2, 0), "these letters are the list's; the stage stays"
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: entry(s, before.id) == before, timeout=5000)
    qtbot.waitUntil(lambda: chosen(s).id == before.id, timeout=5000)
    assert shows(s) == (2, 0), "the last thing done was not to the stage"
    press(s, K.Key_Z, M.ControlModifier)
    assert shows(s) == (1, 0), "before it came the slide"


def test_the_letters_do_nothing_outside_the_list(s: Session, qtbot: QtBot) -> None:
    before = s.desk.window.inbox.model.entries
    press(s, K.Key_Escape)
    for key in (K.Key_U, K.Key_V, K.Key_E, K.Key_K, K.Key_D, K.Key_Delete, K.Key_R):
        press(s, key)
    qtbot.wait(300)
    assert s.desk.window.inbox.model.entries == before
    assert not s.desk.programs.is_open("reply")


def test_what_was_done_is_taken_back_in_its_order(s: Session, qtbot: QtBot) -> None:
    one = chosen(s)
    press(s, K.Key_Return)
    assert s.room_desk.on_stage == one.id
    qtbot.waitUntil(lambda: entry(s, one.id).state is EntryState.ON_SCREEN, timeout=5000)
    press(s, K.Key_Asterisk, M.ShiftModifier)
    qtbot.waitUntil(lambda: entry(s, one.id).starred, timeout=5000)
    press(s, K.Key_E)
    qtbot.waitUntil(lambda: entry(s, one.id).state is EntryState.ANSWERED, timeout=5000)
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: entry(s, one.id).state is EntryState.ON_SCREEN, timeout=5000)
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: not entry(s, one.id).starred, timeout=5000)
    assert s.room_desk.on_stage == one.id
    press(s, K.Key_Z, M.ControlModifier)
    assert s.room_desk.on_stage == ""
    press(s, K.Key_Y, M.ControlModifier)
    assert s.room_desk.on_stage == one.id
    press(s, K.Key_Z, M.ControlModifier)
    assert shows(s) == (2, 0)


def test_ctrl_z_does_not_wait_for_the_room(s: Session, qtbot: QtBot) -> None:
    """Two keys in one breath: the room takes both in their order."""
    one = chosen(s)
    press(s, K.Key_D)
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: "Taken back" in s.desk.window.passing.text.text(), timeout=5000)
    qtbot.wait(500)
    assert entry(s, one.id) == one
    assert "Taken back" in s.desk.window.passing.text.text(), "no word of what is undone already"
    assert shows(s) == (2, 0)


def test_what_the_room_refuses_is_told_and_is_no_step(s: Session, qtbot: QtBot) -> None:
    gone = Entry("f" * 32, "question", "not there")
    s.room_desk._known[gone.id] = gone
    s.room_desk.act(Act.PARK.value, gone.id)
    qtbot.waitUntil(lambda: "took it back" in s.desk.window.lasting.text.text(), timeout=5000)
    press(s, K.Key_Z, M.ControlModifier)
    assert shows(s) == (1, 0), "the slide was the last thing that was done"


def test_its_own_undo_button_counts_once(s: Session, qtbot: QtBot) -> None:
    one = chosen(s)
    press(s, K.Key_K)
    w = s.desk.window
    qtbot.waitUntil(lambda: "Parked" in w.passing.text.text(), timeout=5000)
    w.passing.buttons[0].click()
    qtbot.waitUntil(lambda: entry(s, one.id).state is EntryState.NEW, timeout=5000)
    press(s, K.Key_Z, M.ControlModifier)
    assert shows(s) == (1, 0), "the act is taken back already: the slide is next"


def test_what_leaves_the_list_may_still_be_on_the_wall(s: Session, qtbot: QtBot) -> None:
    press(s, K.Key_Return)
    one = chosen(s)
    qtbot.waitUntil(lambda: chosen(s).state is EntryState.ON_SCREEN, timeout=5000)
    press(s, K.Key_D)
    w = s.desk.window
    qtbot.waitUntil(lambda: "still on the wall" in w.passing.text.text(), timeout=5000)
    assert s.room_desk.on_stage == one.id, "nothing leaves the wall by itself"
    next(b for b in w.passing.buttons if b.text() == "Take it off the stage").click()
    assert s.stage.sight.kind is SightKind.SLIDE
    qtbot.waitUntil(lambda: entry(s, one.id).state is EntryState.DISMISSED, timeout=5000)


# --- replies ---


def back_in_the_list(s: Session) -> None:
    """The window system gives the console the keys again when the dialog is gone; here nobody does."""
    assert s.console.focusWidget() is s.desk.window.inbox.list
    s.console.activateWindow()
    assert QTest.qWaitForWindowActive(s.console, 2000)


def reply_of(s: Session) -> ReplyDialog:
    dialog = s.desk.programs.dialog("reply")
    assert isinstance(dialog, ReplyDialog)
    return dialog


def test_a_reply_by_keyboard_reaches_its_author_and_then_everybody(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    receipt = secrets.token_hex(16)
    post(s, "entries", receipt=receipt, category="question", text="Where is <b>help</b>?")
    inbox = s.desk.window.inbox
    qtbot.waitUntil(lambda: inbox.model.rowCount() == 1, timeout=5000)
    before = chosen(s)
    s.console.activateWindow()
    assert QTest.qWaitForWindowActive(s.console, 2000)
    press(s, K.Key_I)
    press(s, K.Key_R)
    dialog = reply_of(s)
    assert dialog.words.text() == "Where is <b>help</b>?", "plain text"
    assert dialog.seen.text() == SEEN_BY_AUTHOR
    QTest.keyClick(dialog.text, K.Key_Return, M.ControlModifier)
    assert "nothing to read" in dialog.said.text()
    QTest.keyClicks(dialog.text, "Ask at the desk.")
    QTest.keyClick(dialog.text, K.Key_Return, M.ControlModifier)
    qtbot.waitUntil(lambda: entry(s, before.id).reply == "Ask at the desk.", timeout=5000)
    qtbot.waitUntil(lambda: not s.desk.programs.is_open("reply"), timeout=5000)
    assert post(s, "entries/status", receipt=receipt)["reply"] == "Ask at the desk."
    assert public(s)["entries"] == [], "nobody else sees it before the entry is published"
    spoken = inbox.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "your reply: Ask at the desk." in spoken

    back_in_the_list(s)
    press(s, K.Key_R)
    dialog = reply_of(s)
    assert dialog.text.toPlainText() == "Ask at the desk."
    dialog.publish.setChecked(True)
    assert dialog.seen.text() == SEEN_BY_ALL
    dialog.send_button.click()
    qtbot.waitUntil(lambda: entry(s, before.id).published, timeout=5000)
    (shown,) = public(s)["entries"]  # type: ignore[misc]
    assert shown["reply"] == "Ask at the desk."
    qtbot.waitUntil(lambda: not s.desk.programs.is_open("reply"), timeout=5000)
    back_in_the_list(s)
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: not entry(s, before.id).published, timeout=5000)
    assert entry(s, before.id).reply == "Ask at the desk."
    press(s, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: entry(s, before.id) == before, timeout=5000)


def test_a_reply_can_be_taken_away_and_an_entry_that_is_gone_keeps_the_words(
    s: Session, qtbot: QtBot
) -> None:
    one = chosen(s)
    s.room_desk.reply(one, "Yes.", False, then=lambda: None, otherwise=lambda _: None)
    qtbot.waitUntil(lambda: chosen(s).reply == "Yes.", timeout=5000)
    press(s, K.Key_R)
    reply_of(s).remove.click()
    qtbot.waitUntil(lambda: entry(s, one.id).reply == "", timeout=5000)
    qtbot.waitUntil(lambda: not s.desk.programs.is_open("reply"), timeout=5000)
    back_in_the_list(s)
    press(s, K.Key_R)
    dialog = reply_of(s)
    dialog.text.setPlainText("Half a sentence")
    s.room_desk._known.pop(one.id)
    dialog.send_button.click()
    assert "took it back" in dialog.said.text()
    assert dialog.text.toPlainText() == "Half a sentence"
    assert dialog.send_button.isEnabled()
    dialog.close()


# --- words that change under the trainer's hands ---


@pytest.fixture
def written(make_session: Make, qtbot: QtBot) -> tuple[Session, str]:
    """A room with one entry, and its author's receipt; the list has the focus."""
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    receipt = secrets.token_hex(16)
    post(s, "entries", receipt=receipt, category="question", text="harmless")
    qtbot.waitUntil(lambda: s.desk.window.inbox.model.rowCount() == 1, timeout=5000)
    s.console.activateWindow()
    assert QTest.qWaitForWindowActive(s.console, 2000)
    press(s, K.Key_I)
    return s, receipt


def edit(s: Session, receipt: str, qtbot: QtBot, text: str = "NASTY") -> None:
    post(s, "entries/edit", receipt=receipt, category="question", text=text)
    qtbot.waitUntil(lambda: s.desk.window.inbox.model.entries[0].text == text, timeout=5000)


@pytest.mark.parametrize("key", [K.Key_Asterisk, K.Key_D, K.Key_V])
def test_ctrl_z_never_publishes_words_that_nobody_has_read(
    written: tuple[Session, str], qtbot: QtBot, key: Qt.Key
) -> None:
    s, receipt = written
    one = chosen(s)
    press(s, K.Key_V)
    qtbot.waitUntil(lambda: entry(s, one.id).published, timeout=5000)
    press(s, key, M.ShiftModifier if key == K.Key_Asterisk else NONE)  # V again: taken from the page
    qtbot.waitUntil(lambda: entry(s, one.id) != replace(one, published=True), timeout=5000)
    edit(s, receipt, qtbot)
    s.desk.do("undo")
    w = s.desk.window
    if key == K.Key_Asterisk:
        qtbot.waitUntil(lambda: not entry(s, one.id).starred, timeout=5000)
    else:
        qtbot.waitUntil(lambda: CHANGED_SINCE in w.lasting.text.text(), timeout=5000)
    qtbot.waitUntil(lambda: entry(s, one.id) == replace(one, text="NASTY"), timeout=5000)
    assert public(s)["entries"] == []


def test_ctrl_z_takes_back_one_of_two_keys_in_one_breath(written: tuple[Session, str], qtbot: QtBot) -> None:
    s, _ = written
    one = chosen(s)
    press(s, K.Key_V)
    press(s, K.Key_Asterisk, M.ShiftModifier)
    press(s, K.Key_Z, M.ControlModifier)
    said = s.desk.window.passing.text
    qtbot.waitUntil(lambda: "Taken back: starred" in said.text(), timeout=5000)
    qtbot.waitUntil(lambda: entry(s, one.id) == replace(one, published=True), timeout=5000)


def test_undo_of_an_entry_that_is_gone_says_only_that(written: tuple[Session, str], qtbot: QtBot) -> None:
    s, receipt = written
    press(s, K.Key_Asterisk, M.ShiftModifier)
    qtbot.waitUntil(lambda: chosen(s).starred, timeout=5000)
    post(s, "entries/withdraw", receipt=receipt)
    qtbot.waitUntil(lambda: s.desk.window.inbox.model.rowCount() == 0, timeout=5000)
    s.desk.do("undo")
    w = s.desk.window
    qtbot.waitUntil(lambda: "took it back" in w.lasting.text.text(), timeout=5000)
    assert "Taken back" not in w.passing.text.text()


def test_a_reply_publishes_the_words_that_it_shows_or_nothing(
    written: tuple[Session, str], qtbot: QtBot
) -> None:
    s, receipt = written
    one = chosen(s)
    press(s, K.Key_R)
    dialog = reply_of(s)
    edit(s, receipt, qtbot)
    assert dialog.words.text() == "harmless"
    dialog.text.setPlainText("ok")
    dialog.publish.setChecked(True)
    dialog.send_button.click()
    qtbot.waitUntil(lambda: "changed it meanwhile" in dialog.said.text(), timeout=5000)
    assert dialog.words.text() == "NASTY", "it can be read again here"
    assert not dialog.publish.isChecked()
    assert dialog.text.toPlainText() == "ok"
    assert entry(s, one.id) == replace(one, text="NASTY")
    dialog.publish.setChecked(True)
    dialog.send_button.click()
    qtbot.waitUntil(lambda: entry(s, one.id).published, timeout=5000)


def test_a_reply_dialog_put_away_meanwhile_is_left_alone(written: tuple[Session, str], qtbot: QtBot) -> None:
    s, _ = written
    press(s, K.Key_R)
    dialog = reply_of(s)
    dialog.text.setPlainText("ok")
    dialog.send_button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: "Replied" in s.desk.window.passing.text.text(), timeout=5000)
    qtbot.waitUntil(lambda: chosen(s).reply == "ok", timeout=5000)


def test_covered_means_the_reply_dialog_too(written: tuple[Session, str], qtbot: QtBot) -> None:
    s, _ = written
    press(s, K.Key_R)
    reply_of(s).text.setPlainText("half a")
    s.desk.cover(True)
    assert not s.desk.programs.is_open("reply")
    s.desk.inbox_desk.replies.ask(chosen(s).id)
    assert not s.desk.programs.is_open("reply")
    assert "Uncover first" in s.desk.window.passing.text.text()
    s.desk.cover(False)
    s.desk.inbox_desk.replies.ask(chosen(s).id)
    assert reply_of(s).text.toPlainText() == "half a", "what was typed is not lost"
    reply_of(s).reject()


# --- search and filters ---


def test_search_by_keyboard_looks_through_everything(s: Session, qtbot: QtBot) -> None:
    inbox = s.desk.window.inbox
    inbox.select(next(e.id for e in inbox.model.entries if e.text == "second"))
    press(s, K.Key_K)
    qtbot.waitUntil(lambda: inbox.model.rowCount() == 2, timeout=5000)
    press(s, K.Key_Slash)
    assert inbox.search.hasFocus()
    assert not s.desk.window.finder.isVisible(), "not the slides' search"
    QTest.keyClicks(inbox.search, "second")
    assert [e.text for e in inbox.model.rows] == ["second"], "parked entries are found too"
    press(s, K.Key_Return)
    assert inbox.list.hasFocus()
    assert shows(s) == (2, 0)
    QTest.keyClick(inbox.search, K.Key_X)
    assert "No entry has" in inbox.empty.text()
    inbox.search.setFocus()
    press(s, K.Key_Escape)
    assert inbox.search.isHidden()
    assert inbox.model.show is Filter.TO_READ
    assert inbox.model.rowCount() == 2
    assert inbox.list.hasFocus()


def test_the_queue_has_a_filter_and_a_number_of_its_own(s: Session, qtbot: QtBot) -> None:
    inbox, badge = s.desk.window.inbox, s.desk.window.topbar.badge
    assert badge.text() == "3 to read"
    press(s, K.Key_U)
    qtbot.waitUntil(lambda: badge.text() == "2 to read · 1 next", timeout=5000)
    assert inbox.acts.buttons[Act.NEXT].isChecked()
    assert inbox.acts.buttons[Act.NEXT].accessibleName() == "Not next (U)"
    inbox.set_filter(show=Filter.NEXT)
    assert [e.state for e in inbox.model.rows] == [EntryState.NEXT]


def test_covered_entries_are_not_read_aloud_either(s: Session) -> None:
    s.desk.cover(True)
    index = s.desk.window.inbox.list.currentIndex()
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Question: covered"
    assert index.data(Roles.ENTRY).text not in said


# --- help, pause, pace ---


def state_of(s: Session, name: str) -> object:
    state = public(s)["state"]
    assert isinstance(state, dict)
    return state[name]


def test_where_help_is_on_the_wall_is_on_every_phone(s: Session, qtbot: QtBot) -> None:
    s.desk.do("resources_card")
    qtbot.waitUntil(lambda: state_of(s, "show_resources") is True, timeout=5000)
    qtbot.waitUntil(lambda: "help shown" in s.desk.window.topbar.room.text(), timeout=5000)
    s.desk.do("next")
    qtbot.waitUntil(lambda: state_of(s, "show_resources") is False, timeout=5000)
    qtbot.waitUntil(lambda: "help shown" not in s.desk.window.topbar.room.text(), timeout=5000)
    before = s.stage.sight
    press(s, K.Key_A, M.ShiftModifier)
    qtbot.waitUntil(lambda: state_of(s, "show_resources") is True, timeout=5000)
    assert s.stage.sight.same(before), "the phones alone"
    qtbot.waitUntil(lambda: s.desk.menus.actions["help_everywhere"].isChecked(), timeout=5000)
    s.desk.do("resources_card")
    s.desk.do("leave_card")
    qtbot.wait(400)
    assert state_of(s, "show_resources") is True, "what was on before stays on"
    press(s, K.Key_A, M.ShiftModifier)
    qtbot.waitUntil(lambda: state_of(s, "show_resources") is False, timeout=5000)


def test_of_the_rooms_facts_the_gravest_is_said_the_others_on_asking(make_session: Make) -> None:
    s = make_session()
    room = s.desk.window.topbar.room
    s.desk.room_view(
        ModeratorView(
            1, (), 20, Release.ROUND, round_open=True, paused=True, pace=(9, 1, 1), show_resources=True
        )
    )
    assert room.text() == "room about 20, paused"
    for fact in ("paused", "finds it too fast", "round open", "help shown"):
        assert fact in room.accessibleName()
        assert fact in room.toolTip()


def test_the_box_can_be_paused_and_says_so(s: Session, qtbot: QtBot) -> None:
    s.desk.do("pause_room")
    qtbot.waitUntil(lambda: state_of(s, "paused") is True, timeout=5000)
    qtbot.waitUntil(lambda: s.desk.window.topbar.room.text().endswith("paused"), timeout=5000)
    assert s.desk.menus.actions["pause_room"].isChecked()
    s.desk.do("pause_room")
    qtbot.waitUntil(lambda: state_of(s, "paused") is False, timeout=5000)


def view(pace: tuple[int, int, int] | None) -> ModeratorView:
    return ModeratorView(1, (), 20, Release.MIXED, connected=True, pace=pace)


def test_the_pace_is_shown_once_the_room_tells_it_and_goes_again(make_session: Make) -> None:
    s = make_session()
    inbox, room = s.desk.window.inbox, s.desk.window.topbar.room
    s.desk.room_view(view(None))
    assert inbox.pace.isHidden()
    assert room.text() == "room about 20"
    s.desk.room_view(view((2, 3, 1)))
    assert inbox.pace.text() == "The pace, says the room: 2 too fast, 3 just right, 1 too slow"
    assert not inbox.pace.isHidden()
    assert room.text() == "room about 20", "no majority: nothing to be done about it"
    s.desk.room_view(view((4, 2, 1)))
    assert room.text() == "room about 20, finds it too fast"
    assert room.property("tone") == "amber"
    amber = QColor(s.tokens.palette.amber)
    image = room.grab().toImage()
    assert any(
        image.pixelColor(x, y) == amber for x in range(image.width()) for y in range(image.height())
    ), "and looks it"
    s.desk.room_view(view(None))
    assert inbox.pace.isHidden()
    assert room.text() == "room about 20"
