"""column and line: values over categories that stand in a row."""

from __future__ import annotations

from typing import NamedTuple

from facilitator.deck.model import Chart
from facilitator.scene.charts.kit import colors, highlighted, sizes, value_text
from facilitator.scene.charts.scale import known, limits, ticks
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, line, para, width_of, word_width
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import Color, Item, Rect, Role, ShapeItem

PLOT = 150.0
"""Least height of the plot: lower, differences cannot be seen."""


class Entry(NamedTuple):
    """One series in the key: its place from where text starts, and the words' own box."""

    x: float
    y: float
    words: float
    height: float


def _legend_row(block: Chart, size: float, ctx: Context, width: float) -> tuple[list[Entry], float]:
    """The key's entries, side by side while they fit, and its height; nothing for one series without a name.

    A name that is wider than the chart wraps: its words never leave the box.
    """
    if len([n for n in block.series if n]) < 2:
        return [], 0.0
    beside = size * 0.72 + 8
    entries: list[Entry] = []
    x = y = tall = 0.0
    for name in block.series:
        words = Words(name, size, ctx.text)
        wide = min(width_of(words, ctx) + size * 0.08, max(size, width - beside))
        high = max(size * 1.2, height_of([para(words, ctx, "start")], wide, ctx))
        if x and x + beside + wide > width:
            x, y, tall = 0.0, y + tall + size * 0.1, 0.0
        entries.append(Entry(x, y, wide, high))
        x, tall = x + beside + wide + 22, max(tall, high)
    return entries, y + tall + size * 0.1 + 10


def _legend(block: Chart, entries: list[Entry], rect: Rect, size: float, ctx: Context) -> list[Item]:
    out: list[Item] = []
    side = size * 0.72
    for name, ink, entry in zip(block.series, colors(ctx, len(block.series)), entries, strict=True):
        top = rect.y + entry.y
        wide = side + 8 + entry.words
        left = rect.right - entry.x - wide if ctx.rtl else rect.x + entry.x
        square = Rect(left + wide - side if ctx.rtl else left, top + (size * 1.2 - side) / 2, side, side)
        out.append(box(square, ctx, fill=ink, shape="rect", inset=0.0, name="Key"))
        spot = Rect(left if ctx.rtl else left + side + 8, top, entry.words, entry.height)
        out.append(label([para(Words(name, size, ctx.text), ctx, "start")], spot, ctx, name=name))
    return out


