"""``facilitator doctor --try DIR``: the whole chain in one command, without a display, within a minute.

Presents the sample deck offscreen, sends an entry over HTTP as a phone would, takes it in, publishes it,
puts it on the stage, exports, and leaves the proof in DIR. Its sessions and rooms live in a folder of
their own that is gone afterwards: the trainer's are not touched.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitator.system import display
from facilitator.system.resources import sample_deck

if TYPE_CHECKING:
    from facilitator.ui.session.session import Session

ENTRY = "What if the clinic’s rules ask for a negative test first?"
PATIENCE = 15.0
"""Seconds that any one step may take."""
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


class TrialError(Exception):
    """A step did not work; the message says which and why."""


def run(folder: Path) -> int:
    """Try everything, leave the proof in ``folder``, print a line for each step. 1 when one failed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"{folder} cannot be made: {error.strerror}.\n")
        return 1
    missing = display.missing_libraries(display.CORE_LIBRARIES)
    if missing:
        sys.stderr.write(display.missing_sentence(missing) + "\n")
        return 1
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lines: list[str] = []
    began = time.monotonic()

    def tell(text: str) -> None:
        lines.append(text)
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    failed = False
    with _own_home():
        try:
            for text in _steps(folder):
                tell(text)
        except (TrialError, OSError) as error:
            failed = True
            tell(f"FAILED   {error}")
    outcome = "failed" if failed else "done"
    tell(f"{outcome:<8} after {time.monotonic() - began:.1f} s; the proof is in {folder}")
    (folder / "trial.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(failed)


@contextmanager
def _own_home() -> Iterator[None]:
    before = os.environ.get("FACILITATOR_HOME")
    with tempfile.TemporaryDirectory(prefix="facilitator-trial-", ignore_cleanup_errors=True) as home:
        os.environ["FACILITATOR_HOME"] = home
        try:
            yield
        finally:
            if before is None:
                del os.environ["FACILITATOR_HOME"]
            else:
                os.environ["FACILITATOR_HOME"] = before


def _steps(folder: Path) -> Iterator[str]:
    from facilitator.app import application
    from facilitator.ui.session.session import Session

    app = application()
    deck = sample_deck()

    def wait(what: str, until: Callable[[], Any]) -> Any:
        """Let the windows work until something is there."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            app.processEvents()
            if found := until():
                return found
            time.sleep(0.01)
        raise TrialError(f"{what}: nothing after {PATIENCE:.0f} seconds")

    session = Session(deck, windowed=True)
    try:
        session.start()
        session.stage.resize(1280, 720)
        session.console.resize(1440, 900)
        wait("stage: the first slide was not painted", lambda: session.first_after is not None)
        count = len(session.deck_desk.deck.slides)
        yield f"present  {count} slides, the first painted after {session.first_after:.2f} s"
        session.show.do("next")
        if session.show.state.position.slide != 2:
            raise TrialError("present: Next did not go to slide 2")

        host = wait("room: it did not open", lambda: session.room.state == "connected" and session.room.host)
        yield f"room     open on port {host.port}"
        receipt = secrets.token_hex(16)
        answer = _post(host.port, "entries", {"receipt": receipt, "category": "question", "text": ENTRY})
        if answer.get("delivery") != "received":
            raise TrialError(f"entry: the room answered {answer}")
        yield "entry    sent over HTTP, received"
        session.room.call("collect", True)
        entry = wait(
            "entry: it did not reach the inbox",
            lambda: next((e for e in _entries(session) if e.text == ENTRY), None),
        )
        answer = _post(host.port, "entries/status", {"receipt": receipt})
        if answer.get("delivery") != "saved":
            raise TrialError(f"entry: its page was told {answer}")
        yield "inbox    the entry is there, and its page says saved"
        session.room_desk.act("publish", entry.id)
        wait("publish: participants do not see it", lambda: _published(host.port, entry.id))
        yield "publish  participants see it"
        yield from _page(folder, host.port)
        session.show.do("entry_card", id=entry.id)
        card = session.show.state.card
        if card is None or card.entry != entry.id:
            raise TrialError("stage: the entry is not on the stage")
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            app.processEvents()
            time.sleep(0.01)
        yield _picture(folder / "stage.png", session.stage, "stage    the entry on the stage")
        yield _picture(folder / "console.png", session.console, "console  the trainer's view")
    finally:
        session.close(finish=True)
        if session.room.host is not None:
            session.room.end(delete=True)
        app.processEvents()
    yield _export(deck, folder / "harm-reduction.pptx")


def _entries(session: Session) -> tuple[Any, ...]:
    view = session.room.view
    return view.entries if view is not None else ()


def _post(port: int, path: str, body: dict[str, str]) -> dict[str, Any]:
    return _http(port, "POST", f"/api/v1/{path}", json.dumps(body))


def _published(port: int, entry: str) -> bool:
    return any(e["id"] == entry for e in _http(port, "GET", "/api/v1/room")["entries"])


def _http(port: int, method: str, path: str, body: str | None = None) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise TrialError(f"room: {path} did not answer ({type(error).__name__})") from error
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise TrialError(f"room: {path} answered with something else than an object")
    return answer


def _picture(path: Path, window: Any, line: str) -> str:
    if not window.grab().save(str(path)):
        raise TrialError(f"{path.name} could not be written")
    return f"{line}: {path.name}"


def _page(folder: Path, port: int) -> Iterator[str]:
    """The participants' page as a phone shows it, by whichever Chromium this machine has."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        yield "page     no picture: it takes Chromium, Chrome or Edge, and none was found"
        return
    target = (folder / "page.png").absolute()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
            f"--user-data-dir={profile}", "--window-size=500,1100", "--timeout=4000",
            f"--screenshot={target}", f"http://127.0.0.1:{port}/",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium refuses its sandbox to root.
            command.insert(1, "--no-sandbox")
        quiet = subprocess.DEVNULL
        try:
            subprocess.run(command, stdout=quiet, stderr=quiet, stdin=quiet, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise TrialError(f"page: {Path(browser).name} did not finish ({type(error).__name__})") from error
    if not target.is_file():
        raise TrialError(f"page: {Path(browser).name} made no picture")
    yield f"page     as a phone shows it: {target.name}"


def _export(deck: Path, out: Path) -> str:
    from facilitator.export import ExportError, export

    try:
        result = export(deck, out)
    except ExportError as error:
        raise TrialError(f"export: {error}") from error
    return f"export   {result.slides} slides as PowerPoint: {out.name}"
