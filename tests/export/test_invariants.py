"""The rules can fail: a good file, broken in one place each, is found out by the rule that it breaks."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.export.options import ExportOptions
from facilitator.scene.model import ChartData, ChartItem, ConnectorItem, GroupItem, Rect, ShapeItem
from tests.export import samples
from tests.export.invariants import problems

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("good") / "good.pptx"
    one = ShapeItem(Rect(100, 300, 90, 40), fill=samples.TEAL, id="one")
    arrow = ConnectorItem(190, 320, 300, 320, samples.INK, source="one", source_site=3)
    scenes = [
        samples.scene(samples.title("One"), samples.body(samples.para("a"), samples.para("b", step=1))),
        samples.scene(samples.title("Two"), samples.table(("A", "B"), ("1", "2"))),
        samples.scene(
            samples.title("Three"), GroupItem(Rect(100, 300, 200, 40), (one, arrow), alt="A step.")
        ),
        samples.scene(
            samples.title("Four"),
            ChartItem(
                samples.BODY.rect, ChartData("bar", "", ("a", "b"), (("s", (1.0, 2.0)),)), (), alt="Bars"
            ),
        ),
    ]
    deck = samples.deck_of(
        samples.slide(n, "", (samples.note("Say"),), section="Part", section_starts=n == 1)
        for n in range(1, 5)
    )
    samples.save(out, scenes, ExportOptions(builds=True), deck)
    assert problems(out) == []
    return out


def in_part(name: str, old: str, new: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        text = parts[name].decode()
        assert old in text, f"{old!r} is not in {name}"
        parts[name] = text.replace(old, new, 1).encode()

    return change


def without(name: str) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        del parts[name]

    return change


def also(name: str, data: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[name] = data

    return change


STYLES = "ppt/tableStyles.xml"


def _doubled(styles: bytes) -> bytes:
    """The list with each style twice."""
    start, end = styles.index(b"<a:tblStyle "), styles.index(b"</a:tblStyleLst>")
    return styles[:end] + styles[start:end] + styles[end:]


SLIDE = "ppt/slides/slide{}.xml".format
FAULTS: list[tuple[str, Change, str]] = [
    ("broken XML", in_part(SLIDE(1), "</p:sld>", ""), "not well formed"),
    ("missing layout", without("ppt/slideLayouts/slideLayout1.xml"), "not there"),
    ("orphan part", also("ppt/media/image9.png", b"x"), "reached by nothing"),
    ("no content type", also("ppt/slides/extra.xyz", b"x"), "no content type"),
    ("absent relationship", in_part(SLIDE(4), 'r:id="rId', 'r:id="rId9'), "uses relationship"),
    ("slide id twice", in_part("ppt/presentation.xml", '<p:sldId id="257"', '<p:sldId id="256"'), "slide id"),
    ("section names an absent slide", in_part("ppt/presentation.xml", '<p14:sldId id="258"', '<p14:sldId '
    'id="999"'), "sections"),
    ("default section", in_part("ppt/presentation.xml", 'section name="Part"', 'section name="Default '
    'Section"'), "section names"),
    ("layout id clash", in_part("ppt/slideMasters/slideMaster1.xml", 'id="2147483650"', 'id="2147483648"'),
     "layout ids"),
    ("shape id twice", in_part(SLIDE(1), '<p:cNvPr id="3"', '<p:cNvPr id="2"'), "shape id 2"),
    ("connector to nothing", in_part(SLIDE(3), '<a:stCxn id="', '<a:stCxn id="7'), "glued"),
    ("placeholder not in layout", in_part(SLIDE(1), '<p:ph idx="1"/>', '<p:ph idx="77"/>'), "not in its "
    "layout"),
    ("empty placeholder", in_part(SLIDE(1), "<a:t>One</a:t>", "<a:t></a:t>"), "empty placeholder"),
    ("short row", in_part(SLIDE(2), "</a:tc></a:tr>", "</a:tc><a:tc/></a:tr>"), "table row"),
    ("no header row", in_part(SLIDE(2), 'firstRow="1"', 'firstRow="0"'), "header row"),
    ("table style twice", lambda parts: parts.update({STYLES: _doubled(parts[STYLES])}), "table style {"),
    ("negative axis", in_part("ppt/charts/chart1.xml", 'axId val="111', 'axId val="-111'), "axis id"),
    ("build of nothing", in_part(SLIDE(1), '<p:spTgt spid="3"', '<p:spTgt spid="33"'), "absent shape"),
    ("build of no paragraph", in_part(SLIDE(1), '<p:pRg st="1" end="1"', '<p:pRg st="1" end="9"'), "absent "
    "paragraph"),
    ("time node twice", in_part(SLIDE(1), '<p:cTn id="4"', '<p:cTn id="3"'), "time node"),
    ("same title twice", in_part(SLIDE(2), "<a:t>Two</a:t>", "<a:t>One</a:t>"), "stands on 2 slides"),
    ("no alt text", in_part(SLIDE(4), ' descr="Bars"', ""), "alt text"),
    ("a path", in_part("docProps/app.xml", "Facilitator", "/home/ada/facilitator"), "/home/"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_each_fault_is_found(good: Path, tmp_path: Path, change: Change, words: str) -> None:
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = tmp_path / "bad.pptx"
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    found = problems(out)
    assert any(words in fault for fault in found), found
