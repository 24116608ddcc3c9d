"""The lines of a scene, and whether a page shows each of them at its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from facilitator.scene.model import (
    FontRole,
    GroupItem,
    Item,
    Para,
    Rect,
    Role,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)
from tests.fidelity.office import Char, PageText

LATIN = re.compile(r"[\u0000-\u024f\u2010-\u2027\u20ac\u2212\u00d7]*\Z")


@dataclass(frozen=True)
class Expected:
    """One laid-out line: its text without spaces, and where its ink starts."""

    text: str
    x: float
    baseline: float
    item: str
    slack: float
    """Points of baseline that LibreOffice may take more: it seats a line by its tallest face when two share
    it, a footer (a field of its master) and a link (a field, too) by the face's own ascent, and rounds the
    height of each row of a table. PowerPoint does none of these."""
    reach: float
    """Points to the side that it may take more: its widths differ by up to 0.3 %, which moves the start of
    a line that is set to the right or in the middle."""
    plain: bool
    """Left-to-right text in fonts with a metric twin: x and baseline must agree."""


def expected(scene: Scene, number: int, total: int) -> Iterator[Expected]:
    """Every line of a scene that a reader sees."""
    for item in scene.items:
        yield from _item(item, number, total)


def _item(item: Item, number: int, total: int) -> Iterator[Expected]:
    if isinstance(item, TextItem | ShapeItem):
        turned = isinstance(item, ShapeItem) and item.rotation % 360 != 0
        for para in item.paras:
            yield from _para(para, item.rect, item.name or item.role, number, total, turned)
    elif isinstance(item, TableItem):
        y, slack = item.rect.y, 0.0
        for line in item.lines:
            x = item.rect.x
            slack += 0.03 + (
                0.75 if any(r.link for c in line.cells for p in c.paras for r in p.runs) else 0.0
            )
            for width, cell in zip(item.columns, line.cells, strict=True):
                for para in cell.paras:
                    for row in _para(para, Rect(x, y, width, line.height), "table", number, total, False):
                        yield replace(row, slack=row.slack + slack)
                x += width
            y += line.height
    elif isinstance(item, GroupItem):
        for part in item.items:
            yield from _item(part, number, total)


def _para(para: Para, box: Rect, name: str, number: int, total: int, turned: bool) -> Iterator[Expected]:
    live = {run.live for run in para.runs if run.live}
    if live - {"number", "total"}:
        return
    if live:
        shown = "".join(str({"number": number, "total": total}.get(r.live or "", r.text)) for r in para.runs)
        yield Expected("".join(shown.split()), 0.0, box.y + para.lines[0].baseline, name, 0.0, 0.0, False)
        return
    text = para.text
    faces = {run.font for run in para.runs}
    mixed = len(faces) > 1 or name == "Footer" or any(run.link for run in para.runs)
    mixed = mixed or (name == "table" and FontRole.MONO in faces)
    slack = 0.08 * para.size if mixed else 0.0
    for line in para.lines:
        piece = text[line.start : line.end]
        words = "".join(piece.split())
        if not words:
            continue
        lead = len(piece) - len(piece.lstrip())
        raised = any(run.baseline for run in para.runs)
        plain = bool(LATIN.match(words)) and not para.rtl and not turned and not raised and lead == 0
        reach = 0.0 if para.align == "left" else 0.003 * line.width
        yield Expected(words, box.x + line.x, box.y + line.baseline, name, slack, reach, plain)


@dataclass(frozen=True)
class Found:
    """How a page shows an expected line."""

    line: Expected
    dx: float | None
    dy: float | None
    """None: the line is not on the page as one line."""


def compare(scene: Scene, page: PageText, number: int, total: int) -> list[Found]:
    """Look each line up among the characters that stand on one baseline."""
    rows: dict[int, list[Char]] = defaultdict(list)
    for char in page.chars:
        rows[round(char.y * 4)].append(char)
    merged: list[list[Char]] = []
    for key in sorted(rows):
        row = rows[key]
        if merged and abs(merged[-1][0].y - row[0].y) < 0.4:
            merged[-1] += row
        else:
            merged.append(list(row))
    texts = []
    for row in merged:
        row.sort(key=lambda c: c.x)
        texts.append("".join(c.text for c in row))
    out = []
    for line in expected(scene, number, total):
        best: Found | None = None
        for row, text in zip(merged, texts, strict=True):
            start = text.find(line.text)
            while start >= 0:
                dx, dy = row[start].x - line.x, row[start].y - line.baseline
                if best is None or best.dy is None or abs(dy) + abs(dx) < abs(best.dy) + abs(best.dx or 0):
                    best = Found(line, dx, dy)
                start = text.find(line.text, start + 1)
        out.append(best or Found(line, None, None))
    return out


def words_of(scene: Scene) -> list[str]:
    """Every word that a scene shows, for counting what is lost."""
    out: list[str] = []

    def gather(item: Item) -> None:
        if isinstance(item, TextItem | ShapeItem):
            for para in item.paras:
                if not any(run.live for run in para.runs):
                    out.extend(para.text.split())
        elif isinstance(item, TableItem):
            for line in item.lines:
                for cell in line.cells:
                    for para in cell.paras:
                        out.extend(para.text.split())
        elif isinstance(item, GroupItem):
            for part in item.items:
                gather(part)

    for item in scene.items:
        gather(item)
    return out


__all__ = ["Expected", "Found", "Role", "compare", "expected", "words_of"]
