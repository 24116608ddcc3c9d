"""The commands as a person types them: what goes where, the exit codes, sentences for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator import __version__
from facilitator.cli import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "slides" / "harm-reduction" / "deck.md"
GOOD = "---\ntitle: Small steps\nlang: en\n---\n\n# Small steps count\n\n- One\n- Two\n"
OPEN_FENCE = "# Code\n\n```python\nprint(1)\n"


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    env |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment
    command = [sys.executable, "-m", "facilitator", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd or ROOT, env=env, timeout=60)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.md"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_version_goes_to_stdout() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"facilitator {__version__}\n", "")


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("present", "export", "check", "outline", "room", "doctor"):
        assert command in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["export"], ["export", "deck.md"], ["present"], ["room", "--port", "0"], ["room", "--port", "seven"],
     ["present", "deck.md", "--minutes", "-3"], ["room", "--release", "soon"], ["--nonsense"]],
)  # fmt: skip
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage:" in done.stderr


def test_a_good_deck_has_nothing_to_put_right(deck: Path) -> None:
    done = run("check", deck)
    assert done.returncode == 0
    assert "nothing to put right" in done.stdout


def test_check_says_where_and_what_to_do_and_fails(deck: Path) -> None:
    deck.write_text(OPEN_FENCE, encoding="utf-8")
    done = run("check", deck)
    assert done.returncode == 1
    assert f"{deck}:3:1: error" in done.stdout.replace("deck.md:3:1", f"{deck}:3:1")
    assert "```python" in done.stdout
    problems = json.loads(run("check", deck, "--json").stdout)
    keys = {"code", "severity", "file", "line", "column", "source", "message", "fix"}
    assert problems
    assert all(set(p) == keys for p in problems)


def test_strict_takes_warnings_for_errors(deck: Path) -> None:
    deck.write_text(GOOD + "\n![A quiet room](nothing.png)\n", encoding="utf-8")
    assert run("check", deck).returncode == 0
    assert run("check", deck, "--strict").returncode == 1


def test_outline_json_is_the_contract(deck: Path) -> None:
    done = run("outline", deck, "--json")
    outline = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(outline) == ["format", "title", "author", "date", "lang", "minutes", "slides", "problems"]
    (slide,) = outline["slides"]
    assert (slide["title"], slide["text"], slide["number"], slide["line"]) == (
        "Small steps count",
        ["One", "Two"],
        1,
        6,
    )


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02\xff" * 400, "# Überall".encode("utf-16-le")])
def test_no_deck_is_a_sentence(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    """Missing, empty, binary and wrongly encoded files: a sentence with the file's name."""
    path = tmp_path / "odd.md"
    if content is not None:
        path.write_bytes(content)
    for command in ("outline", "check"):
        assert main([command, str(path)]) in (0, 1)
        said = capsys.readouterr()
        assert "odd.md" in said.out + said.err
        assert "Something went wrong" not in said.err
    code = main(["export", str(path), str(tmp_path / "out.pptx")])
    error = capsys.readouterr().err
    assert "odd.md" in error
    assert "Something went wrong" not in error
    assert code == 1 or (tmp_path / "out.pptx").exists()


def test_export_writes_what_the_ending_says(deck: Path, tmp_path: Path) -> None:
    for name, start in (("out.pptx", b"PK"), ("out.pdf", b"%PDF")):
        done = run("export", deck, tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        assert (tmp_path / name).read_bytes().startswith(start)
    assert run("export", deck, tmp_path / "out.png", "--width", "320").returncode == 0
    assert (tmp_path / "out-001.png").read_bytes().startswith(b"\x89PNG")


def test_export_says_what_it_cannot_write(deck: Path, tmp_path: Path) -> None:
    done = run("export", deck, tmp_path / "deck.key")
    assert done.returncode == 1
    assert ".pptx" in done.stderr
    done = run("export", deck, tmp_path / "nowhere" / "out.pptx")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write to is Linux's")
def test_a_full_disk_leaves_the_old_file(deck: Path, tmp_path: Path) -> None:
    """The disk fills up while the file is written: a sentence, the old file kept, nothing half-written."""
    out = tmp_path / "out.pptx"
    out.write_bytes(b"the old one")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from facilitator.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "export", str(deck), str(out)],
        capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "out.pptx" in done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_bytes() == b"the old one"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deck.md", "out.pptx"]


