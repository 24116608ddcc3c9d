"""cycle: boxes on a ring, clockwise from twelve o'clock, with a node beside the ring if there is one."""

from __future__ import annotations

import dataclasses
import math
from typing import NamedTuple

from facilitator.deck.model import Diagram, Part
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import (
    Words,
    box,
    height_of,
    label,
    line,
    para,
    sizes,
    width_of,
    with_text,
    word_width,
)
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect, Role, ShapeItem

CLEAR = 12.0
"""Least distance between two boxes."""
PAD_X, PAD_Y = 14.0, 7.0


class _Node(NamedTuple):
    part: Part
    paras: list[Para]
    w: float
    h: float


def _node(part: Part, size: float, small: float, ctx: Context, limit: float) -> _Node:
    gloss = [d for d in part.details if d] if part.side != "side" else []
    name = Words(part.label, size, ctx.card.title, True, FontRole.HEADING)
    more = [Words(d, small, ctx.color("card-muted")) for d in gloss]
    wide = min(limit, max(width_of(w, ctx) for w in (name, *more)) + 2 * PAD_X)
    paras = [para(name, ctx), *(para(w, ctx) for w in more)]
    return _Node(part, paras, wide, height_of(paras, wide - 2 * PAD_X, ctx) + 2 * PAD_Y)


def _places(count: int, ring: Rect, rtl: bool) -> list[tuple[float, float]]:
    """Centres on the ellipse, clockwise from the top; a right-to-left deck goes the other way round."""
    turn = -1 if rtl else 1
    out = []
    for i in range(count):
        angle = -math.pi / 2 + turn * 2 * math.pi * i / count
        out.append((ring.x + ring.w / 2 * (1 + math.cos(angle)), ring.y + ring.h / 2 * (1 + math.sin(angle))))
    return out


def _clash(nodes: list[_Node], places: list[tuple[float, float]]) -> bool:
    for i, (a, (ax, ay)) in enumerate(zip(nodes, places, strict=True)):
        for b, (bx, by) in list(zip(nodes, places, strict=True))[i + 1 :]:
            if abs(ax - bx) < (a.w + b.w) / 2 + CLEAR and abs(ay - by) < (a.h + b.h) / 2 + CLEAR:
                return True
    return False


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """The lowest ring on which no two boxes touch."""
    ringed = [p for p in block.parts if p.side != "side"]
    beside = next((p for p in block.parts if p.side == "side"), None)
    if not ringed:
        return Plan(0.0, 0.0, lambda rect: [])
    size, small = sizes(fit)
    small = min(small, 18.0) if fit.allowed else small
    size = min(size, 22.0)
    limit = width * (0.3 if beside else 0.36)
    longest = max(word_width(Words(p.label, size, ctx.title, True, FontRole.HEADING), ctx) for p in ringed)
    if longest > limit - 2 * PAD_X - 1:  # a smaller word before a broken one
        size = max(size * 0.72, size * (limit - 2 * PAD_X - 1) / longest)
    nodes = [_node(p, size, small, ctx, limit) for p in ringed]
    side = _side_node(beside, block, size, small, ctx, width * 0.24) if beside else None
    reach = (side.w + 64) if side else 0.0
    node_w, node_h = max(n.w for n in nodes), max(n.h for n in nodes)

    def ring_of(x: float, y: float, high: float) -> Rect:
        wide = min(width - reach, max(high * 1.75, node_w * 2.6))
        wide = max(node_w * 1.5, wide)
        left = x + reach if ctx.rtl else x
        spare = max(0.0, width - reach - wide)
        left += spare / 2
        return Rect(left + node_w / 2, y + node_h / 2, max(1.0, wide - node_w), max(1.0, high - node_h))

    least = node_h * 2 + 40.0
    while least < 2000 and _clash(nodes, _places(len(nodes), ring_of(0, 0, least), ctx.rtl)):
        least += 12.0

    def draw(rect: Rect) -> list[Item]:
        ring = ring_of(rect.x, rect.y, rect.h)
        return _draw(block, nodes, side, ring, rect, ctx, size, small)

    return Plan(least, max(least, 360.0), draw)


def _side_node(part: Part, block: Diagram, size: float, small: float, ctx: Context, limit: float) -> _Node:
    name = Words(part.label, size, ctx.color("warm-title"), True, FontRole.HEADING)
    words = [name]
    gloss = block.option("side-detail")
    if gloss:
        words.append(Words(gloss, small, ctx.color("on-warm")))
    wide = min(limit, max(width_of(w, ctx) for w in words) + 2 * PAD_X)
    paras = [para(w, ctx) for w in words]
    return _Node(part, paras, wide, height_of(paras, wide - 2 * PAD_X, ctx) + 2 * PAD_Y)


