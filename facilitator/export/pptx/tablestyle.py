"""The table style of a look: what a table's cells need not say themselves.

Header row, rules, fills and ink belong to a style in ``tableStyles.xml``, as in a table made in PowerPoint:
another style from its gallery changes them, *Header Row* and *Banded Rows* work, and new rows look right.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.export.pptx.xml import DECLARATION, A, attr, emu, fill, guid
from facilitator.scene.model import Color

_BLACK = Color("#000000", "dk1")


@dataclass(frozen=True, slots=True)
class TableLook:
    """How tables of a look are drawn."""

    text: Color = _BLACK
    head: Color = _BLACK
    """Ink of the header row."""
    ground: Color | None = None
    """Behind the header row."""
    rule: Color | None = None
    """Lines under the rows."""
    width: float = 1.0
    """Of the lines, in points."""

    def style(self, header: bool) -> str:
        """The GUID of the style; ``header``: the first row looks like one."""
        parts = (self.text, self.head, self.ground, self.rule, self.width, header)
        return guid("table style", *parts)


PLAIN_TABLES = TableLook()


def _line(side: str, color: Color | None, width: float, swap: bool) -> str:
    if color is None:
        return f"<a:{side}><a:ln><a:noFill/></a:ln></a:{side}>"
    return f'<a:{side}><a:ln w="{emu(width)}" cmpd="sng">{fill(color, swap)}</a:ln></a:{side}>'


def _ink(color: Color, swap: bool, bold: bool = False) -> str:
    inner = fill(color, swap)[len("<a:solidFill>") : -len("</a:solidFill>")]
    weight = ' b="on"' if bold else ""
    return f'<a:tcTxStyle{weight}><a:fontRef idx="minor"/>{inner}</a:tcTxStyle>'


def _part(tag: str, ink: str, borders: str, ground: str = "") -> str:
    filled = f"<a:fill>{ground}</a:fill>" if ground else ""
    return f"<a:{tag}>{ink}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr>{filled}</a:tcStyle></a:{tag}>"


def _style(look: TableLook, name: str, header: bool, swap: bool) -> str:
    sides = "".join(_line(side, None, 0, swap) for side in ("left", "right"))
    below = _line("bottom", look.rule, look.width, swap)
    rows = (
        sides
        + _line("top", None if header else look.rule, look.width, swap)
        + below
        + _line("insideH", look.rule, look.width, swap)
        + _line("insideV", None, 0, swap)
    )
    band = fill(look.ground, swap) if look.ground is not None else ""
    inner = _part("wholeTbl", _ink(look.text, swap), rows, "<a:noFill/>")
    if band:
        inner += f"<a:band1H><a:tcStyle><a:tcBdr/><a:fill>{band}</a:fill></a:tcStyle></a:band1H>"
    for tag in ("lastCol", "firstCol", "lastRow"):
        inner += _part(tag, _ink(look.text, swap, bold=True), "")
    if header:
        inner += _part("firstRow", _ink(look.head, swap, bold=True), below, band)
    return f'<a:tblStyle styleId="{look.style(header)}" styleName="{attr(name)}">{inner}</a:tblStyle>'


def styles(look: TableLook, name: str, swap: bool) -> str:
    """Both styles: with a header row that shows, and without."""
    return _style(look, name, True, swap) + _style(look, f"{name}, plain", False, swap)


def table_styles(look: TableLook, name: str, swap: bool) -> str:
    """``tableStyles.xml``: new tables look like ours."""
    return (
        f'{DECLARATION}<a:tblStyleLst xmlns:a="{A}" def="{look.style(True)}">{styles(look, name, swap)}'
        "</a:tblStyleLst>"
    )


def with_styles(part: bytes, look: TableLook, name: str, swap: bool) -> bytes:
    """A template's ``tableStyles.xml`` with ours at its end; new tables look as the template says.

    A file of our own that serves as template has some of them already.
    """
    from lxml import etree

    tree = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    known = {str(element.get("styleId")).upper() for element in tree}
    for element in etree.fromstring(
        f'<a:tblStyleLst xmlns:a="{A}">{styles(look, name, swap)}</a:tblStyleLst>'
    ):
        if str(element.get("styleId")).upper() not in known:
            tree.append(element)
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
