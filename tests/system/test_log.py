"""One log file: there when something went wrong, and no trouble when it cannot be written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.system import log, paths


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    """Leave the logger as it was found."""
    logger = logging.getLogger(log.LOGGER)
    before = (logger.handlers[:], logger.level, logger.propagate)
    yield
    for handler in logger.handlers:
        if handler not in before[0]:
            handler.close()
    logger.handlers[:], logger.level, logger.propagate = before[0], before[1], before[2]


def test_what_went_wrong_is_in_the_file() -> None:
    log.to_file()
    log.get("deck").warning("The template was not found.")
    text = paths.log_file().read_text(encoding="utf-8")
    assert "WARNING facilitator.deck: The template was not found." in text


def test_a_module_is_named_once() -> None:
    log.to_file()
    log.get("facilitator.scene.remarks").info("a remark")
    assert "INFO facilitator.scene.remarks: a remark" in paths.log_file().read_text(encoding="utf-8")


def test_it_never_grows_beyond_two_files_of_a_quarter_megabyte() -> None:
    log.to_file()
    writer = log.get("test")
    for _ in range(900):
        writer.info("x" * 1000)
    files = sorted(paths.state_dir().glob("facilitator.log*"))
    assert [f.name for f in files] == ["facilitator.log", "facilitator.log.1"]
    assert all(f.stat().st_size <= 262_144 for f in files)


def test_starting_twice_writes_once() -> None:
    log.to_file()
    log.to_file()
    log.get("x").error("once")
    assert paths.log_file().read_text(encoding="utf-8").count("once") == 1


def test_a_log_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    monkeypatch.setenv("FACILITATOR_HOME", str(tmp_path / "a file"))
    log.to_file()
    log.get("x").error("nobody hears this, and nothing breaks")


def test_debug_chatter_stays_out() -> None:
    log.to_file()
    log.get("x").debug("chatter")
    assert not paths.log_file().exists()


def test_a_fault_is_told_by_its_lines_and_never_by_its_message() -> None:
    log.to_file()
    try:
        try:
            int("my boss said")
        except ValueError as error:
            raise KeyError("what somebody wrote") from error
    except KeyError as error:
        log.fault("ui", error, "laying out a card")
    text = paths.log_file().read_text(encoding="utf-8")
    assert "ERROR facilitator.ui: laying out a card: KeyError at test_log.py:" in text
    assert "; after ValueError at test_log.py:" in text
    assert "my boss" not in text
    assert "somebody wrote" not in text


def test_an_error_that_is_its_own_cause_ends() -> None:
    error = ValueError()
    error.__context__ = error
    assert log.trail(error) == "ValueError at an unknown line"
