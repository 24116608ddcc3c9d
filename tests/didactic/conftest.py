"""The deck that ships, read once by the program's own reader."""

from __future__ import annotations

import pytest

from facilitator.deck import read_deck
from facilitator.deck.model import Deck
from facilitator.deck.outline import outline
from facilitator.system.resources import sample_deck
from tests.didactic.reading import Page


@pytest.fixture(scope="session")
def deck() -> Deck:
    return read_deck(sample_deck())


@pytest.fixture(scope="session")
def pages(deck: Deck) -> list[Page]:
    """Every slide with its text and notes as the outline tells them."""
    told = outline(deck)["slides"]
    return [
        Page(slide, entry["title"] or "", "\n".join(entry["text"]), entry["notes"])
        for slide, entry in zip(deck.slides, told, strict=True)
    ]


@pytest.fixture(scope="session")
def session(pages: list[Page]) -> list[Page]:
    """The twenty slides of the session itself, without the sources that follow."""
    return pages[:20]
