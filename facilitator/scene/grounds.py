"""What is behind each text of a scene: for computed contrast, in tests and in ``check``."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.scene.color import mixed
from facilitator.scene.model import (
    ChartItem,
    Color,
    GroupItem,
    Item,
    Para,
    Rect,
    Run,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)  # fmt: skip

Ground = tuple[Rect, Color]


def texts(scene: Scene) -> Iterator[tuple[Run, str]]:
    """Every run that is read, with the colour (``#RRGGBB``) behind it.

    The ground is the topmost filled shape drawn before the text that holds the text's own lines; shapes
    that let light through are mixed with what is under them. Pictures are not looked at.
    """
    page = Rect(0.0, 0.0, scene.width, scene.height)
    grounds: list[Ground] = [(page, scene.backdrop.color)]
    for item in scene.items:
        yield from _walk(item, grounds)


def _walk(item: Item, grounds: list[Ground]) -> Iterator[tuple[Run, str]]:
    match item:
        case TextItem():
            yield from _paras(item.paras, item.rect, grounds)
        case ShapeItem():
            if item.fill and not item.rotation:
                grounds.append((item.rect, item.fill))
            yield from _paras(item.paras, item.rect, grounds)
        case TableItem():
            y = item.rect.y
            for line in item.lines:
                x = item.rect.x
                for width, cell in zip(item.columns, line.cells, strict=False):
                    box = Rect(x, y, width, line.height)
                    if cell.fill:
                        grounds.append((box, cell.fill))
                    yield from _paras(cell.paras, box, grounds)
                    x += width
                y += line.height
        case GroupItem() | ChartItem():
            for part in item.items:
                yield from _walk(part, grounds)
        case _:
            return


def _paras(paras: tuple[Para, ...], box: Rect, grounds: list[Ground]) -> Iterator[tuple[Run, str]]:
    for para in paras:
        if not para.lines:
            continue
        line = para.lines[0]
        x, y = box.x + line.x + line.width / 2, box.y + line.baseline - para.size * 0.3
        behind = ground_at(x, y, grounds)
        for run in para.runs:
            if run.text.strip():
                yield run, run.highlight.hex if run.highlight else behind


def ground_at(x: float, y: float, grounds: list[Ground]) -> str:
    """The colour at a point."""
    color = "#FFFFFF"
    for rect, fill in grounds:
        if rect.x <= x <= rect.right and rect.y <= y <= rect.bottom:
            color = fill.hex if fill.alpha >= 1 else mixed(color, fill.hex, fill.alpha)
    return color
