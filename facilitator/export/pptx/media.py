"""Pictures in the file: each distinct one once, in a format that PowerPoint shows, without what a camera
notes.

JPEG, PNG and GIF go in as they are, save for places, dates and device names, which are cut out without
touching a pixel. SVG goes in with a PNG beside it for programs that draw none. Everything else (WebP, TIFF,
BMP, a JPEG that a camera turned) is encoded anew.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from facilitator.deck.sniff import unpacked
from facilitator.export.pptx.package import DEFAULTS, Package
from facilitator.scene.painter.images import MAX_PIXELS

SVG_WIDTH = 1_600
"""Pixels across of the PNG beside an SVG."""
_NATIVE = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}
# JPEG segments that say how to decode; all other APPn and comments (Exif, XMP, IPTC) are dropped. APP14 is
# Adobe's colour transform, APP2 the colour profile, APP0 the JFIF head.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_PNG_DROPPED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


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
            png = svg_to_png(drawing)
            return Media(self._put(png, "png", lambda: png), self._put(drawing, "svg", lambda: drawing))
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
            if kind in ("JPEG", "MPO") or (kind == "WEBP" and not clear and not _flat(upright)):
                upright.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
                return "jpg", out.getvalue(), False
            upright.convert("RGBA" if clear else "RGB").save(out, "PNG")
            return "png", out.getvalue(), False
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error


def _flat(image: object) -> bool:
    """Few colours: a drawing, which JPEG would smear."""
    from PIL import Image

    return isinstance(image, Image.Image) and image.convert("RGB").getcolors(4096) is not None


def stripped(data: bytes, kind: str) -> bytes:
    """The same picture without Exif, comments and times. Unexpected bytes are left as they are."""
    try:
        if kind == "JPEG":
            return _jpeg_stripped(data)
        if kind == "PNG":
            return _png_stripped(data)
    except (struct.error, IndexError):
        return data
    return data


def _jpeg_stripped(data: bytes) -> bytes:
    out = bytearray(data[:2])
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:  # start of scan: the pixels follow
            break
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        dropped = (0xE0 <= marker <= 0xEF and marker not in _KEPT_APPS) or marker == 0xFE
        if not dropped:
            out += segment
        at += 2 + length
    return bytes(out) + data[at:]


def _png_stripped(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            out += data[at : at + 12 + length]
        at += 12 + length
        if kind == b"IEND":
            break
    return bytes(out)


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
