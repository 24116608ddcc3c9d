"""Where a slide that is too full had best be split."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from facilitator.deck import model as deck
from facilitator.scene.build import stack
from facilitator.scene.context import Context, Fit


def split_line(blocks: Sequence[deck.Block], width: float, height: float, ctx: Context, fit: Fit) -> int:
    """The line (within the slide) of the first block or list item that no longer fits; 0 when unknown."""
    units = _units(blocks)
    low, high = 0, len(units)
    while low < high:
        middle = (low + high + 1) // 2
        if _height([block for _, block in units[:middle]], width, ctx, fit) <= height:
            low = middle
        else:
            high = middle - 1
    return units[low][0] if 0 < low < len(units) else 0


def _units(blocks: Sequence[deck.Block]) -> list[tuple[int, deck.Block]]:
    """Blocks, with every list in single items."""
    out: list[tuple[int, deck.Block]] = []
    for block in blocks:
        if isinstance(block, deck.ListBlock):
            out += [
                (item.line or block.line, dataclasses.replace(block, items=(item,))) for item in block.items
            ]
        else:
            out.append((block.line, block))
    return out


def _height(blocks: Sequence[deck.Block], width: float, ctx: Context, fit: Fit) -> float:
    return stack(blocks).height(width, ctx, fit) if blocks else 0.0
