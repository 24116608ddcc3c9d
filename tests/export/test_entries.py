"""What the room wrote, as PDF: read back as text, and searched for what must not be in it."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from facilitator.export.cards import A4, LETTER
from facilitator.export.entries import PROMISE, entries_pdf
from facilitator.export.paper import FOOT, MARGIN
from facilitator.room import takeaway
from facilitator.room.records import Entry, EntryState, RoomSettings
from facilitator.room.server.text import clean
from tests.hostile import HOSTILE

JOINED = ("hindi-joiner", "tibetan", "zalgo")
"""Drawn by joined or stacked glyphs, of which not every letter can be read back."""
SETTINGS = RoomSettings(title="Harm reduction")


def made(*entries: Entry, parked: tuple[str, ...] = (), **more: object) -> bytes:
    return entries_pdf(SETTINGS.title, takeaway.rows(entries, SETTINGS), parked, **more)  # type: ignore[arg-type]


def words(data: bytes) -> str:
    return " ".join(
        " ".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(data)).split()
    )


def letters(text: str) -> str:
    """Letters and figures alone, whichever way they are read."""
    return "".join(sorted(c for c in unicodedata.normalize("NFKD", text) if c.isalnum()))


def test_entries_stand_under_their_kind_with_votes_state_and_reply() -> None:
    data = made(
        Entry("1", "question", "Is it safe?\nSecond line", EntryState.ANSWERED, True, True, 3, "Yes."),
        Entry("2", "concern", "The room is cold"),
        parked=("Ask about *pharmacies*",),
    )
    text = words(data)
    said = (
        f"Harm reduction {PROMISE} Question • Is it safe? Second line wanted by 3 · answered · shown to the "
        "room · starred Reply: Yes. Concern • The room is cold Parking lot • Ask about *pharmacies*"
    )
    assert text.replace("•", "").split() == [*said.replace("•", "").split(), "Harm", "reduction", "1"]


@pytest.mark.parametrize("name", [name for name, _ in HOSTILE])
def test_hostile_text_is_text(name: str) -> None:
    text = clean(dict(HOSTILE)[name]) or "?"
    empty = made(Entry("1", "question", "", reply="x"))
    data = made(Entry("1", "question", text, reply="x"))
    pictures = {c for c in text if unicodedata.category(c) in ("So", "Sk", "Cs")}
    drawn = "" if name == "keycaps" else "".join(c for c in text if c not in pictures)
    if name in JOINED:
        assert len(letters(words(data))) > len(letters(words(empty)))
    else:
        assert letters(words(data)) == "".join(sorted(letters(words(empty)) + letters(drawn)))
    assert b"/URI" not in data
    assert not any(page.annotations for page in PdfReader(BytesIO(data)).pages)


def test_there_is_no_time_no_machine_and_no_program_but_ours_in_it() -> None:
    data = made(Entry("1", "question", "Is it safe?"))
    assert not re.search(rb"/(CreationDate|ModDate|Producer|Author|Metadata)\b", data)
    assert not re.search(rb"D:20\d\d", data)
    assert b"xmp" not in data.lower()
    assert made(Entry("1", "question", "Is it safe?")) == data


@pytest.mark.parametrize("size", [A4, LETTER])
def test_long_entries_wrap_inside_the_margins_and_go_on(size: tuple[float, float]) -> None:
    texts = ["a long entry that has much to say " * 14 + f"end{n}" for n in range(60)]
    data = made(*(Entry(str(n), "question", text) for n, text in enumerate(texts)), size=size)
    document = pdfium.PdfDocument(data)
    assert len(document) > 4
    said = words(data)
    assert all(f"end{n}" in said for n in range(60))
    for page in document:
        assert page.get_size() == pytest.approx(size, abs=0.6)
        read = page.get_textpage()
        for n in range(read.count_rects()):
            left, bottom, right, top = read.get_rect(n)
            assert MARGIN - 2 <= left <= right <= size[0] - MARGIN + 2
            assert FOOT - 14 < bottom <= top < size[1] - MARGIN + 6


def test_right_to_left_entries_stand_at_the_right() -> None:
    page = pdfium.PdfDocument(made(Entry("1", "question", "ما هو الحد؟ 3"), size=A4))[0].get_textpage()
    at = page.get_text_range().index("ما هو")
    assert page.get_charbox(at)[2] > A4[0] - MARGIN - 30


def test_all_fonts_are_in_the_file() -> None:
    data = made(Entry("1", "question", "Ω 日本 العربية"))
    fonts = [
        font.get_object()
        for page in PdfReader(BytesIO(data)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary
    ]
    assert len(fonts) > 2
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
