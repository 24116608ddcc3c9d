"""Pictures: never stretched, as large as their place allows, with their caption under them."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.runs import runs
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Item, Para, PictureItem, Rect, Role, ShapeItem, TextItem
from facilitator.scene.painter.images import picture_size
from facilitator.scene.text.lay import Laid, pitch_of

PX = 0.75
"""Points per CSS pixel."""
LEAST = 120.0
"""A picture lower than this is a stamp: text steps down first."""
_UNITS = {"px": PX, "pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0}


def natural_size(block: deck.Picture) -> tuple[float, float]:
    """Points at 96 pixels an inch; a 4:3 frame for a picture that cannot be read."""
    size = picture_size(block.path) if block.path is not None else None
    return (size[0] * PX, size[1] * PX) if size else (400.0, 300.0)


def fitted(width: float, height: float, room_w: float, room_h: float) -> tuple[float, float]:
    """The largest size of these proportions inside a room."""
    factor = min(room_w / width, room_h / height)
    return width * factor, height * factor


def wanted(block: deck.Picture, room: float) -> tuple[float, float] | None:
    """The size that the author asked for in points, or None. ``room`` is what 100 % of the width is."""
    width, height = natural_size(block)
    ratio = height / width
    w = _points(block.width, room)
    h = _points(block.height, 540.0)
    if w is not None and h is not None:
        return fitted(width, height, w, h)  # both given: the smaller wins, nothing is stretched
    if w is not None:
        return w, w * ratio
    if h is not None:
        return h / ratio, h
    return None


def _points(length: deck.Length | None, whole: float) -> float | None:
    if length is None or length.value <= 0:
        return None
    if length.unit == "%":
        return whole * length.value / 100
    return length.value * _UNITS.get(length.unit, PX)


def missing_frame(block: deck.Picture, rect: Rect, ctx: Context, step: int) -> ShapeItem:
    """A quiet dashed frame with what should be there."""
    size = max(14.0, min(18.0, rect.h / 6))
    label = block.alt or block.source.rsplit("/", 1)[-1] or "Picture"
    inset = min(12.0, rect.w * 0.1)
    while True:
        line = runs((deck.Span(label),), size, ctx, color=ctx.theme.color("muted"))
        laid = ctx.lay([Para(line, size, pitch_of(size), align="center")], max(1.0, rect.w - 2 * inset))
        if laid.height <= rect.h or size < 1:
            break
        size *= 0.85
    placed = Laid(laid.moved(inset, 0.0), rect.w, laid.height, laid.cut)
    return ShapeItem(
        rect, "rect", ctx.color("code-background"), ctx.color("line"), 1.5, "dash",
        placed.anchored(rect.h, "middle"), "middle", (inset, 0.0, inset, 0.0), width_cut=laid.cut,
        alt=block.alt or block.source, role=Role.LABEL, step=step, name="Missing picture",
    )  # fmt: skip


def picture_item(
    block: deck.Picture, rect: Rect, ctx: Context, *, slot: int = 0, radius: float = 0.0
) -> Item:
    """The picture in exactly this rect, or its frame when it cannot be read."""
    if block.path is None or picture_size(block.path) is None:
        return missing_frame(block, rect, ctx, block.step)
    return PictureItem(
        rect, block.path, alt=block.alt, decorative=block.decorative, radius=radius, step=block.step,
        name=block.alt or "Picture", slot=slot,
    )  # fmt: skip


def covering(block: deck.Picture, rect: Rect) -> tuple[float, float, float, float]:
    """The crop with which a picture covers a rect without being stretched."""
    width, height = natural_size(block)
    if width / height > rect.w / rect.h:
        side = (1 - rect.w / rect.h * height / width) / 2
        return side, 0.0, side, 0.0
    side = (1 - rect.h / rect.w * width / height) / 2
    return 0.0, side, 0.0, side


@dataclass(frozen=True)
class PicturePiece:
    """A picture in the flow of a slide."""

    block: deck.Picture
    line: int = 0
    slot: int = 0
    align: str = "center"
    anchor: str = "middle"
    """middle in the room it has, or top: beside text that starts there."""

    def _caption(self, width: float, ctx: Context, fit: Fit) -> Laid | None:
        if not self.block.caption:
            return None
        size = max(ctx.theme.scale.caption, 14.0) if fit.allowed else min(14.0, fit.table)
        line = runs(self.block.caption, size, ctx, color=ctx.color("muted"))
        return ctx.lay([Para(line, size, pitch_of(size), align="center", step=self.block.step)], width)

    def _box(self, width: float, room: float) -> tuple[float, float]:
        """Width and height of the picture in this room."""
        asked = wanted(self.block, width)
        if asked:
            factor = min(1.0, width / asked[0], room / asked[1])
            return asked[0] * factor, asked[1] * factor
        natural = natural_size(self.block)
        w, h = fitted(*natural, width, room)
        factor = min(1.0, natural[0] * 2.0 / w)  # small pictures grow, but not to mush
        return w * factor, h * factor

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        caption = self._caption(width, ctx, fit)
        below = caption.height + 8 if caption else 0.0
        asked = wanted(self.block, width)
        least = LEAST if fit.allowed else LEAST * max(0.05, fit.body / 18)
        whole = self._box(width, 1e6)[1]
        return (min(asked[1], whole) if asked and fit.tight >= 1.0 else min(least, whole)) + below

    def stretch(self) -> float:
        return 0.0 if self.block.width or self.block.height else 1.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        caption = self._caption(rect.w, ctx, fit)
        below = caption.height + 8 if caption else 0.0
        w, h = self._box(rect.w, max(1.0, rect.h - below))
        x = rect.x + {"left": 0.0, "right": rect.w - w}.get(self.align, (rect.w - w) / 2)
        free = max(0.0, rect.h - below - h) if self.stretch() and self.anchor == "middle" else 0.0
        top = rect.y + free / 2
        items = [picture_item(self.block, Rect(x, top, w, h), ctx, slot=self.slot)]
        if caption:
            box = Rect(rect.x, top + h + 8, rect.w, caption.height)
            items.append(
                TextItem(
                    box, caption.paras, Role.CAPTION, self.slot, "top", caption.cut, self.block.step,
                    "Caption", from_layout=False,
                )
            )  # fmt: skip
        return items
