"""Drawings in a presentation say nothing about whoever drew them, and look as they did."""

from __future__ import annotations

import zipfile
from pathlib import Path

from facilitator.export import export
from facilitator.export.pptx.drawing import bare
from facilitator.export.pptx.media import svg_to_png

INKSCAPE = b"""<?xml version="1.0"?>
<!-- Created by MARK with Inkscape -->
<?MARK-stylesheet x="1"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="80" height="40"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" sodipodi:docname="MARK.svg"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  inkscape:export-filename="/home/MARK/secret/a.png">
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">MARK</rdf:RDF></metadata>
<sodipodi:namedview id="n" inkscape:window-width="MARK"/>
<defs><linearGradient id="g"><stop stop-color="#123456"/></linearGradient></defs>
<g inkscape:label="MARK"><!-- MARK --><rect width="60" height="30" fill="url(#g)"/>
<text x="5" y="20" font-size="12">one<!-- MARK --> two <tspan>three</tspan></text></g>
</svg>
<!-- MARK -->"""


def test_what_a_program_wrote_about_its_user_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(INKSCAPE)
    deck = tmp_path / "deck.md"
    deck.write_text("# A drawing\n\n![A box](a.svg)\n", encoding="utf-8")
    export(deck, tmp_path / "out.pptx")
    with zipfile.ZipFile(tmp_path / "out.pptx") as archive:
        drawing = next(archive.read(n) for n in archive.namelist() if n.endswith(".svg"))
        assert not [n for n in archive.namelist() if b"MARK" in archive.read(n)]
    assert b"url(#g)" in drawing
    assert b"one two <tspan>three</tspan>" in drawing


def test_it_looks_as_it_did() -> None:
    assert svg_to_png(bare(INKSCAPE)) == svg_to_png(INKSCAPE)


def test_entities_of_its_own_are_written_out() -> None:
    """As Illustrator writes them; the declaration stays behind, and nothing is fetched."""
    source = b"""<!DOCTYPE svg [<!ENTITY c "#123456">]>
<svg xmlns="http://www.w3.org/2000/svg"><rect fill="&c;"/><text>&c;</text></svg>"""
    assert bare(source).endswith(b'<rect fill="#123456"/><text>#123456</text></svg>')


def test_what_cannot_be_read_or_asks_for_files_goes_in_as_a_picture_only() -> None:
    assert bare(b"<svg") == b""
    assert bare(b'<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]><s>&e;</s>') == b""
