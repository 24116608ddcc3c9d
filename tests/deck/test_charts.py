"""Charts' numbers as trainers write them: thousands commas in titles and values, and CSV all the same."""

from __future__ import annotations

import pytest

from facilitator.deck import model
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
