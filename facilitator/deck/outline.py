"""What the reader understood, as CONTRACTS' JSON and for people; and the text of slides and notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facilitator.deck.model import (
    Block,
    Chart,
    Code,
    Columns,
    Deck,
    DefinitionList,
    Diagram,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Poll,
    Problem,
    Quote,
    Slide,
    Spans,
    Table,
)

FORMAT = 1


def _text(spans: Spans) -> str:
    """What is read aloud: hard breaks are spaces, white space is single, footnote marks are left out."""
    return " ".join("".join(" " if s.text == "\n" else s.text for s in spans if s.footnote is None).split())


def block_lines(block: Block) -> Iterator[str]:
    """The lines of a block that the audience can read, in reading order."""
    match block:
        case Paragraph() | Heading():
            yield _text(block.spans)
        case ListBlock():
            for item in block.items:
                for inner in item.blocks:
                    yield from block_lines(inner)
        case DefinitionList():
            for definition in block.items:
                yield _text(definition.term)
                for inner in definition.blocks:
                    yield from block_lines(inner)
        case Table():
            for row in (block.header, *block.rows):
                yield "\t".join(_text(cell) for cell in row.cells)
        case Code():
            yield from block.text.split("\n")
        case Picture():
            yield _text(block.caption)
        case Quote():
            for inner in block.blocks:
                yield from block_lines(inner)
        case Columns():
            for column in block.columns:
                for inner in column.blocks:
                    yield from block_lines(inner)
        case Diagram():
            yield from _diagram_lines(block)
        case Chart():
            yield block.title
            if any(block.series):
                yield "\t".join(("", *block.series)).strip("\t")
            for label, values in block.rows:
                yield "\t".join((label, *("" if v is None else f"{v:g}" for v in values)))
            for key in ("note", "source"):
                yield block.option(key)
        case Poll():
            yield block.question
            yield from block.options


def block_text(block: Block) -> str:
    """The words of a block on one line."""
    return " ".join(block_lines(block))


def _diagram_lines(block: Diagram) -> Iterator[str]:
    yield block.title
    yield block.option("left") if block.kind != "balance" else ""
    yield block.option("right") if block.kind != "balance" else ""
    group = ""
    for part in block.parts:
        if block.kind == "tiles" and part.side != group:
            group = part.side
            yield group
        if block.kind == "balance" and part.side[:-1] != group:
            group = part.side[:-1]
            yield block.option(group)
        yield " ".join((part.label, *part.details))
    for key in ("side-detail", "under", "anchor", "anchor-detail", "note", "source"):
        yield block.option(key)


def slide_text(slide: Slide) -> list[str]:
    """What the audience can read of a slide, in reading order and without its title; no empty lines."""
    lines = [_text(slide.subtitle)]
    for block in slide.blocks:
        lines += block_lines(block)
    lines += [_text(note.spans) for note in slide.footnotes]
    return [line for line in lines if line.strip()]


def notes_text(slide: Slide) -> str:
    """The speaker notes as plain text, a line for each paragraph or item."""
    lines = [line for block in slide.notes for line in block_lines(block)]
    return "\n".join(line for line in lines if line.strip())


def problem_dict(problem: Problem) -> dict[str, Any]:
    """A problem as ``check --json`` prints it."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "source": problem.source,
        "message": problem.message,
        "fix": problem.fix,
    }


def slide_dict(slide: Slide) -> dict[str, Any]:
    """A slide as ``outline --json`` prints it."""
    return {
        "number": slide.number,
        "file": slide.file,
        "line": slide.line,
        "title": _text(slide.title) or None,
        "layout": slide.settings.layout,
        "text": slide_text(slide),
        "notes": notes_text(slide),
        "seconds": slide.settings.seconds,
        "steps": slide.steps,
        "section": slide.settings.section,
        "hidden": slide.settings.hidden,
    }


def outline(deck: Deck) -> dict[str, Any]:
    """The deck as ``outline --json`` prints it."""
    return {
        "format": FORMAT,
        "title": deck.title,
        "author": deck.author,
        "date": deck.date,
        "lang": deck.lang,
        "minutes": deck.minutes,
        "slides": [slide_dict(slide) for slide in deck.slides],
        "problems": [problem_dict(problem) for problem in deck.problems],
    }


def outline_text(deck: Deck) -> str:
    """The outline for people: number, title, time; sections as headings."""
    from facilitator.deck.problems import summary
    from facilitator.deck.values import show_duration

    lines = [deck.title or deck.file]
    by = ", ".join(x for x in (deck.author, deck.date) if x)
    if by:
        lines.append(by)
    lines.append("")
    for slide in deck.slides:
        own = slide.settings
        if own.section_starts:
            planned = f"  ({show_duration(own.section_seconds)})" if own.section_seconds else ""
            lines += ["", f"{own.section} · {own.kind.value}{planned}"]
        title = _text(slide.title) or "(no title)"
        marks = [show_duration(own.seconds)] if own.seconds else []
        if slide.steps:
            marks.append(f"{slide.steps} {'step' if slide.steps == 1 else 'steps'}")
        if own.hidden:
            marks.append("hidden")
        if own.backup:
            marks.append("backup")
        if not notes_text(slide):
            marks.append("no notes")
        lines.append(f"{slide.number:4}  {title}" + (f"  [{', '.join(marks)}]" if marks else ""))
        lines += [f"        {line}" for line in slide_text(slide)]
    count = len(deck.slides)
    lines += ["", f"{count} {'slide' if count == 1 else 'slides'}, {summary(deck.problems)}"]
    return "\n".join(lines)
