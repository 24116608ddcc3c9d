"""Columns: side by side on common baselines, because all of them stand on the same rung."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.scene.blocks.piece import Stack
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Item, Rect

GUTTER = 32.0


def column_widths(asked: tuple[float | None, ...], room: float, gutter: float = GUTTER) -> list[float]:
    """Widths in points; asked are shares of the whole (0-1), None for an equal share of the rest."""
    count = len(asked)
    free = room - gutter * (count - 1)
    given = sum(value for value in asked if value)
    rest = sum(1 for value in asked if not value)
    equal = max(0.1, (1 - given) / rest) if rest else 0.0
    raw = [value or equal for value in asked]
    return [free * value / sum(raw) for value in raw]


@dataclass(frozen=True)
class ColumnsPiece:
    """Any number of columns."""

    stacks: tuple[Stack, ...]
    asked: tuple[float | None, ...]
    line: int = 0
    rtl: bool = False

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        widths = column_widths(self.asked, width)
        return max(
            (stack.height(w, ctx, fit) for stack, w in zip(self.stacks, widths, strict=True)), default=0.0
        )

    def stretch(self) -> float:
        return max((stack.stretch() for stack in self.stacks), default=0.0)

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        widths = column_widths(self.asked, rect.w)
        x = rect.right if ctx.rtl else rect.x
        out: list[Item] = []
        for stack, width in zip(self.stacks, widths, strict=True):
            left = x - width if ctx.rtl else x
            out.extend(stack.place(Rect(left, rect.y, width, rect.h), ctx, fit))
            x = left - GUTTER if ctx.rtl else x + width + GUTTER
        return out
