"""Fences, comments and rules of a text, found in one pass.

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

# A literal newline first: the search then jumps from line to line instead of trying every letter.
_EVENT = re.compile(
    r"\n(?:[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```|~~~)"
    r"| {0,3}(?:-[ \t]*-[ \t]*-|\*[ \t]*\*[ \t]*\*|_[ \t]*_[ \t]*_)[-*_ \t]*(?=\n|\Z))"
)
_FENCE_OR_RULE = re.compile(r"\n(?:[ \t]*(`{3,}|~{3,})(.*)| {0,3}(?:-[ \t]*){3,}(?=\n|\Z))")
_NEXT = {"`": re.compile(r"\n[ \t]*(`{3,})(.*)"), "~": re.compile(r"\n[ \t]*(~{3,})(.*)")}
_LEAVES_LIST = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]|^#{1,6}[ \t]", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+\S.*|[ \t]*)$|^ {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)


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


def by_headings(text: str, found: Scan, start: int) -> list[int]:
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
            and not visible(text[_line_end(text, last[0]) : offset])
        )
        if not subtitle:
            cuts.append(offset)
        last = (offset, level) if not subtitle else (offset, 2)
    return cuts


_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_UNDERLINE = re.compile(r"^ {0,3}=+[ \t]*$", re.MULTILINE)


def visible(text: str) -> bool:
    """Is there anything to see beside comments and a heading's underline?"""
    return bool(_UNDERLINE.sub("", _COMMENTS.sub("", text)).strip())
