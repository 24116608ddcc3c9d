"""tiles: a grid of cards, in groups, each with a line icon, a name and a few words."""

from __future__ import annotations

import dataclasses
import itertools

from facilitator.deck.model import Diagram, Part
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams import icons
from facilitator.scene.diagrams.kit import Words, box, height_of, label, para, sizes, with_text, word_width
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect

GAP = 14.0
PAD = 14.0


def columns_for(block: Diagram, groups: list[list[Part]]) -> int:
    """How many cards abreast: as asked, else what makes full rows."""
    asked = block.option("columns")
    largest = max(len(group) for group in groups)
    if asked.isdigit() and int(asked) > 0:
        return min(int(asked), 8)
    if largest <= 4:
        return largest
    return {5: 3, 6: 3, 7: 4, 8: 4, 9: 3}.get(largest, 4)


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """Cards of one size in all groups."""
    groups = [list(parts) for _, parts in itertools.groupby(block.parts, key=lambda p: p.side)]
    if not groups:
        return Plan(0.0, 0.0, lambda rect: [])
    size, small = sizes(fit)
    across = columns_for(block, groups)
    asked = block.option("columns").isdigit()
    while across > 1 and _too_narrow(block, (width - GAP * (across - 1)) / across, ctx, size):
        if asked and size > 18:
            # The author's number of columns is kept as long as the words stay large enough.
            size -= 1.0
        else:
            across -= 1
    card_w = (width - GAP * (across - 1)) / across
    icon = _icon_side(block, fit)
    beside = icon > 0 and card_w > 230
    text_w = card_w - 2 * PAD - (icon + 12 if beside else 0.0)
    texts = {id(p): _paras(p, size, small, ctx) for p in block.parts}
    text_h = max(height_of(t, text_w, ctx) for t in texts.values())
    above = icon + 8 if icon and not beside else 0.0
    card_h = text_h + above + 2 * PAD * max(0.5, fit.tight)
    head = [ctx_head(group[0].side, size, ctx) for group in groups]
    head_h = [height_of([h], width, ctx) + 6 if h else 0.0 for h in head]
    rows = [-(-len(group) // across) for group in groups]
    total_rows = sum(rows)
    fixed = sum(head_h) + GAP * (total_rows - len(groups)) + 18.0 * fit.tight * (len(groups) - 1)
    least = fixed + card_h * total_rows

    def draw(rect: Rect) -> list[Item]:
        high = min(card_h * 1.5, (rect.h - fixed) / total_rows)
        items: list[Item] = []
        y = rect.y
        for group, heading, tall in zip(groups, head, head_h, strict=True):
            if heading:
                items.append(label([heading], Rect(rect.x, y, rect.w, tall - 6), ctx, name="Group"))
                y += tall
            for number, part in enumerate(group):
                column, row = number % across, number // across
                if ctx.rtl:
                    column = across - 1 - column
                place = Rect(rect.x + column * (card_w + GAP), y + row * (high + GAP), card_w, high)
                items.extend(_card(part, block, place, texts[id(part)], text_h, icon, beside, ctx))
            y += -(-len(group) // across) * (high + GAP) - GAP + 18.0 * fit.tight
        return items

    return Plan(least, fixed + card_h * 1.5 * total_rows, draw)


def ctx_head(name: str, size: float, ctx: Context) -> Para | None:
    """The heading of a group."""
    if not name:
        return None
    return para(Words(name, max(1.0, size * 0.9), ctx.color("muted"), True), ctx, "start")


def _paras(part: Part, size: float, small: float, ctx: Context) -> list[Para]:
    out = [para(Words(part.label, size, ctx.card.title, True, FontRole.HEADING), ctx, "start")]
    out += [para(Words(d, small, ctx.color("card-muted")), ctx, "start", 1.0) for d in part.details if d]
    return out


def _too_narrow(block: Diagram, card_w: float, ctx: Context, size: float) -> bool:
    words = [Words(p.label, size, ctx.text, True, FontRole.HEADING) for p in block.parts]
    return any(word_width(w, ctx) > card_w - 2 * PAD for w in words)


def _icon_side(block: Diagram, fit: Fit) -> float:
    """Icons when at least half of the cards have one."""
    found = sum(1 for p in block.parts if icons.for_part(p.label, block.option(f"icon:{p.label}")))
    if found * 2 < len(block.parts) or not fit.allowed or fit.tight < 1:
        return 0.0
    return 34.0 if fit.body >= 22 else 28.0


def _card(
    part: Part,
    block: Diagram,
    place: Rect,
    texts: list[Para],
    text_h: float,
    icon: float,
    beside: bool,
    ctx: Context,
) -> list[Item]:
    ground = box(
        place, ctx, fill=ctx.color("surface"), stroke=ctx.color("line"), step=part.step, name=part.label
    )
    name = icons.for_part(part.label, block.option(f"icon:{part.label}")) if icon else ""
    corner = 0.29289 * min(ctx.theme.radius, min(place.w, place.h) / 2)
    indent = PAD + (icon + 12 if beside else 0.0) - corner
    above = icon + 8 if icon and not beside else 0.0
    # All cards start their words at the same height, however many lines each has.
    first = max(0.0, (place.h - above - text_h) / 2) + above
    top = 0.0 if beside else max(0.0, first - corner)
    left, right = (PAD - corner, indent) if ctx.rtl else (indent, PAD - corner)
    ground = dataclasses.replace(ground, insets=(left, top, right, 0.0))
    card, _ = with_text(ground, texts, ctx, anchor="middle" if beside else "top")
    card = dataclasses.replace(card, paras=tuple(dataclasses.replace(p, step=part.step) for p in card.paras))
    out: list[Item] = [card]
    if icon and name:
        x = place.right - PAD - icon if ctx.rtl else place.x + PAD
        y = place.y + (place.h - icon) / 2 if beside else place.y + first - above
        out += icons.draw(name, Rect(x, y, icon, icon), ctx.card.color("accent"), part.step)
    return out
