"""PDF pages for the speaker: each slide with its notes below it, as many pages as the notes need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from facilitator.deck.model import Deck, Slide, plain
from facilitator.export.paper import GAP, MARGIN, Paper
from facilitator.export.pdf import PdfPage
from facilitator.export.pictures import shown
from facilitator.scene.model import Color, Rect, Scene, ShapeItem
from facilitator.scene.theme import load_theme

_FRAME = Color("#B0B0B0")
_HAIRLINE = 0.75


def notes_pages(deck: Deck, compose: Callable[[Slide], Scene]) -> Iterator[PdfPage]:
    """The pages, slide by slide."""
    from facilitator.scene import ensure_fonts

    ensure_fonts()
    paper = Paper(deck, load_theme("plain"))
    section = ""
    for slide in shown(deck):
        scene = compose(slide)
        section = slide.settings.section or section
        title = scene.title or plain(slide.title) or f"Slide {slide.number}"
        scale = paper.wide / scene.width
        frame = Rect(MARGIN, MARGIN, paper.wide, scene.height * scale)
        for n, items in enumerate(paper.flow(slide.notes, frame.bottom + GAP)):
            above = paper.head(f"{title} ({n + 1})") if n else [_around(frame)]
            page = paper.scene([*above, *items, *paper.foot(slide.number)], title)
            parts = [(page, 0.0, 0.0, 1.0)]
            if n == 0:  # after the page, whose white ground would cover it
                parts.append((scene, frame.x, frame.y, scale))
            yield PdfPage(*paper.size, tuple(parts), slide.number, n == 0, title, section)


def _around(frame: Rect) -> ShapeItem:
    """A hairline along the slide's edge, outside of it."""
    half = _HAIRLINE / 2
    rect = Rect(frame.x - half, frame.y - half, frame.w + _HAIRLINE, frame.h + _HAIRLINE)
    return ShapeItem(rect, stroke=_FRAME, stroke_width=_HAIRLINE, name="Frame")
