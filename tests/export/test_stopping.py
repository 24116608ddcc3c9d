"""Exports that do not come to their end: stopped, interrupted, or on a disk without room."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.fidelity.material import constructs

ENDINGS = ("pptx", "pdf", "png")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of other systems")


def old_file(folder: Path, ending: str) -> Path:
    """What an earlier export left."""
    folder.mkdir()
    old = folder / ("out-001.png" if ending == "png" else f"out.{ending}")
    old.write_bytes(b"the old one")
    return old


def command(deck: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "facilitator", "export", str(deck), str(out), "--progress"]


def _as_in_a_terminal() -> None:
    """Programs in the background (the tests' own runner may be one) hand on that these are ignored."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda n: n.name)
def test_an_export_that_is_stopped_leaves_nothing_behind(
    tmp_path: Path, ending: str, number: signal.Signals
) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text("\n\n---\n\n".join(f"# Slide {n}\n\n- a\n- b" for n in range(3000)), encoding="utf-8")
    old = old_file(tmp_path / "out", ending)
    with subprocess.Popen(
        command(deck, old.parent / f"out.{ending}"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_as_in_a_terminal,
    ) as child:
        assert child.stderr is not None
        assert child.stderr.readline().startswith("slide 1 of 3000")
        child.send_signal(number)
        _, said = child.communicate(timeout=60)
    assert child.returncode in (130, 143)
    assert "Traceback" not in said
    if number is signal.SIGINT:
        assert said.endswith("Stopped. Nothing was changed.\n")
    assert [p.name for p in old.parent.iterdir()] == [old.name]
    assert old.read_bytes() == b"the old one"


@pytest.mark.parametrize("room", [0, 20_000], ids=["none", "some"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_disk_without_room_keeps_the_old_file_and_is_told_in_one_sentence(
    tmp_path: Path, ending: str, room: int
) -> None:
    import resource

    deck = constructs(tmp_path / "deck")
    deck.with_name("nowhere.png").write_bytes((deck.with_name("photo.jpg")).read_bytes())
    old = old_file(tmp_path / "out", ending)

    def limit() -> None:
        # no file may grow larger: the nearest thing to a full disk that a test can have for itself
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [word for word in command(deck, old.parent / f"out.{ending}") if word != "--progress"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, preexec_fn=limit, check=False,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr == f"out.{ending} could not be written: file too large.\n"
    assert [p.name for p in old.parent.iterdir()] == [old.name]
    assert old.read_bytes() == b"the old one"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_full_disk_is_called_that(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from facilitator.export import ExportError, export

    old = old_file(tmp_path / "out", ending)

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)  # the disk is the one thing a test cannot fill
    with pytest.raises(ExportError, match="disk is full"):
        export(constructs(tmp_path / "deck"), old.parent / f"out.{ending}")
    assert [p.name for p in old.parent.iterdir()] == [old.name]


def test_a_terminal_sees_a_line_that_counts_and_goes(tmp_path: Path) -> None:
    import pty

    deck = tmp_path / "deck.md"
    deck.write_text("\n\n---\n\n".join(f"# Slide {n}\n\n- a\n- b" for n in range(3000)), encoding="utf-8")
    outside, inside = pty.openpty()
    words = [word for word in command(deck, tmp_path / "out.pptx") if word != "--progress"]
    with subprocess.Popen(words, cwd=ROOT, stderr=inside) as child:
        os.close(inside)
        said = b""
        while True:
            try:
                said += os.read(outside, 65536)
            except OSError:  # the other end is closed
                break
    os.close(outside)
    assert child.returncode == 0
    lines = said.decode().split("\r")
    counted = [line for line in lines if line.startswith("slide ")]
    assert counted
    assert all(line.strip().endswith("of 3000") for line in counted)
    assert lines[lines.index(counted[-1]) + 1].strip() == "", "the line is taken away"
    assert f"Wrote {tmp_path / 'out.pptx'}" in lines[-2] + lines[-1]


def test_what_is_done_at_once_needs_no_counting() -> None:
    from io import StringIO

    from facilitator.export.progress import Counter

    now, out = [0.0], StringIO()
    counter = Counter(out, lambda: now[0])
    for done in range(1, 10):
        counter(done, 100)
    assert out.getvalue() == ""
    for done in (10, 11, 50):
        now[0] += 0.55
        counter(done, 100)
    counter.clear()
    counter.clear()
    assert out.getvalue() == "\rslide 11 of 100\rslide 50 of 100\r" + " " * 15 + "\r"
