"""Glyphs of laid-out paragraphs, ready to draw, kept per thread.

Two traps of the spike are minded here: glyph runs stay at 1/32 pt and the painter is scaled (a resized
raw font draws nothing above 64 px), and underlines are drawn by us.
"""

from __future__ import annotations

import threading
from typing import NamedTuple

from PySide6.QtGui import QGlyphRun, QTextLayout

from facilitator.scene.cache import Bounded
from facilitator.scene.fonts import UNITS
from facilitator.scene.model import Bullet, BulletKind, Color, Families, Line, Para, Run
from facilitator.scene.text.shape import Face, cursor, face, layout_of, qt_faces, utf16_offsets


class Glyphs(NamedTuple):
    """One glyph run with its colour; (x, y) in points from the box's top left to the run's origin."""

    run: QGlyphRun
    x: float
    y: float
    color: Color
    mates: tuple[QGlyphRun, ...] = ()
    """All runs of the same text, with the places of their letters; only when that was asked for."""
    end: int = 0
    """Where their text ends in its string, as Qt counts."""


class Bar(NamedTuple):
    """A filled bar under, through or behind text; points from the box's top left."""

    x: float
    y: float
    w: float
    h: float
    color: Color
    behind: bool = False


class Drawn(NamedTuple):
    """Everything to draw for one paragraph."""

    glyphs: tuple[Glyphs, ...]
    bars: tuple[Bar, ...]
    links: tuple[tuple[float, float, float, float, str], ...] = ()


class _Store(threading.local):
    """Raw fonts belong to the thread that made them, so each thread has its own store."""

    def __init__(self) -> None:
        self.drawn: Bounded[tuple[Para, Drawn]] = Bounded(10 * 1024 * 1024)


_STORE = _Store()


_WITH_WORDS = QTextLayout.GlyphRunRetrievalFlag.RetrieveAll


def drawn(para: Para, families: Families, words: bool = False) -> Drawn:
    """The glyphs of a paragraph's lines. ``words``: with the places of their letters, for text to copy."""
    key = (id(para), families, words)
    found = _STORE.drawn.get(key)
    if found is not None and found[0] is para:
        return found[1]
    made = _draw(para, families, words)
    _STORE.drawn.put(key, (para, made), 1500 + 160 * sum(len(run.text) for run in para.runs))
    return made


def clear() -> None:
    """Forget this thread's glyphs."""
    _STORE.drawn.clear()


def _draw(para: Para, families: Families, words: bool) -> Drawn:
    glyphs: list[Glyphs] = []
    bars: list[Bar] = []
    links: list[tuple[float, float, float, float, str]] = []
    for line in para.lines:
        _line(para, line, families, words, glyphs, bars, links)
    if para.bullet and para.bullet.kind is not BulletKind.NONE and para.lines:
        glyphs.extend(_bullet(para, para.bullet, families, words))
    return Drawn(tuple(glyphs), tuple(bars), tuple(links))


def slices(runs: tuple[Run, ...], start: int, end: int) -> list[tuple[Run, str]]:
    """The pieces of runs between two offsets of their joined text."""
    out, at = [], 0
    for run in runs:
        first, last = max(start, at), min(end, at + len(run.text))
        if first < last:
            out.append((run, run.text[first - at : last - at]))
        at += len(run.text)
    return out


def _line(
    para: Para,
    line: Line,
    families: Families,
    words: bool,
    glyphs: list[Glyphs],
    bars: list[Bar],
    links: list[tuple[float, float, float, float, str]],
) -> None:
    pieces = slices(para.runs, line.start, line.end)
    if not pieces:
        return
    text = "".join(part for _, part in pieces).replace("\n", " ")
    faces = tuple(face(run, families)._replace(length=len(part)) for run, part in pieces)
    offsets = utf16_offsets(text)
    layout, qline = layout_of(text, qt_faces(text, faces), para.rtl)
    ascent = qline.ascent()
    origin = qline.naturalTextRect().left()
    at = 0
    for run, part in pieces:
        first, last = at, at + len(part)
        at = last
        a, b = (offsets[first], offsets[last]) if offsets else (first, last)
        rise = run.baseline / 100 * run.size
        found = layout.glyphRuns(a, b - a, _WITH_WORDS) if words else layout.glyphRuns(a, b - a)
        mates = tuple(found) if words else ()
        if len(found) > 1:  # Qt gives the runs of several fonts in an order that changes from run to run
            found.sort(key=lambda g: g.positions()[0].x())
        for glyph_run in found:
            glyph_run.setUnderline(False)
            glyph_run.setStrikeOut(False)
            x = line.x - origin / UNITS
            y = line.baseline - ascent / UNITS - rise
            glyphs.append(Glyphs(glyph_run, x, y, run.color, mates, b))
        if not (run.underline or run.strike or run.highlight or run.link):
            continue
        one, two = cursor(qline, a), cursor(qline, b)
        left = line.x + (min(one, two) - origin) / UNITS
        width = abs(two - one) / UNITS
        weight = run.size / (14 if run.bold else 18)
        if run.highlight:
            bars.append(
                Bar(
                    left - 1.5,
                    line.baseline - run.size * 0.82,
                    width + 3,
                    run.size * 1.06,
                    run.highlight,
                    True,
                )
            )
        if run.underline or run.link:
            bars.append(Bar(left, line.baseline + run.size * 0.11, width, weight, run.color))
        if run.strike:
            bars.append(Bar(left, line.baseline - run.size * 0.27, width, weight, run.color))
        if run.link:
            links.append((left, line.baseline - run.size, width, run.size * 1.2, run.link))


BULLET_FAMILY = "Arimo"
"""Arial in the file: every viewer seats its bullet alike."""


def _bullet(para: Para, bullet: Bullet, families: Families, words: bool) -> list[Glyphs]:
    """The bullet of the first line: at the hanging edge, on the line's baseline."""
    first = para.lines[0]
    number = bullet.kind is BulletKind.NUMBER
    family = families.body if number else BULLET_FAMILY
    one = Face(len(bullet.text), family, para.size, False, False)
    layout, line = layout_of(bullet.text, (one,), para.rtl)
    width = line.naturalTextWidth() / UNITS
    x = first.x + first.width + para.hanging - width if para.rtl else first.x - para.hanging
    color = bullet.color or (para.runs[0].color if para.runs else Color("#000000"))
    y = first.baseline - line.ascent() / UNITS
    origin = line.naturalTextRect().left() / UNITS
    found = layout.glyphRuns(-1, -1, _WITH_WORDS) if words else layout.glyphRuns()
    mates = tuple(found) if words else ()
    return [Glyphs(run, x - origin, y, color, mates, len(bullet.text)) for run in found]
