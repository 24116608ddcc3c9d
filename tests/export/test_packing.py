"""Packing: the file is the same whichever process writes it, and never half."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pptx import Presentation

from facilitator.export import packing
from tests.conftest import ROOT
from tests.export import samples

DECK = "---\ntitle: Small\nlang: en\n---\n# One\n\n- first\n\n---\n# Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.fixture
def helper() -> Iterator[subprocess.Popen[bytes]]:
    """The second process, prepared."""
    packing.prepare()
    (process,) = packing._prepared
    yield process
    packing._prepared.clear()
    with process:
        process.kill()


def _save(out: Path) -> bytes:
    scenes = [samples.scene(samples.title(f"Slide {n}"), samples.number()) for n in range(1, 4)]
    deck = samples.deck_of(samples.slide(n, f"Slide {n}") for n in range(1, 4))
    samples.save(out, scenes, deck=deck)
    return out.read_bytes()


def test_the_second_process_writes_the_same_bytes(tmp_path: Path, helper: subprocess.Popen[bytes]) -> None:
    assert _save(tmp_path / "helped.pptx") == _save(tmp_path / "alone.pptx")
    assert helper.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_when_the_second_process_dies_the_file_is_written_all_the_same(
    tmp_path: Path, helper: subprocess.Popen[bytes]
) -> None:
    os.kill(helper.pid, signal.SIGKILL)
    helper.wait()
    out = tmp_path / "out.pptx"
    _save(out)
    assert len(Presentation(str(out)).slides) == 3


def test_what_hinders_the_second_process_is_told_by_the_first(
    tmp_path: Path, helper: subprocess.Popen[bytes]
) -> None:
    parts = [packing.Part(f"part{n}.bin", "application/octet-stream", b"x" * 500_000, list) for n in range(9)]
    with pytest.raises(OSError, match="No such file") as caught:
        packing.pack(tmp_path / "nowhere" / "out.pptx", [], parts)
    assert caught.value.errno == errno.ENOENT


def test_a_part_that_cannot_be_made_ends_the_second_process(
    tmp_path: Path, helper: subprocess.Popen[bytes]
) -> None:
    def broken() -> bytes:
        raise ValueError("no chart today")

    parts = [packing.Part("a.bin", "application/octet-stream", b"x", list),
             packing.Part("b.bin", "application/octet-stream", broken, list)]  # fmt: skip
    with pytest.raises(ValueError, match="no chart today"):
        packing.pack(tmp_path / "out.pptx", [], parts)
    assert helper.returncode is not None, "or it would make the file when it has read what it was sent"


def test_the_command_itself_loads_no_python_pptx(tmp_path: Path) -> None:
    """What the second process is for: the command does not wait for these modules."""
    deck, out = tmp_path / "deck.md", tmp_path / "out.pptx"
    deck.write_text(DECK, encoding="utf-8")
    code = (
        "import sys; from facilitator import cli; code = cli.main();"
        "print(code, sorted({'pptx', 'http', 'PIL', 'facilitator.scene.painter.paint'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "export", str(deck), str(out)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "0 []"
    assert [s.shapes.title.text for s in Presentation(str(out)).slides] == ["One", "Two"]


def test_without_a_file_the_second_process_is_sent_away(tmp_path: Path) -> None:
    from facilitator import cli

    deck = tmp_path / "deck.md"
    deck.write_text("", encoding="utf-8")
    assert cli.main(["export", str(deck), str(tmp_path / "out.pptx")]) == 1
    assert packing._prepared == []
    packing.prepare()
    (process,) = packing._prepared
    packing.dismiss()
    assert process.returncode is not None


def test_files_in_the_current_folder_are_not_taken_for_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A deck's folder may hold anything, a ``pickle.py`` too."""
    for name in ("pickle", "pptx", "facilitator"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'taken')!r}, 'w').close()", "utf-8")
    monkeypatch.chdir(tmp_path)
    packing.prepare()
    (process,) = packing._prepared
    _save(tmp_path / "out.pptx")
    assert process.returncode == 0
    assert not (tmp_path / "taken").exists()


def test_parts_carry_no_date(tmp_path: Path) -> None:
    _save(tmp_path / "out.pptx")
    with zipfile.ZipFile(tmp_path / "out.pptx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
