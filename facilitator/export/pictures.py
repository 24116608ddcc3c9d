"""Slides as PNG pictures, painted from the scene as on the stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from facilitator.deck.model import Deck, Slide
from facilitator.export.options import ExportOptions
from facilitator.scene.model import Live, Scene
from facilitator.system.files import replacing

WIDTH = 1_920
LARGEST = 16_384
"""Pixels across; more does not fit into Qt's pictures of this shape."""


def shown(deck: Deck) -> list[Slide]:
    """The slides that an audience sees."""
    return [slide for slide in deck.slides if not slide.settings.hidden]


def write_pictures(
    deck: Deck,
    compose: Callable[[Slide], Scene],
    out: Path,
    options: ExportOptions,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """One PNG a slide beside ``out`` (OUT-001.png …); with builds one a step (OUT-001-0.png …).

    Raises OSError when a file cannot be written.
    """
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QImageWriter, QPainter

    from facilitator.scene import paint

    slides = shown(deck)
    files: list[Path] = []
    width = max(16, min(options.width or WIDTH, LARGEST))
    for index, slide in enumerate(slides, 1):
        scene = compose(slide)
        scale = width / scene.width
        live = Live(number=slide.number, total=len(deck.slides))
        steps = range(scene.steps + 1) if options.builds and scene.steps else (scene.steps,)
        for step in steps:
            image = QImage(width, round(scene.height * scale), QImage.Format.Format_RGB32)
            painter = QPainter(image)
            paint(painter, scene, scale, step, live)
            painter.end()
            suffix = f"-{step}" if len(steps) > 1 else ""
            target = out.with_name(f"{out.stem}-{index:03d}{suffix}{out.suffix}")
            with replacing(target) as part:
                writer = QImageWriter(str(part), QByteArray(b"PNG"))
                if not writer.write(image):
                    raise OSError(f"{target.name} could not be written: {writer.errorString()}")
            files.append(target)
        if progress:
            progress(index, len(slides))
    return tuple(files)
