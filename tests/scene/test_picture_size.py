"""A picture is as large as its author asked, where the page has room for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from facilitator.deck import read_text
from facilitator.scene import compose, load_theme
from facilitator.scene.model import PictureItem


@pytest.mark.parametrize(("asked", "width"), [("{width=60%}", 832 * 0.6), ("{width=288pt}", 288.0)])
def test_a_lone_picture_is_as_wide_as_asked(tmp_path: Path, qapp: object, asked: str, width: float) -> None:
    Image.new("RGB", (960, 400), "teal").save(tmp_path / "ring.png")
    deck = read_text(f"# A picture\n\n![A ring](ring.png){asked}\n", folder=tmp_path)
    scene = compose(deck.slides[0], load_theme(""), deck)
    (picture,) = [i for i in scene.items if isinstance(i, PictureItem)]
    assert picture.rect.w == pytest.approx(width, abs=1.0)
    assert picture.rect.w / picture.rect.h == pytest.approx(960 / 400, rel=0.01)
