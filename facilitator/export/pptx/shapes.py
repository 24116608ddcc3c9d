"""Scene items as native shapes: text boxes, preset and free forms, connectors, groups, pictures, frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facilitator.export.pptx.canvas import Canvas, called, properties
from facilitator.export.pptx.media import Media
from facilitator.export.pptx.placeholders import Place
from facilitator.export.pptx.styles import LevelStyle
from facilitator.export.pptx.table import summary, table_xml
from facilitator.export.pptx.text import body, body_properties, cut_insets
from facilitator.export.pptx.timing import Target
from facilitator.export.pptx.xml import C, R, emu, fill, line, xfrm
from facilitator.scene.model import (
    ChartItem,
    Color,
    ConnectorItem,
    GroupItem,
    Item,
    Para,
    PictureItem,
    QrItem,
    Rect,
    Run,
    ShapeItem,
    TableItem,
    TextItem,
)

_FRAME = Color("#8A8A8A")
_SVG = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="{0}"/></a:ext>'
    "</a:extLst>"
)


def item_xml(item: Item, canvas: Canvas, place: Place | None = None) -> str:
    """Any item but placeholders' text, as shapes; empty when there is nothing to draw."""
    if isinstance(item, TextItem):
        paras = known(item.paras)
        return text_box(replace(item, paras=paras), canvas) if paras else ""
    if isinstance(item, ShapeItem):
        return shape(replace(item, paras=known(item.paras)), canvas)
    if isinstance(item, ConnectorItem):
        return connector(item, canvas)
    if isinstance(item, GroupItem):
        return group(item, canvas)
    if isinstance(item, PictureItem):
        return picture(item, canvas, place)
    if isinstance(item, TableItem):
        return table(item, canvas, place)
    if isinstance(item, ChartItem):
        return chart(item, canvas, place)
    assert isinstance(item, QrItem)
    return ""  # known only while the room is open


def _built(canvas: Canvas, item: TextItem | ShapeItem, shape_id: int) -> None:
    """The builds of a text: the whole shape, or paragraph by paragraph."""
    if not canvas.builds:
        return
    ground = isinstance(item, ShapeItem) and (item.fill is not None or item.stroke is not None)
    kind = "shape" if ground else "text"
    steps = [max(item.step, para.step) for para in item.paras] or [item.step]
    if len(set(steps)) == 1:
        canvas.appear(steps[0], shape_id, kind)
        return
    for index, step in enumerate(steps):
        if step > 0:
            canvas.targets.append(Target(step, shape_id, index, kind))


def _words(paras: tuple[Para, ...]) -> str:
    return paras[0].text if paras else ""


def known(paras: tuple[Para, ...]) -> tuple[Para, ...]:
    """Paragraphs without those that only a running session can fill in (the room's address, a countdown)."""
    return tuple(p for p in paras if all(r.live in (None, "number", "total") for r in p.runs))


