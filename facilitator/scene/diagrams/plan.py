"""A diagram measured for one width, ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.scene.model import Item, Rect


@dataclass(frozen=True)
class Plan:
    """What a kind of diagram answers when asked to fit a width."""

    least: float
    """Height in points under which it does not fit."""
    most: float
    """Height above which more room makes it no better."""
    draw: Callable[[Rect], list[Item]]
    """Its items inside a rect of that width and a height between the two."""
