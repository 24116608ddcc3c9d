"""The bundled fonts, and what the layout must know about each of them.

Every bundled family has a metric twin that Office ships: the scene is laid out with ours, the file names
theirs, and the lines break at the same places.
"""

from __future__ import annotations

import functools
import struct
import threading

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QRawFont

from facilitator.system import log
from facilitator.system.resources import resource

UNITS = 32
"""Layout units per point. At 1/32 pt the widths equal the font's own to 1e-5 (qt-spike 1)."""

#: ours -> the family in Office with the same widths
TWINS = {
    "Carlito": "Calibri",
    "Arimo": "Arial",
    "Caladea": "Cambria",
    "Gelasio": "Georgia",
    "Cousine": "Courier New",
}

_LOCK = threading.Lock()
_LOADED: list[str] = []


def ensure_fonts() -> tuple[str, ...]:
    """Register the bundled fonts once per process and return their families.

    Needs a QGuiApplication. A font file that cannot be read is logged and done without: Qt then falls
    back to a system font, and widths are no longer those of the exported file.
    """
    with _LOCK:
        if not _LOADED:
            for path in sorted(resource("fonts").glob("*/*.ttf")):
                number = QFontDatabase.addApplicationFont(str(path))
                families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
                if not families:
                    log.get(__name__).warning("cannot read the font %s", path.name)
                _LOADED.extend(f for f in families if f not in _LOADED)
            for ours, theirs in TWINS.items():
                if ours in _LOADED:
                    QFont.insertSubstitution(theirs, ours)
    return tuple(_LOADED)


@functools.lru_cache(maxsize=512)
def _font(family: str, units: int, bold: bool, italic: bool) -> QFont:
    name, _, width = family.partition("*")  # "Arimo*120": as wide as a font that we do not have
    font = QFont(name)
    if width:
        font.setStretch(int(width))
    font.setPixelSize(units)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(True)
    for feature in ("liga", "clig"):  # PowerPoint draws none
        font.setFeature(QFont.Tag(feature), 0)
    font.setBold(bold)
    font.setItalic(italic)
    return font


def layout_font(family: str, size: float, bold: bool = False, italic: bool = False) -> QFont:
    """The font for layout and painting in units of 1/32 pt. ``size`` in points. Do not change it: shared."""
    return _font(family, max(1, round(size * UNITS)), bold, italic)


@functools.lru_cache(maxsize=64)
def descent_share(family: str) -> float:
    """winDescent / (winAscent + winDescent) of a family: how PowerPoint seats a line on its pitch."""
    raw = QRawFont.fromFont(layout_font(family, 32))
    table = bytes(raw.fontTable("OS/2").data())
    if len(table) >= 78:
        ascent, descent = struct.unpack(">HH", table[74:78])
        if ascent + descent:
            return float(descent / (ascent + descent))
    return 0.22


@functools.lru_cache(maxsize=64)
def descent_em(family: str) -> float:
    """The family's descent (``hhea``, which LibreOffice seats lines in table cells by) in ems."""
    raw = QRawFont.fromFont(layout_font(family, 32))
    head, hhea = bytes(raw.fontTable("head").data()), bytes(raw.fontTable("hhea").data())
    if len(head) >= 20 and len(hhea) >= 8:
        (units,), (descender,) = struct.unpack(">H", head[18:20]), struct.unpack(">h", hhea[6:8])
        if units:
            return abs(float(descender)) / float(units)
    return QFontMetricsF(layout_font(family, 32)).descent() / (32 * UNITS)


@functools.lru_cache(maxsize=64)
def cap_height_em(family: str) -> float:
    """Height of a capital as a fraction of the em: for centring things on text."""
    return QFontMetricsF(layout_font(family, 32)).capHeight() / (32 * UNITS) or 0.65
