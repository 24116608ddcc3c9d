"""Pieces of running text, quotes and code."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import Ink, Writer, ink_of
from facilitator.scene.blocks.highlight import highlighted
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import FontRole, Item, Para, Rect, Role, Run, ShapeItem, TextItem
from facilitator.scene.shapes import radius_adjust
from facilitator.scene.text.lay import Laid, pitch_of


@dataclass(frozen=True)
class TextPiece:
    """Blocks of running text in one box."""

    blocks: tuple[deck.Block, ...]
    line: int = 0
    role: Role = Role.BODY
    slot: int = 0
    whole: bool = False
    """True when it is all there is in its region: it then takes the region itself."""
    anchor: str = "top"
    ink: Ink | None = None
    align: str = ""
    scale: float = 1.0
    name: str = ""

    def paras(self, ctx: Context, fit: Fit) -> tuple[Para, ...]:
        """The paragraphs at this rung."""
        if self.scale != 1.0:
            fit = fit._replace(body=fit.body * self.scale)
        return Writer(ctx, fit, self.ink, self.align).write(self.blocks)

    def _lay(self, width: float, ctx: Context, fit: Fit) -> Laid:
        return ctx.lay(self.paras(ctx, fit), width)

    def laid(self, width: float, ctx: Context, fit: Fit) -> Laid:
        return ctx.once(self, width, fit, self._lay)

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return self.laid(width, ctx, fit).height

    def stretch(self) -> float:
        return 0.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        laid = self.laid(rect.w, ctx, fit)
        if not laid.paras:
            return []
        high = rect.h if self.whole else laid.height
        box = Rect(rect.x, rect.y, rect.w, high)
        return [
            TextItem(
                box, laid.anchored(high, self.anchor), self.role, self.slot, self.anchor, laid.cut,
                step=min(para.step for para in laid.paras), name=self.name, from_layout=self.whole,
            )
        ]  # fmt: skip


@dataclass(frozen=True)
class QuotePiece:
    """A quotation among other text: a bar beside it, and its words in italics."""

    block: deck.Quote
    line: int = 0

    BAR = 4.0
    INSET = 22.0

    def _lay(self, width: float, ctx: Context, fit: Fit) -> Laid:
        paras = Writer(ctx, fit, ink_of(ctx)).write(self.block.blocks)
        sloped = [
            dataclasses.replace(p, runs=tuple(dataclasses.replace(r, italic=True) for r in p.runs))
            for p in paras
        ]
        return ctx.lay(sloped, width - self.INSET)

    def _laid(self, width: float, ctx: Context, fit: Fit) -> Laid:
        return ctx.once(self, width, fit, self._lay)

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return self._laid(width, ctx, fit).height

    def stretch(self) -> float:
        return 0.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        laid = self._laid(rect.w, ctx, fit)
        step = max(self.block.step, 0)
        bar_x = rect.right - self.BAR if ctx.rtl else rect.x
        text_x = rect.x if ctx.rtl else rect.x + self.INSET
        bar = ShapeItem(
            Rect(bar_x, rect.y, self.BAR, laid.height),
            "rect",
            ctx.color("accent"),
            step=step,
            name="Quote bar",
        )
        box = Rect(text_x, rect.y, rect.w - self.INSET, laid.height)
        text = TextItem(
            box, laid.paras, Role.QUOTE, 0, "top", laid.cut, step=step, name="Quote", from_layout=False
        )
        return [bar, text]


@dataclass(frozen=True)
class CodePiece:
    """Program text on a quiet ground, coloured, with marked lines."""

    block: deck.Code
    line: int = 0

    PAD_X = 18.0
    PAD_Y = 12.0

    def _size(self, width: float, ctx: Context, fit: Fit) -> float:
        """As large as the rung allows, smaller when that keeps the longest line whole."""
        text = self.block.text.expandtabs(4)
        longest = max((len(line) for line in text.split("\n")), default=1)
        room = width - 2 * self.PAD_X
        whole = room / max(1, longest) / 0.6002  # Cousine, like Courier New, is 0.6 em wide
        least = ctx.theme.scale.code[-1] if fit.allowed else fit.code
        return max(min(fit.code, int(whole * 2) / 2), least)

    def _lay(self, width: float, ctx: Context, fit: Fit) -> Laid:
        size = self._size(width, ctx, fit)
        paras = []
        for pieces in highlighted(self.block.text.expandtabs(4), self.block.language, ctx.theme):
            line = tuple(
                Run(
                    text,
                    size,
                    ctx.theme.color("text") if color is None else color,
                    FontRole.MONO,
                    bold,
                    italic,
                )
                for text, color, bold, italic in pieces
            )
            paras.append(Para(line, size, pitch_of(size), step=self.block.step))
        return ctx.lay(paras, width - 2 * self.PAD_X, robust=False)

    def _laid(self, width: float, ctx: Context, fit: Fit) -> Laid:
        return ctx.once(self, width, fit, self._lay)

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return self._laid(width, ctx, fit).height + 2 * self.PAD_Y

    def stretch(self) -> float:
        return 0.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        laid = self._laid(rect.w, ctx, fit)
        step = self.block.step
        high = laid.height + 2 * self.PAD_Y
        ground = Rect(rect.x, rect.y, rect.w, high)
        items: list[Item] = [
            ShapeItem(
                ground, "roundRect", ctx.color("code-background"), step=step, name="Code ground",
                adjust=radius_adjust(ground.w, ground.h, ctx.theme.radius * 0.6),
            )
        ]  # fmt: skip
        y = rect.y + self.PAD_Y
        for number, para in enumerate(laid.paras, 1):
            tall = para.pitch * len(para.lines)
            if number in self.block.marked:
                band = Rect(rect.x, y, rect.w, tall)
                items.append(ShapeItem(band, "rect", ctx.color("code-mark"), step=step, name="Marked line"))
            y += tall
        box = Rect(rect.x + self.PAD_X, rect.y + self.PAD_Y, rect.w - 2 * self.PAD_X, laid.height)
        items.append(
            TextItem(box, laid.paras, Role.CODE, 0, "top", laid.cut, step, "Code", from_layout=False)
        )
        return items


def text_blocks(blocks: Sequence[deck.Block]) -> bool:
    """Do all these blocks run as text?"""
    from facilitator.scene.blocks.flow import TEXT_BLOCKS

    return all(isinstance(block, TEXT_BLOCKS) for block in blocks)
