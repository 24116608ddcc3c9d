"""PDF as a whole: pages for slides and steps, links that land, an outline, nothing of the machine.

What its text gives back is tested beside this (test_pdf_text)."""

from __future__ import annotations

import getpass
import re
import socket
import tempfile
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from facilitator.export import ExportOptions, export

TEXT = """---
title: A talk
subtitle: On small steps
author: Ada Example
lang: de-CH
---
<!-- section: First part -->
# One

- [to three](#three), [to the hidden one](#never), [mail](mailto:a@example.org), [call](tel:+41441234567)
- [a file](file:///etc/passwd), [a script](javascript:alert(1))

---
<!-- hidden: true -->
# Never

- Nobody sees this

---
# Three

::: incremental
- first
- second
:::

---
<!-- section: Second part -->
# Four

![The harbour](gone.png)
"""


KINDS = (ExportOptions(), ExportOptions(notes_pages=True))


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def made(deck: Path, options: ExportOptions | None = None) -> PdfReader:
    out = deck.with_suffix(".pdf")
    export(deck, out, options)
    return PdfReader(out)


def texts(deck: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(deck.with_suffix(".pdf"))]


def targets(reader: PdfReader, page: int) -> list[str | int]:
    """Where the links of a page lead: an address, or the index of a page."""
    found: list[str | int] = []
    numbers = {p.indirect_reference.idnum: n for n, p in enumerate(reader.pages) if p.indirect_reference}
    for annotation in reader.pages[page].annotations or []:
        link: Any = annotation.get_object()
        found.append(link["/A"]["/URI"] if "/A" in link else numbers[link["/Dest"].get_object()[0].idnum])
    return found


def outline(reader: PdfReader) -> list[Any]:
    """Titles with their pages; what is below one is a list after it."""

    def of(items: list[Any]) -> list[Any]:
        return [
            of(i) if isinstance(i, list) else (i.title, reader.get_destination_page_number(i)) for i in items
        ]

    return of(reader.outline)


def test_a_page_for_each_slide_that_is_shown(deck: Path) -> None:
    reader = made(deck)
    assert len(reader.pages) == 3
    assert not any("Nobody sees this" in text for text in texts(deck))
    assert outline(reader) == [
        ("First part", 0), [("One", 0), ("Three", 1)], ("Second part", 2), [("Four", 2)]
    ]  # fmt: skip


def test_links_land_and_dangerous_ones_do_not_exist(deck: Path) -> None:
    assert targets(made(deck), 0) == [1, "mailto:a@example.org", "tel:+41441234567"]


def test_a_page_for_each_step_and_links_lead_to_the_first(deck: Path) -> None:
    reader = made(deck, ExportOptions(builds=True))
    pages = texts(deck)
    assert len(pages) == 5
    seen = [[word in page for word in ("first", "second")] for page in pages[1:4]]
    assert seen == [[False, False], [True, False], [True, True]]
    assert targets(reader, 0)[0] == 1
    assert outline(reader)[-2:] == [("Second part", 4), [("Four", 4)]]


def test_notes_pages_have_links_and_outline_too(deck: Path) -> None:
    reader = made(deck, ExportOptions(notes_pages=True))
    assert targets(reader, 0)[0] == 1
    assert outline(reader)[0] == ("First part", 0)


def test_a_missing_picture_is_a_labelled_frame_and_the_export_goes_on(deck: Path) -> None:
    result = export(deck, deck.with_suffix(".pdf"))
    assert [p.code for p in result.problems if p.severity == "warning"] == ["missing-picture"]
    assert "The harbour" in texts(deck)[2]


@pytest.mark.parametrize(
    "options", [ExportOptions(), ExportOptions(notes_pages=True)], ids=["slides", "notes"]
)
def test_what_a_file_says_of_itself_comes_from_the_front_matter_alone(
    deck: Path, options: ExportOptions
) -> None:
    reader = made(deck, options)
    assert reader.metadata is not None
    assert dict(reader.metadata) == {
        "/Title": "A talk",
        "/Author": "Ada Example",
        "/Subject": "On small steps",
        "/Creator": "Facilitator",
    }
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "de-CH"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    raw = deck.with_suffix(".pdf").read_bytes()
    whole = raw + b"".join(
        stream.get_data()
        for number in range(1, len(reader.xref[0]) + 1)
        if hasattr(stream := reader.get_object(number), "get_data")
    )
    for secret in (
        getpass.getuser(),
        socket.gethostname(),
        str(deck.parent),
        tempfile.gettempdir(),
        "pypdf",
        "Qt",
    ):
        pattern = rb"(?<![A-Za-z])" + re.escape(secret.encode()) + rb"(?![A-Za-z])"
        if secret in ("root", "user"):
            pattern = rb"/home/|/Users/|/root/"  # PDF's own words are called that
        assert not re.search(pattern, whole), secret
    assert not re.search(rb"/(CreationDate|ModDate|Metadata)\b|D:\d{8}", whole)


@pytest.mark.parametrize(
    "options", [ExportOptions(), ExportOptions(notes_pages=True)], ids=["slides", "notes"]
)
def test_every_font_is_in_the_file(deck: Path, options: ExportOptions) -> None:
    seen = set()
    for page in made(deck, options).pages:
        fonts: Any = page["/Resources"]
        for font in fonts["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].get_object())
            seen.add(below["/BaseFont"])
    assert seen
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in seen)
