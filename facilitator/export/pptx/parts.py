"""The parts of a presentation that hold no slide: theme, properties, table styles."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.export.pptx.look import SCHEME, Look
from facilitator.export.pptx.xml import DECLARATION, NAMESPACES, A, attr

# The fonts that Office's own themes name per script, so that a run in any of them finds its face.
_SCRIPTS = {
    "Jpan": "Yu Gothic", "Hang": "Malgun Gothic", "Hans": "Microsoft YaHei", "Hant": "Microsoft JhengHei",
    "Arab": "Arial", "Hebr": "Arial", "Thai": "Tahoma", "Ethi": "Nyala", "Beng": "Vrinda", "Gujr": "Shruti",
    "Khmr": "MoolBoran", "Knda": "Tunga", "Guru": "Raavi", "Cans": "Euphemia", "Cher": "Plantagenet Cherokee",
    "Deva": "Mangal", "Telu": "Gautami", "Taml": "Latha", "Syrc": "Estrangelo Edessa", "Orya": "Kalinga",
    "Mlym": "Kartika", "Laoo": "DokChampa", "Sinh": "Iskoola Pota", "Mong": "Mongolian Baiti",
    "Viet": "Arial", "Uigh": "Microsoft Uighur", "Geor": "Sylfaen", "Armn": "Arial",
}  # fmt: skip

_FORMATS = (
    '<a:fmtScheme name="Facilitator"><a:fillStyleLst>'
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:fillStyleLst><a:lnStyleLst>"
    + "".join(
        f'<a:ln w="{w}" cap="flat" cmpd="sng" algn="ctr"><a:solidFill><a:schemeClr val="phClr"/>'
        f"</a:solidFill>"
        '<a:prstDash val="solid"/><a:miter lim="800000"/></a:ln>'
        for w in (6350, 12700, 19050)
    )
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + "</a:effectStyleLst><a:bgFillStyleLst>"
    + '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    + "</a:bgFillStyleLst></a:fmtScheme>"
)


def _fonts(tag: str, face: str) -> str:
    scripts = "".join(f'<a:font script="{s}" typeface="{f}"/>' for s, f in _SCRIPTS.items())
    return (
        f'<a:{tag}><a:latin typeface="{attr(face)}"/><a:ea typeface=""/><a:cs typeface=""/>{scripts}'
        f"</a:{tag}>"
    )


def theme_xml(name: str, palette: Mapping[str, str], heading: str, body: str) -> str:
    """``theme1.xml``: the twelve colours, the two fonts, and plain fills and lines."""
    colors = "".join(f'<a:{k}><a:srgbClr val="{palette[k].lstrip("#").upper()}"/></a:{k}>' for k in SCHEME)
    return (
        f'{DECLARATION}<a:theme xmlns:a="{A}" name="{attr(name)}"><a:themeElements>'
        f'<a:clrScheme name="{attr(name)}">{colors}</a:clrScheme>'
        f'<a:fontScheme name="{attr(name)}">{_fonts("majorFont", heading)}{_fonts("minorFont", body)}'
        f"</a:fontScheme>"
        f"{_FORMATS}</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def look_theme(look: Look) -> str:
    """The theme part of a look."""
    return theme_xml(look.name, look.palette, look.heading, look.body)


def presentation_properties() -> str:
    return f"{DECLARATION}<p:presentationPr {NAMESPACES}/>"


def view_properties() -> str:
    """Opens in the normal view, with the outline closed and the notes pane in sight."""
    return (
        f'{DECLARATION}<p:viewPr {NAMESPACES}><p:normalViewPr><p:restoredLeft sz="15620"/>'
        '<p:restoredTop sz="78000"/></p:normalViewPr></p:viewPr>'
    )
