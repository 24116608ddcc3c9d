"""Native tables: header row, widths, heights, margins, fills and rules, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.export.pptx.parts import TABLE_STYLE
from facilitator.export.pptx.styles import LevelStyle
from facilitator.export.pptx.text import ANCHORS, Writing, body, cut_insets
from facilitator.export.pptx.xml import color, emu, fill
from facilitator.scene.model import Cell, TableItem

_SIDES = ("L", "R", "T", "B")
_NONE: Mapping[int, LevelStyle] = {}


def table_xml(item: TableItem, writing: Writing) -> str:
    """The ``a:graphic`` of a table's frame.

    The first row is always marked as the header, which the style does not show: screen readers read it out
    with each cell, and the accessibility checker asks for it.
    """
    rtl = ' rtl="1"' if item.rtl else ""
    # a table that runs from right to left names its first column first, wherever that stands
    order = -1 if item.rtl else 1
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in item.columns[::order])
    rows = "".join(
        f'<a:tr h="{emu(line.height)}">'
        + "".join(_cell(cell, item, writing, n == 0 and not line.header) for cell in line.cells[::order])
        + "</a:tr>"
        for n, line in enumerate(item.lines)
    )
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr{rtl} firstRow="1" bandRow="0"><a:tableStyleId>{TABLE_STYLE}</a:tableStyleId>'
        f"</a:tblPr>"
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic>"
    )


def _cell(cell: Cell, item: TableItem, writing: Writing, ruled: bool) -> str:
    cut_left, cut_right = cut_insets(cell.paras, cell.width_cut)
    left, top, right, bottom = map(emu, item.margins)
    left += emu(cut_left)
    right += emu(cut_right)
    swap = writing.names.swap
    rule = "<a:noFill/>"
    lines = ""
    for side in _SIDES:
        drawn = item.border is not None and (side == "B" or (side == "T" and ruled))
        if drawn and item.border is not None:
            rule = f"<a:solidFill>{color(item.border, swap)}</a:solidFill>"
            lines += (
                f'<a:ln{side} w="{emu(item.border_width)}" cap="flat" cmpd="sng" algn="ctr">{rule}'
                f"</a:ln{side}>"
            )
        else:
            lines += f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
    return (
        f"<a:tc>{body('a:txBody', cell.paras, writing, _NONE)}"
        f'<a:tcPr marL="{left}" marR="{right}" marT="{top}" marB="{bottom}" '
        f'anchor="{ANCHORS.get(cell.anchor, "ctr")}">'
        f"{lines}{fill(cell.fill, swap)}</a:tcPr></a:tc>"
    )
