"""The look: a slide and a theme become a Scene of positioned items; the painter draws it.

``compose`` and ``compose_card`` make scenes (any thread), ``paint`` and ``render`` draw them (any size,
any thread), ``overflow_problems`` says what will look wrong, ``load_theme`` finds a look.

Each name brings its module when it is first used: an export to PowerPoint neither paints nor makes cards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.system.late import late

if TYPE_CHECKING:
    from facilitator.scene.cards import compose_card
    from facilitator.scene.checking import overflow_problems
    from facilitator.scene.composing import compose
    from facilitator.scene.fonts import ensure_fonts
    from facilitator.scene.model import CardContent, Live, Scene
    from facilitator.scene.painter.paint import paint, render
    from facilitator.scene.theme import Theme, ThemeError, load_theme, theme_names

__all__ = [
    "CardContent",
    "Live",
    "Scene",
    "Theme",
    "ThemeError",
    "compose",
    "compose_card",
    "ensure_fonts",
    "load_theme",
    "overflow_problems",
    "paint",
    "render",
    "theme_names",
]

__getattr__ = late(
    __name__,
    {
        "cards": ("compose_card",),
        "checking": ("overflow_problems",),
        "composing": ("compose",),
        "fonts": ("ensure_fonts",),
        "model": ("CardContent", "Live", "Scene"),
        "painter.paint": ("paint", "render"),
        "theme": ("Theme", "ThemeError", "load_theme", "theme_names"),
    },
)
