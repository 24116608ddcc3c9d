"""bar: lying bars, each with its value and its name beside it, so that no colour need be looked up."""

from __future__ import annotations

import dataclasses

from facilitator.deck.model import Chart
from facilitator.scene.charts.kit import colors, highlighted, sizes, value_text
from facilitator.scene.charts.scale import known, limits
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, line, para, width_of
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect


def plan(block: Chart, width: float, ctx: Context, fit: Fit) -> Plan:
    """Rows of bars; several series stand in groups, each bar directly labelled."""
    size, small = sizes(fit)
    several = len(block.series) > 1
    low, high = limits(known(block.rows), block.option("min"), block.option("max"))
    names = [Words(name, size, ctx.text, True, FontRole.HEADING) for name, _ in block.rows]
    left = min(width * 0.32, max((width_of(w, ctx) for w in names), default=0.0)) + 16
    tails = [
        [_tail(v, block.series[j] if several else "", block, size, small, ctx) for j, v in enumerate(values)]
        for _, values in block.rows
    ]
    tail = min(width * 0.4, max((t for row in tails for t in row), default=0.0))
    room = max(40.0, width - left - tail - 10)

    def said(value: float | None, j: int) -> Para:
        """What stands beside a bar: its value, and its series where there are several."""
        words = Words(value_text(value, block), small if several else size * 0.95, ctx.text, True)
        made = para(words, ctx, "start")
        if not several or not block.series[j]:
            return made
        more = para(Words(f"  {block.series[j]}", small, ctx.color("muted")), ctx, "start")
        return dataclasses.replace(made, runs=(*made.runs, *more.runs))

    beside = [height_of([said(v, j)], tail, ctx) for _, values in block.rows for j, v in enumerate(values)]
    slim = max(small * 1.35, 16.0 if fit.allowed else 1.0, *beside)
    gap = 5.0 if fit.allowed else 1.0
    name_h = [height_of([para(w, ctx, "start")], left - 16, ctx) for w in names]
    count = max(1, len(block.series))
    group = max(slim * count + gap * (count - 1), max(name_h, default=0.0))
    between = slim * 0.7
    least = group * len(block.rows) + between * max(0, len(block.rows) - 1)

    def draw(rect: Rect) -> list[Item]:
        grow = min(1.9, rect.h / least) if least else 1.0
        thick, wide_gap, air = slim * grow, gap, between * grow
        each = max(thick * count + wide_gap * (count - 1), max(name_h, default=0.0))
        zero_at = room * (0 - low) / (high - low) if low < 0 else 0.0
        start = rect.right - left if ctx.rtl else rect.x + left
        turn = -1.0 if ctx.rtl else 1.0
        items: list[Item] = []
        y = rect.y + max(0.0, (rect.h - each * len(block.rows) - air * (len(block.rows) - 1)) / 2)
        top = y
        for i, (name, values) in enumerate(block.rows):
            spot = Rect(rect.right - left + 16 if ctx.rtl else rect.x, y, left - 16, each)
            items.append(label([para(names[i], ctx, "start")], spot, ctx, name=name))
            bar_y = y + (each - thick * count - wide_gap * (count - 1)) / 2
            for j, value in enumerate(values):
                items += _bar(value, j, name, bar_y, thick, start, turn, zero_at, room, low, high, tail, rect)
                bar_y += thick + wide_gap
            y += each + air
        x = start + turn * zero_at
        items.append(line(x, top - 2, x, y - air + 2, ctx.color("ring-line"), width=1.5, name="Axis"))
        return items

    def _bar(
        value: float | None, j: int, name: str, y: float, thick: float, start: float, turn: float,
        zero_at: float, room: float, low: float, high: float, tail: float, rect: Rect,
    ) -> list[Item]:  # fmt: skip
        out: list[Item] = []
        inks = colors(ctx, count)
        shown = min(max(value if value is not None else 0.0, low), high)
        reach = room * (shown - (low if low > 0 else 0.0)) / (high - low)
        a = start + turn * zero_at
        b = a + turn * reach
        lit = highlighted(block, name) or (several and highlighted(block, block.series[j]))
        if value is not None and abs(b - a) > 0.1:
            fill = inks[j] if lit else ctx.color("ring-line")
            out.append(
                box(Rect(min(a, b), y, abs(b - a), thick), ctx, fill=fill, shape="rect", inset=0.0,
                    name=f"{name} {block.series[j] if several else ''}".strip())
            )  # fmt: skip
        made = said(value, j)
        far = max(a, b) if turn > 0 else min(a, b)
        x = far + 8 if turn > 0 else far - 8 - tail
        x = min(max(x, rect.x), rect.right - tail)
        out.append(label([made], Rect(x, y, tail, thick), ctx, name="Value"))
        return out

    return Plan(least, least * 1.9, draw)


def _tail(value: float | None, series: str, block: Chart, size: float, small: float, ctx: Context) -> float:
    number = width_of(Words(value_text(value, block), small if series else size * 0.95, ctx.text, True), ctx)
    more = width_of(Words(f"  {series}", small, ctx.text), ctx) if series else 0.0
    return number + more + 6
