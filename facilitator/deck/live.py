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
from collections.abc import Callable, Iterable
from typing import NamedTuple

from facilitator.deck.model import Chart, Diagram, Part, Poll
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

_OPTION = re.compile(r"([A-Za-z][A-Za-z _-]{0,30}?)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"([-+*•])\s+(.*)$")
_ENDS = re.compile(r"\s*(?:<->|<-->|↔)\s*")
_ARROW = re.compile(r"\s*(?:->|-->|→)\s*")
_NUMBER = re.compile(r"[-+−]?(?:\d[\d\u00a0\u202f _']*)?(?:\.\d+)?\s*%?$")


class _Line(NamedTuple):
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


def _content(fence: Fence) -> list[_Line]:
    found = []
    for offset, raw in enumerate(fence.lines):
        text = raw.strip()
        if text:
            found.append(_Line(fence.first + offset, len(raw) - len(raw.lstrip()) + 1, text))
    return found


def _key(text: str) -> str:
    return re.sub(r"[ _]+", "-", text.strip().lower())


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", text)]
    cells = [cell.replace("\\|", "|") for cell in cells]
    return cells[0], tuple(cell for cell in cells[1:] if cell)


def _unknown_option(report: list[Finding], line: _Line, key: str, known: tuple[str, ...], what: str) -> None:
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


def diagram(fence: Fence, inline: Callable[[str], str], report: list[Finding]) -> Diagram | None:
    """Read a diagram; None (and a problem) when its kind is unknown, so that it is shown as code.

    ``inline`` turns a piece of Markdown into plain text.
    """
    kind = fence.argument.split(maxsplit=1)[0].lower() if fence.argument.strip() else ""
    if kind not in DIAGRAMS:
        close = nearest(kind, DIAGRAMS)
        said = f"There is no diagram called “{kind}”." if kind else "This diagram does not say its kind."
        hint = f"Did you mean “{close}”? " if close else ""
        report.append(
            Finding(
                "unknown-kind", fence.line, fence.column, said, f"{hint}The kinds are: {', '.join(DIAGRAMS)}."
            )
        )
        return None
    known = DIAGRAM_OPTIONS[kind]
    title = ""
    parts: list[Part] = []
    sides: list[Part] = []
    options: list[tuple[str, str]] = []
    group = ""
    for line in _content(fence):
        item = _ITEM.match(line.text)
        if item:
            label, details = _split(inline(item[2]))
            side = group
            if kind == "comparison":
                side = "+" if item[1] == "+" else "-"
            elif kind == "balance":
                side = f"{group or 'left'}{'+' if item[1] == '+' else '-'}"
            if kind == "tiles":
                icons = [d for d in details if d.startswith("icon=")]
                options += [(f"icon:{label}", icon[5:].strip()) for icon in icons]
                details = tuple(d for d in details if d not in icons)
            parts.append(Part(label, details, side, line.number))
            continue
        option = _OPTION.match(line.text)
        key = _key(option[1]) if option else ""
        if option and (key in known or title or parts):
            value = inline(option[2] or "").strip()
            if key not in known:
                _unknown_option(report, line, option[1], known, f"A {kind} diagram")
                options.append((key, value))
            elif key == "title":
                title = value
            elif key == "side":
                node, _, targets = value.partition("->") if "->" in value else (value, "", "")
                name, glosses = _split(node.strip())
                aims = tuple(t.strip() for t in targets.split(",") if t.strip())
                sides.append(Part(name, aims, "side", line.number))
                options += [("side-detail", gloss) for gloss in glosses[:1]]
            elif key == "ends":
                left, right = ([*_ENDS.split(value, maxsplit=1), ""])[:2]
                options += [("left", left), ("right", right)]
            elif key == "group":
                group = value
            elif key == "ask":
                parts.append(Part(value, (), "", line.number))
            elif key == "anchor":
                name, glosses = _split(value)
                options += [("anchor", name), *(("anchor-detail", g) for g in glosses[:1])]
            else:
                if kind == "balance" and key in ("left", "right"):
                    group = key
                options.append((key, value))
            continue
        text = inline(line.text)
        if not title and not parts:
            title = text
        elif parts:
            last = parts[-1]
            parts[-1] = Part(
                f"{last.label} {text}" if not last.details else last.label,
                (*last.details[:-1], f"{last.details[-1]} {text}") if last.details else (),
                last.side,
                last.line,
            )
        else:
            title = f"{title} {text}"
    given = dict(options)
    if kind in ("continuum", "ruler") and _ENDS.search(title) and "left" not in given:
        left, right = _ENDS.split(title, maxsplit=1)
        options += [("left", left), ("right", right)]
        title = ""
    if kind == "comparison" and "left" not in given and "right" not in given and "|" in title:
        left, rest = _split(title)
        options += [("left", left), ("right", rest[0] if rest else "")]
        title = " | ".join(rest[1:])
    defaults = {
        "ruler": (("min", "0"), ("max", "10")),
        "balance": (("good", "Good things"), ("less-good", "Less good things")),
    }.get(kind, ())
    options += [(k, v) for k, v in defaults if k not in given]
    everything = (*parts, *sides)
    if not everything and kind not in ("ruler",):
        report.append(
            Finding(
                "live-empty",
                fence.line,
                fence.column,
                f"This {kind} diagram has no parts.",
                "Write one line for each part: “- label | detail”.",
            )
        )
    _check_targets(report, parts, sides, fence)
    alt = next((v for k, v in options if k == "alt" and v), "") or _alt(
        kind, title, everything, tuple(options)
    )
    return Diagram(kind, title, everything, tuple(options), alt, fence.line)


def _check_targets(report: list[Finding], parts: list[Part], sides: list[Part], fence: Fence) -> None:
    labels = tuple(p.label for p in parts)
    for side in sides:
        for aim in side.details:
            if aim not in labels:
                close = nearest(aim, labels)
                report.append(
                    Finding(
                        "unknown-part",
                        side.line,
                        1,
                        f"“{side.label}” points to “{aim}”, which is no part of this diagram.",
                        f"Did you mean “{close}”?" if close else f"Its parts are: {', '.join(labels)}.",
                    )
                )


def _alt(kind: str, title: str, parts: tuple[Part, ...], options: tuple[tuple[str, str], ...]) -> str:
    """A description made from the diagram's own lines, in the deck's own language."""
    given = dict(options)

    def told(chosen: Iterable[Part]) -> str:
        return "; ".join(p.label if not p.details else f"{p.label} ({', '.join(p.details)})" for p in chosen)

    ends = " – ".join(given[k] for k in ("left", "right") if given.get(k))
    pieces: list[str] = []
    if kind == "comparison":
        for side, key in (("+", "left"), ("-", "right")):
            pieces.append(f"{given.get(key) or side}: {told(p for p in parts if p.side == side)}")
    elif kind == "balance":
        for key in ("left", "right"):
            mine = [p for p in parts if p.side[:-1] == key]
            signed = [f"{'+' if p.side.endswith('+') else '–'} {told([p])}" for p in mine]
            pieces.append(f"{given.get(key) or key}: {'; '.join(signed)}")
    elif kind == "tiles":
        for group in dict.fromkeys(p.side for p in parts):
            listed = told(p for p in parts if p.side == group)
            pieces.append(f"{group}: {listed}" if group else listed)
    else:
        if ends:
            low, high = given.get("min"), given.get("max")
            pieces.append(f"{low}–{high}, {ends}" if low is not None else ends)
        pieces.append(
            "; ".join(f"{p.label} → {', '.join(p.details)}" if p.side == "side" else told([p]) for p in parts)
        )
    pieces += [given[k] for k in ("under", "anchor") if given.get(k)]
    body = ". ".join(piece for piece in pieces if piece)
    if not title:
        return body or kind
    return f"{title}{' ' if title[-1] in '.?!:' else ': '}{body}".rstrip(": ") if body else title


# --- charts -----------------------------------------------------------------------------------------


def number(text: str, decimal_comma: bool = False) -> float | None:
    """A number as people write it: ``11.3``, ``1 234``, ``76 %``, ``−2``; None of blanks and dashes."""
    cleaned = text.strip()
    if decimal_comma:
        cleaned = cleaned.replace(".", "").replace(",", ".") if "," in cleaned else cleaned
    if not cleaned or not any(c.isdigit() for c in cleaned) or not _NUMBER.match(cleaned):
        return None
    cleaned = re.sub(r"[\u00a0\u202f _'%]", "", cleaned).replace("−", "-")
    try:
        return float(cleaned)
    except ValueError:
        return None


def _cells(text: str) -> tuple[list[str], bool]:
    """Split a row into cells; True when commas are decimal commas."""
    for separator in ("\t", ";"):
        if separator in text:
            return [c.strip() for c in text.split(separator)], True
    return [c.strip() for c in text.split(",")], False


def chart(fence: Fence, inline: Callable[[str], str], report: list[Finding]) -> Chart | None:
    """Read a chart; None (and a problem) when its kind is unknown, so that it is shown as code."""
    kind = fence.argument.split(maxsplit=1)[0].lower() if fence.argument.strip() else ""
    if kind not in CHARTS:
        close = nearest(kind, CHARTS)
        said = f"There is no chart called “{kind}”." if kind else "This chart does not say its kind."
        hint = f"Did you mean “{close}”? " if close else ""
        report.append(
            Finding(
                "unknown-kind", fence.line, fence.column, said, f"{hint}The kinds are: {', '.join(CHARTS)}."
            )
        )
        return None
    title = ""
    series: tuple[str, ...] = ()
    rows: list[tuple[_Line, str, tuple[float | None, ...]]] = []
    options: list[tuple[str, str]] = []
    for line in _content(fence):
        item = _ITEM.match(line.text)
        text = inline(item[2] if item else line.text)
        option = _OPTION.match(text)
        key = _key(option[1]) if option else ""
        if option and not item and key in CHART_OPTIONS:
            value = (option[2] or "").strip()
            if key == "series":
                series = tuple(c for c in _cells(value)[0] if c)
            elif key == "title":
                title = value
            else:
                options.append((key, value))
            continue
        row = _row(text)
        if row is not None:
            rows.append((line, row[0], row[1]))
            continue
        cells, _ = _cells(text)
        if len(cells) > 1 and not rows and not series and (title or _next_is_row(fence, line)):
            series = tuple(cells[1:])
        elif not title and not rows:
            title = text
        else:
            report.append(
                Finding(
                    "chart-row",
                    line.number,
                    line.column,
                    f"This line of the {kind} chart has no number: it is not drawn.",
                    "Write “label: 12, 34” – a name, a colon, one number for each series.",
                )
            )
            rows.append((line, text.rstrip(":"), ()))
    width = max([len(series), *(len(values) for _, _, values in rows)], default=0)
    if series and any(len(values) > len(series) for _, _, values in rows):
        worst = next(line for line, _, values in rows if len(values) > len(series))
        report.append(
            Finding(
                "chart-row",
                worst.number,
                worst.column,
                f"This row has more numbers than the chart has series ({len(series)}).",
                "Name every series in “series:”, or take the extra numbers out. "
                "With a thousands comma write 1 234 instead of 1,234.",
            )
        )
    names = tuple((*series, *([""] * width))[:width])
    filled = tuple((label, tuple((*values, *([None] * width))[:width])) for _, label, values in rows)
    if not rows:
        report.append(
            Finding(
                "live-empty",
                fence.line,
                fence.column,
                f"This {kind} chart has no rows.",
                "Write one line for each row: “label: 12, 34”.",
            )
        )
    alt = next((v for k, v in options if k == "alt" and v), "") or _chart_alt(title, names, filled)
    return Chart(kind, title, names, filled, tuple(options), alt, fence.line)


def _next_is_row(fence: Fence, line: _Line) -> bool:
    following = [other for other in _content(fence) if other.number > line.number]
    return bool(following) and _row(following[0].text) is not None


def _row(text: str) -> tuple[str, tuple[float | None, ...]] | None:
    """``label: 1, 2`` or a CSV row; None when there is no number in it."""
    label, colon, rest = text.rpartition(":")
    candidates = [(label, rest)] if colon else []
    cells, decimal = _cells(text)
    if len(cells) > 1:
        separator = "\t" if "\t" in text else ";" if ";" in text else ","
        first, _, tail = text.partition(separator)
        candidates.append((first, tail))
    for name, values_text in candidates:
        values_cells, decimal_here = _cells(values_text)
        comma = decimal_here or (decimal and not colon)
        values = [number(c, comma) for c in values_cells]
        blank = all(
            v is not None or c in ("", "-", "–", "—", "?") for v, c in zip(values, values_cells, strict=True)
        )
        if blank and any(v is not None for v in values):
            return name.strip(), tuple(values)
    return None


def _chart_alt(
    title: str, series: tuple[str, ...], rows: tuple[tuple[str, tuple[float | None, ...]], ...]
) -> str:
    pieces = []
    for label, values in rows:
        shown = [
            f"{f'{name} ' if name else ''}{value:g}"
            for name, value in zip(series, values, strict=True)
            if value is not None
        ]
        pieces.append(f"{label} {', '.join(shown)}")
    return ": ".join(x for x in (title, "; ".join(pieces)) if x) or "chart"


# --- polls ------------------------------------------------------------------------------------------


def poll(fence: Fence, inline: Callable[[str], str], report: list[Finding]) -> Poll:
    """Read a poll."""
    kind, question = "", ""
    options: list[str] = []
    for line in _content(fence):
        item = _ITEM.match(line.text)
        if item:
            options.append(inline(item[2]))
            continue
        option = _OPTION.match(line.text)
        key = _key(option[1]) if option else ""
        if option and key in ("kind", "title"):
            value = (option[2] or "").strip()
            if key == "title":
                question = inline(value)
            elif value.lower() in POLLS:
                kind = value.lower()
            else:
                close = nearest(value, POLLS)
                report.append(
                    Finding(
                        "unknown-kind",
                        line.number,
                        line.column,
                        f"There is no poll of the kind “{value}”.",
                        (f"Did you mean “{close}”? " if close else "")
                        + f"The kinds are: {', '.join(POLLS)}.",
                    )
                )
        elif not question:
            question = inline(line.text)
        else:
            options.append(inline(line.text))
    if fence.argument.strip().lower() in POLLS and not kind:
        kind = fence.argument.strip().lower()
    if not question:
        report.append(
            Finding(
                "live-empty", fence.line, fence.column, "This poll asks nothing.", "Write the question first."
            )
        )
    return Poll(kind or ("choice" if options else "text"), question, tuple(options), fence.line)
