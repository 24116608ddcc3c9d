"""Axis arithmetic: round numbers for people."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from facilitator.deck.charts import number


def nice_step(span: float, count: int = 5) -> float:
    """A round step (1, 2, 2.5 or 5 times a power of ten) that cuts ``span`` into about ``count`` pieces."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    raw = span / max(1, count)
    power = 10.0 ** math.floor(math.log10(raw))
    return next((m * power for m in (1.0, 2.0, 2.5, 5.0) if m * power >= raw * 0.999), 10.0 * power)


def limits(
    values: Iterable[float], low: str = "", high: str = "", *, zero: bool = True
) -> tuple[float, float]:
    """Ends of the axis: round, with zero unless told otherwise, or as the author asked."""
    found = [v for v in values if math.isfinite(v)] or [0.0, 1.0]
    least, most = min(found), max(found)
    if zero:
        least, most = min(0.0, least), max(0.0, most)
    if least == most:
        most = least + 1.0
    step = nice_step(most - least)
    bottom, top = math.floor(least / step + 1e-9) * step, math.ceil(most / step - 1e-9) * step
    bottom, top = _asked(low, bottom), _asked(high, top)
    return (bottom, top) if top > bottom else (bottom, bottom + 1.0)


def _asked(text: str, default: float) -> float:
    value = number(text)
    if value is None:
        value = number(text, decimal_comma=True)
    return value if value is not None and math.isfinite(value) else default


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round values between two ends, both included where they are round."""
    step = nice_step(high - low, count)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)]


def known(rows: Sequence[tuple[str, tuple[float | None, ...]]]) -> list[float]:
    """All numbers that are there."""
    return [v for _, values in rows for v in values if v is not None and math.isfinite(v)]
