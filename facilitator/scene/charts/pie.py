"""pie: a few shares of a whole, with names and values beside the disc."""

from __future__ import annotations

import math

from facilitator.deck.model import Chart
from facilitator.scene import shapes
from facilitator.scene.blocks.flow import number_text
from facilitator.scene.charts.kit import colors, sizes, value_text
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, para, width_of
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import Item, Para, Rect, Role, ShapeItem


def plan(block: Chart, width: float, ctx: Context, fit: Fit) -> Plan:
    """A disc with its legend at its side; slices clockwise from twelve o'clock, in the author's order."""
    size, small = sizes(fit)
    rows = [(name, max(0.0, values[0] or 0.0)) for name, values in block.rows if values]
    total = sum(v for _, v in rows) or 1.0
    texts = [_entry(name, value, total, block, size, small, ctx) for name, value in rows]
    wishes = [width_of(Words("".join(r.text for r in t.runs), size, ctx.text, True), ctx) for t in texts]
    legend_w = min(width * 0.52, max(wishes, default=0.0) + 34)
    heights = [height_of([t], legend_w - 30, ctx) for t in texts]
    gap = size * 0.45 * max(0.3, fit.tight)
    legend_h = sum(heights) + gap * max(0, len(heights) - 1)
    disc_least = min(180.0 if fit.allowed else 180.0 * fit.body / 18, width * 0.5)
    least = max(disc_least, legend_h)

    def draw(rect: Rect) -> list[Item]:
        side = max(20.0, min(rect.h, rect.w - legend_w - 40, 340.0))
        whole = side + 40 + legend_w
        start = rect.x + (rect.w - whole) / 2
        disc_x = start + legend_w + 40 if ctx.rtl else start
        legend_x = start if ctx.rtl else start + side + 40
        disc = Rect(disc_x, rect.y + (rect.h - side) / 2, side, side)
        items: list[Item] = []
        inks = colors(ctx, len(rows))
        angle = -90.0
        for (name, value), ink in zip(rows, inks, strict=True):
            sweep = 360.0 * value / total
            items += _slice(disc, angle, sweep, ink, name)
            angle += sweep
        y = rect.y + (rect.h - legend_h) / 2
        for i, ink in enumerate(inks[: len(rows)]):
            key = Rect(legend_x + legend_w - 16 if ctx.rtl else legend_x, y + texts[i].pitch / 2 - 8, 16, 16)
            items.append(box(key, ctx, fill=ink, shape="rect", inset=0.0, name="Key"))
            x = legend_x if ctx.rtl else legend_x + 30
            items.append(
                label([texts[i]], Rect(x, y, legend_w - 30, heights[i]), ctx, anchor="top", name=rows[i][0])
            )
            y += heights[i] + gap
        return items

    def _slice(disc: Rect, angle: float, sweep: float, ink, name: str) -> list[Item]:  # type: ignore[no-untyped-def]  # a Color
        if sweep < 0.05:
            return []
        edge = ctx.background
        if sweep > 359.9:
            return [ShapeItem(disc, "ellipse", ink, role=Role.DECOR, name=name)]
        arc = shapes.arc_path(disc, angle, sweep)
        cx, cy = disc.x + disc.w / 2, disc.y + disc.h / 2
        path = (("M", (cx, cy)), ("L", arc[0][1]), *arc[1:], ("Z", ()))
        around = _within(_arc_box(disc, angle, sweep), disc)
        return [ShapeItem(around, "path", ink, edge, 2.0, path=path, role=Role.DECOR, name=name)]

    return Plan(least, max(least, 340.0), draw)


def _arc_box(disc: Rect, angle: float, sweep: float) -> Rect:
    cx, cy, r = disc.x + disc.w / 2, disc.y + disc.h / 2, disc.w / 2
    points = [(cx, cy)]
    stops = [angle, angle + sweep, *(q for q in range(-90, 361, 90) if angle < q < angle + sweep)]
    points += [(cx + r * math.cos(math.radians(a)), cy + r * math.sin(math.radians(a))) for a in stops]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _within(rect: Rect, outer: Rect) -> Rect:
    x, y = max(rect.x, outer.x), max(rect.y, outer.y)
    return Rect(x, y, min(rect.right, outer.right) - x, min(rect.bottom, outer.bottom) - y)


def _entry(
    name: str, value: float, total: float, block: Chart, size: float, small: float, ctx: Context
) -> Para:
    """``Name  42 %`` or, when the values are not shares already, ``Name  42 (12 %)``."""
    import dataclasses

    share = f"{number_text(round(100 * value / total))}\u202f%"
    unit = block.option("unit").strip()
    text = (
        value_text(value, block)
        if unit == "%" or abs(total - 100) < 0.01
        else f"{value_text(value, block)} ({share})"
    )
    made = para(Words(name, size, ctx.text), ctx, "start")
    more = para(Words(f"  {text}", size, ctx.text, True), ctx, "start")
    return dataclasses.replace(made, runs=(*made.runs, *more.runs))
