"""The content of a slide: from its lines to title, blocks, notes, footnotes, backgrounds and builds."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from facilitator.deck import attributes, live, outline, pictures, values, wording
from facilitator.deck.comments import Read
from facilitator.deck.model import (
    Align,
    Background,
    Block,
    Chart,
    Code,
    Column,
    Columns,
    Definition,
    DefinitionList,
    Diagram,
    Footnote,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Part,
    Picture,
    Poll,
    Quote,
    Span,
    Spans,
    Table,
    TableRow,
    plain,
)
from facilitator.deck.parser.engine import CJK, Engine, has_cjk
from facilitator.deck.problems import Finding
from facilitator.deck.spans import SpanReader, active

Element = ElementTree.Element
LONGEST = 20_000
"""Characters of a slide; a longer one is read as plain text (the parser is quadratic in the worst case)."""
MOST_BRACKETS = 200
"""Unmatched square brackets; more, and the slide is read as plain text."""

_PAUSE = re.compile(r"\.[ \t]+\.[ \t]+\.$")
_FIELD = re.compile(r"\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}")
_INLINE_SIGNS = re.compile(r"[\\`*_\[\]<>&~^={]")
_MARKED = re.compile(r"\{[ \t]*([\d,\-| \t*]+|all)[ \t]*\}")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
KNOWN_DIVS = ("notes", "columns", "column", "incremental", "nonincremental")


class Options(NamedTuple):
    """What of the deck's settings changes how a slide is read."""

    breaks: bool = False
    underline: bool = False
    star: bool = False
    builds: bool = True


class Definitions(NamedTuple):
    """What the deck defines for all its slides."""

    links: Mapping[str, tuple[str, str]]
    footnotes: Mapping[str, str]
    fields: Mapping[str, str]


@dataclass(slots=True)
class Body:
    """What was read of one slide; lines count from 1 within it."""

    title: Spans = ()
    title_line: int = 0
    subtitle: Spans = ()
    name: str = ""
    """An id given with the heading."""
    classes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    backgrounds: tuple[Background, ...] = ()
    steps: int = 0
    findings: list[Finding] = field(default_factory=list)
    links: tuple[tuple[str, int, int], ...] = ()
    """``#…`` targets with line and column."""
    used_notes: frozenset[str] = frozenset()
    probed: tuple[tuple[str, pictures.Place], ...] = ()
    levels: tuple[tuple[int, int], ...] = ()
    """(level, line) of each heading, the title first."""
    note_words: int = 0
    """Words of the notes; a Chinese or Japanese letter counts for half of one."""
    note_line: int = 0


