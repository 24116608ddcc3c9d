"""Themes: one TOML file each, looked up beside the deck, in the user's configuration, among ours.

See docs/themes.md for the schema. A theme that leaves something out takes it from the default theme, so
a theme of three lines is a theme.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitator.scene.color import is_hex, recipe, tinted
from facilitator.scene.model import Color, Families, FontRole, Rect
from facilitator.system.paths import themes_dir
from facilitator.system.resources import resource

DEFAULT = "calm"

#: PowerPoint's twelve names, in its order.
PALETTE_NAMES = (
    "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
    "hlink", "folHlink",
)  # fmt: skip

LAYOUT_NAMES = (
    "Title Slide", "Section Header", "Title and Content", "Two Content", "Comparison",
    "Content with Caption", "Picture with Caption", "Full Picture", "Title Only", "Quote", "Statement",
    "Questions", "Resources", "Blank",
)  # fmt: skip

PAGE_SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}


class ThemeError(ValueError):
    """A theme file that cannot be used; the message is a sentence for its author."""


@dataclass(frozen=True, slots=True)
class FontPair:
    """The family on our screens and its metric twin in the file."""

    screen: str
    file: str


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Sizes in points, largest first."""

    title: tuple[float, ...] = (38, 34, 30, 28)
    display: tuple[float, ...] = (60, 54, 48, 42, 36)
    """Titles that stand alone: title slide, section, statement, cards."""
    body: tuple[float, ...] = (28, 26, 24, 22, 20, 18)
    table: tuple[float, ...] = (22, 20, 18, 16, 14)
    code: tuple[float, ...] = (22, 20, 18, 16, 14)
    caption: float = 16
    footer: float = 14
    subtitle: float = 24


@dataclass(frozen=True, slots=True)
class Layout:
    """Named regions of a page in points, and what the page itself looks like."""

    name: str
    regions: tuple[tuple[str, Rect], ...]
    background: str = "background"
    """A colour role."""
    title: str = "title"
    """Colour role of the title."""
    text: str = "text"
    """Colour role of everything else."""
    decor: str = ""
    """``rings``, ``bar`` or nothing."""
    anchor: str = ""
    """Where the title stands in its region: top, middle, bottom; empty: the layout's habit."""

    def region(self, name: str) -> Rect | None:
        """The region, or None when this layout has none of that name."""
        return next((rect for key, rect in self.regions if key == name), None)


@functools.lru_cache(maxsize=64)
def _families(heading: str, body: str, mono: str) -> Families:
    return Families(heading, body, mono)


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that a deck's look is made of. Frozen and hashable.

    ``palette`` are PowerPoint's twelve colours; in a ``dark`` theme dk1 is still the dark one and lt1 the
    light one, and the file maps bg1 to dk1, tx1 to lt1, bg2 to dk2, tx2 to lt2.
    ``colors`` are the roles that the scene draws with, each a palette colour, a tint of one, or plain hex.
    """

    name: str
    label: str
    about: str
    palette: tuple[tuple[str, str], ...]
    colors: tuple[tuple[str, Color], ...]
    heading: FontPair
    body: FontPair
    mono: FontPair
    scale: TypeScale
    layouts: tuple[Layout, ...]
    width: float = 960.0
    height: float = 540.0
    dark: bool = False
    enhanced: bool = False
    """Every pair of text and background meets AAA."""
    radius: float = 10.0
    stroke: float = 1.5
    code_style: tuple[tuple[str, Color], ...] = ()
    """Pygments token group (keyword, string, comment, number, name, operator) -> colour."""
    digest: str = ""
    """Changes whenever the file does: part of cache keys."""

    def __hash__(self) -> int:
        """By the digest: themes are keys of caches, and their fields are many."""
        return hash((self.name, self.digest))

    def color(self, role: str) -> Color:
        """A colour by role (``text``, ``title``, ``accent``, …) or by PowerPoint's name.

        Unknown roles give the text colour, never an error: layouts of other themes may name them.
        """
        for key, value in self.colors:
            if key == role:
                return value
        for key, hex_value in self.palette:
            if key == role:
                return Color(hex_value, key)
        return self.color("text") if role != "text" else Color("#000000")

    def has_color(self, role: str) -> bool:
        """Does the theme name this role?"""
        return any(key == role for key, _ in self.colors)

    def font(self, role: FontRole) -> FontPair:
        """The pair for a role."""
        return {FontRole.HEADING: self.heading, FontRole.BODY: self.body, FontRole.MONO: self.mono}[role]

    @property
    def families(self) -> Families:
        """The families on our screens."""
        return _families(self.heading.screen, self.body.screen, self.mono.screen)

    def layout(self, name: str) -> Layout:
        """A layout by name; the first of them all when the name is unknown."""
        wanted = name.casefold()
        found = next((one for one in self.layouts if one.name.casefold() == wanted), None)
        return found or next(one for one in self.layouts if one.name == "Title and Content")

    def has_layout(self, name: str) -> bool:
        """Is there a layout of this name (case does not matter)?"""
        return any(one.name.casefold() == name.casefold() for one in self.layouts)

    def for_size(self, size: str) -> Theme:
        """The same theme on the deck's page (``16:9``, ``4:3``): regions are scaled sideways."""
        width, height = PAGE_SIZES.get(size, (self.width, self.height))
        return _on_page(self, width, height)


