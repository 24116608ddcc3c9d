"""Slides as PNG pictures, painted from the scene as on the stage."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
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

    All of them take their places together at the end: an export that is stopped changes nothing. Raises
    OSError when a file cannot be written.
    """
    from facilitator.scene import ensure_fonts

    ensure_fonts()
    slides = shown(deck)
    files: list[Path] = []
    width = max(16, min(options.width or WIDTH, LARGEST))
    digits = max(3, len(str(len(slides))))
    with ExitStack() as parts:
        for index, slide in enumerate(slides, 1):
            scene = compose(slide)
            live = Live(number=slide.number, total=len(deck.slides))
            steps = range(scene.steps + 1) if options.builds and scene.steps else (scene.steps,)
            for step in steps:
                suffix = f"-{step}" if len(steps) > 1 else ""
                target = out.with_name(f"{out.stem}-{index:0{digits}d}{suffix}{out.suffix}")
                part = parts.enter_context(replacing(target))
                part.write_bytes(_png(scene, width, step, live))
                files.append(target)
            if progress:
                progress(index, len(slides))
    return tuple(files)


def _png(scene: Scene, width: int, step: int, live: Live) -> bytes:
    """One picture. In memory first: Qt's own writing to a full disk does not say what is wrong."""
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QImage, QPainter

    from facilitator.scene import paint

    scale = width / scene.width
    image = QImage(width, round(scene.height * scale), QImage.Format.Format_RGB32)
    if image.isNull():
        raise OSError(f"there is not enough memory for pictures {width} pixels wide")
    painter = QPainter(image)
    try:
        paint(painter, scene, scale, step, live)
    finally:
        painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # PySide's stub wants bytes
        raise OSError("there is not enough memory for the picture")
    return bytes(buffer.data().data())


def older(out: Path, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Pictures of an earlier export of this name that the new ones did not replace."""
    name = re.compile(re.escape(out.stem) + r"-\d{3,}(-\d+)?" + re.escape(out.suffix))
    return tuple(sorted(p for p in out.parent.iterdir() if name.fullmatch(p.name) and p not in files))
