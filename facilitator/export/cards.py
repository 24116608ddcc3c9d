"""Question cards on paper, for rooms without a network: four a page, to be cut apart and mixed.

Everything is laid out in points from a card's top left corner and painted in units of 1/32 point, as slides
are. Ink is spared: dark text on white paper, hairlines to write on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.export.options import ExportError
from facilitator.export.pdf_words import mend_fonts
from facilitator.export.qt import ensure_application
from facilitator.room.for_deck import categories
from facilitator.system.files import replacing

if TYPE_CHECKING:
    from PySide6.QtCore import QLocale, QPointF
    from PySide6.QtGui import QPainter, QTextLayout

    from facilitator.deck.model import Deck
    from facilitator.scene.theme import Theme

HEADLINE = "Say it here. No name needed."
FOOT = "Cards are mixed before they are read. Please do not name other people."
ACROSS = DOWN = 2
A4 = (595.0, 842.0)
LETTER = (612.0, 792.0)
"""Width and height in points."""
_LETTER_COUNTRIES = frozenset(
    ["US", "CA", "MX", "PR", "PH", "CL", "CO", "CR", "GT", "NI", "PA", "SV", "VE", "BZ"]
)
"""Where Letter is the usual paper (Unicode CLDR, supplemental data, paper sizes)."""

PAD = 30.0
"""From the card's edge to its text: more than what common printers leave white."""
PITCH = 24.0
"""Between two lines to write on: 8.5 mm, as in a school exercise book."""
LEAST_LINES = 4
_RULE = 0.6
_CUT = 0.4


@dataclass(frozen=True)
class Door:
    """A tick box and its label: where it goes on the card, in points."""

    label: str
    x: float
    y: float
    width: float
    """Of the label, which breaks there."""


@dataclass(frozen=True)
class Doors:
    """All tick boxes of a card; ``height`` is what they need."""

    places: tuple[Door, ...]
    size: float
    height: float


def paper(locale: QLocale | None = None) -> tuple[float, float]:
    """The paper that people there have, upright: Letter or A4. None: where this computer is."""
    from PySide6.QtCore import QLocale

    where = locale or QLocale.system()
    if where.language() == QLocale.Language.C:  # no country at all, although Qt may name one
        return A4
    return LETTER if QLocale.territoryToCode(where.territory()) in _LETTER_COUNTRIES else A4


def write_cards(
    deck: Deck | None, out: Path, pages: int = 1, *, size: tuple[float, float] | None = None
) -> None:
    """Write ``pages`` pages of four cards as PDF; without a deck, cards with the four usual doors.

    ``size``: the paper in points; None: the usual one of this country. Raises ExportError with one sentence
    when the file cannot be written; a file that was there is then untouched.
    """
    ensure_application()
    from facilitator.scene.fonts import ensure_fonts

    ensure_fonts()
    try:
        with replacing(out) as part:
            _complete(_paint(deck, max(1, pages), size or paper()), part, deck)
    except OSError as error:
        why = error.strerror or str(error)
        raise ExportError(
            f"The cards could not be written to {out} ({why}). Choose another folder, or close the program "
            "that has the file open."
        ) from error


# --- layout: sizes and places in points --------------------------------------------------------------