@functools.lru_cache(maxsize=32)
def _on_page(theme: Theme, width: float, height: float) -> Theme:
    if (width, height) == (theme.width, theme.height):
        return theme
    across, down = width / theme.width, height / theme.height
    layouts = tuple(
        dataclasses.replace(
            one,
            regions=tuple(
                (name, Rect(r.x * across, r.y * down, r.w * across, r.h * down)) for name, r in one.regions
            ),
        )
        for one in theme.layouts
    )
    digest = f"{theme.digest}@{width:g}x{height:g}"
    return dataclasses.replace(theme, layouts=layouts, width=width, height=height, digest=digest)


# --- finding and reading ----------------------------------------------------------------------------


def _folders(beside: Path | None) -> list[Path]:
    return [*([beside] if beside else []), themes_dir(), resource("themes")]


def theme_names(beside: Path | None = None) -> list[str]:
    """The names of all themes that can be found, ours first in their own order, then others by name."""
    ours = ["calm", "paper", "night", "contrast", "plain"]
    found = {path.stem for path in resource("themes").glob("*.toml")}
    others: set[str] = set()
    for folder in _folders(beside)[:-1]:
        others |= {path.stem for path in folder.glob("*.toml")} if folder.is_dir() else set()
    return [n for n in ours if n in found] + sorted((found | others) - set(ours))


def find_theme(name: str, beside: Path | None = None) -> Path | None:
    """The theme's file, or None. Only a plain name is looked up, never a path."""
    stem = name.strip().removesuffix(".toml")
    if not stem or "/" in stem or "\\" in stem or stem.startswith("."):
        return None
    for folder in _folders(beside):
        path = folder / f"{stem}.toml"
        if path.is_file():
            return path
    return None


def load_theme(name: str = "", folder: Path | None = None) -> Theme:
    """The theme of this name (without ending), or the default one when the name is empty or unknown.

    ``folder`` is the deck's folder. Raises ThemeError when the file is there but cannot be used.
    """
    path = find_theme(name, folder) if name else None
    path = path or resource("themes", f"{DEFAULT}.toml")
    try:
        stat = path.stat()
    except OSError as error:
        raise ThemeError(f"The theme {path.name} cannot be read: {error.strerror}.") from error
    return _read(path, stat.st_size, stat.st_mtime_ns)