class BodyReader:
    """Reads one slide. Use once."""

    def __init__(self, engine: Engine, options: Options, known: Definitions, folder: Path | None) -> None:
        self.engine = engine
        self.options = options
        self.known = known
        self.folder = folder
        self.breaks = options.breaks
        self.body = Body()
        self.source: dict[int, str] = {}
        self.fences: Mapping[int, tuple[int, bool]] = {}
        self.count = 0
        self.base = 0
        self.incremental = False
        self.reveal = ""
        self.in_notes = False
        self.notes: list[Block] = []
        self.found_pictures: list[Picture] = []
        self.backgrounds: list[Background] = []
        self.links: list[tuple[str, int, int]] = []
        self.numbers: dict[str, int] = {}
        self.local_notes: dict[str, Element] = {}
        self.local_links: dict[str, tuple[str, str]] = {}
        self.html_seen: set[str] = set()
        self.probed: dict[str, pictures.Place] = {}
        self.line = 1
        self.abbreviations: dict[str, str] = {}

    # --- the whole --------------------------------------------------------------------------------

    def read(self, read: Read, reveal: str = "", english: bool = True) -> Body:
        """Read the slide's lines and note comments. ``english``: advise on words about people."""
        self.source = dict(read.lines)
        self.fences = read.fences
        self.reveal = reveal
        body = self.body
        trouble = _too_much(read.lines)
        if trouble:
            self._plainly(read.lines, trouble)
        elif not read.empty:
            try:
                self._markdown(read.lines)
            except (RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError) as reason:
                # The parser is other people's code fed with anything: no deck is lost for its sake.
                self._start_again()
                self._plainly(read.lines, f"the parser gave up ({type(reason).__name__})", "not-read")
        for line, text in read.notes:
            self._comment_note(line, text)
        for short, meaning in self.abbreviations.items():
            self.notes.append(Paragraph((Span(f"{short}: {meaning}"),), 1))
        body.notes = tuple(sorted(self.notes, key=lambda note: note.line))
        body.steps = self.count if self.options.builds else 0
        body.backgrounds = tuple(self.backgrounds)
        body.links = tuple(self.links)
        body.probed = tuple(self.probed.items())
        self._heading_jumps()
        said = " ".join(outline.block_text(note) for note in body.notes)
        wide = sum(1 for _ in CJK.finditer(said))
        body.note_words = len(said.split()) + wide // 2
        body.note_line = body.notes[0].line if body.notes else 0
        if english:
            noted = ((line + i, row) for line, note in read.notes for i, row in enumerate(note.split("\n")))
            body.findings += wording.findings([*read.lines, *noted])
        return body

    def _heading_jumps(self) -> None:
        levels = self.body.levels
        for (before, _), (level, line) in pairwise(levels):
            if level > before + 1:
                self._find(
                    "heading-jump",
                    line,
                    1,
                    f"A heading of level {level} follows one of level {before}.",
                    f"Write {'#' * (before + 1)} instead of {'#' * level}: levels come one after the other.",
                )

    def _start_again(self) -> None:
        self.body = Body(findings=self.body.findings)
        self.count = self.base = 0
        self.notes, self.found_pictures, self.backgrounds, self.links = [], [], [], []
        self.numbers, self.in_notes, self.incremental = {}, False, False

    def _plainly(self, lines: list[tuple[int, str]], why: str, code: str = "too-long") -> None:
        """Every paragraph as it is written."""
        first = next((number for number, text in lines if text.strip()), 1)
        self._find(
            code,
            first,
            1,
            f"This slide is shown as plain text: {why}.",
            "Split it, or take the odd signs out.",
        )
        blocks: list[Block] = []
        gathered: list[str] = []
        start = first
        for number, text in [*lines, (0, "")]:
            if text.strip():
                if not gathered:
                    start = number
                gathered.append(text.strip())
            elif gathered:
                blocks.append(Paragraph((Span(" ".join(gathered)),), start))
                gathered = []
        self.body.blocks = tuple(blocks)

    def _markdown(self, lines: list[tuple[int, str]]) -> None:
        body = self.body
        root, references, stray = self.engine.blocks(lines, self.options.underline, self.fences)
        self.abbreviations.update(references.abbreviations)
        self.local_links = references.links
        for number, column in stray:
            self._find(
                "stray-div",
                number,
                column,
                "This ::: closes nothing.",
                "Delete it, or open a block above it.",
            )
        text = "\n".join(line for _, line in lines)
        links = {**self.known.links, **references.links}
        self.engine.spans(root, links, has_cjk(text))
        for note in list(root.iter("x-footnote")):
            self.local_notes.setdefault(note.get("label", ""), note)
        title = self._title(root)
        if title is not None:
            given = attributes.parse(title.get("attributes", ""))
            body.name, body.classes = given.id, given.classes
            body.title_line = self.line = _line(title)
            body.title = self._spans(title)
            under = self._subtitle(root, title)
            leading = list(self.found_pictures)
            self.found_pictures = []
            root.remove(title)
            if under is not None:
                self.line = _line(under)
                body.subtitle = self._spans(under)
                root.remove(under)
            blocks = [*leading, *self._blocks(root)]
        else:
            blocks = list(self._blocks(root))
        body.blocks = tuple(blocks)
        body.levels = tuple(
            (int(e.tag[1]), _line(e))
            for e in ([title] if title is not None else []) + list(root.iter())
            if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()
        )
        body.footnotes = self._footnotes()
        body.name = body.name or slug(plain(body.title))
        body.used_notes = frozenset(self.numbers)

    def _title(self, root: Element) -> Element | None:
        """The first heading, unless other text stands before a small one."""
        text_before = False
        for child in root:
            if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                if text_before and child.tag not in ("h1", "h2"):
                    return None
                return child
            if child.tag in ("ul", "ol", "table", "pre", "blockquote", "dl") or (
                child.tag == "p" and ("".join(child.itertext()).strip())
            ):
                text_before = True
        return None

    def _subtitle(self, root: Element, title: Element) -> Element | None:
        children = list(root)
        index = children.index(title)
        following = children[index + 1] if index + 1 < len(children) else None
        if title.tag == "h1" and following is not None and following.tag == "h2":
            return following
        return None

    # --- what spans ask for (the Host protocol) ---------------------------------------------------

    def picture(
        self, source: str, alt: str, title: str, braces: str, link: str | None, decorative: bool
    ) -> None:
        wanted = pictures.words(alt)
        given = attributes.parse(braces)
        line, column = self._locate(source or alt or "![", self.line)
        place = self._probe(source, line, column)
        width = values.length(given.get("width") or "") or wanted.width
        height = values.length(given.get("height") or "") or wanted.height
        told = given.get("alt")
        text = told or wanted.alt
        quiet = decorative or told == "" or wanted.background
        caption = (Span(title),) if title and not wanted.background else ()
        picture = Picture(
            source,
            place.path,
            html.unescape(text),
            quiet and not text,
            caption,
            width,
            height,
            place.stamp,
            link,
            line,
            self.base,
        )
        if wanted.background:
            if not (source.strip() and place.code == "missing-picture" and values.color(source)):
                self.backgrounds.append(Background(None, picture, wanted.fit, wanted.side, wanted.share))
            else:
                self.backgrounds.append(Background(color=values.color(source)))
            return
        if not text and not quiet:
            self._find(
                "missing-alt",
                line,
                column,
                "This picture has no description for people who do not see it.",
                'Write one between the square brackets, or add {alt=""} behind it if it only decorates.',
            )
        self.found_pictures.append(picture)

    def html(self, name: str, raw: str) -> None:
        if name in self.html_seen:
            return
        self.html_seen.add(name)
        line, column = self._locate(raw.split("\n")[0], self.line)
        if active(name):
            self._find(
                "active-html",
                line,
                column,
                f"<{name}> is never shown and never run.",
                "Take it out; for a picture or a link use Markdown.",
            )
        else:
            self._find(
                "unsupported-html",
                line,
                column,
                f"<{name}> means nothing here; the text in it is kept.",
                "Use Markdown, or take the tag out.",
            )

    def footnote(self, label: str) -> int | None:
        if label not in self.known.footnotes and label not in self.local_notes:
            line, column = self._locate(f"[^{label}]", self.line)
            self._find(
                "missing-footnote",
                line,
                column,
                f"The footnote “{label}” has no text.",
                f"Write it at the end of the slide: [^{label}]: the text",
            )
            return None
        return self.numbers.setdefault(label, len(self.numbers) + 1)

    def field(self, name: str) -> str | None:
        value = self.known.fields.get(name)
        if value is None:
            line, column = self._locate(name, self.line)
            close = values.nearest(name, self.known.fields)
            self._find(
                "unknown-field",
                line,
                column,
                f"The front matter has no field “{name}”.",
                f"Did you mean “{close}”?" if close else f'Add it there: fields: {{{name}: "…"}}',
            )
        return value

    def local_link(self, target: str) -> None:
        line, column = self._locate(target, self.line)
        self._find(
            "local-link",
            line,
            column,
            f"The link to “{target[:60]}” does not work from a slide; its text is kept.",
            "Link to a web address (https://…) or to a slide (#its-title).",
        )

    # --- helpers ------------------------------------------------------------------------------------

    def _find(self, code: str, line: int, column: int, message: str, fix: str) -> None:
        self.body.findings.append(Finding(code, line, column, message, fix))

    def _locate(self, needle: str, start: int) -> tuple[int, int]:
        """Line and column of a piece of source, from a line on."""
        needle = needle.strip()
        if needle:
            for number in range(start, start + 200):
                text = self.source.get(number)
                if text is None and number > start + 40:
                    break
                if text and (at := text.find(needle)) >= 0:
                    return number, at + 1
        return start, 1

    def _probe(self, source: str, line: int, column: int) -> pictures.Place:
        seen = source in self.probed
        place = self.probed[source] if seen else pictures.probe(source, self.folder)
        self.probed[source] = place
        if place.code and not (values.color(source) and place.code == "missing-picture") and not seen:
            self._find(place.code, line, column, place.message, place.fix)
        return place

    def _spans(self, element: Element) -> Spans:
        spans = SpanReader(self).read(element)
        for span in spans:
            if span.link and span.link.startswith("#"):
                self.links.append((span.link, *self._locate(span.link, self.line)))
        return spans

    def _line_text(self, text: str) -> str:
        """A line of a live block as plain text: fields filled in, marks taken off."""
        if "{{" in text:
            text = _FIELD.sub(lambda m: self._filled(m[1], m[0]), text)
        if not _INLINE_SIGNS.search(text):
            return text
        arrows = text.replace("<->", "\u0001").replace("->", "\u0004").replace("<", "&lt;")
        spans = SpanReader(self).read(self.engine.line(arrows, self.known.links)[0])
        return plain(spans).replace("\u0001", "<->").replace("\u0004", "->")

    def _filled(self, name: str, raw: str) -> str:
        value = self.field(name)
        return raw if value is None else value or "____"

    def _footnotes(self) -> tuple[Footnote, ...]:
        result: list[Footnote] = []
        for label, number in self.numbers.items():
            note = self.local_notes.get(label)
            line = _line(note) if note is not None else 0
            if note is None:
                note = self.engine.line(self.known.footnotes[label], self.known.links)
            spans: list[Span] = []
            for child in note:
                if spans:
                    spans.append(Span("\n"))
                spans += SpanReader(self).read(child)
            self.found_pictures = []
            result.append(Footnote(number, label, tuple(spans), line))
            if len(result) > 500:
                break
        return tuple(result)

    def _step(self) -> int:
        self.count += 1
        return self.count

    @property
    def _builds(self) -> bool:
        return self.options.builds and not self.in_notes

    # --- blocks -------------------------------------------------------------------------------------

    def _blocks(self, parent: Element) -> list[Block]:
        blocks: list[Block] = []
        children = list(parent)
        index = 0
        while index < len(children):
            child = children[index]
            if child.tag == "div" and _div(child).classes[:1] == ("column",):
                group = [child]
                while (
                    index + 1 < len(children)
                    and children[index + 1].tag == "div"
                    and _div(children[index + 1]).classes[:1] == ("column",)
                ):
                    index += 1
                    group.append(children[index])
                blocks.append(self._columns(group, _line(child)))
            else:
                blocks += self._block(child)
            index += 1
        return blocks

    def _block(self, element: Element) -> Iterable[Block]:
        self.line = line = _line(element)
        match element.tag:
            case "p":
                return self._paragraph(element, line)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                spans = self._spans(element)
                return [Heading(int(element.tag[1]), spans, line, self.base), *self._pictures()]
            case "ul" | "ol":
                return [self._list(element, line)]
            case "pre":
                return self._code(element, line)
            case "table":
                return self._table(element, line)
            case "blockquote":
                return [Quote(tuple(self._blocks(element)), line, self.base)]
            case "dl":
                return [self._definitions(element, line)]
            case "div":
                return self._division(element, line)
            case "x-raw":
                return self._raw(element, line)
            case "x-tags":
                for name in _TAG_NAME.findall(str(element.text)):
                    self.html(name.lower(), f"<{name}")
                return []
            case "hr":
                return []
        return []

    def _pictures(self) -> list[Picture]:
        found, self.found_pictures = self.found_pictures, []
        return found

    def _paragraph(self, element: Element, line: int) -> list[Block]:
        if len(element) == 0 and _PAUSE.match((element.text or "").strip()):
            if self._builds:
                self.base = self._step()
            return []
        spans = self._spans(element)
        blocks: list[Block] = [Paragraph(spans, line, self.base)] if spans else []
        return blocks + list(self._pictures())

    def _list(self, element: Element, line: int) -> ListBlock:
        marker = element.get("marker", "")
        starred = self.options.star and marker in ("*", ")")
        wanted = self.incremental or starred or self.reveal in ("items", "all")
        stepping = wanted and self._builds
        items = []
        before = self.base
        for child in element:
            self.line = _line(child)
            if stepping:
                self.base = self._step()
            blocks = self._blocks(child)
            if not blocks or not isinstance(blocks[0], Paragraph):
                blocks.insert(0, Paragraph((), _line(child), self.base))
            checked = child.get("checked")
            items.append(
                ListItem(
                    tuple(blocks),
                    None if checked is None else checked == "1",
                    _line(child),
                    self.base if stepping else before,
                )
            )
            if stepping:
                self.base = before
        return ListBlock(tuple(items), element.tag == "ol", _number(element.get("start"), 1), line, before)

    def _code(self, element: Element, line: int) -> list[Block]:
        info = html.unescape(element.get("info", ""))
        text = str(element[0].text or "").removesuffix("\n")
        if element.get("fence") and live.is_live(info):
            block = self._live(info, text, line)
            if block is not None:
                return [block]
        language = re.match(r"[^\s{,]+", info)
        name = language[0] if language else ""
        if not name and info.startswith("{"):
            given = attributes.parse(info.strip("{}"))
            name = given.classes[0] if given.classes else ""
        marked = _MARKED.search(info)
        return [Code(text, name, _marked_lines(marked[1]) if marked else (), line, self.base)]

    def _live(self, info: str, text: str, line: int) -> Block | None:
        kind, _, argument = info.strip().partition(" ")
        column = self._locate(kind, line)[1] - 3
        fence = live.Fence(
            kind.lower(), argument.strip(), tuple(text.split("\n")), line + 1, line, max(1, column)
        )
        self.line = line
        report = self.body.findings
        if fence.kind == "chart":
            chart = live.chart(fence, self._line_text, report)
            return chart if chart is None else _at_step(chart, self.base)
        if fence.kind == "poll":
            poll = live.poll(fence, self._line_text, report)
            self._find(
                "poll-not-run",
                line,
                max(1, column),
                "This poll shows its question and options; nothing collects answers yet.",
                "Let people answer in pairs, in silence, or as anonymous entries.",
            )
            return _at_step(poll, self.base)
        diagram = live.diagram(fence, self._line_text, report)
        if diagram is None:
            return None
        reveal = diagram.option("reveal").lower() in ("parts", "rows", "items", "all", "yes", "true")
        stepping = (reveal or self.incremental or self.reveal in ("parts", "all")) and self._builds
        parts = tuple(
            Part(p.label, p.details, p.side, p.line, self._step() if stepping else self.base)
            for p in diagram.parts
        )
        return Diagram(diagram.kind, diagram.title, parts, diagram.options, diagram.alt, line, self.base)

    def _table(self, element: Element, line: int) -> list[Block]:
        rows = list(element)
        width = len(rows[0])
        align = [Align(a) if a else Align.NONE for a in element.get("align", "").split(",")]
        width = max(width, len(align))
        stepping = (self.reveal in ("rows", "all") or self.incremental) and self._builds
        made: list[TableRow] = []
        for index, row in enumerate(rows):
            self.line = _line(row)
            cells = [self._spans(cell) for cell in row]
            if len(cells) > width:
                self._find(
                    "table-shape",
                    self.line,
                    1,
                    "This row has more cells than the table has columns.",
                    "Take a cell out, or add a column to the header.",
                )
                width = len(cells)
            step = self._step() if stepping and index else self.base
            made.append(TableRow(tuple(cells), self.line, step))
        filled = [TableRow((*r.cells, *([()] * (width - len(r.cells)))), r.line, r.step) for r in made]
        aligned = (*align, *([Align.NONE] * (width - len(align))))
        table = Table(filled[0], tuple(filled[1:]), aligned, line, self.base)
        return [table, *self._pictures()]

    def _definitions(self, element: Element, line: int) -> DefinitionList:
        items: list[Definition] = []
        terms: list[Span] = []
        term_line = line
        for child in element:
            self.line = _line(child)
            if child.tag == "dt":
                if terms:
                    terms.append(Span("\n"))
                terms += self._spans(child)
                term_line = _line(child)
            else:
                items.append(Definition(tuple(terms), tuple(self._blocks(child)), term_line, self.base))
                terms = []
        return DefinitionList(tuple(items), line, self.base)

    # --- divs ---------------------------------------------------------------------------------------

    def _division(self, element: Element, line: int) -> list[Block]:
        given = _div(element)
        name = given.classes[0] if given.classes else ""
        column = self._locate(":::", line)[1]
        if element.get("open"):
            self._find(
                "unclosed-div",
                line,
                column,
                f"This ::: {name} is never closed: it reaches to the slide's end.",
                "Close it with ::: on a line of its own.",
            )
        if name == "notes":
            inside, self.in_notes = self.in_notes, True
            blocks = self._blocks(element)
            self.in_notes = inside
            self.notes += blocks
            return []
        if name == "columns":
            return [self._columns(list(element), line)]
        if name in ("incremental", "nonincremental"):
            before, self.incremental = self.incremental, name == "incremental"
            blocks = self._blocks(element)
            self.incremental = before
            return blocks
        if name not in ("column", ""):
            close = values.nearest(name, KNOWN_DIVS)
            self._find(
                "unknown-div",
                line,
                column,
                f"“::: {name}” means nothing here; its content is shown as it is.",
                f"Did you mean “::: {close}”?" if close else f"Known are: {', '.join(KNOWN_DIVS)}.",
            )
        return self._blocks(element)

    def _columns(self, children: list[Element], line: int) -> Columns:
        columns: list[Column] = []
        loose: list[Element] = []

        def gather() -> None:
            if loose:
                holder = Element("div")
                holder.extend(loose)
                blocks = self._blocks(holder)
                if blocks:
                    columns.append(Column(tuple(blocks), None, _line(loose[0]), self.base))
                loose.clear()

        for child in children:
            given = _div(child) if child.tag == "div" else None
            if given is None or "column" not in given.classes:
                if given is not None and "notes" in given.classes:
                    self._division(child, _line(child))
                else:
                    loose.append(child)
                continue
            gather()
            if child.get("open"):
                self._find(
                    "unclosed-div",
                    _line(child),
                    1,
                    "This ::: column is never closed: it reaches to the slide's end.",
                    "Close it with ::: on a line of its own.",
                )
            width = values.length(given.get("width") or "")
            share = None
            if width is not None:
                share = (
                    width.value / 100 if width.unit == "%" else width.value if 0 < width.value <= 1 else None
                )
                share = None if share is None or not 0 < share <= 1 else share
            columns.append(Column(tuple(self._blocks(child)), share, _line(child), self.base))
        gather()
        return Columns(tuple(columns), line, self.base)

    # --- raw HTML -----------------------------------------------------------------------------------

    def _raw(self, element: Element, line: int) -> list[Block]:
        tag = element.get("tag", "")
        text = str(element.text or "")
        if tag == "pre":
            inner = re.sub(r"^<pre[^>]*>\n?|</pre\s*>.*$", "", text, flags=re.IGNORECASE | re.DOTALL)
            return [Code(html.unescape(re.sub(r"<[^>]*>", "", inner)).rstrip("\n"), "", (), line, self.base)]
        if tag == "table":
            from facilitator.deck.html_table import read as read_table

            return read_table(text, line, self.base)
        self.html(tag, f"<{tag}")
        if active(tag):
            return []
        kept = html.unescape(re.sub(r"<[^>]*>", " ", text)).strip()
        return [Paragraph((Span(re.sub(r"\s+", " ", kept)),), line, self.base)] if kept else []

    # --- notes --------------------------------------------------------------------------------------

    def _comment_note(self, line: int, text: str) -> None:
        """A comment that is a note, read as Markdown."""
        lines = [(line + offset, row) for offset, row in enumerate(text.split("\n"))]
        if _too_much(lines):
            self.notes += [
                Paragraph((Span(" ".join(part.split())),), line)
                for part in text.split("\n\n")
                if part.strip()
            ]
            return
        self.source.update(lines)
        self.in_notes = True
        try:
            root, references, _ = self.engine.blocks(lines)
            self.engine.spans(root, {**self.known.links, **references.links}, has_cjk(text))
            blocks = self._blocks(root)
        except (RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError):
            blocks = [Paragraph((Span(" ".join(text.split())),), line)]
        self.in_notes = False
        self.notes += blocks


