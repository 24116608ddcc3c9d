"""Which layout of an organisation's template stands for which of ours, and where its placeholders are.

By name, then by PowerPoint's kind of layout (a German "Titel und Inhalt" has the same kind), then by what
is on it: how many placeholders, of what sort, how large, and where the title stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.export.pptx.placeholders import LAYOUT_TYPES
from facilitator.export.pptx.template import Holder, Template, TemplateLayout
from facilitator.export.pptx.xml import EMU
from facilitator.scene.model import Rect

FURNITURE = {"dt", "ftr", "sldNum", "hdr", "title"}
PLAIN = "Title and Content"
CAPTIONED = ("picture with caption", "content with caption")
_BARE = {"title only", "blank", "full picture", "questions"}
"""Ours that need a title at most: what else is on them has a place of its own."""
_POOR = 50.0
"""A layout that fits worse than this is none: the ordinary one is better."""


def contents(layout: TemplateLayout) -> list[Holder]:
    """The placeholders for content, from left to right."""
    return sorted((h for h in layout.holders if h.type not in FURNITURE), key=lambda h: (h.rect.x, h.rect.y))


def title_of(layout: TemplateLayout) -> Holder | None:
    return next((h for h in layout.holders if h.type == "title"), None)


def match(template: Template, name: str) -> TemplateLayout:
    """The template's layout for one of ours."""
    layouts = template.layouts
    wanted = name.casefold()
    for layout in layouts:
        if layout.name.casefold() == wanted:
            return layout
    kind = LAYOUT_TYPES.get(wanted)
    for layout in layouts:
        if kind and layout.type == kind:
            return layout
    page = (template.size[0] / EMU, template.size[1] / EMU)
    place, best = min(enumerate(layouts), key=lambda pair: _misfit(pair[1], wanted, pair[0], page))
    if wanted != PLAIN.casefold() and _misfit(best, wanted, place, page) > _POOR:
        return match(template, PLAIN)
    return best


def suits(template: Template, name: str) -> bool:
    """Is the template's layout for a figure and words one whose title stands where titles stand?

    Office's own have a small title beside or under the picture: nobody who wrote an ordinary slide wants
    that.
    """
    ordinary, theirs = title_of(match(template, PLAIN)), title_of(match(template, name))
    if ordinary is None or theirs is None:
        return True
    near = abs(theirs.rect.y - ordinary.rect.y) < template.size[1] / EMU * 0.12
    return near and (theirs.size or 0) >= (ordinary.size or 0) * 0.75


def _misfit(layout: TemplateLayout, wanted: str, place: int, page: tuple[float, float]) -> float:
    """How badly a layout fits, in points of no meaning but their order."""
    found = contents(layout)
    title = title_of(layout)
    cover = any(("type", kind) in h.attributes for h in layout.holders for kind in ("ctrTitle", "subTitle"))
    upright = any(("orient", "vert") in h.attributes for h in layout.holders)
    text = [h for h in found if h.type in ("body", "subTitle")]
    things = [h for h in found if h.type not in ("body", "subTitle", "pic")]
    pictures = [h for h in found if h.type == "pic"]
    out = (0.0 if title else 100.0) + (60.0 if upright else 0.0)
    if wanted == "title slide":
        return out + (0.0 if cover else 12.0) + 3.0 * place + 15.0 * len(things) + 5.0 * abs(len(found) - 1)
    if wanted == "section header":
        lower = title is not None and title.rect.y + title.rect.h / 2 > page[1] * 0.3
        out += 25.0 * len(things) + 20.0 * len(pictures) + 15.0 * max(0, len(text) - 1)
        return out + (0.0 if lower else 40.0) + (10.0 if cover else 0.0)
    if cover:
        out += 40.0
    if wanted in _BARE:
        return out + 15.0 * len(found) + (20.0 * title.rect.y / page[1] if title else 0.0)
    if wanted == "two content":
        return out + _misfit_two(things + text, pictures)
    if wanted == "comparison":
        return out + 20.0 * abs(len(things) - 2) + 20.0 * abs(len(text) - 2)
    if wanted in CAPTIONED:
        figures = pictures if wanted.startswith("picture") else things
        return out + 30.0 * abs(len(figures) - 1) + 30.0 * abs(len(text) - 1)
    return out + _misfit_one(found, title, page) + 10.0 * len(pictures)


def _misfit_one(found: list[Holder], title: Holder | None, page: tuple[float, float]) -> float:
    """One large place for anything, below the title."""
    open_ = [h for h in found if h.type != "pic"]
    if not open_:
        return 60.0
    largest = max(open_, key=_area)
    out = 15.0 * (len(open_) - 1) + 20.0 * (1 - min(1.0, _area(largest) / (page[0] * page[1]) / 0.45))
    out += 6.0 if largest.type == "body" else 0.0
    return out + (25.0 if title is not None and title.rect.y > largest.rect.y else 0.0)


def _misfit_two(open_: list[Holder], pictures: list[Holder]) -> float:
    """Two places of about one size beside each other."""
    large = sorted(open_, key=_area, reverse=True)[:2]
    if len(large) < 2:
        return 80.0
    one, two = sorted(large, key=lambda h: h.rect.x)
    beside = one.rect.right <= two.rect.x + 2 and abs(one.rect.y - two.rect.y) < one.rect.h / 2
    alike = min(_area(one), _area(two)) / max(1.0, _area(one), _area(two))
    return 15.0 * (len(open_) - 2 + len(pictures)) + (0.0 if beside else 60.0) + 20.0 * (1 - alike)


def _area(holder: Holder) -> float:
    return holder.rect.w * holder.rect.h


def regions(layout: TemplateLayout, name: str) -> dict[str, Rect]:
    """The regions of one of our layouts, as far as the template's has a place for them."""
    wanted = name.casefold()
    found = contents(layout)
    out: dict[str, Rect] = {}

    def first(holders: Iterable[Holder], region: str) -> None:
        holder = next(iter(holders), None)
        if holder is not None:
            out[region] = holder.rect

    first((h for h in layout.holders if h.type == "title"), "title")
    first((h for h in layout.holders if h.type == "ftr"), "footer")
    first((h for h in layout.holders if h.type == "sldNum"), "number")
    large = sorted(found, key=_area, reverse=True)
    if wanted == "title slide":
        first((h for h in found if h.type in ("subTitle", "body")), "subtitle")
    elif wanted == "two content":
        for holder, region in zip(sorted(large[:2], key=lambda h: h.rect.x), ("left", "right"), strict=False):
            out[region] = holder.rect
    elif wanted == "comparison":
        heads = [h for h in found if h.type == "body"]
        bodies = [h for h in found if h.type != "body"]
        if len(heads) >= 2 and len(bodies) >= 2:
            for holder, region in zip(
                (*heads[:2], *bodies[:2]), ("left-head", "right-head", "left", "right"), strict=True
            ):
                out[region] = holder.rect
    elif wanted == "content with caption":
        first((h for h in large if h.type not in ("body", "pic")), "content")
        first((h for h in large if h.type == "body"), "caption")
    elif wanted == "picture with caption":
        first((h for h in large if h.type == "pic"), "picture")
        first((h for h in large if h.type == "body"), "caption")
    elif wanted in ("title and content", "section header", "resources"):
        first((h for h in large if h.type != "pic"), "content")
    return out
