"""What a presentation stands on: masters and layouts, ours or an organisation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from facilitator.export.pptx.canvas import Canvas
from facilitator.export.pptx.look import LayoutLook, Look, Region
from facilitator.export.pptx.master import default_levels, layout_xml, master_xml
from facilitator.export.pptx.media import MediaStore
from facilitator.export.pptx.package import Package, Relations
from facilitator.export.pptx.parts import look_theme
from facilitator.export.pptx.placeholders import Place
from facilitator.export.pptx.shapes import item_xml, same_place
from facilitator.export.pptx.slide import LayoutPart, usual_title
from facilitator.export.pptx.styles import LevelStyle
from facilitator.export.pptx.tablestyle import with_styles
from facilitator.export.pptx.template import Holder, Template, TemplateLayout
from facilitator.export.pptx.text import Writing
from facilitator.export.pptx.xml import P, R
from facilitator.scene.model import ChartItem, Item, Role

TABLE_STYLES = "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml"
_PRES = "application/vnd.openxmlformats-officedocument.presentationml."
Levels = dict[int, LevelStyle]
FIRST_MASTER = 2_147_483_648
"""Ids of masters and layouts start here and are shared between them."""


@dataclass
class Base:
    """Masters in the package, and layouts by name."""

    masters: list[tuple[int, str]]
    """(id, relationship id in ``presentation.xml``)."""
    layouts: dict[str, LayoutPart]
    """By name in lower case."""
    default_style: str
    size: tuple[int, int] | None = None
    """EMU; None: the look's."""
    size_kind: str = ""
    notes_master: tuple[str, str] = ("", "")
    """Relationship id and part of the template's notes master; empty: ours is written."""
    kept: str = ""
    """The template's own lists that stand before the slides' sizes are said: handout masters."""
    embedded_fonts: str = ""
    notes_size: tuple[int, int] = (6_858_000, 9_144_000)
    fallback: str = "title and content"

    def layout(self, name: str) -> LayoutPart:
        """The layout of this name, else "Title and Content", else the first."""
        key = name.casefold()
        return self.layouts.get(key) or self.layouts.get(self.fallback) or next(iter(self.layouts.values()))


def own_base(look: Look, package: Package, presentation: Relations, media: MediaStore) -> Base:
    """Our own master and layouts, made from the look."""
    master = "ppt/slideMasters/slideMaster1.xml"
    theme = "ppt/theme/theme1.xml"
    relations = Relations(master)
    layouts: dict[str, LayoutPart] = {}
    rows: list[tuple[int, str]] = []
    pending = []
    for index, layout in enumerate(look.layouts, 1):
        part = f"ppt/slideLayouts/slideLayout{index}.xml"
        rows.append((FIRST_MASTER + index, relations.add("slideLayout", part)))
        own = Relations(part)
        own.add("slideMaster", master)

        def decor(items: tuple[Item, ...], first: int, own: Relations = own) -> str:
            writing = Writing(look.names, "", lambda _: "", look.palette["hlink"], 0, 0)
            canvas = Canvas(writing, own, media, _no_chart, next_id=first)
            return "".join(item_xml(item, canvas) for item in items)

        pending.append((part, layout_xml(look, layout, decor), own))
        layouts[layout.name.casefold()] = LayoutPart.of(look, layout, part)
    relations.add("theme", theme)
    package.add(master, _PRES + "slideMaster+xml", master_xml(look, rows), relations)
    for part, xml, own in pending:
        package.add(part, _PRES + "slideLayout+xml", xml, own)
    package.add(theme, "application/vnd.openxmlformats-officedocument.theme+xml", look_theme(look))
    rid = presentation.add("slideMaster", master)
    presentation.add("theme", theme)
    ratio = look.width / look.height
    kind = ' type="screen4x3"' if abs(ratio - 4 / 3) < 0.001 and look.width == 720 else ""
    return Base([(FIRST_MASTER, rid)], layouts, default_levels(look), size_kind=kind)


_ROLES = {
    Role.TITLE: {"title"},
    Role.SUBTITLE: {"subTitle", "body"},
    Role.FOOTER: {"ftr"},
    Role.NUMBER: {"sldNum"},
}
_FURNITURE = ("title", "ftr", "sldNum", "dt", "hdr")
_LABELS = {"title": "Title", "subTitle": "Subtitle", "ftr": "Footer Placeholder",
           "sldNum": "Slide Number Placeholder", "pic": "Picture Placeholder",
           "body": "Text Placeholder"}  # fmt: skip


