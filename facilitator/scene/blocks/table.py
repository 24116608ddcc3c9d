"""Tables: widths from what is in them, heights from the lines, header marked by tint and weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import is_rtl
from facilitator.scene.blocks.runs import runs
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Cell, Item, Para, Rect, TableItem, TableLine
from facilitator.scene.text.lay import Laid, anchor_offset, pitch_of
from facilitator.scene.text.shape import measure


def shares(least: Sequence[float], natural: Sequence[float], room: float) -> list[float]:
    """Column widths that add up to ``room``: each at least its longest word where that is possible.

    When everything fits on one line, columns keep their proportions; else room is given by how much text
    there is (square root: long columns need less than their share, because they can wrap).
    """
    total = sum(natural)
    if total <= room:
        spare = room - total
        return [n + spare * n / total if total else room / len(natural) for n in natural]
    if sum(least) >= room:
        return _capped(least, room)
    widths = list(least)
    open_columns = set(range(len(least)))
    while open_columns:
        left = room - sum(widths[i] for i in range(len(widths)) if i not in open_columns)
        weight = sum(natural[i] ** 0.62 for i in open_columns)
        wish = {i: left * natural[i] ** 0.62 / weight for i in open_columns}
        low = {i for i in open_columns if wish[i] < least[i]}
        full = {i for i in open_columns if wish[i] > natural[i]} if not low else set()
        if not low and not full:
            for i in open_columns:
                widths[i] = wish[i]
            break
        for i in low:
            widths[i] = least[i]
        for i in full:
            widths[i] = natural[i]
        open_columns -= low | full
    spare = room - sum(widths)
    return [w + spare * w / sum(widths) for w in widths]


Grid = tuple[list[float], list[list[Laid]], list[float]]
"""Widths of columns, cells row by row, heights of rows; lengths in points."""


def _capped(least: Sequence[float], room: float) -> list[float]:
    """Where not every word has room: narrow columns keep what they need, and the widest share what is left,
    so that only their words are broken."""
    left, open_ = room, len(least)
    widths = [0.0] * len(least)
    for i in sorted(range(len(least)), key=lambda i: least[i]):
        widths[i] = min(least[i], left / open_)
        left -= widths[i]
        open_ -= 1
    return widths


@dataclass(frozen=True)
class TablePiece:
    """A pipe table."""

    block: deck.Table
    line: int = 0

    def _margins(self, fit: Fit) -> tuple[float, float, float, float]:
        across = round(fit.table * 0.55, 1)
        down = round(fit.table * 0.3 * max(0.4, fit.tight), 1)
        return across, down, across, down

    def _rows(self) -> list[deck.TableRow]:
        header = [self.block.header] if any(self.block.header.cells) else []
        return [*header, *self.block.rows]

    def _count(self) -> int:
        return max((len(row.cells) for row in self._rows()), default=1) or 1

    def _para(self, spans: deck.Spans, row: deck.TableRow, column: int, ctx: Context, fit: Fit) -> Para:
        header = row is self.block.header
        size = fit.table
        color = ctx.color("soft-title") if header else ctx.text
        line = runs(spans, size, ctx, color=color, bold=header)
        rtl = is_rtl(deck.plain(spans), ctx.rtl)
        align = self.block.align[column] if column < len(self.block.align) else deck.Align.NONE
        side = {"none": "right" if rtl else "left"}.get(align.value, align.value)
        return Para(line, size, pitch_of(size), align=side, rtl=rtl, step=0)

    def _grid(self, ctx: Context, fit: Fit) -> list[list[Para]]:
        count = self._count()
        out = []
        for row in self._rows():
            cells = [*row.cells, *([()] * (count - len(row.cells)))]
            out.append([self._para(spans, row, i, ctx, fit) for i, spans in enumerate(cells)])
        if ctx.rtl:
            return [row[::-1] for row in out]
        return out

    def _columns(self, grid: list[list[Para]], width: float, ctx: Context, fit: Fit) -> list[float]:
        left, _, right, _ = self._margins(fit)
        count = self._count()
        least, natural = [0.0] * count, [0.0] * count
        for row in grid:
            for i, para in enumerate(row):
                measured = measure(para.runs, para.size, ctx.setting.families, para.rtl)
                least[i] = max(least[i], measured.widest_word * 1.012 + left + right + 1)
                natural[i] = max(natural[i], measured.width * 1.012 + left + right + 1)
        return shares(least, natural, width)

    def _laid(self, width: float, ctx: Context, fit: Fit) -> Grid:
        return ctx.once(self, width, fit, self._lay)

    def _lay(self, width: float, ctx: Context, fit: Fit) -> Grid:
        grid = self._grid(ctx, fit)
        columns = self._columns(grid, width, ctx, fit)
        left, top, right, bottom = self._margins(fit)
        laid = [
            [
                ctx.lay([para], max(1.0, column - left - right), in_cell=True)
                for para, column in zip(row, columns, strict=True)
            ]
            for row in grid
        ]
        heights = [max(cell.height for cell in row) + top + bottom for row in laid]
        return columns, laid, heights

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        return sum(self._laid(width, ctx, fit)[2])

    def stretch(self) -> float:
        return 0.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        columns, laid, heights = self._laid(rect.w, ctx, fit)
        heights = self._airy(heights, rect.h, fit)
        margins = self._margins(fit)
        left, top, _, bottom = margins
        lines = []
        for row, cells, height in zip(self._rows(), laid, heights, strict=True):
            header = row is self.block.header
            made = []
            for cell in cells:
                dy = top + anchor_offset("middle", height - top - bottom, cell.height)
                fill = ctx.color("soft") if header else None
                made.append(Cell(cell.moved(left, dy), fill, "middle", cell.cut))
            lines.append(TableLine(tuple(made), height, header, row.step))
        box = Rect(rect.x, rect.y, rect.w, sum(heights))
        border = ctx.color("line")
        return [
            TableItem(
                box, tuple(columns), tuple(lines), margins, border, 1.0, ctx.rtl, self.block.step, "Table"
            )
        ]

    @staticmethod
    def _airy(heights: list[float], room: float, fit: Fit) -> list[float]:
        """Rows a little higher where there is room: a table that breathes, not one that fills the page."""
        free = room - sum(heights)
        if free <= 0 or not heights:
            return heights
        more = min(free / len(heights), fit.table * 0.5)
        return [h + more for h in heights]
