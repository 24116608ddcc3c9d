"""Notices that the deck was saved: the file, what it includes, its pictures, its theme.

Editors replace files by renaming, which ends the watch on the old one; so folders are watched too, and all
watches are set anew after every reading. Changes are gathered for a moment: some editors write in steps.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

SETTLE_MS = 200
MOST_FOLDERS = 64


class DeckWatcher(QObject):
    """``changed`` comes once after things have settled, and only when a file really differs."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._files: dict[Path, tuple[int, int] | None] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._watcher.fileChanged.connect(lambda _: self._settle.start())
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())

    def watch(self, files: Iterable[Path]) -> None:
        """Watch these files from now on (and nothing else). Files that do not exist yet may come."""
        self._files = {f: _stamp(f) for f in files}
        wanted = [str(f) for f in self._files if f.exists()]
        folders = sorted({str(f.parent) for f in self._files if f.parent.is_dir()})[:MOST_FOLDERS]
        have = set(self._watcher.files()) | set(self._watcher.directories())
        gone = sorted(have - set(wanted) - set(folders))
        if gone:
            self._watcher.removePaths(gone)
        new = [p for p in (*wanted, *folders) if p not in have]
        if new:
            self._watcher.addPaths(new)

    def _look(self) -> None:
        now = {f: _stamp(f) for f in self._files}
        if now != self._files:
            self._files = now
            self.changed.emit()
        # A replaced file has lost its watch.
        self.watch(list(self._files))

    def close(self) -> None:
        """Watch nothing any more."""
        self._settle.stop()
        paths = [*self._watcher.files(), *self._watcher.directories()]
        if paths:
            self._watcher.removePaths(paths)


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
