"""The exporter as the command and the console use it: from a Markdown file to a file on disk."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openxml_audit
import pytest
from pptx import Presentation
from pypdf import PdfReader

from facilitator.export import ExportError, ExportOptions, export
from facilitator.system.resources import sample_deck
from tests.conftest import ROOT
from tests.export.invariants import problems
from tests.fidelity.material import constructs, hostile

SMALL = """---
title: Small
author: Ada
---
# One

- first [link](#two)
- second <https://example.org/>

::: notes
Say **this**.
:::

---
# Two

![There](there.png)
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (40, 30), "#12706E").save(tmp_path / "there.png")
    path = tmp_path / "deck.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.parametrize("make", [constructs, hostile], ids=lambda m: m.__name__)
def test_every_construct_is_valid_and_sound(make: Callable[[Path], Path], tmp_path: Path) -> None:
    out = tmp_path / "all.pptx"
    result = export(make(tmp_path), out, ExportOptions(builds=True))
    assert result.files == (out,)
    assert result.slides == len(Presentation(str(out)).slides)
    assert problems(out) == []
    audit = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, max_errors=0).validate(out)
    assert audit.is_valid, audit.errors


def test_the_sample_deck_keeps_its_titles_notes_and_order(tmp_path: Path) -> None:
    from facilitator.deck import read_deck
    from facilitator.deck.model import plain

    out = tmp_path / "sample.pptx"
    export(sample_deck(), out)
    deck = read_deck(sample_deck())
    shown = list(Presentation(str(out)).slides)
    assert [s.shapes.title.text_frame.text.replace("\v", " ") for s in shown] == [
        plain(s.title) for s in deck.slides
    ]
    assert [bool(s.has_notes_slide) for s in shown] == [bool(s.notes) for s in deck.slides]
    assert problems(out) == []
    with zipfile.ZipFile(out) as archive:
        everything = b"".join(archive.read(n) for n in archive.namelist())
    covered = {point for s in deck.slides for point in s.settings.covers}
    assert covered
    assert not any(point.encode() in everything for point in covered)


