"""Which placeholder a region of a layout is: its type, index and name in PowerPoint's own words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.export.pptx.look import LayoutLook, Region
from facilitator.export.pptx.xml import attr
from facilitator.scene.model import Rect, Role

LAYOUT_TYPES = {
    "title slide": "title",
    "title and content": "obj",
    "section header": "secHead",
    "two content": "twoObj",
    "comparison": "twoTxTwoObj",
    "title only": "titleOnly",
    "blank": "blank",
    "content with caption": "objTx",
    "picture with caption": "picTx",
}
"""``p:sldLayout/@type`` by the layout's name; others have none."""

DATE_INDEX = 10
FOOTER_INDEX = 11
NUMBER_INDEX = 12


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A placeholder on a layout."""

    region: Region
    type: str
    """``p:ph/@type``; empty for the object placeholder that takes anything."""
    index: int
    name: str
    size: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """Of a template's own ``p:ph``, repeated as they are."""

    def ph(self) -> str:
        """The ``p:ph`` element, the same on layout and slide."""
        if self.attributes:
            return "<p:ph" + "".join(f' {k}="{attr(v)}"' for k, v in self.attributes) + "/>"
        out = "<p:ph"
        if self.type:
            out += f' type="{self.type}"'
        if self.size:
            out += f' sz="{self.size}"'
        if self.index:
            out += f' idx="{self.index}"'
        return out + "/>"


def date_place(found: tuple[Place, ...]) -> Place | None:
    """Where a date goes that somebody switches on (*Insert > Header & Footer*): between footer and number.

    Slides of ours never show one.
    """
    footer = next((p.region for p in found if p.type == "ftr"), None)
    number = next((p.region for p in found if p.type == "sldNum"), None)
    if footer is None or number is None:
        return None
    a, b = sorted((footer.rect, number.rect), key=lambda r: r.x)
    return Place(
        replace(number, rect=Rect(a.right, b.y, max(1.0, b.x - a.right), b.h)), "dt", DATE_INDEX,
        "Date Placeholder", "half",
    )  # fmt: skip


def places(layout: LayoutLook) -> tuple[Place, ...]:
    """The placeholders of a layout that slides of ours fill, in reading order."""
    name = layout.name.casefold()
    found: list[Place] = []
    bodies = sum(r.role is Role.BODY for r in layout.regions)
    index = 1
    for region in layout.regions:
        role = region.role
        if role is Role.TITLE:
            kind = "ctrTitle" if name == "title slide" else "title"
            found.append(Place(region, kind, 0, "Title"))
        elif role is Role.FOOTER:
            found.append(Place(region, "ftr", FOOTER_INDEX, "Footer Placeholder", "quarter"))
        elif role is Role.NUMBER:
            found.append(Place(region, "sldNum", NUMBER_INDEX, "Slide Number Placeholder", "quarter"))
        elif role is Role.SUBTITLE and name == "title slide":
            found.append(Place(region, "subTitle", index, "Subtitle"))
            index += 1
        else:
            if index == 10:
                index = 13  # 10 to 12 belong to date, footer and number
            kind = {"picture": "pic", "text": "body"}.get(region.kind, "")
            label = {"pic": "Picture Placeholder", "body": "Text Placeholder"}.get(
                kind, "Content Placeholder"
            )
            half = "half" if bodies > 1 and role is Role.BODY else ""
            found.append(Place(region, kind, index, label, half))
            index += 1
    return tuple(found)
