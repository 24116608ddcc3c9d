"""Rounds at the console with a real room: opened, counted down, closed; the wall follows the trainer."""

from __future__ import annotations

import json
import secrets
import urllib.request

import pytest
from pytestqt.qtbot import QtBot

from facilitator.room.records import ModeratorView, Release
from facilitator.scene.model import QrItem
from facilitator.show.state import CardKind
from facilitator.system.clock import FakeClock
from facilitator.ui.session.rounds import NO_ROUNDS
from facilitator.ui.session.session import Session
from facilitator.ui.stage.sight import SightKind
from tests.gui.conftest import Make, shows
from tests.gui.console.test_console import _texts
from tests.gui.session.test_room import post


@pytest.fixture
def s(make_session: Make, qtbot: QtBot) -> Session:
    session = make_session(with_room=True, release=Release.ROUND)
    qtbot.waitUntil(lambda: session.link.view is not None, timeout=15000)
    session.desk.do("next")
    return session


def card_kind(s: Session) -> CardKind | None:
    return s.show.state.card.kind if s.show.state.card is not None else None


def opened(s: Session, qtbot: QtBot) -> None:
    s.desk.do("round_card")
    qtbot.waitUntil(lambda: card_kind(s) is CardKind.ROUND, timeout=5000)
    qtbot.waitUntil(lambda: s.link.view is not None and s.link.view.round_open, timeout=5000)


def moderator(s: Session, path: str, **body: object) -> None:
    """What the moderator page does."""
    host = s.link.host
    assert host is not None
    url = f"{host.base_url}/api/v1/moderate/{path}"
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {host.moderator_key}"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    urllib.request.urlopen(request, timeout=5).close()


def test_a_round_is_opened_counted_down_and_closed(s: Session, qtbot: QtBot, clock: FakeClock) -> None:
    w = s.desk.window
    assert w.inbox.acts.collect.text() == "Open round"
    assert "no round open" in w.topbar.room.text()
    opened(s, qtbot)
    words = " ".join(_texts(s))
    assert "everybody writes" in words
    assert "Nothing to add" in words
    assert [i.what for i in s.stage.sight.scene.items if isinstance(i, QrItem)] == ["address"]
    assert s.stage.sight.live.countdown == "3:00"
    qtbot.waitUntil(lambda: w.inbox.acts.collect.text() == "Close round", timeout=5000)
    clock.advance(61)
    s.tick()
    assert s.stage.sight.live.countdown == "1:59"
    s.desk.do("plus_minute")
    assert s.stage.sight.live.countdown == "2:59"
    before = s.stage.sight
    for text in ("one", "two"):
        post(s, "entries", receipt=secrets.token_hex(16), category="comment", text=text)
    qtbot.wait(500)
    assert s.stage.sight.same(before), "nobody is counted on the wall"
    assert w.topbar.badge.text() == "nothing to read"
    assert w.inbox.model.rowCount() == 0
    w.inbox.acts.collect.click()
    qtbot.waitUntil(lambda: w.inbox.model.rowCount() == 2, timeout=5000)
    assert "The round is closed" in " ".join(_texts(s))
    assert s.stage.sight.live.countdown == ""
    s.desk.do("next")
    assert shows(s) == (2, 0), "the card is left like any other"


def test_the_card_comes_back_with_the_time_that_is_left(s: Session, qtbot: QtBot, clock: FakeClock) -> None:
    opened(s, qtbot)
    clock.advance(30)
    s.desk.do("next")
    assert s.stage.sight.kind is SightKind.SLIDE
    clock.advance(30)
    s.desk.do("round_card")
    assert s.stage.sight.live.countdown == "2:00"
    assert s.link.view is not None
    assert s.link.view.round_open, "bringing the card back closes nothing"
    s.desk.do("round_card")
    qtbot.waitUntil(lambda: not s.link.view.round_open, timeout=5000)  # type: ignore[union-attr]
    assert "The round is closed" in " ".join(_texts(s))


def test_a_round_closed_under_another_slide_leaves_the_wall_alone(s: Session, qtbot: QtBot) -> None:
    opened(s, qtbot)
    s.desk.do("next")
    before = s.stage.sight
    s.room_desk.round(False)
    qtbot.waitUntil(lambda: not s.link.view.round_open, timeout=5000)  # type: ignore[union-attr]
    assert s.stage.sight.same(before)


def told(s: Session) -> str:
    """What the console says of rounds, if it says it now."""
    said = s.messages.lasting
    return said.text if said is not None and said.key == "round" else ""


def test_when_the_time_is_up_the_trainer_is_told_once(s: Session, qtbot: QtBot, clock: FakeClock) -> None:
    opened(s, qtbot)
    clock.advance(181)
    s.tick()
    assert "time is up" in told(s)
    assert "Time is up" in " ".join(_texts(s))
    assert s.link.view is not None
    assert s.link.view.round_open, "the room is open until the trainer closes it"
    s.messages.put_away(key="round")
    s.tick()
    assert not told(s)
    s.desk.do("plus_minute")
    clock.advance(61)
    s.tick()
    assert "time is up" in told(s)
    s.desk.window.lasting.buttons[0].click()
    qtbot.waitUntil(lambda: not s.link.view.round_open, timeout=5000)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not told(s), timeout=5000)


def test_a_round_closed_at_the_moderator_page_is_told_and_the_wall_waits(s: Session, qtbot: QtBot) -> None:
    opened(s, qtbot)
    before = s.stage.sight
    moderator(s, "round", open=False)
    line = s.desk.window.lasting
    qtbot.waitUntil(lambda: "moderator page" in line.text.text(), timeout=5000)
    assert s.stage.sight.same(before)
    line.buttons[0].click()
    assert "The round is closed" in " ".join(_texts(s))


@pytest.mark.parametrize("first", ["answer", "view"])
def test_whichever_comes_first_the_answer_or_the_view(make_session: Make, first: str) -> None:
    """The room's answer and its next view come by two ways; a view that was on its way is no news."""
    s = make_session()
    rounds, line = s.room_desk.rounds, s.messages

    def view(is_open: bool) -> None:
        s.link.view = ModeratorView(1, (), 20, Release.ROUND, round_open=is_open)
        rounds.took(s.link.view)

    view(False)
    if first == "view":
        view(True)
        rounds._opened()
    else:
        rounds._opened()
        view(False)  # made before the round was opened
        assert line.lasting is None
        view(True)
    assert card_kind(s) is CardKind.ROUND
    view(False)
    assert "moderator page" in told(s)


def test_ctrl_z_brings_back_a_card_not_a_round(s: Session, qtbot: QtBot) -> None:
    opened(s, qtbot)
    s.desk.do("round_card")
    qtbot.waitUntil(lambda: not s.link.view.round_open, timeout=5000)  # type: ignore[union-attr]
    s.desk.do("undo")
    line = s.desk.window.lasting
    assert "none is open" in line.text.text()
    line.buttons[0].click()
    qtbot.waitUntil(lambda: s.link.view.round_open, timeout=5000)  # type: ignore[union-attr]
    assert "none is open" not in line.text.text() or not line.isVisible()


def test_a_room_that_mixes_says_where_rounds_are_chosen(make_session: Make, qtbot: QtBot) -> None:
    s = make_session(with_room=True)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    s.desk.do("round_card")
    assert s.desk.window.passing.text.text() == NO_ROUNDS
    assert card_kind(s) is None


def test_without_a_room_there_is_no_round(make_session: Make) -> None:
    s = make_session()
    s.desk.do("round_card")
    assert "no open room" in s.desk.window.passing.text.text()
    assert card_kind(s) is None
