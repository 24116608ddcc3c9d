"""The content of a slide: from its lines to title, blocks, notes, footnotes, backgrounds and builds."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from facilitator.deck import attributes, lines, outline, pictures, values, wording
from facilitator.deck.blocks import BlockBuilder
from facilitator.deck.comments import Read
from facilitator.deck.host import Definitions, Options, line_of
from facilitator.deck.model import Background, Block, Footnote, Paragraph, Span, Spans, plain
from facilitator.deck.parser.engine import CJK, Engine, has_cjk
from facilitator.deck.problems import Finding
from facilitator.deck.spans import SpanReader

Element = ElementTree.Element
LONGEST = 20_000
"""Characters of a slide; a longer one is read as plain text (the parser is quadratic in the worst case)."""
MOST_BRACKETS = 200
"""Unmatched square brackets; more, and the slide is read as plain text."""


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


class BodyReader(BlockBuilder):
    """Reads one slide. Use once."""

    def __init__(self, engine: Engine, options: Options, known: Definitions, folder: Path | None) -> None:
        super().__init__(engine, options, known, folder)
        self.body = Body(findings=self.findings)
        self.fences: Mapping[int, tuple[int, bool]] = {}
        self.abbreviations: dict[str, str] = {}

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
                self.find(
                    "heading-jump",
                    line,
                    1,
                    f"A heading of level {level} follows one of level {before}.",
                    f"Write {'#' * (before + 1)} instead of {'#' * level}: levels come one after the other.",
                )

    def _start_again(self) -> None:
        self.body = Body(findings=self.findings)
        self.count = self.base = 0
        self.notes, self.found_pictures, self.backgrounds, self.links = [], [], [], []
        self.numbers, self.in_notes, self.incremental = {}, False, False

    def _plainly(self, rows: list[tuple[int, str]], why: str, code: str = "too-long") -> None:
        """Every paragraph as it is written; notes stay notes, so that the room never sees them."""
        first = next((number for number, text in rows if text.strip()), 1)
        self.find(
            code,
            first,
            1,
            f"This slide is shown as plain text: {why}.",
            "Split it, or take the odd signs out.",
        )
        shown: list[Block] = []
        into = shown
        gathered: list[str] = []
        start = first
        for number, text in [*rows, (0, "")]:
            if number == first and lines.ATX.match(text):
                words = text.strip().strip("#").strip()
                self.body.title = (Span(words),) if words else ()
                self.body.title_line = first
                continue
            mark = lines.DIV.match(text) if ":::" in text else None
            if text.strip() and mark is None:
                start = start if gathered else number
                gathered.append(text.strip())
                continue
            if gathered:
                into.append(Paragraph((Span(" ".join(gathered)),), start))
                gathered = []
            if mark is not None:
                into = self.notes if mark[2].strip("{} .").lower() == "notes" else shown
        self.body.blocks = tuple(shown)

    def _markdown(self, rows: list[tuple[int, str]]) -> None:
        body = self.body
        root, references, stray = self.engine.blocks(rows, self.options.underline, self.fences)
        self.abbreviations.update(references.abbreviations)
        self.local_links = references.links
        for number, column in stray:
            self.find(
                "stray-div",
                number,
                column,
                "This ::: closes nothing.",
                "Delete it, or open a block above it.",
            )
        text = "\n".join(row for _, row in rows)
        links = {**self.known.links, **references.links}
        self.engine.spans(root, links, has_cjk(text))
        for note in list(root.iter("x-footnote")):
            self.local_notes.setdefault(note.get("label", ""), note)
        title = self._title(root)
        if title is not None:
            given = attributes.parse(title.get("attributes", ""))
            body.name, body.classes = given.id, given.classes
            self._heading_background(given)
            body.title_line = self.line = line_of(title)
            body.title = self.spans(title)
            under = self._subtitle(root, title)
            leading = list(self.found_pictures)
            self.found_pictures = []
            root.remove(title)
            if under is not None:
                self.line = line_of(under)
                body.subtitle = self.spans(under)
                body.name = body.name or attributes.parse(under.get("attributes", "")).id
                root.remove(under)
            blocks = [*leading, *self.blocks(root)]
        else:
            blocks = list(self.blocks(root))
        body.blocks = tuple(blocks)
        body.levels = tuple(
            (int(e.tag[1]), line_of(e))
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

    def _heading_background(self, given: attributes.Attributes) -> None:
        """Pandoc and reveal.js write a slide's background with its heading."""
        shade = given.get("data-background-color") or given.get("background-color")
        if shade and values.color(shade):
            self.backgrounds.append(Background(color=values.color(shade)))
        source = given.get("data-background-image") or given.get("background-image")
        if source:
            self.picture(source, "bg", "", "", None, True)

    def _subtitle(self, root: Element, title: Element) -> Element | None:
        children = list(root)
        index = children.index(title)
        following = children[index + 1] if index + 1 < len(children) else None
        if title.tag == "h1" and following is not None and following.tag == "h2":
            return following
        return None

    def _footnotes(self) -> tuple[Footnote, ...]:
        result: list[Footnote] = []
        for label, number in self.numbers.items():
            note = self.local_notes.get(label)
            line = line_of(note) if note is not None else 0
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

    def _comment_note(self, line: int, text: str) -> None:
        """A comment that is a note, read as Markdown."""
        rows = [(line + offset, row) for offset, row in enumerate(text.split("\n"))]
        if _too_much(rows):
            self.notes += [
                Paragraph((Span(" ".join(part.split())),), line)
                for part in text.split("\n\n")
                if part.strip()
            ]
            return
        self.source.update(rows)
        self.in_notes = True
        try:
            root, references, _ = self.engine.blocks(rows)
            self.engine.spans(root, {**self.known.links, **references.links}, has_cjk(text))
            blocks = self.blocks(root)
        except (RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError):
            blocks = [Paragraph((Span(" ".join(text.split())),), line)]
        self.in_notes = False
        self.notes += blocks


def slug(text: str) -> str:
    """``What it IS!`` -> ``what-it-is``; letters of every script stay."""
    cleaned = re.sub(r"[^\w\s-]", "", text.lower())
    return re.sub(r"[\s_-]+", "-", cleaned).strip("-")


def _too_much(rows: list[tuple[int, str]]) -> str:
    """Why this is not for the parser; empty when it is."""
    size = sum(len(text) + 1 for _, text in rows)
    if size > LONGEST:
        return f"it has {size:,} characters; {LONGEST:,} is the most"
    if size > 400:
        text = "\n".join(text for _, text in rows)
        unmatched = abs(text.count("[") - text.count("]"))
        if unmatched >= MOST_BRACKETS:
            return f"it has {unmatched} unmatched square brackets"
        if text.count("](") >= MOST_BRACKETS and abs(text.count("(") - text.count(")")) >= MOST_BRACKETS:
            return "hundreds of links on it are never closed"
        tangled = max(text.count(sign) for sign in "*_~^=`<&![")
        if tangled > 3000:
            return "too many signs of one kind stand on it"
    return ""
