"""The console's design tokens: colours, spaces, radii, type sizes. No stray numbers in widgets.

Two palettes, dark (the default: a bright laptop lights up a face and a room) and its light twin. Every
pair of text and ground that is used keeps 4.5:1 at least; ``tests/gui/test_tokens.py`` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.system.settings import Settings


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for, as ``#RRGGBB``."""

    name: str
    ground: str
    panel: str
    raised: str
    """Buttons, fields, parts still to come."""
    hover: str
    line: str
    faint: str
    """What cannot be used now."""
    edge: str
    """Frame of a key cap or a field."""
    text: str
    mute: str
    live: str
    live_fill: str
    live_text: str
    """Text on ``live_fill``."""
    amber: str
    amber_fill: str
    amber_text: str
    red: str
    red_fill: str
    red_text: str
    blue: str
    blue_fill: str
    blue_text: str
    focus: str

    @property
    def dark(self) -> bool:
        return self.name == "dark"


DARK = Palette(
    name="dark",
    ground="#14181A",
    panel="#1C2224",
    raised="#263033",
    hover="#314044",
    line="#2C3538",
    faint="#7C8A88",
    edge="#4A5A5B",
    text="#E8EDEB",
    mute="#9DABA8",
    live="#3FB68B",
    live_fill="#275446",
    live_text="#DDF6EC",
    amber="#F0A94B",
    amber_fill="#46371F",
    amber_text="#F8DCAE",
    red="#F2776B",
    red_fill="#5A2722",
    red_text="#FFE0DB",
    blue="#8FBDE8",
    blue_fill="#2B3B4A",
    blue_text="#CBE0F4",
    focus="#8FD9FF",
)

LIGHT = Palette(
    name="light",
    ground="#F1EFEA",
    panel="#FCFBF8",
    raised="#E4E7E4",
    hover="#D6DCD9",
    line="#D5D8D3",
    faint="#78847F",
    edge="#9AA8A5",
    text="#1B2628",
    mute="#50605E",
    live="#0B6B4D",
    live_fill="#C6E8DB",
    live_text="#083D2C",
    amber="#7F4A00",
    amber_fill="#F9E4C0",
    amber_text="#5A3500",
    red="#A92318",
    red_fill="#FAD9D4",
    red_text="#6E130B",
    blue="#1F5A8C",
    blue_fill="#D6E6F4",
    blue_text="#123E63",
    focus="#0A5FB4",
)

# Spaces, in pixels at 100 % text.
XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32
RADIUS = 8
RADIUS_SMALL = 5
TARGET = 36
"""Least height of a button: for a shaking hand."""
FRAME = 4
"""Frame round what the room sees."""

# Type sizes, in pixels at 100 % text.
TINY, SMALL, BODY, LARGE, NUMBER, CLOCK = 12, 13, 15, 17, 20, 26
NOTES = 21
"""Notes have a size of their own, changed with Ctrl+= and Ctrl+-."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A palette and a text scale (1.0 = 100 %)."""

    palette: Palette = DARK
    scale: float = 1.0

    def px(self, size: float) -> int:
        """A type size or a target at this text scale, in logical pixels."""
        return round(size * self.scale)


def tokens_of(settings: Settings) -> Tokens:
    """Palette and text scale as set: dark and 100 % unless the trainer said otherwise."""
    palette = LIGHT if settings.get("look", "dark") == "light" else DARK
    return Tokens(palette, min(2.5, max(0.75, settings.get("text_scale", 1.0))))


def luminance(color: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""

    def channel(value: int) -> float:
        c = value / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    r, g, b = (channel(int(color[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)
