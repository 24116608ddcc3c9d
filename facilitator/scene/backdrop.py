"""What is behind a slide: the theme's colour, the author's, a picture, or pictures at one side."""

from __future__ import annotations

from facilitator.deck import model as deck
from facilitator.scene.blocks.picture import covering, natural_size
from facilitator.scene.context import Context
from facilitator.scene.model import Backdrop, Rect
from facilitator.scene.painter.images import picture_size
from facilitator.scene.theme import Theme

_LEAST = 0.1
"""Per cent of the page: a picture of no size at all cannot be placed, here or in PowerPoint."""


def _readable(back: deck.Background) -> bool:
    picture = back.picture
    return picture is not None and picture.path is not None and picture_size(picture.path) is not None


def sides(slide: deck.Slide) -> list[deck.Background]:
    """Backgrounds that take one side of the page."""
    return [b for b in slide.settings.backgrounds if b.side and _readable(b)]


def whole(slide: deck.Slide) -> deck.Background | None:
    """The picture behind everything: the last one given."""
    full = [b for b in slide.settings.backgrounds if not b.side and _readable(b)]
    return full[-1] if full else None


def free_rect(slide: deck.Slide, theme: Theme, ctx: Context) -> Rect:
    """The part of the page that side pictures leave to the slide."""
    x, right = 0.0, theme.width
    for back in sides(slide)[:1]:
        share = min(0.8, max(0.1, back.share))
        if back.side == "left":
            x = theme.width * share
        else:
            right = theme.width * (1 - share)
    return Rect(x, 0.0, right - x, theme.height)


def picture_rect(back: deck.Background, width: float, height: float) -> Rect:
    """Where a full-page picture goes: it may stand out of the page when it covers."""
    assert back.picture is not None
    w, h = natural_size(back.picture)
    cover, contain = max(width / w, height / h), min(width / w, height / h)
    fit = back.fit.strip().lower()
    if fit in ("contain", "fit"):
        factor = contain
    elif fit == "auto":
        factor = 1.0
    elif fit.endswith("%") and fit[:-1].replace(".", "", 1).isdigit():
        factor = width * max(_LEAST, float(fit[:-1])) / 100 / w
    else:
        factor = cover
    return Rect((width - w * factor) / 2, (height - h * factor) / 2, w * factor, h * factor)


def backdrop_of(slide: deck.Slide, theme: Theme, ctx: Context) -> Backdrop:
    """The scene's backdrop."""
    back = whole(slide)
    split = []
    beside = sides(slide)
    for number, one in enumerate(beside):
        assert one.picture is not None
        assert one.picture.path is not None
        share = min(0.8, max(0.1, beside[0].share))
        width = theme.width * share
        x = 0.0 if beside[0].side == "left" else theme.width - width
        high = theme.height / len(beside)
        rect = Rect(x, high * number, width, high)
        split.append((one.picture.path, rect, covering(one.picture, rect)))
    alts = tuple(one.picture.alt if one.picture else "" for one in beside)
    if back is None or back.picture is None:
        return Backdrop(ctx.background, split=tuple(split), alts=alts)
    rect = picture_rect(back, theme.width, theme.height)
    return Backdrop(ctx.background, back.picture.path, rect, tuple(split), alts)
