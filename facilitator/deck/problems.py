"""Problems: the table of codes, and how one is told to a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from facilitator.deck.model import Problem, Severity

E, W, A = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Finding(NamedTuple):
    """A problem before it knows its file: the line counts from 1 within its slide (or file)."""

    code: str
    line: int
    column: int
    message: str
    fix: str


#: code -> (severity, what it means). The page docs/deck-format.md lists them from here.
CODES: dict[str, tuple[Severity, str]] = {
    # the file
    "no-file": (E, "the deck, or a file it needs, cannot be read"),
    "not-text": (E, "the file is not text"),
    "not-utf8": (W, "the file is not saved as UTF-8; it was read as Windows Latin"),
    "odd-character": (W, "bytes that are no UTF-8, or control characters, stand in the text"),
    "empty-deck": (E, "there is nothing to show"),
    "not-read": (E, "a slide could not be understood and is shown as plain text"),
    "too-long": (W, "a slide is too long or too tangled to read as Markdown and is shown as plain text"),
    # front matter and directives
    "bad-yaml": (E, "the front matter is not valid YAML; what could be read is used"),
    "front-matter-place": (A, "the front matter is not where it belongs: at line 1, between two lines ---"),
    "front-matter-open": (E, "the front matter is not closed"),
    "unknown-key": (W, "a setting that does not exist"),
    "unused-key": (A, "a setting of another program, not used here"),
    "duplicate-key": (W, "the same setting twice; the last one counts"),
    "bad-value": (W, "a setting has a value that it cannot have"),
    "wrong-place": (W, "a setting stands where it does not work"),
    "mistyped-directive": (W, "a comment looks like a setting with a slip of the keyboard"),
    "mixed-comment": (A, "a comment holds settings and other text; the other text became a note"),
    "empty-field": (W, "a field is empty"),
    "unknown-field": (W, "a field is used that the front matter does not have"),
    # structure
    "unclosed-fence": (E, "a code fence is never closed"),
    "unclosed-comment": (E, "a comment is never closed"),
    "unclosed-div": (E, "a block opened by ::: is never closed"),
    "stray-div": (W, "a ::: closes nothing"),
    "unknown-div": (W, "a ::: block with a name that means nothing here"),
    "rule-under-text": (W, "a line --- right under text: a break or a heading?"),
    "break-mode": (W, "one break in a deck that was split by its headings"),
    "empty-slide": (A, "a slide without anything on it"),
    "missing-include": (E, "an included file cannot be read"),
    "include-cycle": (E, "a file includes itself"),
    "include-setting": (A, "deck settings in an included file are not used"),
    # content
    "missing-picture": (W, "a picture file is missing; a labelled frame stands in"),
    "remote-picture": (W, "a picture from the network is never fetched; a labelled frame stands in"),
    "unreadable-picture": (W, "a file that is no picture, or not all of one; a labelled frame stands in"),
    "unsupported-picture": (W, "a picture in a format that cannot be shown everywhere"),
    "missing-template": (W, "the PowerPoint template is missing"),
    "missing-alt": (A, "a picture without a description for those who cannot see it"),
    "unsupported-html": (W, "HTML that is not shown; its text is kept"),
    "active-html": (W, "script, style or embedded pages: never shown and never run"),
    "unknown-kind": (W, "a live block of a kind that does not exist; it is shown as code"),
    "unknown-part": (W, "a diagram points to a part that it does not have"),
    "live-empty": (W, "a live block without content"),
    "chart-row": (W, "a line of a chart that cannot be drawn"),
    "poll-not-run": (A, "polls are shown, not run, so far"),
    "table-shape": (A, "a table row has more cells than the table has columns"),
    "link-to-nowhere": (W, "a link to a slide that does not exist"),
    "local-link": (A, "a link to a file; slides link to web addresses and to other slides"),
    "missing-footnote": (W, "a footnote mark without its text"),
    "unused-footnote": (W, "the text of a footnote that no slide refers to"),
    "nothing-to-reveal": (A, "a build setting without anything to reveal"),
    # good form
    "no-title": (A, "a slide without a title"),
    "repeated-title": (A, "two slides with the same title"),
    "heading-jump": (A, "a heading skips a level"),
    "minutes-sum": (W, "the planned times do not add up to the deck's minutes"),
    "late-start": (W, "a fixed start that cannot be met"),
    "long-notes": (A, "notes that cannot be said in the slide's time"),
    "blaming-word": (A, "a word that blames people"),
}  # fmt: skip


def severity(code: str) -> Severity:
    """How bad the problems of this code are."""
    return CODES[code][0]


def place(finding: Finding, file: str, first_line: int, source: str) -> Problem:
    """The finding as a problem of a file; ``first_line`` is the file's line of the finding's line 1."""
    return Problem(
        finding.code,
        CODES[finding.code][0],
        file,
        first_line + finding.line - 1,
        max(1, finding.column),
        source,
        finding.message,
        finding.fix,
    )


_WORDS = {E: "error", W: "warning", A: "advice"}
_LONGEST = 100


def _window(source: str, column: int) -> tuple[str, int]:
    """At most 100 characters of the line round the column, and the column within them."""
    text = source.replace("\t", " ")
    if len(text) <= _LONGEST:
        return text, column
    start = max(0, min(column - 1 - _LONGEST // 2, len(text) - _LONGEST))
    cut = text[start : start + _LONGEST]
    lead = "…" if start else ""
    return lead + cut + ("…" if start + _LONGEST < len(text) else ""), column - start + len(lead)


def _width(text: str) -> int:
    """Columns of a terminal that the text takes: wide characters take two, combining ones none."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def describe(problem: Problem) -> str:
    """``file:line:column: error: what is wrong``, the line with a caret, and what to do."""
    head = f"{problem.file}:{problem.line}:{problem.column}: {_WORDS[problem.severity]}: {problem.message}"
    lines = [head]
    if problem.source.strip():
        shown, column = _window(problem.source.rstrip(), problem.column)
        column = min(column, len(shown) + 1)
        lines += [f"    {shown}", "    " + " " * _width(shown[: column - 1]) + "^"]
    if problem.fix:
        lines.append(f"    {problem.fix}")
    return "\n".join(lines)


def summary(problems: Iterable[Problem]) -> str:
    """``2 errors, 1 warning`` – or ``no problems``."""
    found = list(problems)
    parts = []
    for kind, many in ((E, "errors"), (W, "warnings"), (A, "pieces of advice")):
        count = sum(1 for p in found if p.severity is kind)
        if count:
            one = {E: "error", W: "warning", A: "piece of advice"}[kind]
            parts.append(f"{count} {one if count == 1 else many}")
    return ", ".join(parts) or "no problems"


def exit_code(problems: Iterable[Problem], strict: bool = False) -> int:
    """1 when there is an error (with ``strict``: or a warning), else 0."""
    bad = {E, W} if strict else {E}
    return int(any(p.severity in bad for p in problems))
