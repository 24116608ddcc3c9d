"""Preset shapes: outlines and text rectangles as DrawingML defines them (ECMA-376, presetShapeDefinitions).

Adjustments are fractions (0.5 stands for 50000).
"""

from __future__ import annotations

import math

from facilitator.scene.model import Rect, ShapeItem

Path = tuple[tuple[str, tuple[float, ...]], ...]

_KAPPA = 0.5522847498307936
"""Control point distance of a quarter circle drawn as one cubic."""

DEFAULTS = {"roundRect": {"adj": 0.16667}, "homePlate": {"adj": 0.5}, "chevron": {"adj": 0.5},
            "triangle": {"adj": 0.5}, "round2SameRect": {"adj1": 0.16667, "adj2": 0.0}}  # fmt: skip


def adjusted(item: ShapeItem, name: str = "adj") -> float:
    """The value of an adjustment, or the preset's own default."""
    default = DEFAULTS.get(item.shape, {}).get(name, 0.0)
    return next((value for key, value in item.adjust if key == name), default)


def corner(item: ShapeItem) -> float:
    """Corner radius of a round rectangle in points."""
    return min(item.rect.w, item.rect.h) * min(0.5, max(0.0, adjusted(item)))


def radius_adjust(w: float, h: float, radius: float) -> tuple[tuple[str, float], ...]:
    """The adjustment that gives a round rectangle this corner radius (points)."""
    return (("adj", min(0.5, radius / max(0.01, min(w, h)))),)


def text_rect(item: ShapeItem) -> Rect:
    """Where the preset lets text stand, before insets, in page points."""
    r = item.rect
    if item.shape == "roundRect":
        inset = corner(item) * (1 - math.sqrt(0.5))
        return Rect(r.x + inset, r.y + inset, r.w - 2 * inset, r.h - 2 * inset)
    if item.shape == "ellipse":
        dx, dy = r.w / 2 * (1 - math.sqrt(0.5)), r.h / 2 * (1 - math.sqrt(0.5))
        return Rect(r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy)
    if item.shape == "homePlate":
        point = min(r.w, r.h) * adjusted(item)
        return Rect(r.x, r.y, r.w - point / 2, r.h)
    if item.shape == "chevron":
        point = min(r.w, r.h) * adjusted(item)
        return Rect(r.x + point, r.y, max(1.0, r.w - 2 * point), r.h)
    return r


def text_area(item: ShapeItem) -> Rect:
    """Where its text stands: the preset's text rectangle without the insets."""
    r, (left, top, right, bottom) = text_rect(item), item.insets
    return Rect(r.x + left, r.y + top, max(1.0, r.w - left - right), max(1.0, r.h - top - bottom))


def outline(item: ShapeItem) -> Path:
    """The outline as moves, lines and cubics in page points, before rotation."""
    r = item.rect
    if item.shape == "path":
        return item.path
    if item.shape == "roundRect":
        return _round(r, corner(item))
    if item.shape == "ellipse":
        return ellipse_path(r)
    if item.shape == "triangle":
        top = r.x + r.w * adjusted(item)
        return _polygon((top, r.y), (r.right, r.bottom), (r.x, r.bottom))
    if item.shape in ("homePlate", "chevron"):
        point = min(r.w, r.h) * adjusted(item)
        middle = r.y + r.h / 2
        points = [(r.x, r.y), (r.right - point, r.y), (r.right, middle), (r.right - point, r.bottom)]
        points.append((r.x, r.bottom))
        if item.shape == "chevron":
            points.append((r.x + point, middle))
        return _polygon(*points)
    return _polygon((r.x, r.y), (r.right, r.y), (r.right, r.bottom), (r.x, r.bottom))


def _polygon(*points: tuple[float, float]) -> Path:
    return (("M", points[0]), *(("L", p) for p in points[1:]), ("Z", ()))


def _round(r: Rect, radius: float) -> Path:
    k = radius * (1 - _KAPPA)
    x, y, right, bottom, q = r.x, r.y, r.right, r.bottom, radius
    return (
        ("M", (x + q, y)),
        ("L", (right - q, y)),
        ("C", (right - k, y, right, y + k, right, y + q)),
        ("L", (right, bottom - q)),
        ("C", (right, bottom - k, right - k, bottom, right - q, bottom)),
        ("L", (x + q, bottom)),
        ("C", (x + k, bottom, x, bottom - k, x, bottom - q)),
        ("L", (x, y + q)),
        ("C", (x, y + k, x + k, y, x + q, y)),
        ("Z", ()),
    )


def ellipse_path(r: Rect) -> Path:
    """A whole ellipse."""
    return (*arc_path(r, 0.0, 360.0), ("Z", ()))


def arc_path(r: Rect, start: float, sweep: float) -> Path:
    """An open arc of the ellipse in ``r``: degrees clockwise from three o'clock."""
    cx, cy, rx, ry = r.x + r.w / 2, r.y + r.h / 2, r.w / 2, r.h / 2
    pieces = max(1, math.ceil(abs(sweep) / 90 - 1e-9))
    step = math.radians(sweep / pieces)
    k = 4 / 3 * math.tan(step / 4)
    a = math.radians(start)
    out: list[tuple[str, tuple[float, ...]]] = [("M", (cx + rx * math.cos(a), cy + ry * math.sin(a)))]
    for _ in range(pieces):
        b = a + step
        out.append((
            "C",
            (
                cx + rx * (math.cos(a) - k * math.sin(a)), cy + ry * (math.sin(a) + k * math.cos(a)),
                cx + rx * (math.cos(b) + k * math.sin(b)), cy + ry * (math.sin(b) - k * math.cos(b)),
                cx + rx * math.cos(b), cy + ry * math.sin(b),
            ),
        ))  # fmt: skip
        a = b
    return tuple(out)


def moved(path: Path, dx: float, dy: float) -> Path:
    """A path moved by so many points."""
    return tuple(
        (op, tuple(v + (dx if i % 2 == 0 else dy) for i, v in enumerate(values))) for op, values in path
    )


def bounds(path: Path) -> Rect:
    """The box round a path's points (control points included)."""
    xs = [v for _, values in path for v in values[::2]]
    ys = [v for _, values in path for v in values[1::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
