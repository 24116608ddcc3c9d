"""The didactic presented from the first to the last press, with the program's real windows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from facilitator.app import Session
from facilitator.system.clock import FakeClock
from facilitator.system.resources import sample_deck
from tests.didactic.test_points import TITLES


@pytest.mark.gui
def test_fifty_minutes_from_the_first_press_to_the_last(qtbot: QtBot) -> None:
    """Every slide and every step comes, in order; as planned it ends on time, and sources stay behind."""
    clock = FakeClock(datetime(2026, 1, 15, 10, 0, tzinfo=UTC))
    session = Session(sample_deck(), windowed=True, with_room=False, clock=clock)
    try:
        session.start()
        show = session.show
        deck = session.deck_desk.deck
        seen = [session.stage.sight.scene.title if session.stage.sight.scene else ""]
        steps = 0
        show.do("start")
        for _ in range(200):
            slide = deck.slides[show.state.position.slide - 1]
            if show.state.position.step == slide.steps:
                clock.advance(slide.settings.seconds or 0)
            before = show.state.position
            show.do("next")
            after = show.state.position
            if after == before and show.state.started and after.slide == 20:
                break
            if after.slide != before.slide:
                scene = session.stage.sight.scene
                assert scene is not None
                seen.append(scene.title)
            elif after != before:
                steps += 1
        assert seen == TITLES
        assert steps == sum(s.steps for s in deck.slides[:20]) == 8 + 6
        assert show.elapsed() == 50 * 60
        assert "on time" in show.pace().words
    finally:
        session.close()
