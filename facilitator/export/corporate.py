"""A theme made from an organisation's PowerPoint template, so that slides are laid out in its places, with
its fonts and colours, before they are written into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from facilitator.deck.model import Slide
from facilitator.export.matching import CAPTIONED, PLAIN, contents, match, regions, suits
from facilitator.export.pptx.template import Template, TemplateLayout
from facilitator.export.pptx.xml import EMU
from facilitator.scene.arranging import arranged
from facilitator.scene.choose import choose_layout, named_layout
from facilitator.scene.color import contrast, mixed, recipe, tinted
from facilitator.scene.fonts import TWINS
from facilitator.scene.model import Color, Rect
from facilitator.scene.theme import FontPair, Layout, Theme, TypeScale

_LIKE = {
    "Aptos": ("Carlito", 108), "Aptos Display": ("Carlito", 108), "Calibri Light": ("Carlito", 100),
    "Avenir": ("Arimo", 104), "Avenir Next": ("Arimo", 104), "Century Gothic": ("Arimo", 112),
    "Franklin Gothic Book": ("Arimo", 100), "Frutiger": ("Arimo", 100), "Gill Sans MT": ("Arimo", 100),
    "Helvetica": ("Arimo", 100), "Helvetica Neue": ("Arimo", 102), "IBM Plex Sans": ("Arimo", 105),
    "Inter": ("Arimo", 108), "Lato": ("Arimo", 100), "Lucida Sans Unicode": ("Arimo", 112),
    "Montserrat": ("Arimo", 120), "Noto Sans": ("Arimo", 108), "Open Sans": ("Arimo", 108),
    "Poppins": ("Arimo", 118), "Roboto": ("Arimo", 102), "Segoe UI": ("Arimo", 103),
    "Source Sans Pro": ("Arimo", 100), "Tahoma": ("Arimo", 103), "Times New Roman": ("Caladea", 100),
    "Trebuchet MS": ("Arimo", 102), "Verdana": ("Arimo", 120),
}  # fmt: skip
"""File font -> a bundled one to lay out with, and how wide to take it, per cent: never narrower than the
real one, or words would break in the file that do not break here."""
_UNKNOWN = ("Arimo", 108)


def screen_font(name: str) -> str:
    """The family to lay out with for a font of the template: its metric twin, or one that is as wide."""
    twin = next((ours for ours, office in TWINS.items() if office == name), "")
    if twin:
        return twin
    family, width = _LIKE.get(name, _UNKNOWN)
    return family if width == 100 else f"{family}*{width}"


def _moved(rect: Rect, old: Rect, new: Rect) -> Rect:
    """``rect`` carried from one area to another."""
    across, down = new.w / old.w, new.h / old.h
    return Rect(
        new.x + (rect.x - old.x) * across, new.y + (rect.y - old.y) * down, rect.w * across, rect.h * down
    )


_FREE_TITLES = ("Full Picture", "Statement")
"""Ours whose title is not where titles stand: the template's title placeholder is moved there."""


def _layouts(template: Template, base: Theme, width: float, height: float) -> tuple[Layout, ...]:
    page = Rect(0, 0, width, height)
    whole = Rect(0, 0, base.width, base.height)
    common = match(template, PLAIN)
    places = regions(common, PLAIN)
    old_title = base.layout(PLAIN).region("title") or whole
    old_content = base.layout(PLAIN).region("content") or whole
    title = places.get("title") or _moved(old_title, whole, page)
    content = places.get("content") or _moved(old_content, whole, page)
    out = []
    for ours in base.layouts:
        theirs = match(template, ours.name)
        free = ours.name in _FREE_TITLES
        found = {k: r for k, r in regions(theirs, ours.name).items() if not (free and k == "title")}
        made: dict[str, Rect] = {}
        for key, rect in ours.regions:
            if key in found:
                made[key] = found[key]
            elif key in ("footer", "number", "header"):
                continue
            elif free:
                made[key] = _moved(rect, whole, page)
            elif key == "title":
                made[key] = title
            else:
                made[key] = _moved(rect, old_content, content)
        anchor = "" if free else next((h.anchor for h in theirs.holders if h.type == "title"), "")
        out.append(Layout(ours.name, tuple(made.items()), anchor=anchor))
    return tuple(out)


def fitted_layout(slide: Slide, theme: Theme, template: Template) -> Slide:
    """The slide with another layout where ours would take one of the template's that does not suit a slide
    whose author asked for none. Both choose by what is placed: pictures taken out of lists, and rows."""
    slide = arranged(slide)
    name = choose_layout(slide, theme)
    if name.casefold() not in CAPTIONED or named_layout(slide, theme) or suits(template, name):
        return slide
    return dataclasses.replace(slide, settings=dataclasses.replace(slide.settings, layout="Two Content"))


def _steps(largest: float, floor: float) -> tuple[float, ...]:
    """Sizes from the template's own down to the smallest that can be read."""
    ladder = (60, 54, 48, 44, 40, 36, 32, 28, 26, 24, 22, 20, 18, 16, 14)
    return (largest, *(float(s) for s in ladder if floor <= s < largest))


