"""Running text: paragraphs, headings, lists and what stands inside them, as paragraphs of one box."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from facilitator.deck import model as deck
from facilitator.scene.blocks.runs import runs
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Bullet, BulletKind, Color, FontRole, Para, Run
from facilitator.scene.text.lay import pitch_of
from facilitator.scene.text.shape import RTL, text_width

TEXT_BLOCKS = (deck.Paragraph, deck.Heading, deck.ListBlock, deck.DefinitionList, deck.Poll)
"""Blocks that run together in one box."""

BULLETS = ("•", "–", "•", "–")
CHECKED, UNCHECKED = "√", "□"
"""Both are in every font that Office and we have."""


@dataclasses.dataclass(frozen=True)
class Ink:
    """Colours of running text."""

    text: Color
    heading: Color
    bullet: Color
    muted: Color


def ink_of(ctx: Context) -> Ink:
    """The page's own ink."""
    if ctx.on_deep:
        return Ink(ctx.text, ctx.color("on-deep"), ctx.color("on-deep-muted"), ctx.text)
    return Ink(ctx.text, ctx.title, ctx.legible("bullet", 3.0), ctx.legible("muted"))


def is_rtl(text: str, deck_rtl: bool) -> bool:
    """Direction of a paragraph: by its first strong letter, else the deck's (Unicode's rules P2 and P3)."""
    for char in text:
        if RTL.match(char):
            return True
        if char.isalpha():
            return False
    return deck_rtl


