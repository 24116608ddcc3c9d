"""What an author wrote one after the other and would place by hand: pictures in lists, and in rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from facilitator.deck import model as deck

ABREAST = 4
"""More pictures than that in one row would be stamps."""


def arranged(slide: deck.Slide) -> deck.Slide:
    """The slide with pictures taken out of lists, and neighbouring pictures beside each other."""
    blocks = tuple(_in_rows(lifted(slide.blocks)))
    return slide if blocks == slide.blocks else dataclasses.replace(slide, blocks=blocks)


def lifted(blocks: Iterable[deck.Block]) -> list[deck.Block]:
    """The blocks with pictures taken out of lists."""
    return [block for one in blocks for block in _lifted(one)]


def _lifted(block: deck.Block) -> Iterator[deck.Block]:
    """The block; a list without its pictures, which follow it."""
    if not isinstance(block, deck.ListBlock) or not _has_picture(block):
        yield block
        return
    pictures: list[deck.Picture] = []
    rest = _without(block, pictures, 0)
    if rest is not None:
        yield rest
    yield from pictures


def _has_picture(block: deck.ListBlock) -> bool:
    return any(
        isinstance(inner, deck.Picture) or (isinstance(inner, deck.ListBlock) and _has_picture(inner))
        for item in block.items
        for inner in item.blocks
    )


def _without(block: deck.ListBlock, pictures: list[deck.Picture], step: int) -> deck.ListBlock | None:
    """A list without its pictures, which are gathered; None when nothing is left of it."""
    items = []
    for item in block.items:
        when = max(step, block.step, item.step)
        kept: list[deck.Block] = []
        for inner in item.blocks:
            if isinstance(inner, deck.Picture):
                pictures.append(dataclasses.replace(inner, step=max(when, inner.step)))
            elif isinstance(inner, deck.ListBlock):
                nested = _without(inner, pictures, when)
                kept += [nested] if nested is not None else []
            else:
                kept.append(inner)
        bare = all(isinstance(b, deck.Paragraph) and not deck.plain(b.spans).strip() for b in kept)
        if not bare or item.blocks == tuple(kept):
            items.append(dataclasses.replace(item, blocks=tuple(kept)))
    return dataclasses.replace(block, items=tuple(items)) if items else None


def _in_rows(blocks: list[deck.Block]) -> Iterator[deck.Block]:
    """Neighbouring pictures whose size the author left to us, as columns."""
    row: list[deck.Picture] = []
    for block in [*blocks, None]:
        if isinstance(block, deck.Picture) and not block.width and not block.height:
            row.append(block)
            continue
        while row:
            count = len(row) if len(row) <= ABREAST else -(-len(row) // -(-len(row) // ABREAST))
            part, row = row[:count], row[count:]
            if len(part) == 1:
                yield part[0]
            else:
                columns = tuple(deck.Column((picture,), line=picture.line) for picture in part)
                yield deck.Columns(columns, part[0].line)
        if block is not None:
            yield block
