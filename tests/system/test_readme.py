"""Every command line in the README does what the README says, as written.

Each line of each ``sh`` block is looked up in ``CHECKS``; a line that nobody checks fails the test, so the
README cannot promise more than was tried. Commands run in a folder that looks like the checkout (links to
it), so that what they write does not land among the sources.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import psutil
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the README's lines are for a POSIX shell")


def commands() -> list[str]:
    """Every command line of the README, in order."""
    blocks = re.findall(r"^```(?:sh|console|bash)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.strip() and not line.startswith("#")]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"readme_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like the checkout to whoever types the commands."""
    for name in ("run", "test", "scripts", "slides", "tests", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    launch = script("launch")
    if not (launch.is_ready("run") or launch.is_ready("test")):
        # Installed with plain pip: the same program without the set-up (which tests/launch covers).
        (tmp_path / "run").unlink()
        (tmp_path / "run").write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m facilitator "$@"\n', encoding="utf-8"
        )
        (tmp_path / "run").chmod(0o755)
    return tmp_path


def environment() -> dict[str, str]:
    """Offscreen, with the test's own home and this Python first."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PATH": path}


def run(command: str, folder: Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """Type the command into a shell in the folder."""
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@contextlib.contextmanager
def running(command: str, folder: Path) -> Iterator[psutil.Process]:
    """The command as long as the block lasts; then Ctrl+C, which must end it well."""
    with (folder / "output").open("wb") as output:
        started = subprocess.Popen(
            ["sh", "-c", f"exec {command}"],
            cwd=folder, env=environment(), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        process = psutil.Process(started.pid)
        try:
            yield process
            children = process.children(recursive=True)
            process.send_signal(signal.SIGINT)
            code = started.wait(20)
            _, left = psutil.wait_procs(children, timeout=10)
            assert not left, f"{command} left {left} behind"
            assert code in (0, -signal.SIGINT, 130), (folder / "output").read_text()
        finally:
            with contextlib.suppress(psutil.NoSuchProcess, ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def room_of(process: psutil.Process) -> str:
    """The address at which the program's room answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.is_running()
        for one in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                for c in one.net_connections("tcp4"):
                    if c.status == psutil.CONN_LISTEN and 8080 <= c.laddr.port <= 8099:
                        address = f"http://127.0.0.1:{c.laddr.port}"
                        with contextlib.suppress(OSError):
                            urllib.request.urlopen(f"{address}/api/v1/room", timeout=2).close()
                            return address
        time.sleep(0.05)
    raise AssertionError("the room never answered")


# --- what each command must do ----------------------------------------------------------------------


def presents_the_sample(command: str, folder: Path) -> None:
    line = command if (folder / "run").is_symlink() else f"{command} slides/harm-reduction/deck.md"
    with (
        running(line, folder) as process,
        urllib.request.urlopen(f"{room_of(process)}/api/v1/room") as answer,
    ):
        assert json.load(answer)["settings"]["title"] == "The Principles of Harm Reduction"


def is_a_mode_of_the_checks(command: str, _: Path) -> None:
    """Running all checks from within a check would never end."""
    mode = command.removeprefix("./test").strip() or "all"
    checks = script("checks")
    assert any("-m" in arguments for arguments in checks.pytest_arguments(mode))
    assert os.access(ROOT / "test", os.X_OK)
    assert "launch.py" in (ROOT / "test").read_text(encoding="utf-8")


