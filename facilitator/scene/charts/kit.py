"""What all charts are drawn with."""

from __future__ import annotations

from facilitator.deck.model import Chart
from facilitator.scene.blocks.flow import number_text
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Color


def colors(ctx: Context, count: int) -> tuple[Color, ...]:
    """One colour a series (or slice), in PowerPoint's order."""
    names = [f"chart{i}" for i in range(1, 7)]
    own = [
        ctx.theme.color(n) if ctx.theme.has_color(n) else ctx.theme.color(f"accent{i}")
        for i, n in enumerate(names, 1)
    ]
    return tuple(ctx.seen(own[i % 6]) for i in range(max(1, count)))


def value_text(value: float | None, block: Chart) -> str:
    """A value with its unit: ``%`` and ``°`` close to the number, other units after a space."""
    unit = block.option("unit").strip()
    text = number_text(value)
    if not unit or value is None:
        return text
    return f"{text}\u202f{unit}" if unit in ("%", "°", "‰") else f"{text} {unit}"


def sizes(fit: Fit) -> tuple[float, float]:
    """Names and values on this rung."""
    name = min(22.0, max(18.0, fit.body * 0.82)) if fit.allowed else fit.body * 0.82
    return round(name * 2) / 2, round(max(16.0 if fit.allowed else 1.0, name * 0.84) * 2) / 2


def highlighted(block: Chart, name: str) -> bool:
    """Is this category or series one that the author points at? Without ``highlight`` all are equal."""
    asked = {part.strip().casefold() for part in block.option("highlight").split(",") if part.strip()}
    return not asked or name.casefold() in asked