@functools.lru_cache(maxsize=32)
def _read(path: Path, size: int, stamp: int) -> Theme:
    """Parse a theme file; size and time are only there to notice a changed file."""
    table = _table(path)
    base = table if path.stem == DEFAULT else _merged(_table(resource("themes", f"{DEFAULT}.toml")), table)
    try:
        return _theme(path.stem, base, table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ThemeError(f"The theme {path.name} cannot be used: {error}.") from error


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"The theme {path.name} cannot be read: {error}.") from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        old = out.get(key)
        out[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return out


def _hex(where: str, value: object) -> str:
    if not isinstance(value, str) or not is_hex(value):
        raise ThemeError(f"{where} must be a colour such as #12706E, not {value!r}")
    return value.upper()


def _color(role: str, value: object, palette: Mapping[str, str]) -> Color:
    """``"accent1"``, ``"accent1 +85%"`` (a tint), or ``"#E8F0EC"``."""
    if not isinstance(value, str):
        raise ThemeError(f"colour {role} must be text, not {value!r}")
    name, _, tint_text = value.partition("+")
    name = name.strip()
    if name in palette:
        tint = float(tint_text.strip().removesuffix("%")) / 100 if tint_text else 0.0
        return Color(tinted(palette[name], tint), name, tint)
    return _own(_hex(f"colour {role}", value), palette)


def _own(value: str, palette: Mapping[str, str]) -> Color:
    """A colour that a theme gives as it is, and how PowerPoint makes it from the theme's twelve."""
    scheme, mods = recipe(value, palette)
    return Color(value, scheme, mods=mods)


def _rect(where: str, value: object) -> Rect:
    if not isinstance(value, list) or len(value) != 4:
        raise ThemeError(f"{where} must be four numbers [x, y, width, height] in points")
    return Rect(*(float(v) for v in value))


_LAYOUT_WORDS = {"background", "title-color", "text-color", "decor", "anchor"}


def _layout(name: str, table: Mapping[str, Any]) -> Layout:
    regions = tuple(
        (key, _rect(f"{key} of layout {name}", value))
        for key, value in table.items()
        if key not in _LAYOUT_WORDS
    )
    return Layout(
        name=name,
        regions=regions,
        background=str(table.get("background", "background")),
        title=str(table.get("title-color", "title")),
        text=str(table.get("text-color", "text")),
        decor=str(table.get("decor", "")),
        anchor=str(table.get("anchor", "")),
    )


def _pair(table: Mapping[str, Any], role: str) -> FontPair:
    pair = table[role]
    return FontPair(str(pair["screen"]), str(pair["file"]))


def _sizes(table: Mapping[str, Any]) -> TypeScale:
    known = {f.name for f in dataclasses.fields(TypeScale)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            values[key] = tuple(float(v) for v in value) if isinstance(value, list) else float(value)
    return TypeScale(**values)


def _theme(name: str, table: Mapping[str, Any], own: Mapping[str, Any]) -> Theme:
    palette = {key: _hex(f"palette.{key}", table["palette"][key]) for key in PALETTE_NAMES}
    colors = tuple((role, _color(role, value, palette)) for role, value in table["colors"].items())
    page, style = table.get("page", {}), table.get("style", {})
    size = page.get("size", [960, 540])
    return Theme(
        name=name,
        label=str(own.get("label", name)),
        about=str(own.get("about", "")),
        palette=tuple(palette.items()),
        colors=colors,
        heading=_pair(table["fonts"], "heading"),
        body=_pair(table["fonts"], "body"),
        mono=_pair(table["fonts"], "mono"),
        scale=_sizes(table.get("type", {})),
        layouts=tuple(_layout(key, value) for key, value in table["layouts"].items()),
        width=float(size[0]),
        height=float(size[1]),
        dark=bool(own.get("dark", False)),
        enhanced=bool(own.get("enhanced", False)),
        radius=float(style.get("radius", 10)),
        stroke=float(style.get("stroke", 1.5)),
        code_style=tuple((k, _own(_hex(f"code.{k}", v), palette)) for k, v in table.get("code", {}).items()),
        digest=hashlib.blake2b(repr(table).encode(), digest_size=8).hexdigest(),
    )
