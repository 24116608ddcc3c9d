"""Shaping: how wide each character of a paragraph is, and the glyphs of a line, by QTextLayout.

Works in plain threads. A paragraph is measured once at a reference size; widths are proportional to the
size because there is no hinting and the font's own design metrics are used.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption

from facilitator.scene.cache import Bounded
from facilitator.scene.fonts import UNITS, layout_font
from facilitator.scene.model import Color, Families, FontRole, Run
from facilitator.scene.text.breaks import stops
from facilitator.scene.text.wrap import Measured

REFERENCE = 32.0
"""Points at which paragraphs are measured."""
SCRIPT_SIZE = 0.66
"""Size of superscript and subscript, as a fraction."""

RTL = re.compile(r"[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\U00010800-\U00010FFF\U0001E800-\U0001EFFF]")
_PLAIN = re.compile(r"[\u0000-\u024F\u2010-\u2027\u20AC]*")


class Face(NamedTuple):
    """What of a run decides its glyphs."""

    length: int
    family: str
    size: float
    bold: bool
    italic: bool


class Shape(NamedTuple):
    """A measured paragraph at the reference size."""

    measured: Measured
    missing: tuple[str, ...]
    """Scripts of characters that no font has."""


_SHAPES: Bounded[Shape] = Bounded(12 * 1024 * 1024)


def face(run: Run, families: Families, scale: float = 1.0) -> Face:
    """The run's face; sizes multiplied by ``scale``. Superscript and subscript are smaller."""
    size = run.size * scale * (SCRIPT_SIZE if run.baseline else 1.0)
    return Face(len(run.text), families.of(run.font), size, run.bold, run.italic)


def layout_of(text: str, faces: tuple[Face, ...], rtl: bool) -> tuple[QTextLayout, QTextLine]:
    """The text on one endless line. Keep the layout as long as the line is used."""
    first = faces[0] if faces else Face(0, "Carlito", REFERENCE, False, False)
    layout = QTextLayout(text, layout_font(first.family, first.size, first.bold, first.italic))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setUseDesignMetrics(True)
    if rtl or not text or RTL.search(text):
        # Left to right is what Qt finds by itself in all other texts. The `Qt` namespace makes a hundred
        # enums when it is first touched (12 ms), which a deck in Latin letters need not wait for.
        from PySide6.QtCore import Qt

        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    formats, at = [], 0
    for one in faces:
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = at, one.length
        style = QTextCharFormat()
        style.setFont(layout_font(one.family, one.size, one.bold, one.italic))
        piece.format = style
        formats.append(piece)
        at += one.length
    if len(set(faces)) > 1:
        layout.setFormats(formats)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e7)
    layout.endLayout()
    return layout, line


