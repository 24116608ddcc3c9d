"""Pictures of every state of the console: `python scripts/console_pictures.py [FOLDER] [NAME …]`.

Presents the sample deck on Qt's offscreen platform, on a clock that stands where we put it, with invented
entries. Each state in 1280x720 and 1920x1080, dark and light; the ones that `docs/facilitating.md` shows go
into docs/pictures as `console-NAME.png` (without FOLDER), all of them into FOLDER.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from facilitator.app import Session

SIZES = ((1280, 720), (1920, 1080))
LOOKS = ("dark", "light")
#: State: (look, size) of its picture in the docs.
IN_DOCS = {
    "ready": ("dark", SIZES[0]),
    "talk": ("dark", SIZES[0]),
    "frozen": ("dark", SIZES[0]),
    "black": ("dark", SIZES[0]),
    "break": ("dark", SIZES[0]),
    "entry": ("dark", SIZES[0]),
    "round": ("dark", SIZES[0]),
    "overview": ("dark", SIZES[0]),
    "search": ("light", SIZES[0]),
    "discussion": ("dark", SIZES[0]),
    "notes": ("light", SIZES[0]),
    "behind": ("dark", SIZES[0]),
    "held": ("dark", SIZES[0]),
    "one-screen": ("dark", SIZES[0]),
    "large-text": ("dark", SIZES[0]),
    "end": ("dark", SIZES[0]),
    "preflight": ("dark", SIZES[1]),
    "keys": ("dark", SIZES[1]),
}
ENTRIES = (
    ("question", "What if the clinic’s rules ask for a negative test first?", 4, "new", False),
    ("concern", "I worry that families will hear this as giving up.", 2, "next", True),
    ("comment", "Thank you for the picture with the line. I will draw it for my team.", 0, "new", False),
    ("complaint", "The room is cold, and the back rows cannot read the small print.", 1, "new", False),
    ("question", "Does naloxone work when somebody took several things at once?", 3, "parked", False),
    ("question", "How do we talk to a pharmacist who says no?", 1, "answered", False),
)


def view_of(session: Session, count: int = len(ENTRIES)) -> None:
    """Give the console entries as the room would."""
    from facilitator.room.records import Entry, EntryState, ModeratorView, Release

    made = []
    for n in range(count):
        category, text, votes, state, starred = ENTRIES[n % len(ENTRIES)]
        if n >= len(ENTRIES):
            state, starred = "new", False
        made.append(
            Entry(f"{n:032x}", category, text, EntryState(state), n % 5 == 2, starred, max(0, votes - n // 6))
        )
    session.link.view = ModeratorView(1, tuple(made), 20, Release.MIXED, connected=True)
    session.room_desk.took(session.link.view)
    session.desk.room_view(session.link.view)
    session.refresh()


def go(session: Session, slide: int, minutes: float) -> None:
    """To a slide, so late."""
    session.desk.do("start_here")
    session.clock.advance(minutes * 60)  # type: ignore[attr-defined]  # a FakeClock
    session.desk.commander.show("jump", slide=slide)
    session.clock.advance(72)  # type: ignore[attr-defined]  # a FakeClock
    session.tick()
    view_of(session)


def _with(session: Session, *commands: str) -> None:
    go(session, 9, 14)
    for command in commands:
        session.desk.do(command)


def _entry(session: Session) -> None:
    _with(session)
    session.desk.commander.show("entry_card", id=f"{0:032x}")


def _round(session: Session) -> None:
    """A round that was opened a while ago; nobody is counted."""
    from facilitator.room.records import ModeratorView, Release

    go(session, 19, 40)
    view = ModeratorView(2, (), 20, Release.ROUND, round_open=True, connected=True)
    session.link.view = view
    session.room_desk.took(view)
    session.desk.room_view(view)
    session.desk.commander.show("round_card")
    session.clock.advance(42)  # type: ignore[attr-defined]  # a FakeClock
    session.tick()


def _end(session: Session) -> None:
    """As with a room that is open (none is started for a picture)."""
    from facilitator.room.host import RoomHost
    from facilitator.room.records import RoomSettings

    _with(session)
    session.link.host = RoomHost(RoomSettings())
    session.desk.do("end")


def _break(session: Session) -> None:
    _with(session, "break_card")
    session.clock.advance(95)  # type: ignore[attr-defined]  # a FakeClock
    session.tick()


def _search(session: Session) -> None:
    _with(session, "search")
    session.desk.window.finder.words.setText("naloxone")


def _held(session: Session) -> None:
    _with(session)
    deck = session.deck_desk.deck
    from facilitator.deck.model import Problem, Severity

    problem = Problem(
        "fence",
        Severity.ERROR,
        deck.file,
        84,
        1,
        "```",
        "This code block is never closed.",
        "Close it with ```.",
    )
    session.deck_desk.waiting = replace(deck, problems=(problem, *deck.problems))
    session.desk.deck_held(session.deck_desk.waiting)
    session.desk.window.side.open_page("problems")


def _one_screen(session: Session) -> None:
    session.placer.windowed = False
    session.desk.placed(session.placer.placement)
    go(session, 2, 0)


def _gone(session: Session) -> None:
    _with(session)
    session.stage.hide()
    session.refresh()


def _large(session: Session) -> None:
    session.desk.looks.set_scale(2.0)
    _with(session)


def _behind(session: Session) -> None:
    go(session, 9, 24)


def _parked(session: Session) -> None:
    _with(session)
    session.desk.commander.show("park", text="Bring the pharmacy list")
    session.desk.do("park")


def _crowd(session: Session) -> None:
    go(session, 19, 40)
    view_of(session, 60)
    session.desk.looks.arrange("room")


STATES: dict[str, Callable[[Session], None]] = {
    "ready": lambda s: view_of(s, 0),
    "talk": _with,
    "frozen": lambda s: _with(s, "freeze", "next"),
    "black": lambda s: _with(s, "black"),
    "white": lambda s: _with(s, "white"),
    "break": _break,
    "exercise": lambda s: _with(s, "exercise_card"),
    "join": lambda s: _with(s, "join_card"),
    "entry": _entry,
    "round": _round,
    "laser": lambda s: _with(s, "spotlight"),
    "overview": lambda s: _with(s, "overview"),
    "search": _search,
    "discussion": _crowd,
    "notes": lambda s: _with(s, "layout_notes"),
    "behind": _behind,
    "held": _held,
    "one-screen": _one_screen,
    "covered": lambda s: _with(s, "cover"),
    "gone": _gone,
    "parked": _parked,
    "large-text": _large,
    "end": _end,
    "preflight": lambda s: _with(s, "preflight"),
    "keys": lambda s: _with(s, "help"),
    "export": lambda s: _with(s, "export"),
}


def settle(seconds: float = 0.25) -> None:
    """Let what was asked for be laid out and painted."""
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.005)


def picture(window: QWidget) -> bytes:
    """The window with an open dialog over its middle, as a PNG of few colours."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QApplication, QDialog

    shot = window.grab()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            painter = QPainter(shot)
            painter.fillRect(shot.rect(), QColor(0, 0, 0, 90))
            over = dialog.grab()
            painter.drawPixmap((shot.width() - over.width()) // 2, (shot.height() - over.height()) // 2, over)
            painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shot.save(buffer, "PNG")
    out = io.BytesIO()
    Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB").quantize(256).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def take(name: str, look: str, size: tuple[int, int]) -> bytes:
    """One state in a session of its own."""
    from facilitator.app import Session
    from facilitator.system.clock import FakeClock
    from facilitator.system.settings import Settings
    from facilitator.ui.desktop.sleep import NoSleepControl
    from scripts.pictures import deck_with_fields

    with tempfile.TemporaryDirectory() as scratch:
        os.environ["FACILITATOR_HOME"] = scratch
        settings = Settings()
        settings.set("look", look, "dark")
        deck = deck_with_fields(Path(scratch))
        session = Session(deck, windowed=True, with_room=False, clock=FakeClock(), sleep=NoSleepControl())
        session.start()
        session.scenes.live = replace(
            session.scenes.live,
            address="192.0.2.10:8080",
            url="http://192.0.2.10:8080/",
            wifi="Training room",
        )
        session.console.resize(*size)
        settle(0.4)
        STATES[name](session)
        settle(0.5)
        made = picture(session.console)
        session.close()
        settle(0.05)
        return made


def main(arguments: list[str]) -> int:
    """With a folder: every state, look and size there. Without: the docs' pictures."""
    from facilitator.app import application

    application()
    if arguments:
        folder = Path(arguments[0])
        folder.mkdir(parents=True, exist_ok=True)
        names = arguments[1:] or list(STATES)
        for name in names:
            for look in LOOKS:
                for size in SIZES:
                    (folder / f"{name}-{look}-{size[0]}.png").write_bytes(take(name, look, size))
        return 0
    folder = ROOT / "docs" / "pictures"
    for name, (look, size) in IN_DOCS.items():
        (folder / f"console-{name}.png").write_bytes(take(name, look, size))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
