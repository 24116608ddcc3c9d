"""What the room wrote, as a file: CSV, Excel, Markdown (all by ``room.takeaway``), and PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from facilitator.room import takeaway
from facilitator.room.records import Entry, RoomSettings
from facilitator.system.files import replacing
from facilitator.ui.style import FAMILY

_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]()#+-.!"} | {c: f"&#{ord(c)};" for c in "<>&:|~@"})
KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"), ("md", "Markdown"))


def write(path: Path, entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str] = ()) -> None:
    """Write the entries (and the trainer's own parked lines) in the format of the path's ending.

    Raises OSError when the file cannot be written; an earlier file is then untouched.
    """
    kind = path.suffix.casefold().lstrip(".")
    if kind == "pdf":
        data = _pdf(entries, settings, parked)
    else:
        data = takeaway.WRITERS[kind].render(entries, settings)
        if kind == "md" and parked:
            lines = [f"- {line.translate(_MARKDOWN)}" for line in parked]
            data += ("\n## Parking lot\n\n" + "\n".join(lines) + "\n").encode()
    with replacing(path, mode=0o600) as part:
        part.write_bytes(data)


def _pdf(entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str]) -> bytes:
    """A4, one list under a heading for each kind. Text is inserted as text: nothing in it is markup."""
    document = QTextDocument()
    font = QFont(FAMILY, 11)
    for feature in ("liga", "clig"):
        # Ligatures make letters that cannot be copied out of the PDF.
        font.setFeature(QFont.Tag(feature), 0)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)

    def line(text: str, size: float = 11, bold: bool = False, space: float = 4, indent: int = 0) -> None:
        block, chars = QTextBlockFormat(), QTextCharFormat()
        block.setTopMargin(space)
        block.setIndent(indent)
        chars.setFontPointSize(size)
        chars.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        if cursor.position():
            cursor.insertBlock()
        cursor.setBlockFormat(block)
        cursor.setCharFormat(chars)
        cursor.insertText(text)

    line(settings.title or "Entries from the room", 18, True, 0)
    made = takeaway.rows(entries, settings)
    for heading in dict.fromkeys(row[0] for row in made):
        line(heading, 13, True, 16)
        for _, text, votes, state, _, _, reply in (row for row in made if row[0] == heading):
            facts = [f for f in (state, f"wanted by {votes}" if votes != "0" else "") if f]
            line("•  " + text.replace("\n", "\u2028") + (f"  ({', '.join(facts)})" if facts else ""), space=6)
            if reply:
                line(f"Reply: {reply}", indent=1, space=2)
    if parked:
        line("Parking lot", 13, True, 16)
        for text in parked:
            line(f"•  {text}", space=6)
    with tempfile.TemporaryDirectory() as folder:
        # QPdfWriter writes to a file name; the folder is this user's alone.
        target = Path(folder) / "entries.pdf"
        writer = QPdfWriter(str(target))
        writer.setTitle(settings.title)
        writer.setCreator("Facilitator")
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                QMarginsF(50, 50, 50, 50),
            )
        )
        document.print_(writer)
        del writer
        return target.read_bytes()
