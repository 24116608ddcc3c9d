"""Where things are kept: one variable moves everything, and nothing lands in a synced or roaming folder."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from facilitator.system import paths


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "my home ü"))
    everything = (
        paths.config_dir(),
        paths.state_dir(),
        paths.settings_file(),
        paths.themes_dir(),
        paths.sessions_dir(),
        paths.rooms_dir(),
        paths.log_file(),
        paths.documents_dir(),
    )
    assert len(set(everything)) == len(everything)
    assert all(p.is_relative_to(tmp_path / "my home ü") for p in everything)


def test_asking_where_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "home"))
    paths.rooms_dir()
    paths.log_file()
    assert not (tmp_path / "home").exists()


def test_a_tilde_is_the_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("FACILITATOR_HOME", "~/room")
    assert paths.state_dir() == tmp_path / "room" / "state"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders")
def test_without_it_the_systems_own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACILITATOR_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    assert paths.settings_file() == tmp_path / "c" / "facilitator" / "settings.json"
    assert paths.rooms_dir() == tmp_path / "s" / "facilitator" / "rooms"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_private_folder_is_for_this_user_only(tmp_path: Path) -> None:
    made = paths.private_dir(tmp_path / "state")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert paths.private_dir(made) == made
