"""How entries come out, chosen at the console: the page tells the new rules, and nothing written is lost."""

from __future__ import annotations

import secrets
import time
import urllib.request
from html import unescape

import pytest
from pytestqt.qtbot import QtBot

from facilitator.room.errors import RoomError
from facilitator.room.host import RoomHost
from facilitator.room.records import Release
from facilitator.show.recovery import Session as Interrupted
from facilitator.show.recovery import read
from facilitator.system import paths
from facilitator.system.clock import SystemClock
from facilitator.ui.dialogs.rules import RulesDialog
from facilitator.ui.session.rules import JOINED
from facilitator.ui.session.session import Session
from tests.gui.conftest import Make
from tests.gui.session.test_room import post


@pytest.fixture
def s(make_session: Make, qtbot: QtBot) -> Session:
    session = make_session(with_room=True)
    qtbot.waitUntil(lambda: session.link.view is not None, timeout=15000)
    return session


def page(s: Session) -> str:
    """What a phone reads."""
    assert s.link.host is not None
    with urllib.request.urlopen(s.link.host.participants_url(), timeout=5) as answer:
        return unescape(answer.read().decode())


def dialog_of(s: Session) -> RulesDialog:
    s.desk.menus.actions["room_rules"].trigger()
    dialog = s.desk.programs.dialog("rules")
    assert isinstance(dialog, RulesDialog)
    return dialog


def choose(s: Session, release: Release, moderated: bool) -> RulesDialog:
    dialog = dialog_of(s)
    dialog.ways[release].setChecked(True)
    dialog.moderated.setChecked(moderated)
    dialog.go.click()
    return dialog


def test_the_page_says_what_was_chosen_at_the_same_address(s: Session, qtbot: QtBot) -> None:
    host = s.link.host
    assert host is not None
    qtbot.waitUntil(lambda: bool(s.scenes.live.url), timeout=5000)
    old, url = host.file, s.scenes.live.url
    assert "The trainer reads everything first" in page(s)
    choose(s, Release.INSTANT, False)
    qtbot.waitUntil(lambda: s.link.host is not host and s.link.state == "connected", timeout=15000)
    qtbot.waitUntil(lambda: not s.desk.programs.is_open("rules"), timeout=5000)
    told = page(s)
    assert "What comes out is shown to everybody in the room at once" in told
    assert "everybody sees at once what you send" in told
    assert "The trainer reads everything first" not in told
    assert not old.exists(), "the empty room is gone"
    assert s.link.host is not None
    assert s.link.host.file.exists()
    qtbot.waitUntil(lambda: s.scenes.live.url == url, timeout=5000)
    kept = read(s.journal.path)
    assert kept is not None
    assert kept.room == s.link.host.file.name, "after a crash the new room is the one to go on with"
    post(s, "entries", receipt=secrets.token_hex(16), category="comment", text="hello")
    qtbot.waitUntil(lambda: bool(s.link.view and s.link.view.entries), timeout=5000)
    assert s.link.view is not None
    assert s.link.view.entries[0].published, "nobody reads first"
    assert s.desk.window.topbar.room.text().endswith("unmoderated")


def test_once_a_page_is_open_the_rules_stay_and_nothing_is_forced_out(s: Session, qtbot: QtBot) -> None:
    host = s.link.host
    assert host is not None
    seat = secrets.token_hex(16)
    with urllib.request.urlopen(f"{host.participants_url()}api/v1/events?seat={seat}", timeout=5):
        post(s, "entries", receipt=secrets.token_hex(16), category="comment", text="alone")
        qtbot.waitUntil(lambda: bool(s.link.view and s.link.view.seats), timeout=5000)
        dialog = choose(s, Release.INSTANT, False)
        qtbot.waitUntil(lambda: dialog.said.text() == JOINED, timeout=5000)
    assert dialog.cancel.isEnabled()
    qtbot.waitUntil(lambda: bool(s.link.view and not s.link.view.seats), timeout=5000)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.cancel.isEnabled(), timeout=5000)
    assert dialog.said.text() == JOINED, "whoever closed the page may have written"
    assert s.link.host is host
    assert s.link.view is not None
    assert s.link.view.entries == (), "looking shows nobody who has just written"
    assert not s.link.view.paused
    assert s.release is Release.MIXED
    assert s.moderated
    dialog.close()


def test_pause_and_help_are_carried_over(s: Session, qtbot: QtBot) -> None:
    host = s.link.host
    s.desk.do("pause_room")
    s.desk.do("help_everywhere")
    qtbot.waitUntil(
        lambda: bool(s.link.view and s.link.view.paused and s.link.view.show_resources), timeout=5000
    )
    choose(s, Release.INSTANT, True)
    qtbot.waitUntil(lambda: s.link.host is not host and s.link.view is not None, timeout=15000)
    qtbot.waitUntil(
        lambda: bool(s.link.view and s.link.view.paused and s.link.view.show_resources), timeout=5000
    )


def test_a_dialog_put_away_meanwhile_is_left_alone(s: Session, qtbot: QtBot) -> None:
    host = s.link.host
    dialog = choose(s, Release.INSTANT, True)
    assert not dialog.cancel.isEnabled()
    dialog.reject()  # Esc
    passing = s.desk.window.passing
    qtbot.waitUntil(lambda: "the way you chose" in passing.text.text(), timeout=15000)
    assert s.link.host is not host


def test_a_room_that_comes_up_after_the_end_is_taken_down(
    s: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The port is taken, the room goes elsewhere, and the session ends before anybody hears of it."""
    real, made = RoomHost.start, []

    def start(host: RoomHost) -> None:
        made.append(host)
        if len(made) == 1:
            raise RoomError("taken", "port")
        real(host)
        assert host.file.exists()

    monkeypatch.setattr(RoomHost, "start", start)
    s.reopen_room(Release.INSTANT, True)
    deadline = time.monotonic() + 15
    while len(made) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)  # no event is handled: the session does not hear of it
    s.close()
    assert len(made) == 2
    assert not made[1].file.exists()
    with pytest.raises(OSError):  # refused or reset
        urllib.request.urlopen(made[1].participants_url(), timeout=2)


def test_the_button_is_there_for_a_change_only(s: Session) -> None:
    dialog = dialog_of(s)
    assert dialog.ways[Release.MIXED].isChecked()
    assert not dialog.go.isEnabled()
    dialog.moderated.click()
    assert "unread" in dialog.moderated_words.text()
    assert dialog.go.isEnabled()
    dialog.moderated.click()
    assert not dialog.go.isEnabled()
    dialog.close()


def test_an_open_round_is_closed_first(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.ROUND)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    s.desk.do("round_card")
    qtbot.waitUntil(lambda: bool(s.link.view and s.link.view.round_open), timeout=5000)
    dialog = choose(s, Release.MIXED, True)
    assert "Close it first" in dialog.said.text()
    dialog.close()


def test_a_continued_room_keeps_the_rules_it_was_opened_by(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.ROUND, moderated=False)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    assert s.link.host is not None
    kept = read(s.journal.path)
    s.close()  # as a signal ends it: the room's file stays
    assert isinstance(kept, Interrupted)
    assert (paths.rooms_dir() / kept.room).exists()
    again = make_session(with_room=True, resume=kept, clock=SystemClock())
    qtbot.waitUntil(lambda: again.link.view is not None, timeout=15000)
    assert again.link.view is not None
    assert again.link.view.release is Release.ROUND
    assert not again.moderated
    assert "What comes out is shown to everybody" in page(again)
