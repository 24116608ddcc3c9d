"""Every slide fits, in every theme that ships: nothing runs over, nothing is too small for the last row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from facilitator.deck import read_deck
from facilitator.deck.model import Deck
from facilitator.scene import compose, load_theme, overflow_problems, theme_names
from facilitator.scene.model import Item, Scene, ShapeItem, TextItem
from facilitator.system.resources import sample_deck

#: What trainers write into the fields is longer than a number.
LONG = "Room 12, second floor, weekdays 8 to 6, 555-0103"


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """The deck with every field filled in, at length."""
    text = sample_deck().read_text(encoding="utf-8")
    made: Path = tmp_path_factory.mktemp("filled") / "deck.md"
    made.write_text(re.sub(r'^(  \w+:) ""$', rf'\1 "{LONG}"', text, flags=re.MULTILINE), encoding="utf-8")
    return read_deck(made)


def _texts(items: tuple[Item, ...]) -> list[tuple[str, float]]:
    """(words, size in points) of what is read: text boxes and shapes with words, groups included."""
    found = []
    for item in items:
        found += _texts(getattr(item, "items", ()))
        if isinstance(item, TextItem | ShapeItem) and item.role not in ("footer", "number", "header"):
            found += [
                (p.text, min((r.size for r in p.runs), default=99.0)) for p in item.paras if p.text.strip()
            ]
    return found


@pytest.mark.parametrize("name", theme_names())
def test_nothing_runs_over_in_any_theme(qapp: QGuiApplication, deck: Deck, filled: Deck, name: str) -> None:
    theme = load_theme(name, None)
    assert overflow_problems(deck, theme) == []
    assert overflow_problems(filled, theme) == []


def test_the_words_of_a_slide_can_be_read_from_the_last_row(qapp: QGuiApplication, deck: Deck) -> None:
    theme = load_theme("", None)
    for slide in deck.slides[:20]:
        scene: Scene = compose(slide, theme, deck)
        for words, size in _texts(scene.items):
            assert size >= 14, f"slide {slide.number}: {words!r} at {size:g} pt"
        body = [size for item in scene.items if isinstance(item, TextItem) and item.role == "body"
                for p in item.paras for size in [min(r.size for r in p.runs)]]  # fmt: skip
        assert all(size >= 20 for size in body), slide.number
