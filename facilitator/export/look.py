"""The look of a theme for the PowerPoint writer, read off scenes: a sample slide of each layout is
composed, and what it says about places, sizes and decoration becomes the master and its layouts. So the
file's layouts are what the stage shows, by construction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from facilitator.deck.model import (
    Align,
    Block,
    Column,
    Columns,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Slide,
    SlideSettings,
    Span,
    Table,
    TableRow,
)
from facilitator.export.pptx.language import language
from facilitator.export.pptx.look import LayoutLook, Look, Region
from facilitator.export.pptx.shapes import is_decor
from facilitator.export.pptx.styles import LevelStyle, common_levels
from facilitator.export.pptx.tablestyle import TableLook
from facilitator.scene.model import FontRole, Rect, Role, Scene, TableItem, TextItem

if TYPE_CHECKING:
    from facilitator.scene.theme import Theme

Compose = Callable[[Slide], Scene]
_PLACED = (Role.TITLE, Role.SUBTITLE, Role.BODY, Role.CAPTION, Role.FOOTER, Role.NUMBER, Role.QUOTE)
_ANYTHING = {"title and content", "two content", "comparison", "resources", "blank"}
"""Layouts whose content placeholders take words, tables, charts and pictures alike."""
_HEADS = 10
"""Slots of the headings of a comparison start here."""
_FREE = 20
"""Text from this slot on stands where the content puts it: no placeholder."""
_FIGURE = 90
"""Slot of a region that takes a figure only."""


_WORD, _RTL_WORD = "Sample", "\u0645\u062b\u0627\u0644"
"""What stands on the samples: a word of the deck's direction, so that the layouts run in it, too."""


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _list(word: str, depth: int) -> ListBlock:
    """A list with two items on top, then one per deeper level."""
    item = ListItem((_paragraph(word),))
    if depth > 1:
        item = ListItem((_paragraph(word), _list_one(word, depth - 1)))
    return ListBlock((ListItem((_paragraph(word),)), item))


def _list_one(word: str, depth: int) -> ListBlock:
    inner = (_list_one(word, depth - 1),) if depth > 1 else ()
    return ListBlock((ListItem((_paragraph(word), *inner)),))


def _blocks(layout: str, word: str) -> tuple[Block, ...]:
    """What a slide of this layout usually holds."""
    name = layout.casefold()
    listing = _list(word, 5)
    picture = Picture("sample.png", None, alt=word)
    words = (_paragraph(word), _paragraph(word))  # two: the second has the space that is between them
    if name == "two content":
        return (Columns((Column((listing,)), Column((listing,)))),)
    if name == "comparison":
        head = Heading(3, (Span(word),))
        return (Columns((Column((head, listing)), Column((head, listing)))),)
    if name in ("content with caption", "picture with caption"):
        return (*words, picture)
    if name == "full picture":
        return (replace(picture, caption=(Span(word),)),)
    if name == "quote":
        return (Quote(words), *words)
    if name in ("title only", "blank", "questions"):
        return ()
    if name in ("section header", "statement", "title slide"):
        return words
    return (listing,)


def _sample(layout: str, number: int, word: str) -> Slide:
    title = () if layout.casefold() == "blank" else (Span(word),)
    settings = SlideSettings(layout=layout, footer=word, paginate=True)
    return Slide(number, title, (), _blocks(layout, word), (), (), settings, "", 1, name=f"layout-{number}")


def layout_look(theme: Theme, name: str, scene: Scene) -> LayoutLook:
    """A layout as its sample slide shows it."""
    regions: list[Region] = []
    seen: set[tuple[Role, int]] = set()
    for item in scene.items:
        if isinstance(item, TextItem) and item.role in _PLACED and item.slot < _FREE and item.paras:
            if (item.role, item.slot) in seen:
                continue
            seen.add((item.role, item.slot))
            kind = "any" if item.role is Role.BODY and name.casefold() in _ANYTHING else "text"
            if item.role is Role.BODY and item.slot >= _HEADS:
                kind = "text"
            regions.append(
                Region(
                    item.role,
                    _whole(theme, name, item),
                    item.slot,
                    item.anchor,
                    dict(common_levels(item.paras)),
                    kind,
                )
            )
    regions += _figures(theme, name)
    order = {Role.TITLE: 0, Role.FOOTER: 8, Role.NUMBER: 9}
    regions.sort(key=lambda r: order.get(r.role, 3 if r.slot == _FIGURE else 4))
    decor = tuple(item for item in scene.items if is_decor(item))
    return LayoutLook(name, tuple(regions), scene.backdrop.color, decor)


