"""Colours as numbers: contrast after WCAG 2.2, and tints as PowerPoint computes them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_hex(text: str) -> bool:
    """True for ``#RRGGBB``."""
    return bool(_HEX.fullmatch(text))


def rgb(color: str) -> tuple[float, float, float]:
    """``#RRGGBB`` as three fractions 0-1."""
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]  # three, always


def to_hex(red: float, green: float, blue: float) -> str:
    """Fractions 0-1 as ``#RRGGBB``, upper case."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, c)) * 255):02X}" for c in (red, green, blue))


def tinted(color: str, tint: float) -> str:
    """The colour moved towards white by luminance, as ``lumMod``/``lumOff`` do: L' = L (1 - t) + t in HSL."""
    if tint <= 0:
        return color.upper()
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(color))
    return to_hex(*colorsys.hls_to_rgb(hue, light * (1 - tint) + tint, saturation))


Mods = tuple[tuple[str, int], ...]
"""DrawingML's changes of a colour, in their order: name (``satMod``, ``lumOff`` …) and value."""

_NEUTRALS = ("dk1", "lt1", "lt2")
_HUES = ("dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_ALIKE = 8 / 255
"""Colours that differ by less in each channel are taken for the same."""
_MOST = 0.95
"""How far towards white a recipe goes: all the way would be white whatever the theme."""


def changed(color: str, mods: Mods) -> str:
    """The colour after DrawingML's changes, as PowerPoint computes them in HSL."""
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(color))
    for name, value in mods:
        if name == "hueOff":
            hue = (hue + value / 21_600_000) % 1.0
        elif name == "satMod":
            saturation = min(1.0, saturation * value / 100_000)
        elif name == "lumMod":
            light = light * value / 100_000
        elif name == "lumOff":
            light = min(1.0, light + value / 100_000)
    return to_hex(*colorsys.hls_to_rgb(hue, light, saturation))


def recipe(color: str, palette: Mapping[str, str]) -> tuple[str, Mods]:
    """How a theme's own colour is made from one of its twelve, so that it follows when they change.

    Greys come from the page's ink or paper, whichever is nearer; other colours from the accent nearest in
    hue.
    """
    same = next((name for name, value in palette.items() if value.upper() == color.upper()), "")
    if same:
        return same, ()
    parts = rgb(color)
    hue, light, saturation = colorsys.rgb_to_hls(*parts)
    pale = 0.75 < light < 0.95 and saturation > 0.25  # pale, but of a colour
    grey = max(parts) - min(parts) < 0.09 and not pale

    def far(name: str) -> float:
        other_hue, other_light, _ = colorsys.rgb_to_hls(*rgb(palette[name]))
        turn = abs(hue - other_hue)
        return abs(light - other_light) + (0.0 if grey else 6 * min(turn, 1 - turn))

    base = min(_NEUTRALS if grey else _HUES, key=far)
    if _difference(color, palette[base]) <= _ALIKE:
        return base, ()
    base_hue, base_light, base_saturation = colorsys.rgb_to_hls(*rgb(palette[base]))
    mods: list[tuple[str, int]] = []
    if base_saturation > 0.02 and abs(saturation - base_saturation) > 0.01:
        mods.append(("satMod", round(saturation / base_saturation * 100_000)))
    if light < base_light:
        mods.append(("lumMod", round(light / base_light * 100_000)))
    else:
        tint = min(_MOST, (light - base_light) / (1 - base_light)) if base_light < 1 else 0.0
        mods += [("lumMod", round((1 - tint) * 100_000)), ("lumOff", round(tint * 100_000))]
    # a turned hue is right for this theme only: a grey does better without, as long as nobody can tell
    if _difference(color, changed(palette[base], tuple(mods))) > (_ALIKE * 1.5 if grey else _ALIKE / 2):
        turn = round(((hue - base_hue) % 1.0) * 21_600_000)
        turned = (("hueOff", turn if turn <= 10_800_000 else turn - 21_600_000), *mods)
        if _difference(color, changed(palette[base], turned)) < _difference(
            color, changed(palette[base], tuple(mods))
        ):
            return base, turned
    return base, tuple(mods)


def _difference(one: str, two: str) -> float:
    return max(abs(a - b) for a, b in zip(rgb(one), rgb(two), strict=True))


def mixed(first: str, second: str, share: float) -> str:
    """``share`` (0-1) of the second colour in the first, by sRGB values."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return to_hex(*(a * (1 - share) + b * share for a, b in pairs))


def luminance(color: str) -> float:
    """Relative luminance of WCAG 2.2, 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    one, two = luminance(first), luminance(second)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


def apart(color: str, ground: str, ratio: float) -> str:
    """The colour made lighter or darker, whichever is nearer, until it stands out by so much.

    Its hue stays. Where neither way leads far enough, black or white, whichever stands out more.
    """
    if contrast(color, ground) >= ratio:
        return color
    for step in range(1, 51):
        ways = [mixed(color, end, step / 50) for end in ("#FFFFFF", "#000000")]
        best = max(ways, key=lambda way: contrast(way, ground))
        if contrast(best, ground) >= ratio:
            return best
    return max(("#FFFFFF", "#000000"), key=lambda end: contrast(end, ground))


def is_large(size: float, bold: bool = False) -> bool:
    """WCAG's large text: 18 pt, or 14 pt and bold, *on a page that is read at arm's length*.

    A slide is 540 pt high and stands for a wall; a viewer at the recommended distance sees it under about
    the angle of such a page. So the same figures hold.
    """
    return size >= 18 or (bold and size >= 14)


def needed_contrast(size: float, bold: bool = False, enhanced: bool = False) -> float:
    """The ratio that AA (or AAA when ``enhanced``) asks for text of this size."""
    if enhanced:
        return 4.5 if is_large(size, bold) else 7.0
    return 3.0 if is_large(size, bold) else 4.5
