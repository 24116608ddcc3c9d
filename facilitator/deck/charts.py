"""Charts and polls: the fences `chart KIND` and `poll` (what they hold stands in `live.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from facilitator.deck.live import (
    CHART_OPTIONS,
    CHARTS,
    ITEM,
    OPTION,
    POLLS,
    Fence,
    Line,
    content,
    option_key,
)
from facilitator.deck.model import Chart, Poll
from facilitator.deck.problems import Finding
from facilitator.deck.values import nearest

#: A number with thousands commas: ``1,200``. Right after a comma it is none: ``A,120,340`` are three cells.
#: No such number begins with a zero: ``0,125`` is an eighth.
_GROUPED = re.compile(r"(?<![\d.,])(?!0)\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_BELOW_ONE = re.compile(r"[-+−]?0,\d{3}(?:\s?%)?")
_QUOTED = re.compile(r'"[^"]*"')
_NUMBER = re.compile(r"[-+−]?(?:\d[\d\u00a0\u202f _']*)?(?:\.\d+)?")


def number(text: str, decimal_comma: bool = False) -> float | None:
    """A number as people write it: ``11.3``, ``1 234``, ``1,234``, ``76 %``, ``−2``; None of blanks, dashes.

    With ``decimal_comma``, ``1,234`` is a little more than one.
    """
    cleaned = text.strip()
    if not decimal_comma:
        cleaned = _GROUPED.sub(lambda found: found[0].replace(",", ""), cleaned)
    elif "," in cleaned:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    cleaned = cleaned.removesuffix("%").rstrip()
    if not any(c.isdigit() for c in cleaned) or not _NUMBER.fullmatch(cleaned):
        return None
    cleaned = re.sub(r"[\u00a0\u202f _']", "", cleaned).replace("−", "-")
    try:
        return float(cleaned)
    except ValueError:
        return None


def _cells(text: str, *, plain: bool = False) -> tuple[list[str], bool]:
    """Split a row into cells; True when commas are decimal commas.

    A comma inside quotation marks or inside ``1,200`` parts nothing (``plain``: every comma does).
    """
    for separator in ("\t", ";"):
        if separator in text:
            return [_bare(c) for c in text.split(separator)], True
    if plain:
        return [_bare(c) for c in text.split(",")], False
    kept = {i for sign in (_GROUPED, _QUOTED) for m in sign.finditer(text) for i in range(*m.span())}
    cuts = [i for i, char in enumerate(text) if char == "," and i not in kept]
    ends = zip([-1, *cuts], [*cuts, len(text)], strict=True)
    return [_bare(text[start + 1 : end]) for start, end in ends], False


def _bare(cell: str) -> str:
    """A cell without the quotation marks that a spreadsheet puts round it."""
    cell = cell.strip()
    return cell[1:-1].strip() if len(cell) > 1 and _QUOTED.fullmatch(cell) else cell


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
    rows: list[tuple[Line, str, tuple[float | None, ...]]] = []
    options: list[tuple[str, str]] = []
    lines = content(fence)
    for at, line in enumerate(lines):
        item = ITEM.match(line.text)
        text = inline(item[2] if item else line.text)
        option = OPTION.match(text)
        key = option_key(option[1]) if option else ""
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        if option and not item and key in CHART_OPTIONS:
            value = (option[2] or "").strip()
            if key == "series":
                series = tuple(c for c in _cells(value)[0] if c)
            elif key == "title":
                title = value
            else:
                options.append((key, value))
            continue
        first = not (title or series or rows or item)
        row = None if first and _is_title(text, following) else _row(text, len(series))
        if row is not None:
            rows.append((line, row[0], row[1]))
            continue
        cells, _ = _cells(text)
        if len(cells) > 1 and not rows and not series and (title or _is_header(len(cells), following)):
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
                "Put a space after the comma between two numbers: “1,200, 3,400”.",
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


def _is_title(text: str, following: str) -> bool:
    """``Deaths per 1,000``: its only comma belongs to a number. Not so above ``Group 2,340``."""
    return _one_grouped(text) and not _one_grouped(following)


def _one_grouped(text: str) -> bool:
    return ":" not in text and "," in text and len(_cells(text)[0]) == 1


def _is_header(cells: int, following: str) -> bool:
    """Do these cells name the columns of the next line? Above ``label: 1`` they are a title with a comma."""
    row = _row(following, 0)
    if row is None:
        return False
    named = re.search(r":[^:;\t]*$", following)
    return not named or 1 < len(row[1]) == cells - 1


def _row(text: str, series: int) -> tuple[str, tuple[float | None, ...]] | None:
    """``label: 1, 2`` or a CSV row; None when there is no number in it. ``series``: how many have names."""
    label, colon, rest = text.rpartition(":")
    candidates = []
    if colon:
        candidates.append((label.strip(), *_values(rest, series)))
    cells, decimal = _cells(text)
    if len(cells) < 2 and not colon:  # Group 1,200
        cells, decimal = _cells(text, plain=True)
    if len(cells) > 1:
        candidates.append((cells[0], cells[1:], decimal))
    for name, found, comma in candidates:
        values = [number(c, comma) for c in found]
        blank = all(
            v is not None or c in ("", "-", "–", "—", "?") for v, c in zip(values, found, strict=True)
        )
        if blank and any(v is not None for v in values):
            return name, tuple(values)
    return None


def _values(text: str, series: int) -> tuple[list[str], bool]:
    """The values after a label: ``1,200`` and ``0,125`` are one, but two where two series have names."""
    if series < 2 and _BELOW_ONE.fullmatch(text.strip()):
        return [text.strip()], True
    plain = _cells(text, plain=True)
    return plain if 1 < series == len(plain[0]) and ", " not in text else _cells(text)


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


def poll(fence: Fence, inline: Callable[[str], str], report: list[Finding]) -> Poll:
    """Read a poll."""
    kind, question = "", ""
    options: list[str] = []
    for line in content(fence):
        item = ITEM.match(line.text)
        if item:
            options.append(inline(item[2]))
            continue
        option = OPTION.match(line.text)
        key = option_key(option[1]) if option else ""
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
