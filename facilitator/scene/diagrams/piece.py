"""A diagram as a piece of the page."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import words_of
from facilitator.scene.blocks.plain import TextPiece
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Item, Rect


def as_list(block: deck.Diagram | deck.Chart) -> TextPiece:
    """The plain-list fallback: title and parts as text."""
    words = words_of(block)
    items = tuple(deck.ListItem((deck.Paragraph((deck.Span(w),)),)) for w in words[1:])
    head = deck.Heading(3, (deck.Span(words[0]),)) if words else None
    blocks: tuple[deck.Block, ...] = (*([head] if head else []), deck.ListBlock(items))
    return TextPiece(blocks, block.line, name=block.kind)


@dataclass(frozen=True)
class DiagramPiece:
    block: deck.Diagram
    line: int = 0

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return as_list(self.block).height(width, ctx, fit)

    def stretch(self) -> float:
        return 1.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        return as_list(self.block).place(rect, ctx, fit)
