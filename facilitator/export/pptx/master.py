"""Our own slide master and layouts, made from a look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from facilitator.export.pptx.look import LayoutLook, Look, Region
from facilitator.export.pptx.placeholders import LAYOUT_TYPES, Place, date_place, places
from facilitator.export.pptx.styles import LEVELS, LevelStyle, level_xml, list_style
from facilitator.export.pptx.text import body_properties
from facilitator.export.pptx.xml import DECLARATION, NAMESPACES, attr, fill, guid, text, xfrm
from facilitator.scene.model import Item, Role

_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
    '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" '
    'cy="0"/>'
    "</a:xfrm></p:grpSpPr>"
)
MASTER_LAYOUT = "title and content"
_PROMPTS = {
    "title": "Click to edit Master title style",
    "ctrTitle": "Click to edit Master title style",
    "subTitle": "Click to edit Master subtitle style",
    "pic": "Click icon to add picture",
}
_TEXT_PROMPTS = (
    "Click to edit Master text styles", "Second level", "Third level", "Fourth level", "Fifth level",
)  # fmt: skip
FIT = "<a:normAutofit/>"
"""Bare: sizes are what the levels say; PowerPoint shrinks only when somebody types more than fits."""

Decor = Callable[[tuple[Item, ...], int], str]
"""Writes decoration items from a first free shape id on."""


def group_head() -> str:
    """The head of every shape tree."""
    return _GROUP


def all_levels(levels: Mapping[int, LevelStyle]) -> dict[int, LevelStyle]:
    """All nine levels; those that the theme does not know go on from the deepest known one."""
    out: dict[int, LevelStyle] = {}
    deepest = max(levels)
    step = levels[deepest].left - levels[deepest - 1].left if deepest - 1 in levels else 18.0
    for n in range(LEVELS):
        if n in levels:
            out[n] = levels[n]
        else:
            known = max((k for k in levels if k < n), default=deepest)
            out[n] = replace(levels[known], left=levels[known].left + step * (n - known))
    return out


def master_region(look: Look, role: Role) -> Region | None:
    """The region that the master takes: that of "Title and Content", else the first of that role."""
    ordered = sorted(look.layouts, key=lambda layout: layout.name.casefold() != MASTER_LAYOUT)
    return next((r for layout in ordered for r in layout.regions if r.role is role and r.levels), None)


def _background(value: str) -> str:
    return f"<p:bg><p:bgPr>{value}<a:effectLst/></p:bgPr></p:bg>"


def _prompt(place: Place, lang: str, footer: str = "") -> str:
    language = f' lang="{attr(lang)}"' if lang else ""
    if place.type == "sldNum":
        return (
            f'<a:p><a:fld id="{guid("slide number")}" type="slidenum"><a:rPr{language}/><a:t>‹#›</a:t>'
            f"</a:fld></a:p>"
        )
    if place.type == "dt":
        return (
            f'<a:p><a:fld id="{guid("date")}" type="datetimeFigureOut"><a:rPr{language}/><a:t>1/1/2000</a:t>'
            f"</a:fld></a:p>"
        )
    if place.type == "ftr":
        return f"<a:p><a:r><a:rPr{language}/><a:t>{text(footer)}</a:t></a:r></a:p>"
    fixed = _PROMPTS.get(place.type)
    rows = (fixed,) if fixed else _TEXT_PROMPTS[:1] if place.type == "body" else _TEXT_PROMPTS
    return "".join(
        f'<a:p><a:pPr lvl="{n}"/><a:r><a:rPr lang="en-US"/><a:t>{row}</a:t></a:r></a:p>'
        for n, row in enumerate(rows)
    )


def placeholder_shape(place: Place, shape_id: int, base: Mapping[int, LevelStyle], look: Look) -> str:
    """A placeholder on a master or layout, with geometry, insets, anchor and what its levels add to
    ``base``."""
    region = place.region
    r, names = region.rect, look.names
    fit = FIT if place.type not in ("dt", "ftr", "sldNum", "pic") else "<a:noAutofit/>"
    levels = {n: s for n, s in region.levels.items() if base.get(n) != s}
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{place.name} {shape_id - 1}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{place.ph()}</p:nvPr></p:nvSpPr>'
        f'<p:spPr>{xfrm(r.x, r.y, r.w, r.h)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f"<p:txBody>{body_properties(anchor=region.anchor, fit=fit)}{list_style(levels, base, names)}"
        f"{_prompt(place, look.lang, look.footer)}</p:txBody></p:sp>"
    )


def master_levels(look: Look) -> tuple[dict[int, LevelStyle], dict[int, LevelStyle]]:
    """The master's title and body styles."""
    title = master_region(look, Role.TITLE)
    body = master_region(look, Role.BODY)
    if title is None or body is None:
        raise ValueError("a look needs a layout with a title and a body")
    return all_levels(title.levels), all_levels(body.levels)


