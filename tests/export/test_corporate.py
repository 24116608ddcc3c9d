"""Templates as organisations have them: every construct is sound, readable, and in the template's places."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from facilitator.deck import read_deck
from facilitator.export import ExportOptions, export
from facilitator.export.corporate import fitted_layout, screen_font, theme_of
from facilitator.export.matching import match, suits
from facilitator.export.pptx.template import Template
from facilitator.scene import compose, load_theme
from facilitator.scene.color import contrast
from facilitator.scene.fonts import TWINS, ensure_fonts
from facilitator.scene.grounds import texts
from facilitator.scene.text.shape import text_width
from facilitator.scene.theme import LAYOUT_NAMES, Families
from tests.export import corporates
from tests.export.invariants import problems, read
from tests.fidelity.material import constructs
from tests.fidelity.office import to_pdf

Make = Callable[[Path], Path]


@pytest.mark.parametrize("make", corporates.ALL, ids=lambda m: m.__name__)
def test_every_construct_is_sound_in_every_template(make: Make, tmp_path: Path) -> None:
    template = make(tmp_path)
    out = tmp_path / "out.pptx"
    export(constructs(tmp_path), out, ExportOptions(template=template, builds=True))
    assert problems(out) == []
    for slide in Presentation(str(out)).slides:
        kinds = [s.placeholder_format.type for s in slide.placeholders]
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text.strip()
        assert len(kinds) > 0


@pytest.mark.office
def test_another_program_opens_what_stands_on_a_laden_template(tmp_path: Path) -> None:
    """It crashed on the outline's link to a slide that was not taken over; PowerPoint repairs such a file."""
    template = corporates.laden(tmp_path)
    deck = tmp_path / "deck.md"
    deck.write_text("# One\n\n- two\n", encoding="utf-8")
    out = tmp_path / "out.pptx"
    export(deck, out, ExportOptions(template=template))
    assert to_pdf(out, tmp_path / "profile").stat().st_size > 1000


def test_what_a_template_brings_is_listed_and_what_it_was_doing_stays_behind(tmp_path: Path) -> None:
    template = corporates.laden(tmp_path)
    out = tmp_path / "out.pptx"
    export(constructs(tmp_path), out, ExportOptions(template=template))
    file = read(out)
    presentation = file.parts["ppt/presentation.xml"].decode()
    assert '<p:handoutMasterId r:id="rId90"/>' in presentation
    assert '<p:font typeface="Brand Sans"/>' in presentation
    assert '<p:notesSz cx="6797675" cy="9926638"/>' in presentation
    assert b"sldMasterView" not in file.parts["ppt/viewProps.xml"]
    assert b"kiosk" not in file.parts["ppt/presProps.xml"]


@pytest.mark.parametrize("make", [corporates.german, corporates.odd], ids=lambda m: m.__name__)
def test_layouts_are_found_by_kind_or_by_what_is_on_them(make: Make, tmp_path: Path) -> None:
    """Names that mean nothing give the same choice as PowerPoint's kinds."""
    template = Template.open(make(tmp_path))
    place = {layout.part: n for n, layout in enumerate(template.layouts)}
    found = {name: place[match(template, name).part] for name in LAYOUT_NAMES}
    assert found | {"Blank": 0} == {
        "Title Slide": 0, "Section Header": 2, "Title and Content": 1, "Two Content": 3, "Comparison": 4,
        "Content with Caption": 7, "Picture with Caption": 8, "Full Picture": 5, "Title Only": 5, "Quote": 1,
        "Statement": 1, "Questions": 5, "Resources": 1, "Blank": 0,
    }  # fmt: skip


def test_a_picture_with_words_takes_two_columns_where_the_templates_own_has_a_tiny_title(
    tmp_path: Path,
) -> None:
    template = Template.open(corporates.german(tmp_path))
    assert not suits(template, "Picture with Caption")
    deck = read_deck(constructs(tmp_path))
    theme = theme_of(template, load_theme())
    slide = next(s for s in deck.slides if s.title and s.title[0].text == "A picture and words")
    assert compose(fitted_layout(slide, theme, template), theme, deck).layout == "Two Content"