def text_box(item: TextItem, canvas: Canvas) -> str:
    """Text that has no placeholder."""
    shape_id = canvas.new_id()
    r = item.rect
    _built(canvas, item, shape_id)
    left, right = cut_insets(item.paras, item.width_cut)
    properties_ = body_properties(insets=(left, 0.0, right, 0.0), anchor=item.anchor)
    name = called(item.name or "TextBox", shape_id, _words(item.paras))
    return (
        f"<p:sp><p:nvSpPr>{properties(shape_id, name)}"
        f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{xfrm(r.x, r.y, r.w, r.h)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"{body('p:txBody', item.paras, canvas.writing, None, properties_)}</p:sp>"
    )


def placeholder_text(
    item: TextItem,
    canvas: Canvas,
    place: Place,
    inherited: dict[int, LevelStyle],
) -> str:
    """Text in a placeholder. What the layout says already (place, insets, anchor, styles) is not repeated."""
    shape_id = canvas.new_id()
    _built(canvas, item, shape_id)
    region = place.region
    moved = not same_place(item.rect, region.rect) and not _grows_from(item, region.rect)
    close = moved and _close(item)
    r, (il, it, ir, ib) = item.rect if close else _loosened(item), region.insets
    where = xfrm(r.x - il, r.y - it, r.w + il + ir, r.h + it + ib) if moved else ""
    left, right = cut_insets(item.paras, item.width_cut)
    inset = f' lIns="{emu(region.insets[0] + left)}"' if left else ""
    inset += f' rIns="{emu(region.insets[2] + right)}"' if right else ""
    if item.anchor != region.anchor:
        inset += f' anchor="{ {"top": "t", "middle": "ctr", "bottom": "b"}[item.anchor] }"'
    # a box that is no larger than its words grows with them; one with room shrinks them when it is full
    fit = "<a:spAutoFit/>" if close else "<a:normAutofit/>" if place.type not in ("ftr", "sldNum") else ""
    bodypr = f"<a:bodyPr{inset}>{fit}</a:bodyPr>" if fit else f"<a:bodyPr{inset}/>"
    head = properties(shape_id, called(place.name, shape_id))
    return (
        f'<p:sp><p:nvSpPr>{head}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{place.ph()}</p:nvPr>'
        f"</p:nvSpPr>"
        f"<p:spPr>{where}</p:spPr>{body('p:txBody', item.paras, canvas.writing, inherited, bodypr)}</p:sp>"
    )


SLACK = 4.0
"""Points by which a placeholder is higher than its text: programs that shrink text to fit round
differently."""


def _loosened(item: TextItem) -> Rect:
    """The box with some room more, so that nothing is shrunk on opening; the text stays where it is."""
    r = item.rect
    above = {"top": 0.0, "bottom": SLACK}.get(item.anchor, SLACK / 2)
    return Rect(r.x, r.y - above, r.w, r.h + SLACK)


def _close(item: TextItem) -> bool:
    """Is the box just as high as the text that hangs from its top (text beside or below something else)?"""
    high = sum(p.pitch * max(1, len(p.lines)) + p.space_before for p in item.paras)
    return item.anchor == "top" and item.rect.h - high < 1.0


def _grows_from(item: TextItem, region: Rect) -> bool:
    """Does the text hang from the top of the whole region? Then how far it reaches down does not matter."""
    r = item.rect
    sides = all(abs(a - b) <= 0.01 for a, b in ((r.x, region.x), (r.y, region.y), (r.w, region.w)))
    return sides and item.anchor == "top" and r.h <= region.h


def same_place(a: Rect, b: Rect, tolerance: float = 0.01) -> bool:
    """Equal to a hundredth of a point."""
    return all(abs(p - q) <= tolerance for p, q in ((a.x, b.x), (a.y, b.y), (a.w, b.w), (a.h, b.h)))


def geometry_xml(item: ShapeItem) -> str:
    """A preset with its adjustments, or a path of lines and curves."""
    if item.shape != "path":
        values = "".join(f'<a:gd name="{k}" fmla="val {round(v * 100_000)}"/>' for k, v in item.adjust)
        return f'<a:prstGeom prst="{item.shape}"><a:avLst>{values}</a:avLst></a:prstGeom>'
    r = item.rect
    steps = ""
    for command, numbers in item.path:
        points = "".join(
            f'<a:pt x="{emu(x - r.x)}" y="{emu(y - r.y)}"/>'
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        )
        tag = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}.get(command)
        steps += f"<a:{tag}>{points}</a:{tag}>" if tag else "<a:close/>"
    closed = any(command == "Z" for command, _ in item.path)
    hollow = "" if closed and item.fill is not None else ' fill="none"'
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{emu(r.w)}" h="{emu(r.h)}"{hollow}>{steps}</a:path></a:pathLst></a:custGeom>'
    )


def shape(item: ShapeItem, canvas: Canvas) -> str:
    """A preset or free form, with its text inside."""
    shape_id = canvas.place_id(item.id) if item.id else canvas.new_id()
    r = item.rect
    if item.paras:
        _built(canvas, item, shape_id)
    else:
        canvas.appear(item.step, shape_id, "shape")
    turn = f' rot="{round(item.rotation * 60_000) % 21_600_000}"' if item.rotation else ""
    left, right = cut_insets(item.paras, item.width_cut)
    insets = (item.insets[0] + left, item.insets[1], item.insets[2] + right, item.insets[3])
    # our text stands upright in a turned shape
    properties_ = body_properties(insets=insets, anchor=item.anchor, turn=-item.rotation)
    decorative = not item.alt and not any(p.text.strip() for p in item.paras)
    name = called(item.name or "Shape", shape_id, _words(item.paras[:1]))
    return (
        f"<p:sp><p:nvSpPr>{properties(shape_id, name, item.alt, decorative)}"
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{xfrm(r.x, r.y, r.w, r.h, attributes=turn)}"
        f"{geometry_xml(item)}{fill(item.fill, canvas.swap)}"
        f"{line(item.stroke, item.stroke_width, item.dash, canvas.swap)}</p:spPr>"
        f"{body('p:txBody', item.paras, canvas.writing, None, properties_)}</p:sp>"
    )