def inherited(look: Look, place: Place) -> Mapping[int, LevelStyle]:
    """What a layout's placeholder inherits from the master."""
    title, body = master_levels(look)
    if place.type in ("title", "ctrTitle"):
        return title
    if place.type in ("dt", "ftr", "sldNum"):
        return {}  # said again on each layout: LibreOffice does not look further up
    return body


def resolved(look: Look, place: Place) -> dict[int, LevelStyle]:
    """What text in this placeholder of a slide inherits, level by level."""
    return {**inherited(look, place), **place.region.levels}


def master_xml(look: Look, layout_ids: list[tuple[int, str]]) -> str:
    """``slideMaster1.xml``. ``layout_ids``: (id, relationship id) of each layout."""
    title, body = master_levels(look)
    names = look.names
    main = LayoutLook(
        MASTER_LAYOUT,
        tuple(
            region
            for role in (Role.TITLE, Role.BODY, Role.FOOTER, Role.NUMBER)
            if (region := master_region(look, role)) is not None
        ),
    )
    shapes = ""
    for shape_id, place in enumerate(_with_date(places(main)), 2):
        kind = place if place.type else replace(place, type="body", name="Text Placeholder")
        own = kind.type in ("dt", "ftr", "sldNum")
        base = {} if own else (title if kind.type == "title" else body)
        shapes += placeholder_shape(kind, shape_id, base, look).replace(
            _prompt(kind, look.lang), _prompt(place, look.lang)
        )
    ids = "".join(f'<p:sldLayoutId id="{n}" r:id="{rid}"/>' for n, rid in layout_ids)
    dark = ("dk1", "lt1", "dk2", "lt2") if names.swap else ("lt1", "dk1", "lt2", "dk2")
    mapping = " ".join(f'{k}="{v}"' for k, v in zip(("bg1", "tx1", "bg2", "tx2"), dark, strict=True))
    accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
    title_style = level_xml("a:lvl1pPr", title[0], None, names)
    body_style = "".join(level_xml(f"a:lvl{n + 1}pPr", body[n], None, names) for n in range(LEVELS))
    return (
        f"{DECLARATION}<p:sldMaster {NAMESPACES}><p:cSld>{_background(fill(look.background, names.swap))}"
        f"<p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>"
        f'<p:clrMap {mapping} {accents} hlink="hlink" folHlink="folHlink"/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        '<p:hf hdr="0" dt="0"/>'
        f"<p:txStyles><p:titleStyle>{title_style}</p:titleStyle><p:bodyStyle>{body_style}</p:bodyStyle>"
        f"<p:otherStyle>{default_levels(look)}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _with_date(found: tuple[Place, ...]) -> tuple[Place, ...]:
    """The placeholders with one for a date before the footer, as PowerPoint has them."""
    date = date_place(found)
    if date is None:
        return found
    at = next(n for n, place in enumerate(found) if place.type == "ftr")
    return (*found[:at], date, *found[at:])


def default_levels(look: Look) -> str:
    """The style of text boxes that say nothing themselves, for all nine levels."""
    side = 'algn="r" rtl="1"' if look.rtl else 'algn="l" rtl="0"'
    out = f'<a:defPPr><a:defRPr lang="{attr(look.lang or "en-US")}"/></a:defPPr>'
    for n in range(LEVELS):
        out += (
            f'<a:lvl{n + 1}pPr marL="{n * 457_200}" {side} eaLnBrk="1" latinLnBrk="0" '
            f'hangingPunct="1">'
            '<a:defRPr sz="1800" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
            f"</a:lvl{n + 1}pPr>"
        )
    return out


def layout_xml(look: Look, layout: LayoutLook, decor: Decor) -> str:
    """``slideLayoutN.xml``."""
    names = look.names
    kind = LAYOUT_TYPES.get(layout.name.casefold())
    found = _with_date(places(layout))
    shapes = decor(layout.decor, 2 + len(found))
    shapes += "".join(
        placeholder_shape(place, n, inherited(look, place), look) for n, place in enumerate(found, 2)
    )
    background = ""
    if layout.background is not None and layout.background != look.background:
        background = _background(fill(layout.background, names.swap))
    attributes = f' type="{kind}"' if kind else ' userDrawn="1"'
    return (
        f'{DECLARATION}<p:sldLayout {NAMESPACES}{attributes} preserve="1"><p:cSld name="{attr(layout.name)}">'
        f"{background}<p:spTree>{_GROUP}{shapes}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )
