"""A theme made from an organisation's PowerPoint template, so that slides are laid out in its places, with
its fonts and colours, before they are written into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from facilitator.export.pptx.placeholders import LAYOUT_TYPES
from facilitator.export.pptx.template import Holder, Template, TemplateLayout
from facilitator.export.pptx.xml import EMU
from facilitator.scene.color import contrast, tinted
from facilitator.scene.fonts import TWINS
from facilitator.scene.model import Color, Rect
from facilitator.scene.theme import FontPair, Layout, Theme, TypeScale

_SCREEN = {office: ours for ours, office in TWINS.items()} | {
    "Helvetica": "Arimo", "Verdana": "Arimo", "Tahoma": "Arimo", "Segoe UI": "Arimo",
    "Aptos": "Carlito", "Aptos Display": "Carlito", "Calibri Light": "Carlito", "Times New Roman": "Caladea",
}  # fmt: skip
"""File font -> the bundled one to lay out with: the metric twin, or the nearest that is not narrower."""

_CONTENT = {"obj", "body", "tbl", "chart", "dgm", "media", "clipArt"}
_FURNITURE = {"dt", "ftr", "sldNum", "hdr", "title"}


def match(template: Template, name: str) -> TemplateLayout:
    """The template's layout for one of ours: by name, by PowerPoint's type, then by placeholders."""
    layouts = template.layouts
    wanted = name.casefold()
    for layout in layouts:
        if layout.name.casefold() == wanted:
            return layout
    kind = LAYOUT_TYPES.get(wanted)
    for layout in layouts:
        if kind and layout.type == kind:
            return layout
    contents = {"two content": 2, "comparison": 2, "title only": 0, "full picture": 0, "quote": 0,
                "questions": 0, "blank": 0}.get(wanted, 1)  # fmt: skip
    return min(layouts, key=lambda layout: _misfit(layout, contents))


def _misfit(layout: TemplateLayout, contents: int) -> tuple[int, int]:
    """How badly a layout fits: a missing title is worst, then too few placeholders, then too many."""
    has_title = any(h.type == "title" for h in layout.holders)
    found = len(_contents(layout))
    return (0 if has_title else 1, (contents - found) * 10 if found < contents else found - contents)


def _contents(layout: TemplateLayout) -> list[Holder]:
    return sorted((h for h in layout.holders if h.type not in _FURNITURE), key=lambda h: (h.rect.x, h.rect.y))


def _named(layout: TemplateLayout, name: str) -> dict[str, Rect]:
    """The regions of one of our layouts, as far as the template's has a place for them."""
    wanted = name.casefold()
    contents = _contents(layout)
    out: dict[str, Rect] = {}

    def first(holders: Iterable[Holder], region: str) -> None:
        holder = next(iter(holders), None)
        if holder is not None:
            out[region] = holder.rect

    first((h for h in layout.holders if h.type == "title"), "title")
    first((h for h in layout.holders if h.type == "ftr"), "footer")
    first((h for h in layout.holders if h.type == "sldNum"), "number")
    if wanted == "title slide":
        first(contents, "subtitle")
    elif wanted == "two content":
        for holder, region in zip(contents, ("left", "right"), strict=False):
            out[region] = holder.rect
    elif wanted == "comparison":
        heads = [h for h in contents if h.type == "body"]
        bodies = [h for h in contents if h.type != "body"]
        for holder, region in zip(
            (*heads[:2], *bodies[:2]), ("left-head", "right-head", "left", "right"), strict=False
        ):
            out[region] = holder.rect
    elif wanted == "content with caption":
        first((h for h in contents if h.type != "body"), "content")
        first((h for h in contents if h.type == "body"), "caption")
    elif wanted == "picture with caption":
        first((h for h in contents if h.type == "pic"), "picture")
        first((h for h in contents if h.type == "body"), "caption")
    elif wanted in ("title and content", "section header", "statement", "resources"):
        first(contents, "content")
    return out


def _moved(rect: Rect, old: Rect, new: Rect) -> Rect:
    """``rect`` carried from one area to another."""
    across, down = new.w / old.w, new.h / old.h
    return Rect(
        new.x + (rect.x - old.x) * across, new.y + (rect.y - old.y) * down, rect.w * across, rect.h * down
    )