def cursor(line: QTextLine, index: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    place: Any = line.cursorToX(index, edge)
    return float(place[0] if isinstance(place, tuple) else place)


def utf16_offsets(text: str) -> list[int] | None:
    """Index of each character in UTF-16, as Qt counts; None when it is the same as ours."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return None
    offsets, at = [], 0
    for char in text:
        offsets.append(at)
        at += 2 if char > "\uffff" else 1
    offsets.append(at)
    return offsets


def qt_faces(text: str, faces: tuple[Face, ...]) -> tuple[Face, ...]:
    """Faces with their lengths counted as Qt counts."""
    offsets = utf16_offsets(text)
    if offsets is None:
        return faces
    out, at = [], 0
    for one in faces:
        out.append(one._replace(length=offsets[at + one.length] - offsets[at]))
        at += one.length
    return tuple(out)


def shape(runs: tuple[Run, ...], size: float, families: Families, rtl: bool) -> Shape:
    """Measure a paragraph whose em is ``size`` points; its widths are for the reference size."""
    scale = REFERENCE / size
    text = "".join(run.text for run in runs)
    faces = tuple(face(run, families, scale) for run in runs if run.text)
    key = (text, faces, rtl)
    known = _SHAPES.get(key)
    if known is None:
        known = _shape(text, faces, rtl)
        _SHAPES.put(key, known, 400 + len(text) * 60)
    return known


def _shape(text: str, faces: tuple[Face, ...], rtl: bool) -> Shape:
    shown = text.replace("\n", " ")
    offsets = utf16_offsets(text)
    layout, line = layout_of(shown, qt_faces(text, faces), rtl)
    at = offsets if offsets is not None else range(len(text) + 1)
    turned = rtl or RTL.search(text)
    xs = _mixed(text, faces, line, at) if turned else [cursor(line, i) / UNITS for i in at]
    missing = () if _PLAIN.fullmatch(text) else _missing(layout, text, offsets)
    return Shape(Measured(text, stops(text), xs), missing)


def _mixed(text: str, faces: tuple[Face, ...], line: QTextLine, at: Sequence[int]) -> list[float]:
    """Where each character ends, counted in reading order, when not all run in one direction.

    Inside mixed directions only the two edges of one character are neighbours, and where the direction turns
    Qt knows only one of them: such a character is measured by itself. Joiners have no width, though Qt gives
    them their neighbour's. What is left between the sum and the line's own width is shared out.
    """
    widths = []
    for i, char in enumerate(text):
        left = cursor(line, at[i], QTextLine.Edge.Leading)
        right = cursor(line, at[i], QTextLine.Edge.Trailing)
        widths.append(0.0 if unicodedata.category(char) == "Cf" else abs(right - left) / UNITS)
    whole = line.horizontalAdvance() / UNITS
    if whole - sum(widths) > 0.05:
        begin = 0
        for one in faces:
            for i in range(begin, begin + one.length):
                if widths[i] < 0.01 and unicodedata.category(text[i])[0] not in "CM":
                    length = len(text[i].encode("utf-16-le")) // 2
                    layout, single = layout_of(text[i], (one._replace(length=length),), False)
                    widths[i] = single.horizontalAdvance() / UNITS
                    del single, layout  # in this order: a line lives no longer than its layout
            begin += one.length
    total = sum(widths)
    part = whole / total if total else 1.0
    return [0.0, *itertools.accumulate(width * part for width in widths)]


def _missing(layout: QTextLayout, text: str, offsets: list[int] | None) -> tuple[str, ...]:
    """Scripts whose characters got glyph 0, the empty box."""
    back = {o: i for i, o in enumerate(offsets)} if offsets else None
    found: dict[str, None] = {}
    for run in layout.glyphRuns(-1, -1, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll):
        for glyph, index in zip(run.glyphIndexes(), run.stringIndexes(), strict=False):
            place = back.get(index, -1) if back else index
            if glyph or not 0 <= place < len(text):
                continue
            char = text[place]
            if unicodedata.category(char)[0] not in "CZM":
                found[script_name(char)] = None
    return tuple(found)


def script_name(char: str) -> str:
    """A plain name for the script of a character: its first word in Unicode (``Arabic``, ``Thai``)."""
    name = unicodedata.name(char, "")
    if name.startswith("CJK"):
        return "Chinese or Japanese"
    word = name.split(" ")[0].split("-")[0]
    return word.capitalize() if word else f"U+{ord(char):04X}"


def scaled(measured: Measured, factor: float) -> Measured:
    """The same paragraph at another size."""
    return Measured(measured.text, measured.stops, [x * factor for x in measured.xs])


def measure(runs: tuple[Run, ...], size: float, families: Families, rtl: bool = False) -> Measured:
    """A paragraph measured at its own size."""
    return scaled(shape(runs, size, families, rtl).measured, size / REFERENCE)


def text_width(
    text: str, size: float, families: Families, role: FontRole = FontRole.BODY, bold: bool = False
) -> float:
    """Width in points of a short text on one line."""
    run = Run(text, size, Color("#000000"), role, bold)
    return measure((run,), size, families, bool(RTL.search(text))).width
