"""Reads off a drawn chart what the native one must say to look the same: the plot's place, the axis, the
sizes.

The scene draws charts itself; PowerPoint lays its own out. So that both show the same picture, the inner plot
area, the axis ends, bar widths and text sizes are taken from what was drawn. Where that cannot be read (an
unusual chart), PowerPoint's own layout is left to decide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from facilitator.scene.model import ChartItem, Color, ConnectorItem, Item, Rect, Run, ShapeItem, TextItem


@dataclass(frozen=True)
class Plot:
    """What the native chart is told beyond its data."""

    area: Rect | None = None
    """The inner plot area as fractions of the chart's rect; None: PowerPoint decides."""
    low: float | None = None
    high: float | None = None
    """Ends of the value axis; None: the program finds them, and again when somebody edits the numbers."""
    step: float | None = None
    """Distance of the axis's marks."""
    ruled: bool = False
    """The axis is drawn."""
    mirrored: bool = False
    """It runs from right to left."""
    gap: int = 60
    """Space between groups, per cent of a bar."""
    overlap: int = 0
    """How far bars of a group overlap, per cent; negative: they stand apart."""
    names: Run | None = None
    """A run as category names are drawn."""
    values: Run | None = None
    """A run as values are drawn."""
    grid: Color | None = None
    axis: Color | None = None
    points: dict[tuple[int, int], Color] = field(default_factory=dict)
    """(series, category) -> colour, where it is not the series' own."""
    keys: Run | None = None
    """A run as the names in the legend are drawn."""
    legend: Rect | None = None
    """The legend's place as fractions."""
    entries: tuple[str, ...] = ()
    """What the legend of a pie says of each slice: name and value."""


def plot_of(item: ChartItem) -> Plot:
    """Read a drawn chart. Never raises: what cannot be read is left out."""
    reader = {"bar": _bars, "column": _columns, "line": _lines, "pie": _pie}.get(item.data.kind)
    if reader is None or not item.items:
        return Plot()
    return reader(item) or Plot(names=_run(item, item.data.categories), values=_run(item, ("Value",)))


def _run(item: ChartItem, names: Sequence[str]) -> Run | None:
    """The first run of a label with one of these names."""
    for part in item.items:
        if isinstance(part, TextItem) and part.name in names and part.paras and part.paras[0].runs:
            return part.paras[0].runs[0]
    return None


def _axis(item: ChartItem) -> ConnectorItem | None:
    return next((i for i in item.items if isinstance(i, ConnectorItem) and i.name == "Axis"), None)


def _within(rect: Rect, whole: Rect) -> Rect:
    return Rect(
        (rect.x - whole.x) / whole.w, (rect.y - whole.y) / whole.h, rect.w / whole.w, rect.h / whole.h
    )


def _bar_shapes(items: Sequence[Item]) -> list[ShapeItem]:
    return [i for i in items if isinstance(i, ShapeItem) and i.shape == "rect" and i.name != "Key"]


def _pairs(item: ChartItem) -> list[tuple[tuple[int, int], ShapeItem]] | None:
    """(category, series) and its bar, when the bars that were drawn are those of the data in order. One of
    next to nothing is not drawn."""
    bars = _bar_shapes(item.items)
    out: list[tuple[tuple[int, int], ShapeItem]] = []
    for c, category in enumerate(item.data.categories):
        for s, (name, values) in enumerate(item.data.series):
            if values[c] in (None, 0) or len(out) == len(bars):
                continue
            bar = bars[len(out)]
            if bar.name in (category, f"{category} {name}".strip()):
                out.append(((c, s), bar))
    return out if out and len(out) == len(bars) else None


def _colors(item: ChartItem, pairs: list[tuple[tuple[int, int], ShapeItem]]) -> dict[tuple[int, int], Color]:
    """Bars that have another colour than their series."""
    out: dict[tuple[int, int], Color] = {}
    for (c, s), bar in pairs:
        own = item.data.colors[s % len(item.data.colors)] if item.data.colors else None
        if bar.fill is not None and bar.fill != own:
            out[s, c] = bar.fill
    return out


def _largest(item: ChartItem, found: dict[tuple[int, int], Rect], across: bool) -> tuple[float, float]:
    """(value, length in points) of the longest bar."""
    (c, s), rect = max(found.items(), key=lambda pair: pair[1].w if across else pair[1].h)
    return abs(item.data.series[s][1][c] or 0.0), rect.w if across else rect.h


def _spacing(
    rects: dict[tuple[int, int], Rect], count: int, whole: float, across: bool
) -> tuple[float, float]:
    """(thickness of a bar, distance of neighbours in a group) in points."""

    def place(r: Rect) -> float:
        return r.y if across else r.x

    thick = min((r.h if across else r.w) for r in rects.values())
    steps = [abs(place(rects[c, s + 1]) - place(rects[c, s])) for c, s in rects if (c, s + 1) in rects]
    return thick, (min(steps) if steps else thick) if count > 1 else thick


