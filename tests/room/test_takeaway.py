"""What the trainer takes away: CSV, XLSX and Markdown."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from facilitator.room import takeaway
from facilitator.room.records import Entry, EntryState, RoomSettings
from facilitator.room.server.text import clean
from tests.hostile import HOSTILE

SETTINGS = RoomSettings(title="Harm reduction")
NASTY = [Entry(f"{n:032x}", "question", text, reply=text) for n, (_, text) in enumerate(HOSTILE)]
CLEAN = [Entry(e.id, e.category, clean(e.text) or "?", reply=clean(e.reply)) for e in NASTY]
DANGEROUS = re.compile(r"^[=+\-@\t\r＝＋－＠]")


def cells(entries: list[Entry]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(takeaway.to_csv(entries, SETTINGS).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "entries", [CLEAN, [e for e in NASTY if "\ud800" not in e.text]], ids=["cleaned", "raw"]
)
def test_no_cell_is_a_formula(entries: list[Entry]) -> None:
    for row in cells(entries)[1:]:
        for cell in row:
            assert not DANGEROUS.match(cell), cell


def test_csv_has_exactly_its_columns_and_every_entry() -> None:
    entries = [
        Entry("a" * 32, "question", 'says "hi",\nand more', EntryState.PARKED, True, True, 4, "Soon."),
        Entry("b" * 32, "gone-category", "plain", EntryState.NEW),
    ]
    table = cells(entries)
    assert table[0] == ["Kind", "Entry", "Wanted by", "State", "Shown to the room", "Starred", "Reply"]
    assert table[1] == ["Question", 'says "hi",\nand more', "4", "for later", "yes", "yes", "Soon."]
    assert table[2] == ["gone-category", "plain", "0", "", "", "", ""]
    assert "a" * 32 not in str(table)


def test_the_workbook_opens_and_holds_plain_strings() -> None:
    data = takeaway.to_xlsx(CLEAN, SETTINGS)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        names = book.namelist()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
        core = book.read("docProps/core.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert not any("external" in name.lower() for name in names)
    assert "HYPERLINK(" in strings
    assert "2000-01-01T00:00:00Z" in core
    assert not re.search(r"20[1-9]\d-", core)
    from lxml import etree

    texts = ["".join(si.itertext()) for si in etree.fromstring(strings.encode())]
    assert not [t for t in texts if DANGEROUS.match(t)]


def test_two_exports_of_the_same_rows_have_no_time_in_them() -> None:
    with zipfile.ZipFile(io.BytesIO(takeaway.to_xlsx(CLEAN, SETTINGS))) as book:
        assert {info.date_time[:3] for info in book.infolist()} == {(1980, 1, 1)}


def test_markdown_keeps_what_people_wrote_as_plain_text() -> None:
    import markdown

    text = takeaway.to_markdown(CLEAN, SETTINGS).decode()
    html = markdown.markdown(text)
    assert "<script" not in html
    assert "<img" not in html
    assert "<a " not in html
    assert html.count("<h1") == 1
    assert "Harm reduction" in html


def test_markdown_groups_by_kind() -> None:
    entries = [
        Entry("1", "complaint", "Too cold", EntryState.ANSWERED, votes=3, reply="Fixed."),
        Entry("2", "question", "Why?"),
    ]
    assert takeaway.to_markdown(entries, SETTINGS).decode() == (
        "# Harm reduction\n\n## Question\n\n- Why?\n\n## Complaint\n\n"
        "- Too cold *(answered, wanted by 3)*\n  - Reply: Fixed\\.\n"
    )
