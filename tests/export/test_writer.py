"""The writer on scenes made by hand, read back by python-pptx and by our own rules."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from facilitator.deck.model import ListBlock, ListItem, Paragraph, SlideSettings, Span
from facilitator.export import export
from facilitator.export.options import ExportOptions
from facilitator.scene.model import (
    ChartData,
    ChartItem,
    ConnectorItem,
    GroupItem,
    Line,
    Rect,
    Run,
    ShapeItem,
)
from tests.export import samples
from tests.export.invariants import problems, read
from tests.export.samples import body, deck_of, number, para, save, scene, slide, table, title


def xml(path: Path, name: str = "ppt/slides/slide1.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_title_and_body_are_placeholders_with_levels_and_inherited_geometry(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Hello"), body(para("one"), para("two", 1), para("three", 2)), number())])
    (shown,) = Presentation(str(out)).slides
    assert shown.slide_layout.name == "Title and Content"
    kinds = [s.placeholder_format.type for s in shown.placeholders]
    assert kinds == [PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.SLIDE_NUMBER]
    assert shown.shapes.title is not None
    assert shown.shapes.title.text_frame.text == "Hello"
    text = shown.placeholders[1].text_frame
    assert [(p.text, p.level) for p in text.paragraphs] == [("one", 0), ("two", 1), ("three", 2)]
    slide_xml = xml(out)
    assert "<a:off" not in slide_xml.split("</p:grpSpPr>")[1]  # every place is the layout's
    assert "<a:lstStyle><" not in slide_xml  # and every size
    assert "<a:lnSpc>" not in slide_xml
    assert not problems(out)


def test_fitted_text_says_its_size_once_in_the_list_style(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"

    def smaller(text: str) -> object:
        p = para(text)
        return replace(p, size=20.0, pitch=24.0, runs=tuple(replace(r, size=20.0) for r in p.runs))

    save(out, [scene(title("Much"), body(*(smaller(f"line {n}") for n in range(5))))])  # type: ignore[arg-type]
    found = xml(out)
    assert found.count('sz="2000"') == 1
    assert found.count('<a:spcPts val="2400"/>') == 1
    assert found.index('sz="2000"') < found.index("line 0")
    assert "fontScale" not in found


def test_a_word_cut_by_our_breaker_is_cut_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    long = replace(para("abcdefghij"), lines=(Line(0, 6, 0, 20, 80, cut=True), Line(6, 10, 0, 50, 50)))
    save(out, [scene(title("Cut"), body(long))])
    text = Presentation(str(out)).slides[0].placeholders[1].text_frame.text
    assert text == "abcdef\vghij"


def test_a_table_is_native_and_fills_the_content_placeholder(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Numbers"), table(("A", "B"), ("1", "2"), ("3", "4")))])
    (shown,) = Presentation(str(out)).slides
    frame = next(s for s in shown.shapes if s.has_table)
    assert frame.is_placeholder
    assert frame.table.first_row
    assert [[c.text for c in row.cells] for row in frame.table.rows] == [["A", "B"], ["1", "2"], ["3", "4"]]
    assert not problems(out)


def test_a_table_from_right_to_left_names_its_first_column_first(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Numbers"), table(("left", "right"), ("1", "2"), rtl=True))])
    frame = next(s for s in Presentation(str(out)).slides[0].shapes if s.has_table)
    assert frame.table.cell(0, 0).text == "right"
    assert 'rtl="1"' in xml(out)


def test_a_slide_without_title_gets_one_above_the_slide(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    save(out, [scene(body(para("First words of this slide"))), scene(layout="Title Only")])
    first, second = Presentation(str(out)).slides
    assert first.shapes.title.text_frame.text == "First words of this slide"
    assert first.shapes.title.top + first.shapes.title.height < 0
    assert second.shapes.title.text_frame.text == "Slide 2"
    assert not problems(out)


def test_repeated_titles_are_told_apart(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    save(out, [scene(title(t)) for t in ("Same", "Other", "same", "Same", "Same (2)")])
    titles = [s.shapes.title.text_frame.text for s in Presentation(str(out)).slides]
    assert len({t.casefold() for t in titles}) == 5
    assert titles[:3] == ["Same", "Other", "same (2)"]
    assert not problems(out)


def test_notes_keep_lists_and_bold_and_can_be_left_out(tmp_path: Path) -> None:
    notes = (
        Paragraph((Span("Say "), Span("this", bold=True))),
        ListBlock(
            (ListItem((samples.note("one"),)), ListItem((samples.note("two"),))), ordered=True, start=3
        ),
    )
    deck = deck_of([slide(1, "T", notes)])
    out = tmp_path / "with.pptx"
    save(out, [scene(title("T"))], deck=deck)
    shown = Presentation(str(out)).slides[0]
    assert shown.notes_slide.notes_text_frame.text == "Say this\none\ntwo"
    assert [r.font.bold for r in shown.notes_slide.notes_text_frame.paragraphs[0].runs] == [None, True]
    assert 'type="arabicPeriod" startAt="3"' in xml(out, "ppt/notesSlides/notesSlide1.xml")
    assert not problems(out)
    bare = tmp_path / "without.pptx"
    save(bare, [scene(title("T"))], ExportOptions(notes=False), deck)
    assert not Presentation(str(bare)).slides[0].has_notes_slide
    with zipfile.ZipFile(bare) as archive:
        assert b"Say" not in b"".join(archive.read(n) for n in archive.namelist())


def test_links_lead_to_the_web_and_to_slides_and_nowhere_else(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    links = [
        "https://example.org/a b",
        "mailto:a@example.org",
        "slide:2",
        "slide:9",
        "javascript:alert(1)",
        "file:///etc",
    ]
    paras = [para(f"link {n}", link=link) for n, link in enumerate(links)]
    save(out, [scene(title("Links"), body(*paras)), scene(title("Target"))])
    rels = read(out).rels("ppt/slides/slide1.xml").values()
    assert {r.target for r in rels if r.external} == {"https://example.org/a%20b", "mailto:a@example.org"}
    assert [r.target for r in rels if r.kind == "slide"] == ["ppt/slides/slide2.xml"]
    found = xml(out)
    assert found.count("<a:hlinkClick") == 3
    assert found.count('action="ppaction://hlinksldjump"') == 1
    assert all(f"link {n}" in found for n in range(6))
    assert not problems(out)


def test_notes_keep_web_links_and_hold_no_jumps(tmp_path: Path) -> None:
    """A notes page that leads to a second slide is one that PowerPoint repairs."""
    spans = (Span("web", link="https://example.org/"), Span(" and "), Span("slide", link="slide:2"))
    deck = deck_of([slide(1, "One", (Paragraph(spans),)), slide(2, "Two")])
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("One")), scene(title("Two"))], deck=deck)
    rels = read(out).rels("ppt/notesSlides/notesSlide1.xml").values()
    assert [r.target for r in rels if r.kind == "slide"] == ["ppt/slides/slide1.xml"]
    assert [r.target for r in rels if r.external] == ["https://example.org/"]
    shown = Presentation(str(out)).slides[0].notes_slide.notes_text_frame.text
    assert shown == "web and slide"
    assert not problems(out)


def test_a_chain_of_links_over_a_thousand_slides_is_saved(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    chain = [scene(title(f"Slide {n}"), body(para("next", link=f"slide:{n + 1}"))) for n in range(1, 1101)]
    save(out, chain)
    with zipfile.ZipFile(out) as archive:
        rels = archive.read("ppt/slides/_rels/slide1099.xml.rels").decode()
    assert "slide1100.xml" in rels


def test_builds_become_clicks_only_when_wanted(tmp_path: Path) -> None:
    built = scene(
        title("Builds"),
        body(para("always"), para("first", step=1), para("with it", 1, step=1), para("second", step=2)),
        ShapeItem(Rect(700, 400, 80, 40), fill=samples.TEAL, step=3),
        steps=3,
    )
    out = tmp_path / "built.pptx"
    save(out, [built], ExportOptions(builds=True))
    found = xml(out)
    assert found.count('nodeType="clickEffect"') == 3
    assert found.count('nodeType="withEffect"') == 1
    assert '<p:pRg st="3" end="3"/>' in found
    assert "<p:transition" in found
    assert not problems(out)
    save(tmp_path / "plain.pptx", [built])
    assert "<p:timing" not in xml(tmp_path / "plain.pptx")


def test_a_diagram_is_a_group_of_shapes_with_glued_connectors(tmp_path: Path) -> None:
    one = ShapeItem(
        Rect(100, 200, 100, 50), "roundRect", samples.TEAL, id="one", paras=(para("One", bullet=""),)
    )
    two = replace(one, rect=Rect(400, 200, 100, 50), id="two", paras=(para("Two", bullet=""),), step=1)
    arrow = ConnectorItem(
        200, 225, 400, 225, samples.INK, head=True, source="one", source_site=3, target="two",
        target_site=1, step=1,
    )  # fmt: skip
    diagram = GroupItem(Rect(100, 200, 400, 50), (one, arrow, two), alt="One leads to two.")
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Diagram"), diagram)])
    group = next(s for s in Presentation(str(out)).slides[0].shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP)
    assert [s.shape_type for s in group.shapes][1] == MSO_SHAPE_TYPE.LINE
    assert group.shapes[1].begin_x == group.shapes[0].left + group.shapes[0].width
    assert 'descr="One leads to two."' in xml(out)
    assert not problems(out)
    save(out, [scene(title("Diagram"), diagram, steps=1)], ExportOptions(builds=True))
    assert xml(out).count("<p:grpSp>") == 2  # what appears later is a group of its own
    assert not problems(out)


def test_two_diagrams_may_use_the_same_names(tmp_path: Path) -> None:
    def diagram(y: float) -> GroupItem:
        one = ShapeItem(Rect(100, y, 100, 50), fill=samples.TEAL, id="node")
        two = ShapeItem(Rect(400, y, 100, 50), fill=samples.TEAL, id="other")
        arrow = ConnectorItem(200, y + 25, 400, y + 25, samples.INK, source="node", target="other")
        return GroupItem(Rect(100, y, 400, 50), (one, two, arrow), alt="Two boxes")

    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Twice"), diagram(150), diagram(300))])
    assert not problems(out)
    ends = [e.get("id") for e in read(out).tree("ppt/slides/slide1.xml").iter() if e.tag.endswith("}stCxn")]
    assert len(set(ends)) == 2


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
def test_a_chart_is_native_with_its_numbers(tmp_path: Path, kind: str) -> None:
    series = (("Now", (1.0, None, 2.5)), ("Later", (4.0, 5.0, 6.0)))[: 1 if kind == "pie" else 2]
    data = ChartData(kind, "Chart", ("a", "=1+1", "<c>"), series, "%")
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("Chart"), ChartItem(samples.BODY.rect, data, (), alt="Three bars"))])
    frame = next(s for s in Presentation(str(out)).slides[0].shapes if s.has_chart)
    chart = frame.chart
    assert list(chart.plots[0].categories) == ["a", "=1+1", "<c>"]
    assert [(s.name, tuple(s.values)) for s in chart.plots[0].series] == list(series)
    workbook = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")
    assert not problems(out)


def test_a_pies_key_says_the_values_and_follows_them(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text("# Shares\n\n```chart pie\nWhere\n=A1: 30\nStreet: 50\nHome: 40\n```\n", encoding="utf-8")
    out = tmp_path / "deck.pptx"
    export(deck, out)
    chart = next(s for s in Presentation(str(out)).slides[0].shapes if s.has_chart).chart
    assert list(chart.plots[0].categories) == [
        "=A1  30 (25\u202f%)",
        "Street  50 (42\u202f%)",
        "Home  40 (33\u202f%)",
    ]
    assert not chart.plots[0].has_data_labels
    book = zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    formulas = re.findall(rb"<f>(.*?)</f>", book.read("xl/worksheets/sheet1.xml"))
    assert formulas[0] == b'A2&amp;"  "&amp;B2&amp;" ("&amp;ROUND(100*B2/SUM(B$2:B$4),0)&amp;"%)"'
    assert len(formulas) == 3
    assert not problems(out)


def test_hidden_slides_sections_and_fields(tmp_path: Path) -> None:
    slides = [
        slide(1, "A"),
        slide(2, "B", section="Middle", section_starts=True),
        slide(3, "C", section="Middle", hidden=True),
        slide(4, "D", section="Middle", section_starts=True),
    ]
    out = tmp_path / "deck.pptx"
    save(out, [scene(title(c), number()) for c in "ABCD"], deck=deck_of(slides))
    assert 'show="0"' in xml(out, "ppt/slides/slide3.xml")
    assert 'type="slidenum"' in xml(out)
    names = [
        e.get("name") for e in read(out).tree("ppt/presentation.xml").iter() if e.tag.endswith("}section")
    ]
    assert names == ["Sample", "Middle", "Middle (2)"]
    assert not problems(out)


def test_hostile_text_is_stored_as_text(tmp_path: Path) -> None:
    hostile = "a\x00\x0b\ud800 <b>&amp;</b> ]]> _x0041_ \u202e =cmd|' /C calc'!A0 \U0001f600"
    out = tmp_path / "deck.pptx"
    save(
        out,
        [
            scene(
                title(hostile),
                body(para(hostile)),
                table((hostile, "x"), ("1", hostile), rect=Rect(64, 300, 832, 60)),
            )
        ],
    )
    text = Presentation(str(out)).slides[0].placeholders[1].text_frame.text
    assert text == "a\ufffd <b>&amp;</b> ]]> _x0041_ \u202e =cmd|' /C calc'!A0 \U0001f600"
    assert not problems(out)


def test_the_same_deck_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ChartData("bar", "Chart", ("a", "b"), (("s", (1.0, 2.0)),))
    scenes = [scene(title("Chart"), ChartItem(samples.BODY.rect, data, (), alt="Bars")), scene(title("Two"))]
    save(tmp_path / "one.pptx", scenes)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    save(tmp_path / "two.pptx", scenes)
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()


def test_properties_come_from_the_front_matter_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    deck = deck_of(
        [slide(1, "T")], title="Care & respect", author="Ada", subtitle="Part 1", lang="de", date="2026-03-01"
    )
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("T"))], deck=deck)
    core = Presentation(str(out)).core_properties
    assert (core.title, core.author, core.last_modified_by) == ("Care & respect", "Ada", "Ada")
    assert (core.subject, core.language) == ("Part 1", "de-DE")
    assert core.created is not None
    assert core.created.isoformat().startswith("2026-03-01")
    assert 'lang="de-DE"' in xml(out)


def test_decoration_of_the_layout_is_on_the_layout_only(tmp_path: Path) -> None:
    bar = ShapeItem(Rect(0, 0, 12, 540), fill=samples.TEAL)
    layouts = tuple(replace(layout, decor=(bar,)) for layout in samples.LOOK.layouts)
    look = replace(samples.LOOK, layouts=layouts)
    out = tmp_path / "deck.pptx"
    save(out, [scene(bar, title("With")), scene(title("Without"))], look=look)
    assert "accent" not in xml(out).split("</p:grpSpPr>")[1]
    assert "Shape" in xml(out, "ppt/slideLayouts/slideLayout1.xml")
    assert 'showMasterSp="0"' in xml(out, "ppt/slides/slide2.xml")
    assert 'showMasterSp="0"' not in xml(out)


def test_covers_and_remarks_never_appear(tmp_path: Path) -> None:
    settings = SlideSettings(covers=("S03-1",), kind=samples.slide(1).settings.kind)
    one = replace(slide(1, "T"), settings=settings)
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("T"))], deck=deck_of([one]))
    with zipfile.ZipFile(out) as archive:
        assert not any(b"S03-1" in archive.read(n) for n in archive.namelist())


def test_live_text_that_nobody_knows_is_left_out(tmp_path: Path) -> None:
    address = replace(para("", bullet=""), runs=(Run("", 24.0, samples.INK, live="address"),))
    total = replace(
        para("", bullet=""), runs=(Run("of ", 24.0, samples.INK), Run("", 24.0, samples.INK, live="total"))
    )
    out = tmp_path / "deck.pptx"
    save(out, [scene(title("T"), body(address, total)), scene(title("U"), body(address))])
    first, second = Presentation(str(out)).slides
    assert first.placeholders[1].text_frame.text == "of 2"
    assert len(second.placeholders) == 1
    assert not problems(out)
