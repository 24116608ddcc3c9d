"""Times and blocks as the console writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from facilitator.deck import model as d


def clock(moment: datetime) -> str:
    """``10:34``."""
    return f"{moment:%H:%M}"


def span(seconds: float) -> str:
    """``25:50``, ``1:02:05``: whole seconds gone."""
    whole = int(max(0.0, seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"


def slide_text(blocks: Iterable[d.Block]) -> str:
    """All words of blocks, for the search: a line each."""
    return "\n".join(_lines(blocks))


def _lines(blocks: Iterable[d.Block]) -> Iterable[str]:
    for b in blocks:
        match b:
            case d.Paragraph() | d.Heading():
                yield d.plain(b.spans)
            case d.ListBlock():
                for item in b.items:
                    yield from _lines(item.blocks)
            case d.DefinitionList():
                for definition in b.items:
                    yield d.plain(definition.term)
                    yield from _lines(definition.blocks)
            case d.Table():
                for row in (b.header, *b.rows):
                    yield "\t".join(d.plain(c) for c in row.cells)
            case d.Code():
                yield b.text
            case d.Picture():
                yield d.plain(b.caption)
            case d.Quote():
                yield from _lines(b.blocks)
            case d.Columns():
                for column in b.columns:
                    yield from _lines(column.blocks)
            case d.Diagram():
                yield b.title
                for part in b.parts:
                    yield " ".join((part.label, *part.details))
            case d.Chart():
                yield b.title
                yield from (row[0] for row in b.rows)
            case d.Poll():
                yield b.question
                yield from b.options


def pace_counts(pace: tuple[int, int, int]) -> str:
    """What the room says of the pace, as counted (the room itself is silent below five answers)."""
    fast, right, slow = pace
    return f"The pace, says the room: {fast} too fast, {right} just right, {slow} too slow"


def pace_verdict(pace: tuple[int, int, int]) -> str:
    """``too fast`` or ``too slow`` when more than half say so; else empty: nothing to be done."""
    fast, _, slow = pace
    half = sum(pace) / 2
    return "too fast" if fast > half else "too slow" if slow > half else ""
