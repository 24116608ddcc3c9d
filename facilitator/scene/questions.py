"""The closing slide: four doors, the room's address and its QR code."""

from __future__ import annotations

from facilitator.scene.blocks.piece import Piece
from facilitator.scene.blocks.plain import TextPiece
from facilitator.scene.context import Context
from facilitator.scene.model import (
    FontRole,
    Item,
    Para,
    QrItem,
    Rect,
    Role,
    Run,
    ShapeItem,
    TextItem,
)  # fmt: skip
from facilitator.scene.page import Page
from facilitator.scene.shapes import radius_adjust
from facilitator.scene.text.lay import pitch_of

#: One small line for the doors that everybody has.
LINES = {
    "comment": "what you noticed",
    "question": "what you wonder",
    "concern": "what worries you",
    "complaint": "what should change",
}


def page(page: Page) -> list[Item]:
    """Title, doors at the left, the way in at the right, and what the slide itself says below.

    Without a room there is no way in, and the doors take the whole width.
    """
    blocks = page.slide.blocks
    out: list[Item] = page.title()
    doors = page.region("doors")
    words = page.region("content")
    if not page.room:
        doors = Rect(doors.x, doors.y, page.theme.width - 2 * doors.x, doors.h)
    elif page.ctx.rtl:
        shift = page.theme.width - doors.right
        doors = Rect(shift, doors.y, doors.w, doors.h)
    note: list[Item] = []
    if blocks:
        low, high = doors, words
        # Long words take room from the doors, never from their own size below what can be read.
        from facilitator.scene.context import ladder

        made: Piece = TextPiece(blocks, blocks[0].line, scale=0.8, name="Content")
        fit = next(ladder(page.theme))._replace(body=page.theme.scale.body[2])
        need = made.height(doors.w, page.ctx, fit)
        share = min(max(need, high.h), low.h * 0.5)
        doors = Rect(low.x, low.y, low.w, high.bottom - share - 16 - low.y)
        note = page.fitted([(made, Rect(low.x, high.bottom - share, low.w, share))])
    out += door_cards(page.categories, doors, page.ctx)
    if not page.room:
        return [*out, *note]
    qr = page.region("qr")
    address, wifi = page.region("address"), page.region("wifi")
    if page.ctx.rtl:
        qr, address, wifi = (Rect(page.theme.width - r.right, r.y, r.w, r.h) for r in (qr, address, wifi))
    out += way_in(qr, address, wifi, page.ctx)
    return [*out, *note]


def door_cards(names: tuple[str, ...], rect: Rect, ctx: Context) -> list[Item]:
    """A grid of cards, two abreast, each with a name and one small line."""
    names = names[:8] or ("Comment", "Question", "Concern", "Complaint")
    across = 2 if len(names) > 1 else 1
    down = -(-len(names) // across)
    gap = 16.0
    width = (rect.w - gap * (across - 1)) / across
    height = min(132.0, (rect.h - gap * (down - 1)) / down)
    out: list[Item] = []
    for number, name in enumerate(names):
        column, row = number % across, number // across
        if ctx.rtl:
            column = across - 1 - column
        box = Rect(rect.x + column * (width + gap), rect.y + row * (height + gap), width, height)
        out.append(_door(name, box, ctx))
    return out


def _door(name: str, box: Rect, ctx: Context) -> ShapeItem:
    line = LINES.get(name.casefold().rstrip("s"), "")
    inset = min(18.0, box.h * 0.16)
    size = 26.0
    while True:
        big = Run(name, size, ctx.card.title, FontRole.HEADING, bold=True)
        side = ctx.align
        paras = [Para((big,), size, pitch_of(size), align=side, rtl=ctx.rtl)]
        if line:
            small = max(size * 0.72, 1.0)
            run = Run(line, small, ctx.card.color("muted"))
            paras.append(Para((run,), small, pitch_of(small), align=side, rtl=ctx.rtl, space_before=2.0))
        shape = ShapeItem(
            box, "roundRect", ctx.color("surface"), ctx.color("line"), ctx.theme.stroke,
            insets=(inset, 0.0, inset, 0.0), role=Role.LABEL, name=name,
            adjust=radius_adjust(box.w, box.h, ctx.theme.radius),
        )  # fmt: skip
        made = shape_text(shape, paras, ctx, anchor="middle")
        if made is not None or size < 4:
            return made or shape
        size *= 0.9


def shape_text(
    shape: ShapeItem, paras: list[Para], ctx: Context, *, anchor: str = "middle"
) -> ShapeItem | None:
    """The shape with its text laid inside, or None when it does not fit."""
    from facilitator.scene.diagrams.kit import with_text

    made, fits = with_text(shape, paras, ctx, anchor=anchor)
    return made if fits else None


def way_in(qr: Rect, address: Rect, wifi: Rect, ctx: Context, *, size: float = 26.0) -> list[Item]:
    """QR code, address and network name. What they are is filled in while painting."""
    out: list[Item] = [QrItem(qr, "address", "QR code of the page for anonymous questions", name="QR code")]
    big = Run("address", size, ctx.title, FontRole.HEADING, bold=True, live="address")
    para = Para((big,), size, pitch_of(size), align="center")
    out.append(_line(para, address, ctx, "Address"))
    small = Run("wifi", 18.0, ctx.color("muted"), live="wifi")
    para = Para((small,), 18.0, pitch_of(18.0), align="center")
    out.append(_line(para, wifi, ctx, "Wi-Fi"))
    return out


def _line(para: Para, rect: Rect, ctx: Context, name: str) -> TextItem:
    laid = ctx.lay([para], rect.w, robust=False)
    return TextItem(
        rect, laid.anchored(rect.h, "middle"), Role.LABEL, 0, "middle", laid.cut, name=name, from_layout=False
    )