def makes_a_command(_: str, __: Path) -> None:
    """What pipx does with it; tests/launch installs the built wheel into an empty environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"] == {"facilitator": "facilitator.cli:run"}
    assert (ROOT / "tests" / "launch" / "test_wheel.py").exists()


def names_the_empty_fields(command: str, folder: Path) -> None:
    done = run(command, folder)
    assert "crisis_line" in done.stdout
    assert "error" not in done.stdout.splitlines()[-1]


def writes(command: str, folder: Path) -> None:
    done = run(command, folder)
    name = command.split()[3]
    start = (folder / name).read_bytes()[:5]
    assert start == (b"%PDF-" if name.endswith(".pdf") else start)
    assert start[:2] == b"PK" or name.endswith(".pdf")
    assert name in done.stderr
    if name.endswith(".pptx"):
        from pptx import Presentation

        shown = Presentation(str(folder / name))
        assert len(shown.slides) >= 20
        noted = [s for s in shown.slides if s.has_notes_slide and s.notes_slide.notes_text_frame.text.strip()]
        assert (not noted) if "--no-notes" in command else len(noted) >= 20


def tells_every_slide(command: str, folder: Path) -> None:
    assert "Comments? Questions? Concerns? Complaints?" in run(command, folder).stdout


def opens_a_room(command: str, folder: Path) -> None:
    """The room, and every curl line of the README against it."""
    port = command.split()[-1]
    use = port if _is_free(int(port)) else str(_free_port())
    with running(command.replace(port, use), folder) as process:
        room_of(process)
        answers = [
            run(c.replace(f":{port}/", f":{use}/"), folder).stdout for c in commands() if c.startswith("curl")
        ]
        said = _printed(folder)
    room, sent, status = (json.loads(a) for a in answers)
    assert [c["id"] for c in room["settings"]["categories"]] == [
        "comment",
        "question",
        "concern",
        "complaint",
    ]
    assert sent["delivery"] == status["delivery"] == "received"
    assert status["text"] == "Is this confidential?"
    assert f":{use}" in said


def _printed(folder: Path) -> str:
    return (folder / "output").read_text(encoding="utf-8", errors="replace")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _free_port() -> int:
    return next(p for p in range(8081, 8100) if _is_free(p))


def is_sent_to_the_room(command: str, _: Path) -> None:
    """Run by ``opens_a_room``, which has a room to send to."""
    if shutil.which("curl") is None:
        assert not os.environ.get("CI"), "curl is missing"
        pytest.skip("curl is not installed: sudo apt-get install curl")
    assert command in commands()


def says_what_is_here(command: str, folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode in (0, 1)
    for word in ("Python", "SQLite", "PySide6"):
        assert word in done.stdout


def is_tried_by_the_long_run(command: str, _: Path) -> None:
    """``test_long_commands`` below runs it."""
    assert command in LONG


def names_what_exists(command: str, folder: Path) -> None:
    """Steps that need the network: that every file and extra they name is here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for extra in re.findall(r"'\.\[(\w+)\]'", command):
        assert extra in project["project"]["optional-dependencies"]
    for word in command.split()[1:]:
        if "/" in word or word.endswith(".txt"):
            assert (ROOT / word).exists(), word


CHECKS: dict[str, Callable[[str, Path], None]] = {
    "./run": presents_the_sample,
    "./test": is_a_mode_of_the_checks,
    "./test quick": is_a_mode_of_the_checks,
    "pipx install .": makes_a_command,
    "./run check slides/harm-reduction/deck.md": names_the_empty_fields,
    "./run export slides/harm-reduction/deck.md principles.pptx": writes,
    "./run export slides/harm-reduction/deck.md handout.pptx --no-notes": writes,
    "./run export slides/harm-reduction/deck.md principles.pdf": writes,
    "./run outline slides/harm-reduction/deck.md": tells_every_slide,
    "./run room --port 8099": opens_a_room,
    "curl": is_sent_to_the_room,
    "./run doctor": says_what_is_here,
    "./run doctor --try proofs": is_tried_by_the_long_run,
    "python3 -m venv .venv": is_tried_by_the_long_run,
    ".venv/bin/pip install -e '.[test]' -c constraints.txt": names_what_exists,
    ".venv/bin/pytest tests/deck": names_what_exists,
    ".venv/bin/python scripts/pictures.py": names_what_exists,
}
LONG = ("./run doctor --try proofs", "python3 -m venv .venv")


def check_for(command: str) -> Callable[[str, Path], None] | None:
    return CHECKS.get(command) or CHECKS.get(command.split()[0] if command.startswith("curl ") else "")


@pytest.mark.parametrize("command", commands())
def test_every_command_line_does_what_it_says(command: str, folder: Path) -> None:
    check = check_for(command)
    assert check is not None, f"nobody tries {command!r}: add it to CHECKS"
    check(command, folder)


@pytest.mark.long
@pytest.mark.parametrize("command", LONG)
def test_long_commands(command: str, folder: Path) -> None:
    run(command, folder)


@pytest.mark.long
@pytest.mark.web
def test_the_pictures_can_be_made_again(tmp_path: Path) -> None:
    run(f"{sys.executable} {ROOT}/scripts/pictures.py {tmp_path}/pictures", tmp_path)
    made = {p.name for p in (tmp_path / "pictures").iterdir()}
    assert {Path(name).name for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)} <= made


def test_there_are_commands_and_no_check_is_left_over() -> None:
    lines = commands()
    assert lines[0] == "./run"
    assert "./test" in lines
    assert {name for name in CHECKS if not any(line.startswith(name) for line in lines)} == set()


def test_every_link_and_picture_is_here() -> None:
    for alt, target in re.findall(r"\[([^\]]*)\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
        assert alt.strip(), f"{target} has no description"


def test_pictures_are_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 3
    for name in pictures:
        assert (ROOT / name).stat().st_size < 150_000, name
