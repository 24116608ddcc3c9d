"""The decks that are compared hold every construct of the language, so that none goes unseen."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilitator.deck import model, read_deck
from facilitator.export.qt import ensure_application
from facilitator.scene import compose, load_theme
from facilitator.scene.charts.piece import KINDS as CHARTS
from facilitator.scene.diagrams.piece import KINDS as DIAGRAMS
from facilitator.scene.theme import LAYOUT_NAMES
from tests.fidelity.material import ALL


def inside(value: Any) -> Iterator[Any]:
    """A value and all that is in it."""
    yield value
    if isinstance(value, tuple):
        for part in value:
            yield from inside(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from inside(getattr(value, field.name))


def test_the_decks_hold_every_construct(tmp_path: Path) -> None:
    ensure_application()
    theme = load_theme()
    slides: list[model.Slide] = []
    layouts: set[str] = set()
    for make in ALL:
        deck = read_deck(make(tmp_path / make.__name__))
        slides += deck.slides
        layouts |= {compose(slide, theme, deck, room=False).layout for slide in deck.slides}
    values = list(inside(tuple(slides)))
    blocks = {type(v) for v in values}
    assert layouts == set(LAYOUT_NAMES)
    assert set(typing.get_args(model.Block)) <= blocks
    assert {v.kind for v in values if isinstance(v, model.Diagram)} == set(DIAGRAMS)
    assert {v.kind for v in values if isinstance(v, model.Chart)} == set(CHARTS)
    spans = [v for v in values if isinstance(v, model.Span)]
    for mark in (
        "bold",
        "italic",
        "underline",
        "strike",
        "code",
        "mark",
        "sub",
        "sup",
        "color",
        "link",
        "footnote",
    ):
        assert any(getattr(span, mark) for span in spans), mark
    links = " ".join(span.link or "" for span in spans)
    assert all(start in links for start in ("https:", "mailto:", "slide:"))
    settings = [slide.settings for slide in slides]
    for name in ("hidden", "section", "footer", "header", "color", "covers", "backgrounds"):
        assert any(getattr(one, name) for one in settings), name
    backgrounds = [b for one in settings for b in one.backgrounds]
    assert {b.side for b in backgrounds} == {"", "left", "right"}
    assert {b.fit for b in backgrounds} >= {"cover", "contain"}
    assert any(slide.steps for slide in slides)
    assert any(slide.notes for slide in slides)
    assert any(not slide.title for slide in slides)
    lists = [v for v in values if isinstance(v, model.ListBlock)]
    assert any(one.ordered and one.start > 1 for one in lists)
    assert {item.checked for one in lists for item in one.items} == {None, True, False}
    assert {a for v in values if isinstance(v, model.Table) for a in v.align} == set(model.Align)
    assert any(v.marked for v in values if isinstance(v, model.Code))
    pictures = [v for v in values if isinstance(v, model.Picture)]
    assert {p.path.suffix for p in pictures if p.path} >= {".jpg", ".svg", ".webp", ".gif"}
    assert any(p.path is None for p in pictures)
    assert any(p.decorative for p in pictures)
    assert any(p.width for p in pictures)
    assert any(p.caption for p in pictures)
