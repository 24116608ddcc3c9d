"""What the room wrote, as a file: CSV, Excel, Markdown (all by ``room.takeaway``), and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from facilitator.room import takeaway
from facilitator.room.records import Entry, RoomSettings
from facilitator.system.files import replacing

KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"), ("md", "Markdown"))


def write(path: Path, entries: Sequence[Entry], settings: RoomSettings, parked: Sequence[str] = ()) -> None:
    """Write the entries (and the trainer's own parked lines) in the format of the path's ending.

    Raises OSError when the file cannot be written; an earlier file is then untouched.
    """
    kind = path.suffix.casefold().lstrip(".")
    if kind == "pdf":
        from facilitator.export.entries import entries_pdf

        rows = takeaway.rows(entries, settings)
        data = entries_pdf(settings.title, rows, parked, lang=settings.lang)
    else:
        data = takeaway.WRITERS[kind].render(entries, settings, parked)
    with replacing(path, mode=0o600) as part:
        part.write_bytes(data)
