"""Every pair of text and ground that the console uses can be read in the dark and in the light."""

from __future__ import annotations

import pytest

from facilitator.ui.tokens import DARK, LIGHT, Palette, Tokens, contrast


@pytest.mark.parametrize("p", [DARK, LIGHT], ids=lambda p: p.name)
def test_text_has_four_and_a_half_to_one(p: Palette) -> None:
    grounds = (p.ground, p.panel, p.raised)
    for ink in (p.text, p.mute, p.live, p.amber, p.red):
        for ground in grounds:
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    for fill, ink in (
        (p.live_fill, p.live_text),
        (p.amber_fill, p.amber_text),
        (p.red_fill, p.red_text),
        (p.blue_fill, p.blue_text),
        (p.hover, p.text),
    ):
        assert contrast(ink, fill) >= 4.5, (ink, fill)


@pytest.mark.parametrize("p", [DARK, LIGHT], ids=lambda p: p.name)
def test_time_and_notes_have_far_more(p: Palette) -> None:
    assert contrast(p.text, p.ground) >= 10
    assert contrast(p.text, p.panel) >= 10


@pytest.mark.parametrize("p", [DARK, LIGHT], ids=lambda p: p.name)
def test_frames_and_focus_are_seen(p: Palette) -> None:
    for color in (p.live, p.red, p.focus):
        assert contrast(color, p.ground) >= 3


def test_sizes_grow_with_the_text() -> None:
    assert Tokens(DARK, 2.0).px(15) == 30
