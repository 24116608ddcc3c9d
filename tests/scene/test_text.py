"""Lines: where they may break, how wide a box may be, and what a seat is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.scene import Theme
from facilitator.scene.fonts import UNITS
from facilitator.scene.model import Bullet, BulletKind, Color, Families, FontRole, Line, Para, Run
from facilitator.scene.text.breaks import stops
from facilitator.scene.text.lay import Setting, lay, pitch_of, with_lines
from facilitator.scene.text.shape import face, layout_of, measure, shape, text_width
from facilitator.scene.text.wrap import SLACK, Column, Measured, balanced_width, robust_cut, slack, wrap

INK = Color("#000000")


def pieces(text: str) -> list[str]:
    """The text cut at every place where a line may end."""
    out, start = [], 0
    for stop in stops(text):
        out.append(text[start : stop.end])
        start = stop.next
    return out


def monospaced(text: str) -> Measured:
    return Measured(text, stops(text), [10.0 * i for i in range(len(text) + 1)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two words", ["two", "words"]),
        ("well-being", ["well-", "being"]),
        ("from -5 to 10-12", ["from", "-5", "to", "10-12"]),
        ("https://a.org/b-c/d", ["https://a.org/b-c/d"]),
        ("write to a-b@c-d.org", ["write", "to", "a-b@c-d.org"]),
        ("危害，减少", ["危", "害，", "减", "少"]),
        ("「日本」", ["「日", "本」"]),
        ("한국어 문장", ["한", "국", "어", "문", "장"]),
        ("one\ntwo", ["one", "two"]),
        ("10\u00a0km", ["10\u00a0km"]),
    ],
)
def test_where_a_line_may_end(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@given(st.text(st.sampled_from("ab -日。\n"), max_size=60), st.floats(5, 400))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: float) -> None:
    rows = wrap(monospaced(text), width)
    kept = "".join(text[row.start : row.end] for row in rows)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(row.width <= max(width, 10.0) + 1e-6 for row in rows)


def test_a_robust_box_keeps_half_a_per_cent_from_every_change() -> None:
    text = "a line that would just about fit into its box and another that nearly takes one more word"
    measured = monospaced(text)
    for width in range(200, 600, 7):
        cut = robust_cut([Column(measured, 0.0)], float(width))
        assert 0 <= cut <= width * 0.03
        at_rest = slack(wrap(measured, width - cut), width - cut)
        assert at_rest >= SLACK or at_rest >= slack(wrap(measured, width), width)


def test_a_balanced_title_has_no_orphan() -> None:
    measured = monospaced("What harm reduction is and what it is not really")
    width = balanced_width(measured, 440.0)
    rows = wrap(measured, width)
    assert len(rows) == len(wrap(measured, 440.0)) == 2
    assert min(r.width for r in rows) > 0.7 * max(r.width for r in rows)


def test_widths_grow_with_the_size_and_carlito_is_as_wide_as_calibri(calm: Theme) -> None:
    one = text_width("Harm reduction", 20, calm.families)
    assert text_width("Harm reduction", 40, calm.families) == pytest.approx(2 * one, rel=1e-4)
    # Calibri's advances in 1/2048 em: H 1276, a 981, r 714, m 1636 (hmtx of the font; no kerning pair).
    assert text_width("Harm", 2048 / 32, calm.families) == pytest.approx(
        (1276 + 981 + 714 + 1636) / 32, rel=2e-3
    )


def test_the_seat_moves_baselines_and_nothing_else(calm: Theme) -> None:
    para = Para((Run("A few words that take a second line in this box", 20, INK),), 20, pitch_of(20))
    ours, theirs = (lay([para], 260, Setting(calm, seat)) for seat in ("screen", "libreoffice"))
    assert [(x.start, x.end, x.x) for x in ours.paras[0].lines] == [
        (x.start, x.end, x.x) for x in theirs.paras[0].lines
    ]
    first = theirs.paras[0].lines[0]
    assert first.baseline == pytest.approx(20.0)  # pitch 24 less 0.2 em
    assert first.baseline - ours.paras[0].lines[0].baseline == pytest.approx(0.064 * 20, abs=0.01)
    assert ours.paras[0].lines[1].baseline - ours.paras[0].lines[0].baseline == pytest.approx(24.0)


def test_a_word_wider_than_its_box_is_cut_between_characters(calm: Theme) -> None:
    para = Para((Run("Donaudampfschifffahrtsgesellschaft", 30, INK),), 30, pitch_of(30))
    laid = lay([para], 200, Setting(calm))
    lines = laid.paras[0].lines
    assert [line.cut for line in lines] == [True] * (len(lines) - 1) + [False]
    assert all(line.width <= 200 for line in lines)


def test_a_right_to_left_paragraph_is_measured_and_starts_at_the_right(calm: Theme) -> None:
    run = Run("الحد من الضرر يبدأ من حيث يوجد الشخص", 24, INK)
    para = Para((run,), 24, pitch_of(24), align="right", rtl=True)
    laid = lay([para], 240, Setting(calm))
    assert len(laid.paras[0].lines) > 1
    assert all(line.x + line.width == pytest.approx(240, abs=0.01) for line in laid.paras[0].lines)
    assert laid.missing == ()


def test_a_script_without_a_font_is_named(calm: Theme) -> None:
    unassigned_here = "\U00014500"  # an Anatolian hieroglyph
    found = shape((Run(unassigned_here, 24, INK),), 24, calm.families, False).missing
    assert found in ((), ("Anatolian",))
    private = shape((Run("\ufdd0x", 24, INK),), 24, calm.families, False)
    assert len(private.measured.xs) == 3


def test_mono_is_six_tenths_of_an_em_wide(calm: Theme) -> None:
    run = Run("0123456789", 20, INK, FontRole.MONO)
    assert measure((run,), 20, calm.families).width == pytest.approx(10 * 0.6001 * 20, rel=1e-3)


@pytest.mark.parametrize("text", ["نقطة أولى 123", "في عام 2024 كان 5 من 10", "it says للجميع"])
def test_a_line_that_changes_direction_is_as_wide_as_it_is_drawn(text: str, calm: Theme) -> None:
    from facilitator.scene.fonts import UNITS
    from facilitator.scene.text.shape import RTL, face, layout_of

    run = Run(text, 24, INK)
    rtl = bool(RTL.match(text))
    measured = measure((run,), 24, calm.families, rtl)
    _layout, line = layout_of(text, (face(run, calm.families),), rtl)
    assert measured.width == pytest.approx(line.horizontalAdvance() / UNITS, rel=1e-3)
    widths = [b - a for a, b in zip(measured.xs, measured.xs[1:], strict=False)]
    assert all(width > 1 for char, width in zip(text, widths, strict=True) if char.isalnum())


def test_a_paragraph_with_lines_keeps_all_the_rest() -> None:
    para = Para(
        (Run("x", 20.0, INK),), 20.0, 24.0, (Line(0, 1, 2.0, 3.0, 4.0),), 2, Bullet(BulletKind.CHAR),
        "right", True, 5.0, 6.0, 7.0, 8.0, 9,
    )  # fmt: skip
    plain = Para(para.runs, para.size, para.pitch)
    assert all(getattr(para, f.name) != getattr(plain, f.name) for f in dataclasses.fields(Para)[3:])
    assert with_lines(para, para.lines, para.space_before) == para


@pytest.mark.parametrize(
    "text", ["نقطة مع English inside و 123", "123 مرحبا abc 5", "hello مرحبا 12 x", "این می\u200cتواند باشد"]
)
@pytest.mark.parametrize("rtl", [True, False])
def test_a_line_in_two_directions_is_as_wide_as_it_is_drawn(text: str, rtl: bool) -> None:
    """The first letter of each embedded part had no width: the line stood over its own bullet."""
    run = Run(text, 20, INK)
    _, line = layout_of(text, (face(run, Families()),), rtl)
    assert measure((run,), 20, Families(), rtl).width == pytest.approx(
        line.horizontalAdvance() / UNITS, abs=0.1
    )
