"""Problems: each is a sentence with a place; the table of codes is the whole truth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from facilitator.deck import problems, read_text
from facilitator.deck.model import Problem, Severity
from facilitator.deck.outline import problem_dict
from facilitator.deck.problems import CODES, describe, exit_code, summary

SOURCES = Path(problems.__file__).parent


def one(severity: Severity = Severity.ERROR, source: str = "abc", column: int = 2) -> Problem:
    return Problem("bad-value", severity, "deck.md", 3, column, source, "It is so.", "Do this.")


def test_a_problem_is_told_with_its_line_and_a_caret() -> None:
    assert describe(one()).split("\n") == [
        "deck.md:3:2: error: It is so.",
        "    abc",
        "     ^",
        "    Do this.",
    ]


@pytest.mark.parametrize(
    ("source", "column", "under"),
    [("\tabc", 2, "a"), ("中文字", 3, "字"), ("e\u0301x", 3, "x"), ("word " * 60 + "X", 301, "X")],
)
def test_the_caret_stands_under_the_character(source: str, column: int, under: str) -> None:
    _, shown, caret, _ = describe(one(source=source, column=column)).split("\n")
    width = problems._width(shown[: shown.index(under)])
    assert caret == " " * width + "^"
    assert len(shown) < 110


def test_a_problem_without_a_line_shows_none() -> None:
    assert describe(one(source="")).split("\n") == ["deck.md:3:2: error: It is so.", "    Do this."]


def test_exit_codes() -> None:
    assert exit_code([]) == 0
    assert exit_code([one(Severity.ADVICE), one(Severity.WARNING)]) == 0
    assert exit_code([one(Severity.WARNING)], strict=True) == 1
    assert exit_code([one(Severity.ADVICE)], strict=True) == 0
    assert exit_code([one(Severity.ERROR)]) == 1


def test_the_summary_counts_in_words() -> None:
    assert summary([]) == "no problems"
    assert summary([one(), one(Severity.WARNING), one(Severity.WARNING)]) == "1 error, 2 warnings"
    assert summary([one(Severity.ADVICE)]) == "1 piece of advice"


def test_every_code_is_used_and_every_used_code_is_in_the_table() -> None:
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py") if path.name != "problems.py"
    )
    used = set(re.findall(r'(?:Finding|find|_unreadable)\(\s*"([a-z0-9-]+)"', written))
    used |= {c for c in CODES if f'"{c}"' in written}
    assert used == set(CODES)


#: One deck for each code: the smallest text that shows it, with the line and column it points at.
SHOWN = {
    "odd-character": ("# A\n\nb\x07", 3, 2),
    "empty-deck": ("", 1, 1),
    "too-long": ("# A\n\n" + "[" * 4000, 1, 1),
    "bad-yaml": ('---\ntitle: "a\n---\n# A', 2, 8),
    "front-matter-place": ("\n---\ntitle: a\n---\n# A", 2, 1),
    "front-matter-open": ("---\ntitle: a\n\n# A", 1, 1),
    "unknown-key": ("---\ntitel: a\n---\n# A", 2, 1),
    "unused-key": ("---\nmath: katex\n---\n# A", 2, 1),
    "duplicate-key": ("---\ntitle: a\ntitle: b\n---\n# A", 3, 1),
    "bad-value": ("# A\n\n<!-- time: soon -->", 3, 6),
    "wrong-place": ("---\ntime: 3m\n---\n# A", 2, 1),
    "mistyped-directive": ("# A\n\n<!-- tmie: 3m -->", 3, 6),
    "mixed-comment": ("# A\n\n<!--\ntime: 3m\nand say hello\n-->", 5, 1),
    "empty-field": ('---\nfields:\n  a: ""\n---\n# A', 3, 3),
    "unknown-field": ("# A\n\nx {{a}}", 3, 5),
    "unclosed-fence": ("# A\n\n```py\nx", 3, 1),
    "unclosed-comment": ("# A\n\nb <!-- c", 3, 3),
    "unclosed-div": ("# A\n\n::: notes\nb", 3, 1),
    "stray-div": ("# A\n\n:::", 3, 1),
    "unknown-div": ("# A\n\n::: note\nb\n:::", 3, 1),
    "rule-under-text": ("# A\n\nb\n---\n# C", 4, 1),
    "break-mode": ("# A\n\nb\n\n# B\n\n---\n\n# C", 7, 1),
    "empty-slide": ("# A\n\n---\n\n---\n\n# B", 4, 1),
    "missing-include": ("# A\n\n---\n\n<!-- include: b.md -->", 5, 1),
    "missing-picture": ("# A\n\n![b](c.png)", 3, 6),
    "remote-picture": ("# A\n\n![b](https://c.d/e.png)", 3, 6),
    "missing-template": ("---\ntemplate: a.pptx\n---\n# A", 2, 1),
    "missing-alt": ("# A\n\n![](c.png)", 3, 5),
    "unsupported-html": ("# A\n\nb <blink>c</blink>", 3, 3),
    "active-html": ("# A\n\n<script>b</script>", 3, 1),
    "unknown-kind": ("# A\n\n```diagram circle\n- b\n```", 3, 1),
    "unknown-part": ("# A\n\n```diagram cycle\n- b\nside: c -> d\n```", 5, 1),
    "live-empty": ("# A\n\n```chart bar\n```", 3, 1),
    "chart-row": ("# A\n\n```chart bar\nt\na: 1\nb: two\n```", 6, 1),
    "poll-not-run": ("# A\n\n```poll\nWhy?\n```", 3, 1),
    "table-shape": ("# A\n\n| a |\n|---|\n| b | c |", 5, 1),
    "link-to-nowhere": ("# A\n\n[b](#c)", 3, 5),
    "local-link": ("# A\n\n[b](c.pdf)", 3, 5),
    "missing-footnote": ("# A\n\nb[^c]", 3, 2),
    "unused-footnote": ("# A\n\n[^c]: d", 3, 1),
    "no-title": ("b\n\n---\n\n# A", 1, 1),
    "repeated-title": ("# A\n\nb\n\n---\n\n# A", 7, 1),
    "heading-jump": ("# A\n\n### B", 3, 1),
    "minutes-sum": ("---\nminutes: 5\n---\n# A\n\n<!-- time: 2m -->", 2, 1),
    "late-start": (
        "---\nminutes: 60\nends: 11:00\n---\n<!-- section: B -->\n<!-- starts: 9:30 -->\n# A",
        5,
        1,
    ),
    "long-notes": ("# A\n\n<!-- time: 5s -->\n\n::: notes\n" + "word " * 60 + "\n:::", 6, 1),
    "nothing-to-reveal": ("# A\n\n<!-- reveal: rows -->\n\nb", 3, 6),
    "blaming-word": ("# A\n\nan addict", 3, 4),
}


@pytest.mark.parametrize("code", sorted(SHOWN))
def test_a_problem_points_at_its_place(code: str) -> None:
    text, line, column = SHOWN[code]
    found = [p for p in read_text(text).problems if p.code == code]
    assert found, [p.code for p in read_text(text).problems]
    problem = found[0]
    assert (problem.line, problem.column) == (line, column), describe(problem)
    assert problem.source == (text.split("\n")[line - 1].replace("\x07", "\ufffd") if text else "")
    assert re.match(r"[A-Z“<]", problem.message)
    assert re.search(r"[.?!)]$", problem.message)
    assert problem.fix
    assert problem_dict(problem)["severity"] == CODES[code][0].value


def test_every_code_that_a_text_can_show_is_shown_here() -> None:
    elsewhere = {
        "no-file",
        "not-text",
        "not-utf8",
        "not-read",
        "include-cycle",
        "include-setting",
        "unreadable-picture",
        "unsupported-picture",
    }  # tests/decks, test_reader.py and test_sniff.py
    assert set(SHOWN) | elsewhere == set(CODES)


def test_clean_decks_have_no_problems() -> None:
    deck = read_text(
        "---\ntitle: A\nminutes: 2\n---\n\n# A\n\n<!-- time: 2m -->\n\n- b\n  - c\n\n::: notes\nd\n:::\n"
    )
    assert deck.problems == ()
