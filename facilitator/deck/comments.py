"""Comments of a slide: settings, notes, remarks; and the slide's lines without them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from facilitator.deck import directives, lines, values
from facilitator.deck.directives import Directive, Reach, Type
from facilitator.deck.problems import Finding
from facilitator.deck.split import Chunk

#: The blank after the colon may be forgotten before a value that is no text (``time:3m``).
_KEY = re.compile(r"[ \t]*(_?[A-Za-z][A-Za-z0-9_-]*)[ \t]*:(?:[ \t]*(.*?))[ \t]*$")


class Given(NamedTuple):
    """A setting as written in a comment; line and column count from 1 within the slide."""

    directive: Directive
    value: str
    here_only: bool
    line: int
    column: int


@dataclass(slots=True)
class Read:
    """What the comments of a slide say."""

    given: list[Given] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    """Line and text of each note."""
    lines: list[tuple[int, str]] = field(default_factory=list)
    """The slide's numbered lines without comments."""
    findings: list[Finding] = field(default_factory=list)
    fences: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """Last line, and whether it closes, of each fence, by its first line."""
    empty: bool = False
    """Nothing is left but white space."""


MOST_NOTES = 50
"""Comments on one slide that are read as notes of their own; what is more is put together as one."""


def read(chunk: Chunk) -> Read:
    """Sort the comments of a chunk and take them out of its lines."""
    found = Read(fences={first: (last, closed) for first, last, closed in chunk.fences})
    text = chunk.text
    if chunk.comments:
        pieces: list[str] = []
        position, line, line_start = 0, 1, 0
        for comment in chunk.comments:
            inner = text[comment.start + 4 : comment.end - 3 if comment.closed else comment.end]
            line += text.count("\n", position, comment.start)
            line_start = max(line_start, text.rfind("\n", position, comment.start) + 1)
            column = comment.start - line_start + 1
            _sort(inner, line, column, found)
            pieces.append(text[position : comment.start])
            # What follows keeps its line; a comment on lines of its own leaves blank ones.
            inside = text.count("\n", comment.start, comment.end)
            pieces.append("\n" * inside)
            line += inside
            line_start = max(line_start, text.rfind("\n", comment.start, comment.end) + 1)
            position = comment.end
        pieces.append(text[position:])
        blanked = "".join(pieces).split("\n")
        original = text.split("\n")
        found.lines = [
            (number, row)
            for number, (row, before) in enumerate(zip(blanked, original, strict=True), 1)
            if not _between_rows(blanked, number - 1, before)
        ]
        if len(found.notes) > MOST_NOTES:
            rest = found.notes[MOST_NOTES:]
            found.notes = [*found.notes[:MOST_NOTES], (rest[0][0], "\n\n".join(note for _, note in rest))]
    else:
        found.lines = list(enumerate(text.split("\n"), 1))
    found.empty = not any(row.strip() for _, row in found.lines)
    return found


def _between_rows(blanked: list[str], index: int, before: str) -> bool:
    """A comment's line between two rows of a table must not end the table."""
    if blanked[index].strip() or not before.strip():
        return False
    above = blanked[index - 1] if index else ""
    below = next((line for line in blanked[index + 1 : index + 40] if line.strip()), "")
    return "|" in above and below.lstrip().startswith("|")


def _note(text: str) -> str:
    """A note's text without the indent of the comment it stood in."""
    import textwrap

    first, newline, rest = text.partition("\n")
    return (first.strip() + newline + textwrap.dedent(rest)).strip("\n").rstrip()


def _sort(inner: str, line: int, column: int, found: Read) -> None:
    """Decide what one comment is."""
    stripped = inner.strip()
    if not stripped or stripped.startswith("//") or lines.LINTER.match(inner):
        return
    if stripped in ("fit", "-", "--"):
        return  # Marp's mark for a heading that fits, and a list separator
    if re.match(r"include\s*:", stripped, re.IGNORECASE):
        return
    rows = inner.split("\n")
    top = next(index for index, row in enumerate(rows) if row.strip())
    if not _is_settings(rows, top):
        _maybe_mistyped(rows, top, line, column, found)
        found.notes.append((line + top, _note(inner[len("\n".join(rows[:top])) :])))
        return
    rest: list[str] = []
    rest_line = 0
    for index in range(top, len(rows)):
        row = rows[index]
        if not row.strip():
            if rest:
                rest.append("")
            continue
        here = line + index
        at = (column + 4 if index == 0 else 1) + len(row) - len(row.lstrip())
        match = _KEY.match(row)
        known = directives.find(match[1].lstrip("_")) if match else None
        if match and not rest and (known or _key_like(match[1])):
            _take(match[1], match[2] or "", known, here, at, found)
        elif (
            not rest
            and found.given
            and (row.lstrip().startswith("- ") or row[:1] in (" ", "\t"))
            and index > top
        ):
            last = found.given[-1]
            addition = row.strip().removeprefix("- ").strip()
            found.given[-1] = last._replace(value=f"{last.value} {addition}".strip())
        else:
            if not rest:
                rest_line = here
                found.findings.append(
                    Finding(
                        "mixed-comment",
                        here,
                        at,
                        "This comment holds settings and, from here on, other text: that became a note.",
                        "Put the note into a comment of its own.",
                    )
                )
            rest.append(row)
    if rest:
        found.notes.append((rest_line, _note("\n".join(rest))))


