"""docs/deck-format.md says what is: its tables come from ours, its examples are read without a word lost."""

from __future__ import annotations

import re

import pytest

from facilitator.deck import read_text
from facilitator.deck.directives import TABLE
from facilitator.deck.live import CHARTS, DIAGRAMS
from facilitator.deck.model import Severity
from facilitator.deck.outline import notes_text, slide_text
from facilitator.deck.reference import PARTS, update
from tests.deck.format_page import PAGE, Example, examples

EXAMPLES = examples()


def test_the_tables_are_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert update(page) == page, "run: python -m facilitator.deck.reference docs/deck-format.md"
    assert all(f"<!-- from the table: {name} -->" in page for name in PARTS)


def test_every_setting_and_every_live_kind_is_taught() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{d.name}`" in page for d in TABLE)
    shown = "\n".join(e.text for e in EXAMPLES)
    assert all(f"```diagram {kind}" in shown for kind in DIAGRAMS)
    assert all(f"`{kind}`" in page for kind in CHARTS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_an_example_is_read_as_taught(example: Example) -> None:
    deck = read_text(example.text, folder=PAGE.parent)
    told = [p for p in deck.problems if p.severity is not Severity.ADVICE or p.code in example.problems]
    assert sorted({p.code for p in told}) == sorted(example.problems)
    assert deck.slides
    assert deck.slides[0].title
    said = " ".join(line for s in deck.slides for line in [*slide_text(s), notes_text(s)])
    prose = re.sub(r"<!--.*?-->|---.*?---|https?://\S+", " ", example.text, flags=re.DOTALL)
    for word in re.findall(r"^(?:- |\d\. |> )([A-Z]\w+)", prose, flags=re.MULTILINE):
        assert word in said


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_an_example_has_its_picture(example: Example) -> None:
    picture = PAGE.parent / "pictures" / "format" / f"{example.name}.png"
    assert f"(pictures/format/{example.name}.png)" in PAGE.read_text(encoding="utf-8")
    assert picture.read_bytes().startswith(b"\x89PNG"), "run: python scripts/format_pictures.py"