def _places(look: LayoutLook, layout: TemplateLayout, ordinary: LayoutLook) -> dict[Place, Levels]:
    """The look's regions that are placeholders of the template's layout, and what their text inherits.

    Those at the same place first. A title, and running text that has a place of its own, then take a free
    one of their kind: moved, but what they are. What such text looks like by itself is what it looks like
    on the ``ordinary`` layout.
    """
    free = list(layout.holders)
    out: dict[Place, Levels] = {}
    usual = {region.role: region for region in reversed(ordinary.regions)}
    waiting = []
    for region in look.regions:
        holder = next((h for h in free if _fits(region, h) and same_place(region.rect, h.rect, 0.05)), None)
        if holder is None:
            waiting.append(region)
            continue
        free.remove(holder)
        out[_place(region, holder)] = dict(region.levels)
    for region in waiting:
        if region.role not in (Role.TITLE, Role.BODY, Role.QUOTE) or region.kind == "picture":
            continue
        holder = next((h for h in free if _fits(region, h) and h.type != "pic"), None)
        known = usual.get(Role.TITLE if region.role is Role.TITLE else Role.BODY)
        if holder is None or known is None:
            continue
        free.remove(holder)
        out[_place(replace(region, anchor=holder.anchor), holder)] = dict(known.levels)
    return out


def _fits(region: Region, holder: Holder) -> bool:
    kinds = _ROLES.get(region.role)
    if kinds:
        return holder.type in kinds
    if holder.type == "pic" and region.kind != "picture":
        return False
    return holder.type not in _FURNITURE


def _place(region: Region, holder: Holder) -> Place:
    """The template's placeholder under our region's role. It has the holder's own geometry, which slides that
    need another say."""
    kind = "picture" if holder.type == "pic" else "text" if holder.type == "body" else region.kind
    theirs = replace(region, rect=holder.rect, insets=holder.insets, kind=kind)
    label = _LABELS.get(holder.type, "Content Placeholder")
    attributes = holder.attributes or (("type", holder.type),)
    return Place(theirs, holder.type, holder.index, label, attributes=attributes)


def template_base(
    template: Template, look: Look, layouts: Mapping[str, TemplateLayout], package: Package
) -> Base:
    """The organisation's masters and layouts, kept as they are. ``layouts``: ours by name -> theirs."""
    for part, relations in template.kept().items():
        kind, data = template.types.get(part, ""), template.parts[part]
        if kind == TABLE_STYLES:
            data = with_styles(data, look.table, look.name, look.names.swap)
        package.add(part, kind, data, relations)
    found: dict[str, LayoutPart] = {}
    ordinary = look.layout("Title and Content")
    title = usual_title(look)
    for ours in look.layouts:
        theirs = layouts[ours.name]
        inherited = _places(ours, theirs, ordinary)
        plain = LayoutLook(ours.name, ours.regions, ours.background)
        found[ours.name.casefold()] = LayoutPart(
            plain, theirs.part, tuple(inherited), inherited, look.background, title
        )
    tree = template.presentation
    masters = [
        (int(e.get("id", str(FIRST_MASTER))), e.get(f"{{{R}}}id", ""))
        for e in tree.iter(f"{{{P}}}sldMasterId")
    ]
    style = tree.find(f"{{{P}}}defaultTextStyle")
    inner = "".join(etree.tostring(child, encoding="unicode") for child in style) if style is not None else ""
    notes = next(((rid, target) for rid, (kind, target, _) in template.relations(template.main).items()
                  if kind.endswith("/notesMaster")), ("", ""))  # fmt: skip
    size = tree.find(f"{{{P}}}sldSz")
    kind = f' type="{size.get("type")}"' if size is not None and size.get("type") else ""
    sheet = tree.find(f"{{{P}}}notesSz")
    return Base(
        masters, found, inner, template.size, kind, notes_master=notes,
        kept=_listed(tree, "handoutMasterIdLst"),
        embedded_fonts=_listed(tree, "embeddedFontLst"),
        notes_size=(int(sheet.get("cx", "6858000")), int(sheet.get("cy", "9144000")))
        if sheet is not None
        else Base.notes_size,
    )  # fmt: skip


def _listed(tree: etree._Element, name: str) -> str:
    """A list of ``presentation.xml`` as it stands there; its relationships are kept under their ids."""
    found = tree.find(f"{{{P}}}{name}")
    if found is None:
        return ""
    found.tail = None
    return str(etree.tostring(found, encoding="unicode"))


def _no_chart(_: ChartItem) -> str:
    raise ValueError("a layout's decoration holds no charts")
