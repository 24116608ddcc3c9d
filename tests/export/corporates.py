"""Templates as organisations have them: German names, names that say nothing, a dark page, and years of
baggage."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_GERMAN = {
    "Title Slide": "Titelfolie", "Title and Content": "Titel und Inhalt", "Two Content": "Zwei Inhalte",
    "Section Header": "Abschnittsüberschrift", "Comparison": "Vergleich", "Title Only": "Nur Titel",
    "Blank": "Leer", "Content with Caption": "Inhalt mit Überschrift",
    "Picture with Caption": "Bild mit Überschrift",
}  # fmt: skip
_ODD = (
    "Deckblatt 01", "Inhalt (1-spaltig)", "Kapiteltrenner", "Inhalt (2-spaltig)", "Gegenüberstellung",
    "Titel", "x", "Text/Bild", "Bild/Text", "v1", "v2",
)  # fmt: skip
BRAND = {"dk1": "1A1A1A", "lt1": "FFFFFF", "dk2": "003366", "lt2": "E6EEF5", "accent1": "AA2200",
         "accent2": "003366", "accent3": "F2A900", "accent4": "5B7F95", "accent5": "7A9A01",
         "accent6": "6E3FA3", "hlink": "0563C1", "folHlink": "954F72"}  # fmt: skip


def german(folder: Path) -> Path:
    """16:9, brand colours and fonts, German names, a logo on the master, a slide of its own."""
    made = Presentation()
    factor = 12_192_000 / made.slide_width
    made.slide_width = Inches(40 / 3)
    for holder in (made.slide_master, *made.slide_layouts):
        for place in holder._element.iter(f"{_A}xfrm"):
            place[0].set("x", str(round(int(place[0].get("x")) * factor)))
            place[1].set("cx", str(round(int(place[1].get("cx")) * factor)))
    for layout in made.slide_layouts:
        layout.name = _GERMAN.get(layout.name, layout.name)
    logo = folder / "logo.png"
    Image.new("RGB", (300, 80), "#AA2200").save(logo)
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "Old words of the template"
    picture = slide.shapes.add_picture(str(logo), Inches(11.2), Inches(0.2), Inches(1.8))._element
    blip = next(picture.iter(f"{_A}blip"))
    image = slide.part.related_part(blip.get(f"{_R}embed"))
    blip.set(f"{_R}embed", made.slide_master.part.relate_to(image, RELATIONSHIP_TYPE.IMAGE))
    next(e for e in picture.iter() if e.tag.endswith("}cNvPr")).set("id", "99")
    made.slide_master.shapes._spTree.append(picture)
    path = folder / "german.pptx"
    made.save(str(path))
    _changed(path, {r"ppt/theme/theme1\.xml": _branded(BRAND, "Verdana", "Arial")})
    return path


def odd(folder: Path) -> Path:
    """Layouts whose names and kinds say nothing, with placeholder numbers of their own."""
    path = german(folder)
    made = Presentation(str(path))
    for layout, name in zip(made.slide_layouts, _ODD, strict=True):
        layout.name = name
    path = folder / "odd.pptx"
    made.save(str(path))

    def change(text: str) -> str:
        text = re.sub(r'(<p:sldLayout [^>]*?) type="[A-Za-z]+"', r"\1", text)
        text = text.replace('<p:ph idx="1"/>', '<p:ph idx="13"/>')
        return re.sub(r'<p:ph sz="half" idx="([12])"/>', r'<p:ph sz="half" idx="2\1"/>', text)

    _changed(path, {r"ppt/slideLayouts/slideLayout\d+\.xml": change})
    return path


def dark(folder: Path) -> Path:
    """The master takes the dark colours for the page."""
    path = german(folder).rename(folder / "dark.pptx")
    swapped = 'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"'
    _changed(
        path,
        {
            r"ppt/slideMasters/slideMaster1\.xml": lambda t: t.replace(
                'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"', swapped
            ),
            r"ppt/theme/theme1\.xml": _branded(
                {"dk1": "101820", "lt1": "F4F4F4", "dk2": "1F3A4D", "lt2": "C9D6DF", "hlink": "7FC8FF"}
            ),
        },
    )
    return path


def laden(folder: Path) -> Path:
    """Saved in the master's view with its outline open, shown as a kiosk, with handouts and fonts inside."""
    path = german(folder).rename(folder / "laden.pptx")
    kind = "application/vnd.openxmlformats-officedocument."
    tree = (
        '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        "<p:grpSpPr/></p:spTree></p:cSld>"
    )
    accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
    mapping = (
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {accents} hlink="hlink" folHlink="folHlink"/>'
    )
    show = '<p:showPr loop="1"><p:kiosk/></p:showPr>'
    outline = (
        '<p:outlineViewPr><p:cViewPr><p:scale><a:sx n="1" d="3"/><a:sy n="1" d="3"/></p:scale>'
        '<p:origin x="0" y="0"/></p:cViewPr><p:sldLst><p:sld r:id="rId1" collapse="1"/></p:sldLst>'
        "</p:outlineViewPr>"
    )
    handout = "ppt/handoutMasters/handoutMaster1.xml"
    with zipfile.ZipFile(path) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    added = {
        handout: f"<p:handoutMaster {_SPACES}>{tree}{mapping}</p:handoutMaster>",
        "ppt/handoutMasters/_rels/handoutMaster1.xml.rels": _rels("theme", "../theme/theme9.xml"),
        "ppt/theme/theme9.xml": theme,
        "ppt/fonts/font1.fntdata": "\x00\x01\x00\x00 a font",  # begins as fonts do
        "ppt/viewProps.xml": f'<p:viewPr {_SPACES} lastView="sldMasterView">{outline}</p:viewPr>',
        "ppt/_rels/viewProps.xml.rels": _rels("slide", "slides/slide1.xml"),
        "ppt/presProps.xml": f"<p:presentationPr {_SPACES}>{show}</p:presentationPr>",
    }

    def types(text: str) -> str:
        more = (
            '<Default Extension="fntdata" ContentType="application/x-fontdata"/>'
            f'<Override PartName="/{handout}" ContentType="{kind}presentationml.handoutMaster+xml"/>'
            f'<Override PartName="/ppt/theme/theme9.xml" ContentType="{kind}theme+xml"/>'
        )
        return text.replace("</Types>", f"{more}</Types>")

    def relations(text: str) -> str:
        more = _relation("rId90", "handoutMaster", handout.removeprefix("ppt/"))
        more += _relation("rId91", "font", "fonts/font1.fntdata")
        return text.replace("</Relationships>", f"{more}</Relationships>")

    def presentation(text: str) -> str:
        handouts = '<p:handoutMasterIdLst><p:handoutMasterId r:id="rId90"/></p:handoutMasterIdLst>'
        fonts = (
            '<p:embeddedFontLst><p:embeddedFont><p:font typeface="Brand Sans"/><p:regular r:id="rId91"/>'
            "</p:embeddedFont></p:embeddedFontLst>"
        )
        text = text.replace("<p:sldIdLst>", f"{handouts}<p:sldIdLst>")
        return re.sub(r"<p:notesSz [^>]*/>", f'<p:notesSz cx="6797675" cy="9926638"/>{fonts}', text)

    _changed(
        path,
        {
            r"\[Content_Types\]\.xml": types,
            r"ppt/_rels/presentation\.xml\.rels": relations,
            r"ppt/presentation\.xml": presentation,
        },
        added,
    )
    return path


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}{kind}" Target="{target}"/>'


def _rels(kind: str, target: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{_relation("rId1", kind, target)}</Relationships>'


ALL = (german, odd, dark, laden)


def _branded(colors: dict[str, str], heading: str = "", body: str = "") -> Callable[[str], str]:
    def change(text: str) -> str:
        for name, value in colors.items():
            found = f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
            text = re.sub(rf"<a:{name}>.*?</a:{name}>", found, text, flags=re.DOTALL)
        for tag, font in (("majorFont", heading), ("minorFont", body)):
            if font:
                text = re.sub(rf'(<a:{tag}>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", text)
        return text

    return change


def _changed(
    path: Path, changes: dict[str, Callable[[str], str]], added: dict[str, str] | None = None
) -> None:
    """The file with some of its parts rewritten, and others put in or replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for pattern, change in changes.items():
        for name in [n for n in parts if re.fullmatch(pattern, n)]:
            parts[name] = change(parts[name].decode()).encode()
    parts |= {name: text.encode() for name, text in (added or {}).items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
