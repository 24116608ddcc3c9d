"""Slides as PDF: painted from the scene, with fonts embedded and text that can be selected.

Qt writes the pages; pypdf adds what Qt's writer lacks: links, an outline, the deck's properties. The file is
not tagged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from facilitator.deck.model import Deck, Slide, plain
from facilitator.export.links import Area, link_areas
from facilitator.export.options import ExportOptions
from facilitator.export.pdf_words import Words, mend_fonts
from facilitator.export.pictures import shown
from facilitator.scene.model import Live, Scene
from facilitator.system.files import replacing

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPdfWriter

RESOLUTION = 144
"""Dots an inch of photographs: a full page is 1,920 pixels across. Text and lines are exact at any value."""


@dataclass(frozen=True)
class PdfPage:
    """One page: scenes with where they go (x, y, scale in points), and what to call it."""

    width: float
    height: float
    parts: tuple[tuple[Scene, float, float, float], ...]
    slide: int
    """Number of the slide, from 1."""
    first: bool
    """The first page of its slide: slide links and the outline lead here."""
    title: str = ""
    section: str = ""
    step: int | None = None


@dataclass
class _Extras:
    """What pypdf adds."""

    areas: list[list[Area]] = field(default_factory=list)
    """Per page: links, in points from the page's top left corner."""
    first: dict[int, int] = field(default_factory=dict)
    """Slide number -> page index."""
    outline: list[tuple[str, str, int]] = field(default_factory=list)
    """(section, title, page index)."""
    words: Words = field(default_factory=Words)


def slide_pages(deck: Deck, compose: Callable[[Slide], Scene], options: ExportOptions) -> Iterator[PdfPage]:
    """A page for each slide that is shown; with builds one for each step."""
    section = ""
    for slide in shown(deck):
        scene = compose(slide)
        section = slide.settings.section or section
        title = scene.title or plain(slide.title) or f"Slide {slide.number}"
        steps: list[int | None] = list(range(scene.steps + 1)) if options.builds and scene.steps else [None]
        for n, step in enumerate(steps):
            yield PdfPage(
                scene.width,
                scene.height,
                ((scene, 0.0, 0.0, 1.0),),
                slide.number,
                n == 0,
                title,
                section,
                step,
            )


def write_pdf(
    deck: Deck,
    compose: Callable[[Slide], Scene],
    out: Path,
    options: ExportOptions,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write ``out`` and give the number of pages. Raises OSError when it cannot be written."""
    if options.notes_pages:
        from facilitator.export.notes_pages import notes_pages

        pages = notes_pages(deck, compose)
    else:
        pages = slide_pages(deck, compose, options)
    with replacing(out) as part, part.open("wb") as stream:
        return write_pages(pages, deck, stream, progress)


def write_pages(
    pages: Iterator[PdfPage],
    deck: Deck,
    stream: BinaryIO,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write any pages, with the deck's title, author and language, and give their number."""
    raw, extras = _paint(pages, deck, progress)
    _complete(raw, stream, deck, extras)
    return len(extras.areas)


def _paint(
    pages: Iterator[PdfPage], deck: Deck, progress: Callable[[int, int], None] | None
) -> tuple[BytesIO, _Extras]:
    """The pages as Qt writes them. In memory: what fails on a full disk there ends in a crash."""
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QPainter, QPdfWriter

    extras = _Extras()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter()
    try:
        _draw(pages, writer, painter, deck, extras, progress)
    finally:
        painter.end()  # before the writer goes, whatever happened
    return BytesIO(buffer.data().data()), extras


def _draw(
    pages: Iterator[PdfPage],
    writer: QPdfWriter,
    painter: QPainter,
    deck: Deck,
    extras: _Extras,
    progress: Callable[[int, int], None] | None,
) -> None:
    from PySide6.QtCore import QByteArray, QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize

    from facilitator.scene import paint

    writer.setResolution(RESOLUTION)
    writer.setCreator("Facilitator")
    writer.setDocumentXmpMetadata(QByteArray(b"<x/>"))
    total = len(shown(deck))
    done = 0
    for index, page in enumerate(pages):
        points = QSizeF(page.width, page.height)
        size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
        if index == 0:
            if not painter.begin(writer):
                raise OSError("the PDF could not be opened for writing")
        elif not writer.newPage():
            raise OSError("the PDF could not be written")
        areas: list[Area] = []
        live = Live(number=page.slide, total=len(deck.slides))
        for scene, x, y, scale in page.parts:
            painter.save()
            painter.translate(x * RESOLUTION / 72, y * RESOLUTION / 72)
            paint(painter, scene, scale * RESOLUTION / 72, page.step, live, extras.words.hear)
            painter.restore()
            areas += [area.placed(x, y, scale) for area in link_areas(scene)]
        extras.areas.append(areas)
        if page.first:
            extras.first[page.slide] = index
            extras.outline.append((page.section, page.title, index))
            done += 1
            if progress:
                progress(done, total)


def _complete(source: BytesIO, stream: BinaryIO, deck: Deck, extras: _Extras) -> None:
    """Links, outline and properties. Dates go: the same deck gives the same file."""
    from pypdf import PdfWriter
    from pypdf.annotations import Link
    from pypdf.generic import (
        ArrayObject,
        BooleanObject,
        ByteStringObject,
        DictionaryObject,
        Fit,
        NameObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=source)
    mend_fonts(writer, extras.words)
    height = [float(page.mediabox.height) for page in writer.pages]
    for index, areas in enumerate(extras.areas):
        for area in areas:
            box = (area.x, height[index] - area.y - area.h, area.x + area.w, height[index] - area.y)
            if area.slide is not None:
                page = extras.first.get(area.slide)
                if page is None:
                    continue
                link = Link(rect=box, border=[0, 0, 0], target_page_index=page, fit=Fit.fit())
            else:
                link = Link(rect=box, border=[0, 0, 0], url=area.address)
            writer.add_annotation(index, link)
    section, parent = "", None
    for name, title, page in extras.outline:
        if name != section:
            section = name
            parent = writer.add_outline_item(title=name, page_number=page) if name else None
        writer.add_outline_item(title=title, page_number=page, parent=parent)
    writer.pdf_header = "%PDF-1.7"
    root = writer.root_object
    root.pop(NameObject("/Metadata"), None)  # Qt's: it holds the time of writing
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    names = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = names  # the title in the window's bar, not the file's name
    if deck.lang:
        root[NameObject("/Lang")] = TextStringObject(deck.lang)
    info = {
        "/Title": deck.title,
        "/Author": deck.author,
        "/Subject": deck.subtitle,
        "/Creator": "Facilitator",
    }
    writer.metadata = {k: v for k, v in info.items() if v}
    content = "\0".join((deck.title, *(slide.key for slide in deck.slides)))
    mark = ByteStringObject(hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=16).digest())
    writer._ID = ArrayObject([mark, mark])
    writer.write(stream)
