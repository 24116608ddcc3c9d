"""The look: a slide and a theme become a Scene of positioned items; the painter draws it.

``compose`` and ``compose_card`` make scenes (any thread), ``paint`` and ``render`` draw them (any size,
any thread), ``overflow_problems`` says what will look wrong, ``load_theme`` finds a look.
"""

from __future__ import annotations

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
