"""A deck as text that a person can check against its source: structure, marks, notes, steps, problems."""

from __future__ import annotations

from collections.abc import Iterator

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
    Quote,
    Slide,
    Span,
    Spans,
    Table,
)

MARKS = (
    ("bold", "b"),
    ("italic", "i"),
    ("underline", "u"),
    ("strike", "s"),
    ("code", "code"),
    ("mark", "mark"),
    ("sub", "sub"),
    ("sup", "sup"),
)


def span(one: Span) -> str:
    """A span with its marks as tags."""
    text = "⏎" if one.text == "\n" else one.text
    for name, tag in MARKS:
        if getattr(one, name):
            text = f"<{tag}>{text}</{tag}>"
    if one.color:
        text = f"<{one.color}>{text}</>"
    if one.link:
        text = f"[{text}]({one.link})"
    if one.footnote:
        text = f"{text}^"
    if one.field:
        text = f"{{{one.field}={text}}}"
    return text


def spans(many: Spans) -> str:
    """All spans."""
    return "".join(span(one) for one in many)


def at(block: object) -> str:
    """The block's line, and its step when it has one."""
    step = getattr(block, "step", 0)
    return f"{getattr(block, 'line', 0)}{f' @{step}' if step else ''}"


def lines(block: Block) -> Iterator[str]:
    """The block as lines."""
    match block:
        case Paragraph():
            yield f"p {at(block)}: {spans(block.spans)}"
        case Heading():
            yield f"h{block.level} {at(block)}: {spans(block.spans)}"
        case ListBlock():
            for number, item in enumerate(block.items, block.start):
                sign = f"{number}." if block.ordered else "-"
                box = "" if item.checked is None else "[x] " if item.checked else "[ ] "
                inner = [line for child in item.blocks for line in lines(child)]
                yield f"{sign} {box}{inner[0]}"
                yield from (f"    {line}" for line in inner[1:])
        case DefinitionList():
            for definition in block.items:
                yield f"term {at(definition)}: {spans(definition.term)}"
                for child in definition.blocks:
                    yield from (f"    {line}" for line in lines(child))
        case Table():
            yield f"table {at(block)} {','.join(a.value for a in block.align)}"
            for row in (block.header, *block.rows):
                yield f"    {at(row)}: " + " | ".join(spans(cell) for cell in row.cells)
        case Code():
            yield f"code {at(block)} {block.language!r} {list(block.marked)}"
            yield from (f"    |{line}" for line in block.text.split("\n"))
        case Picture():
            state = "found" if block.path else "missing"
            size = " ".join(
                f"{n}={s.value:g}{s.unit}" for n, s in (("w", block.width), ("h", block.height)) if s
            )
            kind = " decorative" if block.decorative else ""
            about = f"({state}{kind}) alt={block.alt!r} {size} {spans(block.caption)}"
            yield f"picture {at(block)} {block.source} {about}"
        case Quote():
            yield f"quote {at(block)}"
            for child in block.blocks:
                yield from (f"    {line}" for line in lines(child))
        case Columns():
            for column in block.columns:
                yield f"column {at(column)} {column.width if column.width is not None else 'equal'}"
                for child in column.blocks:
                    yield from (f"    {line}" for line in lines(child))
        case Diagram():
            yield f"diagram {at(block)} {block.kind}: {block.title!r} {dict(block.options)}"
            for part in block.parts:
                yield f"    {at(part)} {part.side!r} {part.label} | {' | '.join(part.details)}"
            yield f"    alt: {block.alt}"
        case Chart():
            yield f"chart {at(block)} {block.kind}: {block.title!r} {block.series} {dict(block.options)}"
            for label, values in block.rows:
                yield f"    {label}: {', '.join('-' if v is None else f'{v:g}' for v in values)}"
        case Poll():
            yield f"poll {at(block)} {block.kind}: {block.question} {list(block.options)}"


def slide(one: Slide) -> Iterator[str]:
    """The slide as lines; line numbers of blocks count within the slide."""
    own = one.settings
    yield f"== {one.number} (line {one.line}) {spans(one.title) or '-'}"
    if one.subtitle:
        yield f"   subtitle: {spans(one.subtitle)}"
    told = {
        "layout": own.layout,
        "class": " ".join(own.classes),
        "color": own.color,
        "header": own.header,
        "footer": own.footer,
        "seconds": own.seconds,
        "section": own.section + (" (starts)" if own.section_starts else ""),
        "section-time": own.section_seconds,
        "kind": own.kind.value if own.kind.value != "talk" else "",
        "starts": own.starts,
        "cut-first": own.cut_first,
        "hidden": own.hidden,
        "backup": own.backup,
        "covers": " ".join(own.covers),
        "reveal": own.reveal,
        "steps": one.steps,
    }
    said = [f"{key}={value}" for key, value in told.items() if value]
    if not own.paginate:
        said.append("no number")
    for background in own.backgrounds:
        source = background.picture.source if background.picture else background.color
        side = f" {background.side} {background.share:g}" if background.side else ""
        said.append(f"background={source} {background.fit}{side}")
    if said:
        yield "   " + ", ".join(said)
    for block in one.blocks:
        yield from (f"   {line}" for line in lines(block))
    for note in one.footnotes:
        yield f"   footnote {note.number}: {spans(note.spans)}"
    for block in one.notes:
        yield from (f"   notes | {line}" for line in lines(block))


def deck(read: Deck) -> str:
    """The whole deck, its settings first, its problems last."""
    told = {
        "title": read.title,
        "subtitle": read.subtitle,
        "author": read.author,
        "date": read.date,
        "lang": read.lang,
        "rtl": read.rtl,
        "theme": read.theme,
        "size": read.size,
        "minutes": read.minutes,
        "ends": read.ends,
        "categories": ", ".join(read.categories),
        "builds": read.builds,
        "template": read.template,
        "fields": ", ".join(f"{f.name}={f.value!r}" for f in read.fields),
    }
    result = [", ".join(f"{k}: {v}" for k, v in told.items() if v)]
    for one in read.slides:
        result += slide(one)
    for problem in read.problems:
        result.append(
            f"!! {problem.file}:{problem.line}:{problem.column} {problem.severity.value} {problem.code}: "
            f"{problem.message}"
        )
    return "\n".join(line.rstrip() for line in result) + "\n"
