"""The scene: what a slide looks like, as plain data without Qt objects.

Units are points (1/72 inch, 12,700 EMU), origin at the top left, y downwards. The order of items is both
the drawing order and the reading order. Stage, previews, PDF and pictures paint this; the PowerPoint
writer writes it as native shapes. Nobody lays anything out again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


@dataclass(frozen=True, slots=True)
class Color:
    """A colour. ``hex`` is what is drawn; ``scheme`` and ``tint`` say how PowerPoint names it.

    ``scheme`` is one of PowerPoint's twelve (dk1 lt1 dk2 lt2 accent1-6 hlink folHlink); ``tint`` is the
    fraction (0-1) towards white by luminance (``lumMod``/``lumOff``), already applied in ``hex``; ``mods``
    are other changes of the scheme's colour by DrawingML's names (see ``color.recipe``), applied as well.
    """

    hex: str
    scheme: str | None = None
    tint: float = 0.0
    alpha: float = 1.0
    mods: tuple[tuple[str, int], ...] = ()


# --- text -------------------------------------------------------------------------------------------


class FontRole(StrEnum):
    HEADING = "heading"
    BODY = "body"
    MONO = "mono"


@dataclass(frozen=True, slots=True)
class Families:
    """The families that text is drawn with on our screens."""

    heading: str = "Carlito"
    body: str = "Carlito"
    mono: str = "Cousine"

    def of(self, role: FontRole) -> str:
        """The family for a role."""
        if role is FontRole.BODY:
            return self.body
        return self.heading if role is FontRole.HEADING else self.mono


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    """A hard break within a paragraph is a run whose text is a single newline."""
    size: float
    """Points."""
    color: Color
    font: FontRole = FontRole.BODY
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    highlight: Color | None = None
    baseline: int = 0
    """Per cent of the size: 30 superscript, -25 subscript."""
    link: str | None = None
    """``https:…``, ``mailto:…`` or ``slide:N`` (slide number)."""
    live: str | None = None
    """Filled in at paint time: ``number``, ``total``, ``address``, ``wifi``, ``countdown``, ``clock``."""
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One laid-out line of a paragraph; offsets are into the paragraph's joined run text."""

    start: int
    end: int
    x: float
    """Left edge of the ink, relative to the item's rect."""
    baseline: float
    """Relative to the item's rect top."""
    width: float
    """Natural width without trailing spaces."""
    cut: bool = False
    """True when our breaker cut an over-long word at the end: PowerPoint needs a ``<a:br/>`` here."""


class BulletKind(StrEnum):
    NONE = "none"
    CHAR = "char"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Bullet:
    kind: BulletKind
    text: str = "•"
    """The glyph, or the number as shown (``3.``)."""
    number: int = 1
    color: Color | None = None
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Para:
    runs: tuple[Run, ...]
    size: float
    """The em that the line pitch is made from: pitch = 1.2 x size unless said otherwise."""
    pitch: float
    """Distance between baselines, exact, in points."""
    lines: tuple[Line, ...] = ()
    level: int = 0
    bullet: Bullet | None = None
    align: str = "left"
    """left, center, right (visual sides, after direction is applied)."""
    rtl: bool = False
    space_before: float = 0.0
    """0 on the first paragraph of a box."""
    indent: float = 0.0
    """Left edge (right edge when rtl) of the text, from the box's edge."""
    hanging: float = 0.0
    """How far the bullet stands before ``indent``."""
    right_cut: float = 0.0
    """Robust-width fallback for this paragraph (``marR``)."""
    step: int = 0

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


# --- items ------------------------------------------------------------------------------------------


class Role(StrEnum):
    """What an item is to the reader, and which PowerPoint placeholder it becomes."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BODY = "body"
    CAPTION = "caption"
    FOOTER = "footer"
    HEADER = "header"
    NUMBER = "number"
    FOOTNOTE = "footnote"
    CODE = "code"
    QUOTE = "quote"
    LABEL = "label"
    DECOR = "decor"


@dataclass(frozen=True, slots=True)
class TextItem:
    rect: Rect
    paras: tuple[Para, ...]
    role: Role = Role.BODY
    slot: int = 0
    """Which of several placeholders of this role on the layout (0 first, 1 second column …)."""
    anchor: str = "top"
    """top, middle, bottom."""
    width_cut: float = 0.0
    """Robust width: how much narrower than the rect the text was broken. Taken by the align of the first
    paragraph: left, from the right (``rIns``); right, from the left (``lIns``); center, half from each.
    A balanced title has a large one."""
    step: int = 0
    name: str = ""
    from_layout: bool = True
    """True when the rect is the layout's region itself, so that the file inherits the geometry."""


