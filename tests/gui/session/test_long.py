"""Two hours of a session on a clock that we move: nothing grows, nothing drifts."""

from __future__ import annotations

import gc

import psutil
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.system.clock import FakeClock
from tests.gui.conftest import Make


@pytest.mark.long
def test_two_hours_leave_memory_flat_and_the_clock_right(make_session: Make, clock: FakeClock) -> None:
    s = make_session()
    s.desk.do("next")
    commands = [
        "next",
        "previous",
        "black",
        "black",
        "freeze",
        "next",
        "freeze",
        "overview",
        "escape",
        "break_card",
        "plus_minute",
        "leave_card",
        "laser",
        "laser",
        "notes_larger",
        "notes_reset",
    ]
    process = psutil.Process()
    sizes, widgets = [], []
    for second in range(1, 7201):
        clock.advance(1)
        s.tick()
        if second % 20 == 0:
            s.desk.do(commands[second // 20 % len(commands)])
            QApplication.processEvents()
        if second % 900 == 0:
            gc.collect()
            sizes.append(process.memory_info().rss)
            widgets.append(len(s.console.findChildren(QWidget)))
    assert s.show.elapsed() == pytest.approx(7200, abs=0.001)
    assert max(sizes[2:]) - sizes[2] < 24 * 1024 * 1024, [round(x / 1e6) for x in sizes]
    assert max(widgets) - min(widgets) < 20, widgets
