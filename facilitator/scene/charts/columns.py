"""column and line: values over categories that stand in a row."""

from __future__ import annotations

from facilitator.deck.model import Chart
from facilitator.scene.charts.kit import colors, highlighted, sizes, value_text
from facilitator.scene.charts.scale import known, limits, ticks
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, line, para, width_of, word_width
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import Color, Item, Rect, Role, ShapeItem

PLOT = 150.0
"""Least height of the plot: lower, differences cannot be seen."""


def _legend_row(block: Chart, size: float, ctx: Context, width: float) -> tuple[list[float], float]:
    """Widths of the legend's entries and the row's height; nothing for one series without a name."""
    names = [n for n in block.series if n]
    if len(names) < 2:
        return [], 0.0
    widths = [width_of(Words(n, size, ctx.text), ctx) + size * 0.8 + 8 for n in block.series]
    rows, used = 1, 0.0
    for wide in widths:
        if used and used + wide > width:
            rows, used = rows + 1, 0.0
        used += wide + 22
    return widths, rows * size * 1.3 + 10


def _legend(block: Chart, widths: list[float], rect: Rect, size: float, ctx: Context) -> list[Item]:
    out: list[Item] = []
    inks = colors(ctx, len(block.series))
    x, y, side = 0.0, rect.y, size * 0.72
    for name, ink, wide in zip(block.series, inks, widths, strict=True):
        if x and x + wide > rect.w:
            x, y = 0.0, y + size * 1.3
        left = rect.right - x - wide if ctx.rtl else rect.x + x
        square = Rect(left + wide - side if ctx.rtl else left, y + (size * 1.2 - side) / 2, side, side)
        out.append(box(square, ctx, fill=ink, shape="rect", inset=0.0, name="Key"))
        text_x = left if ctx.rtl else left + side + 8
        out.append(label([para(Words(name, size, ctx.text), ctx, "start")],
                         Rect(text_x, y, wide - side - 8, size * 1.2), ctx, name=name))  # fmt: skip
        x += wide + 22
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
