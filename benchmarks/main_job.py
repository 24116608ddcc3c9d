"""The figures of the main job, as one table: start, key, reading and exporting 200 slides, entry to inbox.

    python benchmarks/main_job.py [RUNS]

Offscreen, on the real windows, the real room process and the real files. Medians of RUNS (5).
"""

from __future__ import annotations

import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SAMPLE = ROOT / "slides" / "harm-reduction" / "deck.md"


def deck_text(slides: int) -> str:
    """A mixed deck: a title and bullets on most, a table or code on every fourth, notes on all."""
    parts = ["---\ntitle: A generated deck\nminutes: 200\n---\n"]
    for n in range(1, slides + 1):
        link = "with **bold** words and a [link](https://example.org)"
        body = "\n".join(f"- Point {k} of slide {n}, {link}" for k in range(1, 5))
        if n % 4 == 0:
            body = "| Name | Value |\n|---|--:|\n" + "\n".join(f"| row {k} | {k * n} |" for k in range(1, 5))
        elif n % 4 == 2:
            body = "```python\ndef answer(x):\n    return x * 2  # twice\n```\n\nA paragraph below the code."
        parts.append(f"# Slide {n}\n\n{body}\n\n::: notes\nSay this about slide {n}, slowly.\n:::\n")
    return "\n---\n\n".join(parts).replace("---\n\n---\n\n", "---\n\n", 1)


def median(work: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """(median, least, most) of the seconds that each run returns; one run before is not counted."""
    work()
    taken = sorted(work() for _ in range(runs))
    return statistics.median(taken), taken[0], taken[-1]


STARTED = """
import sys, time
from pathlib import Path
from facilitator.app import application
from facilitator.ui.session.session import Session
app = application()
session = Session(Path(sys.argv[1]), windowed=True, with_room=False)
session.start()
since_made = time.perf_counter() - session.began
print(time.time() - since_made + session.first_after - float(sys.argv[2]))
session.close(finish=True)
"""


def start(deck: Path) -> float:
    """Seconds from starting the interpreter to the first painted slide, in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"FACILITATOR_HOME": home, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", STARTED, str(deck), repr(time.time())]
        done = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows: list[tuple[str, tuple[float, float, float]]] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACILITATOR_HOME"] = folder
        deck = Path(folder) / "deck.md"
        deck.write_text(deck_text(200), encoding="utf-8")
        rows.append(("start to first painted slide, the didactic", median(lambda: start(SAMPLE), runs)))
        rows.append(("start to first painted slide, 200 slides", median(lambda: start(deck), runs)))
        rows.append(("key press to painted slide, 200 slides", key_to_painted(deck)))
        rows.append(("reading 200 slides", median(lambda: reading(deck), runs)))
        rows.append(
            ("exporting 200 slides (whole command)", median(lambda: exporting(deck, Path(folder)), runs))
        )
        rows.append(("entry sent to shown in the inbox, instant", entry_to_inbox(SAMPLE)))
    print(f"{'what':<46}{'median ms':>10}{'least':>9}{'most':>9}")
    for name, (middle, least, most) in rows:
        print(f"{name:<46}{middle * 1000:>10.1f}{least * 1000:>9.1f}{most * 1000:>9.1f}")


def reading(deck: Path) -> float:
    """Seconds to read a deck from its file."""
    from facilitator.deck import read_deck

    began = time.perf_counter()
    assert len(read_deck(deck).slides) == 200
    return time.perf_counter() - began


def exporting(deck: Path, folder: Path) -> float:
    """Seconds of `facilitator export`, interpreter start included."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "facilitator", "export", str(deck), str(folder / "out.pptx")],
        check=True, capture_output=True, cwd=ROOT,
    )  # fmt: skip
    return time.perf_counter() - began


def key_to_painted(deck: Path, presses: int = 60) -> tuple[float, float, float]:
    """Right pressed on the stage until it has painted; presses apart, so that the worker can pre-render."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from facilitator.app import application
    from facilitator.ui.session.session import Session

    app = application()
    session = Session(deck, windowed=True, with_room=False)
    session.start()
    session.stage.resize(1920, 1080)
    taken = []
    try:
        for _ in range(presses):
            until = time.perf_counter() + 0.4
            while time.perf_counter() < until:
                app.processEvents()
                time.sleep(0.002)
            before = session.show.state.position
            began = time.perf_counter()
            # A real key goes to the widget with the focus; the filter sends it on to the show.
            QTest.keyClick(app.focusWidget() or session.stage, Qt.Key.Key_Right)
            session.stage.view.repaint()
            taken.append(time.perf_counter() - began)
            assert session.show.state.position != before
    finally:
        session.close(finish=True)
    taken.sort()
    return statistics.median(taken), taken[0], taken[-1]


def entry_to_inbox(deck: Path, entries: int = 20) -> tuple[float, float, float]:
    """From the POST of an entry until the console's inbox holds it, in instant mode."""
    from facilitator.app import application
    from facilitator.room.records import Release
    from facilitator.trial import _post
    from facilitator.ui.session.session import Session

    app = application()
    session = Session(deck, windowed=True, release=Release.INSTANT)
    session.start()
    taken = []
    try:
        while session.room.state != "connected":
            app.processEvents()
        host = session.room.host
        assert host is not None
        for n in range(entries):
            # The room allows 30 a minute from an address; the benchmark stays below it.
            receipt, text = secrets.token_hex(16), f"Entry number {n}"
            began = time.perf_counter()
            _post(host.port, "entries", {"receipt": receipt, "category": "question", "text": text})
            while not any(e.text == text for e in (session.room.view.entries if session.room.view else ())):
                app.processEvents()
            taken.append(time.perf_counter() - began)
    finally:
        session.close(finish=True)
        if session.room.host is not None:
            session.room.end(delete=True)
    taken.sort()
    return statistics.median(taken), taken[0], taken[-1]


if __name__ == "__main__":
    main()
