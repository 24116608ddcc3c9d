"""The wheel carries resources and the sample deck, and runs from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed into a folder of its own (its dependencies come from this environment)."""
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    target = out / "installed here"
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "-q", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(installed), "FACILITATOR_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, "-m", "facilitator", *arguments], capture_output=True, text=True, cwd=folder, env=env
    )


def test_the_sample_deck_and_the_resources_are_inside(installed: Path, tmp_path: Path) -> None:
    code = "from facilitator.system.resources import *; print(sample_deck()); print(resource())"
    env = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=env, check=True
    )
    deck, resources = map(Path, done.stdout.splitlines())
    assert deck.is_relative_to(installed)
    assert deck.is_file()
    assert (resources / "themes").is_dir()
    assert (resources / "fonts").is_dir()
    assert (resources / "web").is_dir()


def test_it_exports_its_own_sample_from_any_folder(installed: Path, tmp_path: Path) -> None:
    deck = installed / "facilitator" / "_data" / "slides" / "harm-reduction" / "deck.md"
    done = run(installed, tmp_path, "export", str(deck), "sample.pptx")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sample.pptx").stat().st_size > 10_000
    assert str(installed) in run(installed, tmp_path, "doctor").stdout