def connector(item: ConnectorItem, canvas: Canvas) -> str:
    """A straight connector, glued to the shapes that it joins."""
    shape_id = canvas.new_id()
    canvas.appear(item.step, shape_id)
    glue = ""
    if item.source:
        glue += f'<a:stCxn id="{canvas.id_of(item.source)}" idx="{item.source_site}"/>'
    if item.target:
        glue += f'<a:endCxn id="{canvas.id_of(item.target)}" idx="{item.target_site}"/>'
    flips = (' flipH="1"' if item.x2 < item.x1 else "") + (' flipV="1"' if item.y2 < item.y1 else "")
    ends = ('<a:headEnd type="triangle"/>' if item.tail else "") + (
        '<a:tailEnd type="triangle"/>' if item.head else ""
    )
    kind = "Straight Arrow Connector" if item.head or item.tail else "Straight Connector"
    where = xfrm(
        min(item.x1, item.x2),
        min(item.y1, item.y2),
        abs(item.x2 - item.x1),
        abs(item.y2 - item.y1),
        attributes=flips,
    )
    preset = "straightConnector1" if item.head or item.tail else "line"
    return (
        f"<p:cxnSp><p:nvCxnSpPr>"
        f"{properties(shape_id, called(item.name or kind, shape_id), decorative=True)}"
        f"<p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>{where}"
        f'<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
        f"{line(item.color, item.width, item.dash, canvas.swap, ends)}</p:spPr></p:cxnSp>"
    )


def _steps(items: Sequence[Item]) -> list[int]:
    return sorted({i.step for i in items})


def group(item: GroupItem, canvas: Canvas) -> str:
    """Items that belong together. PowerPoint cannot build the inside of a group, so parts that appear at
    different clicks become groups of their own."""
    steps = _steps(item.items)
    if not canvas.builds or len(steps) < 2 or item.step > 0:
        return _group(item, canvas)
    out = ""
    for n, step in enumerate(steps):
        members = tuple(i for i in item.items if i.step == step)
        part = replace(
            item, items=tuple(replace(i, step=0) for i in members), step=step, alt=item.alt if n == 0 else ""
        )
        out += _group(part, canvas, decorative=n > 0)
    return out


def _group(item: GroupItem, canvas: Canvas, decorative: bool = False) -> str:
    if not item.items:
        return ""
    shape_id = canvas.new_id()
    canvas.appear(item.step, shape_id)
    builds, canvas.builds = canvas.builds, False
    inner = "".join(item_xml(i, canvas) for i in item.items)
    canvas.builds = builds
    r = item.rect
    same = (
        f'<a:chOff x="{emu(r.x)}" y="{emu(r.y)}"/><a:chExt cx="{emu(r.right) - emu(r.x)}" '
        f'cy="{emu(r.bottom) - emu(r.y)}"/>'
    )
    name = called(item.name or "Group", shape_id)
    head = properties(shape_id, name, item.alt, decorative or not item.alt)
    return (
        f"<p:grpSp><p:nvGrpSpPr>{head}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr>{xfrm(r.x, r.y, r.w, r.h, inner=same)}</p:grpSpPr>{inner}</p:grpSp>"
    )


def _missing(item: PictureItem, canvas: Canvas) -> str:
    """The labelled frame that stands in for a picture that is not there."""
    label = item.label or item.alt or "Picture"
    size = 14.0
    para = Para((Run(label, size, _FRAME),), size, size * 1.2, align="center")
    return shape(
        ShapeItem(item.rect, "rect", None, _FRAME, 1.0, "dash", (para,), alt=item.alt, step=item.step,
                  insets=(8.0, 4.0, 8.0, 4.0), name="Missing picture"),
        canvas,
    )  # fmt: skip