def _whole(theme: Theme, name: str, item: TextItem) -> Rect:
    """The layout's own region that a sample's text stands in, of which it may fill only the upper part."""
    rect = item.rect
    if (
        item.name == "Source"
    ):  # it closes up to the words of the quotation: on the layout it has its own place
        return theme.layout(name).region("source") or rect
    for _, region in theme.layout(name).regions:
        same = all(abs(a - b) < 0.01 for a, b in ((region.x, rect.x), (region.y, rect.y), (region.w, rect.w)))
        if same and region.h >= rect.h - 0.01:
            return region
    return rect


def _figures(theme: Theme, name: str) -> list[Region]:
    """The place of the figure on layouts that have one, which an empty sample does not show."""
    kinds = {"content with caption": ("content", "any"), "picture with caption": ("picture", "picture"),
             "full picture": ("picture", "picture")}  # fmt: skip
    key, kind = kinds.get(name.casefold(), ("", ""))
    rect = theme.layout(name).region(key) if key else None
    return [Region(Role.BODY, rect, _FIGURE, kind=kind)] if rect is not None else []


def look_of(theme: Theme, compose: Compose, *, lang: str = "", rtl: bool = False) -> Look:
    """The look of a theme at the deck's page size. ``lang`` and ``rtl`` are the deck's."""
    word = _RTL_WORD if rtl else _WORD
    layouts = tuple(
        layout_look(theme, layout.name, compose(_sample(layout.name, n, word)))
        for n, layout in enumerate(theme.layouts, 1)
    )
    layouts = tuple(_completed(layout, layouts) for layout in layouts)
    usual = next(
        (r.levels for o in layouts for r in o.regions if r.role is Role.BODY and len(r.levels) > 1), {}
    )
    layouts = tuple(
        replace(layout, regions=tuple(_deepened(r, usual) for r in layout.regions)) for layout in layouts
    )
    return Look(
        name=theme.label or theme.name,
        width=theme.width,
        height=theme.height,
        palette=dict(theme.palette),
        heading=theme.font(FontRole.HEADING).file,
        body=theme.font(FontRole.BODY).file,
        mono=theme.font(FontRole.MONO).file,
        background=theme.color("background"),
        layouts=layouts,
        dark=theme.dark,
        table=table_look(compose(_table_sample(len(layouts) + 1))),
        lang=language(lang),
        rtl=rtl,
    )


def _deepened(region: Region, usual: Mapping[int, LevelStyle]) -> Region:
    """A region of which one level is known, with deeper ones in its ink and no larger than it.

    What the list levels of a slide's body would be there is too large, and cannot be read on a dark ground.
    """
    if region.role not in (Role.SUBTITLE, Role.BODY, Role.QUOTE, Role.CAPTION) or set(region.levels) != {0}:
        return region
    first = region.levels[0]
    levels = {0: first}
    for n, style in usual.items():
        if n:
            size = min(style.run.size, first.run.size)
            run = replace(style.run, size=size, color=first.run.color)
            part = size / style.run.size
            levels[n] = replace(style, run=run, pitch=style.pitch * part, before=style.before * part)
    return replace(region, levels=levels)


def _table_sample(number: int) -> Slide:
    row = TableRow(((Span("Sample"),),))
    return Slide(
        number, (Span("Sample"),), (), (Table(row, (row,), (Align.NONE,)),), (), (),
        SlideSettings(layout="Title and Content"), "", 1, name="sample-table",
    )  # fmt: skip


def table_look(scene: Scene) -> TableLook:
    """How a theme draws a table, read off one."""
    item = next((i for i in scene.items if isinstance(i, TableItem)), None)
    if item is None or len(item.lines) < 2:
        return TableLook()
    head, row = item.lines[0].cells[0], item.lines[1].cells[0]
    ink, dark = (cell.paras[0].runs[0].color for cell in (row, head))
    return TableLook(ink, dark, head.fill, item.border, item.border_width)


def _completed(layout: LayoutLook, others: tuple[LayoutLook, ...]) -> LayoutLook:
    """Every layout has a title: PowerPoint's outline and screen readers go by it."""
    if any(r.role is Role.TITLE for r in layout.regions) or layout.name.casefold() == "blank":
        return layout
    title = next((r for o in others for r in o.regions if r.role is Role.TITLE), None)
    if title is None:
        return layout
    return LayoutLook(layout.name, (title, *layout.regions), layout.background, layout.decor)
