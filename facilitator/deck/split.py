"""From text to the pieces that become slides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from facilitator.deck.problems import Finding
from facilitator.deck.scan import Comment, Fence, Scan, by_headings, headings, scan, visible

_INCLUDE = re.compile(r"<!--\s*include\s*:\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)


MOST_SLIDES = 20_000
"""No session has more; what is behind them is kept as one slide of plain text."""


@dataclass(slots=True)
class Chunk:
    """What becomes a slide (or, with ``include``, what is replaced by the slides of a file)."""

    text: str
    line: int
    """First line in the file, from 1."""
    comments: tuple[Comment, ...] = ()
    """Offsets into ``text``."""
    fences: tuple[tuple[int, int, bool], ...] = ()
    """First line, last line (from 1 within the chunk), and whether it was closed."""
    include: str = ""
    ghost: bool = False
    """Only comments beside an include: its settings hold, but it is no slide."""


class _Cut(NamedTuple):
    """A place where one piece ends and the next begins."""

    end: int
    """Where the piece before it ends."""
    start: int
    """Where the piece after it starts."""
    kind: str
    """rule, heading, include."""
    file: str = ""


def _cuts(text: str, start: int, found: Scan, by_heading: list[int]) -> list[_Cut]:
    cuts = [_Cut(b.start, b.end, "rule") for b in found.breaks]
    for comment in found.comments:
        include = _INCLUDE.fullmatch(text, comment.start, comment.end)
        if include:
            cuts.append(_Cut(comment.start, comment.end, "include", include[1].strip().strip("\"'")))
    cuts += [_Cut(offset, offset, "heading") for offset in by_heading]
    cuts.sort()
    kept: list[_Cut] = []
    position = start
    for cut in cuts:
        if cut.kind == "heading" and not visible(text[position : cut.end]):
            continue  # the heading is the first thing on its slide anyway
        kept.append(cut)
        position = cut.start
    return kept


def chunks(
    text: str,
    start: int,
    marp: bool = False,
    divider: frozenset[int] = frozenset(),
    native: bool = True,
    limit: int | None = None,
) -> tuple[list[Chunk], list[Finding]]:
    """Cut the text into slides from an offset on; the findings' lines count in the text.

    ``divider``: heading levels that start a slide too. ``native``: a text without any break splits at its
    headings. ``limit``: stop after so many chunks.
    """
    found = scan(text, marp, start)
    by_heading: list[int] = []
    findings = _marks_findings(text, found, marp)
    if divider:
        by_heading = [offset for offset, level in headings(text, found, start) if level in divider]
    elif native and not found.breaks:
        by_heading = by_headings(text, found, start)
    elif native and len(found.breaks) == 1:
        findings += _one_break(text, found, start)
    cuts = _cuts(text, start, found, by_heading)
    if len(cuts) > MOST_SLIDES:
        findings.append(
            Finding(
                "too-long",
                _Places(text).at(cuts[MOST_SLIDES].end)[0],
                1,
                f"This deck has more than {MOST_SLIDES:,} slides: all that follows is on the last one.",
                "Split it into several decks.",
            )
        )
        del cuts[MOST_SLIDES:]
    return _pieces(text, start, cuts, found, limit), findings


def _pieces(text: str, start: int, cuts: list[_Cut], found: Scan, limit: int | None) -> list[Chunk]:
    pieces: list[Chunk] = []
    comments, fences = found.comments, found.fences
    line = 1 + text.count("\n", 0, start)
    position, index, at_fence, before = start, 0, 0, "start"
    for cut in [*cuts, _Cut(len(text), len(text), "end")]:
        mine: list[Comment] = []
        while index < len(comments) and comments[index].start < cut.end:
            c = comments[index]
            mine.append(Comment(c.start - position, c.end - position, c.closed))
            index += 1
        coded: list[Fence] = []
        while at_fence < len(fences) and fences[at_fence].start < cut.end:
            f = fences[at_fence]
            coded.append(Fence(f.start - position, f.end - position, f.closed))
            at_fence += 1
        piece = text[position : cut.end]
        beside = before == "include" or cut.kind == "include"
        ghost = beside and not _without(piece, mine).strip()
        if piece.strip() or not (ghost or before == "start"):
            pieces.append(_trimmed(piece, line, mine, coded, ghost))
        line += text.count("\n", position, cut.start)
        if cut.kind == "include":
            index += 1  # the include comment itself
            pieces.append(Chunk("", line, include=cut.file or "?"))
        position, before = cut.start, cut.kind
        if limit is not None and len(pieces) >= limit:
            break
    return pieces


def _trimmed(piece: str, line: int, comments: list[Comment], fences: list[Fence], ghost: bool) -> Chunk:
    """A chunk without the blank lines round it: a slide begins at its first written line."""
    text = piece.rstrip()
    start = text.lstrip("\n")
    cut = len(text) - len(start)
    if start[:1].isspace():
        lead = len(text) - len(text.lstrip())
        cut = text.rfind("\n", 0, lead) + 1
    shifted = tuple(Comment(c.start - cut, min(c.end, len(text)) - cut, c.closed) for c in comments)
    coded = []
    row, at = 1, cut
    for fence in fences:
        row += text.count("\n", at, fence.start)
        coded.append((row, row + piece.count("\n", fence.start, fence.end - 1), fence.closed))
        at = fence.start
    return Chunk(text[cut:], line + text.count("\n", 0, cut), shifted, tuple(coded), ghost=ghost)


def _without(piece: str, comments: list[Comment]) -> str:
    """The piece without its comments."""
    left: list[str] = []
    at = 0
    for comment in comments:
        left.append(piece[at : comment.start])
        at = comment.end
    left.append(piece[at:])
    return "".join(left)


class _Places:
    """Lines and columns (from 1) of offsets that are asked for in rising order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = 1
        self.offset = 0

    def at(self, offset: int) -> tuple[int, int]:
        self.line += self.text.count("\n", self.offset, offset)
        self.offset = offset
        return self.line, offset - self.text.rfind("\n", 0, offset)


