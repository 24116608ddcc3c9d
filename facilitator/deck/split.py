"""From text to the pieces that become slides: fences, comments and breaks, found in one pass.

Only lines that matter are looked at (one regular expression finds them), so that scanning a deck of a
thousand slides again after each keystroke takes a few milliseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from facilitator.deck import lines as is_
from facilitator.deck.problems import Finding

_EVENT = re.compile(
    r"^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```|~~~)"
    r"|<!--"
    r"|^ {0,3}(?:-[ \t]*-[ \t]*-|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_)[-*_ \t]*$",
    re.MULTILINE,
)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+\S.*|[ \t]*)$|^ {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_INCLUDE = re.compile(r"<!--\s*include\s*:\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)


class Range(NamedTuple):
    """A stretch of the text, by offsets."""

    start: int
    end: int


class Comment(NamedTuple):
    """A comment, by offsets into the text it was found in."""

    start: int
    end: int
    closed: bool = True


@dataclass(slots=True)
class Chunk:
    """What becomes a slide (or, with ``include``, what is replaced by the slides of a file)."""

    text: str
    line: int
    """First line in the file, from 1."""
    comments: tuple[Comment, ...] = ()
    """Offsets into ``text``."""
    include: str = ""
    ghost: bool = False
    """Only comments beside an include: its settings hold, but it is no slide."""


@dataclass(slots=True)
class Scan:
    """The marks found in a text."""

    fences: list[Range] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    breaks: list[Range] = field(default_factory=list)
    """Lines that are breaks, newline included."""
    under_text: list[Range] = field(default_factory=list)
    """Lines ``---`` right under text, whichever way they were read."""
    open_fences: list[Range] = field(default_factory=list)
    """Opening lines of fences that never close."""
    open_comments: list[int] = field(default_factory=list)


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _previous_line(text: str, start: int) -> str:
    """The line before the one that starts here; empty at the top."""
    if start == 0:
        return ""
    return text[text.rfind("\n", 0, start - 1) + 1 : start - 1]


def _within_list(text: str, start: int, width: int) -> bool:
    """Is a line with this indent (1-3) the content of a list item above it?"""
    position = start
    while position > 0:
        line = _previous_line(text, position)
        position = position - 1 - len(line)
        if not line.strip():
            continue
        depth = is_.indent(line)
        if is_.LIST.match(line) and depth < width:
            return width - depth >= 2
        if depth == 0:
            return False
    return False


def _under_paragraph(text: str, start: int) -> bool:
    """Would CommonMark make the line that starts here the underline of a heading?"""
    above = _previous_line(text, start)
    if not _is_text(above):
        return False
    position = start
    while position > 0:
        line = _previous_line(text, position)
        if not line.strip() or not _is_text(line):
            break
        if is_.LIST.match(line) or line.lstrip().startswith(">") or is_.DELIMITER_ROW.match(line):
            return False
        position = position - 1 - len(line)
    return True


def _is_text(line: str) -> bool:
    """Can this line be part of a paragraph at top level?"""
    stripped = line.strip()
    if not stripped or is_.ATX.match(line) or is_.RULE.match(line) or is_.FENCE.match(line):
        return False
    if is_.DIV.match(line) or stripped.endswith("-->") or stripped.startswith("<!--"):
        return False
    return not (stripped.startswith("<") and stripped.endswith(">") and re.match(r"</?[A-Za-z]", stripped))


def _fence_end(text: str, opening: Range, marks: str, depth: int) -> tuple[int, bool]:
    """Where the fence's last line ends (newline included), and whether it was closed.

    A fence that stands in a list ends with the list's item. One that is closed only after a break that is
    followed by another opening was most likely forgotten: it then ends at that break.
    """
    position = opening.end
    first_break = -1
    suspicious = False
    close = re.compile(
        rf"^[ \t]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*$"
        rf"|^ {{0,3}}(?:-[ \t]*){{3,}}$"
        rf"|^[ \t]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*[^\s`]"
        + (r"|^(?=\S)" if depth else ""),
        re.MULTILINE,
    )  # fmt: skip
    for found in close.finditer(text, position):
        line = text[found.start() : _line_end(text, found.start())]
        if is_.closes(line, marks):
            if suspicious:
                return first_break, False
            return min(len(text), found.start() + len(line) + 1), True
        if is_.RULE.match(line):
            if first_break < 0 and not depth:
                first_break = found.start()
            elif depth:
                return found.start(), False
        elif depth and line[:1].strip():
            return found.start(), False
        elif first_break >= 0:
            suspicious = True
    return (first_break if first_break >= 0 else len(text)), False


def scan(text: str, marp: bool = False, start: int = 0) -> Scan:
    """Find fences, comments and breaks from this offset on. ``text`` has ``\\n`` line ends."""
    found = Scan()
    skip = start
    for event in _EVENT.finditer(text, start):
        begin = event.start()
        if begin < skip:
            continue
        mark = event[0]
        if mark == "<!--":
            line_start = text.rfind("\n", 0, begin) + 1
            line = text[line_start : _line_end(text, begin)]
            if is_.in_code_span(line, begin - line_start):
                continue
            comment = _comment(text, begin)
            found.comments.append(comment)
            if not comment.closed:
                found.open_comments.append(begin)
            skip = comment.end
            continue
        end = _line_end(text, begin)
        line = text[begin:end]
        here = Range(begin, min(len(text), end + 1))
        if mark.endswith(("```", "~~~")):
            fence = is_.FENCE.match(line)
            if fence is None or _indented_code(text, begin, line):
                continue
            depth = is_.indent(line) if not fence[1].strip() else len(fence[1])
            stop, closed = _fence_end(text, here, fence[2], depth)
            found.fences.append(Range(begin, stop))
            if not closed:
                found.open_fences.append(here)
            skip = stop
            continue
        if not is_.RULE.match(line):
            continue
        width = is_.indent(line)
        if width and _within_list(text, begin, width):
            continue
        if line.strip().strip("-") == "" and _under_paragraph(text, begin):
            found.under_text.append(here)
            if marp:
                continue
        found.breaks.append(here)
    return found


def _indented_code(text: str, start: int, line: str) -> bool:
    """A fence's marks four spaces in, not in a list: an indented code block."""
    width = is_.indent(line)
    return width >= 4 and not _within_list(text, start, width)


