"""How each layout puts a slide's content on its page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from facilitator.deck import model as deck
from facilitator.scene import questions
from facilitator.scene.backdrop import whole
from facilitator.scene.blocks.flow import TEXT_BLOCKS, Ink, ink_of
from facilitator.scene.blocks.picture import covering, picture_item
from facilitator.scene.blocks.piece import Piece, Stack
from facilitator.scene.blocks.plain import TextPiece
from facilitator.scene.build import pieces, stack
from facilitator.scene.context import moved
from facilitator.scene.model import ConnectorItem, Item, PictureItem, Rect, Role, ShapeItem, TextItem
from facilitator.scene.page import Page


def _with_subtitle(page: Page, made: Sequence[Piece]) -> tuple[Piece, ...]:
    """A subtitle on an ordinary slide stands above the content, quieter."""
    if not page.slide.subtitle:
        return tuple(made)
    ink = dataclasses.replace(ink_of(page.ctx), text=page.ctx.color("muted"))
    line = deck.Paragraph(page.slide.subtitle)
    made = [dataclasses.replace(p, whole=False) if isinstance(p, TextPiece) else p for p in made]
    return (TextPiece((line,), 1, Role.SUBTITLE, ink=ink, name="Subtitle"), *made)


def _veil(page: Page, items: Sequence[Item]) -> list[Item]:
    """Over a full-page picture, text needs a ground of its own."""
    if whole(page.slide) is None or not items or page.slide.settings.color:
        return []
    rect = Rect(0, 0, page.theme.width, page.theme.height)
    ground = dataclasses.replace(page.ctx.background, alpha=0.84)
    return [ShapeItem(rect, "rect", ground, name="Veil")]


def content(page: Page) -> list[Item]:
    """A title, and below it whatever there is."""
    blocks = page.slide.blocks
    beside = _beside(page)
    if beside is not None:
        items = [*page.title(), *beside]
    else:
        made = _with_subtitle(page, pieces(blocks, whole=page.inherits()))
        title = page.title()
        region = page.region("content")
        if title and page.layout.region("title") is None:
            region = page.region_of("Title and Content", "content")
        elif not title and page.layout.name != "Blank":
            region = Rect(region.x, 56.0, region.w, region.bottom - 56.0)
        items = [*title, *page.fitted([(Stack(made), region)] if made else [])]
    return [*_veil(page, items), *items]


def _beside(page: Page) -> list[Item] | None:
    """One tall figure with a little text: figure at the left, text at the right."""
    blocks = page.slide.blocks
    tall = [b for b in blocks if isinstance(b, deck.Diagram) and b.kind in ("cycle",)]
    tall += [b for b in blocks if isinstance(b, deck.Chart) and b.kind == "pie"]  # type: ignore[misc]  # two kinds
    rest = [b for b in blocks if b not in tall]
    if len(tall) != 1 or not rest or not all(isinstance(b, TEXT_BLOCKS) for b in rest):
        return None
    region = page.region("content")
    side = round(region.w * 0.31)
    figure = Rect(region.x, region.y, region.w - side - 28, region.h)
    words = Rect(region.right - side, region.y, side, region.h)
    if page.ctx.rtl:
        figure, words = (
            Rect(region.right - figure.w, region.y, figure.w, region.h),
            Rect(region.x, region.y, side, region.h),
        )
    text = TextPiece(tuple(rest), rest[0].line, whole=True, anchor="middle", scale=0.86, name="Content")
    made = [(stack(tall), figure), (text, words)]
    out = page.fitted(made)  # type: ignore[arg-type]  # both are pieces
    return [_off_layout(item) for item in out]


def _off_layout(item: Item) -> Item:

    return dataclasses.replace(item, from_layout=False) if isinstance(item, TextItem) else item


def title_slide(page: Page) -> list[Item]:
    """The first page: a large title, a line or two below it."""
    return [*page.title(page.theme.scale.display, anchor="bottom"), *_below(page, "subtitle", Role.SUBTITLE)]


def _below(page: Page, region: str, role: Role = Role.BODY) -> list[Item]:
    """Subtitle and blocks under a display title."""
    blocks = list(page.slide.blocks)
    if page.slide.subtitle:
        blocks.insert(0, deck.Paragraph(page.slide.subtitle, 1))
    if not blocks:
        return []
    rect = page.region(region)
    ink = Ink(page.ctx.text, page.ctx.title, page.ctx.color("accent"), page.ctx.text)
    if page.ctx.on_deep:
        ink = ink_of(page.ctx)
    if all(isinstance(b, TEXT_BLOCKS) for b in blocks):
        scale = page.theme.scale.subtitle / page.theme.scale.body[0]
        piece = TextPiece(
            tuple(blocks), blocks[0].line, role, whole=page.inherits(), ink=ink, scale=scale,
            name="Subtitle" if role is Role.SUBTITLE else "Content",
        )  # fmt: skip
        return page.fitted([(piece, rect)])
    rect = Rect(rect.x, rect.y, page.theme.width - 2 * rect.x, page.theme.height - 58 - rect.y)
    return page.fitted([(stack(blocks), rect)])


def section(page: Page) -> list[Item]:
    """A large title with air round it."""
    if _heavy(page):
        return content(page)
    items = [*page.title(page.theme.scale.display[2:], anchor="bottom"), *_below(page, "content")]
    return [*_veil(page, items), *items]


def statement(page: Page) -> list[Item]:
    """One sentence, as large as it can be."""
    if _heavy(page):
        return content(page)
    items = [*page.title(page.theme.scale.display[1:], anchor="bottom"), *_below(page, "content")]
    return [*_veil(page, items), *items]


def _heavy(page: Page) -> bool:
    """More than a title and a few lines: such a slide is better off with the ordinary page."""
    return any(not isinstance(b, TEXT_BLOCKS) for b in page.slide.blocks)


def two(page: Page) -> list[Item]:
    """Two columns below the title; text and a picture when there are no columns."""
    left, right = _halves(page.slide.blocks)
    if left is None:
        return content(page)
    boxes: list[tuple[Piece, Rect]] = []
    left_rect, right_rect = _shared(page, right)
    for number, (blocks, rect) in enumerate(((left, left_rect), (right, right_rect))):
        made = stack(blocks, slot=number, whole=page.inherits(), top=True)
        boxes.append((made, rect))
    return [*page.title(), *page.fitted(boxes)]


def _shared(page: Page, _right: Sequence[deck.Block]) -> tuple[Rect, Rect]:
    left, right = page.region("left"), page.region("right")
    columns = [b for b in page.slide.blocks if isinstance(b, deck.Columns)]
    if columns:
        from facilitator.scene.blocks.columns import column_widths

        asked = tuple(c.width for c in columns[0].columns)
        if any(asked):
            gutter = right.x - left.right
            one, other = column_widths(asked, right.right - left.x, gutter)
            left = Rect(left.x, left.y, one, left.h)
            right = Rect(left.right + gutter, right.y, other, right.h)
    return (right, left) if page.ctx.rtl else (left, right)


def _halves(
    blocks: tuple[deck.Block, ...],
) -> tuple[tuple[deck.Block, ...] | None, tuple[deck.Block, ...]]:
    if len(blocks) == 1 and isinstance(blocks[0], deck.Columns) and len(blocks[0].columns) == 2:
        return blocks[0].columns[0].blocks, blocks[0].columns[1].blocks
    figures = (deck.Picture, deck.Diagram, deck.Chart, deck.Table, deck.Code)
    found = [b for b in blocks if isinstance(b, figures)]
    rest = tuple(b for b in blocks if not isinstance(b, figures))
    if len(found) == 1 and rest and not any(isinstance(b, deck.Columns) for b in blocks):
        if blocks[0] is found[0]:
            return (found[0],), rest
        return rest, (found[0],)
    return None, ()


def comparison(page: Page) -> list[Item]:
    """Two columns with a heading each on a tinted ground."""
    blocks = page.slide.blocks
    if not (len(blocks) == 1 and isinstance(blocks[0], deck.Columns) and len(blocks[0].columns) == 2):
        return content(page)
    columns = blocks[0].columns
    if not all(c.blocks and isinstance(c.blocks[0], deck.Heading) for c in columns):
        return two(page)
    out: list[Item] = page.title()
    boxes: list[tuple[Piece, Rect]] = []
    order = ("right", "left") if page.ctx.rtl else ("left", "right")
    heads: list[Item] = []
    for number, (column, side) in enumerate(zip(columns, order, strict=True)):
        head = column.blocks[0]
        assert isinstance(head, deck.Heading)
        rect = page.region(f"{side}-head")
        laid = page.title_laid(head.spans, rect.w, rect.h, (24, 22, 20, 18), page.ctx.color("accent"))

        heads.append(
            TextItem(
                rect, laid.anchored(rect.h, "bottom"), Role.BODY, 10 + number, "bottom", laid.cut,
                name="Heading", from_layout=page.inherits(),
            )
        )  # fmt: skip
        below = page.region(side)
        if column.blocks[1:]:
            boxes.append((stack(column.blocks[1:], slot=number, whole=page.inherits()), below))
    bodies = page.fitted(boxes)
    split = sum(1 for item in bodies if _is_left(item, page)) if bodies else 0
    return [*out, heads[0], *bodies[:split], heads[1], *bodies[split:]]


def _is_left(item: Item, page: Page) -> bool:

    x = item.x1 if isinstance(item, ConnectorItem) else item.rect.x
    first_is_left = not page.ctx.rtl
    return (x < page.theme.width / 2 - 8) == first_is_left


def with_caption(page: Page) -> list[Item]:
    """Something large at the left, a few words about it at the right."""
    left, right = _halves(page.slide.blocks)
    if left is None:
        return content(page)
    figure, words = (left, right) if not all(isinstance(b, TEXT_BLOCKS) for b in left) else (right, left)
    name = "picture" if page.layout.region("picture") else "content"
    made: list[tuple[Piece, Rect]] = [(stack(figure), page.region(name))]
    text = TextPiece(tuple(words), words[0].line, whole=page.inherits(), anchor="middle", name="Caption text")
    made.append((text, page.region("caption")))
    return [*page.title(), *page.fitted(made)]


def full_picture(page: Page) -> list[Item]:
    """A picture over the whole page; a title stands on a band at its foot."""
    found = [b for b in page.slide.blocks if isinstance(b, deck.Picture)]
    if not found:
        return content(page)
    rect = page.region("picture")
    rest = tuple(b for b in page.slide.blocks if b is not found[0])
    words: list[deck.Block] = [*rest]
    if found[0].caption:
        words.append(deck.Paragraph(found[0].caption))
    band = _band(page, tuple(words)) if page.slide.title or words else []
    item = picture_item(found[0], rect, page.ctx)
    if isinstance(item, PictureItem):
        item = dataclasses.replace(item, crop=covering(found[0], rect))
    elif band:  # the frame's own words stand in its middle: above the band, not under it
        top = min(one.rect.y for one in band if isinstance(one, ShapeItem))
        item = picture_item(found[0], Rect(rect.x, rect.y, rect.w, top - rect.y), page.ctx)
    return [item, *band]


def _band(page: Page, words: tuple[deck.Block, ...]) -> list[Item]:
    """Title and caption on a band along the foot of the page, as high as they need."""
    ctx, theme = page.ctx, page.theme
    x, width = 64.0, theme.width - 128.0
    light = theme.color("on-deep")
    ink = Ink(theme.color("on-deep-muted"), light, light, theme.color("on-deep-muted"))
    title = (
        page.title_laid(page.slide.title, width, 90, theme.scale.title, light) if page.slide.title else None
    )
    piece = TextPiece(words, 1, Role.CAPTION, ink=ink, scale=0.72, name="Caption") if words else None
    top_high = title.height if title else 0.0
    room = theme.height * 0.5 - top_high
    deep = dataclasses.replace(ctx, text=ink.text, title=light, background=theme.color("deep"), on_deep=True)
    page_ctx, page.ctx = page.ctx, deep
    try:
        from facilitator.scene.context import ladder

        fit = next(f for f in ladder(theme) if not piece or piece.height(width, deep, f) <= room)
        low = piece.height(width, deep, fit) if piece else 0.0
        gap = 4.0 if title and piece else 0.0
        total = top_high + low + gap
        y = theme.height - total - 24
        ground = Rect(0, y - 20, theme.width, theme.height - y + 20)
        shade = dataclasses.replace(theme.color("deep"), alpha=0.88)
        out: list[Item] = [ShapeItem(ground, "rect", shade, name="Band")]

        if title:
            box = Rect(x, y, width, top_high)
            out.append(
                TextItem(box, title.paras, Role.TITLE, 0, "top", title.cut, name="Title", from_layout=False)
            )
        if piece:
            out.extend(piece.place(Rect(x, y + top_high + gap, width, low), deep, fit))
    finally:
        page.ctx = page_ctx
    return out


def quote(page: Page) -> list[Item]:
    """A quotation, large, with who said it."""
    blocks = page.slide.blocks
    found = next((b for b in blocks if isinstance(b, deck.Quote)), None)
    if found is None:
        return content(page)
    said, source = _source(found, tuple(b for b in blocks if b is not found))
    region = page.region("quote")
    if page.slide.title:
        region = Rect(region.x, region.y + 12, region.w, region.h - 12)
    accent = page.ctx.color("accent")
    ink = Ink(page.ctx.title, page.ctx.title, accent, page.ctx.color("muted"))
    large = dataclasses.replace(
        TextPiece(
            said, found.line, Role.QUOTE, ink=ink, scale=1.28, anchor="middle", whole=True, name="Quote"
        )
    )
    boxes: list[tuple[Piece, Rect]] = [(large, region)]
    if source:
        quiet = Ink(page.ctx.text, page.ctx.text, accent, page.ctx.text)
        below = page.region("source")
        boxes.append((TextPiece(source, found.line, ink=quiet, scale=0.8, name="Source"), below))
    items = [_off_layout(item) for item in page.fitted(boxes)]
    items = _closer(items)
    return [*page.title((24, 22, 20)), *_quote_mark(page, items), *items]


def _closer(items: list[Item]) -> list[Item]:
    """Who said it stands right below the words, not at a fixed place."""
    if len(items) != 2 or not all(isinstance(i, TextItem) for i in items):
        return items
    words, source = items
    assert isinstance(words, TextItem)
    assert isinstance(source, TextItem)
    end = words.rect.y + words.paras[-1].lines[-1].baseline + words.paras[-1].size * 0.9
    return [words, moved(source, 0.0, min(0.0, end - source.rect.y))]


def _quote_mark(page: Page, items: Sequence[Item]) -> list[Item]:
    """A bar beside the words, as high as they are: a sign that needs no font."""
    words = next((i for i in items if isinstance(i, TextItem) and i.role is Role.QUOTE), None)
    lines = [(para, line) for para in words.paras for line in para.lines] if words else []
    if words is None or not lines:
        return []
    top = words.rect.y + lines[0][1].baseline - lines[0][0].size * 0.85
    bottom = words.rect.y + lines[-1][1].baseline + lines[-1][0].size * 0.25
    x = words.rect.right + 24 if page.ctx.rtl else words.rect.x - 28
    return [ShapeItem(Rect(x, top, 4, bottom - top), "rect", page.ctx.color("accent"), name="Quote bar")]


def _source(
    found: deck.Quote, rest: tuple[deck.Block, ...]
) -> tuple[tuple[deck.Block, ...], tuple[deck.Block, ...]]:
    """The words, and who said them: a last paragraph that starts with a dash, or what follows the quote."""
    said = found.blocks
    last = said[-1] if said else None
    if len(said) > 1 and isinstance(last, deck.Paragraph) and deck.plain(last.spans)[:1] in "—–-":
        return said[:-1], (last, *rest)
    return said, rest


def resources(page: Page) -> list[Item]:
    """The page that stays on the wall: like any other, never smaller than it must."""
    return content(page)


def blank(page: Page) -> list[Item]:
    """No title region; a title, when there is one, heads the content."""
    return content(page)


def title_only(page: Page) -> list[Item]:
    return content(page)


DRAWERS: dict[str, Callable[[Page], list[Item]]] = {
    "Title Slide": title_slide,
    "Section Header": section,
    "Title and Content": content,
    "Two Content": two,
    "Comparison": comparison,
    "Content with Caption": with_caption,
    "Picture with Caption": with_caption,
    "Full Picture": full_picture,
    "Title Only": title_only,
    "Quote": quote,
    "Statement": statement,
    "Questions": questions.page,
    "Resources": resources,
    "Blank": blank,
}
