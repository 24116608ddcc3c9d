"""Photos, decoded straight to the size at which they are drawn, kept in a bounded cache."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QImageReader

from facilitator.deck import sniff
from facilitator.scene.cache import Bounded

Crop = tuple[float, float, float, float]

_IMAGES: Bounded[QImage] = Bounded(64 * 1024 * 1024)
_SIZES: Bounded[tuple[int, int]] = Bounded(512 * 1024)
MAX_PIXELS = sniff.MAX_PIXELS
QImageReader.setAllocationLimit(4 * MAX_PIXELS // 1_000_000)
"""Megabytes. Qt's own limit leaves photographs of more than 64 megapixels out."""


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _reader(path: Path) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)  # a phone's photo is stored lying down
    reader.setDecideFormatFromContent(True)
    return reader


def picture_size(path: Path) -> tuple[int, int] | None:
    """Width and height in pixels as shown (turned as its EXIF says), or None when it cannot be read."""
    try:
        key = (str(path), _stamp(path))
    except OSError:
        return None
    known = _SIZES.get(key)
    if known is None:
        reader = _reader(path)
        size = reader.size()
        if not size.isValid() or size.width() < 1 or size.height() < 1:
            known = (0, 0)
        elif reader.transformation().value & 4:  # turned by a quarter
            known = (size.height(), size.width())
        else:
            known = (size.width(), size.height())
        _SIZES.put(key, known, 300)
    return known if known[0] else None


def picture(path: Path, width: int, height: int, crop: Crop = (0.0, 0.0, 0.0, 0.0)) -> QImage | None:
    """The picture (its part inside ``crop``), ``width`` x ``height`` pixels, or None when it cannot be read.

    ``crop`` are fractions cut from left, top, right and bottom of the picture as shown.
    """
    try:
        key = (str(path), _stamp(path), width, height, crop)
    except OSError:
        return None
    known = _IMAGES.get(key)
    if known is not None:
        return known
    made = _decode(path, max(1, width), max(1, height), crop)
    if made is not None:
        _IMAGES.put(key, made, made.sizeInBytes() + 200)
    return made


def _decode(path: Path, width: int, height: int, crop: Crop) -> QImage | None:
    shown = picture_size(path)
    if shown is None or shown[0] * shown[1] > MAX_PIXELS:
        return None
    left, top, right, bottom = crop
    share_x, share_y = max(0.01, 1 - left - right), max(0.01, 1 - top - bottom)
    whole = QSize(max(1, round(width / share_x)), max(1, round(height / share_y)))
    reader = _reader(path)
    turned = bool(reader.transformation().value & 4)
    vector = bytes(reader.format().data()).lower().startswith(b"svg")
    enlarged = whole.width() > shown[0] or whole.height() > shown[1]
    if vector or not enlarged:
        reader.setScaledSize(QSize(whole.height(), whole.width()) if turned else whole)
    image = reader.read()
    if image.isNull():
        return None
    if image.size() != whole:
        from PySide6.QtCore import Qt  # its hundred enums take 12 ms

        mode = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(whole, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
    part = QRect(round(whole.width() * left), round(whole.height() * top), width, height)
    if part != image.rect():
        image = image.copy(part.intersected(image.rect()))
    alpha = image.hasAlphaChannel()
    kind = QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    return image.convertToFormat(kind)


def clear() -> None:
    """Forget all decoded pictures."""
    _IMAGES.clear()
    _SIZES.clear()