def _at_step(block: Chart | Poll, step: int) -> Chart | Poll:
    return replace(block, step=step) if step else block


def slug(text: str) -> str:
    """``What it IS!`` -> ``what-it-is``; letters of every script stay."""
    cleaned = re.sub(r"[^\w\s-]", "", text.lower())
    return re.sub(r"[\s_-]+", "-", cleaned).strip("-")


def _line(element: Element) -> int:
    return int(element.get("line", "1"))


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default


def _div(element: Element) -> attributes.Attributes:
    """A div's name and attributes: ``notes``, ``{.notes}``, ``column {width=40%}``."""
    info = element.get("info", "")
    before, brace, inside = info.partition("{")
    given = attributes.parse(inside.rstrip("}").strip()) if brace else attributes.Attributes()
    words = tuple(w.lstrip(".").lower() for w in before.split())
    bare = attributes.parse(before)
    return given._replace(
        classes=(*(w for w in words if "=" not in w), *(c.lower() for c in given.classes)),
        pairs=(*bare.pairs, *given.pairs),
    )


def _marked_lines(text: str) -> tuple[int, ...]:
    """``2,4-6`` as line numbers; of steps (``1|3``) all lines."""
    found: set[int] = set()
    for piece in re.split(r"[,|\s]+", text.replace("*", "")):
        first, dash, last = piece.partition("-")
        if first.isdigit() and len(first) < 6:
            stop = int(last) if dash and last.isdigit() and len(last) < 6 else int(first)
            found.update(range(int(first), min(stop, int(first) + 2000) + 1))
    return tuple(sorted(found))


def _too_much(lines: list[tuple[int, str]]) -> str:
    """Why this is not for the parser; empty when it is."""
    size = sum(len(text) + 1 for _, text in lines)
    if size > LONGEST:
        return f"it has {size:,} characters; {LONGEST:,} is the most"
    if size > 400:
        text = "\n".join(text for _, text in lines)
        unmatched = abs(text.count("[") - text.count("]"))
        if unmatched >= MOST_BRACKETS:
            return f"it has {unmatched} unmatched square brackets"
        tangled = max(text.count(sign) for sign in "*_~^=`<&![")
        if tangled > 3000:
            return "too many signs of one kind stand on it"
    return ""
