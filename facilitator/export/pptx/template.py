"""Reads an organisation's template: its masters, layouts, colours and fonts, and every part they need.

Only what a presentation stands on is taken. Slides, notes pages, comments, macros and custom data stay
behind.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree

from facilitator.export.pptx.package import Relations
from facilitator.export.pptx.xml import EMU, A, P, R
from facilitator.scene.model import Rect

_A, _P, _R = f"{{{A}}}", f"{{{P}}}", f"{{{R}}}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KEPT = {"slideMaster", "notesMaster", "handoutMaster", "theme", "tableStyles", "font"}
"""How the template was looked at (``viewProps``) and shown (``presProps``) stays behind: both may lead to
slides that are not taken over, which PowerPoint repairs, and open the deck in the master's view or as a
kiosk."""
LARGEST_PART = 256 * 1024 * 1024
"""Bytes; a template with a larger part is refused (a ZIP can claim anything)."""
DEFAULT_INSETS = (7.2, 3.6, 7.2, 3.6)
"""PowerPoint's own text insets in points when a box says nothing."""


class TemplateError(Exception):
    """The template cannot be used; the message is a sentence for the trainer."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder of a layout, with what it takes from the master."""

    type: str
    """``title``, ``body``, ``pic`` …; ``obj`` when the layout says nothing."""
    index: int
    rect: Rect
    """Where the text stands, insets taken off."""
    insets: tuple[float, float, float, float]
    anchor: str
    size: float | None
    """Points of its first level, when the template says."""
    bold: bool
    attributes: tuple[tuple[str, str], ...]
    """Of ``p:ph``, to be repeated on the slide."""


@dataclass(frozen=True, slots=True)
class TemplateLayout:
    """A layout of the template."""

    name: str
    type: str
    part: str
    holders: tuple[Holder, ...]


