"""Short ways to write a slide in a test, and to look at a scene."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from facilitator.deck.model import (
    Block,
    Chart,
    Deck,
    Diagram,
    ListBlock,
    ListItem,
    Paragraph,
    Part,
    Slide,
    SlideSettings,
    Span,
    Spans,
)  # fmt: skip
from facilitator.deck.reader import read_text
from facilitator.scene.model import (
    ChartItem,
    ConnectorItem,
    GroupItem,
    Item,
    Para,
    Rect,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)  # fmt: skip


def spans(text: str) -> Spans:
    return (Span(text),) if text else ()


def p(text: str, step: int = 0) -> Paragraph:
    return Paragraph(spans(text), step=step)


def ul(*texts: str, ordered: bool = False) -> ListBlock:
    return ListBlock(tuple(ListItem((p(t),)) for t in texts), ordered=ordered)


def slide(title: str, *blocks: Block, number: int = 2, subtitle: str = "", **settings: object) -> Slide:
    own = SlideSettings(**settings)  # type: ignore[arg-type]  # tests name real fields
    return Slide(number, spans(title), spans(subtitle), blocks, (), (), own, "deck.md", 10)


def deck(*slides: Slide, **more: object) -> Deck:
    return Deck("deck.md", slides=slides, **more)  # type: ignore[arg-type]  # tests name real fields


def from_markdown(text: str) -> Deck:
    """A deck as the reader reads it."""
    return read_text(text, "deck.md")


def diagram(kind: str, *parts: Part | str, title: str = "", **options: str) -> Diagram:
    made = tuple(one if isinstance(one, Part) else Part(one) for one in parts)
    return Diagram(
        kind, title, made, tuple((k.replace("_", "-"), v) for k, v in options.items()), "what it shows"
    )


def chart(
    kind: str, *rows: tuple[str, tuple[float | None, ...]], series: tuple[str, ...] = ("",), **options: str
) -> Chart:
    return Chart(kind, "", series, rows, tuple(options.items()), "what it shows")


# --- looking at a scene -----------------------------------------------------------------------------


class Ink(NamedTuple):
    """One line of text where it is drawn, in page points."""

    owner: int
    """Which text it belongs to: lines of one text may touch."""
    text: str
    box: Rect
    step: int
    size: float


def items(scene: Scene) -> Iterator[Item]:
    """Every item, groups opened."""
    yield from _items(scene.items)


def _items(found: tuple[Item, ...]) -> Iterator[Item]:
    for item in found:
        yield item
        if isinstance(item, GroupItem | ChartItem):
            yield from _items(item.items)


def boxes(scene: Scene) -> Iterator[tuple[Rect, tuple[Para, ...], int]]:
    """Every text with the box that its lines are relative to."""
    for item in items(scene):
        if isinstance(item, TextItem | ShapeItem):
            yield item.rect, item.paras, item.step
        elif isinstance(item, TableItem):
            y = item.rect.y
            for line in item.lines:
                x = item.rect.x
                for width, cell in zip(item.columns, line.cells, strict=True):
                    yield Rect(x, y, width, line.height), cell.paras, line.step
                    x += width
                y += line.height


def inks(scene: Scene) -> list[Ink]:
    """Every line of text that is drawn (paint-time text left out)."""
    out = []
    for owner, (box, paras, step) in enumerate(boxes(scene)):
        for para in paras:
            if any(run.live for run in para.runs):
                continue
            for line in para.lines:
                text = para.text[line.start : line.end]
                if not text.strip():
                    continue
                top = box.y + line.baseline - para.size * 0.72
                rect = Rect(box.x + line.x, top, line.width, para.size * 0.9)
                out.append(Ink(owner, text, rect, max(step, para.step), para.size))
    return out


def words(scene: Scene) -> str:
    """All text of a scene in reading order, hard breaks and bullets left out."""
    return " ".join(para.text.replace("\n", " ") for _, paras, _ in boxes(scene) for para in paras)


def extent(item: Item) -> Rect:
    if isinstance(item, ConnectorItem):
        x, y = min(item.x1, item.x2), min(item.y1, item.y2)
        return Rect(x, y, abs(item.x1 - item.x2), abs(item.y1 - item.y2))
    return item.rect


def outside(scene: Scene, tolerance: float = 0.6) -> list[str]:
    """What stands out of the page."""
    page = Rect(-tolerance, -tolerance, scene.width + 2 * tolerance, scene.height + 2 * tolerance)
    found = []
    for item in items(scene):
        r = extent(item)
        if (
            r.x < page.x
            or r.y < page.y
            or r.right > page.right
            or r.bottom > page.bottom
            or r.w < 0
            or r.h < 0
        ):
            found.append(f"{type(item).__name__} {getattr(item, 'name', '')} {r}")
    for ink in inks(scene):
        r = ink.box
        if r.x < page.x or r.y < page.y - 2 or r.right > page.right or r.bottom > page.bottom:
            found.append(f"text {ink.text!r} {r}")
    return found


def overlaps(scene: Scene, tolerance: float = 0.8) -> list[str]:
    """Lines of different texts that stand on each other."""
    lines = inks(scene)
    found = []
    for i, a in enumerate(lines):
        for b in lines[i + 1 :]:
            if a.owner == b.owner:
                continue
            across = min(a.box.right, b.box.right) - max(a.box.x, b.box.x)
            down = min(a.box.bottom, b.box.bottom) - max(a.box.y, b.box.y)
            if across > tolerance and down > tolerance:
                found.append(f"{a.text!r} {a.box} on {b.text!r} {b.box}")
    return found