def _layouts(template: Template, base: Theme, width: float, height: float) -> tuple[Layout, ...]:
    page = Rect(0, 0, width, height)
    whole = Rect(0, 0, base.width, base.height)
    common = match(template, "Title and Content")
    places = _named(common, "Title and Content")
    old_title = base.layout("Title and Content").region("title") or whole
    old_content = base.layout("Title and Content").region("content") or whole
    title = places.get("title") or _moved(old_title, whole, page)
    content = places.get("content") or _moved(old_content, whole, page)
    out = []
    for ours in base.layouts:
        theirs = match(template, ours.name)
        found = _named(theirs, ours.name)
        regions: dict[str, Rect] = {}
        for key, rect in ours.regions:
            if key in found:
                regions[key] = found[key]
            elif key in ("footer", "number", "header"):
                continue
            elif ours.name == "Full Picture":
                regions[key] = _moved(rect, whole, page)
            elif key == "title":
                regions[key] = title
            else:
                regions[key] = _moved(rect, old_content, content)
        anchor = next((h.anchor for h in theirs.holders if h.type == "title"), "")
        out.append(Layout(ours.name, tuple(regions.items()), anchor=anchor))
    return tuple(out)


def _steps(largest: float, floor: float) -> tuple[float, ...]:
    """Sizes from the template's own down to the smallest that can be read."""
    ladder = (60, 54, 48, 44, 40, 36, 32, 28, 26, 24, 22, 20, 18, 16, 14)
    return (largest, *(float(s) for s in ladder if floor <= s < largest))


def _colors(template: Template, base: Theme) -> tuple[tuple[str, Color], ...]:
    palette = template.palette

    def of(name: str, tint: float = 0.0) -> Color:
        return Color(tinted(palette[name], tint), name, tint)

    def on(color: Color) -> Color:
        return max(of("lt1"), of("dk1"), key=lambda c: contrast(c.hex, color.hex))

    paper, ink = (of("dk1"), of("lt1")) if template.dark else (of("lt1"), of("dk1"))
    soft = of("dk2" if template.dark else "lt2")
    if contrast(soft.hex, ink.hex) < 4.5:
        soft = paper
    deep = of("dk2")
    warm_soft = soft if template.dark else of("accent2", 0.8)
    roles = {
        "background": paper,
        "text": ink,
        "title": ink,
        "muted": ink if template.dark else of("dk1", 0.25),
        "accent": of("accent1"),
        "on-accent": on(of("accent1")),
        "soft": soft,
        "on-soft": ink,
        "soft-title": ink,
        "warm": of("accent2"),
        "warm-soft": warm_soft,
        "on-warm": on(warm_soft),
        "warm-title": on(warm_soft),
        "deep": deep,
        "on-deep": on(deep),
        "on-deep-muted": on(deep),
        "deep-line": of("accent1"),
        "surface": paper,
        "line": soft if template.dark else of("dk1", 0.75),
        "ring": of("accent1"),
        "shape-line": of("accent1"),
        "code-background": soft if template.dark else of("dk1", 0.94),
        "link": of("hlink"),
    }
    return tuple((role, roles.get(role, color)) for role, color in base.colors)


def theme_of(template: Template, base: Theme) -> Theme:
    """A theme with the template's page, places, fonts, sizes and colours; ``base`` gives what it lacks."""
    width, height = template.size[0] / EMU, template.size[1] / EMU
    common = match(template, "Title and Content")
    opening = match(template, "Title Slide")

    def size(layout: TemplateLayout, kinds: set[str], default: float) -> float:
        return next((h.size for h in layout.holders if h.type in kinds and h.size), default)

    heading, body = template.font("majorFont") or "Calibri", template.font("minorFont") or "Calibri"
    scale = dataclasses.replace(
        base.scale,
        title=_steps(size(common, {"title"}, 40.0), 24),
        display=_steps(size(opening, {"title"}, 54.0), 32),
        body=_steps(size(common, _CONTENT, 28.0), 18),
        subtitle=size(opening, {"subTitle", "body"}, 24.0),
    )
    return dataclasses.replace(
        base,
        name=Path(template.path).stem,
        label=Path(template.path).stem,
        palette=tuple((key, template.palette.get(key, value)) for key, value in base.palette),
        colors=_colors(template, base),
        heading=FontPair(_SCREEN.get(heading, "Arimo"), heading),
        body=FontPair(_SCREEN.get(body, "Arimo"), body),
        scale=_checked(scale),
        layouts=_layouts(template, base, width, height),
        width=width,
        height=height,
        dark=template.dark,
        digest=f"template-{template.path}-{len(template.parts)}",
    )


def _checked(scale: TypeScale) -> TypeScale:
    """At least one step in each scale."""
    return dataclasses.replace(scale, body=scale.body or (20.0,), title=scale.title or (28.0,))