def free_ends(low: float, high: float) -> tuple[float, float, float]:
    """(low, high, step): a step with which every program finds the same ends of an axis by itself.

    ``low`` and ``high`` are the least and the largest number. PowerPoint takes the first multiple of the step
    at least 5 % of the span beyond them, LibreOffice the first beyond them: so none may lie in between.
    """
    span = high - low
    low, high = (0.0 if abs(v) < span * 1e-12 else v for v in (low, high))
    best = (low, high, span, 2.0)
    for tenths in range(60, 200):
        step = float(f"{span / (tenths / 10):.5g}")
        top = math.ceil(high / step) * step if high > 0 else 0.0
        bottom = math.floor(low / step) * step if low < 0 else 0.0
        roomy = (high <= 0 or top - high > span * 0.052) and (low >= 0 or low - bottom > span * 0.052)
        waste = (top - high) + (low - bottom)
        if roomy and waste < best[3] * span:
            best = (bottom, top, step, waste / span)
    return best[0], best[1], best[2]


def _common(
    item: ChartItem,
    area: Rect,
    pairs: list[tuple[tuple[int, int], ShapeItem]],
    band: float,
    zero: float,
    *,
    mirrored: bool,
) -> Plot:
    """``zero``: where nothing is, in points along the bars."""
    across = item.data.kind == "bar"
    found = {key: bar.rect for key, bar in pairs}
    series = len(item.data.series)
    thick, pitch = _spacing(found, series, band, across)
    group = thick + pitch * (series - 1)
    axis = _axis(item)
    value, length = _largest(item, found, across)
    values = [v for _, row in item.data.series for v in row if v is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    drawn = (area.w if across else area.h) * value / length if length else 0.0
    plot = Plot(
        gap=max(0, min(500, round((band - group) / thick * 100))),
        overlap=max(-100, min(100, round((thick - pitch) / thick * 100))),
        names=_run(item, item.data.categories), values=_run(item, ("Value",)),
        axis=axis.color if axis else None, points=_colors(item, pairs), mirrored=mirrored,
    )  # fmt: skip
    if abs(drawn - (high - low)) > (high - low) * 0.01:  # the author cut the axis: so it stays
        scale = value / length
        ends = (zero - area.x, area.right - zero) if across else (area.bottom - zero, zero - area.y)
        ends = ends[::-1] if mirrored and across else ends
        return replace(
            plot,
            area=_within(area, item.rect),
            low=round(-ends[0] * scale, 9),
            high=round(ends[1] * scale, 9),
        )
    bottom, top, step = free_ends(low, high)
    per = length / value
    if across:
        way = -1.0 if mirrored else 1.0
        first, last = sorted((zero + way * bottom * per, zero + way * top * per))
        left = max(item.rect.x, first)
        wide = Rect(left, area.y, min(item.rect.right, last) - left, area.h)
    else:
        above = max(item.rect.y, zero - top * per)
        wide = Rect(area.x, above, area.w, min(item.rect.bottom, zero - bottom * per) - above)
    return replace(plot, area=_within(wide, item.rect), step=step, low=0.0 if low >= 0 else None,
                   high=0.0 if high <= 0 else None)  # fmt: skip


def _bars(item: ChartItem) -> Plot | None:
    pairs = _pairs(item)
    axis = _axis(item)
    if pairs is None or axis is None:
        return None
    found = {key: bar.rect for key, bar in pairs}
    value, length = _largest(item, found, across=True)
    labels = [i for i in item.items if isinstance(i, TextItem) and i.name in item.data.categories]
    middles = [i.rect.y + i.rect.h / 2 for i in labels]
    if len(middles) != len(item.data.categories) or not value or not length:
        return None
    (c, s), longest = max(found.items(), key=lambda pair: pair[1].w)
    mirrored = (longest.x + longest.w / 2 < axis.x1) == ((item.data.series[s][1][c] or 0.0) > 0)
    band = middles[1] - middles[0] if len(middles) > 1 else labels[0].rect.h * 1.2
    left, right = min(r.x for r in found.values()), max(r.right for r in found.values())
    left, right = min(left, axis.x1), max(right, axis.x1)
    area = Rect(left, middles[0] - band / 2, right - left, band * len(middles))
    return _common(item, area, pairs, band, axis.x1, mirrored=mirrored)


def _backwards(item: ChartItem) -> bool:
    """Do the categories stand from right to left?"""
    places = [i.rect.x for i in item.items if isinstance(i, TextItem) and i.name in item.data.categories]
    return len(places) > 1 and places[0] > places[-1]


def _columns(item: ChartItem) -> Plot | None:
    pairs = _pairs(item)
    axis = _axis(item)
    if pairs is None or axis is None:
        return None
    found = {key: bar.rect for key, bar in pairs}
    value, length = _largest(item, found, across=False)
    if not value or not length:
        return None
    top, bottom = min(r.y for r in found.values()), max(r.bottom for r in found.values())
    top, bottom = min(top, axis.y1), max(bottom, axis.y1)
    area = Rect(min(axis.x1, axis.x2), top, abs(axis.x2 - axis.x1), bottom - top)
    band = area.w / len(item.data.categories)
    return _with_legend(item, _common(item, area, pairs, band, axis.y1, mirrored=_backwards(item)))


def _lines(item: ChartItem) -> Plot | None:
    axis = _axis(item)
    grid = [i for i in item.items if isinstance(i, ConnectorItem) and i.name == "Grid"]
    dots = [i.rect for i in item.items if isinstance(i, ShapeItem) and i.name == "Point"]
    values = [v for _, row in item.data.series for v in row if v is not None]
    if axis is None or len(grid) < 2 or len(dots) != len(values) or len(set(values)) < 2:
        return None
    pairs = sorted(zip(values, (r.y + r.h / 2 for r in dots), strict=True))
    (v0, y0), (v1, y1) = pairs[0], pairs[-1]
    if y0 == y1:
        return None
    per = (v1 - v0) / (y1 - y0)
    heights = sorted(g.y1 for g in grid)
    top, bottom = heights[0], heights[-1]
    step = abs((heights[1] - heights[0]) * per)
    area = Rect(min(axis.x1, axis.x2), top, abs(axis.x2 - axis.x1), bottom - top)
    low, high = _round(v0 + (bottom - y0) * per, step), _round(v0 + (top - y0) * per, step)
    step = _round(step, step)
    # left to the program where it finds the same: then it finds another when the numbers are edited
    free = all(
        abs(math.ceil(most / step - 1e-9) * step - high) < step * 1e-6
        for most in (v1 if v1 > v0 else v0, max(v0, v1) + 0.051 * (max(v0, v1) - min(v0, v1, low)))
    )
    plot = Plot(
        _within(area, item.rect), low, None if free else high, step, ruled=True, mirrored=_backwards(item),
        names=_run(item, item.data.categories), values=_run(item, ("Tick",)),
        grid=grid[0].color, axis=axis.color,
    )  # fmt: skip
    return _with_legend(item, plot)


def _round(value: float, step: float) -> float:
    """Free of the noise that comes from reading it off a picture."""
    return float(f"{value:.6g}") if abs(value) > step * 1e-6 else 0.0


def _pie(item: ChartItem) -> Plot | None:
    slices = [i for i in item.items if isinstance(i, ShapeItem) and i.name != "Key"]
    if not slices:
        return None
    left, top = min(s.rect.x for s in slices), min(s.rect.y for s in slices)
    right, bottom = max(s.rect.right for s in slices), max(s.rect.bottom for s in slices)
    side = max(right - left, bottom - top)
    if right - left < side:  # the slices of a half disc
        left = right - side if any(s.rect.x > left + 1 for s in slices) and len(slices) == 1 else left
    names = _run(item, item.data.categories)
    said = tuple(
        i.paras[0].text for i in item.items if isinstance(i, TextItem) and i.name in item.data.categories
    )
    entries = said if len(said) == len(item.data.categories) else ()
    plot = Plot(_within(Rect(left, top, side, side), item.rect), names=names, values=names, entries=entries)
    return _with_legend(item, plot)


def _with_legend(item: ChartItem, plot: Plot) -> Plot:
    """The place of the colour keys and their names."""
    keys = [i.rect for i in item.items if isinstance(i, ShapeItem) and i.name == "Key"]
    if not keys:
        return plot
    words = {name for name, _ in item.data.series} if item.data.kind != "pie" else set(item.data.categories)
    labels = [i.rect for i in item.items if isinstance(i, TextItem) and i.name in words]
    top = min(k.y for k in keys)
    labels = [r for r in labels if item.data.kind == "pie" or r.y < top + keys[0].h * 4]
    boxes = keys + labels
    left, right = min(b.x for b in boxes), max(b.right for b in boxes)
    rect = Rect(
        left, min(b.y for b in boxes), right - left, max(b.bottom for b in boxes) - min(b.y for b in boxes)
    )
    if item.data.kind == "pie":  # one column, exactly as wide as its words: more would be two columns
        wide = max(
            (
                _width(i, whole=bool(plot.entries))
                for i in item.items
                if isinstance(i, TextItem) and i.name in words
            ),
            default=0,
        )
        rect = Rect(rect.x, rect.y, wide * 1.05 + 36.0, rect.h * 1.05)
    run = _run(item, [name for name, _ in item.data.series])
    return replace(plot, legend=_within(rect, item.rect), keys=run)


def _width(label: TextItem, *, whole: bool) -> float:
    """How wide a legend's entry is, or only the name at its start, by its share of the letters."""
    para = label.paras[0]
    widest = max((line.width for line in para.lines), default=0.0)
    return widest if whole else widest * len(label.name) / max(1, len(para.text))
