"""The pictures of docs/deck-format.md, made from its examples: `python scripts/format_pictures.py [NAME …]`.

Each example is read as a deck and its first slide painted as the exporter paints it, all builds shown.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from facilitator.cli import main as facilitator  # noqa: E402  # after the path is set
from tests.deck.format_page import PAGE, examples  # noqa: E402

PICTURES = PAGE.parent / "pictures" / "format"
WIDTH = 720


def make(names: list[str]) -> int:
    """Paint the named examples, or all; returns how many failed."""
    failed = 0
    for example in examples():
        if names and example.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            deck = Path(folder) / "deck.md"
            deck.write_text(example.text, encoding="utf-8")
            (Path(folder) / "pictures").symlink_to(PAGE.parent / "pictures")
            out = Path(folder) / "out.png"
            failed += facilitator(["export", str(deck), str(out), "--width", str(WIDTH)]) != 0
            first = Path(folder) / "out-001.png"
            if first.exists():
                shutil.copyfile(first, PICTURES / f"{example.name}.png")
    return failed


if __name__ == "__main__":
    sys.exit(1 if make(sys.argv[1:]) else 0)
