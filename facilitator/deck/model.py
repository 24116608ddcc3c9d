"""What a deck is, as frozen values: deck, slide, block, span, problem.

Everything here is plain, hashable data: safe to share between threads and cheap to compare, so that a
reload re-lays only the slides that changed. Lines of blocks count from 1 *within their slide*; the slide
holds its file and first line, so that inserting a line above re-parses and re-lays nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How bad a problem is.

    ERROR: something written will not be seen or said. WARNING: a stand-in was made, or it will look
    wrong. ADVICE: it could be better.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in a deck. Lines and columns start at 1; columns count code points."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    source: str
    message: str
    fix: str


# --- text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one set of marks. A hard line break is a span whose text is a single newline."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    mark: bool = False
    sub: bool = False
    sup: bool = False
    color: str | None = None
    """``#RRGGBB`` when the author coloured the text."""
    link: str | None = None
    """``https:…``, ``mailto:…`` or ``#slide-name`` (resolved to ``slide:N`` by the reader)."""
    footnote: str | None = None
    """The footnote's label when this span is a footnote mark; its text is the number shown."""
    field: str | None = None
    """The name when the span came from ``{{name}}``."""


Spans = tuple[Span, ...]

BLANK = "____"
"""Shown where a field is empty."""


def plain(spans: Spans) -> str:
    """The text of spans without marks; hard breaks become spaces."""
    return "".join(" " if s.text == "\n" else s.text for s in spans)


# --- blocks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans
    line: int = 0
    step: int = 0
    """Build step at which it appears; 0 is always there."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a slide (the slide's own title is not a block)."""

    level: int
    spans: Spans
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class ListItem:
    blocks: tuple[Block, ...]
    """First a Paragraph with the item's text, then nested lists, code and so on."""
    checked: bool | None = None
    """For task lists; None for an ordinary item."""
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    term: Spans
    blocks: tuple[Block, ...]
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class DefinitionList:
    items: tuple[Definition, ...]
    line: int = 0
    step: int = 0


class Align(StrEnum):
    NONE = "none"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[Spans, ...]
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    header: TableRow
    rows: tuple[TableRow, ...]
    align: tuple[Align, ...]
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    """Without the fence; lines separated by newlines, no final newline."""
    language: str = ""
    marked: tuple[int, ...] = ()
    """Highlighted lines, from 1."""
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Length:
    """A size as the author wrote it: a number with ``px``, ``pt``, ``cm``, ``in`` or ``%``."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Picture:
    source: str
    """As written."""
    path: Path | None
    """The file, or None when it is missing or not a local file: a labelled frame stands in."""
    alt: str = ""
    decorative: bool = False
    caption: Spans = ()
    width: Length | None = None
    height: Length | None = None
    stamp: tuple[int, int] = (0, 0)
    """(size in bytes, mtime in ns) of the file: a changed picture makes a changed slide."""
    link: str | None = None
    """Where a click goes, as in ``Span.link``, when the picture stands inside a link."""
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    blocks: tuple[Block, ...]
    width: float | None = None
    """Share of the whole, 0-1; None: an equal share of what is left."""
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Columns:
    columns: tuple[Column, ...]
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a diagram: ``- label | detail | …``."""

    label: str
    details: tuple[str, ...] = ()
    side: str = ""
    """Which list it belongs to where a diagram has two: ``+`` or ``-`` in a comparison, a tiles heading."""
    line: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Diagram:
    """``diagram KIND``: cycle, steps, continuum, balance, comparison, tiles, ruler, timeline, umbrella.

    What ``parts``, ``side`` and ``options`` hold for each kind stands at the top of ``live.py``.
    """

    kind: str
    title: str
    parts: tuple[Part, ...]
    options: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    line: int = 0
    step: int = 0

    def option(self, key: str, default: str = "") -> str:
        """The last value of an option, or the default."""
        return next((v for k, v in reversed(self.options) if k == key), default)


@dataclass(frozen=True, slots=True)
class Chart:
    """``chart KIND``: bar, column, line, pie. ``rows`` are (category, one value for each series)."""

    kind: str
    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    options: tuple[tuple[str, str], ...] = ()
    alt: str = ""
    line: int = 0
    step: int = 0

    def option(self, key: str, default: str = "") -> str:
        """The last value of an option (``unit``, ``source``, …), or the default."""
        return next((v for k, v in reversed(self.options) if k == key), default)


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll shows its question and options; nothing runs it yet."""

    kind: str
    """choice, multi, ruler or text."""
    question: str
    options: tuple[str, ...]
    line: int = 0
    step: int = 0


Block = (
    Paragraph | Heading | ListBlock | DefinitionList | Table | Code | Picture | Quote | Columns
    | Diagram | Chart | Poll
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Footnote:
    number: int
    label: str
    spans: Spans
    line: int = 0


# --- slides and deck --------------------------------------------------------------------------------


class PartKind(StrEnum):
    """What happens in a part of the session."""

    TALK = "talk"
    EXERCISE = "exercise"
    DISCUSSION = "discussion"
    BREAK = "break"
    BUFFER = "buffer"


@dataclass(frozen=True, slots=True)
class Background:
    color: str | None = None
    """``#RRGGBB``."""
    picture: Picture | None = None
    fit: str = "cover"
    """cover, contain, fit, auto or ``N%``."""
    side: str = ""
    """left or right for a split background, else empty."""
    share: float = 0.5


@dataclass(frozen=True, slots=True)
class SlideSettings:
    """What holds for one slide after inheritance."""

    layout: str = ""
    classes: tuple[str, ...] = ()
    color: str | None = None
    backgrounds: tuple[Background, ...] = ()
    paginate: bool = True
    header: str = ""
    footer: str = ""
    seconds: int | None = None
    section: str = ""
    """Name of the part that this slide belongs to; empty before the first."""
    section_starts: bool = False
    """True on the first slide of a part."""
    section_seconds: int | None = None
    kind: PartKind = PartKind.TALK
    starts: str | None = None
    """Fixed clock time of the part, ``HH:MM``."""
    cut_first: bool = False
    hidden: bool = False
    backup: bool = False
    covers: tuple[str, ...] = ()
    reveal: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    number: int
    """From 1, hidden slides counted."""
    title: Spans
    """Empty when the slide has none."""
    subtitle: Spans
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    settings: SlideSettings
    file: str
    line: int
    """First line of the slide in its file, from 1."""
    steps: int = 0
    """Number of build steps; 0 without builds."""
    name: str = ""
    """Anchor for ``#slide-name`` links, unique in the deck."""
    key: str = ""
    """Reuse key: a digest of the slide's text and inherited settings."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value the trainer fills in before presenting, used as ``{{name}}``."""

    name: str
    value: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Deck:
    file: str
    title: str = ""
    subtitle: str = ""
    author: str = ""
    date: str = ""
    lang: str = ""
    """BCP 47; empty when the deck does not say."""
    rtl: bool = False
    theme: str = ""
    size: str = "16:9"
    minutes: int | None = None
    ends: str | None = None
    """Wall-clock end, ``HH:MM``."""
    categories: tuple[str, ...] = ()
    """The room's doors; empty: Comment, Question, Concern, Complaint."""
    builds: str = ""
    template: str = ""
    fields: tuple[Field, ...] = ()
    slides: tuple[Slide, ...] = ()
    problems: tuple[Problem, ...] = ()
    folder: Path | None = field(default=None, compare=False)
    """Where relative paths start."""
    memory: object = field(default=None, compare=False, repr=False)
    """What the reader keeps to read the next version faster; no business of anybody else."""
