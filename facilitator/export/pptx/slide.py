"""One slide: which item fills which placeholder, and everything else around them in reading order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.export.pptx.canvas import Canvas
from facilitator.export.pptx.joined import joined
from facilitator.export.pptx.look import LayoutLook, Look
from facilitator.export.pptx.master import group_head, resolved
from facilitator.export.pptx.placeholders import Place, places
from facilitator.export.pptx.shapes import background, blip_xml, item_xml, known, picture, placeholder_text
from facilitator.export.pptx.styles import LevelStyle
from facilitator.export.pptx.timing import TRANSITION, timing_xml
from facilitator.export.pptx.xml import DECLARATION, NAMESPACES, fill
from facilitator.scene.model import (
    ChartItem,
    GroupItem,
    Item,
    Para,
    PictureItem,
    Rect,
    Role,
    Run,
    Scene,
    TableItem,
    TextItem,
)


@dataclass(frozen=True)
class LayoutPart:
    """A layout as slides use it."""

    layout: LayoutLook
    part: str
    places: tuple[Place, ...]
    inherited: dict[Place, dict[int, LevelStyle]]
    background: object
    """The colour that slides of this layout inherit."""
    title: tuple[Place, dict[int, LevelStyle]] | None = None
    """A title for slides of a layout that has none (Blank): PowerPoint allows one, in the master's style."""

    @classmethod
    def of(cls, look: Look, layout: LayoutLook, part: str) -> LayoutPart:
        found = places(layout)
        return cls(
            layout, part, found, {p: resolved(look, p) for p in found}, layout.background or look.background,
            usual_title(look),
        )  # fmt: skip

    def levels(self, place: Place) -> dict[int, LevelStyle]:
        """What text in a placeholder inherits."""
        if self.title is not None and place is self.title[0]:
            return self.title[1]
        return self.inherited[place]

    def title_place(self) -> Place | None:
        """Where the slide's title goes."""
        own = next((p for p in self.places if p.region.role is Role.TITLE), None)
        return own or (self.title[0] if self.title is not None else None)


def usual_title(look: Look) -> tuple[Place, dict[int, LevelStyle]] | None:
    """The title as it is on most layouts, at no place of a layout's own."""
    region = next((r for r in look.layout("Title and Content").regions if r.role is Role.TITLE), None)
    if region is None:
        return None
    nowhere = replace(region, rect=Rect(0.0, 0.0, 0.0, 0.0))
    return Place(nowhere, "title", 0, "Title"), dict(region.levels)


def fitting(items: tuple[Item, ...], layout: LayoutPart) -> dict[int, Place]:
    """Which item (by its place in ``items``) goes into which placeholder. Text by role and slot first, then
    other running text into what is left (the first of three columns); at last tables, charts and pictures
    into the free ones that hold their middle."""
    free = list(layout.places)
    if layout.title is not None and not any(p.region.role is Role.TITLE for p in free):
        free.append(layout.title[0])
    out: dict[int, Place] = {}
    for index, item in enumerate(items):
        if isinstance(item, TextItem) and any(p.runs for p in item.paras):
            for place in free:
                region = place.region
                if region.role is item.role and region.slot == item.slot and region.kind != "picture":
                    out[index] = place
                    free.remove(place)
                    break
    for index, item in enumerate(items):
        if index not in out and runs_on(item):
            for place in free:
                if place.region.role is Role.BODY and place.region.kind == "any":
                    out[index] = place
                    free.remove(place)
                    break
    for index, item in enumerate(items):
        if not isinstance(item, TableItem | ChartItem | PictureItem):
            continue
        if isinstance(item, PictureItem) and item.path is None:
            continue
        x, y = item.rect.x + item.rect.w / 2, item.rect.y + item.rect.h / 2
        for place in free:
            region, r = place.region, place.region.rect
            takes = region.kind == "any" or (region.kind == "picture" and isinstance(item, PictureItem))
            if takes and region.role is Role.BODY and r.x <= x <= r.right and r.y <= y <= r.bottom:
                out[index] = place
                free.remove(place)
                break
    return out


def runs_on(item: Item) -> bool:
    """Running text of the slide, not a figure's title or source."""
    if not isinstance(item, TextItem):
        return False
    return item.role is Role.BODY and item.name == "Content" and any(p.runs for p in item.paras)


def title_item(scene: Scene, title: str, layout: LayoutPart) -> TextItem | None:
    """A title for a slide that shows none, so that outline and screen readers have one.

    It stands above the slide, where PowerPoint's own "Add Hidden Slide Title" puts it.
    """
    place = layout.title_place()
    if place is None:
        return None
    style = layout.levels(place)[0]
    run = Run(title, style.run.size, style.run.color, style.run.font, style.run.bold, style.run.italic)
    para = Para((run,), style.run.size, style.pitch, align=style.align, rtl=style.rtl)
    rect = place.region.rect
    x, width = (rect.x, rect.w) if rect.w else (scene.width * 0.07, scene.width * 0.86)
    above = Rect(x, -style.pitch - 18.0, width, style.pitch)
    return TextItem(above, (para,), Role.TITLE, anchor=place.region.anchor)


