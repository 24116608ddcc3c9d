"""A chart as a piece of the page."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.piece import as_list
from facilitator.scene.model import Item, Rect


@dataclass(frozen=True)
class ChartPiece:
    block: deck.Chart
    line: int = 0

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return as_list(self.block).height(width, ctx, fit)

    def stretch(self) -> float:
        return 1.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        return as_list(self.block).place(rect, ctx, fit)
