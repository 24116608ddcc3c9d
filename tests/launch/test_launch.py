"""The Python file behind ./run and ./test, and the two commands themselves."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the shells of Linux and macOS")


@pytest.fixture
def launch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """launch.py as a module, with its environment in a folder of the test's own."""
    spec = importlib.util.spec_from_file_location("launch", ROOT / "scripts" / "launch.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "Zelt für alle" / ".venv")
    monkeypatch.setattr(module, "LOG", tmp_path / "setup.log")
    monkeypatch.setattr(sys, "path", sys.path[:])
    return module


def make_ready(launch: ModuleType, kind: str) -> None:
    python = launch.venv_python()
    python.parent.mkdir(parents=True)
    python.touch()
    (launch.VENV / f"ready-for-{kind}").write_text(launch.stamp_text(kind))


def test_nothing_is_installed_twice(launch: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_ready(launch, "test")
    monkeypatch.setattr(launch, "logged", lambda *_: pytest.fail("set-up ran again"))
    launch.set_up("test")
    launch.set_up("run")


def test_a_changed_dependency_sets_up_again(
    launch: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_ready(launch, "run")
    assert launch.is_ready("run")
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    assert not launch.is_ready("run")


def test_without_venv_and_without_rights_one_command_is_said(
    launch: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    monkeypatch.setattr(launch, "can_apt", lambda: False)
    assert launch.main(["run"]) == 1
    error = capsys.readouterr().err
    assert "sudo apt-get install python3-venv" in error
    assert "Traceback" not in error


def test_without_a_network_the_log_is_named(
    launch: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launch, "make_environment", lambda: None)
    monkeypatch.setattr(launch, "system_libraries", lambda: None)
    monkeypatch.setattr(launch, "logged", lambda *_: 1)
    assert launch.main(["run"]) == 1
    assert "setup.log" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(
    launch: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(launch, "LOG", tmp_path / "missing" / "setup.log")
    assert launch.main(["run"]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_run_passes_arguments_and_keeps_stdout_clean(tmp_path: Path) -> None:
    if not (ROOT / ".venv" / "ready-for-run").exists() and not (ROOT / ".venv" / "ready-for-test").exists():
        pytest.skip("only where ./run or ./test has set the checkout up")
    done = subprocess.run(
        [ROOT / "run", "--version"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith("facilitator ")
    assert done.stderr == ""


@pytest.mark.parametrize("name", ["run", "test", "run.command", "scripts/find-python.sh"])
def test_the_shells_parse(name: str) -> None:
    assert subprocess.run(["sh", "-n", ROOT / name], check=False).returncode == 0


def test_an_old_python_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """A machine whose only Python is too old, and where nothing can be installed."""
    folder = tmp_path / "kit"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder / "run")
    shutil.copy(ROOT / "scripts" / "find-python.sh", folder / "scripts" / "find-python.sh")
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("dirname", "id"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    old = tools / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", folder / "run"], capture_output=True, text=True, env={"PATH": str(tools)}, check=False
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