@pytest.mark.parametrize("command", ["outline", "room", "check --help", "--version"])
def test_some_commands_import_no_qt(command: str, deck: Path) -> None:
    lines = {
        "outline": f"main(['outline', {str(deck)!r}])",
        "room": "import facilitator.room.host, facilitator.room.headless",
    }
    call = lines.get(command, f"main({command.split()!r})")
    code = (
        "import sys\nfrom facilitator.cli import main\n"
        f"try:\n    {call}\nexcept SystemExit:\n    pass\n"
        "assert not [m for m in sys.modules if m.startswith('PySide6')]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


HINDI = "---\nlang: hi\n---\n# नुकसान में कमी\n\n- क्षति न्यूनीकरण की प्रक्रिया\n"


@pytest.mark.parametrize("command", ["check", "export", "present"])
def test_what_qt_remarks_is_for_the_log(command: str, tmp_path: Path, home: Path) -> None:
    """A font without Devanagari is remarked on by Qt: never on the trainer's terminal."""
    deck = tmp_path / "deck.md"
    deck.write_text(HINDI, encoding="utf-8")
    more = {"export": [tmp_path / "deck.pdf"]}.get(command, [])
    if command == "present":  # as the program does, ended when the first slide is there
        code = (
            "import sys; from pathlib import Path; from PySide6.QtCore import QTimer\n"
            "from facilitator import app\n"
            "runner = app.Runner(app.application(), app.PresentOptions(room=False))\n"
            "app.log.to_file()\nQTimer.singleShot(0, lambda: look())\n"
            "def look():\n    at = runner.session\n"
            "    if at is None or at.first_after is None: QTimer.singleShot(20, look)\n"
            "    else: at.close(); runner.app.quit()\n"
            "sys.exit(runner.run(Path(sys.argv[1])))"
        )
        env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", code, str(deck)], capture_output=True, text=True, env=env, timeout=60
        )
    else:
        done = run(command, deck, *more)
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("Wrote ")]
    assert said == []
    assert "qt." not in done.stdout
    assert "Qt: " in (home / "state" / "facilitator.log").read_text(encoding="utf-8")


def lines_until(process: subprocess.Popen[str], mark: str) -> list[str]:
    """What it prints, up to a line with the mark."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines += [line.rstrip()] if line.strip() else []
        if mark in line:
            break
    return lines


@pytest.mark.skipif(os.name == "nt", reason="signals of Linux and macOS")
@pytest.mark.parametrize(
    "command", [["room"], ["present", str(SAMPLE)], ["present", str(SAMPLE), "--headless"]]
)
def test_without_a_display_the_room_opens_and_ctrl_c_ends_it(command: list[str]) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    with subprocess.Popen(
        [sys.executable, "-m", "facilitator", *command],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            lines = lines_until(process, "moderate#")
        finally:
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert lines[0].startswith("http://")
    assert "moderate#" not in lines[0]
    assert "moderate#" in lines[-1]
    assert "Traceback" not in err
    if command[0] == "present" and "--headless" not in command:
        assert "no display" in err


def test_a_port_in_use_is_said(deck: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("room", "--port", port)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.web
def test_the_whole_chain_in_one_command(tmp_path: Path) -> None:
    folder = tmp_path / "proof for Jürgen"
    done = run("doctor", "--try", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("stage.png", "console.png", "harm-reduction.pptx", "trial.txt", "page.png"):
        assert (folder / name).stat().st_size > 100, name
    assert "done" in done.stdout.splitlines()[-1]
    assert done.stderr == ""


def test_doctor_reports() -> None:
    done = run("doctor", QT_QPA_PLATFORM="offscreen")
    for word in ("Python", "SQLite", "Fonts that ship", "PySide6-Essentials", "Sample deck"):
        assert word in done.stdout
    assert done.returncode == 0, done.stdout
