"""continuum: stops along a line with two ends."""

from __future__ import annotations

from facilitator.deck.model import Diagram
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import (
    Words,
    box,
    height_of,
    label,
    line,
    para,
    sizes,
    with_text,
    word_width,
)  # fmt: skip
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import Item, Para, Rect

DOT = 15.0


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """A line with an arrow at both ends, stops on it, words below (or above and below), a band beneath."""
    parts = block.parts
    if not parts:
        return Plan(0.0, 0.0, lambda rect: [])
    size, small = sizes(fit)
    count = len(parts)
    ends = _ends(block, ctx, small)
    # The outer labels are centred on stops that stand half a share inside the line's ends.
    share = width / count
    texts = [_stop(p.label, p.details, size, small, ctx) for p in parts]
    widest = max(
        word_width(Words(r.text, r.size, r.color, r.bold, r.font), ctx)
        for t in texts
        for p in t
        for r in p.runs
    )
    zigzag = widest > share - 12 or max(height_of(t, share - 12, ctx) for t in texts) > size * 1.2 * 4.2
    room = min(width, (share * 2 if zigzag else share) - 12)
    # The outermost stand near the edge: wider words would reach their neighbours.
    centres = [share * (i + 0.5) for i in range(count)]
    rooms = [min(room, 2 * min(c, width - c)) for c in centres]
    heights = [height_of(t, r, ctx) for t, r in zip(texts, rooms, strict=True)]
    above = max([h for i, h in enumerate(heights) if i % 2], default=0.0) if zigzag else 0.0
    below = max(h for i, h in enumerate(heights) if not (zigzag and i % 2))
    end_h = max((height_of([e], width * 0.45, ctx) for e in ends if e), default=0.0)
    top = max(above + 14 if above else 0.0, end_h + 14 if end_h else 0.0)
    band = _band(block, width, ctx, size)
    band_h = height_of(band, width - 40, ctx) + 18 if band else 0.0
    least = top + DOT + 12 + below + (18 + band_h if band else 0.0)

    def draw(rect: Rect) -> list[Item]:
        air = min(24.0, max(0.0, rect.h - least) / 3)
        y = rect.y + max(0.0, rect.h - least - (air if band else 0)) / 2 + top + DOT / 2
        items: list[Item] = [
            line(
                rect.x,
                y,
                rect.right,
                y,
                ctx.color("accent"),
                width=3.0,
                head=True,
                tail=True,
                name="Continuum",
            )
        ]
        for i, end in enumerate(ends):
            if end:
                at_left = (i == 0) != ctx.rtl
                spot = Rect(
                    rect.x if at_left else rect.right - width * 0.45,
                    y - DOT / 2 - 10 - end_h,
                    width * 0.45,
                    end_h,
                )
                items.append(label([end], spot, ctx, anchor="bottom", name="End"))
        for i, part in enumerate(parts):
            at = count - 1 - i if ctx.rtl else i
            x = rect.x + share * (at + 0.5)
            items.append(
                box(
                    Rect(x - DOT / 2, y - DOT / 2, DOT, DOT), ctx, fill=ctx.background,
                    stroke=ctx.color("title"), shape="ellipse", width=2.25, inset=0.0, step=part.step,
                    name=f"Stop {i + 1}",
                )
            )  # fmt: skip
            own = rooms[i]
            left = x - own / 2
            if zigzag and i % 2:
                spot = Rect(left, y - DOT / 2 - 8 - above, own, above)
                items.append(label(texts[i], spot, ctx, anchor="bottom", step=part.step, name=part.label))
            else:
                spot = Rect(left, y + DOT / 2 + 10, own, below)
                items.append(label(texts[i], spot, ctx, anchor="top", step=part.step, name=part.label))
        if band:
            items.append(
                _band_box(band, Rect(rect.x, y + DOT / 2 + 10 + below + 18 + air, rect.w, band_h), ctx)
            )
        return items

    return Plan(least, least + 60, draw)


def _stop(text: str, details: tuple[str, ...], size: float, small: float, ctx: Context) -> list[Para]:
    words = [para(Words(text, size, ctx.text), ctx)]
    return words + [para(Words(d, small, ctx.color("muted")), ctx, before=1.0) for d in details if d]


def _ends(block: Diagram, ctx: Context, size: float) -> list[Para | None]:
    """Words at the two ends, unless the outermost stops already say them."""
    out: list[Para | None] = []
    outer = (block.parts[0].label, block.parts[-1].label) if block.parts else ("", "")
    for key, stop, at_left in (("left", outer[0], True), ("right", outer[1], False)):
        text = block.option(key)
        if not text or text.casefold() == stop.casefold():
            out.append(None)
            continue
        made = para(
            Words(text, size, ctx.color("accent"), True), ctx, "left" if at_left != ctx.rtl else "right"
        )
        out.append(made)
    return out


def _band(block: Diagram, width: float, ctx: Context, size: float) -> list[Para]:
    text = block.option("under")
    return [para(Words(text, size, ctx.color("soft-title"), True), ctx)] if text else []


def _band_box(paras: list[Para], rect: Rect, ctx: Context) -> Item:
    shape = box(rect, ctx, fill=ctx.color("soft"), inset=14.0, name="Band")
    return with_text(shape, paras, ctx)[0]
