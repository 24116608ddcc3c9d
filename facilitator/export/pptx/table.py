"""Native tables: header row, widths, heights, margins, alignment. Rules, fills and ink are the table
style's; a cell says only what differs from it."""

from __future__ import annotations

from facilitator.export.pptx.styles import LevelStyle, RunStyle
from facilitator.export.pptx.tablestyle import TableLook
from facilitator.export.pptx.text import ANCHORS, Writing, cut_insets, paragraphs
from facilitator.export.pptx.xml import color, emu, fill
from facilitator.scene.model import Cell, FontRole, TableItem, TableLine

_SIDES = ("L", "R", "T", "B")
_CELL_SIZE = 18.0
"""Points of text in a cell that says nothing."""


def table_xml(item: TableItem, writing: Writing) -> str:
    """The ``a:graphic`` of a table's frame.

    The first row is always marked as the header, even where the style does not show it: screen readers read
    it out with each cell, and the accessibility checker asks for it.
    """
    rtl = ' rtl="1"' if item.rtl else ""
    # a table that runs from right to left names its first column first, wherever that stands
    order = -1 if item.rtl else 1
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in item.columns[::order])
    headed = bool(item.lines) and item.lines[0].header
    look = writing.table
    rows = "".join(
        f'<a:tr h="{emu(line.height)}">'
        + "".join(_cell(cell, line, item, writing, n == 0) for cell in line.cells[::order])
        + "</a:tr>"
        for n, line in enumerate(item.lines)
    )
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr{rtl} firstRow="1"><a:tableStyleId>{look.style(headed)}</a:tableStyleId>'
        f"</a:tblPr>"
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic>"
    )


def summary(item: TableItem) -> str:
    """A table's alt text: what its columns are called."""
    if not item.lines:
        return ""
    order = -1 if item.rtl else 1
    names = [" ".join(p.text for p in cell.paras).strip() for cell in item.lines[0].cells[::order]]
    return ", ".join(name for name in names if name)


def _inherited(look: TableLook, header: bool) -> LevelStyle:
    """What text in a cell is without a word of its own. The pitch is always said: lines are set exactly."""
    ink = look.head if header else look.text
    return LevelStyle(RunStyle(_CELL_SIZE, ink, FontRole.BODY, bold=header), pitch=0.0)


def _cell(cell: Cell, row: TableLine, item: TableItem, writing: Writing, first: bool) -> str:
    look, swap = writing.table, writing.names.swap
    cut_left, cut_right = cut_insets(cell.paras, cell.width_cut)
    left, top, right, bottom = map(emu, item.margins)
    left += emu(cut_left)
    right += emu(cut_right)
    level = _inherited(look, row.header)
    levels = {para.level: level for para in cell.paras}
    # text goes into the paragraphs themselves, as PowerPoint writes it: cells have no list styles
    words = paragraphs(cell.paras, levels, writing)
    ground = look.ground if row.header else None
    drawn = "" if cell.fill == ground else fill(cell.fill, swap)
    if (item.border, item.border_width) != (look.rule, look.width):
        drawn = _rules(item, swap, first and not row.header) + drawn
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr marL="{left}" marR="{right}" marT="{top}" marB="{bottom}" '
        f'anchor="{ANCHORS.get(cell.anchor, "ctr")}"'
        + (f">{drawn}</a:tcPr></a:tc>" if drawn else "/></a:tc>")
    )


def _rules(item: TableItem, swap: bool, above: bool) -> str:
    """The lines round a cell of a table that is ruled in a way of its own."""
    lines = ""
    for side in _SIDES:
        if item.border is not None and (side == "B" or (side == "T" and above)):
            lines += (
                f'<a:ln{side} w="{emu(item.border_width)}" cap="flat" cmpd="sng" algn="ctr">'
                f"<a:solidFill>{color(item.border, swap)}</a:solidFill></a:ln{side}>"
            )
        else:
            lines += f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    return lines
