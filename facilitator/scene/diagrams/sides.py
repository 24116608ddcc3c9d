"""comparison and balance: two sides of a thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from facilitator.deck.model import Diagram, Part
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, label, line, para, sizes
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import Color, FontRole, Item, Para, Rect, Role, ShapeItem

GUTTER = 24.0
PAD = 22.0
SIGN = 15.0
"""Side of the tick or cross."""


def sign(good: bool, x: float, y: float, side: float, color: Color, step: int, name: str) -> ShapeItem:
    """A tick or a cross as strokes: a sign that needs no font and no colour to be told apart."""
    if good:
        points: list[tuple[str, tuple[float, ...]]] = [
            ("M", (x, y + side * 0.55)), ("L", (x + side * 0.36, y + side * 0.9)),
            ("L", (x + side, y + side * 0.12)),
        ]  # fmt: skip
    else:
        a, b = side * 0.1, side * 0.9
        points = [("M", (x + a, y + a)), ("L", (x + b, y + b)), ("M", (x + b, y + a)), ("L", (x + a, y + b))]
    return ShapeItem(
        Rect(x, y, side, side),
        "path",
        None,
        color,
        2.5,
        path=tuple(points),
        role=Role.DECOR,
        step=step,
        name=name,
    )


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Two headed grounds, ticks at the left, crosses at the right; rows stand on common baselines."""
    size, small = sizes(fit)
    lists = [[p for p in block.parts if p.side == "+"], [p for p in block.parts if p.side != "+"]]
    names = [block.option("left"), block.option("right")]
    half = (width - GUTTER) / 2
    text_w = half - 2 * PAD - SIGN - 14
    inks = [("soft-title", "on-soft", "soft", "accent"), ("warm-title", "on-warm", "warm-soft", "warm")]
    heads = [
        [para(Words(n, size * 1.05, ctx.color(ink[0]), True, FontRole.HEADING), ctx, "start")] if n else []
        for n, ink in zip(names, inks, strict=True)
    ]
    rows = [[_row(p, size, small, ctx, ink[1]) for p in one] for one, ink in zip(lists, inks, strict=True)]
    head_h = max((height_of(h, half - 2 * PAD, ctx) for h in heads if h), default=0.0)
    count = max((len(r) for r in rows), default=0)
    heights = [
        max(height_of(side[i], text_w, ctx) if i < len(side) else 0.0 for side in rows) for i in range(count)
    ]
    gap = size * 0.5 * max(0.25, fit.tight)
    pad = 16.0 * max(0.4, fit.tight)
    top = head_h + 12 if head_h else 0.0
    least = 2 * pad + top + sum(heights) + gap * max(0, count - 1)

    def draw(rect: Rect) -> list[Item]:
        extra = min(size * 0.6, max(0.0, rect.h - least) / max(1, count))
        high = least + extra * max(0, count - 1)
        items: list[Item] = []
        for which in (0, 1):
            left = which == (1 if ctx.rtl else 0)
            x = rect.x if left else rect.x + half + GUTTER
            ink = inks[which]
            items.append(
                box(
                    Rect(x, rect.y, half, high),
                    ctx,
                    fill=ctx.color(ink[2]),
                    radius=ctx.theme.radius + 4,
                    name="Ground",
                )
            )
            y = rect.y + pad
            if heads[which]:
                items.append(
                    label(
                        heads[which],
                        Rect(x + PAD, y, half - 2 * PAD, head_h),
                        ctx,
                        anchor="top",
                        name="Heading",
                    )
                )
            y += top
            for i, texts in enumerate(rows[which]):
                part = lists[which][i]
                sign_x = x + half - PAD - SIGN if ctx.rtl else x + PAD
                text_x = x + PAD if ctx.rtl else x + PAD + SIGN + 14
                sign_y = y + texts[0].pitch / 2 - SIGN / 2 + 1
                good = part.side == "+"
                items.append(
                    sign(good, sign_x, sign_y, SIGN, ctx.color(ink[3]), part.step, "Yes" if good else "No")
                )
                spot = Rect(text_x, y, text_w, height_of(texts, text_w, ctx))
                items.append(label(texts, spot, ctx, anchor="top", step=part.step, name=part.label))
                y += heights[i] + gap + extra
        return items

    return Plan(least, least + size * 0.6 * count, draw)


def _row(part: Part, size: float, small: float, ctx: Context, ink: str) -> list[Para]:
    out = [para(Words(part.label, size, ctx.color(ink)), ctx, "start")]
    return out + [para(Words(d, small, ctx.color(ink)), ctx, "start") for d in part.details if d]


# --- balance ----------------------------------------------------------------------------------------


def _groups(block: Diagram, side: str) -> list[tuple[str, Sequence[Part]]]:
    """(name of the group, its lines) on one side."""
    good = block.option("good", "Good things")
    less = block.option("less-good", "Less good things")
    return [
        (name, [p for p in block.parts if p.side == f"{side}{sign_}"])
        for name, sign_ in ((good, "+"), (less, "-"))
    ]


def _whole(part: Part) -> str:
    """A line of a pan with what follows it."""
    return " – ".join((part.label, *(d for d in part.details if d)))


def _pan(block: Diagram, side: str, size: float, small: float, ctx: Context) -> list[Para]:
    out: list[Para] = []
    for name, parts in _groups(block, side):
        if not parts:
            continue
        color = ctx.color("soft-title")
        out.append(para(Words(name, small, color, True), ctx, "start", small * 0.6 if out else 0.0))
        out += [
            dataclasses.replace(
                para(Words(_whole(p), size, ctx.color("on-soft")), ctx, "start", 2.0), step=p.step
            )
            for p in parts
        ]
    return out