def _colors(template: Template, base: Theme) -> tuple[tuple[str, Color], ...]:
    """The roles that we draw with, from the template's twelve; each can be seen on what is behind it."""
    palette = template.palette

    def of(name: str, tint: float = 0.0) -> Color:
        return Color(tinted(palette[name], tint), name, tint)

    def own(value: str) -> Color:
        scheme, mods = recipe(value, palette)
        return Color(value, scheme, mods=mods)

    def on(color: Color) -> Color:
        return max(of("lt1"), of("dk1"), key=lambda c: contrast(c.hex, color.hex))

    paper, ink = (of("dk1"), of("lt1")) if template.dark else (of("lt1"), of("dk1"))

    def seen(color: Color, ratio: float, ground: Color = paper) -> Color:
        return color if contrast(color.hex, ground.hex) >= ratio else ink

    def step(share: float) -> Color:
        """Between paper and ink."""
        return own(mixed(paper.hex, ink.hex, share))

    accents = [of(f"accent{n}") for n in range(1, 7)]
    accent = next((a for a in accents if contrast(a.hex, paper.hex) >= 3), ink)
    soft = of("dk2" if template.dark else "lt2")
    if contrast(soft.hex, ink.hex) < 4.5:
        soft = step(0.08)
    deep = of("dk2")
    warm_soft = soft if template.dark else of("accent2", 0.8)
    marks = (base.color("mark"), Color("#5C4B12"), Color("#FFFFFF"), Color("#000000"))
    roles = {
        "background": paper,
        "text": ink,
        "title": ink,
        "muted": ink if template.dark else of("dk1", 0.25),
        "bullet": ink,
        "accent": accent,
        "on-accent": on(accent),
        "soft": soft,
        "on-soft": ink,
        "soft-title": ink,
        "warm": seen(of("accent2"), 3),
        "warm-soft": warm_soft,
        "on-warm": on(warm_soft),
        "warm-title": on(warm_soft),
        "deep": deep,
        "on-deep": on(deep),
        "on-deep-muted": on(deep),
        "deep-line": accent,
        "surface": paper,
        "line": step(0.25),
        "ring": accent,
        "ring-line": step(0.45),
        "card-text": ink,
        "card-muted": ink,
        "shape-line": accent,
        "mark": next(Color(c.hex) for c in marks if contrast(c.hex, ink.hex) >= 4.5),
        "code-background": step(0.06),
        "code-mark": step(0.14),
        "link": seen(of("hlink"), 4.5),
    }
    charts = tuple((f"chart{n}", _shown(color, paper)) for n, color in enumerate(accents, 1))
    return (*((role, roles.get(role, color)) for role, color in base.colors), ("bullet", ink), *charts)


def _shown(color: Color, paper: Color) -> Color:
    """A colour of a series, lighter where it would be lost on a dark page."""
    for tint in (0.0, 0.25, 0.5, 0.7):
        lighter = Color(tinted(color.hex, tint), color.scheme, tint)
        if contrast(lighter.hex, paper.hex) >= 1.6:
            return lighter
    return color


def _code_style(colors: Mapping[str, Color]) -> tuple[tuple[str, Color], ...]:
    """Colours of program text that can be read on its ground."""
    ground, ink = colors["code-background"], colors["text"]
    wanted = {
        "keyword": colors["chart1"], "string": colors["chart2"], "number": colors["chart3"],
        "comment": colors["muted"], "operator": colors["muted"], "name": ink,
    }  # fmt: skip
    return tuple((k, c if contrast(c.hex, ground.hex) >= 4.5 else ink) for k, c in wanted.items())


def theme_of(template: Template, base: Theme) -> Theme:
    """A theme with the template's page, places, fonts, sizes and colours; ``base`` gives what it lacks."""
    width, height = template.size[0] / EMU, template.size[1] / EMU
    common = match(template, PLAIN)
    colors = _colors(template, base)
    opening = match(template, "Title Slide")

    def size(layout: TemplateLayout, kinds: set[str], default: float) -> float:
        return next((h.size for h in layout.holders if h.type in kinds and h.size), default)

    heading, body = template.font("majorFont") or "Calibri", template.font("minorFont") or "Calibri"
    scale = dataclasses.replace(
        base.scale,
        title=_steps(size(common, {"title"}, 40.0), 24),
        display=_steps(size(opening, {"title"}, 54.0), 32),
        body=_steps(size(common, {h.type for h in contents(common)}, 28.0), 18),
        subtitle=size(opening, {"subTitle", "body"}, 24.0),
    )
    return dataclasses.replace(
        base,
        name=Path(template.path).stem,
        label=Path(template.path).stem,
        palette=tuple((key, template.palette.get(key, value)) for key, value in base.palette),
        colors=colors,
        code_style=_code_style(dict(colors)),
        heading=FontPair(screen_font(heading), heading),
        body=FontPair(screen_font(body), body),
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
