"""What tells a file made by hand in PowerPoint from one that was generated: here ours says what the former
says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from facilitator.export import ExportOptions, export
from facilitator.export.pptx.language import right_to_left, spoken
from facilitator.scene import load_theme, theme_names
from facilitator.scene.color import changed, contrast
from tests.conftest import ROOT
from tests.export.corporates import german
from tests.export.invariants import A, File, P, problems, read
from tests.fidelity.material import constructs, hostile

OWN = {"123456", "FFEECC", "B5523B"}
"""Colours that the decks' authors chose."""


def written(tmp_path: Path, text: str, **options: object) -> File:
    deck, out = tmp_path / "deck.md", tmp_path / "deck.pptx"
    deck.write_text(text, encoding="utf-8")
    export(deck, out, ExportOptions(**options))  # type: ignore[arg-type]  # test shorthand
    assert problems(out) == []
    return read(out)


def shapes(file: File, number: int) -> list[etree._Element]:
    return list(
        file.tree(f"ppt/slides/slide{number}.xml").iter(f"{P}sp", f"{P}pic", f"{P}graphicFrame", f"{P}grpSp")
    )


def name_of(shape: etree._Element) -> str:
    return str(next(shape.iter(f"{P}cNvPr")).get("name"))


def holder(shape: etree._Element) -> tuple[str, str] | None:
    found = next(iter(shape[0].iter(f"{P}ph")), None)
    return None if found is None else (found.get("type", "obj"), found.get("idx", "0"))


def words(shape: etree._Element) -> str:
    return "".join(t.text or "" for t in shape.iter(f"{A}t"))


@pytest.mark.parametrize("make", [constructs, hostile], ids=lambda m: m.__name__)
@pytest.mark.parametrize("theme", theme_names())
def test_another_theme_recolours_everything(theme: str, make: Callable[[Path], Path], tmp_path: Path) -> None:
    """Only a marker's colour and what an author chose is plain RGB: PowerPoint's own marker is, too."""
    out = tmp_path / "deck.pptx"
    export(make(tmp_path), out, ExportOptions(theme=theme))
    file = read(out)
    for name, tree in file.trees.items():
        if "theme/" in name or not name.startswith("ppt/"):
            continue
        for color in tree.iter(f"{A}srgbClr"):
            marker = color.getparent().tag == f"{A}highlight"
            assert marker or color.get("val") in OWN, f"{name}: {color.get('val')}"
        for face in tree.iter(f"{A}latin"):
            assert face.get("typeface") in ("+mj-lt", "+mn-lt", "Courier New"), name


def test_every_run_says_its_language_and_code_is_not_spelled(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(hostile(tmp_path), out, ExportOptions())
    file = read(out)
    found = {}
    for part in (*file.of("slide"), *file.of("notesSlide")):
        for run in file.tree(part).iter(f"{A}r", f"{A}fld"):
            properties = run.find(f"{A}rPr")
            assert properties.get("lang"), part
            face = properties.find(f"{A}latin")
            if face is not None and face.get("typeface") == "Courier New":
                assert properties.get("noProof") == "1"
            found[run.findtext(f"{A}t")] = properties.get("lang")
    assert found["العربية"] == "ar-SA"
    assert found["中文幻灯片"] == "zh-CN"
    assert found["日本語のスライド"] == "ja-JP"
    assert found["한국어도 있습니다"] == "ko-KR"
    assert found["یک"] == "fa-IR"
    assert found["Some code"] == "en-US"


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("Hello", "ar-SA", "ar-SA"), ("مرحبا", "en-US", "ar-SA"), ("مرحبا", "fa-IR", "fa-IR"),
        ("漢字", "ja-JP", "ja-JP"), ("漢字", "en-US", "zh-CN"), ("Grüße 🌱", "de-DE", "de-DE"),
        ("a long English sentence with λ", "en-US", "en-US"), ("Привіт, їжаче", "en-US", "uk-UA"),
    ],
)  # fmt: skip
def test_words_in_another_script_are_in_its_language(text: str, lang: str, said: str) -> None:
    assert spoken(text, lang) == said


def test_the_direction_is_that_of_the_first_letter() -> None:
    assert right_to_left("… 12 مرحبا abc")
    assert not right_to_left("abc مرحبا")
    assert right_to_left("12 – 3", True)
    assert not right_to_left("12 a", True)


