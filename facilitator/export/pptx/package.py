"""The package while it is built: parts, relationships, content types. ``export.packing`` writes it.

python-pptx's ways of *building* one are quadratic (measured: 11 s for 1,000 slides, 42 s for 2,000), so
parts reach its writer as a plain list: relationships are kept in a dictionary and never searched, and no
graph is walked (chains of "next slide" links are harmless). Pictures are read when they are written and
never held together in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, relpath

from facilitator.export import packing
from facilitator.export.packing import Data, Row

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass
class Relations:
    """The relationships of one part. Equal ones are written once."""

    owner: str
    """The part's name without the leading slash; empty for the package itself."""
    _ids: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _kept: list[tuple[str, str, str, bool]] = field(default_factory=list)
    """A template's own, of which two may lead to the same part."""
    _next: int = 1

    def add(self, kind: str, target: str, external: bool = False) -> str:
        """The id of the relationship to ``target`` (a part's name, or an address)."""
        key = (kind if ":" in kind else REL + kind, target, external)
        found = self._ids.get(key)
        if found is None:
            while f"rId{self._next}" in self._taken:
                self._next += 1
            found = f"rId{self._next}"
            self._next += 1
            self._ids[key] = found
            self._taken.add(found)
        return found

    def has(self, kind: str) -> bool:
        """Is there a relationship of this kind?"""
        return any(k == REL + kind for k, _, _ in self._ids)

    def keep(self, name: str, kind: str, target: str, external: bool = False) -> None:
        """A relationship of a template's part, under the id that its XML uses."""
        self._kept.append((name, kind, target, external))
        self._ids.setdefault((kind, target, external), name)
        self._taken.add(name)

    def rows(self) -> list[Row]:
        """What the part's ``.rels`` file says, in its order; targets as seen from the part's folder."""
        base = dirname(self.owner)
        doubled = [row for row in self._kept if self._ids[row[1:]] != row[0]]
        return [
            (name, kind, target if external else _relative(target, base), external)
            for name, kind, target, external in (*((i, *key) for key, i in self._ids.items()), *doubled)
        ]

    def __bool__(self) -> bool:
        return bool(self._ids)


def _relative(target: str, base: str) -> str:
    """``target`` as seen from the folder ``base``, both inside the package."""
    return relpath(f"/{target}", f"/{base}") if base else target


class Package:
    """Parts in the order of adding."""

    def __init__(self) -> None:
        self.relations = Relations("")
        self._parts: dict[str, tuple[str, Data, Relations | None]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, name: str, content_type: str, data: Data | str, relations: Relations | None = None) -> None:
        """A part. ``data`` may be a function that is called when the part is written."""
        self._parts[name] = (content_type, data.encode() if isinstance(data, str) else data, relations)

    def free(self, stem: str, ending: str) -> str:
        """The next free part name ``stem`` + number + ``ending``."""
        key = stem + ending
        number = self._numbers.get(key, 0) + 1
        while f"{stem}{number}{ending}" in self._parts:
            number += 1
        self._numbers[key] = number
        return f"{stem}{number}{ending}"

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> Iterable[str]:
        return self._parts.keys()

    def save(self, path: Path) -> None:
        """Write the ZIP. Raises OSError when the disk is full."""
        parts = [
            packing.Part(name, content_type, data, relations.rows if relations else list)
            for name, (content_type, data, relations) in self._parts.items()
        ]
        packing.pack(path, self.relations.rows(), parts)