_BREAK = re.compile(r"^ {0,3}---[ \t]*$", re.MULTILINE)


def _comment(text: str, begin: int) -> Comment:
    close = text.find("-->", begin + 4)
    if close < 0:
        stop = _BREAK.search(text, begin)
        return Comment(begin, stop.start() if stop else len(text), closed=False)
    again = text.find("<!--", begin + 4, close)
    if again >= 0:
        stop = _BREAK.search(text, begin, again)
        if stop:  # the -->  belongs to a later comment: this one was never closed
            return Comment(begin, stop.start(), closed=False)
    return Comment(begin, close + 3)


def headings(text: str, found: Scan, start: int = 0) -> list[tuple[int, int]]:
    """(offset, level) of each heading outside fences and comments, in order."""
    covered = sorted([*found.fences, *(Range(c.start, c.end) for c in found.comments)])
    result: list[tuple[int, int]] = []
    index = 0
    for match in _HEADING.finditer(text, start):
        begin = match.start()
        while index < len(covered) and covered[index].end <= begin:
            index += 1
        if index < len(covered) and covered[index].start <= begin:
            continue
        atx = is_.ATX.match(match[0])
        if atx:
            result.append((begin, len(atx[1])))
        elif "=" in match[0] and _under_paragraph(text, begin):
            top = begin
            while top > 0 and _is_text(_previous_line(text, top)):
                top -= 1 + len(_previous_line(text, top))
            result.append((top, 1))
        elif "-" in match[0] and _under_paragraph(text, begin):
            taken = any(b.start == begin for b in found.breaks)
            if not taken:
                top = begin
                while top > 0 and _is_text(_previous_line(text, top)):
                    top -= 1 + len(_previous_line(text, top))
                result.append((top, 2))
    return result


