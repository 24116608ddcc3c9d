"""What ships with the program is found, and only that."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from facilitator.system import resources


def test_the_sample_deck_ships() -> None:
    assert resources.sample_deck().read_text(encoding="utf-8").startswith("---\n")


def test_resources_are_found_in_a_checkout() -> None:
    assert resources.resource("themes").is_dir()
    assert resources.resource("web").is_dir()


@pytest.mark.parametrize(
    "parts",
    [("..", "pyproject.toml"), ("themes", "..", "..", "README.md"), ("/etc/passwd",)],
)
def test_no_way_out_of_the_resources_folder(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not inside"):
        resources.resource(*parts)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights")
def test_no_way_out_by_a_link_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "resources" / "door").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "facilitator")
    with pytest.raises(ValueError, match="not inside"):
        resources.resource("door")


def test_an_installed_wheel_carries_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "facilitator"
    (package / "_data" / "resources" / "themes").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.resource("themes") == package / "_data" / "resources" / "themes"
    assert resources.sample_deck().is_relative_to(package / "_data")
