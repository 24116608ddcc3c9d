"""Background work comes back in the GUI thread; messages are one at a time."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from facilitator.ui.messages import Level, Messages
from facilitator.ui.tasks import Stop, Tasks


def test_work_runs_elsewhere_and_its_result_here(qtbot: QtBot) -> None:
    tasks = Tasks()
    seen: list[object] = []
    tasks.run(
        lambda _: threading.current_thread().name, lambda r: seen.append((r, threading.current_thread()))
    )
    qtbot.waitUntil(lambda: bool(seen), timeout=3000)
    assert seen == [("facilitator-tasks", threading.main_thread())]
    tasks.close()


def test_urgent_work_goes_first_and_a_stopped_group_is_dropped(qtbot: QtBot) -> None:
    tasks = Tasks()
    order: list[str] = []
    gate = threading.Event()

    def wait(_: Stop) -> None:
        gate.wait(3)

    tasks.run(wait)
    tasks.run(lambda _: "late", order.append, priority=9)
    tasks.run(lambda _: "dropped", order.append, group="g")
    tasks.run(lambda _: "soon", order.append, priority=1)
    tasks.stop("g")
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2, timeout=3000)
    assert order == ["soon", "late"]
    tasks.close()


def test_a_failing_task_is_told_and_the_next_one_runs(qtbot: QtBot) -> None:
    tasks = Tasks()
    said: list[str] = []

    def broken(_: Stop) -> None:
        raise ValueError("no")

    tasks.run(broken, failed=lambda e: said.append(repr(e)))
    tasks.run(lambda _: "fine", said.append)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=3000)
    assert said == ["ValueError('no')", "fine"]
    tasks.close()


def test_a_closed_queue_takes_nothing() -> None:
    tasks = Tasks()
    tasks.close()
    tasks.run(lambda _: 1 / 0)


def test_the_gravest_lasting_message_is_shown_and_comes_back(qtbot: QtBot) -> None:
    messages = Messages()
    messages.tell("look", Level.WARNING, key="a")
    error = messages.tell("bad", Level.ERROR)
    messages.tell("other", Level.WARNING)
    assert messages.lasting is not None
    assert messages.lasting.text == "bad"
    messages.put_away(error)
    assert messages.lasting.text == "other"
    messages.tell("look again", Level.WARNING, key="a")
    assert messages.lasting.text == "look again"
    messages.put_away(key="a")
    assert messages.lasting.text == "other"
    messages.close()


def test_a_hint_passes_by_itself(qtbot: QtBot) -> None:
    messages = Messages()
    with qtbot.waitSignal(messages.passing_changed, timeout=2000):
        messages.tell("done", Level.DONE, seconds=0.05)
    qtbot.waitUntil(lambda: messages.passing is None, timeout=2000)
