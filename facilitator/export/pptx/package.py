"""The package: parts, relationships, content types, and a ZIP that is the same each time.

Written in one pass, so that a thousand slides cost ten times a hundred: relationships are kept in a
dictionary and never searched, and no graph is walked (chains of "next slide" links are harmless). Pictures
are read when they are written and never held together in memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import basename, dirname, relpath, splitext

from facilitator.export.pptx.xml import DECLARATION, attr

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PKG = "http://schemas.openxmlformats.org/package/2006/"
_STORED = {"png", "jpg", "jpeg", "gif", "mp4", "mp3", "xlsx"}

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

Data = bytes | Callable[[], bytes]


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

    def xml(self) -> str:
        """The part's ``.rels`` file."""
        base = dirname(self.owner)
        doubled = [row for row in self._kept if self._ids[row[1:]] != row[0]]
        own = [(name, *key) for key, name in self._ids.items()]
        rows = "".join(
            f'<Relationship Id="{name}" Type="{attr(kind)}" Target="{attr(target)}" TargetMode="External"/>'
            if external
            else f'<Relationship Id="{name}" Type="{kind}" Target="{attr(_relative(target, base))}"/>'
            for name, kind, target, external in (*own, *doubled)
        )
        return f'{DECLARATION}<Relationships xmlns="{_PKG}relationships">{rows}</Relationships>'

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

    def _content_types(self) -> str:
        endings: dict[str, str] = {k: DEFAULTS[k] for k in ("rels", "xml")}
        overrides = []
        for name, (kind, _, _) in self._parts.items():
            ending = splitext(name)[1][1:].lower()
            if ending != "xml" and endings.setdefault(ending, kind) == kind:
                continue
            overrides.append(f'<Override PartName="/{attr(name)}" ContentType="{kind}"/>')
        rows = "".join(f'<Default Extension="{e}" ContentType="{k}"/>' for e, k in endings.items())
        return f'{DECLARATION}<Types xmlns="{_PKG}content-types">{rows}{"".join(overrides)}</Types>'

    def save(self, path: Path) -> None:
        """Write the ZIP. Raises OSError when the disk is full."""
        with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
            _put(archive, "[Content_Types].xml", self._content_types().encode())
            _put(archive, "_rels/.rels", self.relations.xml().encode())
            for name, (_, data, relations) in self._parts.items():
                _put(archive, name, data if isinstance(data, bytes) else data())
                if relations:
                    place = f"{dirname(name)}/_rels/{basename(name)}.rels"
                    _put(archive, place, relations.xml().encode())


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """One entry with the oldest date a ZIP can hold and no trace of the machine."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.create_system = 0
    stored = splitext(name)[1][1:].lower() in _STORED
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
