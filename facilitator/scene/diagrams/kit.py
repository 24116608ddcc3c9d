"""What all diagrams are drawn with: labels that fit, boxes, pills, arrows, and the ink."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.scene.blocks.flow import is_rtl
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import (
    Color,
    ConnectorItem,
    FontRole,
    Item,
    Para,
    Rect,
    Role,
    Run,
    ShapeItem,
    TextItem,
)  # fmt: skip
from facilitator.scene.shapes import radius_adjust, text_area
from facilitator.scene.text.lay import Laid, pitch_of
from facilitator.scene.text.shape import measure

LABEL_LEAST = 18.0
"""Labels wrap; they never shrink under this while the slide is within its bounds."""


@dataclass(frozen=True)
class Words:
    """One line of a label: text and how it looks."""

    text: str
    size: float
    color: Color
    bold: bool = False
    font: FontRole = FontRole.BODY


def para(words: Words, ctx: Context, align: str = "center", before: float = 0.0) -> Para:
    """A paragraph of one run."""
    run = Run(words.text, words.size, words.color, words.font, words.bold, lang=ctx.lang or None)
    rtl = is_rtl(words.text, ctx.rtl)
    if align == "start":
        align = "right" if ctx.rtl else "left"
    return Para((run,), words.size, pitch_of(words.size), align=align, rtl=rtl, space_before=before)


def with_text(
    shape: ShapeItem, paras: Sequence[Para], ctx: Context, *, anchor: str = "middle"
) -> tuple[ShapeItem, bool]:
    """The shape with paragraphs laid inside it, and whether they fit."""
    area = text_area(shape)
    laid = ctx.lay(paras, area.w)
    dx, dy = area.x - shape.rect.x, area.y - shape.rect.y
    placed = Laid(laid.moved(dx, dy), area.w, laid.height, laid.cut)
    made = dataclasses.replace(
        shape, paras=placed.anchored(area.h, anchor), anchor=anchor, width_cut=laid.cut
    )
    return made, laid.height <= area.h + 0.01 and not laid.has_cuts


def box(
    rect: Rect,
    ctx: Context,
    *,
    fill: Color | None = None,
    stroke: Color | None = None,
    shape: str = "roundRect",
    radius: float | None = None,
    width: float | None = None,
    inset: float = 10.0,
    step: int = 0,
    name: str = "",
    id_: str = "",
    dash: str = "",
    adjust: float | None = None,
) -> ShapeItem:
    """A box in the theme's stroke and radius."""
    round_by = ctx.theme.radius if radius is None else radius
    fixed: tuple[tuple[str, float], ...] = ()
    if shape == "roundRect":
        fixed = radius_adjust(rect.w, rect.h, round_by)
    elif adjust is not None:
        fixed = (("adj", adjust),)
    return ShapeItem(
        rect, shape, fill, stroke, ctx.theme.stroke if width is None else width, dash,
        insets=(inset, 0.0, inset, 0.0), adjust=fixed, role=Role.LABEL, step=step, name=name, id=id_,
    )  # fmt: skip


def label(
    lines: Sequence[Para],
    rect: Rect,
    ctx: Context,
    *,
    anchor: str = "middle",
    step: int = 0,
    name: str = "Label",
) -> TextItem:
    """Text without a box."""
    laid = ctx.lay(lines, rect.w)
    placed = tuple(dataclasses.replace(p, step=step) for p in laid.anchored(rect.h, anchor))
    return TextItem(rect, placed, Role.LABEL, 0, anchor, laid.cut, step, name, from_layout=False)


def width_of(words: Words, ctx: Context) -> float:
    """Width of a line of label, with a little slack so that no program wraps it."""
    made = para(words, ctx)
    return measure(made.runs, made.size, ctx.setting.families, made.rtl).width * 1.015 + 1.0


def word_width(words: Words, ctx: Context) -> float:
    """Width of its longest word, with slack."""
    made = para(words, ctx)
    return measure(made.runs, made.size, ctx.setting.families, made.rtl).widest_word * 1.015 + 1.0


def height_of(lines: Sequence[Para], width: float, ctx: Context) -> float:
    """Height of paragraphs in this width."""
    return ctx.lay(lines, max(1.0, width)).height if lines else 0.0


def line(
    x1: float, y1: float, x2: float, y2: float, color: Color, *, width: float = 1.5, head: bool = False,
    tail: bool = False, dash: str = "", step: int = 0, source: str = "", source_site: int = 0,
    target: str = "", target_site: int = 0, name: str = "Line",
) -> ConnectorItem:  # fmt: skip
    """A straight line, with arrowheads if wanted."""
    return ConnectorItem(
        x1, y1, x2, y2, color, width, dash, head, tail, source, source_site, target, target_site, step, name
    )


def sizes(fit: Fit) -> tuple[float, float]:
    """Label and detail sizes on this rung."""
    top = min(24.0, fit.body * 0.88)
    label_size = max(LABEL_LEAST, top) if fit.allowed else fit.body * 0.88
    detail = max(16.0, label_size * 0.84) if fit.allowed else label_size * 0.84
    return round(label_size * 2) / 2, round(detail * 2) / 2


def items_bounds(items: Sequence[Item]) -> Rect:
    """The box round some items."""
    boxes = [
        Rect(min(i.x1, i.x2), min(i.y1, i.y2), abs(i.x2 - i.x1), abs(i.y2 - i.y1))
        if isinstance(i, ConnectorItem)
        else i.rect
        for i in items
    ]
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Rect(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)
