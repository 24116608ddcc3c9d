"""continuum and ruler: things along a line."""

from __future__ import annotations

from facilitator.deck.model import Diagram
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import (
    Words, box, height_of, label, line, para, sizes, width_of, with_text, word_width,
)  # fmt: skip
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect

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
    heights = [height_of(t, room, ctx) for t in texts]
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
                left = (i == 0) != ctx.rtl
                spot = Rect(
                    rect.x if left else rect.right - width * 0.45,
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
                    Rect(x - DOT / 2, y - DOT / 2, DOT, DOT), ctx, fill=ctx.background, stroke=ctx.color("title"),
                    shape="ellipse", width=2.25, inset=0.0, step=part.step, name=f"Stop {i + 1}",
                )
            )  # fmt: skip
            left = min(max(rect.x, x - room / 2), rect.right - room)
            if zigzag and i % 2:
                spot = Rect(left, y - DOT / 2 - 8 - above, room, above)
                items.append(label(texts[i], spot, ctx, anchor="bottom", step=part.step, name=part.label))
            else:
                spot = Rect(left, y + DOT / 2 + 10, room, below)
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
    for key, stop, left in (("left", outer[0], True), ("right", outer[1], False)):
        text = block.option(key)
        if not text or text.casefold() == stop.casefold():
            out.append(None)
            continue
        made = para(Words(text, size, ctx.color("accent"), True), ctx, "left" if left != ctx.rtl else "right")
        out.append(made)
    return out


def _band(block: Diagram, width: float, ctx: Context, size: float) -> list[Para]:
    text = block.option("under")
    return [para(Words(text, size, ctx.color("soft-title"), True), ctx)] if text else []


def _band_box(paras: list[Para], rect: Rect, ctx: Context) -> Item:
    shape = box(rect, ctx, fill=ctx.color("soft"), inset=14.0, name="Band")
    return with_text(shape, paras, ctx)[0]


# --- ruler ------------------------------------------------------------------------------------------


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def ruler(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Ticks with numbers, words at both ends, a question above and follow-up questions below."""
    size, small = sizes(fit)
    low, high = _number(block.option("min"), 0.0), _number(block.option("max"), 10.0)
    if high <= low or high - low > 20:
        low, high = 0.0, 10.0
    ticks = [low + i for i in range(round(high - low) + 1)]
    number = min(26.0, size * 1.1)
    question = (
        [para(Words(block.title, size * 1.1, ctx.title, True, FontRole.HEADING), ctx, "start")]
        if block.title and block.title.casefold() != ctx.slide_title.casefold()
        else []
    )
    ends = [
        para(Words(block.option(key), size, ctx.color("muted")), ctx, side)
        for key, side in (("left", "left"), ("right", "right"))
    ]
    asks = [
        para(Words(p.label, size, ctx.text), ctx, "start", size * 0.35 if i else 0.0)
        for i, p in enumerate(block.parts)
    ]
    head_h = height_of(question, width, ctx) + 20 if question else 0.0
    end_h = max(height_of([e], width * 0.46, ctx) for e in ends)
    ask_w = width - 30
    ask_h = height_of(asks, ask_w, ctx) + 22 if asks else 0.0
    value = block.option("value")
    mark_h = 26.0 if value else 0.0
    axis_h = mark_h + 24 + number * 1.2 + 8 + end_h
    least = head_h + axis_h + ask_h
    sign = max(number, width_of(Words(f"{ticks[-1]:g}", number, ctx.text, True), ctx))

    def draw(rect: Rect) -> list[Item]:
        y = rect.y + max(0.0, rect.h - least) * 0.35
        items: list[Item] = []
        if question:
            spot = Rect(rect.x, y, rect.w, head_h - 20)
            items.append(label(question, spot, ctx, anchor="top", name="Question"))
            y += head_h
        base = y + mark_h + 12
        first, last = rect.x + sign / 2, rect.right - sign / 2
        items.append(line(first, base, last, base, ctx.color("accent"), width=3.0, name="Scale"))
        where = {}
        for i, tick in enumerate(ticks):
            at = len(ticks) - 1 - i if ctx.rtl else i
            x = first + (last - first) * at / (len(ticks) - 1)
            where[tick] = x
            items.append(line(x, base - 9, x, base + 9, ctx.color("accent"), width=2.0, name="Tick"))
            spot = Rect(x - sign, base + 12, 2 * sign, number * 1.2)
            spot = Rect(
                max(rect.x, spot.x), spot.y, min(rect.right, spot.right) - max(rect.x, spot.x), spot.h
            )
            half = min(x - rect.x, rect.right - x, sign)
            spot = Rect(x - half, spot.y, 2 * half, spot.h)
            text = [para(Words(f"{tick:g}", number, ctx.text, True), ctx)]
            items.append(label(text, spot, ctx, name="Number"))
        if value and low <= _number(value, low - 1) <= high:
            x = first + (last - first) * (
                (_number(value, 0) - low) / (high - low)
                if not ctx.rtl
                else 1 - (_number(value, 0) - low) / (high - low)
            )
            items.append(
                box(
                    Rect(x - 9, base - 32, 18, 16),
                    ctx,
                    fill=ctx.color("warm"),
                    shape="triangle",
                    inset=0.0,
                    name="Mark",
                )
            )
            marker = items.pop()
            items.append(_turned(marker))
        words_y = base + 12 + number * 1.2 + 4
        order = (1, 0) if ctx.rtl else (0, 1)
        for place, which in enumerate(order):
            spot = Rect(rect.x if place == 0 else rect.right - rect.w * 0.46, words_y, rect.w * 0.46, end_h)
            end = para(
                Words(block.option(("left", "right")[which]), size, ctx.color("muted")),
                ctx,
                ("left", "right")[place],
            )
            if block.option(("left", "right")[which]):
                items.append(label([end], spot, ctx, anchor="top", name="End"))
        if asks:
            top = base + axis_h - mark_h - 12 + 22
            bar_x = rect.right - 4 if ctx.rtl else rect.x
            items.append(
                box(
                    Rect(bar_x, top, 4, ask_h - 22),
                    ctx,
                    fill=ctx.color("accent"),
                    shape="rect",
                    inset=0.0,
                    name="Bar",
                )
            )
            text_x = rect.x if ctx.rtl else rect.x + 30
            y = top
            for i, ask in enumerate(asks):
                tall = height_of([ask], ask_w, ctx)
                y += ask.space_before
                items.append(
                    label(
                        [ask],
                        Rect(text_x, y, ask_w, tall),
                        ctx,
                        anchor="top",
                        step=block.parts[i].step,
                        name="Question",
                    )
                )
                y += tall
        return items

    return Plan(least, least + 70, draw)


def _turned(item: Item) -> Item:
    import dataclasses

    return dataclasses.replace(item, rotation=180.0)  # type: ignore[call-arg]  # it is a shape