def picture(item: PictureItem, canvas: Canvas, place: Place | None = None) -> str:
    """A picture, cropped and described; a labelled frame when there is none."""
    media = canvas.media.add(item.path) if item.path is not None else None
    if media is None:
        if item.path is not None:
            canvas.unreadable.append(str(item.path.name))
        return _missing(item, canvas)
    shape_id = canvas.new_id()
    canvas.appear(item.step, shape_id)
    blip = blip_xml(media, canvas)
    r = item.rect
    form = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    if item.radius > 0:
        part = min(0.5, item.radius / max(1e-6, min(r.w, r.h)))
        form = (
            f'<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val {round(part * 100_000)}'
            f'"/></a:avLst></a:prstGeom>'
        )
    holder = place.ph() if place else ""
    name = item.name if item.name and item.name != item.alt else "Picture"
    head = properties(
        shape_id, called(place.name if place else name, shape_id), item.alt, item.decorative or not item.alt
    )
    return (
        f"<p:pic><p:nvPicPr>{head}<p:cNvPicPr>"
        f"<a:picLocks{' noGrp=' + chr(34) + '1' + chr(34) if place else ''} "
        f'noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{holder}</p:nvPr></p:nvPicPr>'
        f"<p:blipFill>{blip}{crop_xml(item.crop)}<a:stretch><a:fillRect/></a:stretch></p:blipFill>"
        f"<p:spPr>{xfrm(r.x, r.y, r.w, r.h)}{form}</p:spPr></p:pic>"
    )


def blip_xml(media: Media, canvas: Canvas) -> str:
    """The picture's data, with its vector original where there is one."""
    image = canvas.relations.add("image", media.part)
    if not media.svg:
        return f'<a:blip r:embed="{image}"/>'
    vector = _SVG.format(canvas.relations.add("image", media.svg))
    return f'<a:blip r:embed="{image}">{vector}</a:blip>'


def crop_xml(crop: tuple[float, float, float, float]) -> str:
    """``a:srcRect`` from fractions cut off."""
    values = " ".join(
        f'{side}="{round(v * 100_000)}"' for side, v in zip("ltrb", crop, strict=True) if round(v * 100_000)
    )
    return f"<a:srcRect {values}/>" if values else ""


def _frame(shape_id: int, name: str, alt: str, r: Rect, graphic: str, place: Place | None) -> str:
    holder = place.ph() if place else ""
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>"
        f"{properties(shape_id, called(place.name if place else name, shape_id), alt)}<p:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{holder}</p:nvPr>'
        f"</p:nvGraphicFramePr>"
        f"{xfrm(r.x, r.y, r.w, r.h, 'p:xfrm')}{graphic}</p:graphicFrame>"
    )


def table(item: TableItem, canvas: Canvas, place: Place | None = None) -> str:
    """A native table. Rows cannot be built one by one in PowerPoint: the table appears with its first row."""
    shape_id = canvas.new_id()
    steps = [line_.step for line_ in item.lines]
    canvas.appear(item.step or (min(steps) if steps else 0), shape_id)
    graphic = table_xml(item, canvas.writing)
    alt = item.alt or summary(item)
    return _frame(shape_id, item.name or "Table", alt, item.rect, graphic, place)


def chart(item: ChartItem, canvas: Canvas, place: Place | None = None) -> str:
    """A native chart with its data."""
    shape_id = canvas.new_id()
    canvas.appear(item.step, shape_id, "chart")
    rid = canvas.relations.add("chart", canvas.chart(item))
    graphic = (
        f'<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" xmlns:r="{R}" r:id="{rid}"/>'
        f"</a:graphicData></a:graphic>"
    )
    return _frame(shape_id, item.name or "Chart", item.alt, item.rect, graphic, place)


def background(rect: Rect, width: float, height: float, blip: str) -> str:
    """``p:bg`` with a picture that covers the page, cropped where it stands out of it."""
    outside = (
        -rect.x / rect.w,
        -rect.y / rect.h,
        (rect.right - width) / rect.w,
        (rect.bottom - height) / rect.h,
    )
    left, top, right, bottom = (max(0.0, v) for v in outside)
    return (
        f'<p:bg><p:bgPr><a:blipFill dpi="0" rotWithShape="1">{blip}'
        f"{crop_xml((left, top, right, bottom))}<a:stretch><a:fillRect/></a:stretch></a:blipFill>"
        "<a:effectLst/></p:bgPr></p:bg>"
    )


DECOR = {"Ring", "Bar", "Band"}
"""What a theme draws on each page of a layout. Other shapes without words (the bar beside a quotation)
belong to what is on the slide."""


def is_decor(item: Item) -> bool:
    """Decoration of the layout: shapes and lines without words."""
    return isinstance(item, ShapeItem) and item.name in DECOR and not item.paras and not item.alt
