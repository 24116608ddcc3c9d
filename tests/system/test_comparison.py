"""The comparison with Pandoc and Marp: the page, its pictures and its deck name the same constructs."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from facilitator.deck.model import Severity
from facilitator.deck.reader import read_text

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "pictures" / "comparison"
DECK = (ROOT / "scripts" / "comparison.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compare", ROOT / "scripts" / "compare_exports.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["compare"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_page_pictures_and_deck_have_the_same_constructs(script: ModuleType) -> None:
    made = script.constructs(DECK)
    keys = {one.key for one in made}
    assert len(made) == len(keys) >= 25
    shown = re.findall(r"\]\(pictures/comparison/([a-z-]+)\.jpg\)", PAGE)
    assert sorted(shown) == sorted(keys), "each once"
    assert {p.stem for p in PICTURES.iterdir()} == keys
    heads = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)
    assert sorted(heads) == sorted(one.name for one in made)


def test_the_pictures_are_of_one_kind_and_light() -> None:
    files = sorted(PICTURES.iterdir())
    assert sum(p.stat().st_size for p in files) < 1_500_000
    sizes = set()
    for path in files:
        with Image.open(path) as image:
            sizes.add(image.size)
    assert len(sizes) == 1


def test_each_construct_is_read_without_an_error(script: ModuleType) -> None:
    for one in script.constructs(DECK):
        read = read_text(one.text, f"{one.key}.md")
        assert read.slides
        assert not [p for p in read.problems if p.severity is Severity.ERROR], one.key


def test_each_program_gets_things_in_its_own_words(script: ModuleType) -> None:
    text = {one.key: one.text for one in script.constructs(DECK)}
    assert "::: {.column width=65%}" in script.for_pandoc(text["columns"])
    assert script.for_pandoc(text["background"]).startswith('# Outside {background-image="photo.jpg"}')
    assert "![bg]" not in script.for_pandoc(text["background"])
    marp = script.for_marp(text["notes"])
    assert marp.startswith("---\nmarp: true\n---\n")
    assert "<!--\nSay **slowly**:" in marp
    assert ":::" not in script.for_marp(text["columns"]) + script.for_marp(text["builds"]) + marp
    assert all(script.for_facilitator(one) == one for one in text.values())


def test_a_cell_shows_one_slide_whole_and_several_in_quarters(script: ModuleType) -> None:
    slide = Image.new("RGB", (800, 450), "#FF0000")
    one, two = script.cell([slide]), script.cell([slide, slide])
    assert one.size == two.size == (script.CELL, script.TALL)
    middle = (script.CELL // 2, script.TALL - 20)
    assert one.getpixel(middle) == (255, 0, 0)
    assert two.getpixel(middle) == (255, 255, 255)
