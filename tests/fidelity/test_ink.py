"""Shapes, tables, charts and pictures look alike: compared by what is inked, for text positions are blind to
them and whole pictures are mostly paper (a slide without its title still scores 0.97 in SSIM)."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from facilitator.scene import Live, Scene, render
from facilitator.scene.model import ChartItem, GroupItem, Item, PictureItem, ShapeItem, TableItem
from tests.fidelity.conftest import CASES, Drawn, Make

WIDTH = 960
FAINT = 9
"""Difference from the paper (0-255) above which something counts as drawn: tints do, rounding does not."""
REACH = 5
"""Pixels (odd): ink counts as found when the other picture has ink this near."""


def painted(scene: Scene, number: int, total: int) -> Image.Image:
    """The scene as the stage draws it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(
        render(scene, WIDTH, None, Live(number=number, total=total))
    )
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def ink(picture: Image.Image, paper: str) -> Image.Image:
    """White where something is drawn on the paper."""
    ground = Image.new("RGB", picture.size, paper)
    return ImageChops.difference(picture, ground).convert("L").point(lambda v: 255 if v > FAINT else 0)


def covered(one: Image.Image, other: Image.Image) -> float:
    """The share of one's ink that has ink of the other near it."""
    near = other.filter(ImageFilter.MaxFilter(REACH))
    total = one.histogram()[255]
    return ImageChops.multiply(one, near).histogram()[255] / total if total else 1.0


def _kinds(items: tuple[Item, ...]) -> set[type]:
    found: set[type] = set()
    for item in items:
        found.add(type(item))
        if isinstance(item, GroupItem):
            found |= _kinds(item.items)
    return found


@pytest.mark.office
@pytest.mark.parametrize(("deck", "theme"), CASES)
def test_what_is_not_text_is_drawn_alike(deck: Make, theme: str, drawn: Drawn) -> None:
    made, path = drawn(deck, theme)
    shown = [s for s in zip(made.deck.slides, made.scenes, strict=True) if not s[0].settings.hidden]
    pdf = pypdfium2.PdfDocument(path)
    seen: set[type] = set()
    faults = []
    for (slide, scene), page in zip(shown, pdf, strict=True):
        kinds = _kinds(scene.items)
        behind = scene.backdrop.picture is not None  # the whole page is ink
        if behind or not kinds & {ShapeItem, TableItem, ChartItem, PictureItem, GroupItem}:
            continue
        seen |= kinds
        ours = painted(scene, slide.number, len(made.deck.slides))
        theirs = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB").resize(ours.size)
        a, b = ink(ours, scene.backdrop.color.hex), ink(theirs, scene.backdrop.color.hex)
        # native charts lay out their own labels: value before or after the name, legend without values
        least = 0.8 if ChartItem in kinds else 0.96
        both = covered(a, b), covered(b, a)
        if min(both) < least:
            faults.append(
                f"slide {slide.number} ({slide.title[0].text if slide.title else ''}): {both[0]:.3f} "
                f"{both[1]:.3f}"
            )
    pdf.close()
    assert not faults, "\n".join(faults)
    assert {ShapeItem, TableItem, ChartItem, PictureItem, GroupItem} <= seen


def test_the_comparison_sees_a_missing_shape() -> None:
    """A picture without one of its boxes is far below the bar."""
    full = Image.new("RGB", (WIDTH, 540), "#FFFFFF")
    full.paste("#12706E", (100, 100, 300, 200))
    less = full.copy()
    full.paste("#12706E", (500, 100, 560, 200))
    assert covered(ink(full, "#FFFFFF"), ink(less, "#FFFFFF")) < 0.9
    assert covered(ink(full, "#FFFFFF"), ink(full, "#FFFFFF")) == 1.0