def text_layout(text: str, family: str, size: float, width: float, bold: bool = False) -> QTextLayout:
    """A text broken into lines of at most ``width`` points; its own units are 1/32 point."""
    from PySide6.QtGui import QTextLayout, QTextOption

    from facilitator.scene.fonts import UNITS, layout_font

    made = QTextLayout(" ".join(text.split()), layout_font(family, size, bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    made.setTextOption(option)
    made.beginLayout()
    y = 0.0
    while True:
        line = made.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width * UNITS)
        line.setPosition(_point(0, y))
        y += line.height()
    made.endLayout()
    return made


def _point(x: float, y: float) -> QPointF:
    from PySide6.QtCore import QPointF

    return QPointF(x, y)


def _width(made: QTextLayout) -> float:
    from facilitator.scene.fonts import UNITS

    return max((made.lineAt(n).naturalTextWidth() for n in range(made.lineCount())), default=0.0) / UNITS


def _height(made: QTextLayout) -> float:
    from facilitator.scene.fonts import UNITS

    return made.boundingRect().height() / UNITS


def lay_doors(labels: Sequence[str], family: str, width: float, room: float) -> Doors:
    """Tick boxes in columns when all labels fit into them, else one under the other.

    The type gets smaller until they need at most ``room`` points of height, or it is as small as can be read.
    """
    for size in (11.0, 10.0, 9.0, 8.0, 7.0):
        made = _doors_at(labels, family, width, size)
        if made.height <= room:
            return made
    return made


def _doors_at(labels: Sequence[str], family: str, width: float, size: float) -> Doors:
    tick, gap, leading = size * 1.55, size * 1.4, size * 0.42
    natural = max((_width(text_layout(label, family, size, 10_000)) for label in labels), default=0.0)
    columns = next((n for n in (4, 3, 2) if n * (tick + natural) + (n - 1) * gap <= width), 1)
    columns = {1: 1, 2: min(columns, 2), 4: 4 if columns == 4 else min(columns, 2)}.get(len(labels), columns)
    pitch = (width + gap) / columns
    places: list[Door] = []
    y = 0.0
    for start in range(0, len(labels), columns):
        tall = 0.0
        for column, label in enumerate(labels[start : start + columns]):
            place = Door(label, column * pitch + tick, y, pitch - gap - tick)
            tall = max(tall, _height(text_layout(label, family, size, place.width)))
            places.append(place)
        y += tall + leading
    return Doors(tuple(places), size, max(0.0, y - leading))


# --- painting -----------------------------------------------------------------------------------------


def _paint(deck: Deck | None, pages: int, size: tuple[float, float]) -> BytesIO:
    """The pages as Qt writes them, in memory: on a full disk Qt would not say what is wrong."""
    from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

    from facilitator.scene.fonts import UNITS
    from facilitator.scene.theme import load_theme

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(1200)
    writer.setCreator("Facilitator")
    writer.setDocumentXmpMetadata(QByteArray(b"<x/>"))
    named = QPageSize(QSizeF(*size), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(named, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("the file could not be opened")
    try:
        labels = [door.label for door in categories(deck.categories if deck else ())]
        scale = 1200 / 72 / UNITS
        painter.scale(scale, scale)
        for page in range(pages):
            if page and not writer.newPage():
                raise OSError("there is not enough memory")
            _page(painter, size, deck.title if deck else "", labels, load_theme())
    finally:
        painter.end()
    return BytesIO(buffer.data().data())


def _corners(size: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for row in range(DOWN):
        for column in range(ACROSS):
            yield column * size[0] / ACROSS, row * size[1] / DOWN


def _page(
    painter: QPainter, size: tuple[float, float], title: str, labels: Sequence[str], theme: Theme
) -> None:
    from facilitator.scene.fonts import UNITS

    for x, y in _corners(size):
        painter.save()
        painter.translate(x * UNITS, y * UNITS)
        _card(painter, size[0] / ACROSS, size[1] / DOWN, title, labels, theme)
        painter.restore()
    for n in range(1, ACROSS):
        _line(painter, theme, (n * size[0] / ACROSS, 0), (n * size[0] / ACROSS, size[1]), cut=True)
    for n in range(1, DOWN):
        _line(painter, theme, (0, n * size[1] / DOWN), (size[0], n * size[1] / DOWN), cut=True)


def _card(
    painter: QPainter, width: float, height: float, title: str, labels: Sequence[str], theme: Theme
) -> None:
    """One card, from its top left corner."""
    inner = width - 2 * PAD
    body, heading = theme.body.screen, theme.heading.screen
    y = PAD
    if title.strip():
        named = _shortened(title, body, 8.5, inner)
        _text(painter, theme, named, PAD, y, "muted")
        y += _height(named) + 3
    said = _fitting(HEADLINE, heading, (19, 18, 17, 16, 15), inner, bold=True)
    _text(painter, theme, said, PAD, y, "title")
    y += _height(said) + 12
    foot = _fitting(FOOT, body, (8, 7.5, 7, 6.5), inner)
    end = height - PAD - _height(foot)
    _text(painter, theme, foot, PAD, end, "muted")
    last = end - 12
    doors = lay_doors(labels, body, inner, last - y - 8 - LEAST_LINES * PITCH)
    for door in doors.places:
        made = text_layout(door.label, body, doors.size, door.width)
        if y + door.y + _height(made) > last:
            break
        _box(painter, theme, PAD + door.x - doors.size * 1.55, y + door.y, doors.size)
        _text(painter, theme, made, PAD + door.x, y + door.y, "text")
    y += doors.height + 8
    count = int((last - y) // PITCH)
    for n in range(count):
        at = last - n * PITCH
        _line(painter, theme, (PAD, at), (PAD + inner, at))


def _fitting(text: str, family: str, sizes: Sequence[float], width: float, bold: bool = False) -> QTextLayout:
    """The largest of these sizes at which the text stands on one line; else the smallest."""
    for size in sizes:
        made = text_layout(text, family, size, width, bold)
        if made.lineCount() == 1:
            break
    return made


def _shortened(text: str, family: str, size: float, width: float, lines: int = 2) -> QTextLayout:
    """The text on at most so many lines, with an ellipsis where it was cut."""
    made = text_layout(text, family, size, width)
    while made.lineCount() > lines:
        last = made.lineAt(lines - 1)
        kept = made.text().rstrip("…")[: last.textStart() + last.textLength()]
        made = text_layout(kept[:-1].rstrip() + "…", family, size, width)
    return made


def _text(painter: QPainter, theme: Theme, made: QTextLayout, x: float, y: float, role: str) -> None:
    from PySide6.QtGui import QColor

    from facilitator.scene.fonts import UNITS

    painter.setPen(QColor(theme.color(role).hex))
    at = _point(x * UNITS, y * UNITS)
    for n in range(made.lineCount()):
        made.lineAt(n).draw(painter, at)


def _box(painter: QPainter, theme: Theme, x: float, y: float, size: float) -> None:
    """An empty box to tick, seated on the first line of its label."""
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QPen

    from facilitator.scene.fonts import UNITS, cap_height_em

    side = size * 0.95
    sample = text_layout("X", theme.body.screen, size, 1000)  # held: its line lives no longer than it does
    baseline = sample.lineAt(0).ascent() / UNITS
    top = y + baseline - (size * cap_height_em(theme.body.screen) + side) / 2
    painter.setPen(QPen(QColor(theme.color("text").hex), 0.7 * UNITS))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(
        QRectF(x * UNITS, top * UNITS, side * UNITS, side * UNITS), 1.5 * UNITS, 1.5 * UNITS
    )


def _line(
    painter: QPainter,
    theme: Theme,
    start: tuple[float, float],
    end: tuple[float, float],
    cut: bool = False,
) -> None:
    """A hairline to write on, or a dashed one to cut along."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QPen

    from facilitator.scene.fonts import UNITS

    pen = QPen(QColor(theme.color("ring-line").hex), (_CUT if cut else _RULE) * UNITS)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if cut:
        pen.setDashPattern([8, 10])
    painter.setPen(pen)
    painter.drawLine(_point(start[0] * UNITS, start[1] * UNITS), _point(end[0] * UNITS, end[1] * UNITS))


def _complete(source: BytesIO, target: Path, deck: Deck | None) -> None:
    """What pypdf adds: the file's title and language, and spaces between copied words."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    writer = PdfWriter(clone_from=source)
    mend_fonts(writer)
    root = writer.root_object
    root.pop(NameObject("/Metadata"), None)  # Qt's: it holds the time of writing
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    root[NameObject("/Lang")] = TextStringObject("en")
    title = f"Question cards: {deck.title}" if deck and deck.title else "Question cards"
    writer.metadata = {"/Title": title, "/Creator": "Facilitator"}
    with target.open("wb") as stream:
        writer.write(stream)