def _draw(
    block: Diagram, nodes: list[_Node], side: _Node | None, ring: Rect, rect: Rect, ctx: Context, size: float,
    small: float,
) -> list[Item]:  # fmt: skip
    places = _places(len(nodes), ring, ctx.rtl)
    boxes = [Rect(x - n.w / 2, y - n.h / 2, n.w, n.h) for n, (x, y) in zip(nodes, places, strict=True)]
    out: list[Item] = [ShapeItem(ring, "ellipse", None, ctx.color("ring"), 7.0, role=Role.DECOR, name="Ring")]
    out += _arrows(nodes, boxes, ring, ctx)
    if side is not None:
        out += _side(side, nodes, boxes, rect, ctx)
    for i, (node, place) in enumerate(zip(nodes, boxes, strict=True)):
        out.append(_box(node, place, ctx, f"cycle{i}"))
    note = block.option("note")
    if note and len(nodes) > 2:
        wide = ring.w * 0.5
        words = [para(Words(note, size, ctx.color("muted")), ctx)]
        high = height_of(words, wide, ctx)
        spot = Rect(ring.x + (ring.w - wide) / 2, ring.y + (ring.h - high) / 2, wide, high)
        if not any(_touch(spot, b) for b in boxes):
            out.append(label(words, spot, ctx, name="Note"))
    return out


def _touch(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def note_fits(block: Diagram) -> bool:
    """The ring takes the note in its middle."""
    return block.kind == "cycle" and sum(1 for p in block.parts if p.side != "side") > 2


def _box(node: _Node, place: Rect, ctx: Context, id_: str, *, warm: bool = False) -> Item:
    corner = 0.29289 * min(ctx.theme.radius, min(place.w, place.h) / 2)
    shape = box(
        place, ctx,
        fill=ctx.color("warm-soft" if warm else "surface"),
        stroke=ctx.color("warm" if warm else "shape-line"),
        inset=max(0.0, PAD_X - corner), step=node.part.step, name=node.part.label, id_=id_,
        dash="dash" if warm else "",
    )  # fmt: skip
    made, _ = with_text(shape, node.paras, ctx)
    paras = tuple(dataclasses.replace(p, step=node.part.step) for p in made.paras)
    return dataclasses.replace(made, paras=paras)


def _arrows(nodes: list[_Node], boxes: list[Rect], ring: Rect, ctx: Context) -> list[Item]:
    """A small arrowhead in the middle of each free stretch of the ring."""
    count = len(nodes)
    out: list[Item] = []
    if count < 2:
        return out
    turn = -1 if ctx.rtl else 1
    for i in range(count):
        a = -90 + turn * 360 * i / count
        b = a + turn * 360 / count
        free = []
        for k in range(1, 60):
            angle = math.radians(a + (b - a) * k / 60)
            x = ring.x + ring.w / 2 * (1 + math.cos(angle))
            y = ring.y + ring.h / 2 * (1 + math.sin(angle))
            if not any(r.x - 4 <= x <= r.right + 4 and r.y - 4 <= y <= r.bottom + 4 for r in boxes):
                free.append((angle, x, y))
        if len(free) < 4:
            continue
        angle, x, y = free[len(free) // 2]
        dx, dy = -ring.w * math.sin(angle) * turn, ring.h * math.cos(angle) * turn
        degrees = math.degrees(math.atan2(dy, dx)) + 90
        side = 15.0
        out.append(
            ShapeItem(
                Rect(x - side / 2, y - side / 2, side, side), "triangle", ctx.color("accent"),
                rotation=degrees, step=nodes[(i + 1) % count].part.step, name="Arrow",
            )
        )  # fmt: skip
    return out


def _side(side: _Node, nodes: list[_Node], boxes: list[Rect], rect: Rect, ctx: Context) -> list[Item]:
    """The node beside the ring, with dashed arrows back into it."""
    x = rect.x if ctx.rtl else rect.right - side.w
    place = Rect(x, rect.y + (rect.h - side.h) / 2, side.w, side.h)
    names = {node.part.label.casefold(): i for i, node in enumerate(nodes)}
    out: list[Item] = []
    for aim in side.part.details:
        i = names.get(aim.casefold())
        if i is None:
            continue
        start = (place.right if ctx.rtl else place.x, place.y + place.h / 2)
        target = boxes[i]
        near = target.x if ctx.rtl else target.right
        clear = near > place.right + 20 if ctx.rtl else near < place.x - 20
        end = (near, target.y + target.h / 2) if clear else (target.x + target.w / 2, target.bottom)
        site = (1 if ctx.rtl else 3) if clear else 2
        out.append(
            line(
                *start, *end, ctx.color("warm"), width=1.75, head=True, dash="dash", step=side.part.step,
                source="cycle-side", source_site=3 if ctx.rtl else 1, target=f"cycle{i}", target_site=site,
                name=f"Back to {nodes[i].part.label}",
            )
        )  # fmt: skip
    out.append(_box(side, place, ctx, "cycle-side", warm=True))
    return out
