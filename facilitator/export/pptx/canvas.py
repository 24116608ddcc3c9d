"""What is shared while the shapes of one slide (or layout) are written: ids, relationships, builds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from facilitator.export.pptx.media import MediaStore
from facilitator.export.pptx.package import Relations
from facilitator.export.pptx.text import Writing
from facilitator.export.pptx.timing import Target
from facilitator.export.pptx.xml import attr
from facilitator.scene.model import ChartItem

_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


@dataclass
class Canvas:
    """One shape tree in the making."""

    writing: Writing
    relations: Relations
    media: MediaStore
    chart: Callable[[ChartItem], str]
    """Adds a chart to the package and gives its part's name."""
    builds: bool = False
    next_id: int = 2
    targets: list[Target] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    _named: dict[str, int] = field(default_factory=dict)
    _placed: set[str] = field(default_factory=set)

    def new_id(self) -> int:
        """The next free shape id of this tree."""
        found = self.next_id
        self.next_id += 1
        return found

    def id_of(self, name: str) -> int:
        """The shape id that belongs to a scene item's own id, for connectors."""
        if name not in self._named:
            self._named[name] = self.new_id()
        return self._named[name]

    def place_id(self, name: str) -> int:
        """The id for the shape that is called so; a second one of the same name gets an id of its own."""
        if name in self._placed:
            return self.new_id()
        self._placed.add(name)
        return self.id_of(name)

    def new_scope(self) -> None:
        """Names of shapes hold within one item (a diagram): two diagrams may use the same ones."""
        self._named.clear()
        self._placed.clear()

    def appear(self, step: int, shape: int, kind: str = "") -> None:
        """A whole shape that appears at a build step; ``kind`` as in :class:`Target`."""
        if self.builds and step > 0:
            self.targets.append(Target(step, shape, kind=kind))

    @property
    def swap(self) -> bool:
        return self.writing.names.swap


def called(name: str, shape_id: int, words: str = "") -> str:
    """A shape's name as PowerPoint makes them: what it is, and a number. What is called by its own words (a
    part of a diagram) needs none."""
    return name if words and name == words else f"{name} {shape_id - 1}"


def properties(shape_id: int, name: str, alt: str = "", decorative: bool = False) -> str:
    """``p:cNvPr`` with name and alt text, or with the mark that there is nothing to say."""
    described = f' descr="{attr(alt)}"' if alt else ""
    head = f'<p:cNvPr id="{shape_id}" name="{attr(name)}"{described}'
    return f"{head}>{_DECORATIVE}</p:cNvPr>" if decorative and not alt else f"{head}/>"