class Writer:
    """Turns blocks into paragraphs at one rung of the ladder."""

    def __init__(self, ctx: Context, fit: Fit, ink: Ink | None = None, align: str = "") -> None:
        self.ctx = ctx
        self.fit = fit
        self.ink = ink or ink_of(ctx)
        self.align = align
        self.paras: list[Para] = []

    def write(self, blocks: Sequence[deck.Block]) -> tuple[Para, ...]:
        """The paragraphs of these blocks, in reading order."""
        for block in blocks:
            self._block(block, 0, 0.0, block.step)
        return tuple(self.paras)

    # -- one paragraph ---------------------------------------------------------------------------

    def _add(
        self,
        line: tuple[Run, ...],
        size: float,
        *,
        level: int,
        indent: float,
        step: int,
        before: float,
        bullet: Bullet | None = None,
        hanging: float = 0.0,
    ) -> None:
        rtl = is_rtl("".join(run.text for run in line), self.ctx.rtl)
        align = self.align or ("right" if rtl else "left")
        self.paras.append(
            Para(
                line, size, pitch_of(size), level=min(level, 8), bullet=bullet, align=align, rtl=rtl,
                space_before=round(before * self.fit.tight, 2), indent=indent, hanging=hanging, step=step,
            )
        )  # fmt: skip

    def _block(self, block: deck.Block, level: int, indent: float, step: int) -> None:
        step = max(step, block.step)
        size = self.fit.level(level)
        gap = size * 0.5
        match block:
            case deck.Paragraph():
                line = runs(block.spans, size, self.ctx, color=self.ink.text)
                self._add(line, size, level=level, indent=indent, step=step, before=gap)
            case deck.Heading():
                large = size if block.level > 2 else min(size * 1.1, size + 2)
                line = runs(
                    block.spans, large, self.ctx, color=self.ink.heading, font=FontRole.HEADING, bold=True
                )
                self._add(line, large, level=level, indent=indent, step=step, before=gap * 1.5)
            case deck.ListBlock():
                self._list(block, level, indent, step)
            case deck.DefinitionList():
                for item in block.items:
                    line = runs(item.term, size, self.ctx, color=self.ink.heading, bold=True)
                    self._add(line, size, level=level, indent=indent, step=max(step, item.step), before=gap)
                    for inner in item.blocks:
                        self._tight(inner, level, indent + size * 0.9, max(step, item.step), size * 0.1)
            case deck.Poll():
                self._poll(block, level, indent, step)
            case _:
                self._other(block, level, indent, step)

    def _tight(self, block: deck.Block, level: int, indent: float, step: int, before: float) -> None:
        """A block that stays close to the one above it."""
        at = len(self.paras)
        self._block(block, level, indent, step)
        if at < len(self.paras):
            first = self.paras[at]
            self.paras[at] = dataclasses.replace(first, space_before=round(before * self.fit.tight, 2))

    # -- lists -----------------------------------------------------------------------------------

    def _list(self, block: deck.ListBlock, level: int, indent: float, step: int) -> None:
        size = self.fit.level(level)
        last = block.start + len(block.items) - 1
        if block.ordered:
            hanging = text_width(f"{max(last, block.start)}.", size, self.ctx.setting.families) + size * 0.4
        else:
            hanging = size * 0.9
        hanging = round(max(hanging, size * 0.9), 2)
        spread = 0.42 if level == 0 else 0.22
        for number, item in enumerate(block.items):
            before = size * (spread if number or level else 0.5)
            bullet = self._bullet(block, item, block.start + number, level)
            self._item(item, bullet, level, indent + hanging, hanging, max(step, item.step), before)

    def _bullet(self, block: deck.ListBlock, item: deck.ListItem, number: int, level: int) -> Bullet:
        color = self.ink.bullet
        if item.checked is not None:
            sign = CHECKED if item.checked else UNCHECKED
            return Bullet(BulletKind.CHAR, sign, number, color, item.checked)
        if block.ordered:
            return Bullet(BulletKind.NUMBER, f"{number}.", number, color)
        return Bullet(BulletKind.CHAR, BULLETS[min(level, 3)], number, color)

    def _item(
        self,
        item: deck.ListItem,
        bullet: Bullet,
        level: int,
        indent: float,
        hanging: float,
        step: int,
        before: float,
    ) -> None:
        size = self.fit.level(level)
        first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (None, ())
        spans: deck.Spans = ()
        if isinstance(first, deck.Paragraph):
            spans = first.spans
        elif isinstance(first, deck.Heading):
            spans = tuple(dataclasses.replace(s, bold=True) for s in first.spans)
        elif first is not None:
            rest = item.blocks
        line = runs(spans, size, self.ctx, color=self.ink.text)
        self._add(
            line, size, level=level, indent=indent, step=step, before=before, bullet=bullet, hanging=hanging
        )
        for block in rest:
            if isinstance(block, deck.ListBlock):
                self._list(block, level + 1, indent, max(step, block.step))
            else:
                self._tight(block, level, indent, max(step, block.step), size * 0.2)

    # -- guests ----------------------------------------------------------------------------------

    def _poll(self, block: deck.Poll, level: int, indent: float, step: int) -> None:
        size = self.fit.level(level)
        question = (deck.Span(block.question),)
        line = runs(question, size, self.ctx, color=self.ink.heading, bold=True)
        self._add(line, size, level=level, indent=indent, step=step, before=size * 0.5)
        for text in block.options:
            line = runs((deck.Span(text),), size, self.ctx, color=self.ink.text)
            bullet = Bullet(BulletKind.CHAR, "○", 1, self.ink.bullet)
            hanging = size * 0.9
            self._add(
                line, size, level=level, indent=indent + hanging, step=step, before=size * 0.3,
                bullet=bullet, hanging=hanging,
            )  # fmt: skip

    def _other(self, block: deck.Block, level: int, indent: float, step: int) -> None:
        """A block that cannot run in text, inside a list item: its words all the same."""
        size = self.fit.level(level)
        if isinstance(block, deck.Quote):
            for inner in block.blocks:
                self._block(inner, level, indent + size * 0.6, step)
            return
        if isinstance(block, deck.Columns):
            for column in block.columns:
                for inner in column.blocks:
                    self._block(inner, level, indent, step)
            return
        mono = isinstance(block, deck.Code)
        for number, text in enumerate(words_of(block)):
            line = runs((deck.Span(text, code=mono),), size, self.ctx, color=self.ink.text)
            self._add(line, size, level=level, indent=indent, step=step, before=0.0 if number else size * 0.2)


def words_of(block: deck.Block) -> list[str]:
    """What a block says, line by line: the plain-list fallback of anything drawn."""
    match block:
        case deck.Code():
            return block.text.split("\n")
        case deck.Table():
            rows = (block.header, *block.rows)
            return [" · ".join(deck.plain(cell) for cell in row.cells) for row in rows]
        case deck.Picture():
            return [text for text in (deck.plain(block.caption) or block.alt,) if text]
        case deck.Diagram():
            parts = [": ".join((p.label, *p.details)) for p in block.parts]
            return [text for text in (block.title, *parts) if text]
        case deck.Chart():
            rows_text = [
                f"{name}: {', '.join(number_text(v) for v in values)}" for name, values in block.rows
            ]
            return [text for text in (block.title, *rows_text) if text]
    return []


def number_text(value: float | None) -> str:
    """A number as people write it: no needless decimals, thin spaces from 10,000 on; – for nothing."""
    if value is None:
        return "–"
    value += 0.0  # no minus before nothing
    text = f"{value:,.10g}" if abs(value) >= 10000 else f"{value:.10g}"
    return text.replace("-", "−")