def plan(block: Chart, width: float, ctx: Context, fit: Fit) -> Plan:
    """Standing columns, or lines with points; names below, values on the columns."""
    size, small = sizes(fit)
    lines = block.kind == "line"
    low, high = limits(known(block.rows), block.option("min"), block.option("max"), zero=not lines)
    count = max(1, len(block.rows))
    series = max(1, len(block.series))
    marks = ticks(low, high)
    axis = (
        max((width_of(Words(value_text(t, block), small, ctx.text), ctx) for t in marks), default=0.0) + 10
        if lines
        else 0.0
    )
    room = width - axis
    share = room / count
    names = [Words(name, size if share > 90 else small, ctx.text) for name, _ in block.rows]
    name_w = share - 8
    crowded = lines and any(word_width(w, ctx) > name_w for w in names)
    every = 1
    while crowded and any(width_of(w, ctx) > share * every - 8 for w in names) and every < count:
        every += 1
    shown = [i for i in range(count) if i % every == 0]
    name_h = max((height_of([para(names[i], ctx)], share * every - 8, ctx) for i in shown), default=0.0)
    legend, legend_h = _legend_row(block, small, ctx, width)
    plot = PLOT if fit.allowed else PLOT * fit.body / 18
    over = small * 1.3
    least = legend_h + over + plot + 8 + name_h

    def draw(rect: Rect) -> list[Item]:
        items: list[Item] = _legend(block, legend, rect, small, ctx) if legend else []
        top, bottom = rect.y + legend_h + over, rect.bottom - name_h - 8
        left = rect.x if ctx.rtl else rect.x + axis

        def y_of(value: float) -> float:
            return bottom - (bottom - top) * (min(max(value, low), high) - low) / (high - low)

        def x_of(i: int) -> float:
            return left + share * ((count - 1 - i if ctx.rtl else i) + 0.5)

        if lines:
            items += _grid(marks, y_of, rect, left, room, axis)
        base = y_of(max(low, min(0.0, high)))
        if lines:
            items += _lines(x_of, y_of)
        else:
            items += _columns(x_of, y_of, base, left)
        items.append(line(left, base, left + room, base, ctx.color("ring-line"), width=1.5, name="Axis"))
        for i in shown:
            wide = share * every - 8
            x = min(max(rect.x, x_of(i) - wide / 2), rect.right - wide)
            spot = Rect(x, bottom + 8, wide, name_h)
            items.append(label([para(names[i], ctx)], spot, ctx, anchor="top", name=block.rows[i][0]))
        return items

    def _grid(marks: list[float], y_of, rect: Rect, left: float, room: float, axis: float) -> list[Item]:  # type: ignore[no-untyped-def]  # local helper
        out: list[Item] = []
        for tick in marks:
            y = y_of(tick)
            out.append(line(left, y, left + room, y, ctx.color("line"), width=1.0, name="Grid"))
            spot = Rect(rect.right - axis if ctx.rtl else rect.x, y - small * 0.6, axis - 8, small * 1.2)
            side = "left" if ctx.rtl else "right"
            text = para(Words(value_text(tick, block), small, ctx.color("muted")), ctx, side)
            out.append(label([text], spot, ctx, name="Tick"))
        return out

    def _columns(x_of, y_of, base: float, left: float) -> list[Item]:  # type: ignore[no-untyped-def]  # local helper
        out: list[Item] = []
        inks = colors(ctx, series)
        group = min(share * 0.72, 120.0 * series)
        thick = group / series
        value_size = small
        widest = max(
            (width_of(Words(value_text(v, block), small, ctx.text, True), ctx) for v in known(block.rows)),
            default=1.0,
        )
        roomy = share / series
        if widest > roomy:
            value_size = max(small * roomy / widest, 1.0)
        for i, (name, values) in enumerate(block.rows):
            for j, value in enumerate(values):
                if value is None:
                    continue
                slot = series - 1 - j if ctx.rtl else j
                x = x_of(i) - group / 2 + thick * slot
                y = y_of(value)
                lit = highlighted(block, name) or (series > 1 and highlighted(block, block.series[j]))
                fill = inks[j] if lit else ctx.color("ring-line")
                a, b = min(y, base), max(y, base)
                if b - a > 0.1:
                    bar = Rect(x + thick * 0.05, a, thick * 0.9, b - a)
                    out.append(
                        box(
                            bar,
                            ctx,
                            fill=fill,
                            shape="rect",
                            inset=0.0,
                            name=f"{name} {block.series[j]}".strip(),
                        )
                    )
                if value_size < 9 and fit.allowed:
                    continue
                wide = max(thick, roomy)
                spot_y = a - value_size * 1.25 if value >= 0 else b + 1
                spot = Rect(x + thick / 2 - wide / 2, spot_y, wide, value_size * 1.2)
                out.append(
                    label(
                        [para(Words(value_text(value, block), value_size, ctx.text, True), ctx)],
                        spot,
                        ctx,
                        name="Value",
                    )
                )
        return out

    def _lines(x_of, y_of) -> list[Item]:  # type: ignore[no-untyped-def]  # local helper
        out: list[Item] = []
        for j, ink in enumerate(colors(ctx, series)[:series]):
            points = [
                (x_of(i), y_of(values[j]))
                for i, (_, values) in enumerate(block.rows)
                if j < len(values) and values[j] is not None
            ]
            out += _polyline(points, ink, block.series[j] if j < len(block.series) else "")
        return out

    def _polyline(points: list[tuple[float, float]], ink: Color, name: str) -> list[Item]:
        out: list[Item] = []
        if len(points) > 1:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            around = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            path = tuple(("M" if i == 0 else "L", p) for i, p in enumerate(points))
            out.append(
                ShapeItem(around, "path", None, ink, 3.0, path=path, role=Role.DECOR, name=name or "Line")
            )
        if len(points) <= 40:
            dot = 9.0 if len(points) <= 15 else 6.0
            for x, y in points:
                out.append(
                    box(
                        Rect(x - dot / 2, y - dot / 2, dot, dot),
                        ctx,
                        fill=ink,
                        shape="ellipse",
                        inset=0.0,
                        name="Point",
                    )
                )
        return out

    return Plan(least, max(least, 420.0), draw)
