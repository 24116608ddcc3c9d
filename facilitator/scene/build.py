"""Blocks of the deck as pieces of the page."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from facilitator.deck import model as deck
from facilitator.scene.blocks.columns import ColumnsPiece
from facilitator.scene.blocks.flow import TEXT_BLOCKS
from facilitator.scene.blocks.picture import PicturePiece
from facilitator.scene.blocks.piece import Piece, Stack, first_line
from facilitator.scene.blocks.plain import CodePiece, QuotePiece, TextPiece
from facilitator.scene.blocks.table import TablePiece
from facilitator.scene.model import Role


def pieces(blocks: Sequence[deck.Block], *, slot: int = 0, whole: bool = False) -> tuple[Piece, ...]:
    """Pieces in order; neighbouring text blocks share one box.

    ``whole``: when all is one text, it takes the region itself (and inherits its geometry in the file).
    """
    out: list[Piece] = []
    text: list[deck.Block] = []
    only = whole and bool(blocks) and all(isinstance(b, TEXT_BLOCKS) for b in blocks)
    first = True

    def flush() -> None:
        nonlocal first
        if text:
            role_slot = slot if first else slot + 10
            out.append(TextPiece(tuple(text), text[0].line, Role.BODY, role_slot, whole=only, name="Content"))
            text.clear()
            first = False

    for block in blocks:
        if isinstance(block, TEXT_BLOCKS):
            text.append(block)
            continue
        flush()
        out.append(_piece(block, slot))
    flush()
    return tuple(out)


def _piece(block: deck.Block, slot: int) -> Piece:
    match block:
        case deck.Table():
            return TablePiece(block, block.line)
        case deck.Code():
            return CodePiece(block, block.line)
        case deck.Picture():
            return PicturePiece(block, block.line, slot)
        case deck.Quote():
            return QuotePiece(block, block.line)
        case deck.Columns():
            stacks = tuple(stack(c.blocks, slot=20 + i, top=True) for i, c in enumerate(block.columns))
            return ColumnsPiece(stacks, tuple(c.width for c in block.columns), block.line)
        # figures are nine modules and four: a deck without them does not wait for them
        case deck.Diagram():
            from facilitator.scene.diagrams.piece import DiagramPiece

            return DiagramPiece(block, block.line)
        case deck.Chart():
            from facilitator.scene.charts.piece import ChartPiece

            return ChartPiece(block, block.line)
    return TextPiece((block,), block.line)


def stack(blocks: Sequence[deck.Block], *, slot: int = 0, whole: bool = False, top: bool = False) -> Stack:
    """Blocks below each other; with ``top`` a picture stands at the top of its room, not in its middle."""
    made = pieces(blocks, slot=slot, whole=whole)
    if top:
        made = tuple(dataclasses.replace(p, anchor="top") if isinstance(p, PicturePiece) else p for p in made)
    return Stack(made, first_line(made))