def _key_like(key: str) -> bool:
    return values.nearest(key.lstrip("_"), directives.names(front=False)) is not None


def _is_settings(rows: list[str], top: int) -> bool:
    """Marp's rule: a known key makes a comment a setting. Prose that begins like one stays a note."""
    first = _KEY.match(rows[top])
    if first is None:
        return False
    known = directives.find(first[1].lstrip("_"))
    if known is not None:
        value = first[2] or ""
        if known.type is Type.TEXT and value and rows[top][first.start(2) - 1] == ":":
            return False
        exact = first[1].lstrip("_") == known.name
        wordy = len(value.split()) > 3
        return not (wordy and (directives.complaint(known, value) or not exact))
    written = [row for row in rows if row.strip()]
    matches = [_KEY.match(row) for row in written]
    return all(matches) and any(m and directives.find(m[1].lstrip("_")) for m in matches)


def _take(key: str, value: str, known: Directive | None, line: int, column: int, found: Read) -> None:
    """One line ``key: value``."""
    if known is None:
        close = values.nearest(key.lstrip("_"), directives.names(front=False))
        found.findings.append(
            Finding(
                "unknown-key",
                line,
                column,
                f"There is no setting “{key}”.",
                f"Did you mean “{close}”?" if close else "Take the line out.",
            )
        )
        return
    text = value.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if known.reach is Reach.IGNORED:
        found.findings.append(
            Finding(
                "unused-key", line, column, f"“{known.name}” is not used here. {known.help}", "It can stay."
            )
        )
        return
    if not known.comment:
        found.findings.append(
            Finding(
                "wrong-place",
                line,
                column,
                f"“{known.name}” belongs in the front matter: here it does nothing.",
                "Move it to the top of the file, between the lines ---.",
            )
        )
        return
    why = directives.complaint(known, text)
    if why:
        found.findings.append(
            Finding("bad-value", line, column, f"“{known.name}: {text}” means nothing here.", why)
        )
        return
    if known.type is Type.DURATION and re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        found.findings.append(
            Finding(
                "bad-value",
                line,
                column,
                f"“{known.name}: {text}” has no unit: it was read as {text} minutes.",
                f"Write {text}m for minutes or {text}s for seconds.",
            )
        )
    for index, other in enumerate(found.given):
        if other.directive is known and other.here_only == key.startswith("_"):
            found.findings.append(
                Finding(
                    "duplicate-key",
                    line,
                    column,
                    f"“{key}” stands twice on this slide (first in line {{line:{other.line}}}).",
                    "Keep one. The last one counts.",
                )
            )
            del found.given[index]
            break
    found.given.append(Given(known, text, key.startswith("_"), line, column))


def _maybe_mistyped(rows: list[str], top: int, line: int, column: int, found: Read) -> None:
    """Say it when a note looks like a setting with a slip of the keyboard."""
    written = [row for row in rows if row.strip()]
    match = _KEY.match(rows[top])
    if match is None or len(written) > 3:
        return
    key, value = match[1].lstrip("_"), match[2] or ""
    known = directives.find(key)
    close = known.name if known else values.nearest(key, directives.names(front=False))
    if close is None or len(value.split()) > 6 or key.lower() in ("note", "notes", "say", "ask"):
        return
    at = (column + 4 if top == 0 else 1) + len(rows[top]) - len(rows[top].lstrip())
    found.findings.append(
        Finding(
            "mistyped-directive",
            line + top,
            at,
            f"This comment became a note; it looks like the setting “{close}”.",
            f"Write “{close}: …” if that was meant, or begin the comment with // to hide it.",
        )
    )


def idle_reveal(found: Read, steps: int) -> list[Finding]:
    """A ``reveal`` that has nothing to reveal."""
    if steps:
        return []
    return [
        Finding(
            "nothing-to-reveal",
            given.line,
            given.column,
            f"“reveal: {given.value}” finds nothing to reveal on this slide.",
            "Put a table, a list or a diagram there, or take the setting out.",
        )
        for given in found.given
        if given.directive.name == "reveal"
    ]