def with_suffix(item: TextItem, suffix: str) -> TextItem:
    """The title with `` (2)`` behind it."""
    last = item.paras[-1]
    run = next((r for r in reversed(last.runs) if r.text.strip()), last.runs[-1])
    added = replace(run, text=suffix, link=None, live=None, baseline=0)
    return replace(item, paras=(*item.paras[:-1], replace(last, runs=(*last.runs, added))))


def slide_xml(scene: Scene, layout: LayoutPart, canvas: Canvas, title: str, suffix: str, hidden: bool) -> str:
    """``slideN.xml``. ``title`` is used when the scene shows none; ``suffix`` makes a repeated one unique."""
    decor = layout.layout.decor
    own_decor = not all(i in scene.items for i in decor)
    drawn = [item for item in scene.items if own_decor or item not in decor]
    items = [_known(i) for item in joined(drawn) for i in _loose(item)]
    filled = fitting(tuple(items), layout)
    shapes = ""
    for picture_item in _behind(scene):
        shapes += picture(picture_item, canvas)
    shown = any(place.region.role is Role.TITLE for place in filled.values())
    if not shown and (extra := title_item(scene, title + suffix, layout)) is not None:
        place = layout.title_place()
        assert place is not None
        shapes += placeholder_text(extra, canvas, place, layout.levels(place))
    for index, item in enumerate(items):
        found = filled.get(index)
        canvas.new_scope()
        if isinstance(item, TextItem):
            if found is not None:
                named = with_suffix(item, suffix) if suffix and item.role is Role.TITLE else item
                shapes += placeholder_text(named, canvas, found, layout.levels(found))
            elif any(p.runs for p in item.paras):
                shapes += item_xml(item, canvas)
        else:
            shapes += item_xml(item, canvas, found)
    attributes = (' showMasterSp="0"' if own_decor else "") + (' show="0"' if hidden else "")
    transition = TRANSITION if canvas.builds else ""
    return (
        f"{DECLARATION}<p:sld {NAMESPACES}{attributes}><p:cSld>{_backdrop(scene, layout, canvas)}"
        f"<p:spTree>{group_head()}{shapes}</p:spTree></p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{transition}{timing_xml(canvas.targets)}</p:sld>"
    )


def _loose(item: Item) -> tuple[Item, ...]:
    """What stands in a group with a chart or a table is written by itself: PowerPoint groups no tables, and a
    chart by itself fills the layout's placeholder."""
    if isinstance(item, GroupItem) and any(isinstance(i, ChartItem | TableItem) for i in item.items):
        parts = (replace(i, step=item.step) if item.step and not i.step else i for i in item.items)
        return tuple(inner for part in parts for inner in _loose(part))
    return (item,)


def _known(item: Item) -> Item:
    return replace(item, paras=known(item.paras)) if isinstance(item, TextItem) else item


def _backdrop(scene: Scene, layout: LayoutPart, canvas: Canvas) -> str:
    backdrop = scene.backdrop
    if backdrop.picture is not None and backdrop.rect is not None and _covers(backdrop.rect, scene):
        media = canvas.media.add(backdrop.picture)
        if media is not None:
            blip = blip_xml(media, canvas)
            return background(backdrop.rect, scene.width, scene.height, blip)
        canvas.unreadable.append(backdrop.picture.name)
    if backdrop.color == layout.background:
        return ""
    return f"<p:bg><p:bgPr>{fill(backdrop.color, canvas.swap)}<a:effectLst/></p:bgPr></p:bg>"


def _covers(rect: Rect, scene: Scene) -> bool:
    """Does a picture reach all edges of the page? One that does not leaves the page's own colour to be seen,
    which a picture as the slide's background would not."""
    return (
        rect.x <= 0.01
        and rect.y <= 0.01
        and rect.right >= scene.width - 0.01
        and (rect.bottom >= scene.height - 0.01)
    )


def _behind(scene: Scene) -> list[PictureItem]:
    """Pictures below everything else: at one side, or one that does not fill the page."""
    backdrop = scene.backdrop
    out = []
    if backdrop.picture is not None and backdrop.rect is not None and not _covers(backdrop.rect, scene):
        rect, crop = _clipped(backdrop.rect, scene)
        out.append(PictureItem(rect, backdrop.picture, crop, decorative=True, name="Background"))
    for n, (path, rect, crop) in enumerate(backdrop.split):
        alt = backdrop.alts[n] if n < len(backdrop.alts) else ""
        out.append(PictureItem(rect, path, crop, alt, decorative=not alt, name="Background"))
    return out


def _clipped(rect: Rect, scene: Scene) -> tuple[Rect, tuple[float, float, float, float]]:
    """The part of a picture that is on the page, and what is cut off it."""
    x, y = max(0.0, rect.x), max(0.0, rect.y)
    right, bottom = min(scene.width, rect.right), min(scene.height, rect.bottom)
    crop = (
        (x - rect.x) / rect.w, (y - rect.y) / rect.h,
        (rect.right - right) / rect.w, (rect.bottom - bottom) / rect.h,
    )  # fmt: skip
    return Rect(x, y, right - x, bottom - y), crop
