"""What the pieces of a slide need to know while they are measured and placed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from facilitator.scene.color import apart, contrast, recipe
from facilitator.scene.model import Color, Item, Para, Rect, Role, TextItem
from facilitator.scene.text.lay import Laid, Setting, lay
from facilitator.scene.theme import Theme

Made = TypeVar("Made")
GAP = 20.0
"""Points between blocks of different kinds, before tightening."""


#: Roles that a theme may leave out -> the role that stands in.
_FALLBACK = {"card-text": "text", "card-muted": "muted", "ring-line": "ring", "card-title": "title",
             "bullet": "accent"}  # fmt: skip
#: Roles that stand on the page itself -> the contrast that each keeps on a ground that an author chose.
_ON_PAGE = {
    "muted": 4.5,
    "accent": 4.5,
    "warm": 3.0,
    "bullet": 3.0,
    "line": 3.0,
    "ring": 3.0,
    "ring-line": 3.0,
}
#: Roles of ink -> what they stand on.
_ON_SHAPE = {"on-accent": "accent"}


class Fit(NamedTuple):
    """One rung of the ladder that text steps down until it fits."""

    body: float
    table: float
    code: float
    tight: float = 1.0
    """Factor on all space between blocks."""
    allowed: bool = True
    """False below the smallest size that people can read: the slide is then reported as too full."""

    def level(self, depth: int) -> float:
        """Size of nested text: one step smaller, then another, never under 18 while that is allowed."""
        factor = (1.0, 0.88, 0.8)[min(depth, 2)]
        size = float(round(self.body * factor * 2) / 2) if self.allowed else self.body * factor
        return min(self.body, max(18.0, size)) if self.allowed else size


def ladder(theme: Theme) -> Iterator[Fit]:
    """Rungs, largest first: airy, down the type scale, tighter, then (not allowed any more) ever smaller."""
    scale = theme.scale
    for tight in (1.7, 1.35):
        yield Fit(scale.body[0], scale.table[0], scale.code[0], tight)
    for i, body in enumerate(scale.body):
        yield Fit(body, _rung(scale.table, i), _rung(scale.code, i))
    body, table, code = scale.body[-1], scale.table[-1], scale.code[-1]
    for tight in (0.7, 0.45, 0.25):
        yield Fit(body, table, code, tight)
    factor = 1.0
    while body * factor > 1.0:
        factor *= 0.9
        yield Fit(body * factor, table * factor, code * factor, 0.25 * factor, allowed=False)


def _rung(sizes: Sequence[float], index: int) -> float:
    return sizes[min(index, len(sizes) - 1)]


def most_seen(inks: Sequence[Color], ground: Color) -> Color:
    """Of these inks the one that stands out most; black or white where none of them is read easily."""

    def ratio(ink: Color) -> float:
        return contrast(ink.hex, ground.hex)

    best = max(inks, key=ratio)
    return best if ratio(best) >= 4.5 else max((best, Color("#000000"), Color("#FFFFFF")), key=ratio)


@dataclass(frozen=True)
class Context:
    """Theme, seat, the deck's language, and the colours that hold on this page."""

    setting: Setting
    text: Color
    title: Color
    background: Color
    rtl: bool = False
    lang: str = ""
    own_ground: bool = False
    """True where the author chose the colour behind: a theme's own colours may not be seen on it."""
    on_deep: bool = False
    """True where the page is filled with the deep colour."""
    slide_title: str = ""
    """What the page is called: a figure of the same name does not say it again."""
    missing: dict[str, None] = field(default_factory=dict, compare=False)
    """Scripts without a font, gathered while laying."""
    _kept: dict[tuple[int, float, Fit], tuple[object, Any]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def once(
        self, piece: object, width: float, fit: Fit, make: Callable[[float, Context, Fit], Made]
    ) -> Made:
        """What ``make`` gives for a piece in this width at this rung, made only the first time.

        A piece is measured at each rung, again when its box is known, and again when it is placed. Pieces
        are kept beside what they gave, so that their identities stay their own as long as this context.
        """
        key = (id(piece), width, fit)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = (piece, make(width, self, fit))
        made: Made = found[1]
        return made

    @property
    def theme(self) -> Theme:
        return self.setting.theme

    def color(self, role: str) -> Color:
        """A theme colour; the ones that hold on this page for text, title, background."""
        own = {"text": self.text, "title": self.title, "background": self.background}
        if role in own:
            return own[role]
        fallback = _FALLBACK.get(role)
        found = self.theme.color(role if fallback is None or self.theme.has_color(role) else fallback)
        if not self.own_ground:
            return found
        if role in _ON_SHAPE:
            ground = self.color(_ON_SHAPE[role])
            if contrast(found.hex, ground.hex) >= 4.5:
                return found
            return most_seen([found, *map(self.theme.color, ("text", "background"))], ground)
        return self.seen(found, _ON_PAGE[role]) if role in _ON_PAGE else found

    def seen(self, color: Color, ratio: float = 3.0) -> Color:
        """This colour; on a ground that the author chose, as light or dark as it must be to be seen."""
        if not self.own_ground or contrast(color.hex, self.background.hex) >= ratio:
            return color
        seen = apart(color.hex, self.background.hex, ratio)
        scheme, mods = recipe(seen, dict(self.theme.palette))  # in the file it still follows the theme
        return Color(seen, scheme, alpha=color.alpha, mods=mods)

    @property
    def card(self) -> Context:
        """What holds on a card: its own ground and inks, whatever is behind it."""
        if not self.own_ground:
            return self
        text, title = self.color("card-text"), self.color("card-title")
        return dataclasses.replace(
            self, text=text, title=title, background=self.theme.color("surface"), own_ground=False
        )

    def legible(self, role: str, ratio: float = 4.5) -> Color:
        """The theme's colour where it stands out from the page, else the page's ink: authors choose grounds
        on which a theme's links and bullets cannot be seen."""
        found = self.color(role)
        return found if contrast(found.hex, self.background.hex) >= ratio else self.text

    @property
    def align(self) -> str:
        """Where text starts: left, or right in a right-to-left deck."""
        return "right" if self.rtl else "left"

    def lay(self, paras: Sequence[Para], width: float, **how: bool) -> Laid:
        """Lay paragraphs and remember scripts that no font has."""
        laid = lay(paras, width, self.setting, **how)
        self.missing.update(dict.fromkeys(laid.missing))
        return laid

    def text_item(
        self,
        paras: Sequence[Para],
        rect: Rect,
        *,
        anchor: str = "top",
        role: Role = Role.BODY,
        slot: int = 0,
        name: str = "",
        from_layout: bool = False,
        balance: bool = False,
        robust: bool = True,
        step: int = 0,
    ) -> TextItem:
        """Paragraphs laid into a rect as one item."""
        laid = self.lay(paras, rect.w, balance=balance, robust=robust)
        return TextItem(
            rect, laid.anchored(rect.h, anchor), role, slot, anchor, laid.cut, step, name, from_layout
        )


def moved(item: Item, dx: float, dy: float) -> Item:
    """An item (with all that is in it) moved by so many points."""
    from facilitator.scene import shapes
    from facilitator.scene.model import ChartItem, ConnectorItem, GroupItem, ShapeItem

    if isinstance(item, ConnectorItem):
        return dataclasses.replace(item, x1=item.x1 + dx, x2=item.x2 + dx, y1=item.y1 + dy, y2=item.y2 + dy)
    rect = Rect(item.rect.x + dx, item.rect.y + dy, item.rect.w, item.rect.h)
    if isinstance(item, GroupItem | ChartItem):
        return dataclasses.replace(item, rect=rect, items=tuple(moved(i, dx, dy) for i in item.items))
    if isinstance(item, ShapeItem):
        return dataclasses.replace(item, rect=rect, path=shapes.moved(item.path, dx, dy))
    return dataclasses.replace(item, rect=rect)