def test_progress_counts_every_slide(small: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    export(small, tmp_path / "out.pptx", ExportOptions(), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_a_missing_picture_is_a_labelled_frame_and_a_problem(small: Path, tmp_path: Path) -> None:
    (tmp_path / "there.png").unlink()
    result = export(small, tmp_path / "out.pptx")
    assert any("there.png" in p.message + p.source for p in result.problems)
    second = Presentation(str(tmp_path / "out.pptx")).slides[1]
    assert any("There" in s.text_frame.text for s in second.shapes if s.has_text_frame)


def test_a_broken_picture_is_told_and_the_export_goes_on(small: Path, tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing of use")
    result = export(small, tmp_path / "out.pptx")
    assert result.slides == 2
    assert problems(tmp_path / "out.pptx") == []


@pytest.mark.parametrize("ending", ["pptx", "pdf", "png"])
def test_a_photograph_of_a_hundred_megapixels_is_shown(small: Path, tmp_path: Path, ending: str) -> None:
    import pypdfium2
    from PIL import Image

    Image.new("RGB", (12_000, 8_500), "#884422").save(tmp_path / "there.png", compress_level=1)
    result = export(small, tmp_path / f"out.{ending}", ExportOptions(width=320))
    assert not [p for p in result.problems if p.severity == "warning"]
    if ending == "pptx":
        shapes = Presentation(str(result.files[0])).slides[1].shapes
        assert any(s._element.tag.endswith("}pic") for s in shapes)
        return
    if ending == "pdf":
        seen = pypdfium2.PdfDocument(result.files[0])[1].render(scale=1 / 3).to_pil().convert("RGB")
    else:
        seen = Image.open(result.files[1])
    with seen:
        assert max(abs(a - b) for a, b in zip(seen.getpixel((160, 105)), (0x88, 0x44, 0x22), strict=True)) < 8


def test_pictures_lose_where_and_when_they_were_taken(small: Path, tmp_path: Path) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    Image.new("RGB", (40, 30), "#12706E").save(tmp_path / "there.jpg", exif=exif, comment=b"SecretComment")
    small.write_text(SMALL.replace("there.png", "there.jpg"), encoding="utf-8")
    export(small, tmp_path / "out.pptx")
    with zipfile.ZipFile(tmp_path / "out.pptx") as archive:
        everything = b"".join(archive.read(n) for n in archive.namelist())
        media = [n for n in archive.namelist() if n.startswith("ppt/media/")]
    assert media == ["ppt/media/image1.jpg"]
    assert b"Secret" not in everything


@pytest.mark.parametrize(
    ("name", "words"),
    [("out.docx", "ends in .docx"), ("out", "has no ending"), ("nowhere/out.pptx", "no folder")],
)
def test_what_cannot_be_written_is_said_in_a_sentence(
    small: Path, tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(ExportError, match=words):
        export(small, tmp_path / name)


def test_a_deck_without_slides_is_said(tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match="no slides"):
        export(empty, tmp_path / "out.pptx")
    with pytest.raises(ExportError, match="no slides"):
        export(tmp_path / "absent.md", tmp_path / "out.pptx")
    assert not (tmp_path / "out.pptx").exists()


def test_the_pdf_has_text_links_outline_and_properties(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    export(small, out)
    reader = PdfReader(out)
    assert [page.mediabox[2:] for page in reader.pages] == [[960, 540], [960, 540]]
    assert "first link" in " ".join(reader.pages[0].extract_text().split())
    assert "\t" not in reader.pages[0].extract_text()
    assert [o.title for o in reader.outline] == ["One", "Two"]  # type: ignore[union-attr]  # no nesting here
    links = [a.get_object() for a in reader.pages[0]["/Annots"]]  # type: ignore[union-attr]  # an array
    assert {link["/A"]["/URI"] for link in links if "/A" in link} == {"https://example.org/"}
    assert any("/Dest" in link for link in links)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Small", "Ada")
    fonts = {f for page in reader.pages for f in page["/Resources"]["/Font"]}  # type: ignore[index]  # a dictionary
    assert fonts


@pytest.mark.parametrize("ending", ["pptx", "pdf"])
def test_the_same_deck_gives_the_same_file_each_time(tmp_path: Path, ending: str) -> None:
    deck = constructs(tmp_path)
    for name in ("one", "two"):
        done = _in_a_process_of_its_own(deck, tmp_path / f"{name}.{ending}")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_the_pdf_with_notes_has_them_below_the_slide(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    export(small, out, ExportOptions(notes_pages=True))
    reader = PdfReader(out)
    assert len(reader.pages) == 2
    assert reader.pages[0].mediabox[3] > reader.pages[0].mediabox[2]
    assert "Say this ." in " ".join(reader.pages[0].extract_text().split())


def test_pictures_are_as_wide_as_asked_and_hidden_slides_stay_out(small: Path, tmp_path: Path) -> None:
    from PIL import Image

    small.write_text(SMALL + "\n---\n<!-- hidden: true -->\n# Three\n", encoding="utf-8")
    result = export(small, tmp_path / "out.png", ExportOptions(width=320))
    assert [f.name for f in result.files] == ["out-001.png", "out-002.png"]
    with Image.open(result.files[0]) as image:
        assert image.size == (320, 180)


def _in_a_process_of_its_own(deck: Path, out: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    code = (
        "import sys; from pathlib import Path; from facilitator.export import export;"
        "print(export(Path(sys.argv[1]), Path(sys.argv[2])).slides)"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(deck), str(out)],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_an_export_needs_no_display_and_starts_qt_itself(small: Path, tmp_path: Path) -> None:
    done = _in_a_process_of_its_own(small, tmp_path / "out.pptx")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "2", "")


def test_a_missing_system_library_is_one_sentence(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtGui import QGuiApplication

    from facilitator.system import display

    monkeypatch.setattr(display, "missing_libraries", lambda _: {"libEGL.so.1": "libegl1"})
    monkeypatch.setattr(QGuiApplication, "instance", lambda: None)
    with pytest.raises(ExportError, match="libegl1"):
        export(small, tmp_path / "out.pptx")
