"""Speaker notes: the notes master, and a notes page per slide with paragraphs, lists and bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from facilitator.deck.model import (
    Block,
    Code,
    Columns,
    DefinitionList,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Quote,
    Span,
    Spans,
    Table,
    plain,
)
from facilitator.export.pptx.language import right_to_left, spoken
from facilitator.export.pptx.master import group_head
from facilitator.export.pptx.styles import numbering
from facilitator.export.pptx.text import Writing
from facilitator.export.pptx.xml import DECLARATION, NAMESPACES, attr, guid, text

WIDTH, HEIGHT = 6_858_000, 9_144_000
"""A notes page in EMU: 7.5 x 10 inches, upright."""
_BULLET_STEP = 228_600


@dataclass(frozen=True, slots=True)
class Note:
    """One paragraph of notes."""

    spans: Spans
    level: int = 0
    bullet: str = ""
    """``•``, or a number as shown; empty for plain paragraphs."""


def flatten(blocks: Iterable[Block], level: int = 0) -> Iterator[Note]:
    """Notes as a flat run of paragraphs with levels; nothing written is left out."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Note(block.spans, level)
        elif isinstance(block, Heading):
            yield Note(tuple(_bold(s) for s in block.spans), level)
        elif isinstance(block, ListBlock):
            for n, item in enumerate(block.items, block.start):
                bullet = f"{n}." if block.ordered else "•"
                if item.checked is not None:
                    bullet = "☑" if item.checked else "☐"
                first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (Paragraph(()), ())
                if not isinstance(first, Paragraph):
                    first, rest = Paragraph(()), item.blocks
                yield Note(first.spans, level, bullet)
                yield from flatten(rest, level + 1)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                cells = " | ".join(plain(c) for c in row.cells)
                yield Note((Span(cells, bold=row is block.header),), level)
        elif isinstance(block, Code):
            for row_text in block.text.split("\n"):
                yield Note((Span(row_text, code=True),), level)
        elif isinstance(block, Quote):
            yield from flatten(block.blocks, level + 1)
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from flatten(column.blocks, level)
        elif isinstance(block, DefinitionList):
            for definition in block.items:
                yield Note(tuple(_bold(s) for s in definition.term), level)
                yield from flatten(definition.blocks, level + 1)
        elif isinstance(block, Picture):
            words = plain(block.caption) or block.alt
            if words:
                yield Note((Span(words, italic=True),), level)
        else:
            heading = getattr(block, "title", "") or getattr(block, "question", "")
            if heading:
                yield Note((Span(heading, bold=True),), level)
            for part in getattr(block, "parts", ()):
                yield Note((Span(" | ".join((part.label, *part.details))),), level, "•")
            for row in getattr(block, "rows", ()):
                yield Note(
                    (Span(f"{row[0]}: {', '.join('' if v is None else f'{v:g}' for v in row[1])}"),),
                    level,
                    "•",
                )
            for option in getattr(block, "options", ()):
                if isinstance(option, str):
                    yield Note((Span(option),), level, "•")


def _bold(span: Span) -> Span:
    from dataclasses import replace

    return replace(span, bold=True)


def _run(span: Span, writing: Writing) -> str:
    said = spoken(span.text, writing.lang)
    lang = f' lang="{attr(said)}"' if said else ""
    if span.text == "\n":
        return f"<a:br><a:rPr{lang}/></a:br>"
    marks = lang
    marks += ' b="1"' if span.bold else ""
    marks += ' noProof="1"' if span.code else ""
    marks += ' i="1"' if span.italic else ""
    marks += ' u="sng"' if span.underline else ""
    marks += ' strike="sngStrike"' if span.strike else ""
    marks += ' baseline="30000"' if span.sup else ' baseline="-25000"' if span.sub else ""
    inner = f'<a:latin typeface="{attr(writing.names.mono)}"/>' if span.code else ""
    if span.link:
        target = writing.link(span.link)
        inner += f"<a:hlinkClick{target}/>" if target else ""
    value = text(span.text.replace("\n", " "))
    return (
        f"<a:r><a:rPr{marks}>{inner}</a:rPr><a:t>{value}</a:t></a:r>"
        if inner
        else f"<a:r><a:rPr{marks}/><a:t>{value}</a:t></a:r>"
    )


def _paragraph(note: Note, writing: Writing, start: int) -> str:
    level = min(note.level, 8)
    attributes = f' lvl="{level}"' if level else ""
    inner = ""
    if note.bullet:
        attributes = f' marL="{(level + 1) * _BULLET_STEP}"{attributes} indent="{-_BULLET_STEP}"'
        if note.bullet[0].isdigit():
            begin = f' startAt="{start}"' if start > 1 else ""
            inner = f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="{numbering(note.bullet)}"{begin}/>'
        else:
            face = "Segoe UI Symbol" if note.bullet in "☑☐" else "Arial"
            inner = f'<a:buFont typeface="{face}"/><a:buChar char="{note.bullet}"/>'
    elif level:
        attributes = f' marL="{level * _BULLET_STEP}"{attributes} indent="0"'
    if right_to_left("".join(s.text for s in note.spans), writing.rtl):
        attributes += ' algn="r" rtl="1"'
    head = f"<a:pPr{attributes}>{inner}</a:pPr>" if inner or attributes else ""
    return f"<a:p>{head}{''.join(_run(s, writing) for s in note.spans)}</a:p>"


