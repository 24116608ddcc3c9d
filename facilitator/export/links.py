"""Where the links of a scene are, for formats that keep links apart from the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from facilitator.export.pptx.links import address, slide_number
from facilitator.scene.model import (
    ChartItem,
    GroupItem,
    Item,
    Para,
    Rect,
    Run,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in points from the top left corner, and where it leads: a slide or an address."""

    x: float
    y: float
    w: float
    h: float
    slide: int | None
    address: str = ""

    def placed(self, x: float, y: float, scale: float) -> Area:
        """The area of a scene that is drawn smaller at a place of the page."""
        return replace(self, x=x + self.x * scale, y=y + self.y * scale, w=self.w * scale, h=self.h * scale)


def link_areas(scene: Scene) -> list[Area]:
    """All links of a scene, a rectangle for each line that a link stands on."""
    return [area for item in scene.items for area in _of_item(item, scene)]


def _of_item(item: Item, scene: Scene) -> Iterator[Area]:
    if isinstance(item, TextItem | ShapeItem):
        for para in item.paras:
            yield from _of_para(para, item.rect, scene)
    elif isinstance(item, GroupItem | ChartItem):
        for part in item.items:
            yield from _of_item(part, scene)
    elif isinstance(item, TableItem):
        y = item.rect.y
        for line in item.lines:
            x = item.rect.x
            for width, cell in zip(item.columns, line.cells, strict=False):
                for para in cell.paras:
                    yield from _of_para(para, Rect(x, y, width, line.height), scene)
                x += width
            y += line.height


def _of_para(para: Para, box: Rect, scene: Scene) -> Iterator[Area]:
    if not any(run.link for run in para.runs):
        return
    from facilitator.scene.fonts import UNITS
    from facilitator.scene.text.shape import face, layout_of

    for line in para.lines:
        pieces = _cut(para.runs, line.start, line.end)
        faces = tuple(face(run, scene.families) for run in pieces)
        layout, shaped = layout_of("".join(run.text for run in pieces), faces, para.rtl)
        left = min(_x(shaped, 0), _x(shaped, len(layout.text()))) if para.rtl else 0.0
        at = 0
        for run in pieces:
            length = len(run.text)
            if run.link and run.text.strip():
                ends = sorted((_x(shaped, at) - left, _x(shaped, at + length) - left))
                x = box.x + line.x + ends[0] / UNITS
                area = Area(
                    x, box.y + line.baseline - run.size * 0.8, (ends[1] - ends[0]) / UNITS, run.size * 1.05,
                    slide_number(run.link), address(run.link) or "",
                )  # fmt: skip
                if area.slide is not None or area.address:
                    yield area
            at += length


def _x(line: object, position: int) -> float:
    """Where the cursor stands before this character, in layout units."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]  # QTextLine, imported late
    return float(found[0] if isinstance(found, tuple) else found)


def _cut(runs: tuple[Run, ...], start: int, end: int) -> list[Run]:
    """The runs of one line; offsets are into the joined text."""
    out = []
    position = 0
    for run in runs:
        a, b = max(start, position), min(end, position + len(run.text))
        if a < b:
            text = run.text[a - position : b - position].rstrip("\n")
            out.append(replace(run, text=text))
        position += len(run.text)
    return out
