"""PDF pages for the speaker: each slide with its notes below it, as many pages as the notes need."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from facilitator.deck.model import Block, Deck, ListBlock, Slide, SlideSettings, plain
from facilitator.export.pdf import PdfPage
from facilitator.export.pictures import shown
from facilitator.scene.model import Backdrop, Color, Rect, Scene, ShapeItem

WIDTH, HEIGHT = 595.0, 842.0
"""A4 upright, in points."""
MARGIN = 48.0
GAP = 24.0
_PAPER = Color("#FFFFFF", "lt1")
_FRAME = Color("#B0B0B0")


def notes_pages(deck: Deck, compose: Callable[[Slide], Scene]) -> Iterator[PdfPage]:
    """The pages, slide by slide. Notes are laid out by the same layout as slides, on an upright page."""
    section = ""
    for slide in shown(deck):
        scene = compose(slide)
        section = slide.settings.section or section
        title = scene.title or plain(slide.title) or f"Slide {slide.number}"
        scale = (WIDTH - 2 * MARGIN) / scene.width
        below = MARGIN + scene.height * scale + GAP
        chunks = _chunks(deck, slide, below)
        for n, notes in enumerate(chunks):
            parts: list[tuple[Scene, float, float, float]] = []
            if n == 0:
                frame = Rect(MARGIN, MARGIN, WIDTH - 2 * MARGIN, scene.height * scale)
                parts.append((scene, MARGIN, MARGIN, scale))
                notes = replace(
                    notes, items=(*notes.items, ShapeItem(frame, stroke=_FRAME, stroke_width=0.75))
                )
            parts.append((notes, 0.0, 0.0, 1.0))
            yield PdfPage(WIDTH, HEIGHT, tuple(parts), slide.number, n == 0, title, section)


def _chunks(deck: Deck, slide: Slide, below: float) -> list[Scene]:
    """The notes as page-sized scenes, the first with the slide above it."""
    blocks = tuple(slide.notes)
    if not blocks:
        return [_page(deck, slide, (), below)]
    out: list[Scene] = []
    while blocks:
        top = below if not out else MARGIN
        scene, used = _largest(deck, slide, blocks, top)
        out.append(scene)
        blocks = used
    return out


def _largest(
    deck: Deck, slide: Slide, blocks: tuple[Block, ...], top: float
) -> tuple[Scene, tuple[Block, ...]]:
    """A page with as many blocks as fit, and the blocks that are left."""
    pieces = _pieces(blocks)
    low, high = 1, len(pieces)
    best = _page(deck, slide, pieces[:1], top)
    scene = _page(deck, slide, pieces, top)
    if scene.overflow is None:
        return scene, ()
    while low < high:
        middle = (low + high + 1) // 2
        scene = _page(deck, slide, pieces[:middle], top)
        if scene.overflow is None:
            best, low = scene, middle
        else:
            high = middle - 1
    return best, pieces[low:]


def _pieces(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks, with lists taken apart between their items, so that a page can end there."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            for n, item in enumerate(block.items):
                out.append(replace(block, items=(item,), start=block.start + n))
        else:
            out.append(block)
    return tuple(out)


def _page(deck: Deck, slide: Slide, blocks: tuple[Block, ...], top: float) -> Scene:
    from facilitator.scene import compose
    from facilitator.scene.theme import Layout, load_theme

    theme = load_theme("plain")
    region = Rect(MARGIN, top, WIDTH - 2 * MARGIN, HEIGHT - MARGIN - top)
    number = Rect(MARGIN, HEIGHT - MARGIN + 8, WIDTH - 2 * MARGIN, 16)
    layouts = (
        Layout("Blank", (("content", region), ("number", number))),
        Layout("Title and Content", (("title", region), ("content", region), ("number", number))),
    )
    scale = replace(
        theme.scale, body=(14, 13, 12), table=(12, 11, 10), code=(11, 10, 9), footer=10, caption=11
    )
    paper = replace(theme, layouts=layouts, scale=scale, width=WIDTH, height=HEIGHT, digest=f"notes@{top:g}")
    bare = Slide(
        slide.number, (), (), blocks, (), (), SlideSettings(layout="Blank"), slide.file, slide.line,
        key=f"notes-{slide.key}-{top:g}-{len(blocks)}",
    )  # fmt: skip
    scene = compose(bare, paper, replace(deck, size=""))
    return replace(scene, backdrop=Backdrop(_PAPER))