@dataclass
class Template:
    """An opened template."""

    path: Path
    parts: dict[str, bytes]
    types: dict[str, str]
    main: str
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Template:
        """Read a ``.pptx`` or ``.potx``. Raises TemplateError."""
        try:
            with zipfile.ZipFile(path) as archive:
                if any(info.file_size > LARGEST_PART for info in archive.infolist()):
                    raise TemplateError(f"The template {path.name} is too large to be one.")
                parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        except FileNotFoundError as error:
            raise TemplateError(f"There is no template {path}.") from error
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise TemplateError(
                f"The template {path.name} cannot be read as a PowerPoint file. Save it as .pptx or .potx."
            ) from error
        try:
            found = cls(path, parts, {}, "")
            found.types = found._content_types()
            root = found.relations("")
            found.main = next(t for k, t, x in root.values() if k.endswith("/officeDocument") and not x)
            if not found.layouts:
                raise TemplateError(f"The template {path.name} has no slide layouts.")
        except (KeyError, StopIteration, ValueError, AttributeError, etree.XMLSyntaxError) as error:
            raise TemplateError(
                f"The template {path.name} is not a presentation that can be used. Open it in PowerPoint and "
                "save it again as .pptx."
            ) from error
        return found

    def _content_types(self) -> dict[str, str]:
        """Part -> content type."""
        tree = self.tree("[Content_Types].xml")
        defaults = {
            e.get("Extension", "").lower(): e.get("ContentType", "") for e in tree.iter(_TYPES + "Default")
        }
        out = {n: defaults.get(posixpath.splitext(n)[1][1:].lower(), "") for n in self.parts}
        for element in tree.iter(_TYPES + "Override"):
            out[element.get("PartName", "").lstrip("/")] = element.get("ContentType", "")
        return out

    def tree(self, name: str) -> etree._Element:
        """A part's XML (no entities, no network)."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            self._trees[name] = etree.fromstring(self.parts[name], parser)
        return self._trees[name]

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """Id -> (type, target part or address, external) of a part's relationships."""
        name = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
        if name not in self.parts:
            return {}
        out = {}
        for row in self.tree(name):
            external = row.get("TargetMode") == "External"
            target = row.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/" + posixpath.dirname(part), target)).lstrip("/")
            out[row.get("Id", "")] = (row.get("Type", ""), target, external)
        return out

    # --- what it looks like -------------------------------------------------------------------------

    @cached_property
    def presentation(self) -> etree._Element:
        return self.tree(self.main)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Slide size in EMU."""
        element = self.presentation.find(_P + "sldSz")
        if element is None:
            return (9_144_000, 6_858_000)
        return (int(element.get("cx", "0")), int(element.get("cy", "0")))

    @cached_property
    def master(self) -> str:
        """The first master's part."""
        rid = next(self.presentation.iter(_P + "sldMasterId")).get(_R + "id", "")
        return self.relations(self.main)[rid][1]

    @cached_property
    def theme(self) -> etree._Element:
        """The first master's theme."""
        return self.tree(next(t for k, t, _ in self.relations(self.master).values() if k.endswith("/theme")))

    @cached_property
    def dark(self) -> bool:
        """Does the colour map take a dark colour for the background?"""
        mapping = self.tree(self.master).find(_P + "clrMap")
        return mapping is not None and mapping.get("bg1") == "dk1"

    @cached_property
    def palette(self) -> Mapping[str, str]:
        """The twelve colours as ``#RRGGBB``."""
        out = {}
        scheme = next(self.theme.iter(_A + "clrScheme"))
        for element in scheme:
            value = element[0].get("lastClr") or element[0].get("val") or "000000"
            out[etree.QName(element).localname] = "#" + (value if len(value) == 6 else "000000").upper()
        return out

    def font(self, which: str) -> str:
        """The theme's ``majorFont`` or ``minorFont``."""
        element = next(self.theme.iter(_A + which)).find(_A + "latin")
        return element.get("typeface", "") if element is not None else ""

    @cached_property
    def layouts(self) -> tuple[TemplateLayout, ...]:
        """Layouts of all masters, the first master's first."""
        out = []
        rels = self.relations(self.main)
        for master_id in self.presentation.iter(_P + "sldMasterId"):
            master = rels[master_id.get(_R + "id", "")][1]
            targets = self.relations(master)
            for layout_id in self.tree(master).iter(_P + "sldLayoutId"):
                part = targets[layout_id.get(_R + "id", "")][1]
                out.append(self._layout(part, master))
        return tuple(out)

    def _layout(self, part: str, master: str) -> TemplateLayout:
        tree = self.tree(part)
        holders: list[Holder] = []
        for shape in tree.iter(_P + "sp"):
            ph = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            if ph is None:
                continue
            holder = self._holder(shape, ph, master)
            # some programs give several placeholders one number: only the first can be addressed
            if holder is not None and (holder.type, holder.index) not in {(h.type, h.index) for h in holders}:
                holders.append(holder)
        name = tree.find(_P + "cSld")
        return TemplateLayout(
            (name.get("name", "") if name is not None else "").strip(),
            tree.get("type", ""),
            part,
            tuple(holders),
        )

    def _holder(self, shape: etree._Element, ph: etree._Element, master: str) -> Holder | None:
        kind = ph.get("type", "obj")
        chain = [shape, *self._on_master(kind, master)]
        box = next((b for s in chain if (b := s.find(f"{_P}spPr/{_A}xfrm")) is not None), None)
        if box is None:
            return None
        offset, extent = box.find(_A + "off"), box.find(_A + "ext")
        if offset is None or extent is None:
            return None
        x, y = int(offset.get("x", "0")) / EMU, int(offset.get("y", "0")) / EMU
        w, h = int(extent.get("cx", "0")) / EMU, int(extent.get("cy", "0")) / EMU
        bodies = [b for s in chain if (b := s.find(f"{_P}txBody/{_A}bodyPr")) is not None]
        insets = tuple(
            next((int(b.get(name)) / EMU for b in bodies if b.get(name)), default)
            for name, default in zip(("lIns", "tIns", "rIns", "bIns"), DEFAULT_INSETS, strict=True)
        )
        anchor = next((b.get("anchor") for b in bodies if b.get("anchor")), "t")
        left, top, right, bottom = insets
        size, bold = self._first_level(chain, kind, master)
        return Holder(
            "title" if kind == "ctrTitle" else kind,
            int(ph.get("idx", "0")),
            Rect(x + left, y + top, max(1.0, w - left - right), max(1.0, h - top - bottom)),
            (left, top, right, bottom),
            {"ctr": "middle", "b": "bottom"}.get(anchor or "t", "top"),
            size,
            bold,
            tuple((k, v) for k, v in ph.attrib.items() if k in ("type", "sz", "idx", "orient")),
        )

    def _on_master(self, kind: str, master: str) -> list[etree._Element]:
        furniture = {"title", "dt", "ftr", "sldNum"}
        wanted = "title" if kind == "ctrTitle" else kind if kind in furniture else "body"
        for shape in self.tree(master).iter(_P + "sp"):
            ph = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            if ph is not None and ph.get("type", "obj") == wanted:
                return [shape]
        return []

    def _first_level(self, chain: list[etree._Element], kind: str, master: str) -> tuple[float | None, bool]:
        style = {"title": "titleStyle", "ctrTitle": "titleStyle"}.get(
            kind, "otherStyle" if kind in ("dt", "ftr", "sldNum") else "bodyStyle"
        )
        levels = [s.find(f"{_P}txBody/{_A}lstStyle/{_A}lvl1pPr/{_A}defRPr") for s in chain]
        levels.append(self.tree(master).find(f"{_P}txStyles/{_P}{style}/{_A}lvl1pPr/{_A}defRPr"))
        known = [e for e in levels if e is not None]
        size = next((int(e.get("sz")) / 100 for e in known if e.get("sz")), None)
        bold = next((e.get("b") in ("1", "true") for e in known if e.get("b")), False)
        return size, bold

    # --- what is taken over -------------------------------------------------------------------------

    def kept(self) -> dict[str, Relations]:
        """Every part that the masters need, with its relationships under their own ids."""
        out: dict[str, Relations] = {}
        queue = [
            t for k, t, x in self.relations(self.main).values() if not x and k.rsplit("/", 1)[-1] in _KEPT
        ]
        while queue:
            part = queue.pop(0)
            if part in out or part not in self.parts:
                continue
            own = Relations(part)
            for rid, (kind, target, external) in self.relations(part).items():
                if external or (target in self.parts and not target.startswith("ppt/slides/")):
                    own.keep(rid, kind, target, external)
                    if not external:
                        queue.append(target)
            out[part] = own
        return out

    def main_relations(self) -> Relations:
        """The presentation's own relationships, to what is kept."""
        own = Relations("ppt/presentation.xml")
        for rid, (kind, target, external) in self.relations(self.main).items():
            if not external and kind.rsplit("/", 1)[-1] in _KEPT and target in self.parts:
                own.keep(rid, kind, target)
        return own
