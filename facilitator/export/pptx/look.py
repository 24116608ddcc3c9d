"""The look of a file: palette, fonts and layouts, from which the slide master is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from facilitator.export.pptx.styles import LevelStyle, Names
from facilitator.export.pptx.tablestyle import PLAIN_TABLES, TableLook
from facilitator.scene.model import Color, Item, Rect, Role

SCHEME = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
          "hlink", "folHlink")  # fmt: skip
"""PowerPoint's twelve colours, in the order of ``a:clrScheme``."""

EMPTY: Mapping[int, LevelStyle] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Region:
    """A named place on a layout, and how text in it looks before anything is fitted."""

    role: Role
    rect: Rect
    slot: int = 0
    anchor: str = "top"
    levels: Mapping[int, LevelStyle] = field(default_factory=lambda: EMPTY)
    kind: str = "any"
    """``text`` (text only), ``any`` (text, table, chart, picture), ``picture``."""
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Left, top, right, bottom: ``rect`` is where the text stands, the placeholder is so much larger."""


@dataclass(frozen=True, slots=True)
class LayoutLook:
    """One layout under the name that PowerPoint and Pandoc know it by."""

    name: str
    regions: tuple[Region, ...]
    background: Color | None = None
    """None: the master's."""
    decor: tuple[Item, ...] = ()
    """What stands on every slide of this layout, in drawing order."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that the slide master and ``theme1.xml`` are made of."""

    name: str
    width: float
    height: float
    palette: Mapping[str, str]
    """The twelve of :data:`SCHEME` -> ``#RRGGBB``."""
    heading: str
    body: str
    mono: str
    background: Color
    layouts: tuple[LayoutLook, ...]
    dark: bool = False
    """The colour map takes ``dk1`` for the background and ``lt1`` for text."""
    table: TableLook = PLAIN_TABLES
    lang: str = ""
    """BCP 47 tag with its region: what somebody types is checked in it."""
    rtl: bool = False
    own: bool = True
    """Ours, not an organisation's template: then the template says what bullets look like."""
    footer: str = "Footer"
    """What stands in the layouts' footers, as PowerPoint's "Apply to All" writes it there. Never empty:
    LibreOffice then forgets the footer's style."""

    @property
    def names(self) -> Names:
        """How fonts and colours are called in this file."""
        return Names(self.mono, swap=self.dark, bullets=self.own)

    def layout(self, name: str) -> LayoutLook:
        """The layout of this name, else "Title and Content", else the first."""
        for wanted in (name.casefold(), "title and content"):
            for layout in self.layouts:
                if layout.name.casefold() == wanted:
                    return layout
        return self.layouts[0]
