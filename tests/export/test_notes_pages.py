"""The speaker's pages: each slide with its notes below it, read back and looked at."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from facilitator.export import ExportOptions, export
from facilitator.export.paper import A4, FOOT, MARGIN

WIDTH, _ = A4

HEAD = (
    "---\ntitle: A course on notes\n---\n# Long notes\n\n- point [link](https://example.org/)\n\n::: notes\n"
)


def pages_of(tmp_path: Path, text: str, *, notes: bool = True) -> Path:
    deck = tmp_path / "deck.md"
    deck.write_text(text, encoding="utf-8")
    out = tmp_path / ("notes.pdf" if notes else "slides.pdf")
    export(deck, out, ExportOptions(notes_pages=notes))
    return out


def words(out: Path) -> list[str]:
    """The words of each page."""
    document = pdfium.PdfDocument(out)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("size", ["16:9", "4:3"])
def test_the_slide_itself_stands_above_its_notes(tmp_path: Path, size: str) -> None:
    text = HEAD.replace("title:", f'size: "{size}"\ntitle:') + "Say this.\n:::\n"
    page = pdfium.PdfDocument(pages_of(tmp_path, text))[0]
    slide = pdfium.PdfDocument(pages_of(tmp_path, text, notes=False))[0]
    wide = WIDTH - 2 * MARGIN
    high = wide * slide.get_height() / slide.get_width()
    box = tuple(round(v * 2) for v in (MARGIN, MARGIN, MARGIN + wide, MARGIN + high))
    seen = page.render(scale=2).to_pil().convert("RGB").crop(box)
    wanted = slide.render(scale=2 * wide / slide.get_width()).to_pil().convert("RGB").resize(seen.size)
    difference = ImageStat.Stat(ImageChops.difference(seen, wanted)).mean
    assert max(difference) < 3, difference
    assert min(ImageStat.Stat(wanted).stddev) > 5, "there is something to see"


def test_long_notes_go_on_and_say_which_slide_they_belong_to(tmp_path: Path) -> None:
    many = "\n\n".join(f"Paragraph {n}: " + "words that have to be said " * 30 for n in range(30))
    pages = words(pages_of(tmp_path, HEAD + many + "\n:::\n"))
    assert len(pages) > 3
    assert all(f"Paragraph {n}:" in " ".join(pages) for n in range(30))
    assert not pages[0].startswith("Long notes (")
    for number, page in enumerate(pages[1:], 2):
        assert f"Long notes ({number})" in page
        assert "A course on notes" in page


@pytest.mark.parametrize(
    "notes",
    [
        "One paragraph that is longer than any page. " * 300,
        "| N | Word |\n|---|---|\n" + "\n".join(f"| {n} | word{n} |" for n in range(150)),
        "```python\n" + "\n".join(f"line_{n} = {n}" for n in range(200)) + "\n```",
        "\n".join(f"> quoted {n} " + "again and again " * 20 + "\n>" for n in range(60)),
        "\n".join(f"- point {n}\n  - below {n}" for n in range(120)),
        "Before.\n\n" + "| N |\n|---|\n" + "\n".join(f"| {'long words ' * 60}{n} |" for n in range(12)),
    ],
    ids=["paragraph", "table", "code", "quote", "list", "high rows"],
)
def test_what_is_longer_than_a_page_is_there_to_its_last_word(tmp_path: Path, notes: str) -> None:
    out = pages_of(tmp_path, HEAD + notes + "\n:::\n")
    document = pdfium.PdfDocument(out)
    assert len(document) > 1
    said = "".join(words(out))
    letters = "".join(said.split())
    for word in {w for w in notes.split() if w[-1].isdigit()}:
        assert word in letters, word
    assert letters.count("longerthananypage") in (0, 300)
    for page in document:  # nothing runs into the foot or over the edge
        text = page.get_textpage()
        for n in range(text.count_rects()):
            left, bottom, right, _ = text.get_rect(n)
            assert MARGIN - 2 <= left <= right <= WIDTH - MARGIN + 2
            assert bottom > FOOT - 14


def test_a_heading_does_not_end_a_page(tmp_path: Path) -> None:
    for filler in range(15, 24):
        notes = "\n\n".join(["One line."] * filler + ["### A heading", "What it is about. " * 30])
        pages = words(pages_of(tmp_path, HEAD + notes + "\n:::\n"))
        assert not any(page.split(" A course on notes")[0].endswith("A heading") for page in pages), filler


def test_no_line_of_a_paragraph_stands_alone(tmp_path: Path) -> None:
    many = "\n\n".join(f"P{n} " + "and so on it goes " * 25 + f"end{n}." for n in range(40))
    pages = words(pages_of(tmp_path, HEAD + many + "\n:::\n"))
    for before, after in pairwise(pages):
        body = before.split(" A course on notes")[0]
        rest = after.split(")", 1)[-1]
        if not body.rstrip().endswith("."):  # a paragraph goes on
            assert len(rest.split("end")[0]) > 92, "at least two lines on the next page"


def test_links_of_slide_and_notes_lead_somewhere(tmp_path: Path) -> None:
    out = pages_of(tmp_path, HEAD + "See [there](mailto:a@example.org).\n:::\n")
    found = [a.get_object() for a in PdfReader(out).pages[0]["/Annots"]]  # type: ignore[union-attr]  # an array
    assert {link["/A"]["/URI"] for link in found} == {"https://example.org/", "mailto:a@example.org"}
    for link in found:
        assert MARGIN <= float(link["/Rect"][0]) <= WIDTH - MARGIN


def test_a_picture_in_a_list_of_the_notes_is_a_picture(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "#FF00FF").save(tmp_path / "a.png")
    out = pages_of(tmp_path, HEAD + "- Show this:\n\n  ![The view](a.png)\n- Go on.\n:::\n")
    (said,) = words(out)
    assert "Show this:" in said
    assert "Go on." in said
    assert "The view" not in said
    seen = pdfium.PdfDocument(out)[0].render(scale=1).to_pil().convert("RGB")
    shown = sum(n for n, (r, g, b) in seen.getcolors(1 << 20) or () if min(r, b) > 240 and g < 15)
    assert shown > 1000


def test_notes_from_right_to_left_keep_their_side(tmp_path: Path) -> None:
    text = "---\nlang: ar\n---\n# عنوان\n\n- نقطة\n\n::: notes\nقل هذا.\n\n- نقطة أولى 123\n:::\n"
    page = pdfium.PdfDocument(pages_of(tmp_path, text))[0]
    read = page.get_textpage()
    said = read.get_text_range()
    places = [read.get_charbox(said.index(word)) for word in ("قل", "نقطة أولى")]
    assert all(right > WIDTH - MARGIN - 30 for _, _, right, _ in places), places
