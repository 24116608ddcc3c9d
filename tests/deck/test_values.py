"""Durations, clock times, sizes, colours, and "did you mean"."""

from __future__ import annotations

import pytest

from facilitator.deck import directives, values
from facilitator.deck.model import Length


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("3m", 180),
        ("1h10m", 4200),
        ("2:30", 150),
        ("1:10:00", 4200),
        ("3", 180),
        ("2.5m", 150),
        ("1,5 min", 90),
        ("2 minutes", 120),
        ("1h 5m 3s", 3903),
        ("0s", 0),
        ("", None),
        ("soon", None),
        ("3x", None),
        ("-3m", None),
        ("2:75", None),
        ("m", None),
        ("3m soon", None),
        ("９s", 9),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert values.duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:05", "09:05"),
        ("16:30", "16:30"),
        ("16.30", "16:30"),
        ("16h30", "16:30"),
        ("16.30 Uhr", "16:30"),
        ("24:00", None),
        ("noon", None),
        ("", None),
    ],
)
def test_clock_times(text: str, clock: str | None) -> None:
    assert values.clock(text) == clock


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#123", "#112233"),
        ("#a1B2c3", "#A1B2C3"),
        ("red", "#FF0000"),
        ("rebeccapurple", "#663399"),
        ("rgb(1, 2, 3)", "#010203"),
        ("hsl(120, 100%, 50%)", "#00FF00"),
        ("'beige'", "#F5F5DC"),
        ("reddish", None),
        ("", None),
        ("#12", None),
        ("rgb(1,2)", None),
    ],
)
def test_colours(text: str, color: str | None) -> None:
    assert values.color(text) == color


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("40%", Length(40, "%")),
        ("3cm", Length(3, "cm")),
        ("12mm", Length(1.2, "cm")),
        ("300", Length(300, "px")),
        ("1.5in", Length(1.5, "in")),
        ("2em", Length(32, "px")),
        ("50vw", Length(50, "%")),
        ("auto", None),
        ("", None),
    ],
)
def test_lengths(text: str, length: Length | None) -> None:
    assert values.length(text) == length


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("OFF", False), ("1", True), ("maybe", None), ("", None)]
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert values.boolean(text) is value


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("50", 50),
        ("50m", 50),
        ("1h", 60),
        ("1h30", 90),
        ("1:30:00", 90),
        ("0", None),
        ("x", None),
        ("", None),
    ],
)
def test_minutes(text: str, minutes: int | None) -> None:
    assert directives.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("2", {1, 2}),
        ("[2]", {2}),
        ("[1, 3]", {1, 3}),
        ("false", set()),
        ("0", set()),
        ("9", None),
        ("[x]", None),
    ],
)
def test_heading_levels(text: str, levels: set[int] | None) -> None:
    assert directives.levels(text) == (None if levels is None else frozenset(levels))


def test_the_nearest_word() -> None:
    assert values.nearest("tiem", ("time", "title")) == "time"
    assert values.nearest("Layuot", ("layout", "class")) == "layout"
    assert values.nearest("zebra", ("time", "title")) is None
    assert values.nearest("", ("time",)) is None


def test_shown_durations() -> None:
    assert [values.show_duration(s) for s in (0, 90, 3600, 3725)] == ["0:00", "1:30", "1:00:00", "1:02:05"]


def test_the_table_is_consistent() -> None:
    seen = [directives.canonical(d.name) for d in directives.TABLE]
    assert len(seen) == len(set(seen))
    for directive in directives.TABLE:
        assert directive.help.endswith(".")
        assert directive.front or directive.comment
        for value in (directive.default, directive.example):
            if value and directive.type is not directives.Type.PICTURE:
                assert not directives.complaint(directive, value), directive.name


@pytest.mark.parametrize("key", ["section-time", "section_time", "sectionTime", "SECTION-TIME"])
def test_spellings_of_a_key(key: str) -> None:
    found = directives.find(key)
    assert found is not None
    assert found.name == "section-time"