def test_shapes_are_called_as_powerpoint_calls_them(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(hostile(tmp_path), out)
    file = read(out)
    for part in file.of("slide"):
        number = int(re.findall(r"\d+", part)[-1])
        for shape in shapes(file, number):
            name = name_of(shape)
            if holder(shape):
                assert re.fullmatch(
                    r"(Title|Subtitle|(Content|Text|Picture|Footer|Slide Number) Placeholder) \d+", name
                )
            else:
                assert re.search(r" \d+$", name) or name in words(shape), name


def test_layouts_have_a_date_that_no_slide_shows_and_blank_is_blank(tmp_path: Path) -> None:
    file = written(tmp_path, "---\nfooter: Foot\n---\n# One\n\n- two\n")
    kinds = {}
    for part in file.of("slideLayout"):
        tree = file.tree(part)
        kinds[tree.find(f"{P}cSld").get("name")] = [e.get("type", "obj") for e in tree.iter(f"{P}ph")]
    assert kinds["Blank"] == ["dt", "ftr", "sldNum"]
    assert kinds["Picture with Caption"] == ["title", "pic", "body", "dt", "ftr", "sldNum"]
    assert kinds["Quote"] == ["title", "body", "body", "dt", "ftr", "sldNum"]
    master = [e.get("type") for e in file.tree("ppt/slideMasters/slideMaster1.xml").iter(f"{P}ph")]
    assert master == ["title", "body", "dt", "ftr", "sldNum"]
    assert [holder(s)[0] for s in shapes(file, 1) if holder(s)] == ["title", "obj", "ftr", "sldNum"]  # type: ignore[index]


def test_the_file_speaks_the_decks_language_and_direction(tmp_path: Path) -> None:
    """What a colleague types next runs the same way."""
    file = written(tmp_path, "---\nlang: fa\n---\n# سلام\n\n- یک\n\n::: notes\nبگو\n:::\n")
    master = file.tree("ppt/slideMasters/slideMaster1.xml")
    for style in ("titleStyle", "bodyStyle"):
        level = next(master.iter(f"{P}{style}"))[0]
        assert (level.get("algn"), level.get("rtl")) == ("r", "1")
    default = file.tree("ppt/presentation.xml").find(f"{P}defaultTextStyle")
    assert default.find(f"{A}defPPr/{A}defRPr").get("lang") == "fa-IR"
    assert default[1].get("rtl") == "1"
    body = next(s for s in shapes(file, 1) if holder(s) == ("obj", "1"))
    assert body.find(f".//{A}pPr[@rtl]") is None, "as the layout says"
    note = next(p for p in file.tree("ppt/notesSlides/notesSlide1.xml").iter(f"{A}p") if words(p) == "بگو")
    assert note.find(f"{A}pPr").get("rtl") == "1"


TABLE = (
    "# T\n\n| Name | Sum |\n|---|--:|\n| a | 1 |\n| b | `2` |\n\n---\n# U\n\n| | |\n|---|---|\n| a | b |\n"
)


def test_a_tables_looks_are_its_styles(tmp_path: Path) -> None:
    """Cells say their size and alignment; rules, fills and ink come from a style that is in the file."""
    file = written(tmp_path, TABLE)
    styles = {e.get("styleId"): e.get("styleName") for e in file.tree("ppt/tableStyles.xml")}
    used = []
    for number in (1, 2):
        tree = file.tree(f"ppt/slides/slide{number}.xml")
        used.append(styles[tree.find(f".//{A}tableStyleId").text])
        for cell in tree.iter(f"{A}tc"):
            assert len(cell.find(f"{A}txBody/{A}lstStyle")) == 0, "cells have no list styles"
            assert len(cell.find(f"{A}tcPr")) == 0, "no rules and fills of their own"
            for run in cell.iter(f"{A}rPr"):
                assert run.get("sz")
                assert run.get("b") is None, "bold is the header's style"
    assert used == ["Calm", "Calm, plain"]
    assert file.tree("ppt/tableStyles.xml").get("def") in styles
    frame = next(s for s in shapes(file, 1) if s.tag == f"{P}graphicFrame")
    assert next(frame.iter(f"{P}cNvPr")).get("descr") == "Name, Sum"


def test_a_templates_own_table_styles_stay_and_ours_join_them(tmp_path: Path) -> None:
    template = german(tmp_path)
    before = read(template).tree("ppt/tableStyles.xml")
    file = written(tmp_path, TABLE, template=template)
    after = file.tree("ppt/tableStyles.xml")
    assert after.get("def") == before.get("def")
    assert [e.get("styleId") for e in after][: len(before)] == [e.get("styleId") for e in before]
    assert len(after) == len(before) + 2


def test_an_export_that_serves_as_template_again_and_again_has_each_table_style_once(tmp_path: Path) -> None:
    (tmp_path / "deck.md").write_text(TABLE, encoding="utf-8")
    template: Path | None = None
    for number in range(3):
        out = tmp_path / f"out{number}.pptx"
        export(tmp_path / "deck.md", out, ExportOptions(template=template))
        assert problems(out) == []
        template = out
    file = read(tmp_path / "out2.pptx")
    used = {e.text for e in file.tree("ppt/slides/slide1.xml").iter(f"{A}tableStyleId")}
    assert used <= {e.get("styleId") for e in file.tree("ppt/tableStyles.xml")}


def test_program_text_is_one_box(tmp_path: Path) -> None:
    plain, marked = "```python\na = 1\n```", "```python {1}\na = 1\n```"
    file = written(tmp_path, f"# One\n\n{plain}\n\n---\n# Two\n\n{marked}\n")
    boxes = [s for s in shapes(file, 1) if "a = 1" in words(s)]
    assert [name_of(b) for b in boxes] == ["Code 2"]
    assert boxes[0].find(f"{P}spPr/{A}solidFill") is not None, "the ground is the box's own"
    group = next(s for s in shapes(file, 2) if s.tag == f"{P}grpSp")
    assert next(group.iter(f"{P}cNvPr")).get("descr") == "a = 1"


def test_body_text_is_in_placeholders_wherever_it_stands(tmp_path: Path) -> None:
    text = """# Three

::: columns
::: column
- first
:::
::: column
- second
:::
::: column
- third
:::
:::

---
Only words, no title.

---
# Quote

> Said.
>
> — by somebody

---
<!-- layout: Blank -->
Asked to be blank.
"""
    file = written(tmp_path, text)
    held = [[(words(s), holder(s)) for s in shapes(file, n) if words(s)] for n in range(1, 5)]
    assert ("first", ("obj", "1")) in held[0]
    alone = "Only words, no title."
    assert held[1][:2] == [(alone, ("title", "0")), (alone, ("obj", "1"))], "the title stands above the page"
    assert held[2][1:3] == [("Said.", ("body", "1")), ("— by somebody", ("body", "2"))]
    assert ("Asked to be blank.", None) in held[3], "a box on an empty page"


def test_a_picture_alone_is_called_by_what_it_shows(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (90, 30), "#12706E").save(tmp_path / "a.png")
    file = written(tmp_path, "---\nfooter: Foot\n---\n![A green field](a.png)\n")
    assert words(next(s for s in shapes(file, 1) if holder(s) == ("title", "0"))) == "A green field"


def test_the_next_point_that_somebody_types_stands_clear_of_the_first(tmp_path: Path) -> None:
    """A lone point has no space before; that is no style of the list."""
    file = written(tmp_path, "# T\n\n- one\n")
    body = next(s for s in shapes(file, 1) if holder(s) == ("obj", "1"))
    assert body.find(f".//{A}spcBef") is None


def test_a_box_close_around_its_words_grows_with_them(tmp_path: Path) -> None:
    file = written(tmp_path, "# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nBelow.\n\n---\n# U\n\nAlone.\n")
    below, alone = (next(s for s in shapes(file, n) if holder(s) == ("obj", "1")) for n in (1, 2))
    assert below.find(f".//{A}spAutoFit") is not None
    assert alone.find(f".//{A}normAutofit") is not None


def test_a_background_that_leaves_room_stands_on_the_pages_own_colour(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (30, 90), "#12706E").save(tmp_path / "tall.png")
    file = written(tmp_path, "![bg contain](tall.png)\n\n# T\n\n---\n![bg](tall.png)\n\n# U\n")
    first, second = shapes(file, 1)[0], file.tree("ppt/slides/slide2.xml")
    assert first.tag == f"{P}pic"
    assert name_of(first) == "Background 1"
    assert file.tree("ppt/slides/slide1.xml").find(f".//{P}bg") is None
    assert second.find(f".//{P}bg//{A}blip") is not None


@pytest.mark.parametrize("size", ["0%", "0.0%", f"0.{'0' * 330}1%"])
def test_a_background_of_no_size_ends_nothing(size: str, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (30, 90), "#12706E").save(tmp_path / "tall.png")
    file = written(tmp_path, f"![bg {size}](tall.png)\n\n# T\n")
    extent = shapes(file, 1)[0].find(f".//{A}xfrm/{A}ext")
    assert 0 < int(extent.get("cx")) < 100_000


def test_links_and_bullets_can_be_seen_on_an_authors_ground(tmp_path: Path) -> None:
    text = '<!-- _backgroundColor: "#0B6563" -->\n# T\n\n- a [link](https://example.org)\n'
    file = written(tmp_path, text)
    body = next(s for s in shapes(file, 1) if holder(s) == ("obj", "1"))
    palette = dict(load_theme("calm").palette)
    names = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    for ink in body.iter(f"{A}schemeClr"):
        mods = tuple((etree.QName(mod).localname, int(mod.get("val", "0"))) for mod in ink)
        name = ink.get("val", "")
        shown = changed(palette[names.get(name, name)], mods)
        assert contrast(shown, "#0B6563") >= 3.0, f"{name} {mods} cannot be seen"
    assert b"hlinkClr" in etree.tostring(body), "PowerPoint is told to keep the link's own colour"


def test_builds_are_listed_by_what_they_are(tmp_path: Path) -> None:
    text = (
        "# T\n\nFirst\n\n. . .\n\n```chart bar\na: 1\nb: 2\n```\n\n. . .\n\n```\ncode\n```\n\n. . .\n\nLast\n"
    )
    file = written(tmp_path, text, builds=True)
    built = file.tree("ppt/slides/slide1.xml").find(f".//{P}bldLst")
    assert [e.tag for e in built] == [f"{P}bldGraphic", f"{P}bldP", f"{P}bldP"]
    assert [e.get("animBg") for e in built] == [None, "1", None], "only what has a ground of its own"


def test_the_same_deck_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    """Two folders, two working directories, two hash seeds, two time zones, with and without a template."""
    made = []
    for n, (folder, zone) in enumerate((("one", "UTC"), ("a much longer name ü", "Asia/Tokyo"))):
        place = tmp_path / folder
        hostile(place)
        german(place)
        deck = f"Path('hostile.md'){'.absolute()' if n else ''}"
        code = (
            "from pathlib import Path; from facilitator.export import export, ExportOptions; "
            f"export({deck}, Path('own.pptx'), ExportOptions(builds=True)); "
            f"export({deck}, Path('theirs.pptx'), ExportOptions(template=Path('german.pptx')))"
        )
        environment = os.environ | {
            "PYTHONHASHSEED": str(n + 1), "TZ": zone, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen",
            "USER": "secret-user", "HOSTNAME": "secret-machine",
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-c", code], cwd=place, env=environment, check=True, capture_output=True
        )
        made.append([(place / name).read_bytes() for name in ("own.pptx", "theirs.pptx")])
    assert made[0] == made[1]
    for name in ("own.pptx", "theirs.pptx"):
        with zipfile.ZipFile(tmp_path / "one" / name) as archive:
            inside = b"".join(archive.read(part) for part in archive.namelist())
        assert b"secret" not in inside
        assert str(tmp_path).encode() not in inside
        assert b"hostile.md" not in inside


def test_python_pptx_reads_all_of_it(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(hostile(tmp_path), out, ExportOptions(builds=True))
    for slide in Presentation(str(out)).slides:
        for shape in slide.shapes:
            assert shape.name
            if shape.has_chart:
                assert list(shape.chart.plots[0].categories)


def test_a_picture_beside_the_text_keeps_its_description(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (90, 90), "#12706E").save(tmp_path / "a.png")
    text = "![bg left A lighthouse](a.png)\n\n# T\n\n---\n![bg right](a.png)\n\n# U\n"
    file = written(tmp_path, text)
    described, quiet = (next(shapes(file, n)[0].iter(f"{P}cNvPr")) for n in (1, 2))
    assert described.get("descr") == "A lighthouse"
    assert len(described) == 0
    assert quiet.get("descr") is None
    assert len(quiet) == 1, "marked as decoration"


def test_deeper_levels_of_every_layout_are_no_larger_and_as_readable(tmp_path: Path) -> None:
    """Somebody presses Tab in a subtitle: smaller words in its own ink, not a list of the slide's body."""
    file = written(tmp_path, "# T\n")
    seen = 0
    for part in file.of("slideLayout"):
        for shape in file.tree(part).iter(f"{P}sp"):
            style = shape.find(f"{P}txBody/{A}lstStyle")
            kind = holder(shape)
            if kind is None or kind[0] not in ("body", "subTitle") or not len(style):
                continue
            inks = [
                etree.tostring(e) for e in style.iter(f"{A}defRPr") if e.find(f"{A}solidFill") is not None
            ]
            sizes = [int(e.get("sz")) for e in style.iter(f"{A}defRPr") if e.get("sz")]
            assert sizes == sorted(sizes, reverse=True), part
            seen += bool(inks)
    assert seen >= 3
