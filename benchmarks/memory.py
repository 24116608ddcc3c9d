"""Resident memory of the windows with 100 slides gone through at 1920x1080: `python benchmarks/memory.py`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.main_job import deck_text  # noqa: E402 - after the path is set

SLIDES = 100


def main() -> None:
    """Print the resident size in MiB after the last slide."""
    import psutil

    from facilitator.app import application
    from facilitator.ui.session.session import Session

    app = application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACILITATOR_HOME"] = folder
        deck = Path(folder) / "deck.md"
        deck.write_text(deck_text(SLIDES), encoding="utf-8")
        session = Session(deck, windowed=True, with_room=False)
        session.start()
        session.stage.resize(1920, 1080)
        for _ in range(SLIDES):
            end = time.perf_counter() + 0.1
            while time.perf_counter() < end:
                app.processEvents()
                time.sleep(0.002)
            session.show.do("next_slide")
        used = psutil.Process().memory_info().rss / 2**20
        print(f"{SLIDES} slides at 1920x1080: {used:.0f} MiB resident, interpreter and Qt included")
        session.close(finish=True)


if __name__ == "__main__":
    main()
