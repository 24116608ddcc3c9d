"""Three ready layouts of the console, with splitters whose places are remembered for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from facilitator.ui import tokens as t


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Pane names of the left and the right column, from top to bottom, with their shares in per cent."""

    id: str
    label: str
    help: str
    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    split: int
    """Width of the left column in per cent."""


ARRANGEMENTS = (
    Arrangement(
        "talk", "Talk", "the slide large, notes beside it",
        (("current", 100),), (("next", 23), ("notes", 40), ("side", 37)), 62,
    ),
    Arrangement(
        "notes", "Notes", "the notes large",
        (("current", 55), ("next", 22), ("side", 23)), (("notes", 100),), 42,
    ),
    Arrangement(
        "room", "Discussion", "the room's entries large",
        (("current", 62), ("notes", 38)), (("next", 22), ("side", 78)), 50,
    ),
)  # fmt: skip


COMPACT = Arrangement(
    "compact", "Compact", "notes as a tab, where the window is low for its text",
    (("current", 100),), (("next", 26), ("side", 74)), 52,
)  # fmt: skip


COMPACT_ROOM = Arrangement(
    "compact-room", "Compact discussion", "the room's entries large, where the window is low for its text",
    (("current", 68), ("next", 32)), (("side", 100),), 46,
)  # fmt: skip


def arrangement(wanted: str) -> Arrangement:
    """By id; the first when there is none of that name."""
    return next((a for a in ARRANGEMENTS if a.id == wanted), ARRANGEMENTS[0])


class Arranged(QWidget):
    """Holds the panes in two columns and moves them between the layouts."""

    moved = Signal(str, object)
    """A splitter was moved by hand: layout id, sizes {"cols": [...], "left": [...], "right": [...]}."""

    def __init__(self, panes: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._panes = dict(panes)
        self.current = ARRANGEMENTS[0]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.left = QSplitter(Qt.Orientation.Vertical)
        self.right = QSplitter(Qt.Orientation.Vertical)
        for splitter in (self.columns, self.left, self.right):
            splitter.setHandleWidth(t.M)
            splitter.setChildrenCollapsible(False)
            splitter.setOpaqueResize(True)
            splitter.splitterMoved.connect(lambda *_: self.moved.emit(self.current.id, self.sizes()))
        self.columns.addWidget(self.left)
        self.columns.addWidget(self.right)
        box.addWidget(self.columns)

    def arrange(self, wanted: str, sizes: object = None) -> None:
        """Use a layout, with remembered sizes when there are any."""
        compact = {a.id: a for a in (COMPACT, COMPACT_ROOM)}
        self.current = compact.get(wanted) or arrangement(wanted)
        for splitter, names in ((self.left, self.current.left), (self.right, self.current.right)):
            for name, _ in names:
                splitter.addWidget(self._panes[name])
                self._panes[name].show()
        kept = sizes if isinstance(sizes, Mapping) else {}
        whole = 1000
        plans = (
            (self.columns, "cols", [self.current.split, 100 - self.current.split]),
            (self.left, "left", [share for _, share in self.current.left]),
            (self.right, "right", [share for _, share in self.current.right]),
        )
        for splitter, key, shares in plans:
            splitter.setSizes(_usable(kept.get(key), len(shares)) or [whole * s // 100 for s in shares])
            for index, share in enumerate(shares):
                splitter.setStretchFactor(index, share)

    def sizes(self) -> dict[str, list[int]]:
        """The splitters' places, for the settings."""
        return {"cols": self.columns.sizes(), "left": self.left.sizes(), "right": self.right.sizes()}


def _usable(stored: object, count: int) -> list[int] | None:
    """Sizes from the settings, when they are sizes."""
    if not isinstance(stored, list) or len(stored) != count:
        return None
    sizes = [v for v in stored if isinstance(v, int) and v > 0]
    return sizes if len(sizes) == count else None
