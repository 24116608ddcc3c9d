"""The pictures in README and docs, made from the running program: `python scripts/pictures.py [FOLDER]`.

Presents the sample deck on Qt's offscreen platform with a clock that stands where we put it, sends
invented entries into its real room over HTTP, and takes pictures of the console, the stage and (with a
Chromium) the participants' page. Each picture stays below 150 kB.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from facilitator.app import Session

LIMIT = 150_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

#: Invented: numbers of the kind that films use.
FIELDS = {
    "emergency_number": "555-0100",
    "crisis_line": "555-0101, day and night",
    "line_for_people_using_alone": "555-0102",
    "staff_support": "Room 12, 555-0103",
    "naloxone": "Front desk, no questions",
    "syringe_services": "Tue and Fri, 4 Mill Street",
    "medication_today": "Walk in from 8, Building B",
    "peer_support": "555-0104",
    "checked_law_on": "January 5, 2026",
    "checked_law_for": "our county",
}

#: Invented entries, as a room might send them.
ENTRIES = (
    ("question", "How do I answer a colleague who says that we are only making it easier?"),
    ("concern", "I lost a friend last year. Please go gently with the part about overdose."),
    ("complaint", "Our forms still say “substance abuse” on every page."),
    ("comment", "The seat belt made me smile. I will use that one at home."),
    ("question", "What if someone is in two stages at the same time?"),
)
TYPED = "What do I say when a patient asks for sterile supplies? Where I work we may not give them."


def deck_with_fields(folder: Path) -> Path:
    """A copy of the sample deck, filled in as a trainer would before a session."""
    source = ROOT / "slides" / "harm-reduction" / "deck.md"
    text = source.read_text(encoding="utf-8")
    for name, value in FIELDS.items():
        text = re.sub(rf'^(  {name}:) ""$', rf'\1 "{value}"', text, flags=re.MULTILINE)
    deck = folder / "deck.md"
    deck.write_text(text, encoding="utf-8")
    return deck


def wait(what: str, until: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let Qt work until something is true. Raises SystemExit with a sentence when it never is."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = time.monotonic() + seconds
    while not until():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() > end:
            raise SystemExit(f"No picture: {what} did not happen within {seconds:.0f} s.")


def settle(seconds: float = 0.4) -> None:
    """Let painting and thumbnails finish."""
    end = time.monotonic() + seconds
    wait("the windows come to rest", lambda: time.monotonic() > end)


def save(image: Any, target: Path) -> None:
    """A Pillow picture as a small PNG: as many colours as fit below the limit."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.convert("RGB").quantize(colours, dither=0).save(out, "PNG", optimize=True)
        if out.tell() < LIMIT:
            break
    target.write_bytes(out.getvalue())
    print(f"{target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}  {out.tell() // 1000} kB")


def grab(widget: QWidget, target: Path) -> None:
    """A picture of a window as it is now."""
    from PIL import Image
    from PySide6.QtCore import QBuffer

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    widget.grab().toImage().save(buffer, "PNG")
    with Image.open(io.BytesIO(bytes(buffer.data().data()))) as image:
        save(image, target)


def post(url: str, path: str, body: dict[str, object]) -> dict[str, Any]:
    """What a participant's page sends."""
    request = urllib.request.Request(
        url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


def send_entries(url: str) -> None:
    """The invented entries, each from a seat of its own."""
    for number, (category, text) in enumerate(ENTRIES, 1):
        post(
            url,
            "/api/v1/entries",
            {"receipt": f"{number:032x}", "seat": f"{number + 100:032x}", "category": category, "text": text},
        )


def walk(session: Session, clock: Any, slide: int) -> None:
    """Present up to a slide, a little slower than planned, as people do."""
    show = session.show
    while show.state.position.slide < slide:
        settings = session.deck_desk.deck.slides[show.state.position.slide - 1].settings
        clock.advance((settings.seconds or 0) * 1.01)
        show.do("next_slide")
        settle(0.02)


def page_pictures(url: str, folder: Path) -> None:
    """The participants' page in Chromium: writing by day, reading in the dark."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None:
        print("No Chromium here: the pictures of the page stay as they are.", file=sys.stderr)
        return
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, scheme in (("page", "light"), ("page-dark", "dark")):
            context = browser.new_context(
                viewport={"width": 390, "height": 596},
                device_scale_factor=2,
                color_scheme=scheme,  # type: ignore[arg-type]  # a literal, chosen above
                locale="en-US",
            )
            page = context.new_page()
            page.goto(url)
            page.get_by_label("Question", exact=True).check()
            page.locator("textarea").first.fill(TYPED)
            page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
            page.wait_for_timeout(300)
            with Image.open(io.BytesIO(page.screenshot())) as image:
                save(image, folder / f"{name}.png")
            context.close()
        browser.close()


def make(folder: Path) -> None:
    """All pictures into a folder."""
    from facilitator.app import Session, application
    from facilitator.system.clock import FakeClock

    with tempfile.TemporaryDirectory(prefix="facilitator-pictures-") as scratch:
        os.environ["FACILITATOR_HOME"] = str(Path(scratch) / "home")
        application()
        clock = FakeClock(datetime(2026, 1, 15, 10, 0, tzinfo=UTC))
        session = Session(deck_with_fields(Path(scratch)), windowed=True, clock=clock)
        try:
            take(session, clock, folder)
        finally:
            session.close()


def take(session: Session, clock: Any, folder: Path) -> None:
    """Present, and take the pictures on the way."""
    session.start()
    console, stage = session.console, session.stage
    console.resize(1440, 900)
    stage.resize(960, 540)
    wait("the room opens", lambda: session.link.state == "connected")
    host = session.link.host
    assert host is not None
    url = f"http://127.0.0.1:{host.port}"
    with contextlib.ExitStack() as room:
        for _ in range(18):
            # An open page listens; so many make "about 20".
            room.enter_context(urllib.request.urlopen(f"{url}/api/v1/events", timeout=10))
        take_in_the_room(session, clock, folder, url)


def take_in_the_room(session: Session, clock: Any, folder: Path, url: str) -> None:
    """The pictures that need the room open and people in it."""
    console, stage = session.console, session.stage
    session.show.do("start")
    walk(session, clock, 3)
    session.show.do("join_card")
    settle()
    grab(stage, folder / "join.png")
    session.show.do("join_card")
    send_entries(url)
    session.link.call("collect", force=True)
    wait(
        "the entries arrive",
        lambda: session.link.view is not None and len(session.link.view.entries) == len(ENTRIES),
    )
    walk(session, clock, 14)
    clock.advance(75)
    session.tick()
    settle()
    grab(stage, folder / "stage.png")
    grab(console, folder / "console.png")
    view = session.link.view
    assert view is not None
    asked = next(e for e in view.entries if e.text == ENTRIES[0][1])
    session.room_desk.act("stage", asked.id)
    settle()
    grab(stage, folder / "entry.png")
    session.show.do("leave_card")
    page_pictures(url, folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