def _by_headings(text: str, found: Scan, start: int) -> list[int]:
    """Where slides start in a deck without breaks: levels 1 and 2, a 2 right under a 1 staying with it."""
    cuts: list[int] = []
    last: tuple[int, int] | None = None
    for offset, level in headings(text, found, start):
        if level > 2:
            continue
        subtitle = (
            level == 2
            and last is not None
            and last[1] == 1
            and not _visible(text[_line_end(text, last[0]) : offset])
        )
        if not subtitle:
            cuts.append(offset)
        last = (offset, level) if not subtitle else (offset, 2)
    return cuts


_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_UNDERLINE = re.compile(r"^ {0,3}=+[ \t]*$", re.MULTILINE)


def _visible(text: str) -> bool:
    return bool(_UNDERLINE.sub("", _COMMENTS.sub("", text)).strip())


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
        if cut.kind == "heading" and not _visible(text[position : cut.end]):
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
        by_heading = _by_headings(text, found, start)
    elif native and len(found.breaks) == 1:
        findings += _one_break(text, found, start)
    cuts = _cuts(text, start, found, by_heading)
    return _pieces(text, start, cuts, found.comments, limit), findings


def _pieces(
    text: str, start: int, cuts: list[_Cut], comments: list[Comment], limit: int | None
) -> list[Chunk]:
    pieces: list[Chunk] = []
    line = 1 + text.count("\n", 0, start)
    position, index, before = start, 0, "start"
    for cut in [*cuts, _Cut(len(text), len(text), "end")]:
        mine: list[Comment] = []
        while index < len(comments) and comments[index].start < cut.end:
            c = comments[index]
            mine.append(Comment(c.start - position, c.end - position, c.closed))
            index += 1
        piece = text[position : cut.end]
        blank = not piece.strip()
        beside = before == "include" or cut.kind == "include"
        ghost = beside and not _without(piece, mine).strip()
        if not (blank and (ghost or before == "start")):
            pieces.append(_trimmed(piece, line, mine, ghost))
        line += text.count("\n", position, cut.start)
        if cut.kind == "include":
            index += 1  # the include comment itself
            pieces.append(Chunk("", line, (), cut.file or "?"))
        position, before = cut.start, cut.kind
        if limit is not None and len(pieces) >= limit:
            break
    return pieces


def _trimmed(piece: str, line: int, comments: list[Comment], ghost: bool) -> Chunk:
    """A chunk without the blank lines round it: a slide begins at its first written line."""
    text = piece.rstrip()
    lead = len(text) - len(text.lstrip())
    cut = text.rfind("\n", 0, lead) + 1
    shifted = tuple(Comment(c.start - cut, min(c.end, len(text)) - cut, c.closed) for c in comments)
    return Chunk(text[cut:], line + text.count("\n", 0, cut), shifted, ghost=ghost)


def _without(piece: str, comments: list[Comment]) -> str:
    """The piece without its comments."""
    left: list[str] = []
    at = 0
    for comment in comments:
        left.append(piece[at : comment.start])
        at = comment.end
    left.append(piece[at:])
    return "".join(left)


def _at(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _marks_findings(text: str, found: Scan, marp: bool) -> list[Finding]:
    findings: list[Finding] = []
    for here in found.under_text:
        read, other = ("a heading", "a break") if marp else ("a break", "a heading")
        findings.append(
            Finding(
                "rule-under-text",
                _at(text, here.start)[0],
                1,
                f"This --- stands right under text. It is read as {read}; it could also be {other}.",
                "Put a blank line before it for a break, or write “## ” before the text for a heading.",
            )
        )
    for here in found.open_fences:
        line, _ = _at(text, here.start)
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
    for offset in found.open_comments:
        line, column = _at(text, offset)
        findings.append(
            Finding(
                "unclosed-comment",
                line,
                column,
                "This comment is never closed: what follows on the slide will not be seen.",
                "Close it with -->.",
            )
        )
    return findings


def _one_break(text: str, found: Scan, start: int) -> list[Finding]:
    without = len(_by_headings(text, found, start))
    if without < 3:
        return []
    return [
        Finding(
            "break-mode",
            _at(text, found.breaks[0].start)[0],
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
