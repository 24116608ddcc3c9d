"""What the trainer takes away: the entries as CSV, XLSX, Markdown, or rows for a PDF.

Rows come in the order given (the room shuffles). There are no ids, times or counts of anything but votes.
Cells that a spreadsheet could take for a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitator.room.records import Entry, EntryState, RoomSettings

COLUMNS = ("Kind", "Entry", "Wanted by", "State", "Shown to the room", "Starred", "Reply")
WIDTHS = (14, 70, 11, 12, 18, 9, 50)
"""Of the columns, in letters."""
PARKED = "Parking lot"
_FORMULA = re.compile(r"[=+\-@|%\t\r\n＝＋－＠]")
_BEFORE_IT = re.compile(r"[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*")
"""What a spreadsheet may pass over before a formula: blanks, and signs that nobody sees."""
_NEXT_CELL = re.compile(r"([;\t]\s*)(?=[=+\-@|%＝＋－＠])")
"""Where half of Europe's spreadsheets begin a new cell, whatever the quotation marks say."""
_STATES = {
    EntryState.NEW: "",
    EntryState.NEXT: "next",
    EntryState.ON_SCREEN: "answered",
    EntryState.ANSWERED: "answered",
    EntryState.PARKED: "for later",
    EntryState.DISMISSED: "put aside",
}


def neutral(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet could take it for a formula."""
    bare = _BEFORE_IT.sub("", text, count=1)
    return f"'{text}" if _FORMULA.match(bare) or _FORMULA.match(text) else text


def rows(entries: Sequence[Entry], settings: RoomSettings) -> list[tuple[str, ...]]:
    """One row an entry, under ``COLUMNS``; every value as text, nothing neutralised."""
    labels = {c.id: c.label for c in settings.categories}
    return [
        (
            labels.get(e.category, e.category),
            e.text,
            str(e.votes),
            _STATES.get(e.state, ""),
            "yes" if e.published else "",
            "yes" if e.starred else "",
            e.reply,
        )
        for e in entries
    ]


def _with_parked(made: list[tuple[str, ...]], parked: Sequence[str]) -> list[tuple[str, ...]]:
    """The rows, and the trainer's own lines below them."""
    return [*made, *((PARKED, line, "0", "", "", "", "") for line in parked)]


def to_csv(entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str] = ()) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; quoted everywhere."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in _with_parked(rows(entries, settings), parked):
        writer.writerow([_NEXT_CELL.sub(r"\1'", neutral(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def to_xlsx(entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str] = ()) -> bytes:
    """A workbook of plain strings; its properties hold no name and no real time."""
    from datetime import datetime

    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        # The format wants a time of making: always the same one.
        book.set_properties({"title": settings.title, "author": "", "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, no time
        sheet = book.add_worksheet("Entries")
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        middle = book.add_format({"align": "center", "valign": "top"})
        for column, (title, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width, wrap)
            sheet.write_string(0, column, title, bold)
        made = _with_parked(rows(entries, settings), parked)
        for line, row in enumerate(made, start=1):
            sheet.set_row(line, _height(row))
            for column, cell in enumerate(row):
                if column == 2:
                    sheet.write_number(line, column, int(cell), middle)
                else:
                    text = neutral(cell).encode("utf-8", "replace").decode()
                    sheet.write_string(line, column, text, wrap)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(made), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def _height(row: tuple[str, ...]) -> float:
    """Points for a row: not every program makes room for lines that wrap."""
    lines = 1
    for text, width in zip(row, WIDTHS, strict=True):
        cells = [sum(_cell(char) for char in line) for line in text.splitlines()]
        lines = max(lines, sum(max(1, math.ceil(n * 1.08 / width)) for n in cells))
    return min(409.0, 15.0 * lines)  # no row may be higher


def _cell(char: str) -> int:
    """How many columns of a typewriter a character takes."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if "\ufd50" <= char <= "\ufdff":  # a whole phrase in one letter
        return 8
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_ANYWHERE = re.compile(r"[\\`*_\[\]{}]")
_RARE = re.compile(r"[<>|~^$]|&(?=#?\w+;)|(?<=\S)@(?=\S)|:(?=//)|(?<=[Ww])\.(?=\S)|(?<=\S):(?=\S+:)")
_AT_THE_START = re.compile(r"(\d+)([.)])(?=\s|$)|([-+#:=])")


def plain(text: str) -> str:
    """What people wrote as one or more lines of Markdown that stay plain text in every kind of it.

    A backslash where all of them know it, an entity for the rest, and neither where nothing could happen:
    people are to read this file too.
    """
    lines = []
    for line in text.splitlines():
        line = _ANYWHERE.sub(r"\\\g<0>", line.strip())
        line = _RARE.sub(lambda found: f"&#{ord(found[0])};", line)
        if start := _AT_THE_START.match(line):
            sign = start[2] or start[3]
            guarded = f"&#{ord(sign)};" if sign in ":=" else f"\\{sign}"
            line = (start[1] or "") + guarded + line[start.end() :]
        if line:
            lines.append(line)
    return "  \n  ".join(lines)  # two blanks: a line break in every kind of Markdown


def to_markdown(entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str] = ()) -> bytes:
    """A list under a heading for each kind."""
    lines = [f"# {plain(settings.title) or 'Entries from the room'}", ""]
    known = {c.id for c in settings.categories}
    groups = [(c.label, [e for e in entries if e.category == c.id]) for c in settings.categories]
    groups.append(("Other", [e for e in entries if e.category not in known]))
    for label, chosen in groups:
        if not chosen:
            continue
        lines += [f"## {plain(label)}", ""]
        for e in chosen:
            facts = [s for s in (_STATES.get(e.state, ""), f"wanted by {e.votes}" if e.votes else "") if s]
            lines.append(f"- {plain(e.text)}" + (f" *({', '.join(facts)})*" if facts else ""))
            if e.reply:
                lines.append(f"  - Reply: {plain(e.reply).replace(chr(10), chr(10) + '  ')}")
        lines.append("")
    if parked:
        lines += [f"## {PARKED}", "", *(f"- {plain(line)}" for line in parked), ""]
    return "\n".join(lines).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Writer:
    """One kind of file."""

    mime: str
    render: Callable[..., bytes]
    """Of entries, settings and, where there are any, the trainer's parked lines."""


WRITERS = {
    "csv": Writer("text/csv; charset=utf-8", to_csv),
    "xlsx": Writer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "md": Writer("text/markdown; charset=utf-8", to_markdown),
}
