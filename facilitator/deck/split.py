"""From text to the pieces that become slides: fences, comments and breaks, found in one pass.

Only lines that matter are looked at (one regular expression finds them), so that scanning a deck of a
thousand slides again after each keystroke takes a few milliseconds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from facilitator.deck import lines as is_
from facilitator.deck.problems import Finding

# A literal newline first: the search then jumps from line to line instead of trying every letter.
_EVENT = re.compile(
    r"\n(?:[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```|~~~)"
    r"| {0,3}(?:-[ \t]*-[ \t]*-|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_)[-*_ \t]*(?=\n|\Z))"
)
_FENCE_OR_RULE = re.compile(r"\n(?:[ \t]*(`{3,}|~{3,})(.*)| {0,3}(?:-[ \t]*){3,}(?=\n|\Z))")
_NEXT = {"`": re.compile(r"\n[ \t]*(`{3,})(.*)"), "~": re.compile(r"\n[ \t]*(~{3,})(.*)")}
_LEAVES_LIST = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]|^#{1,6}[ \t]", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+\S.*|[ \t]*)$|^ {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_INCLUDE = re.compile(r"<!--\s*include\s*:\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)


MOST_SLIDES = 20_000
"""No session has more; what is behind them is kept as one slide of plain text."""


class Range(NamedTuple):
    """A stretch of the text, by offsets."""

    start: int
    end: int


class Fence(NamedTuple):
    """A fence by offsets, closing line included."""

    start: int
    end: int
    closed: bool


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
    fences: tuple[tuple[int, int, bool], ...] = ()
    """First line, last line (from 1 within the chunk), and whether it was closed."""
    include: str = ""
    ghost: bool = False
    """Only comments beside an include: its settings hold, but it is no slide."""


@dataclass(slots=True)
class Scan:
    """The marks found in a text."""

    fences: list[Fence] = field(default_factory=list)
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


class _Mark(NamedTuple):
    """A line that may close a fence (or show that one was forgotten): marks, or a rule."""

    start: int
    end: int
    """Newline included."""
    sign: str
    """Backtick, tilde, or ``-`` for a rule."""
    length: int
    plain: bool
    """Nothing stands behind the marks."""


def _marks(text: str, start: int) -> list[_Mark]:
    found = []
    for match in _FENCE_OR_RULE.finditer(text, start):
        begin, end = match.start() + 1, min(len(text), match.end() + 1)
        if match[1]:
            found.append(_Mark(begin, end, match[1][0], len(match[1]), not match[2].strip()))
        else:
            found.append(_Mark(begin, end, "-", 0, True))
    return found


def _next_closes(text: str, opening: Range, marks: str) -> int:
    """The usual case, quickly: the next line of such marks closes the fence; else 0."""
    following = _NEXT[marks[0]].search(text, opening.end - 1)
    if following is None or len(following[1]) < len(marks) or following[2].strip():
        return 0
    return min(len(text), following.end() + 1)


def _fence_end(text: str, opening: Range, marks: str, depth: int, lines: list[_Mark]) -> tuple[int, bool]:
    """Where the fence's last line ends (newline included), and whether it was closed.

    One that is followed by a break and then by another opening was most likely forgotten: it ends at that
    break. One in a list (``depth``: its column there) ends with the list's next item, heading or break.
    """
    first_break = -1
    stop = len(text)
    if depth:
        leave = _LEAVES_LIST.search(text, opening.end)
        stop = leave.start() if leave else len(text)
    for index in range(bisect_left(lines, opening.end, key=lambda m: m.start), len(lines)):
        mark = lines[index]
        if mark.start >= stop:
            break
        if mark.sign == "-":
            if depth:
                return mark.start, False
            if first_break < 0:
                first_break = mark.start
        elif mark.sign == marks[0] and mark.length >= len(marks):
            if mark.plain:
                return mark.end, True
            if first_break >= 0:
                return first_break, False
    return (first_break if first_break >= 0 else stop), False


def _events(text: str, start: int) -> Iterator[tuple[int, bool]]:
    """Offsets, in order, of lines that may be fences or rules, and of comments (True)."""
    comment = text.find("<!--", start)
    if start == 0 and _EVENT.match("\n" + text[: _line_end(text, 0)]):
        if 0 <= comment < 1:
            yield comment, True
        yield 0, False
    for event in _EVENT.finditer(text, max(0, start - 1)):
        begin = event.start() + 1
        while 0 <= comment < begin:
            yield comment, True
            comment = text.find("<!--", comment + 4)
        yield begin, False
    while comment >= 0:
        yield comment, True
        comment = text.find("<!--", comment + 4)


_NEAR = 2000
"""Characters of a line that are looked at to tell whether a comment stands in `` `code` ``."""


def _coded(text: str, begin: int) -> bool:
    """Does this offset lie within a code span of its line?"""
    left = max(begin - _NEAR, 0)
    line_start = max(left, text.rfind("\n", left, begin) + 1)
    if "`" not in text[line_start:begin]:
        return False
    stop = text.find("\n", begin, begin + _NEAR)
    line = text[line_start : stop if stop >= 0 else begin + _NEAR]
    return is_.in_code_span(line, begin - line_start)


def scan(text: str, marp: bool = False, start: int = 0) -> Scan:
    """Find fences, comments and breaks from this offset on. ``text`` has ``\\n`` line ends."""
    found = Scan()
    skip = start
    marks: list[_Mark] | None = None
    for begin, is_comment in _events(text, start):
        if begin < skip:
            continue
        if is_comment:
            if _coded(text, begin):
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
        if not is_.RULE.match(line):
            fence = is_.FENCE.match(line)
            if fence is None:
                continue
            width = is_.indent(line)
            listed = bool(fence[1].strip()) or (width > 0 and _within_list(text, begin, width))
            if width >= 4 and not listed:
                continue  # an indented code block
            stop, closed = _next_closes(text, here, fence[2]) if not listed else 0, True
            if not stop:
                if marks is None:
                    marks = _marks(text, begin)
                stop, closed = _fence_end(text, here, fence[2], len(fence[1]) if listed else 0, marks)
            found.fences.append(Fence(begin, stop, closed))
            if not closed:
                found.open_fences.append(here)
            skip = stop
            continue
        width = is_.indent(line) if line[0] in " \t" else 0
        if width and _within_list(text, begin, width):
            continue
        dashes = line.strip().strip("-") == ""
        if dashes and text[begin - 2 : begin] != "\n\n" and _under_paragraph(text, begin):
            found.under_text.append(here)
            if marp:
                continue
        found.breaks.append(here)
    return found


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
    covered = sorted(
        [*(Range(f.start, f.end) for f in found.fences), *(Range(c.start, c.end) for c in found.comments)]
    )
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
    without = len(_by_headings(text, found, start))
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
