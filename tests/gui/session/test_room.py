"""The room in the console, with a real room process: entries arrive, the trainer puts one on the stage."""

from __future__ import annotations

import json
import secrets
import urllib.request

from pytestqt.qtbot import QtBot

from facilitator.room.records import EntryState, Release
from facilitator.ui.console.inbox import Act
from facilitator.ui.session.session import Session
from facilitator.ui.stage.sight import SightKind
from tests.gui.conftest import Make, shows


def post(session: Session, what: str, **body: str) -> dict[str, object]:
    assert session.link.host is not None
    url = session.link.host.participants_url() + f"api/v1/{what}"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        made: dict[str, object] = json.load(answer)
        return made


def test_from_a_phone_to_the_stage_and_back(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.INSTANT)
    w = s.desk.window
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    qtbot.waitUntil(lambda: s.scenes.live.url != "", timeout=10000)
    s.desk.do("next")
    before = s.stage.sight
    receipt = secrets.token_hex(16)
    focus = w.focusWidget()
    text = "What if <b>rules</b> ask for a test first?"
    post(s, "entries", receipt=receipt, category="question", text=text)
    qtbot.waitUntil(lambda: w.inbox.model.rowCount() == 1, timeout=5000)
    assert w.topbar.badge.text() == "1 to read"
    assert s.stage.sight.same(before), "nothing from the network changes the stage"
    assert w.focusWidget() is focus, "the badge never takes the focus"

    s.desk.do("show_entry")
    assert s.stage.sight.kind is SightKind.CARD
    assert "<b>rules</b>" in s.stage.sight.scene.title + str(s.stage.sight.scene.items), "plain text"
    entry = w.inbox.model.entries[0]
    qtbot.waitUntil(lambda: w.inbox.model.entries[0].state is EntryState.ON_SCREEN, timeout=5000)

    post(s, "entries/withdraw", receipt=receipt)
    qtbot.waitUntil(lambda: "taken it back" in w.lasting.text.text(), timeout=5000)
    assert s.stage.sight.kind is SightKind.CARD, "the trainer decides"
    s.room_desk.off_stage()
    assert shows(s) == (2, 0)
    qtbot.waitUntil(lambda: w.inbox.model.row_of(entry.id) < 0, timeout=5000)


def test_what_the_trainer_does_with_entries(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.INSTANT)
    w = s.desk.window
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    for text in ("first", "second"):
        post(s, "entries", receipt=secrets.token_hex(16), category="comment", text=text)
    qtbot.waitUntil(lambda: w.inbox.model.rowCount() == 2, timeout=5000)

    def state(entry_id: str) -> EntryState:
        return next(e.state for e in w.inbox.model.entries if e.id == entry_id)

    chosen = w.inbox.current
    assert chosen is not None
    w.inbox.act(Act.PARK)
    qtbot.waitUntil(lambda: state(chosen.id) is EntryState.PARKED, timeout=5000)
    assert w.parking.list.count() == 1
    assert w.topbar.badge.text() == "1 to read"
    other = w.inbox.current
    assert other is not None
    assert other.id != chosen.id
    s.desk.do("answered")
    qtbot.waitUntil(lambda: state(other.id) is EntryState.ANSWERED, timeout=5000)
    assert w.topbar.badge.text() == "nothing to read"
    # The word "Answered." offers to take it back.
    w.passing.buttons[0].click()
    qtbot.waitUntil(lambda: state(other.id) is EntryState.NEW, timeout=5000)


def test_the_room_process_killed_is_told_and_comes_back(make_session: Make, qtbot: QtBot) -> None:
    import os
    import signal

    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.state == "connected", timeout=15000)
    assert s.link.host is not None
    before = s.stage.sight
    os.kill(s.link.host.process_id or 0, signal.SIGKILL)
    qtbot.waitUntil(lambda: s.link.state == "lost", timeout=10000)
    s.desk.do("next")
    assert not s.stage.sight.same(before), "the show goes on meanwhile"
    qtbot.waitUntil(lambda: s.link.state == "connected", timeout=15000)


def test_a_port_that_is_taken_is_said_and_the_show_goes_on(make_session: Make, qtbot: QtBot) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        s = make_session(with_room=True, port=taken.getsockname()[1])
        qtbot.waitUntil(lambda: "--port" in s.desk.window.lasting.text.text(), timeout=10000)
    s.desk.do("next")
    assert shows(s) == (2, 0)


def test_delete_now_leaves_no_room_and_no_journal(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    assert s.link.host is not None
    room, journal = s.link.host.file, s.journal.path
    post(s, "entries", receipt=secrets.token_hex(16), category="comment", text="gone soon")
    qtbot.waitUntil(lambda: s.desk.window.inbox.model.rowCount() == 1, timeout=5000)
    assert room.exists()
    s.desk.do("end")
    dialog = s.desk.programs._open["end"]
    assert not s.closed, "there is an entry: it asks"
    dialog.go.click()
    assert s.closed
    assert not room.exists()
    assert not journal.exists()


def test_kept_for_a_week(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    assert s.link.host is not None
    room, journal = s.link.host.file, s.journal.path
    s.desk.do("next")
    s.desk.do("end")
    dialog = s.desk.programs._open["end"]
    dialog.keep.setChecked(True)
    dialog.go.click()
    assert s.closed
    assert room.exists()
    assert journal.exists()
