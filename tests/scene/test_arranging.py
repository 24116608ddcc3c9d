"""Pictures in lists and in rows, long titles, footnotes on dark ground: as they are placed on the page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from facilitator.deck import model as deck
from facilitator.deck import read_deck
from facilitator.scene import Scene, Theme, compose, load_theme, theme_names
from facilitator.scene.arranging import arranged
from facilitator.scene.color import contrast
from facilitator.scene.model import Item, PictureItem, Role, TextItem


@pytest.fixture
def calm() -> Theme:
    return load_theme("calm")


def made(tmp_path: Path, text: str, theme: Theme, number: int = 2) -> Scene:
    """The last slide of a deck whose pictures are there."""
    for name in ("a.png", "b.png", "c.png"):
        Image.new("RGB", (600, 400), "#12706E").save(tmp_path / name)
    path = tmp_path / "deck.md"
    path.write_text("# First\n\n---\n\n" * (number - 1) + text, encoding="utf-8")
    read = read_deck(path)
    return compose(read.slides[-1], theme, read)


def pictures(scene: Scene) -> list[PictureItem]:
    return [item for item in scene.items if isinstance(item, PictureItem)]


def titled(scene: Scene) -> TextItem:
    return next(i for i in scene.items if isinstance(i, TextItem) and i.role is Role.TITLE)


@pytest.mark.parametrize("count", [2, 3])
def test_neighbouring_pictures_stand_beside_each_other(tmp_path: Path, count: int, calm: Theme) -> None:
    words = "\n\n".join(f'![P{n}]({"abc"[n]}.png "Caption {n}")' for n in range(count))
    found = pictures(made(tmp_path, f"# T\n\n{words}\n", calm))
    assert [p.alt for p in found] == [f"P{n}" for n in range(count)]
    assert len({round(p.rect.y) for p in found}) == 1
    assert len({round(p.rect.w) for p in found}) == 1
    for left, right in pairwise(found):
        assert left.rect.right < right.rect.x
    assert sum(p.rect.w for p in found) > 600


def test_pictures_with_a_size_of_their_own_stay_below_each_other(tmp_path: Path, calm: Theme) -> None:
    found = pictures(made(tmp_path, "# T\n\n![P](a.png){width=200}\n\n![Q](b.png){width=200}\n", calm))
    assert len(found) == 2
    assert found[0].rect.bottom <= found[1].rect.y


def test_a_picture_in_a_list_is_shown_and_its_item_keeps_its_words(tmp_path: Path, calm: Theme) -> None:
    scene = made(tmp_path, "# T\n\n- one\n- two: ![P](a.png)\n  - below ![Q](b.png)\n- three\n", calm)
    assert [p.alt for p in pictures(scene)] == ["P", "Q"]
    said = " ".join(p.text for i in scene.items if isinstance(i, TextItem) for p in i.paras)
    assert "one two: below three" in " ".join(said.split())
    assert "P" not in said.split()


def test_a_list_of_pictures_alone_is_a_row(tmp_path: Path, calm: Theme) -> None:
    found = pictures(made(tmp_path, "# T\n\n- ![P](a.png)\n- ![Q](b.png)\n", calm))
    assert [p.alt for p in found] == ["P", "Q"]
    assert found[0].rect.y == found[1].rect.y


def test_a_picture_in_a_list_appears_with_its_item(tmp_path: Path, calm: Theme) -> None:
    text = "# T\n\n::: incremental\n- one\n- two ![P](a.png)\n:::\n"
    scene = made(tmp_path, text, calm)
    assert [p.step for p in pictures(scene)] == [2]


def test_a_slide_without_pictures_is_the_same_object(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text("# T\n\n- a\n  - b\n\n| x |\n|---|\n| 1 |\n", encoding="utf-8")
    slide = read_deck(path).slides[0]
    assert arranged(slide) is slide


LONG = "What we learned in the first eighteen months of the drop-in at the station " * 2


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize(
    "body",
    [
        "- a\n- b\n",
        "![P](a.png)\n\n- a\n",
        "::: columns\n::: column\n- a\n:::\n::: column\n- b\n:::\n:::\n",
        "| a |\n|---|\n| 1 |\n",
    ],
    ids=["list", "picture", "columns", "table"],
)
def test_a_long_title_keeps_its_size_and_what_is_below_makes_room(
    tmp_path: Path, name: str, body: str
) -> None:
    theme = load_theme(name)
    scene = made(tmp_path, f"# {LONG}\n\n{body}", theme)
    title = titled(scene)
    assert title.paras[0].size >= theme.scale.title[-1]
    assert scene.overflow is None
    below = [i for i in scene.items if i is not title and _top(i) > title.rect.y and _top(i) < 480]
    assert below
    assert min(map(_top, below)) >= title.rect.bottom


def _top(item: Item) -> float:
    rect = getattr(item, "rect", None)
    return rect.y if rect is not None else 1e9


def test_an_endless_title_is_still_made_smaller(tmp_path: Path, calm: Theme) -> None:
    scene = made(tmp_path, f"# {LONG * 4}\n\n- a\n", calm)
    assert titled(scene).paras[0].size < calm.scale.title[-1]
    assert titled(scene).rect.bottom < 300


def test_a_short_title_leaves_everything_in_its_place(tmp_path: Path, calm: Theme) -> None:
    scene = made(tmp_path, f"# {LONG[:75]}\n\n- a\n", calm)
    assert titled(scene).from_layout
    assert titled(scene).rect.h == calm.layout("Title and Content").region("title").h  # type: ignore[union-attr]


@pytest.mark.parametrize("name", theme_names())
def test_a_footnote_can_be_read_on_every_ground(tmp_path: Path, name: str) -> None:
    scene = made(
        tmp_path, "# A claim\n\nIt is so.[^1]\n\n[^1]: Example (2019).\n", load_theme(name), number=1
    )
    assert scene.layout == "Title Slide"
    note = next(i for i in scene.items if isinstance(i, TextItem) and i.role is Role.FOOTNOTE)
    for run in (run for para in note.paras for run in para.runs):
        assert contrast(run.color.hex, scene.backdrop.color.hex) >= 4.5


def test_the_model_knows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "d.md"
    path.write_text("# T\n\n![P](a.png)\n\n![Q](b.png)\n", encoding="utf-8")
    slide = read_deck(path).slides[0]
    assert all(isinstance(b, deck.Picture) for b in slide.blocks)
    (row,) = arranged(slide).blocks
    assert isinstance(row, deck.Columns)
    assert len(row.columns) == 2
