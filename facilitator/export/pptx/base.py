"""What a presentation stands on: masters and layouts, ours or an organisation's."""

from __future__ import annotations

from dataclasses import dataclass, field

from facilitator.export.pptx.canvas import Canvas
from facilitator.export.pptx.look import Look
from facilitator.export.pptx.master import default_levels, layout_xml, master_xml
from facilitator.export.pptx.media import MediaStore
from facilitator.export.pptx.package import Package, Relations
from facilitator.export.pptx.parts import look_theme
from facilitator.export.pptx.shapes import item_xml
from facilitator.export.pptx.slide import LayoutPart
from facilitator.export.pptx.text import Writing
from facilitator.scene.model import ChartItem, Item

_PRES = "application/vnd.openxmlformats-officedocument.presentationml."
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
    fallback: str = "title and content"
    _cache: dict[str, LayoutPart] = field(default_factory=dict)

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
    return Base([(FIRST_MASTER, rid)], layouts, default_levels(look.names), size_kind=kind)


def _no_chart(_: ChartItem) -> str:
    raise ValueError("a layout's decoration holds no charts")
