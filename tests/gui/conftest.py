"""Windows in tests: sessions on a fake clock, and a check that nothing is left behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from facilitator.scene.fonts import ensure_fonts
from facilitator.system.clock import FakeClock
from facilitator.ui.desktop.sleep import NoSleepControl
from facilitator.ui.session.session import Session

DECK = """---
title: A small deck
minutes: 10
fields:
  crisis_line: "555 0100"
---
# A small deck

::: notes
Welcome **everybody**. Say hello.
:::

---
<!-- section: First part -->
## Apples
<!-- time: 2m -->
<!-- reveal: items -->

- red
- green

::: notes
Notes about apples.
:::

---
## Bridges
<!-- time: 1m -->

Text about bridges and überfahrten.

---
<!-- section: Second part -->
## Clouds

The last words: {{crisis_line}}
"""


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    """The program registers its fonts before it makes a window: so no test depends on an earlier one."""
    ensure_fonts()


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """After each test: no window, no running timer, no thread that was not there before."""
    threads = {t.ident for t in threading.enumerate()}
    windows = {id(w) for w in QApplication.topLevelWidgets()}
    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
    gc.collect()
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in windows and w.isVisible()]
    assert not left, f"windows left: {left}"
    timers = [o for o in gc.get_objects() if isinstance(o, QTimer) and Shiboken.isValid(o) and o.isActive()]
    assert not timers, f"timers left: {[(t.parent(), t.interval()) for t in timers]}"
    more = [t for t in threading.enumerate() if t.ident not in threads and t.is_alive()]
    assert not more, f"threads left: {more}"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def deck_file(tmp_path: Path) -> Path:
    file = tmp_path / "deck.md"
    file.write_text(DECK, encoding="utf-8")
    return file


Make = Callable[..., Session]


@pytest.fixture
def make_session(deck_file: Path, clock: FakeClock) -> Iterator[Make]:
    """Start a session: stage in a window, no room unless asked for."""
    made: list[Session] = []

    def make(path: Path | None = None, **options: object) -> Session:
        options.setdefault("windowed", True)
        options.setdefault("with_room", False)
        options.setdefault("clock", clock)
        options.setdefault("sleep", NoSleepControl())
        session = Session(path or deck_file, **options)  # type: ignore[arg-type]
        made.append(session)
        session.start()
        return session

    yield make
    for session in made:
        session.close()


def shows(session: Session) -> tuple[int, int]:
    """Slide and step that the room sees."""
    return session.stage.sight.slide, session.stage.sight.step


def text_of(widget: QWidget, name: str) -> str:
    """The text of the child with this accessible name."""
    for child in widget.findChildren(QWidget):
        if child.accessibleName() == name and hasattr(child, "text"):
            return str(child.text())
    raise AssertionError(f"nothing is called {name}")
