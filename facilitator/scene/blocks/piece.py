"""What every piece of a slide can do, and pieces on top of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from facilitator.scene.context import GAP, Context, Fit
from facilitator.scene.model import Item, Rect


class Piece(Protocol):
    """A block, or several, that can be measured and placed."""

    @property
    def line(self) -> int:
        """Line of its first block, within the slide."""

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        """The least height in points at which it is good to look at."""

    def stretch(self) -> float:
        """How eagerly it takes free room: 0 for text, 1 for pictures and diagrams."""

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        """Its items, all inside ``rect``, in reading order."""


def gap(fit: Fit) -> float:
    """Space between two pieces."""
    return GAP * fit.tight


@dataclass(frozen=True)
class Stack:
    """Pieces below each other."""

    pieces: tuple[Piece, ...]
    line: int = 0

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        heights = [piece.height(width, ctx, fit) for piece in self.pieces]
        return sum(heights) + gap(fit) * max(0, len(heights) - 1)

    def stretch(self) -> float:
        return max((piece.stretch() for piece in self.pieces), default=0.0)

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        out: list[Item] = []
        for piece, box in zip(self.pieces, self.boxes(rect, ctx, fit), strict=True):
            out.extend(piece.place(box, ctx, fit))
        return out

    def boxes(self, rect: Rect, ctx: Context, fit: Fit) -> list[Rect]:
        """A box for each piece; free room goes to those that stretch."""
        heights = [piece.height(rect.w, ctx, fit) for piece in self.pieces]
        free = rect.h - sum(heights) - gap(fit) * max(0, len(heights) - 1)
        eager = sum(piece.stretch() for piece in self.pieces)
        y, boxes = rect.y, []
        for piece, least in zip(self.pieces, heights, strict=True):
            more = free * piece.stretch() / eager if eager > 0 and free > 0 else 0.0
            high = max(0.0, min(least + more, rect.bottom - y))
            boxes.append(Rect(rect.x, y, rect.w, high))
            y += high + gap(fit)
        return boxes


def first_line(pieces: Sequence[Piece]) -> int:
    """Line of the first piece, 0 when there is none."""
    return pieces[0].line if pieces else 0
