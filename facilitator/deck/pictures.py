"""Pictures: where the file is, what its alt words ask for, and whether it can be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from facilitator.deck import values
from facilitator.deck.model import Length
from facilitator.deck.sniff import fault

KNOWN = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|data:|blob:", re.IGNORECASE)
_SIZE = re.compile(r"(?:(w|width)|(h|height)):(.+)$", re.IGNORECASE)
_FILTERS = re.compile(
    r"(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia)(?::\S*)?$"
)
_SIDE = re.compile(r"(left|right)(?::(\d{1,3}(?:\.\d+)?)%)?$")
_PERCENT = re.compile(r"\d{1,4}(?:\.\d+)?%$")
#: What SVG Tiny, and so Qt, cannot draw.
_BEYOND_QT = re.compile(rb"<(filter|foreignObject|mask|clipPath|pattern|script|textPath|style)[\s>/]")
_SVG_HEAD = 400_000


class Place(NamedTuple):
    """Where a picture's file is, or why there is none."""

    path: Path | None
    stamp: tuple[int, int] = (0, 0)
    code: str = ""
    """A problem's code, or empty."""
    message: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What Marp's words in the alt text ask for, and the alt text that is left."""

    alt: str
    width: Length | None = None
    height: Length | None = None
    background: bool = False
    fit: str = "cover"
    side: str = ""
    share: float = 0.5
    vertical: bool = False
    filters: tuple[str, ...] = ()


def words(alt: str) -> Words:
    """Read the alt text's size and background words."""
    tokens = alt.split()
    background = "bg" in tokens
    width = height = None
    fit, side, share, vertical = "cover", "", 0.5, False
    filters: list[str] = []
    rest: list[str] = []
    for token in tokens:
        size = _SIZE.match(token)
        where = _SIDE.match(token) if background else None
        if size and (values.length(size[3]) or size[3].lower() == "auto"):
            if size[1]:
                width = values.length(size[3])
            else:
                height = values.length(size[3])
        elif background and token == "bg":
            continue
        elif background and token in ("cover", "contain", "fit", "auto"):
            fit = "contain" if token == "fit" else token
        elif background and token == "vertical":
            vertical = True
        elif where:
            side = where[1]
            share = min(0.9, max(0.1, float(where[2]) / 100)) if where[2] else 0.5
        elif background and _PERCENT.match(token):
            fit = token
        elif _FILTERS.match(token) and (background or ":" in token):
            filters.append(token)
        else:
            rest.append(token)
    return Words(" ".join(rest), width, height, background, fit, side, share, vertical, tuple(filters))


def probe(source: str, folder: Path | None) -> Place:
    """Find a picture's file. Never looks at the network; never raises."""
    if source.lower().startswith("file:"):
        source = re.sub(r"^file:(?://(?:localhost)?)?", "", source, flags=re.IGNORECASE)
    elif _REMOTE.match(source):
        inline = source.lower().startswith(("data:", "blob:"))
        what = "This picture is written into the text" if inline else "This picture is on the network"
        return Place(
            None,
            code="remote-picture",
            message=f"{what}: a frame stands in, because nothing is fetched while you present.",
            fix="Save it as a file beside the deck and write its name here.",
        )
    if not source.strip():
        return Place(None, code="missing-picture", message="This picture has no file name.", fix="Write one.")
    base = folder or Path()
    for name in dict.fromkeys((source, unquote(source), unquote(source).replace("\\", "/"))):
        try:
            path = base / name
            stat = path.stat()
        except (OSError, ValueError):
            continue
        if not path.is_file():
            continue
        place = Place(path, (stat.st_size, stat.st_mtime_ns))
        return _showable(place, path)
    return Place(
        None,
        code="missing-picture",
        message=f"The picture “{_short(source)}” is not there.",
        fix=_missing_fix(source, base),
    )


def unchanged(place: Place, source: str, folder: Path | None) -> bool:
    """Is what was found then still what would be found now? Much cheaper than looking again."""
    if place.path is not None:
        try:
            stat = place.path.stat()
        except OSError:
            return False
        return (stat.st_size, stat.st_mtime_ns) == place.stamp
    if place.code == "remote-picture" or not source.strip():
        return True
    if place.code == "missing-picture" and place.stamp == (0, 0):
        try:
            return not ((folder or Path()) / source).exists()
        except (OSError, ValueError):
            return True
    return place == probe(source, folder)


def _short(source: str) -> str:
    return source if len(source) <= 80 else source[:77] + "…"


def _showable(place: Place, path: Path) -> Place:
    suffix = path.suffix.lower()
    if suffix not in KNOWN:
        return Place(
            None,
            place.stamp,
            "unsupported-picture",
            f"A {suffix or 'file without an ending'} cannot be shown as a picture: a frame stands in.",
            "Save it as PNG, JPEG, GIF, WebP or SVG.",
        )
    if place.stamp[0] == 0:
        return Place(
            None, place.stamp, "missing-picture", f"The picture “{path.name}” is empty.", "Save it again."
        )
    if what := fault(path):
        return Place(
            None,
            place.stamp,
            "unreadable-picture",
            f"The picture “{_short(path.name)}” {what}: a frame stands in.",
            "Open it in a picture program and save it as PNG or JPEG.",
        )
    if suffix == ".svg":
        beyond = _svg(path, place.stamp)
        if beyond:
            return place._replace(
                code="unsupported-picture",
                message=f"This SVG uses <{beyond}>, which is not drawn here: parts of it may be missing.",
                fix="Look at the slide; if it is not right, save the picture as PNG.",
            )
    return place


_svg_seen: dict[tuple[Path, tuple[int, int]], str] = {}


def _svg(path: Path, stamp: tuple[int, int]) -> str:
    """The first element that Qt cannot draw, or empty."""
    key = (path, stamp)
    if key not in _svg_seen:
        if len(_svg_seen) > 500:
            _svg_seen.clear()
        try:
            with path.open("rb") as file:
                found = _BEYOND_QT.search(file.read(_SVG_HEAD))
        except OSError:
            found = None
        _svg_seen[key] = found[1].decode() if found else ""
    return _svg_seen[key]


def _missing_fix(source: str, base: Path) -> str:
    """Say where it was looked for, and which file beside it was most likely meant."""
    wanted = Path(unquote(source).replace("\\", "/"))
    folder = base / wanted.parent
    try:
        if not folder.is_dir():
            return f"There is no folder “{wanted.parent}” beside the deck."
        names = []
        for index, entry in enumerate(folder.iterdir()):
            if index > 2000:
                break
            names.append(entry.name)
    except (OSError, ValueError):
        return "Check the name and the folder."
    close = values.nearest(wanted.name, names)
    if close:
        return f"Did you mean “{(wanted.parent / close).as_posix()}”?"
    return "Put the file beside the deck, or correct the name."