@pytest.mark.parametrize(
    "words",
    ["- one\n\n  ![A view](a.png)\n- two\n", "- one\n- two\n\n![A view](a.png)\n"],
    ids=["in", "below"],
)
def test_a_picture_in_a_list_takes_the_layout_of_one_below_it(words: str, tmp_path: Path) -> None:
    """PowerPoint's own default template, whose caption layout has a tiny title."""
    template, deck, out = (tmp_path / name for name in ("default.pptx", "deck.md", "out.pptx"))
    Presentation().save(str(template))
    Image.new("RGB", (60, 40), "#12706E").save(tmp_path / "a.png")
    deck.write_text(f"# First\n\n---\n# One\n\n{words}", encoding="utf-8")
    export(deck, out, ExportOptions(template=template))
    assert problems(out) == []
    assert Presentation(str(out)).slides[1].slide_layout.name == "Two Content"


@pytest.mark.parametrize("make", [corporates.german, corporates.dark], ids=lambda m: m.__name__)
def test_every_text_can_be_read_in_the_templates_colours(make: Make, tmp_path: Path) -> None:
    template = Template.open(make(tmp_path))
    theme = theme_of(template, load_theme())
    deck = read_deck(constructs(tmp_path))
    bad = {
        (run.text, run.color.hex, ground)
        for slide in deck.slides
        for run, ground in texts(compose(slide, theme, deck))
        if contrast(run.color.hex, ground) < (3 if run.size >= 18 else 4.5)
    }
    assert bad == set()


def test_bullets_are_the_templates(tmp_path: Path) -> None:
    """Ours have our accent; on a template nothing is said, and the master decides."""
    deck = tmp_path / "deck.md"
    deck.write_text("# One\n\n1. one\n2. two\n\n- three\n", encoding="utf-8")
    own, theirs = tmp_path / "own.pptx", tmp_path / "theirs.pptx"
    export(deck, own)
    export(deck, theirs, ExportOptions(template=corporates.german(tmp_path)))
    assert b"<a:buClr>" in read(own).parts["ppt/slides/slide1.xml"]
    assert b"<a:buClr>" not in read(theirs).parts["ppt/slides/slide1.xml"]


def test_a_wide_font_is_laid_out_wide() -> None:
    """Verdana is a fifth wider than Arial: a label that fits in Arial breaks inside the word in
    PowerPoint."""
    ensure_fonts()
    arial, verdana = (
        text_width("Precontemplation", 20, Families(body=screen_font(n))) for n in ("Arial", "Verdana")
    )
    assert screen_font("Arial") == "Arimo"
    assert verdana == pytest.approx(arial * 1.2, rel=0.01)
    assert screen_font("Brand Sans of ours").partition("*")[0] in TWINS


def test_a_potx_gives_a_presentation(tmp_path: Path) -> None:
    """A template's own kind of file, with macros: what comes out is an ordinary presentation without them."""
    source, template = corporates.german(tmp_path), tmp_path / "brand.potm"
    kind = "application/vnd.ms-powerpoint.template.macroEnabled.main+xml"
    office = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(template, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                main = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
                assert main in text
                text = text.replace(main, kind.encode())
                text = text.replace(b"</Types>", b'<Default Extension="bin" ContentType="x/y"/></Types>')
            if name == "ppt/_rels/presentation.xml.rels":
                row = f'<Relationship Id="rId99" Type="{office}" Target="vbaProject.bin"/></Relationships>'
                text = text.replace(b"</Relationships>", row.encode())
            new.writestr(name, text)
        new.writestr("ppt/vbaProject.bin", b"macros")
    out = tmp_path / "out.pptx"
    export(constructs(tmp_path), out, ExportOptions(template=template))
    assert problems(out) == []
    parts = read(out).parts
    assert b"presentation.main+xml" in parts["[Content_Types].xml"]
    assert "ppt/vbaProject.bin" not in parts
