"""Rules of the package and the deck that the usual validators miss; PowerPoint repairs or drops on most of
them.

`problems(path)` gives one sentence for each broken rule. `tests/export/test_invariants.py` breaks each rule
on purpose, so that no rule here can sleep.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
FIRST_MASTER = 2_147_483_648
_KINDS = re.compile(r"ppt/(slide|notesSlide|slideLayout|slideMaster|notesMaster)s/\w+?\d+\.xml")
_TRACES = re.compile(rb"(?i)steve canny|python-pptx|/home/|/root/|/tmp/|[A-Z]:\\\\Users")


@dataclass
class Rel:
    kind: str
    target: str
    external: bool


@dataclass
class File:
    """A presentation, opened."""

    parts: dict[str, bytes]
    entries: list[str]
    trees: dict[str, etree._Element] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def tree(self, name: str) -> etree._Element:
        return self.trees[name]

    def rels(self, part: str) -> dict[str, Rel]:
        name = posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
        if name not in self.trees:
            return {}
        out = {}
        for row in self.trees[name]:
            external = row.get("TargetMode") == "External"
            target = row.get("Target", "")
            if not external:
                base = "/" + posixpath.dirname(part)
                target = posixpath.normpath(posixpath.join(base, target)).lstrip("/")
            out[row.get("Id", "")] = Rel(row.get("Type", "").rsplit("/", 1)[-1], target, external)
        return out

    def of(self, kind: str) -> list[str]:
        found = [n for n in self.trees if (m := _KINDS.fullmatch(n)) and m[1] == kind]
        return sorted(found, key=lambda n: int(re.findall(r"\d+", n)[-1]))


def read(path: Path) -> File:
    with zipfile.ZipFile(path) as archive:
        entries = archive.namelist()
        parts = {name: archive.read(name) for name in entries}
    file = File(parts, entries)
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                file.trees[name] = etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                file.broken.append(f"{name} is not well formed: {error.msg}")
    return file


def problems(path: Path) -> list[str]:
    """Everything that is wrong with the file."""
    file = read(path)
    out = list(file.broken)
    if "ppt/presentation.xml" not in file.trees or "[Content_Types].xml" not in file.trees:
        return [*out, "no presentation"]
    for rule in (
        _package,
        _relations,
        _presentation,
        _shapes,
        _text,
        _tables,
        _charts,
        _builds,
        _access,
        _traces,
    ):
        out += rule(file)
    return out


def _package(file: File) -> Iterator[str]:
    for name, count in Counter(file.entries).items():
        if count > 1:
            yield f"ZIP entry {name} appears {count} times"
    types = file.tree("[Content_Types].xml")
    overrides = [o.get("PartName", "").lstrip("/") for o in types.iter(TYPES + "Override")]
    defaults = {d.get("Extension", "").lower() for d in types.iter(TYPES + "Default")}
    for name, count in Counter(overrides).items():
        if count > 1:
            yield f"content type of {name} given {count} times"
        if name not in file.parts:
            yield f"content type for {name}, which is not there"
    reached = {"[Content_Types].xml"}
    queue = [""]
    while queue:
        part = queue.pop()
        for rel in file.rels(part).values():
            if not rel.external and rel.target not in reached:
                reached.add(rel.target)
                queue.append(rel.target)
    for name in file.parts:
        ending = name.rsplit(".", 1)[-1].lower()
        if name.endswith(".rels") or name == "[Content_Types].xml":
            continue
        if name not in overrides and (ending == "xml" or ending not in defaults):
            yield f"{name} has no content type"
        if name not in reached:
            yield f"{name} is reached by nothing"


def _relations(file: File) -> Iterator[str]:
    for name, tree in file.trees.items():
        if name.endswith(".rels"):
            continue
        rels = file.rels(name)
        for rel in rels.values():
            if not rel.external and rel.target not in file.parts:
                yield f"{name}: relationship to {rel.target}, which is not there"
        used = {v for e in tree.iter() for k, v in e.attrib.items() if k.startswith(R) and v}
        for rid in sorted(used - rels.keys()):
            yield f"{name}: uses relationship {rid}, which is not there"


def _presentation(file: File) -> Iterator[str]:
    pres = file.tree("ppt/presentation.xml")
    rels = file.rels("ppt/presentation.xml")
    ids = [e.get("id", "") for e in pres.iter(P + "sldId")]
    slides = [rels[e.get(R + "id", "")].target for e in pres.iter(P + "sldId") if e.get(R + "id", "") in rels]
    for value, count in Counter(ids).items():
        if count > 1 or not 256 <= int(value) < FIRST_MASTER:
            yield f"slide id {value} is used {count} times or out of range"
    if Counter(slides) != Counter(file.of("slide")):
        yield "slides in the list and slides in the package differ"
    listed = [e.get("id", "") for e in pres.iter(P14 + "sldId")]
    if listed and listed != ids:
        yield "sections do not list every slide once and in order"
    names = [e.get("name", "") for e in pres.iter(P14 + "section")]
    if len(set(names)) != len(names) or any(not n or n == "Default Section" for n in names):
        yield f"section names are empty, repeated or the default: {names}"
    big = [e.get("id", "") for e in pres.iter(P + "sldMasterId")]
    for name in file.of("slideMaster"):
        big += [e.get("id", "") for e in file.tree(name).iter(P + "sldLayoutId")]
    if len(big) != len(set(big)) or any(int(i) < FIRST_MASTER for i in big):
        yield "master and layout ids are not unique values from 2147483648 up"
    if file.of("notesSlide") and not list(pres.iter(P + "notesMasterId")):
        yield "notes without a notes master in the presentation"


def _shapes(file: File) -> Iterator[str]:
    for name in [n for n in file.trees if _KINDS.fullmatch(n)]:
        tree, rels = file.tree(name), file.rels(name)
        kinds = Counter(r.kind for r in rels.values())
        ids = [e.get("id", "") for e in tree.iter(P + "cNvPr")]
        for value, count in Counter(ids).items():
            if count > 1:
                yield f"{name}: shape id {value} is used {count} times"
        for end in [*tree.iter(A + "stCxn"), *tree.iter(A + "endCxn")]:
            if end.get("id") not in ids:
                yield f"{name}: a connector is glued to absent shape {end.get('id')}"
        if name.startswith("ppt/slides/"):
            yield from _slide(file, name, kinds, rels)
        if name.startswith("ppt/notesSlides/") and (kinds["notesMaster"], kinds["slide"]) != (1, 1):
            yield f"{name}: notes master/slide relationships {kinds['notesMaster']}/{kinds['slide']}"


def _slide(file: File, name: str, kinds: Counter[str], rels: dict[str, Rel]) -> Iterator[str]:
    if kinds["slideLayout"] != 1:
        yield f"{name}: {kinds['slideLayout']} layouts"
        return
    layout = next(r.target for r in rels.values() if r.kind == "slideLayout")
    if layout not in file.trees:
        return
    have = {_ph(e) for e in file.tree(layout).iter(P + "ph")}
    mine = [_ph(e) for e in file.tree(name).iter(P + "ph")]
    for kind, index in mine:
        # PowerPoint itself leaves a title without a layout's when a slide is given the layout "Blank"
        if (kind, index) not in have and (kind, index) != ("title", "0"):
            yield f"{name}: placeholder {kind} {index} is not in its layout"
    for key, count in Counter(mine).items():
        if count > 1:
            yield f"{name}: placeholder {key} is filled {count} times"


def _ph(element: etree._Element) -> tuple[str, str]:
    kind = element.get("type", "obj")
    return ("title" if kind == "ctrTitle" else kind, element.get("idx", "0"))


def _text(file: File) -> Iterator[str]:
    for name, tree in file.trees.items():
        for body in [*tree.iter(P + "txBody"), *tree.iter(A + "txBody")]:
            if not body.findall(A + "p"):
                yield f"{name}: a text body without a paragraph"
        for run in tree.iter(A + "t"):
            if run.text and ("\n" in run.text or "\r" in run.text):
                yield f"{name}: a line break inside a run"
    for name in file.of("slide"):
        tree = file.tree(name)
        for shape in tree.iter(P + "sp"):
            holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            if holder is not None and not "".join(t.text or "" for t in shape.iter(A + "t")).strip():
                yield f"{name}: an empty placeholder"


def _tables(file: File) -> Iterator[str]:
    styles = file.trees.get("ppt/tableStyles.xml", ())
    for style, count in Counter(str(e.get("styleId")).upper() for e in styles).items():
        if count > 1:
            yield f"table style {style} appears {count} times"
    for name in file.of("slide"):
        for table in file.tree(name).iter(A + "tbl"):
            width = len(table.findall(f"{A}tblGrid/{A}gridCol"))
            for number, row in enumerate(table.findall(A + "tr")):
                cells = len(row.findall(A + "tc"))
                if cells != width:
                    yield f"{name}: table row {number} has {cells} cells, the grid {width}"
                if int(row.get("h", "0")) <= 0:
                    yield f"{name}: table row {number} has no height"
            properties = table.find(A + "tblPr")
            if properties is None or properties.get("firstRow") != "1":
                yield f"{name}: a table without a header row"


def _charts(file: File) -> Iterator[str]:
    for name, tree in file.trees.items():
        if not name.startswith("ppt/charts/chart"):
            continue
        for tag in ("axId", "crossAx"):
            for axis in tree.iter(C + tag):
                if not 0 <= int(axis.get("val", "-1")) < 2**32:
                    yield f"{name}: axis id {axis.get('val')}"
        for cache in [*tree.iter(C + "strCache"), *tree.iter(C + "numCache")]:
            count = int(cache.find(C + "ptCount").get("val", "0"))
            if any(int(p.get("idx", "0")) >= count for p in cache.iter(C + "pt")):
                yield f"{name}: a point outside its cache"
        if not any(r.kind == "package" for r in file.rels(name).values()):
            yield f"{name}: a chart without its numbers"


def _builds(file: File) -> Iterator[str]:
    for name in file.of("slide"):
        tree = file.tree(name)
        paragraphs = {}
        for shape in tree.iter(P + "sp", P + "pic", P + "grpSp", P + "graphicFrame", P + "cxnSp"):
            head = next(shape.iter(P + "cNvPr"))
            body = shape.find(P + "txBody")
            paragraphs[head.get("id")] = len(body.findall(A + "p")) if body is not None else 0
        for target in [*tree.iter(P + "spTgt"), *tree.iter(P + "bldP")]:
            if target.get("spid") not in paragraphs:
                yield f"{name}: a build aims at absent shape {target.get('spid')}"
                continue
            for part in target.iter(P + "pRg"):
                if int(part.get("end", "0")) >= paragraphs[target.get("spid")]:
                    yield f"{name}: a build aims at an absent paragraph"
        nodes = Counter(e.get("id") for e in tree.iter(P + "cTn"))
        if any(count > 1 for count in nodes.values()):
            yield f"{name}: repeated time node ids"


def _access(file: File) -> Iterator[str]:
    """What PowerPoint's accessibility checker would say."""
    titles: Counter[str] = Counter()
    for name in file.of("slide"):
        tree = file.tree(name)
        title = ""
        for shape in tree.iter(P + "sp"):
            holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            if holder is not None and holder.get("type") in ("title", "ctrTitle"):
                title = "".join(t.text or "" for t in shape.iter(A + "t")).strip()
        if not title:
            yield f"{name}: no title"
        titles[title.casefold()] += 1
        for shape in [*tree.iter(P + "pic"), *tree.iter(P + "graphicFrame"), *tree.iter(P + "grpSp")]:
            head = next(shape.iter(P + "cNvPr"))
            is_table = next(shape.iter(A + "tbl"), None) is not None
            described = head.get("descr") or next(head.iter(ADEC + "decorative"), None) is not None
            if not described and not is_table and next(shape.iterancestors(P + "grpSp"), None) is None:
                yield f"{name}: {head.get('name')} has no alt text and is not marked as decoration"
    for title, count in titles.items():
        if count > 1 and title:
            yield f"title {title!r} stands on {count} slides"


def _traces(file: File) -> Iterator[str]:
    """Nothing of the machine, its user or a library in any part that is text."""
    for name, data in file.parts.items():
        if name.endswith((".xml", ".rels")) and (found := _TRACES.search(data)):
            yield f"{name}: holds {found.group().decode()!r}"
