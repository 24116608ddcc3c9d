"""compose: a slide and a theme become a scene. Pure (but for reading picture sizes); works in any thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facilitator.deck import model as deck
from facilitator.scene import pages
from facilitator.scene.arranging import arranged
from facilitator.scene.backdrop import backdrop_of, free_rect
from facilitator.scene.choose import choose_layout
from facilitator.scene.color import contrast, is_hex
from facilitator.scene.context import Context, most_seen
from facilitator.scene.fonts import ensure_fonts
from facilitator.scene.model import Color, Item, Scene
from facilitator.scene.page import Page
from facilitator.scene.text.lay import Setting
from facilitator.scene.theme import Layout, Theme

DOORS = ("Comment", "Question", "Concern", "Complaint")


def compose(
    slide: deck.Slide, theme: Theme, deck_: deck.Deck, *, seat: str = "screen", room: bool = True
) -> Scene:
    """Lay out one slide. ``room``: there is one, and the questions slide keeps a place for its address.

    Needs a QGuiApplication (for the fonts); may be called from any thread. The same input gives an equal
    scene. Of the deck it uses page size, language, direction and the room's categories.
    """
    ensure_fonts()
    theme = theme.for_size(deck_.size)
    slide = arranged(slide)
    name = choose_layout(slide, theme)
    layout = theme.layout(name)
    ctx = _context(slide, layout, theme, deck_, seat)
    doors = tuple(deck_.categories) or DOORS
    page = Page(slide, layout, ctx, theme, doors, free_rect(slide, theme, ctx), room=room)
    drawer: Callable[[Page], Sequence[Item]] = pages.DRAWERS.get(layout.name, pages.content)
    items = list(drawer(page))
    items = [*page.decor(), *items, *page.margins()]
    return Scene(
        width=theme.width,
        height=theme.height,
        backdrop=backdrop_of(slide, theme, ctx),
        items=tuple(items),
        layout=layout.name,
        title=deck.plain(slide.title),
        steps=slide.steps,
        lang=deck_.lang,
        rtl=deck_.rtl,
        overflow=page.overflow(),
        missing_scripts=tuple(ctx.missing),
        theme=theme.name,
        seat=seat,
        families=theme.families,
        smallest=page.smallest,
    )


def _context(slide: deck.Slide, layout: Layout, theme: Theme, deck_: deck.Deck, seat: str) -> Context:
    def own(role: str) -> Color:
        return theme.color(role)

    text, title, background = own(layout.text), own(layout.title), own(layout.background)
    if slide.settings.color and is_hex(slide.settings.color):
        text = title = Color(slide.settings.color.upper())
    chosen = next((b.color for b in reversed(slide.settings.backgrounds) if b.color), None)
    if chosen and is_hex(chosen):
        background = Color(chosen.upper())
        text, title = _readable(text, title, background, theme, bool(slide.settings.color))
    return Context(
        Setting(theme, seat), text, title, background, deck_.rtl, deck_.lang,
        own_ground=bool(chosen), on_deep=layout.background == "deep" and not chosen,
        slide_title=deck.plain(slide.title),
    )  # fmt: skip


def _readable(
    text: Color, title: Color, background: Color, theme: Theme, chosen: bool
) -> tuple[Color, Color]:
    """The theme's own ink, or its opposite on a background that the author chose."""
    if chosen:
        return text, title
    inks = [theme.color("text"), theme.color("on-deep"), theme.color("background")]
    best = most_seen(inks, background)
    if contrast(text.hex, background.hex) < 4.5:
        text = best
    if contrast(title.hex, background.hex) < 4.5:
        title = best
    return text, title
