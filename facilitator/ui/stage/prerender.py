"""Paints what the next key presses will show, at rest, in the one idle worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QImage

from facilitator.ui.stage.sight import Sight
from facilitator.ui.tasks import Stop, Tasks
from facilitator.ui.widgets.rendering import PictureCache, paint_image

REST_MS = 60
"""Quiet time after a key press before anything is painted beforehand."""


class Prerender(QObject):
    """``neighbours`` gives the sights to have ready, the likeliest first; ``sizes`` the pixel sizes."""

    GROUP = "prerender"

    def __init__(
        self,
        tasks: Tasks,
        cache: PictureCache,
        neighbours: Callable[[], Sequence[Sight]],
        sizes: Callable[[], Sequence[QSize]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cache = cache
        self._neighbours = neighbours
        self._sizes = sizes
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._start)

    def moved(self) -> None:
        """Something else is shown now: what was planned is void."""
        self._tasks.stop(self.GROUP)
        self._rest.start()

    def close(self) -> None:
        self._rest.stop()
        self._tasks.stop(self.GROUP)

    def _start(self) -> None:
        for sight in self._neighbours():
            for size in self._sizes():
                self._ask(sight, size)

    def _ask(self, sight: Sight, size: QSize) -> None:
        scene = sight.scene
        if scene is None or size.isEmpty() or self._cache.has(scene, sight.step, sight.live, size):
            return

        def work(stop: Stop) -> QImage | None:
            return None if stop else paint_image(scene, sight.step, sight.live, size)

        def done(image: QImage | None) -> None:
            if image is not None:
                self._cache.put(scene, sight.step, sight.live, image)

        self._tasks.run(work, done, group=self.GROUP, priority=3)
