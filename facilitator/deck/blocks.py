"""From block elements to the model's blocks, with their build steps."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from facilitator.deck import attributes, charts, diagrams, html_table, live, values
from facilitator.deck.host import Definitions, Options, SlideHost, line_of
from facilitator.deck.model import (
    Align,
    Block,
    Chart,
    Code,
    Column,
    Columns,
    Definition,
    DefinitionList,
    Diagram,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Part,
    Picture,
    Poll,
    Quote,
    Span,
    Table,
    TableRow,
)
from facilitator.deck.parser.engine import Engine
from facilitator.deck.spans import active, tidy

Element = ElementTree.Element
KNOWN_DIVS = ("notes", "columns", "column", "incremental", "nonincremental")
_PAUSE = re.compile(r"\.[ \t]+\.[ \t]+\.$")
_MARKED = re.compile(r"\{[ \t]*([\d,\-| \t*]+|all)[ \t]*\}")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


class BlockBuilder(SlideHost):
    """Makes blocks of a slide's elements, counting its build steps."""

    def __init__(self, engine: Engine, options: Options, known: Definitions, folder: Path | None) -> None:
        super().__init__(engine, options, known, folder)
        self.count = 0
        """Build steps so far."""
        self.incremental = False
        self.reveal = ""
        self.in_notes = False
        self.notes: list[Block] = []

    def _step(self) -> int:
        self.count += 1
        return self.count

    @property
    def _builds(self) -> bool:
        return self.options.builds and not self.in_notes

    # --- blocks -----------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> list[Block]:
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
                blocks.append(self._columns(group, line_of(child)))
            else:
                blocks += self._block(child)
            index += 1
        return blocks

    def _block(self, element: Element) -> Iterable[Block]:
        self.line = line = line_of(element)
        match element.tag:
            case "p":
                return self._paragraph(element, line)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                spans = self.spans(element)
                return [Heading(int(element.tag[1]), spans, line, self.base), *self.taken_pictures()]
            case "ul" | "ol":
                return [self._list(element, line)]
            case "pre":
                return self._code(element, line)
            case "table":
                return self._table(element, line)
            case "blockquote":
                return [Quote(tuple(self.blocks(element)), line, self.base)]
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

    def taken_pictures(self) -> list[Picture]:
        found, self.found_pictures = self.found_pictures, []
        return found

    def _paragraph(self, element: Element, line: int) -> list[Block]:
        if len(element) == 0 and _PAUSE.match((element.text or "").strip()):
            if self._builds:
                self.base = self._step()
            return []
        spans = self.spans(element)
        blocks: list[Block] = [Paragraph(spans, line, self.base)] if spans else []
        return blocks + list(self.taken_pictures())

    def _list(self, element: Element, line: int) -> ListBlock:
        marker = element.get("marker", "")
        starred = self.options.star and marker in ("*", ")")
        wanted = self.incremental or starred or self.reveal in ("items", "all")
        stepping = wanted and self._builds
        items = []
        before = self.base
        for child in element:
            self.line = line_of(child)
            if stepping:
                self.base = self._step()
            blocks = self.blocks(child)
            if blocks and isinstance(blocks[0], Heading):
                bold = tidy([replace(span, bold=True) for span in blocks[0].spans])
                blocks[0] = Paragraph(bold, blocks[0].line, blocks[0].step)
            if not blocks or not isinstance(blocks[0], Paragraph):
                blocks.insert(0, Paragraph((), line_of(child), self.base))
            checked = child.get("checked")
            items.append(
                ListItem(
                    tuple(blocks),
                    None if checked is None else checked == "1",
                    line_of(child),
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
        column = self.locate(kind, line)[1] - 3
        fence = live.Fence(
            kind.lower(), argument.strip(), tuple(text.split("\n")), line + 1, line, max(1, column)
        )
        self.line = line
        report = self.findings
        if fence.kind == "chart":
            chart = charts.chart(fence, self.line_text, report)
            return chart if chart is None else _at_step(chart, self.base)
        if fence.kind == "poll":
            poll = charts.poll(fence, self.line_text, report)
            self.find(
                "poll-not-run",
                line,
                max(1, column),
                "This poll shows its question and options; nothing collects answers yet.",
                "Let people answer in pairs, in silence, or as anonymous entries.",
            )
            return _at_step(poll, self.base)
        diagram = diagrams.diagram(fence, self.line_text, report)
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
            self.line = line_of(row)
            cells = [self.spans(cell) for cell in row]
            if len(cells) > width:
                self.find(
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
        return [table, *self.taken_pictures()]

    def _definitions(self, element: Element, line: int) -> DefinitionList:
        items: list[Definition] = []
        terms: list[Span] = []
        term_line = line
        for child in element:
            self.line = line_of(child)
            if child.tag == "dt":
                if terms:
                    terms.append(Span("\n"))
                terms += self.spans(child)
                term_line = line_of(child)
            else:
                items.append(Definition(tuple(terms), tuple(self.blocks(child)), term_line, self.base))
                terms = []
        return DefinitionList(tuple(items), line, self.base)

    # --- divs ---------------------------------------------------------------------------------------

    def _division(self, element: Element, line: int) -> list[Block]:
        given = _div(element)
        name = given.classes[0] if given.classes else ""
        column = self.locate(":::", line)[1]
        if element.get("open"):
            self.find(
                "unclosed-div",
                line,
                column,
                f"This ::: {name} is never closed: it reaches to the slide's end.",
                "Close it with ::: on a line of its own.",
            )
        close = values.nearest(name, KNOWN_DIVS) if name and name not in KNOWN_DIVS else None
        if close == "notes":
            # Better a note too many in the console than a private word on the wall.
            self.find(
                "unknown-div",
                line,
                column,
                f"“::: {name}” means nothing here; it was read as “::: notes”, so the room does not see it.",
                "Write “::: notes” – or leave the lines with ::: out to show the text.",
            )
            name = "notes"
        if name == "notes":
            inside, self.in_notes = self.in_notes, True
            blocks = self.blocks(element)
            self.in_notes = inside
            self.notes += blocks
            return []
        if name == "columns":
            return [self._columns(list(element), line)]
        if name in ("incremental", "nonincremental"):
            before, self.incremental = self.incremental, name == "incremental"
            blocks = self.blocks(element)
            self.incremental = before
            return blocks
        if name not in ("column", ""):
            self.find(
                "unknown-div",
                line,
                column,
                f"“::: {name}” means nothing here; its content is shown as it is.",
                f"Did you mean “::: {close}”?" if close else f"Known are: {', '.join(KNOWN_DIVS)}.",
            )
        return self.blocks(element)

    def _columns(self, children: list[Element], line: int) -> Columns:
        columns: list[Column] = []
        loose: list[Element] = []

        def gather() -> None:
            if loose:
                holder = Element("div")
                holder.extend(loose)
                blocks = self.blocks(holder)
                if blocks:
                    columns.append(Column(tuple(blocks), None, line_of(loose[0]), self.base))
                loose.clear()

        for child in children:
            given = _div(child) if child.tag == "div" else None
            if given is None or "column" not in given.classes:
                if given is not None and "notes" in given.classes:
                    self._division(child, line_of(child))
                else:
                    loose.append(child)
                continue
            gather()
            if child.get("open"):
                self.find(
                    "unclosed-div",
                    line_of(child),
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
            columns.append(Column(tuple(self.blocks(child)), share, line_of(child), self.base))
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
            return html_table.read(text, line, self.base)
        self.html(tag, f"<{tag}")
        if active(tag):
            return []
        kept = html.unescape(re.sub(r"<[^>]*>", " ", text)).strip()
        return [Paragraph((Span(re.sub(r"\s+", " ", kept)),), line, self.base)] if kept else []


def _at_step(block: Chart | Poll, step: int) -> Chart | Poll:
    return replace(block, step=step) if step else block


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
