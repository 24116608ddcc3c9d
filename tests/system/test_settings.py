"""Settings: differences only, versioned, and no file can stop the program."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from facilitator.system import paths
from facilitator.system.settings import MOST_DECKS, Settings


def stored() -> dict[str, object]:
    data = json.loads(paths.settings_file().read_text(encoding="utf-8"))
    assert data["format"] == 1
    return dict(data["settings"])


def test_only_differences_from_the_defaults_are_kept() -> None:
    settings = Settings()
    settings.set("look", "light", "dark")
    settings.set("notes_size", 21, 21)
    assert stored() == {"look": "light"}
    assert Settings().get("look", "dark") == "light"
    settings.set("look", "dark", "dark")
    assert stored() == {}
    if os.name == "posix":
        assert stat.S_IMODE(paths.settings_file().stat().st_mode) == 0o600


def test_nothing_is_written_when_nothing_differs() -> None:
    Settings().set("look", "dark", "dark")
    assert not paths.settings_file().exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe\x00", b"[]", b'{"settings": 3}', b'"x"', b"[" * 100_000, b'{"format":1}'],
)
def test_a_damaged_file_is_kept_beside_and_the_defaults_are_used(content: bytes) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    settings = Settings()
    assert settings.get("look", "dark") == "dark"
    settings.set("look", "light", "dark")
    assert stored() == {"look": "light"}
    assert file.with_name("settings.json.damaged").read_bytes() == content


def test_a_value_of_another_type_counts_as_absent_and_unknown_keys_stay() -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    values = {"look": 7, "notes_size": "big", "text_scale": 2, "from_the_future": {"a": [1]}, "recent": "no"}
    file.write_text(json.dumps({"format": 9, "settings": values}), encoding="utf-8")
    settings = Settings()
    assert settings.get("look", "dark") == "dark"
    assert settings.get("notes_size", 21) == 21
    assert settings.get("text_scale", 1.0) == 2.0
    assert settings.get("recent", []) == []
    settings.set("cover", True, False)
    assert stored()["from_the_future"] == {"a": [1]}


def test_two_programs_do_not_lose_each_others_changes() -> None:
    one, two = Settings(), Settings()
    one.set("look", "light", "dark")
    two.set("notes_size", 30, 21)
    assert stored() == {"look": "light", "notes_size": 30}


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "file"
    home.write_text("")
    monkeypatch.setenv("FACILITATOR_HOME", str(home))
    settings = Settings()
    settings.set("look", "light", "dark")
    assert settings.get("look", "dark") == "light", "it holds for this session"


def test_what_belongs_to_a_deck(tmp_path: Path) -> None:
    settings = Settings()
    deck = tmp_path / "a.md"
    settings.set_of_deck(deck, "fields", {"crisis_line": "0800"}, {})
    settings.set_of_deck(deck, "layout", "notes", "talk")
    assert Settings().fields(deck) == {"crisis_line": "0800"}
    assert Settings().fields(tmp_path / "b.md") == {}
    settings.set_of_deck(deck, "fields", {}, {})
    assert Settings().of_deck(deck) == {"layout": "notes"}
    settings.set_of_deck(deck, "layout", "talk", "talk")
    assert stored() == {}
    for number in range(MOST_DECKS + 5):
        settings.set_of_deck(tmp_path / f"{number}.md", "layout", "notes", "talk")
    assert Settings().of_deck(tmp_path / "0.md") == {}
    assert Settings().of_deck(tmp_path / f"{MOST_DECKS + 4}.md") == {"layout": "notes"}
