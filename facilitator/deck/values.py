"""Small values as people write them: durations, clock times, yes and no, sizes; and "did you mean"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from facilitator.deck.model import Length

_UNITS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
}  # fmt: skip
_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)\s*")
_COLON = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)(?:\s*uhr|\s*h)?$", re.IGNORECASE)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|cm|mm|in|em|rem|vw|vh|%)?$", re.IGNORECASE)

TRUE = frozenset(("true", "yes", "on", "1"))
FALSE = frozenset(("false", "no", "off", "0"))


def duration(text: str) -> int | None:
    """Seconds of ``90s``, ``3m``, ``1h10m``, ``2:30`` (minutes and seconds), ``1:10:00``; else None.

    A bare number is minutes.
    """
    cleaned = text.strip().lower()
    colon = _COLON.match(cleaned)
    if colon:
        first, second, third = colon.groups()
        if third is not None:
            return int(first) * 3600 + int(second) * 60 + int(third)
        return int(first) * 60 + int(second)
    if re.fullmatch(r"\d{1,5}(?:[.,]\d{1,3})?", cleaned):
        return round(float(cleaned.replace(",", ".")) * 60)
    total, position = 0.0, 0
    while position < len(cleaned):
        piece = _PIECE.match(cleaned, position)
        if piece is None or piece[2] not in _UNITS or len(piece[1]) > 9:
            return None
        total += float(piece[1].replace(",", ".")) * _UNITS[piece[2]]
        position = piece.end()
    return round(total) if cleaned else None


def show_duration(seconds: int) -> str:
    """``90`` -> ``1:30``, ``3600`` -> ``1:00:00``."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def clock(text: str) -> str | None:
    """``HH:MM`` of ``9:05``, ``16.30``, ``16h30``; else None."""
    match = _CLOCK.match(text.strip())
    return f"{int(match[1]):02}:{match[2]}" if match else None


def boolean(text: str) -> bool | None:
    """True or False of ``yes``, ``no``, ``on``, ``off``, ``true``, ``false``, ``1``, ``0``; else None."""
    cleaned = text.strip().lower()
    return True if cleaned in TRUE else False if cleaned in FALSE else None


def length(text: str) -> Length | None:
    """A size with its unit (``px`` when none is given); None for ``auto`` and everything else."""
    match = _LENGTH.match(text.strip())
    if match is None or len(match[1]) > 9:
        return None
    value, unit = float(match[1]), (match[2] or "px").lower()
    if unit == "mm":
        return Length(value / 10, "cm")
    if unit in ("em", "rem"):
        return Length(value * 16, "px")
    if unit in ("vw", "vh"):
        return Length(value, "%")
    return Length(value, unit)


def color(text: str) -> str | None:
    """``#RRGGBB`` of a CSS colour (hex, ``rgb()``, ``hsl()``, or a name); None when it is none."""
    cleaned = text.strip().strip("\"'").lower()
    if re.fullmatch(r"#[0-9a-f]{6}(?:[0-9a-f]{2})?", cleaned):
        return cleaned[:7].upper()
    if re.fullmatch(r"#[0-9a-f]{3,4}", cleaned):
        return "#" + "".join(c * 2 for c in cleaned[1:4]).upper()
    if not re.fullmatch(r"[a-z]{3,24}|(?:rgb|hsl)a?\([\d\s,.%/deg-]{3,60}\)", cleaned):
        return None
    from PIL import ImageColor  # the 148 names of CSS; seldom needed, so imported late

    try:
        red, green, blue = ImageColor.getrgb(cleaned)[:3]
    except ValueError:
        return None
    return f"#{red:02X}{green:02X}{blue:02X}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None."""
    if not word:
        return None
    from difflib import get_close_matches

    choices = {k.lower(): k for k in known}
    found = get_close_matches(word.lower(), choices, n=1, cutoff=0.72)
    return choices[found[0]] if found else None
