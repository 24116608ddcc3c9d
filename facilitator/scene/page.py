"""The page under a slide: regions, titles, footers, decoration, and the ladder that content steps down."""

from __future__ import annotations

from collections.abc import Callable

from facilitator.deck import model as deck
from facilitator.scene import shapes
from facilitator.scene.blocks.flow import is_rtl
from facilitator.scene.blocks.piece import Piece
from facilitator.scene.blocks.runs import runs
from facilitator.scene.context import Context, Fit, ladder
from facilitator.scene.model import (
    Color,
    FontRole,
    Item,
    Overflow,
    Para,
    Rect,
    Role,
    Run,
    ShapeItem,
    TextItem,
)  # fmt: skip
from facilitator.scene.text.lay import PITCH, Laid, pitch_of
from facilitator.scene.theme import Layout, Theme

_GIVING_WAY = frozenset(
    ("Title and Content", "Two Content", "Comparison", "Content with Caption", "Picture with Caption",
     "Title Only", "Resources")
)  # fmt: skip
"""Layouts with a title above everything else, which moves down below a title of many lines."""
MOST_GROWTH = 130.0
"""Points; a title longer than that is set smaller."""


class Page:
    """One slide in the making. Not thread-safe; lives as long as one call of compose."""

    def __init__(
        self,
        slide: deck.Slide,
        layout: Layout,
        ctx: Context,
        theme: Theme,
        categories: tuple[str, ...],
        free: Rect,
        *,
        room: bool = True,
    ) -> None:
        self.slide = slide
        self.layout = layout
        self.ctx = ctx
        self.theme = theme
        self.categories = categories
        self.free = free
        self.room = room
        self.smallest = 0.0
        self._too_much = 0.0
        self._split_line = 0
        self._footnotes: TextItem | None = None
        self._grown = self._growth()
        self._footnotes = self._footnote_item()

    # -- regions ---------------------------------------------------------------------------------

    def region(self, name: str) -> Rect:
        """A region, moved into the free part of the page; content makes room for footnotes."""
        rect = self.layout.region(name)
        if rect is None:
            return self.region_of("Title and Content", name)
        return self._placed(name, rect)

    def _growth(self) -> float:
        """Points that a long title needs beyond its place, at its smallest size: what is below makes room."""
        rect = self.layout.region("title")
        if rect is None or not self.slide.title or self.layout.name not in _GIVING_WAY:
            return 0.0
        size = self.theme.scale.title[-1]
        if len(deck.plain(self.slide.title)) * size < rect.w * rect.h / (size * PITCH):
            return 0.0  # fits however wide its letters are
        width = self._squeezed(rect).w if self.free.w < self.theme.width else rect.w
        line = runs(self.slide.title, size, self.ctx, font=FontRole.HEADING, bold=True)
        laid = self.ctx.lay([Para(line, size, pitch_of(size))], width, balance=True)
        over = laid.height - rect.h
        return min(over + 8.0, MOST_GROWTH) if over > 0.01 else 0.0

    def region_of(self, layout: str, name: str) -> Rect:
        """A region of another layout (its content when it has none of that name), placed as on this page."""
        other = self.theme.layout(layout)
        rect = other.region(name) or other.region("content")
        assert rect is not None
        return self._placed(name, rect)

    def _placed(self, name: str, rect: Rect) -> Rect:
        if self.free.w < self.theme.width:
            rect = self._squeezed(rect)
        if self._grown and name == "title":
            rect = Rect(rect.x, rect.y, rect.w, rect.h + self._grown)
        elif self._grown:
            rect = Rect(rect.x, rect.y + self._grown, rect.w, max(40.0, rect.h - self._grown))
        notes = self._footnotes
        if (
            notes is not None
            and rect.bottom > notes.rect.y - 8
            and rect.y < notes.rect.y
            and name != "picture"
        ):
            rect = Rect(rect.x, rect.y, rect.w, max(40.0, notes.rect.y - 8 - rect.y))
        return rect

    def _squeezed(self, rect: Rect) -> Rect:
        """The same region beside a picture: margins shrink to 40 points, the rest in proportion."""
        edge = min(64.0, max(36.0, self.free.w * 0.08))
        inner_x, inner_w = self.free.x + edge, self.free.w - 2 * edge
        page_x, page_w = 64.0, self.theme.width - 128.0
        factor = inner_w / page_w
        return Rect(inner_x + (rect.x - page_x) * factor, rect.y, rect.w * factor, rect.h)

    def inherits(self) -> bool:
        """Are regions the layout's own, so that the file need not say them again?"""
        return self.free.w >= self.theme.width and self._footnotes is None and not self._grown

    # -- titles ----------------------------------------------------------------------------------

    def title_laid(
        self,
        spans: deck.Spans,
        width: float,
        height: float,
        sizes: tuple[float, ...],
        color: Color,
        align: str = "",
    ) -> Laid:
        """A heading at the largest of these sizes that fits its box; smaller still when it must."""
        size, laid = sizes[0], None
        ladder_ = [*sizes]
        while ladder_[-1] > 6:
            ladder_.append(ladder_[-1] * 0.88)
        for size in ladder_:
            line = runs(spans, size, self.ctx, color=color, font=FontRole.HEADING, bold=True)
            rtl = is_rtl(deck.plain(spans), self.ctx.rtl)
            side = align or ("right" if rtl else "left")
            para = Para(line, size, pitch_of(size), align=side, rtl=rtl)
            laid = self.ctx.lay([para], width, balance=True)
            if laid.height <= height + 0.01 and not laid.has_cuts:
                break
        assert laid is not None
        if size < sizes[-1]:
            self.note_overflow(max(1.0, laid.height), 1)
        return laid

    def title(
        self,
        sizes: tuple[float, ...] | None = None,
        *,
        anchor: str = "",
        region: str = "title",
        align: str = "",
    ) -> list[Item]:
        """The slide's title in its region; nothing when there is none."""
        if not self.slide.title:
            return []
        rect = self.region(region)
        anchor = self.layout.anchor or anchor or "top"
        laid = self.title_laid(
            self.slide.title, rect.w, rect.h, sizes or self.theme.scale.title, self.ctx.title, align
        )
        return [
            TextItem(
                rect, laid.anchored(rect.h, anchor), Role.TITLE, 0, anchor, laid.cut, name="Title",
                from_layout=self.inherits(),
            )
        ]  # fmt: skip

    # -- content ---------------------------------------------------------------------------------

    def fitted(self, boxes: list[tuple[Piece, Rect]]) -> list[Item]:
        """Pieces in their boxes, all on the first rung of the ladder on which each fits."""
        if not boxes:
            return []
        fit, excess = self._rung(boxes)
        if excess > 0:
            self.note_overflow(excess, self._split_at(boxes))
        if fit.body < self.theme.scale.body[0]:
            self.smallest = fit.body
        out: list[Item] = []
        for piece, rect in boxes:
            out.extend(piece.place(rect, self.ctx, fit))
        return out

    def _rung(self, boxes: list[tuple[Piece, Rect]]) -> tuple[Fit, float]:
        """The first rung that fits, and by how many points the smallest allowed one did not."""
        excess, fit = 0.0, Fit(18, 14, 14)
        last_allowed = 0.0
        for fit in ladder(self.theme):
            excess = max(piece.height(rect.w, self.ctx, fit) - rect.h for piece, rect in boxes)
            if fit.allowed:
                last_allowed = excess
            if excess <= 0.01:
                return fit, 0.0 if fit.allowed else last_allowed
        return fit, last_allowed

    def _split_at(self, boxes: list[tuple[Piece, Rect]]) -> int:
        """Where the text leaves its box at the smallest allowed size."""
        from facilitator.scene.splitting import split_line

        fit = [f for f in ladder(self.theme) if f.allowed][-1]
        _, rect = max(boxes, key=lambda pair: pair[1].w)
        return split_line(self.slide.blocks, rect.w, rect.h, self.ctx, fit)

    def note_overflow(self, points: float, line: int) -> None:
        """Remember that something did not fit."""
        if points > self._too_much:
            self._too_much, self._split_line = points, line

    def overflow(self) -> Overflow | None:
        """What was too much, or None."""
        if self._too_much <= 0:
            return None
        return Overflow(round(self._too_much, 1), self._split_line, "")

    # -- margins of the page ---------------------------------------------------------------------

    def _small(
        self, text: str, region: str, role: Role, *, live: str = "", align: str = "left"
    ) -> list[Item]:
        rect = self.layout.region(region)
        if rect is None or not text:
            return []
        if self.ctx.rtl:  # the foot of the page runs the other way, too: its number ends the line
            rect = Rect(self.theme.width - rect.right, rect.y, rect.w, rect.h)
        if self.free.w < self.theme.width:
            rect = self._squeezed(rect)
        size = self.theme.scale.footer
        color = self._quiet()
        if self.ctx.rtl:
            align = {"left": "right", "right": "left"}[align]
        para = Para((Run(text, size, color, live=live or None),), size, pitch_of(size), align=align)
        laid = self.ctx.lay([para], rect.w, robust=False)
        while laid.height > rect.h + 0.5 and size > 6:
            size -= 1
            para = Para((Run(text, size, color, live=live or None),), size, pitch_of(size), align=align)
            laid = self.ctx.lay([para], rect.w, robust=False)
        return [
            TextItem(
                rect, laid.anchored(rect.h, "middle"), role, 0, "middle", laid.cut, name=role.value.title(),
                from_layout=self.free.w >= self.theme.width,
            )
        ]  # fmt: skip

    def _quiet(self) -> Color:
        """Footers are quiet, but on an author's own background they must be read too."""
        if self.ctx.on_deep:
            return self.ctx.text
        own = self.theme.color(self.layout.background).hex
        return self.ctx.color("muted") if self.ctx.background.hex == own else self.ctx.text

    def margins(self) -> list[Item]:
        """Header, footnotes, footer and slide number."""
        settings = self.slide.settings
        out = self._small(settings.header, "header", Role.HEADER)
        if self._footnotes is not None:
            out.append(self._footnotes)
        out += self._small(settings.footer, "footer", Role.FOOTER)
        if settings.paginate:
            out += self._small("‹#›", "number", Role.NUMBER, live="number", align="right")
        return out

    def _footnote_item(self) -> TextItem | None:
        """Footnotes at the foot, small, above the footer line."""
        if not self.slide.footnotes:
            return None
        body = self.layout.region("content") or Rect(64, 128, self.theme.width - 128, 354)
        if self.free.w < self.theme.width:
            body = self._squeezed(body)
        size = 14.0
        while True:
            paras = []
            for note in self.slide.footnotes:
                mark = Run(f"{note.number} ", size, self._quiet(), baseline=30)
                line = (mark, *runs(note.spans, size, self.ctx, color=self._quiet()))
                side = "right" if self.ctx.rtl else "left"
                paras.append(Para(line, size, pitch_of(size), align=side, rtl=self.ctx.rtl, space_before=2.0))
            laid = self.ctx.lay(paras, body.w)
            if laid.height <= 110 or size < 4:
                break
            size *= 0.9
        rect = Rect(body.x, 490 - laid.height, body.w, laid.height)
        return TextItem(
            rect, laid.paras, Role.FOOTNOTE, 0, "top", laid.cut, name="Footnotes", from_layout=False
        )

    # -- decoration ------------------------------------------------------------------------------

    def decor(self) -> list[Item]:
        """What the theme draws on this layout."""
        draw: Callable[[Theme, Layout], list[Item]] | None = {"rings": rings, "bar": bar}.get(
            self.layout.decor
        )
        if draw is None or self.free.w < self.theme.width:
            return []
        return draw(self.theme, self.layout)


def rings(theme: Theme, _layout: Layout) -> list[Item]:
    """Three quiet arcs in the right part of the page, each ending at the page's edge."""
    out: list[Item] = []
    color = theme.color("deep-line")
    cx, cy = theme.width, theme.height * 0.44
    for radius in (118.0, 186.0, 234.0):
        circle = Rect(cx - radius, cy - radius, 2 * radius, 2 * radius)
        path = shapes.arc_path(circle, 90.0, 180.0)
        box = Rect(cx - radius, cy - radius, radius, 2 * radius)
        out.append(ShapeItem(box, "path", None, color, 1.5, path=path, name="Ring"))
    return out


def bar(theme: Theme, layout: Layout) -> list[Item]:
    """A short heavy line between a display title and what follows it."""
    title = layout.region("title")
    below = layout.region("subtitle") or layout.region("content")
    if title is None or below is None:
        return []
    y = (title.bottom + below.y) / 2 - 2
    return [ShapeItem(Rect(title.x, y, 72, 4), "rect", theme.color("accent"), name="Bar")]
