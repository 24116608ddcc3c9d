"""What the trainer takes away: the entries as CSV, XLSX, Markdown, or rows for a PDF.

Rows come in the order given (the room shuffles). There are no ids, times or counts of anything but votes.
Cells that a spreadsheet could take for a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitator.room.records import Entry, EntryState, RoomSettings

COLUMNS = ("Kind", "Entry", "Wanted by", "State", "Shown to the room", "Starred", "Reply")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
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
    return f"'{text}" if text.lstrip(" \ufeff").startswith(_FORMULA) or text.startswith(_FORMULA) else text


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


def to_csv(entries: Sequence[Entry], settings: RoomSettings) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; quoted everywhere."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([neutral(cell) for cell in row] for row in rows(entries, settings))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(entries: Sequence[Entry], settings: RoomSettings) -> bytes:
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
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(zip(COLUMNS, (14, 70, 10, 12, 12, 9, 50), strict=True)):
            sheet.set_column(column, column, width, wrap)
            sheet.write_string(0, column, title, bold)
        for line, row in enumerate(rows(entries, settings), start=1):
            for column, cell in enumerate(row):
                if column == 2:
                    sheet.write_number(line, column, int(cell), wrap)
                else:
                    sheet.write_string(line, column, neutral(cell), wrap)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


#: Backslashes where every Markdown knows them, entities for the rest (links by themselves, tables, tags).
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()#+-.!"} | {c: f"&#{ord(c)};" for c in "<>&:|~@"})


def to_markdown(entries: Sequence[Entry], settings: RoomSettings) -> bytes:
    """A list under a heading for each kind; what people wrote is escaped so that it stays plain text."""

    def plain(text: str) -> str:
        return text.translate(_MARKDOWN).replace("\n", "\\\n  ")

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
                lines.append(f"  - Reply: {plain(e.reply)}")
        lines.append("")
    return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class Writer:
    """One kind of file."""

    mime: str
    render: Callable[[Sequence[Entry], RoomSettings], bytes]


WRITERS = {
    "csv": Writer("text/csv; charset=utf-8", to_csv),
    "xlsx": Writer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
    "md": Writer("text/markdown; charset=utf-8", to_markdown),
}
