"""Live blocks: the fences `diagram KIND`, `chart KIND` and `poll`, read into the model.

Grammar (the lines inside the fence)::

    Stages of change                       the first plain line is the title (may be left out)
    - label | detail | detail              a part; as many as there are
    key: value                             an option; which keys, depends on the kind

What the model then holds (``p`` is a ``Part``; labels and details are plain text, fields filled in):

============ ============================================================================================
kind         parts, sides and options
============ ============================================================================================
cycle        Parts with ``side == ""``: the ring, clockwise from 12 o'clock; ``details[0]`` a gloss.
             ``side: Return to use -> Contemplation, Preparation`` makes one Part with ``side == "side"``,
             label ``Return to use``, ``details`` = the labels of the nodes its arrows go back to.
             With a gloss: ``side: Return to use | a re-entry point -> Contemplation``: the gloss is the
             option ``side-detail``.
steps        Parts in order. ``details[0]`` a gloss.
continuum    Parts: the stops from left to right. Options ``left`` and ``right``: the two ends (from
             ``ends: A <-> B``, or from a title of that form, which then leaves ``title`` empty);
             ``under``: the text of the band beneath.
comparison   Options ``left`` and ``right``: the two headings (``left: IS``, ``right: IS NOT``, or a title
             ``IS | IS NOT``, which then leaves ``title`` empty). A line ``+ text`` is a Part with
             ``side == "+"`` (left column), ``- text`` one with ``side == "-"`` (right column), in the
             order written. ``details`` after ``|``.
balance      Options ``left`` and ``right``: the names of the two pans. Each opens its side; the lines
             after it belong there: ``+ text`` a good thing, ``- text`` a less good one. ``p.side`` is
             ``"left+"``, ``"left-"``, ``"right+"`` or ``"right-"``. Options ``good`` and ``less-good``
             rename the two groups (defaults ``Good things``, ``Less good things``, always present);
             ``layout: grid`` asks for a two-by-two table.
tiles        ``group: Daily life`` opens a group; ``p.side`` is the group's name (``""`` before the
             first). ``details[0]`` a gloss. A detail ``icon=NAME`` is taken out of the details and kept
             as an option ``icon:LABEL`` = NAME.
ruler        Title: the question. Options ``min`` (``0``) and ``max`` (``10``), always present; ``left``
             and ``right``: the words at the ends (also ``ends: A <-> B``); ``value``: a mark to show;
             each ``ask: text`` or ``- text`` is a Part: a follow-up question, shown beneath.
timeline     ``- 1983 | what happened | more``: label = when, details = what.
umbrella     Title: what stands on the umbrella. Parts: what stands under it. Option ``anchor``: the bar
             along the bottom; ``anchor-detail``.
============ ============================================================================================

Every diagram also knows ``reveal: parts`` (each part is a build step: ``p.step`` is then set, the parts of
both sides in the order written; the side node of a cycle comes last), ``source`` (small line beneath),
``note`` (a line beneath) and ``alt`` (else one is made from the same lines). ``Diagram.alt`` is never empty.

Chart (bar, column, line, pie)::

    Deaths per 1,000 person-years          title
    series: in treatment, out of treatment names of the series, left to right
    Methadone: 11.3, 36.1                  a row: category, one value for each series
    Buprenorphine: 4.3, 9.5
    source: Sordo et al. 2017              options: source, unit, note, min, max, alt, highlight

or CSV: a first row of names, then rows of values (comma, semicolon or tab; with semicolons and tabs a comma
is a decimal comma). ``Chart.series`` has one name (possibly ``""``) per value column; ``Chart.rows`` are
``(category, values)``, each row with ``len(series)`` values, ``None`` where one is missing (``-`` or blank).

Poll: the first plain line is the question, ``- option`` its options, ``kind: choice|multi|ruler|text``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from facilitator.deck.problems import Finding
from facilitator.deck.values import nearest

DIAGRAMS = (
    "cycle",
    "steps",
    "continuum",
    "balance",
    "comparison",
    "tiles",
    "ruler",
    "timeline",
    "umbrella",
)
CHARTS = ("bar", "column", "line", "pie")
POLLS = ("choice", "multi", "ruler", "text")

_COMMON = ("reveal", "source", "note", "alt", "title")
DIAGRAM_OPTIONS: dict[str, tuple[str, ...]] = {
    "cycle": (*_COMMON, "side"),
    "steps": _COMMON,
    "continuum": (*_COMMON, "left", "right", "ends", "under"),
    "balance": (*_COMMON, "left", "right", "good", "less-good", "layout"),
    "comparison": (*_COMMON, "left", "right"),
    "tiles": (*_COMMON, "group", "columns"),
    "ruler": (*_COMMON, "left", "right", "ends", "min", "max", "value", "ask"),
    "timeline": _COMMON,
    "umbrella": (*_COMMON, "anchor"),
}
CHART_OPTIONS = ("series", "source", "unit", "note", "min", "max", "alt", "highlight", "title", "reveal")
POLL_OPTIONS = ("kind", "min", "max", "left", "right", "title")

OPTION = re.compile(r"([A-Za-z][A-Za-z _-]{0,30}?)\s*:(?:\s+(.*))?$")
ITEM = re.compile(r"([-+*•])\s+(.*)$")


class Line(NamedTuple):
    number: int
    column: int
    text: str


class Fence(NamedTuple):
    """A live fence as the block parser found it; lines count from 1 within the slide."""

    kind: str
    argument: str
    lines: tuple[str, ...]
    first: int
    """Line of the first inner line."""
    line: int
    """Line of the opening fence."""
    column: int = 1


def is_live(info: str) -> bool:
    """Does this fence's info string name a live block?"""
    return info.split(maxsplit=1)[0].lower() in ("diagram", "chart", "poll") if info.strip() else False


def content(fence: Fence) -> list[Line]:
    found = []
    for offset, raw in enumerate(fence.lines):
        text = raw.strip()
        if text:
            found.append(Line(fence.first + offset, len(raw) - len(raw.lstrip()) + 1, text))
    return found


def option_key(text: str) -> str:
    return re.sub(r"[ _]+", "-", text.strip().lower())


def cells_of(text: str) -> tuple[str, tuple[str, ...]]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", text)]
    cells = [cell.replace("\\|", "|") for cell in cells]
    return cells[0], tuple(cell for cell in cells[1:] if cell)


def unknown_option(report: list[Finding], line: Line, key: str, known: tuple[str, ...], what: str) -> None:
    close = nearest(key, known)
    fix = f"Did you mean “{close}:”? " if close else ""
    report.append(
        Finding(
            "unknown-key",
            line.number,
            line.column,
            f"{what} knows no option “{key}”.",
            f"{fix}It knows: {', '.join(k for k in known if k != 'title')}.",
        )
    )