@dataclass(frozen=True, slots=True)
class ShapeItem:
    """A preset shape, with or without text. ``shape`` is DrawingML's preset name, or ``path``."""

    rect: Rect
    shape: str = "rect"
    fill: Color | None = None
    stroke: Color | None = None
    stroke_width: float = 1.0
    dash: str = ""
    """``""`` solid, ``dash``, ``sysDot``."""
    paras: tuple[Para, ...] = ()
    anchor: str = "middle"
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """left, top, right, bottom; from the preset's own text rectangle (``scene.shapes.text_rect``), as
    DrawingML counts them. Lines are relative to the item's rect all the same."""
    width_cut: float = 0.0
    """As in TextItem, on top of the insets."""
    adjust: tuple[tuple[str, float], ...] = ()
    """Preset adjustments by name, in DrawingML's fractions (0.5 = 50000)."""
    path: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """For ``path``: (``M``|``L``|``C``|``Z``, coordinates in page points)."""
    rotation: float = 0.0
    """Degrees, clockwise."""
    alt: str = ""
    role: Role = Role.DECOR
    step: int = 0
    name: str = ""
    id: str = ""
    """Set when connectors refer to it."""


@dataclass(frozen=True, slots=True)
class ConnectorItem:
    x1: float
    y1: float
    x2: float
    y2: float
    color: Color
    width: float = 1.5
    dash: str = ""
    head: bool = False
    """Arrow at the end (x2, y2)."""
    tail: bool = False
    """Arrow at the start."""
    source: str = ""
    """Id of the shape it starts on, and which connection site."""
    source_site: int = 0
    target: str = ""
    target_site: int = 0
    step: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class PictureItem:
    rect: Rect
    path: Path | None
    """None: missing; a labelled frame is drawn with ``label``."""
    crop: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Fractions cut from left, top, right, bottom."""
    alt: str = ""
    decorative: bool = False
    label: str = ""
    radius: float = 0.0
    step: int = 0
    name: str = ""
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    paras: tuple[Para, ...]
    """Lines are relative to the cell's own top left corner (margins included)."""
    fill: Color | None = None
    anchor: str = "middle"
    width_cut: float = 0.0
    """As in TextItem, on top of the table's margins."""


@dataclass(frozen=True, slots=True)
class TableLine:
    cells: tuple[Cell, ...]
    height: float
    header: bool = False
    step: int = 0


@dataclass(frozen=True, slots=True)
class TableItem:
    rect: Rect
    columns: tuple[float, ...]
    """Widths, left to right, in points."""
    lines: tuple[TableLine, ...]
    margins: tuple[float, float, float, float] = (6.0, 4.0, 6.0, 4.0)
    border: Color | None = None
    border_width: float = 0.75
    rtl: bool = False
    step: int = 0
    name: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ChartData:
    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    unit: str = ""
    colors: tuple[Color, ...] = ()
    text: Color | None = None
    size: float = 16.0


@dataclass(frozen=True, slots=True)
class ChartItem:
    """A chart: ``items`` are what we draw; the file gets a native chart with ``data``."""

    rect: Rect
    data: ChartData
    items: tuple[Item, ...]
    alt: str = ""
    step: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class GroupItem:
    """Items that belong together (a diagram): one alt text, grouped native shapes in the file."""

    rect: Rect
    items: tuple[Item, ...]
    alt: str = ""
    step: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class QrItem:
    """A QR code of the room's address (or the Wi-Fi), known only at paint time."""

    rect: Rect
    what: str = "address"
    """``address`` or ``wifi``."""
    alt: str = ""
    step: int = 0
    name: str = ""


Item = TextItem | ShapeItem | ConnectorItem | PictureItem | TableItem | ChartItem | GroupItem | QrItem


# --- the whole --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Backdrop:
    color: Color
    picture: Path | None = None
    rect: Rect | None = None
    """Where the picture goes (it may stand out of the page; the page clips it)."""
    split: tuple[tuple[Path, Rect, tuple[float, float, float, float]], ...] = ()
    """Split backgrounds: picture, rect, crop."""
    alts: tuple[str, ...] = ()
    """What the split pictures show, for those who do not see them; empty: decoration."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """What does not fit even at the smallest allowed size."""

    points: float
    """Height that is too much, in points."""
    split_line: int = 0
    """Line (relative to the slide) before which to start a new slide; 0 when unknown."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    width: float
    height: float
    backdrop: Backdrop
    items: tuple[Item, ...]
    layout: str
    """Layout name as PowerPoint and Pandoc know it."""
    title: str = ""
    steps: int = 0
    lang: str = ""
    rtl: bool = False
    overflow: Overflow | None = None
    missing_scripts: tuple[str, ...] = ()
    """Scripts for which no font was found."""
    theme: str = ""
    """Name of the theme."""
    seat: str = "screen"
    families: Families = Families()
    smallest: float = 0.0
    """Points of the smallest body text, when the text had to step down; 0 when nothing had to."""


@dataclass(frozen=True, slots=True)
class Live:
    """What is known only while painting. Empty strings where nothing is known."""

    number: int = 0
    total: int = 0
    address: str = ""
    """Shown without ``http://``."""
    url: str = ""
    """What the QR holds."""
    wifi: str = ""
    wifi_qr: str = ""
    countdown: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class CardContent:
    """A card: a poster with one big thing in the middle and one small line under it.

    ``kind``: break, exercise, join, resources, entry, round.
    """

    kind: str
    title: str = ""
    text: str = ""
    detail: str = ""
    category: str = ""
    lines: tuple[tuple[str, str], ...] = field(default=())
    """(label, value) pairs: the resources."""
    qr: bool = False
    wifi_qr: bool = False
    """A second, small QR for joining the Wi-Fi (``Live.wifi_qr``) on the join card."""
    countdown: bool = False