def balance(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """A level beam with two pans: the tilt never argues. ``layout: grid`` gives four fields instead."""
    if block.option("layout") == "grid":
        return _grid(block, width, ctx, fit)
    size, small = sizes(fit)
    middle = 72.0
    pan_w = (width - middle) / 2
    inner = pan_w - 2 * PAD
    pans = [_pan(block, side, size, small, ctx) for side in ("left", "right")]
    names = [
        [para(Words(block.option(side), size * 1.05, ctx.title, True, FontRole.HEADING), ctx)]
        for side in ("left", "right")
    ]
    name_h = max(height_of(n, pan_w, ctx) for n in names)
    k = 1.0 if fit.allowed else fit.body / 18  # what is not text shrinks along
    edge = 14 * k
    pan_h = max(height_of(p, inner, ctx) for p in pans) + 2 * edge
    chains = 34.0 * k
    least = 16 * k + name_h + 6 * k + chains + pan_h + 10 * k

    def draw(rect: Rect) -> list[Item]:
        chain = chains + min(26.0 * k, max(0.0, rect.h - least))
        ink, stroke = ctx.color("accent"), 2.25
        y = rect.y + max(0.0, rect.h - least - (chain - chains)) / 2
        beam = y + name_h + 16 * k
        top = beam + chain
        bottom = top + pan_h + 10 * k
        centre = rect.x + rect.w / 2
        xs = [rect.x + pan_w / 2, rect.right - pan_w / 2]
        items: list[Item] = [
            line(centre, beam, centre, bottom - 4 * k, ink, width=3.0, name="Post"),
            box(
                Rect(centre - 30 * k, bottom - 16 * k, 60 * k, 16 * k),
                ctx,
                fill=ink,
                shape="triangle",
                inset=0.0,
                name="Foot",
            ),
            line(xs[0], beam, xs[1], beam, ink, width=3.0, name="Beam"),
            box(
                Rect(centre - 7 * k, beam - 7 * k, 14 * k, 14 * k),
                ctx,
                fill=ink,
                shape="ellipse",
                inset=0.0,
                name="Pivot",
            ),
        ]
        order = (1, 0) if ctx.rtl else (0, 1)
        for place, which in enumerate(order):
            x = xs[place]
            left = x - pan_w / 2
            items.append(label(names[which], Rect(left, y, pan_w, name_h), ctx, anchor="bottom", name="Side"))
            items.append(line(x, beam, left + 26, top, ink, width=stroke * 0.7, name="Chain"))
            items.append(line(x, beam, left + pan_w - 26, top, ink, width=stroke * 0.7, name="Chain"))
            items.append(box(Rect(left, top, pan_w, pan_h), ctx, fill=ctx.color("soft"), name="Pan"))
            if pans[which]:
                spot = Rect(left + PAD, top + edge, inner, pan_h - 2 * edge)
                items.append(_kept(pans[which], spot, ctx))
        return items

    return Plan(least, least + 26, draw)


def _kept(paras: list[Para], rect: Rect, ctx: Context) -> Item:
    """A label whose paragraphs keep their own steps."""
    return ctx.text_item(paras, rect, role=Role.LABEL, name="Label")


def _grid(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Two by two: sides across, good and less good down."""
    size, small = sizes(fit)
    half = (width - GUTTER * 0.6) / 2
    inner = half - 2 * PAD
    cells = [[(n, parts) for n, parts in _groups(block, side)] for side in ("left", "right")]
    names = [
        [para(Words(block.option(s), size * 1.05, ctx.title, True, FontRole.HEADING), ctx, "start")]
        for s in ("left", "right")
    ]
    name_h = max(height_of(n, inner, ctx) for n in names) + 10

    def texts(which: int, row: int) -> list[Para]:
        name, parts = cells[which][row]
        warm = row == 1
        out = [
            para(Words(name, small, ctx.color("warm-title" if warm else "soft-title"), True), ctx, "start")
        ]
        ink = ctx.color("on-warm" if warm else "on-soft")
        return out + [
            dataclasses.replace(para(Words(_whole(p), size, ink), ctx, "start", 3.0), step=p.step)
            for p in parts
        ]

    heights = [max(height_of(texts(w, row), inner, ctx) for w in (0, 1)) + 26 for row in (0, 1)]
    gap = 12.0
    least = name_h + sum(heights) + gap

    def draw(rect: Rect) -> list[Item]:
        extra = min(30.0, max(0.0, rect.h - least) / 2)
        items: list[Item] = []
        for which in (0, 1):
            left = which == (1 if ctx.rtl else 0)
            x = rect.x if left else rect.right - half
            items.append(
                label(
                    names[which], Rect(x + PAD, rect.y, inner, name_h - 10), ctx, anchor="bottom", name="Side"
                )
            )
            y = rect.y + name_h
            for row in (0, 1):
                high = heights[row] + extra
                ground = ctx.color("warm-soft" if row else "soft")
                items.append(box(Rect(x, y, half, high), ctx, fill=ground, name="Field"))
                items.append(_kept(texts(which, row), Rect(x + PAD, y + 13, inner, high - 26), ctx))
                y += high + gap
        return items

    return Plan(least, least + 60, draw)
