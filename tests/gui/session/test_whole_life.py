"""Beginning, interruption and end: continue after a kill, rehearse, another deck, what stays on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from facilitator.app import PresentOptions, Runner, application
from facilitator.show.recovery import interrupted_sessions
from facilitator.system.clock import FakeClock
from facilitator.ui.desktop import gong
from facilitator.ui.stage.sight import SightKind
from tests.gui.conftest import Make, shows

KILLED = """
import os, signal, sys
from pathlib import Path
from facilitator.app import Session, application
app = application()
session = Session(Path(sys.argv[1]), windowed=True, with_room=False)
session.start()
for command in ("next", "next", "break_card"):
    session.desk.do(command)
session.desk.commander.show("park", text="ask the pharmacy")
app.processEvents()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_session_is_continued_where_it_was(make_session: Make, deck_file: Path, home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(deck_file)],
        env=os.environ | {"FACILITATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    offered = interrupted_sessions()
    assert len(offered) == 1
    assert "slide 2" in offered[0].offer
    from facilitator.system.clock import SystemClock

    s = make_session(resume=offered[0], clock=SystemClock())
    assert s.show.state.position.slide == 2
    assert s.show.state.position.step == 1
    assert s.stage.sight.kind is SightKind.CARD, "the break goes on"
    assert s.show.state.parked == ("ask the pharmacy",)
    assert not interrupted_sessions(), "it runs: it is not offered twice"


def test_what_the_room_wrote_before_the_show_began_is_offered_again(
    make_session: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People write while they come in; then the laptop dies. Not started is not empty."""
    import secrets
    from datetime import timedelta

    from facilitator.room import retention
    from facilitator.room.records import Release
    from facilitator.show import recovery
    from facilitator.system.clock import SystemClock
    from tests.gui.session.test_room import post

    s = make_session(with_room=True, release=Release.INSTANT, clock=SystemClock())
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    post(s, "entries", receipt=secrets.token_hex(16), category="question", text="Will there be a break?")
    qtbot.waitUntil(lambda: s.desk.window.inbox.model.rowCount() == 1, timeout=5000)
    s.close()  # as a signal does
    monkeypatch.setattr(recovery, "alive", lambda _: False)
    assert interrupted_sessions() == [], "the show itself had not begun"
    recovery.sweep(SystemClock().now() + timedelta(hours=1), retention.holds)
    (offered,) = interrupted_sessions(retention.holds)
    again = make_session(with_room=True, resume=offered, clock=SystemClock())
    qtbot.waitUntil(lambda: bool(again.link.view and again.link.view.entries), timeout=15000)
    assert again.link.view is not None
    assert again.link.view.entries[0].text == "Will there be a break?"


def test_closing_the_window_before_anything_happened_asks_nothing(make_session: Make) -> None:
    s = make_session()
    s.console.close()
    assert s.closed


def test_closing_the_window_of_a_running_show_asks(make_session: Make) -> None:
    s = make_session()
    s.desk.do("next")
    s.console.close()
    assert not s.closed
    assert s.desk.programs.is_open("end")


def test_whoever_has_joined_may_have_written_so_it_asks(make_session: Make, qtbot: QtBot) -> None:
    """What waits is counted nowhere: a room that somebody has opened is never deleted unasked."""
    from facilitator.room.records import ModeratorView, Release

    s = make_session()
    s.link.view = ModeratorView(1, (), 0, Release.MIXED, connected=True)
    s.console.close()
    assert not s.closed
    assert s.desk.programs.is_open("end")
    s.desk.programs.dialog("end").reject()
    s.link.view = None
    s.desk.programs.typed_in = True
    s.console.close()
    assert not s.closed, "a paper card may be waiting"


def test_files_made_before_an_interruption_are_listed_at_the_end(
    make_session: Make, deck_file: Path, tmp_path: Path
) -> None:
    from facilitator.show.recovery import read
    from facilitator.system.clock import SystemClock

    s = make_session()
    s.desk.do("next")
    s.desk.programs.written([tmp_path / "handout.pdf"])
    kept = read(s.journal.path)
    s.close()
    again = make_session(resume=kept, clock=SystemClock())
    again.desk.do("end")
    assert "handout.pdf" in again.desk.programs.dialog("end").made.text()


def test_a_rehearsal_is_marked_and_ends_without_a_question(make_session: Make) -> None:
    s = make_session(rehearsal=True)
    s.desk.do("next")
    assert "REHEARSAL" in s.desk.window.topbar.deck.text()
    s.desk.do("end")
    assert s.closed
    assert not s.journal.path.exists()


def test_start_screen_deck_and_end(deck_file: Path, qtbot: QtBot, home: Path) -> None:
    runner = Runner(application(), PresentOptions(windowed=True, room=False))
    runner.show_start()
    assert runner._start is not None
    assert runner._start.isVisible()
    runner._start.choose(deck_file)
    assert runner.session is not None
    assert shows(runner.session) == (1, 0)
    assert runner._start is None
    runner.session.desk.do("quit")
    assert runner.session.closed
    qtbot.wait(20)


def test_an_exercise_slide_shows_its_own_countdown(
    make_session: Make, tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    struck: list[int] = []
    monkeypatch.setattr(gong, "strike", lambda: struck.append(1))
    file = tmp_path / "pairs.md"
    file.write_text(
        "# Start\n\n---\n<!-- section: Pairs -->\n<!-- kind: exercise -->\n<!-- section-time: 8m -->\n"
        "# In pairs\n\nTalk.\n",
        encoding="utf-8",
    )
    s = make_session(file)
    s.settings.set("gong", True, False)
    s.desk.do("next")
    s.tick()
    assert s.stage.sight.margin.countdown == "8:00"
    clock.advance(75)
    s.tick()
    assert s.stage.sight.margin.countdown == "6:45"
    assert "6:45 left" in s.desk.window.current.truth.text()
    assert not struck
    clock.advance(500)
    s.tick()
    s.tick()
    assert struck == [1], "once"


def test_the_address_may_stand_on_every_slide(make_session: Make) -> None:
    from dataclasses import replace

    s = make_session()
    s.scenes.live = replace(s.scenes.live, address="192.0.2.10:8080")
    s.desk.programs._address_below(True)
    assert s.stage.sight.margin.address == "192.0.2.10:8080"
    s.close()
    again = make_session()
    assert again.sights.address_below


def test_a_fault_of_ours_is_told_and_logged_while_the_stage_stays(
    make_session: Make, caplog: pytest.LogCaptureFixture
) -> None:
    s = make_session()
    runner = Runner(application(), PresentOptions())
    runner.session = s
    before = s.stage.sight
    try:
        raise ValueError("a mistake in a slot")
    except ValueError as error:
        runner._excepthook(ValueError, error, error.__traceback__)
    assert s.stage.sight is before
    assert "the stage stays as it is" in s.desk.window.lasting.text.text()
    assert "ValueError at test_whole_life.py" in caplog.text
    assert "a mistake in a slot" not in caplog.text, "a message can hold what somebody wrote"


def test_a_sleep_of_the_laptop_is_asked_about_once(make_session: Make, clock: FakeClock) -> None:
    from datetime import timedelta

    s = make_session()
    s.desk.do("next")
    clock.advance(60)
    s.tick()
    clock.wall += timedelta(minutes=20)
    s.tick()
    line = s.desk.window.lasting
    assert "20 min are not on the show's clock" in line.text.text()
    next(b for b in line.buttons if b.text() == "Count them").click()
    assert 1255 <= s.show.elapsed() <= 1265
    assert not line.isVisible()
