"""Native charts: the same picture as on the stage, and still right when somebody edits the numbers."""

from __future__ import annotations

import io
import math
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from facilitator.export import export
from facilitator.export.pptx.plot import free_ends
from tests.export.invariants import C, File, problems, read

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DECK = """---
lang: {lang}
---
# Bars

```chart bar
series: before, after
Methadone: 11.3, 36.1
"=1+1 & <x>": 4.3, 9.5
```

---
# Columns with a hole

```chart column
series: One, Two
2021: 4, -2
2022: ,
2023: 12000, 5
unit: %
```

---
# Lines

```chart line
series: One, Two
2021: 4, 1
2022: 9, 2
```

---
# Shares

```chart pie
A: 40
B: 60
```
"""


def made(tmp_path: Path, lang: str = "en") -> File:
    deck, out = tmp_path / "deck.md", tmp_path / "deck.pptx"
    deck.write_text(DECK.format(lang=lang), encoding="utf-8")
    export(deck, out)
    assert problems(out) == []
    return read(out)


def charts(file: File) -> list[etree._Element]:
    return [file.tree(f"ppt/charts/chart{n}.xml") for n in range(1, 5)]


def cells(book: bytes) -> dict[str, str]:
    """Reference -> what the cell shows, of a workbook's only sheet."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        strings = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = ["".join(t.text or "" for t in one.iter(f"{SHEET}t")) for one in strings.iter(f"{SHEET}si")]
    found = {}
    for cell in sheet.iter(f"{SHEET}c"):
        value = cell.findtext(f"{SHEET}v") or ""
        found[cell.get("r", "")] = texts[int(value)] if cell.get("t") == "s" else value
    return found


def test_edit_data_opens_the_very_numbers_that_are_drawn(tmp_path: Path) -> None:
    """Every reference of a chart leads to cells that hold what the chart shows."""
    file = made(tmp_path)
    seen = 0
    for number, chart in enumerate(charts(file), 1):
        book = next(
            r.target for r in file.rels(f"ppt/charts/chart{number}.xml").values() if r.kind == "package"
        )
        sheet = cells(file.parts[book])
        for reference in [*chart.iter(f"{C}strRef"), *chart.iter(f"{C}numRef")]:
            found = re.fullmatch(r"Sheet1!\$([A-Z]+)\$(\d+)(?::\$\1\$(\d+))?", reference.findtext(f"{C}f"))
            assert found
            first, last = int(found[2]), int(found[3] or found[2])
            numeric = reference.tag == f"{C}numRef"
            points = {int(p.get("idx")): p.findtext(f"{C}v") for p in reference.iter(f"{C}pt")}
            assert int(next(reference.iter(f"{C}ptCount")).get("val")) == last - first + 1
            for index, row in enumerate(range(first, last + 1)):
                shown, held = points.get(index, ""), sheet.get(f"{found[1]}{row}", "")
                assert (float(shown) == float(held)) if numeric and shown else shown == held
                seen += 1
    assert seen > 30


def test_no_axis_is_cut_when_a_number_grows(tmp_path: Path) -> None:
    """The program finds the upper end itself, so a bar that somebody makes longer is not cut off."""
    bars, columns, lines, _ = charts(made(tmp_path))
    for chart in (bars, columns, lines):
        assert not list(chart.iter(f"{C}max"))
        assert list(chart.iter(f"{C}majorUnit"))
    assert [e.get("val") for e in bars.iter(f"{C}min")] == ["0.0"], "bars start at nothing"
    assert not list(columns.iter(f"{C}min")), "below nothing, the program finds the lower end, too"


@given(st.floats(-1e6, -0.001) | st.just(0.0), st.floats(0.001, 1e6))
def test_both_programs_find_the_same_ends(low: float, high: float) -> None:
    bottom, top, step = free_ends(low, high)
    span = high - low
    for beyond in (0.0, 0.05 * span):  # LibreOffice's rule and PowerPoint's
        assert math.ceil((high + beyond) / step) * step == pytest.approx(top)
        if low < 0:
            assert math.floor((low - beyond) / step) * step == pytest.approx(bottom)
    assert top - high <= 0.2 * span
    assert low - bottom <= 0.2 * span


def test_numbers_are_written_as_on_the_stage(tmp_path: Path) -> None:
    _, columns, _, _ = charts(made(tmp_path))
    form = next(columns.iter(f"{C}dLbls")).find(f"{C}numFmt").get("formatCode")
    assert form == '[>=10000]#,##0"\u202f%";[<=-10000]-#,##0"\u202f%";General"\u202f%"'


def test_from_right_to_left_the_axes_run_so_too(tmp_path: Path) -> None:
    bars, columns, lines, _ = charts(made(tmp_path, "ar"))

    def runs(chart: etree._Element, axis: str) -> str:
        return str(next(chart.iter(f"{C}{axis}")).find(f"{C}scaling/{C}orientation").get("val"))

    assert (runs(bars, "catAx"), runs(bars, "valAx")) == ("maxMin", "maxMin")
    for chart in (columns, lines):
        assert (runs(chart, "catAx"), runs(chart, "valAx")) == ("maxMin", "minMax")
    plain = charts(made(tmp_path))[0]
    assert runs(plain, "valAx") == "minMax"
