"""umbrella: one idea above, what belongs under it below, what carries it all at the foot."""

from __future__ import annotations

from facilitator.deck.model import Diagram
from facilitator.scene import shapes
from facilitator.scene.color import contrast
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.kit import Words, box, height_of, line, para, sizes, with_text, word_width
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, Item, Para, Rect, Role, ShapeItem

GAP = 14.0


def plan(block: Diagram, width: float, ctx: Context, fit: Fit) -> Plan:
    """A canopy with the title in it, boxes evenly spaced under it, an anchor bar beneath."""
    size, small = sizes(fit)
    parts = block.parts
    across = len(parts) or 1
    texts = [_paras(p.label, p.details, size, small, ctx) for p in parts]
    while across > 1:
        box_w = (width - GAP * (across - 1)) / across
        words = [Words(r.text, r.size, r.color, r.bold, r.font) for t in texts for p in t for r in p.runs]
        if all(word_width(w, ctx) <= box_w - 20 for w in words):
            break
        across = min(across - 1, -(-len(parts) // (-(-len(parts) // across) + 1)))
    box_w = (width - GAP * (across - 1)) / across
    rows = -(-len(parts) // across)
    box_h = max((height_of(t, box_w - 22, ctx) for t in texts), default=0.0) + 20
    title = [
        para(Words(block.title, min(30.0, size * 1.25), ctx.color("on-deep"), True, FontRole.HEADING), ctx)
    ]
    title_h = height_of(title, width * 0.6, ctx) if block.title else 20.0
    # The words stand in the lower four fifths, above the scallops.
    canopy = max(84.0 if fit.allowed else 0.0, title_h + 46 if fit.allowed else 0.0, (title_h + 20) / 0.8)
    anchor = _anchor(block, width, ctx, size, small)
    anchor_h = height_of(anchor, width - 40, ctx) + 18 if anchor else 0.0
    least = canopy + 12 + rows * box_h + GAP * (rows - 1) + (14 + anchor_h if anchor else 0.0)

    def draw(rect: Rect) -> list[Item]:
        spare = max(0.0, rect.h - least)
        top = canopy + min(46.0, spare * 0.5)
        tall = box_h + min(16.0, spare * 0.2)
        y = rect.y + max(0.0, spare - (top - canopy) - (tall - box_h) * rows) / 3
        ground = Rect(rect.x, y, rect.w, top)
        below = y + top + 12 + rows * tall + GAP * (rows - 1)
        foot = below + 14 if anchor else below
        centre = rect.x + rect.w / 2
        items: list[Item] = [
            line(centre, y + top - 24, centre, foot, ctx.color("ring"), width=5.0, name="Shaft"),
            _canopy(ground, title if block.title else [], ctx),
        ]
        for i, part in enumerate(parts):
            row, column = divmod(i, across)
            in_row = min(across, len(parts) - row * across)
            if ctx.rtl:
                column = in_row - 1 - column
            used = in_row * box_w + GAP * (in_row - 1)
            x = rect.x + (rect.w - used) / 2 + column * (box_w + GAP)
            place = Rect(x, y + top + 12 + row * (tall + GAP), box_w, tall)
            shape = box(place, ctx, fill=ctx.color("surface"), stroke=ctx.color("shape-line"), inset=8.0,
                        step=part.step, name=part.label)  # fmt: skip
            made, _ = with_text(shape, texts[i], ctx)
            items.append(made)
        if anchor:
            bar = box(
                Rect(rect.x, foot, rect.w, anchor_h), ctx, fill=ctx.color("soft"), inset=14.0, name="Anchor"
            )
            items.append(with_text(bar, anchor, ctx)[0])
        return items

    return Plan(least, least + 110, draw)


def _paras(text: str, details: tuple[str, ...], size: float, small: float, ctx: Context) -> list[Para]:
    bold = any(details)
    out = [para(Words(text, size * 0.95, ctx.card.title if bold else ctx.color("card-text"), bold), ctx)]
    return out + [para(Words(d, small, ctx.color("card-muted")), ctx) for d in details if d]


def _anchor(block: Diagram, width: float, ctx: Context, size: float, small: float) -> list[Para]:
    text = block.option("anchor")
    if not text:
        return []
    out = [para(Words(text, size, ctx.color("soft-title"), True), ctx)]
    more = block.option("anchor-detail")
    return [*out, para(Words(more, small, ctx.color("on-soft")), ctx)] if more else out


def _canopy(rect: Rect, title: list[Para], ctx: Context) -> ShapeItem:
    """Half an ellipse with a scalloped edge. Its text stands in the lower, wider part."""
    scallops = 6
    dip = min(16.0, rect.h * 0.16)
    dome = Rect(rect.x, rect.y, rect.w, (rect.h - 0) * 2)
    path = list(shapes.arc_path(dome, 180.0, 180.0))
    wide = rect.w / scallops
    x = rect.right
    for _ in range(scallops):
        path.append(
            (
                "C",
                (
                    x - wide * 0.25,
                    rect.bottom - dip * 1.33,
                    x - wide * 0.75,
                    rect.bottom - dip * 1.33,
                    x - wide,
                    rect.bottom,
                ),
            )
        )
        x -= wide
    path.append(("Z", ()))
    side = rect.w * 0.2
    faint = ctx.own_ground and contrast(ctx.color("deep").hex, ctx.background.hex) < 3
    edge = ctx.color("ring-line") if faint else None
    shape = ShapeItem(
        rect, "path", ctx.color("deep"), edge, path=tuple(path), insets=(side, rect.h * 0.2, side, dip + 2),
        role=Role.LABEL, name="Umbrella",
    )  # fmt: skip
    return with_text(shape, title, ctx)[0] if title else shape
