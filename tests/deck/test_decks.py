"""The decks of tests/decks: each is read as its checked-in outline says (those were read by eye).

After a change that is meant, ``python -m tests.deck.test_decks`` writes the outlines anew; read what changed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from facilitator.deck import read_deck
from tests.deck import eye

FOLDER = Path(__file__).resolve().parent.parent / "decks"
DECKS = sorted(p for p in FOLDER.glob("*.md") if not p.name.startswith("_"))


def outline_of(path: Path) -> str:
    """The outline, with file names as they stand beside the deck."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        return eye.deck(read_deck(Path(path.name)))
    finally:
        os.chdir(before)


@pytest.mark.parametrize("path", DECKS, ids=lambda p: p.stem)
def test_deck_is_read_as_its_outline_says(path: Path) -> None:
    assert outline_of(path) == path.with_suffix(".outline").read_text(encoding="utf-8")


def test_every_outline_has_its_deck() -> None:
    assert {p.stem for p in FOLDER.glob("*.outline")} == {p.stem for p in DECKS}


if __name__ == "__main__":
    for deck in DECKS:
        if len(sys.argv) < 2 or deck.stem in sys.argv[1:]:
            deck.with_suffix(".outline").write_text(outline_of(deck), encoding="utf-8")