def _marks_findings(text: str, found: Scan, marp: bool) -> list[Finding]:
    findings: list[Finding] = []
    places = _Places(text)
    for here in found.under_text:
        read, other = ("a heading", "a break") if marp else ("a break", "a heading")
        findings.append(
            Finding(
                "rule-under-text",
                places.at(here.start)[0],
                1,
                f"This --- stands right under text. It is read as {read}; it could also be {other}.",
                "Put a blank line before it for a break, or write “## ” before the text for a heading.",
            )
        )
    places = _Places(text)
    for here in found.open_fences:
        line, _ = places.at(here.start)
        marks = text[here.start : here.end]
        column = len(marks) - len(marks.lstrip(" \t-*+.)0123456789")) + 1
        sign = marks[column - 1 : column] or "`"
        findings.append(
            Finding(
                "unclosed-fence",
                line,
                column,
                "This code fence is never closed: what follows on the slide is read as code.",
                f"Close it with {sign * 3} on a line of its own.",
            )
        )
    places = _Places(text)
    for offset in found.open_comments:
        line, column = places.at(offset)
        findings.append(
            Finding(
                "unclosed-comment",
                line,
                column,
                "This comment is never closed: the rest of the slide is taken for a note.",
                "Close it with -->.",
            )
        )
    return findings


def _one_break(text: str, found: Scan, start: int) -> list[Finding]:
    without = len(by_headings(text, found, start))
    if without < 3:
        return []
    return [
        Finding(
            "break-mode",
            _Places(text).at(found.breaks[0].start)[0],
            1,
            f"With this one break the deck has 2 slides; without it, its headings make {without}.",
            "Put --- between all slides; or take this one out; or write “headingDivider: 2” in the front "
            "matter to have both.",
        )
    ]


def has_no_break(text: str, start: int) -> bool:
    """Quick and safe: True only when no line anywhere looks like a break."""
    return _RULE_LINE.search(text, start) is None


_RULE_LINE = re.compile(
    r"^ {0,3}(?:-[ \t]*-[ \t]*-|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_)[-*_ \t]*$", re.MULTILINE
)
