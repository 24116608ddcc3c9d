"""What the trainer takes away: CSV, XLSX and Markdown."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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


HIDDEN = (
    "",
    " ",
    "\t",
    "\u00a0",
    "\u3000",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u202e",
    "\x00",
    "\r\n",
    " \u00ad ",
)


@pytest.mark.parametrize("before", HIDDEN)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%"])
def test_nothing_unseen_hides_a_formula(before: str, sign: str) -> None:
    text = f"{before}{sign}1+1"
    assert takeaway.neutral(text) == f"'{text}"
    assert takeaway.neutral(f"x{text}") == f"x{text}"


@pytest.mark.parametrize("text", ["x;=1+1", "x; =1+1;", "a;\t@SUM(1)", "5;-3"])
def test_a_spreadsheet_that_splits_at_semicolons_finds_no_formula(text: str) -> None:
    raw = takeaway.to_csv([Entry("a" * 32, "question", text, reply=text)], SETTINGS).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(raw, newline=""), delimiter=";"):
        for cell in row:
            assert not DANGEROUS.match(cell.strip()), cell
    assert cells([Entry("a" * 32, "question", "yes; and no, -1 or = 2")])[1][1] == "yes; and no, -1 or = 2"


def test_a_lone_surrogate_does_not_stop_an_export() -> None:
    for writer in takeaway.WRITERS.values():
        assert writer.render([Entry("a" * 32, "question", "a\ud800b")], SETTINGS)


def test_the_trainers_own_lines_come_along_in_every_kind() -> None:
    parked = ["=1+1", "Ask about *pharmacies*"]
    table = list(
        csv.reader(io.StringIO(takeaway.to_csv([], SETTINGS, parked).decode("utf-8-sig"), newline=""))
    )
    assert [row[:2] for row in table[1:]] == [["Parking lot", "'=1+1"], ["Parking lot", parked[1]]]
    with zipfile.ZipFile(io.BytesIO(takeaway.to_xlsx([], SETTINGS, parked))) as book:
        assert "pharmacies" in book.read("xl/sharedStrings.xml").decode()
    text = takeaway.to_markdown([], SETTINGS, parked).decode()
    assert text.endswith("## Parking lot\n\n- &#61;1+1\n- Ask about \\*pharmacies\\*\n")


def test_rows_of_the_workbook_are_as_high_as_their_text() -> None:
    entries = [
        Entry("1", "question", "short"),
        Entry("2", "question", "a long question that goes on " * 12),
        Entry("3", "question", "one\ntwo\nthree"),
        Entry("4", "question", "减少伤害" * 40),
        Entry("5", "question", "x", reply="we talked about it " * 20),
    ]
    with zipfile.ZipFile(io.BytesIO(takeaway.to_xlsx(entries, SETTINGS))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    heights = [float(h) for h in re.findall(r'<row r="[2-9]"[^>]* ht="([\d.]+)"', sheet)]
    # xlsxwriter leaves out the height that every row has anyway
    assert heights == [15.0 * 6, 15.0 * 3, 15.0 * 5, 15.0 * 9]


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


KINDS_OF_MARKDOWN = ("python-markdown", "commonmark", "github")


def rendered(text: str, kind: str) -> str:
    """The Markdown as HTML, with everything on that each program has."""
    if kind == "python-markdown":
        import markdown

        return markdown.markdown(text, extensions=["extra", "sane_lists", "toc", "admonition", "codehilite"])
    from markdown_it import MarkdownIt

    return str(
        MarkdownIt("commonmark" if kind == "commonmark" else "gfm-like", {"linkify": False}).render(text)
    )


def read_back(html: str) -> tuple[list[str], str]:
    """The elements, and the text."""
    from lxml import html as parser

    tree = parser.fromstring(f"<div>{html}</div>")
    return [str(e.tag) for e in tree.iter()], "".join(tree.itertext())


def letters(text: str) -> str:
    return "".join(text.split())


def stays_plain(text: str, kind: str) -> None:
    made = takeaway.to_markdown([Entry("1", "question", text, reply=text)], SETTINGS).decode()
    tags, said = read_back(rendered(made, kind))
    assert set(tags) <= {"div", "h1", "h2", "ul", "li", "p", "br"}, tags
    assert tags.count("h1") == 1
    assert tags.count("h2") == 1
    assert tags.count("li") == 2
    assert letters(said) == letters(f"Harm reduction Question {text} Reply: {text}")


@pytest.mark.parametrize("kind", KINDS_OF_MARKDOWN)
@pytest.mark.parametrize("name", [name for name, _ in HOSTILE])
def test_markdown_keeps_what_people_wrote_as_plain_text(name: str, kind: str) -> None:
    if text := clean(dict(HOSTILE)[name]):
        stays_plain(text, kind)


@pytest.mark.parametrize("kind", KINDS_OF_MARKDOWN)
@given(st.text(st.sampled_from("ab 1.)-+*#=:>|~`_[](){}!<&;@/\\$^\n\t\"'é"), max_size=60))
@example("1) one\n2) two")
@example("a\n===")
@example("a\n---")
@example("&copy; &#169; www.example.org me@example.org https://example.org")
@example("[^1]: note\n*[AB]: long\nterm\n: definition")
def test_nothing_typed_becomes_a_mark(kind: str, text: str) -> None:
    text = clean(text) or "x"
    stays_plain(text, kind)


def test_markdown_stays_readable() -> None:
    text = "Is it safe (really)? Yes, 100%: it's fine - 1.5 mg, 2-3 times. Ask A. Smith!"
    assert text in takeaway.to_markdown([Entry("1", "question", text)], SETTINGS).decode()


def test_markdown_groups_by_kind() -> None:
    entries = [
        Entry("1", "complaint", "Too cold", EntryState.ANSWERED, votes=3, reply="Fixed."),
        Entry("2", "question", "Why?"),
    ]
    assert takeaway.to_markdown(entries, SETTINGS).decode() == (
        "# Harm reduction\n\n## Question\n\n- Why?\n\n## Complaint\n\n"
        "- Too cold *(answered, wanted by 3)*\n  - Reply: Fixed.\n"
    )
