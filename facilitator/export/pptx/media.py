"""Pictures in the file: each distinct one once, in a format that PowerPoint shows, without what a camera
notes.

JPEG, PNG and GIF go in as they are, save for places, dates, comments and films behind them, which are cut
out without touching a pixel (``stripping``). SVG goes in with a PNG beside it for programs that
draw none. Everything else (WebP, TIFF, BMP, a JPEG that a camera turned) is encoded anew.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.deck.sniff import unpacked
from facilitator.export.pptx.package import DEFAULTS, Package
from facilitator.export.pptx.stripping import stripped
from facilitator.scene.painter.images import MAX_PIXELS

SVG_WIDTH = 1_600
"""Pixels across of the PNG beside an SVG."""
_NATIVE = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}


@dataclass(frozen=True, slots=True)
class Media:
    """A picture's parts in the package."""

    part: str
    svg: str = ""
    """The vector original, when ``part`` is the PNG beside it."""


class UnreadablePictureError(Exception):
    """The file is no picture that we can read."""


@dataclass
class MediaStore:
    """Adds pictures to a package; the same picture is stored once."""

    package: Package
    _by_path: dict[Path, Media | None] = field(default_factory=dict)
    _by_digest: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _count: int = 0
    unreadable: list[Path] = field(default_factory=list)

    def add(self, path: Path) -> Media | None:
        """The parts for this file; None when it cannot be read (then it is listed in ``unreadable``)."""
        if path not in self._by_path:
            try:
                self._by_path[path] = self._load(path)
            except (OSError, UnreadablePictureError):
                self._by_path[path] = None
                self.unreadable.append(path)
        return self._by_path[path]

    def _load(self, path: Path) -> Media:
        data = path.read_bytes()
        if drawing := unpacked(data):
            from facilitator.export.pptx.drawing import bare

            png, told = svg_to_png(drawing), bare(drawing)
            svg = self._put(told, "svg", lambda: told) if told else ""
            return Media(self._put(png, "png", lambda: png), svg)
        ending, encoded, copied = portable(data)
        if copied:  # read again when written: a thousand photographs are never in memory together
            return Media(self._put(data, ending, lambda: portable(path.read_bytes())[1]))
        return Media(self._put(data, ending, lambda: encoded))

    def _put(self, source: bytes, ending: str, data: Callable[[], bytes]) -> str:
        key = (ending, hashlib.blake2b(source, digest_size=16).digest())
        if key not in self._by_digest:
            self._count += 1
            while f"ppt/media/image{self._count}.{ending}" in self.package:  # a template's own
                self._count += 1
            name = f"ppt/media/image{self._count}.{ending}"
            self.package.add(name, DEFAULTS[ending], data)
            self._by_digest[key] = name
        return self._by_digest[key]


def portable(data: bytes) -> tuple[str, bytes, bool]:
    """(ending, bytes for the file, whether they are the original's own pixels).

    Raises UnreadablePictureError when no picture can be made of it.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS  # Pillow warns of today's photographs
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = image.format or ""
            turned = kind == "JPEG" and image.getexif().get(0x0112, 1) != 1
            if kind in _NATIVE and not turned and image.mode != "CMYK":
                return _NATIVE[kind], stripped(data, kind), True
            image.seek(0)
            upright = ImageOps.exif_transpose(image)
            out = io.BytesIO()
            clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            photograph = kind in ("JPEG", "MPO") or (kind == "WEBP" and not clear and not _flat(upright))
            made = upright.convert("RGBA" if clear and not photograph else "RGB")
            made.info = {}  # Pillow writes some of it again: a comment
            colours = upright.info.get("icc_profile") if upright.mode in ("RGB", "RGBA", "P") else None
            if photograph:
                made.save(out, "JPEG", quality=92, subsampling=0, icc_profile=colours)
                return "jpg", out.getvalue(), False
            made.save(out, "PNG", icc_profile=colours)
            return "png", out.getvalue(), False
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error


def _flat(image: object) -> bool:
    """Few colours: a drawing, which JPEG would smear."""
    from PIL import Image

    return isinstance(image, Image.Image) and image.convert("RGB").getcolors(4096) is not None


def svg_to_png(data: bytes, width: int = SVG_WIDTH) -> bytes:
    """Draw an SVG with Qt. Raises UnreadablePictureError when Qt cannot."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise UnreadablePictureError("not an SVG that can be drawn")
    image = QImage(
        size.scaled(width, 4 * width, Qt.AspectRatioMode.KeepAspectRatio), QImage.Format.Format_ARGB32
    )
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
