"""ruler: a scale from 0 to 10 with words at both ends, a question above, follow-up questions below."""

from __future__ import annotations

import dataclasses

from facilitator.deck.model import Diagram
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, line, para, sizes, width_of
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect

INDENT = 30.0
"""Follow-up questions stand this far from the bar beside them."""
END_SHARE = 0.46
"""Share of the width that the words at each end may take."""


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def _scale(block: Diagram) -> tuple[float, float]:
    low, high = _number(block.option("min"), 0.0), _number(block.option("max"), 10.0)
    return (low, high) if 0 < high - low <= 20 else (0.0, 10.0)


def _question(block: Diagram, size: float, ctx: Context) -> list[Para]:
    if not block.title or block.title.casefold() == ctx.slide_title.casefold():
        return []
    return [para(Words(block.title, size * 1.1, ctx.title, True, FontRole.HEADING), ctx, "start")]


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Everything on one column: question, marker, ticks, numbers, end words, follow-ups."""
    size, _ = sizes(fit)
    low, high = _scale(block)
    ticks = [low + i for i in range(round(high - low) + 1)]
    room = width / len(ticks)
    number = min(26.0, size * 1.1)
    sign = width_of(Words(f"{ticks[-1]:g}", number, ctx.text, True), ctx)
    if sign > room * 0.9:
        number, sign = number * room * 0.9 / sign, room * 0.9
    question = _question(block, size, ctx)
    end_texts = [block.option("left"), block.option("right")]
    if ctx.rtl:
        end_texts.reverse()
    ends = [
        para(Words(text, size, ctx.color("muted")), ctx, side) if text else None
        for text, side in zip(end_texts, ("left", "right"), strict=True)
    ]
    asks = [
        para(Words(" – ".join((p.label, *(d for d in p.details if d))), size, ctx.text), ctx, "start")
        for p in block.parts
    ]
    ask_gap = size * 0.35
    head_h = height_of(question, width, ctx) + 20 if question else 0.0
    end_h = max((height_of([e], width * END_SHARE, ctx) for e in ends if e), default=0.0)
    ask_heights = [height_of([ask], width - INDENT, ctx) for ask in asks]
    ask_h = sum(ask_heights) + ask_gap * max(0, len(asks) - 1) + (22 if asks else 0.0)
    value = _number(block.option("value"), low - 1)
    marked = low <= value <= high
    mark_h = 26.0 if marked else 0.0
    axis_h = mark_h + 24 + number * 1.2 + 4 + end_h
    least = head_h + axis_h + ask_h

    def draw(rect: Rect) -> list[Item]:
        y = rect.y + max(0.0, rect.h - least) * 0.35
        items: list[Item] = []
        if question:
            spot = Rect(rect.x, y, rect.w, head_h - 20)
            items.append(label(question, spot, ctx, anchor="top", name="Question"))
            y += head_h
        base = y + mark_h + 12
        first, last = rect.x + room / 2, rect.right - room / 2

        def x_of(number_: float) -> float:
            share = (number_ - low) / (high - low)
            return first + (last - first) * (1 - share if ctx.rtl else share)

        items.append(line(first, base, last, base, ctx.color("accent"), width=3.0, name="Scale"))
        for tick in ticks:
            x = x_of(tick)
            items.append(line(x, base - 9, x, base + 9, ctx.color("accent"), width=2.0, name="Tick"))
            spot = Rect(x - room / 2, base + 12, room, number * 1.2)
            items.append(
                label([para(Words(f"{tick:g}", number, ctx.text, True), ctx)], spot, ctx, name="Number")
            )
        if marked:
            pointer = Rect(x_of(value) - 9, base - 32, 18, 16)
            made = box(pointer, ctx, fill=ctx.color("warm"), shape="triangle", inset=0.0, name="Mark")
            items.append(dataclasses.replace(made, rotation=180.0))
        words_y = base + 12 + number * 1.2 + 4
        for end, x in zip(ends, (rect.x, rect.right - rect.w * END_SHARE), strict=True):
            if end:
                spot = Rect(x, words_y, rect.w * END_SHARE, end_h)
                items.append(label([end], spot, ctx, anchor="top", name="End"))
        if asks:
            items += _follow_ups(rect, words_y + end_h + 22)
        return items

    def _follow_ups(rect: Rect, top: float) -> list[Item]:
        bar = Rect(rect.right - 4 if ctx.rtl else rect.x, top, 4, ask_h - 22)
        out: list[Item] = [box(bar, ctx, fill=ctx.color("accent"), shape="rect", inset=0.0, name="Bar")]
        x = rect.x if ctx.rtl else rect.x + INDENT
        y = top
        for part, ask, tall in zip(block.parts, asks, ask_heights, strict=True):
            spot = Rect(x, y, rect.w - INDENT, tall)
            out.append(label([ask], spot, ctx, anchor="top", step=part.step, name="Question"))
            y += tall + ask_gap
        return out

    return Plan(least, least + 70, draw)