def _starts(notes: list[Note]) -> list[int]:
    """For each numbered paragraph the number of its list's first item (PowerPoint counts on from there)."""
    out: list[int] = []
    running: dict[int, tuple[int, int]] = {}
    for note in notes:
        for deeper in [n for n in running if n > note.level]:
            del running[deeper]
        if note.bullet[:1].isdigit():
            number = int(note.bullet[:-1])
            first, last = running.get(note.level, (number, number - 1))
            first = first if last + 1 == number else number
            running[note.level] = (first, number)
            out.append(first)
        else:
            running.pop(note.level, None)
            out.append(1)
    return out


def notes_xml(blocks: Iterable[Block], writing: Writing) -> str:
    """``notesSlideN.xml``; empty when there is nothing to say."""
    notes = list(flatten(blocks))
    if not any(span.text.strip() for note in notes for span in note.spans):
        return ""
    rows = "".join(_paragraph(n, writing, s) for n, s in zip(notes, _starts(notes), strict=True))
    lang = f' lang="{attr(writing.lang)}"' if writing.lang else ""
    return (
        f"{DECLARATION}<p:notes {NAMESPACES}><p:cSld><p:spTree>{group_head()}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        "</p:cNvSpPr>"
        '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{rows}</p:txBody></p:sp>"
        '<p:sp><p:nvSpPr><p:cNvPr id="4" name="Slide Number Placeholder 3"/><p:cNvSpPr><a:spLocks '
        'noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldNum" sz="quarter" idx="5"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
        "<a:bodyPr/><a:lstStyle/>"
        f'<a:p><a:fld id="{guid("notes number")}" type="slidenum"><a:rPr{lang}/><a:t>{writing.number}</a:t>'
        f"</a:fld></a:p>"
        "</p:txBody></p:sp></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def notes_master_xml(slide_width: float, slide_height: float) -> str:
    """``notesMaster1.xml``: the slide above, the notes below, the page number at the foot."""
    image_width = 5_486_400
    image_height = round(image_width * slide_height / slide_width)
    if image_height > 4_000_000:
        image_height = 4_000_000
        image_width = round(image_height * slide_width / slide_height)
    left = (WIDTH - image_width) // 2
    below = 685_800 + image_height + 300_000
    levels = "".join(
        f'<a:lvl{n + 1}pPr marL="{n * _BULLET_STEP}" algn="l" rtl="0" eaLnBrk="1" latinLnBrk="0" '
        f'hangingPunct="1">'
        '<a:spcBef><a:spcPts val="400"/></a:spcBef><a:defRPr sz="1200" kern="1200"><a:solidFill>'
        '<a:schemeClr val="tx1"/>'
        '</a:solidFill><a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        "</a:defRPr>"
        f"</a:lvl{n + 1}pPr>"
        for n in range(9)
    )
    accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
    return (
        f'{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr '
        f'val="bg1"/></p:bgRef>'
        f"</p:bg><p:spTree>{group_head()}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" '
        'noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>'
        "<a:xfrm>"
        f'<a:off x="{left}" y="685800"/><a:ext cx="{image_width}" cy="{image_height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="9525"><a:solidFill>'
        '<a:schemeClr val="tx1">'
        '<a:lumMod val="50000"/><a:lumOff val="50000"/></a:schemeClr></a:solidFill></a:ln></p:spPr></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        "</p:cNvSpPr><p:nvPr>"
        '<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="685800" y="{below}"/><a:ext cx="5486400" cy="{8_600_000 - below}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>'
        '<a:p><a:pPr lvl="0"/><a:r><a:rPr lang="en-US"/><a:t>Click to edit Master text styles</a:t></a:r>'
        "</a:p></p:txBody></p:sp>"
        '<p:sp><p:nvSpPr><p:cNvPr id="4" name="Slide Number Placeholder 3"/><p:cNvSpPr><a:spLocks '
        'noGrp="1"/></p:cNvSpPr><p:nvPr>'
        '<p:ph type="sldNum" sz="quarter" idx="5"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="3884613" '
        'y="8685213"/>'
        '<a:ext cx="2287587" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr anchor="b"/><a:lstStyle><a:lvl1pPr algn="r"><a:defRPr sz="1000"/></a:lvl1pPr>'
        "</a:lstStyle>"
        f'<a:p><a:fld id="{guid("notes number")}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t>'
        f"</a:fld></a:p></p:txBody></p:sp>"
        '</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" '
        f'{accents} hlink="hlink" folHlink="folHlink"/><p:notesStyle>{levels}</p:notesStyle></p:notesMaster>'
    )
