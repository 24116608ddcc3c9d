"""Charts' numbers as trainers write them: thousands commas in titles and values, and CSV all the same."""

from __future__ import annotations

import time

import pytest

from facilitator.deck import model
from facilitator.deck.charts import number
from facilitator.deck.reader import read_text


def chart(*lines: str) -> tuple[model.Chart, list[str]]:
    deck = read_text("\n".join(["# A", "", "```chart bar", *lines, "```"]), "deck.md")
    (found,) = [b for b in deck.slides[0].blocks if isinstance(b, model.Chart)]
    return found, [p.code for p in deck.problems if p.code in ("chart-row", "live-empty")]


@pytest.mark.parametrize(
    ("lines", "title", "series", "rows"),
    [
        (("Deaths per 1,000", "A: 11.3"), "Deaths per 1,000", ("",), [("A", (11.3,))]),
        (
            ("Deaths per 1,000", "series: in, out", "A: 11.3, 36.1"),
            "Deaths per 1,000",
            ("in", "out"),
            [("A", (11.3, 36.1))],
        ),
        (("Deaths per 100,000", "A, 5", "B, 6"), "Deaths per 100,000", ("",), [("A", (5,)), ("B", (6,))]),
        (("Per 1,000, by year", "A: 5"), "Per 1,000, by year", ("",), [("A", (5,))]),
        (("Cost", "A: 1,200"), "Cost", ("",), [("A", (1200,))]),
        (("Cost", "A: 1,200,345.5"), "Cost", ("",), [("A", (1200345.5,))]),
        (("Cost", "A: −1,200, 3,400"), "Cost", ("", ""), [("A", (-1200, 3400))]),
        (("Cost", "series: x, y", "A: 1,200, 3"), "Cost", ("x", "y"), [("A", (1200, 3))]),
        (("Risk", "A: 0,125", "B: −0,250 %"), "Risk", ("",), [("A", (0.125,)), ("B", (-0.25,))]),
        (("Risk", "series: x", "A: 0,125"), "Risk", ("x",), [("A", (0.125,))]),
        (("Risk", "series: x, y", "A: 0,125"), "Risk", ("x", "y"), [("A", (0, 125))]),
        (("Risk", "A: 0,125, 7"), "Risk", ("", "", ""), [("A", (0, 125, 7))]),
        (("Cost", "series: x, y", "A: 120,340"), "Cost", ("x", "y"), [("A", (120, 340))]),
        (("Cost", "series: up to 1,000, more", "A: 1, 2"), "Cost", ("up to 1,000", "more"), [("A", (1, 2))]),
        (("Arm, x, y", "A, 1,200, 3,400"), "", ("x", "y"), [("A", (1200, 3400))]),
        (("Arm,x,y", "A,120,340", "B,1,200"), "", ("x", "y"), [("A", (120, 340)), ("B", (1, 200))]),
        (("Arm,x,y", '"A, late","1,200","3,400"'), "", ("x", "y"), [("A, late", (1200, 3400))]),
        (("Group 1,200", "Group 2,340"), "", ("",), [("Group 1", (200,)), ("Group 2", (340,))]),
        (("Size,n", "Group 1,200"), "", ("n",), [("Group 1", (200,))]),
        (("Jahr; A; B", "2020; 1,500; 2"), "", ("A", "B"), [("2020", (1.5, 2))]),
    ],
)  # fmt: skip
def test_commas_are_read_as_meant(
    lines: tuple[str, ...], title: str, series: tuple[str, ...], rows: list[tuple[str, tuple[float, ...]]]
) -> None:
    found, problems = chart(*lines)
    assert (found.title, found.series, list(found.rows)) == (title, series, rows)
    assert problems == []


def test_ends_of_the_axis_too() -> None:
    from facilitator.scene.charts.scale import limits

    assert limits([3, 700], "", "1,200") == (0, 1200)
    assert limits([0.5, 1], "", "1,5") == (0, 1.5)
    assert limits([0.1, 0.4], "0,050", "0,500", zero=False) == (0.05, 0.5)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("76 %", 76),
        ("76 \t%", 76),
        ("1 234.5", 1234.5),
        ("−2", -2),
        ("7%%", None),
        ("%", None),
        ("1 x", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "_"])
def test_a_line_of_blanks_is_read_in_no_time(blank: str) -> None:
    """Twice as many blanks may take twice as long, not four times: two million would take hours."""
    began = time.process_time()
    assert number("1" + blank * 2_000_000 + "x") is None
    assert time.process_time() - began < 10
