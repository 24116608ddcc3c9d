"""steps and timeline: stations on a line, across the page when the words allow it, else down."""

from __future__ import annotations

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
)  # fmt: skip
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect

GAP = 20.0


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Across when each station's longest word fits its share and nothing grows into a tower, else down."""
    if not block.parts:
        return Plan(0.0, 0.0, lambda rect: [])
    size, small = sizes(fit)
    dated = block.kind == "timeline"
    share = (width - GAP * (len(block.parts) - 1)) / len(block.parts)
    texts = [_paras(part, size, small, ctx, dated, across=True) for part in block.parts]
    narrow = any(
        word_width(Words(run.text, run.size, run.color, run.bold, run.font), ctx) > share
        for paras in texts
        for p in paras
        for run in p.runs
    )
    tall = max(height_of(paras, share, ctx) for paras in texts)
    if len(block.parts) > 6 or narrow or tall > 300:
        return _down(block, width, ctx, fit, dated)
    return _across(block, width, ctx, size, texts, dated)


def _paras(part: Part, size: float, small: float, ctx: Context, dated: bool, across: bool) -> list[Para]:
    color = ctx.color("accent") if dated else ctx.title
    name = Words(part.label, size * (1.1 if dated else 1.0), color, True, FontRole.HEADING)
    out = [para(name, ctx, "start")] if not (dated and not across) else []
    tint = ctx.text if dated else ctx.color("muted")
    for number, detail in enumerate(d for d in part.details if d):
        words = Words(detail, small if number or not dated else max(small, size * 0.9), tint)
        out.append(para(words, ctx, "start", 3.0 if out else 0.0))
    return out


def _across(
    block: Diagram, width: float, ctx: Context, size: float, texts: list[list[Para]], dated: bool
) -> Plan:
    count = len(block.parts)
    mark = round(size * 0.9) if dated else round(size * 1.9)
    share = (width - GAP * (count - 1)) / count
    tall = max(height_of(paras, share, ctx) for paras in texts)
    least = mark + 14 + tall

    def draw(rect: Rect) -> list[Item]:
        items: list[Item] = []
        y = rect.y + (rect.h - least) / 2
        middle = y + mark / 2
        places = [rect.x + i * (share + GAP) for i in range(count)]
        if ctx.rtl:
            places = [rect.right - share - (x - rect.x) for x in places]
        marks = [x + share - mark if ctx.rtl else x for x in places]
        for i, part in enumerate(block.parts):
            if i:
                here, before = marks[i] + mark / 2, marks[i - 1] + mark / 2
                away = mark / 2 + 6
                start, end = (before - away, here + away) if ctx.rtl else (before + away, here - away)
                items.append(
                    line(start, middle, end, middle, ctx.color("ring-line"), width=2.0, head=not dated,
                         step=part.step, source=f"{block.kind}{i - 1}", target=f"{block.kind}{i}",
                         source_site=2 if ctx.rtl else 6, target_site=6 if ctx.rtl else 2)
                )  # fmt: skip
            items += _mark(block, i, Rect(marks[i], y, mark, mark), ctx, size, dated)
            spot = Rect(places[i], y + mark + 14, share, tall)
            items.append(label(texts[i], spot, ctx, anchor="top", step=part.step, name=part.label))
        return items

    return Plan(least, least * 1.2, draw)


def _mark(block: Diagram, i: int, rect: Rect, ctx: Context, size: float, dated: bool) -> list[Item]:
    """The station: a dot on a timeline, a number in a disc for steps."""
    part = block.parts[i]
    disc = box(
        rect, ctx, fill=ctx.color("accent"), shape="ellipse", inset=0.0, step=part.step,
        name=f"Station {i + 1}", id_=f"{block.kind}{i}",
    )  # fmt: skip
    if dated:
        return [disc]
    words = Words(str(i + 1), size, ctx.color("on-accent"), True, FontRole.HEADING)
    numbered, _ = with_text(disc, [para(words, ctx)], ctx)
    return [numbered]


def _down(block: Diagram, width: float, ctx: Context, fit: Fit, dated: bool) -> Plan:
    """Stations below each other, marks at the left, dates beside them."""
    size, small = sizes(fit)
    mark = round(size * 0.62) if dated else round(size * 1.6)
    dates = 0.0
    if dated:
        words = [Words(p.label, size, ctx.color("accent"), True, FontRole.HEADING) for p in block.parts]
        dates = min(width * 0.3, max(width_of(w, ctx) for w in words)) + 16
    left = dates + mark + 18
    texts = [_paras(part, size, small, ctx, dated, across=False) for part in block.parts]
    room = width - left
    heads = [
        para(Words(p.label, size, ctx.color("accent"), True, FontRole.HEADING), ctx, "start")
        for p in block.parts
    ]
    heights = [
        max(mark, height_of(t, room, ctx), height_of([h], dates - 16, ctx) if dated else 0.0)
        for t, h in zip(texts, heads, strict=True)
    ]
    gap = 14.0 * max(0.3, fit.tight)
    least = sum(heights) + gap * (len(heights) - 1)

    def draw(rect: Rect) -> list[Item]:
        extra = min(16.0, max(0.0, (rect.h - least) / max(1, len(heights))))
        y = rect.y
        items: list[Item] = []
        x = rect.right - dates - mark if ctx.rtl else rect.x + dates
        centre = x + mark / 2
        tops = []
        for high in heights:
            tops.append(y)
            y += high + gap + extra
        first, last = tops[0], tops[-1]
        rail = size * 0.6 if dated else mark / 2
        items.append(line(centre, first + rail, centre, last + rail, ctx.color("ring-line"), width=2.0))
        for i, part in enumerate(block.parts):
            top = tops[i] + (rail - mark / 2)
            items += _mark(block, i, Rect(x, top, mark, mark), ctx, size * 0.85, dated)
            text_x = rect.x if ctx.rtl else x + mark + 18
            if dated:
                spot = Rect(rect.right - dates + 16 if ctx.rtl else rect.x, tops[i], dates - 16, heights[i])
                items.append(label([heads[i]], spot, ctx, anchor="top", step=part.step, name=part.label))
            anchor = "top" if dated else "middle"
            spot = Rect(text_x, tops[i], room, heights[i])
            if texts[i]:
                items.append(label(texts[i], spot, ctx, anchor=anchor, step=part.step, name=part.label))
        return items

    return Plan(least, least + 16.0 * len(heights), draw)
