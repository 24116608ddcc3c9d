"""Slides as PDF: painted from the scene, with fonts embedded and text that can be selected.

Qt writes the pages; pypdf adds what Qt's writer lacks: links, an outline, the deck's properties. The file
is not tagged.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitator.deck.model import Deck, Slide
from facilitator.export.options import ExportOptions
from facilitator.export.pictures import shown
from facilitator.scene.model import Live, Scene
from facilitator.system.files import replacing

RESOLUTION = 1_200
"""Dots an inch: what positions in the file are rounded to."""


def write_pdf(
    deck: Deck,
    compose: Callable[[Slide], Scene],
    out: Path,
    options: ExportOptions,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write ``out`` and give the number of pages. Raises OSError when it cannot be written."""
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

    from facilitator.scene import paint

    slides = shown(deck)
    pages = 0
    with replacing(out) as part:
        writer = QPdfWriter(str(part))
        writer.setResolution(RESOLUTION)
        writer.setCreator("Facilitator")
        writer.setTitle(deck.title)
        painter = QPainter()
        for index, slide in enumerate(slides, 1):
            scene = compose(slide)
            size = QPageSize(
                QSizeF(scene.width, scene.height),
                QPageSize.Unit.Point,
                "",
                QPageSize.SizeMatchPolicy.ExactMatch,
            )
            writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
            live = Live(number=slide.number, total=len(deck.slides))
            steps = range(scene.steps + 1) if options.builds and scene.steps else (scene.steps,)
            for step in steps:
                if pages == 0:
                    if not painter.begin(writer):
                        raise OSError(f"{out.name} could not be opened for writing")
                else:
                    writer.newPage()
                paint(painter, scene, RESOLUTION / 72, step, live)
                pages += 1
            if progress:
                progress(index, len(slides))
        if pages:
            painter.end()
    return pages
