"""An organisation's template: its masters, layouts and looks are kept, and slides stand in its places."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pptx
import pytest
from pptx import Presentation
from pptx.util import Emu

from facilitator.export import ExportError, ExportOptions, export
from tests.export.invariants import problems, read

DECK = """---
title: Corporate
footer: Our organisation
---
# Corporate deck
A subtitle

---
# Bullets

- one
    - two

::: notes
Say this.
:::

---
# Two

::: columns
::: column
- left
:::
::: column
- right
:::
:::

---
# Table

| A | B |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.md"
    path.write_text(DECK, encoding="utf-8")
    return path


@pytest.fixture
def corporate(tmp_path: Path) -> Path:
    """A template with an old slide, a moved body, German layout names and a logo on the master."""
    from PIL import Image

    logo = tmp_path / "logo.png"
    Image.new("RGB", (60, 20), "#AA2200").save(logo)
    made = Presentation()
    names = {
        "Title Slide": "Titelfolie",
        "Title and Content": "Titel und Inhalt",
        "Two Content": "Zwei Inhalte",
    }
    for layout in made.slide_layouts:
        layout.name = names.get(layout.name, layout.name)
    body = next(
        p
        for p in made.slide_layouts.get_by_name("Titel und Inhalt").placeholders
        if p.placeholder_format.idx == 1
    )
    body.left, body.top, body.width, body.height = Emu(914400), Emu(1828800), Emu(7315200), Emu(4114800)
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Old words of the template"
    slide.shapes.add_picture(str(logo), 0, 0)
    path = tmp_path / "corporate.pptx"
    made.save(str(path))
    return path


def test_slides_stand_in_the_templates_placeholders(deck: Path, corporate: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pptx"
    result = export(deck, out, ExportOptions(template=corporate))
    assert result.slides == 4
    assert problems(out) == []
    shown = Presentation(str(out))
    assert (shown.slide_width, shown.slide_height) == (9144000, 6858000)
    assert [s.slide_layout.name for s in shown.slides] == [
        "Titelfolie", "Titel und Inhalt", "Zwei Inhalte", "Titel und Inhalt",
    ]  # fmt: skip
    bullets = shown.slides[1].placeholders[1]
    assert [(p.text, p.level) for p in bullets.text_frame.paragraphs] == [("one", 0), ("two", 1)]
    assert (bullets.left, bullets.width) == (914400, 7315200)
    assert all(
        run.font.size is None and run.font.name is None
        for p in bullets.text_frame.paragraphs
        for run in p.runs
    )
    assert [
        p.text_frame.text for p in shown.slides[2].placeholders if p.placeholder_format.idx in (1, 2)
    ] == ["left", "right"]
    assert shown.slides[1].notes_slide.notes_text_frame.text == "Say this."


def test_the_masters_are_kept_and_the_old_slides_are_not(deck: Path, corporate: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pptx"
    export(deck, out, ExportOptions(template=corporate))
    before, after = read(corporate), read(out)
    kept = ["ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml", "ppt/slideLayouts/slideLayout2.xml"]
    assert all(before.parts[name] == after.parts[name] for name in kept)
    assert not any(b"Old words" in data for data in after.parts.values())
    assert not any(name.startswith("ppt/media/") for name in after.parts)
    assert Presentation(str(out)).core_properties.author in ("", None)


def test_the_decks_own_template_is_used_and_a_bad_one_is_told(
    deck: Path, corporate: Path, tmp_path: Path
) -> None:
    deck.write_text(
        DECK.replace("title: Corporate\n", "title: Corporate\ntemplate: corporate.pptx\n"), encoding="utf-8"
    )
    out = tmp_path / "out.pptx"
    export(deck, out)
    assert Presentation(str(out)).slides[1].slide_layout.name == "Titel und Inhalt"
    corporate.write_bytes(b"not a presentation")
    result = export(deck, out)
    assert any("corporate.pptx" in p.message for p in result.problems)
    assert Presentation(str(out)).slides[1].slide_layout.name == "Title and Content"


@pytest.mark.parametrize("content", [None, b"", b"nonsense", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_cannot_be_used_is_said(deck: Path, tmp_path: Path, content: bytes | None) -> None:
    template = tmp_path / "bad.pptx"
    if content is not None:
        template.write_bytes(content)
    with pytest.raises(ExportError, match=r"bad\.pptx"):
        export(deck, tmp_path / "out.pptx", ExportOptions(template=template))
    assert not (tmp_path / "out.pptx").exists()


def test_a_template_without_layouts_is_said(deck: Path, corporate: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.pptx"
    with zipfile.ZipFile(corporate) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "ppt/slideMasters/slideMaster1.xml":
                start, end = data.index(b"<p:sldLayoutIdLst>"), data.index(b"</p:sldLayoutIdLst>")
                data = data[:start] + b"<p:sldLayoutIdLst>" + data[end:]
            target.writestr(name, data)
    with pytest.raises(ExportError, match="no slide layouts"):
        export(deck, tmp_path / "out.pptx", ExportOptions(template=bare))


def test_every_layout_of_a_plain_template_is_matched() -> None:
    from facilitator.export.matching import match
    from facilitator.export.pptx.template import Template

    default = Path(pptx.__file__).parent / "templates" / "default.pptx"
    template = Template.open(default)
    assert match(template, "Title and Content").name == "Title and Content"
    assert match(template, "Comparison").name == "Comparison"
    assert match(template, "Statement").type in ("secHead", "obj", "title")
    assert match(template, "Full Picture").type in ("titleOnly", "blank")
