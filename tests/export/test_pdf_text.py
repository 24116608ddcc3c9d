"""What can be found in a PDF and copied out of it, by two other programs' readers."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from facilitator.export import export
from facilitator.export.pdf_words import folded
from tests.conftest import ROOT
from tests.tools import tool

LINES = {
    "Japanese": "日本語 大学 人 長い 年金 西 青 食べる",
    "Chinese": "减少伤害 见面 车 龙 龟 高 黑 鼻",
    "Korean": "한국어 문장",
    "Arabic": "الحد من المخاطر لا إله عام 2024",
    "Hebrew": "עברית שלום",
    "Thai": "การลดอันตราย",
    "Greek": "Ωμέγα µ μ",
    "signs": "ffi office “quotes” – — … € −12",
    "beyond the first plane": "𠮷野家 𝒜",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    deck, out = folder / "deck.md", folder / "deck.pdf"
    deck.write_text(
        "# Words\n\n" + "\n".join(f"- {line}" for line in LINES.values()) + "\n\n---\n\n# 日本語 again\n",
        encoding="utf-8",
    )
    export(deck, out)
    return out


@pytest.mark.parametrize("name", LINES)
def test_words_of_every_script_are_found(name: str, written: Path) -> None:
    read = pdfium.PdfDocument(written)[0].get_textpage()
    text = read.get_text_range()
    for word in LINES[name].split():
        assert word in text, word
    assert "\t" not in text


@pytest.mark.parametrize("name", [n for n in LINES if n not in ("Arabic", "Hebrew")])
def test_another_reader_agrees(name: str, written: Path) -> None:
    pdftotext = tool("pdftotext")
    done = subprocess.run([pdftotext, "-raw", written, "-"], capture_output=True, text=True, check=True)
    for word in LINES[name].split():
        assert word in done.stdout, word


def test_a_word_on_a_later_page_is_told_by_the_same_font(written: Path) -> None:
    assert "日本語 again" in pdfium.PdfDocument(written)[1].get_textpage().get_text_range()


def test_radicals_and_places_in_a_word_become_plain_letters() -> None:
    assert folded("⽇⾧⻑⻄") == "日長長西"
    assert folded("ﻟﻌ") == "لع"
    assert folded("\t\u00a0a") == "  a"
    joined = "\ufefb"  # two letters in one stay one: readers turn a line, not what is in a glyph
    assert folded(joined) == joined
    assert unicodedata.normalize("NFKC", joined) == "لا"


def test_what_qt_remarks_stays_out_of_sight(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text("# हिन्दी\n\n- प्रश्न और العربية\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "facilitator", "export", deck, tmp_path / "deck.pdf"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == ""
    assert done.stderr == f"Wrote {tmp_path / 'deck.pdf'}\n"
