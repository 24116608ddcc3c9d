"""Colours as numbers: contrast after WCAG 2.2, and tints as PowerPoint computes them."""

from __future__ import annotations

import colorsys
import re

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
