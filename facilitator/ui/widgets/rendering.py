"""Scenes as pixels: a cache of painted pictures, shared by stage, previews and thumbnails."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from facilitator.scene import paint
from facilitator.scene.model import Live, Scene

#: Never more than this …
CACHE_BYTES = 320 * 1024 * 1024
#: … and no more than small pictures need, beside a few of the largest size seen: the stage's slide with its
#: neighbours and the console's views. 1080p: 64 MB; 4K: 182 MB.
SMALL_BYTES = 24 * 1024 * 1024
LARGEST_KEPT = 5


def fitted(width: float, height: float, box: QSize) -> QSize:
    """The largest size of a page's shape that fits a box, in whole pixels."""
    if box.width() <= 0 or box.height() <= 0 or width <= 0 or height <= 0:
        return QSize(0, 0)
    scale = min(box.width() / width, box.height() / height)
    return QSize(max(1, round(width * scale)), max(1, round(height * scale)))


def paint_image(scene: Scene, step: int, live: Live, size: QSize) -> QImage:
    """The scene in ``size`` device pixels. May run in a worker thread."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter, scene, size.width() / scene.width, step, live)
    painter.end()
    return image


@dataclass(frozen=True, slots=True)
class _Key:
    scene: int
    step: int
    live: Live
    width: int
    height: int


class PictureCache:
    """Painted scenes, the least recently used thrown out first. GUI thread only."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._bytes = 0
        self._largest = 0
        # The scene itself is kept beside its picture, so that its id stays its own.
        self._kept: OrderedDict[_Key, tuple[QPixmap, Scene]] = OrderedDict()

    @property
    def bytes(self) -> int:
        return self._bytes

    def has(self, scene: Scene, step: int, live: Live, size: QSize) -> bool:
        return _Key(id(scene), step, live, size.width(), size.height()) in self._kept

    def look(self, scene: Scene, step: int, live: Live, size: QSize) -> QPixmap | None:
        """The picture if it is there already."""
        key = _Key(id(scene), step, live, size.width(), size.height())
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def get(self, scene: Scene, step: int, live: Live, size: QSize) -> QPixmap:
        """The picture, painted now if need be."""
        found = self.look(scene, step, live, size)
        if found is None:
            found = self.put(scene, step, live, paint_image(scene, step, live, size))
        return found

    def put(self, scene: Scene, step: int, live: Live, image: QImage) -> QPixmap:
        """Keep a picture that a worker has painted."""
        key = _Key(id(scene), step, live, image.width(), image.height())
        if key in self._kept:
            return self._kept[key][0]
        picture = QPixmap.fromImage(image, Qt.ImageConversionFlag.NoFormatConversion)
        self._kept[key] = (picture, scene)
        self._bytes += _bytes(picture)
        self._largest = max(self._largest, _bytes(picture))
        limit = min(self._limit, SMALL_BYTES + LARGEST_KEPT * self._largest)
        while self._bytes > limit and len(self._kept) > 1:
            _, (gone, _) = self._kept.popitem(last=False)
            self._bytes -= _bytes(gone)
        return picture

    def forget(self) -> None:
        """Throw all pictures away (another theme, another deck)."""
        self._kept.clear()
        self._bytes = 0


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
