"""Question cards on paper, read back from the real PDF."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader
from PySide6.QtCore import QLocale

from facilitator.deck import read_deck
from facilitator.deck.model import Deck
from facilitator.export import ExportError
from facilitator.export.cards import A4, FOOT, HEADLINE, LETTER, PAD, paper, write_cards
from facilitator.room.for_deck import categories
from facilitator.system.resources import sample_deck

MANY = (
    "Something that I would like to hear more about another day", "Überfahrt", "Law", "Money", "Ethics",
    "Practice", "Research", "Families", "Staff",
)  # fmt: skip


def words(path: Path) -> str:
    """The text as another program reads it, lines joined."""
    read = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.split())


@pytest.fixture(scope="module")
def sample() -> Deck:
    return read_deck(sample_deck())


@pytest.mark.parametrize("pages", [1, 3])
def test_four_cards_a_page_with_title_doors_and_both_sentences(
    sample: Deck, tmp_path: Path, pages: int
) -> None:
    out = tmp_path / "cards.pdf"
    write_cards(sample, out, pages)
    assert len(PdfReader(out).pages) == pages
    text = words(out)
    doors = [door.label for door in categories(sample.categories)]
    assert doors
    for said in (sample.title, HEADLINE, FOOT, *doors):
        assert text.count(said) == 4 * pages, said
    assert [p.name for p in tmp_path.iterdir()] == ["cards.pdf"], "nothing else is left"


@pytest.mark.parametrize("size", [A4, LETTER])
@pytest.mark.parametrize("labels", [(), MANY])
def test_everything_stands_inside_its_card_with_lines_to_write_on(
    sample: Deck, tmp_path: Path, labels: tuple[str, ...], size: tuple[float, float]
) -> None:
    out = tmp_path / "cards.pdf"
    deck = replace(sample, categories=labels, title="A very long title of a long day " * 8)
    write_cards(deck, out, size=size)
    text = words(out)
    for door in categories(labels):
        assert text.count(door.label) == 4
    assert "…" in text
    page = pdfium.PdfDocument(out)[0]
    assert page.get_size() == pytest.approx(size, abs=0.6)
    read = page.get_textpage()
    for n in range(read.count_rects()):
        left, bottom, right, top = read.get_rect(n)
        for low, high, whole in ((left, right, size[0]), (bottom, top, size[1])):
            assert int(low // (whole / 2)) == int(high // (whole / 2)), "text crosses a cut"
            assert PAD - 4 <= low % (whole / 2) <= high % (whole / 2) <= whole / 2 - PAD + 4
    assert ruled(page, size) >= 4


def ruled(page: pdfium.PdfPage, size: tuple[float, float]) -> int:
    """Lines across the first card, counted in the picture."""
    picture = page.render(scale=3).to_pil().convert("L")
    left, right = round((PAD + 5) * 3), round((size[0] / 2 - PAD - 5) * 3)
    rows = [
        picture.crop((left, y, right, y + 1)).getextrema()[1] < 250
        for y in range(round(size[1] / 2 - 10) * 3)
    ]
    return sum(now and not before for before, now in pairwise(rows))


def test_every_font_is_in_the_file(sample: Deck, tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    write_cards(replace(sample, categories=("Question", "سؤال", "Вопрос")), out)
    listed = subprocess.run(["pdffonts", str(out)], capture_output=True, text=True, check=True).stdout
    rows = listed.splitlines()[2:]
    assert any("Carlito" in row for row in rows)
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, readable as text


def test_without_a_deck_the_four_usual_doors(tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    write_cards(None, out)
    text = words(out)
    for door in categories(()):
        assert text.count(door.label) == 4


def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "a folder.pdf"
    taken.mkdir()
    for out in (tmp_path / "not there" / "cards.pdf", taken):
        with pytest.raises(ExportError, match=r"could not be written to .*Choose another folder"):
            write_cards(None, out)
    assert [p.name for p in tmp_path.iterdir()] == ["a folder.pdf"]


@pytest.mark.parametrize(
    ("name", "size"),
    [("en_US", LETTER), ("es_MX", LETTER), ("de_DE", A4), ("en_GB", A4), ("ar_EG", A4), ("C", A4)],
)
def test_the_paper_is_the_one_people_have(name: str, size: tuple[float, float]) -> None:
    assert paper(QLocale(name)) == size
