"""Half a file is worse than none: what is written replaces the old one whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from facilitator.system.files import replacing, write_text


def test_the_new_file_takes_the_old_ones_place(tmp_path: Path) -> None:
    target = tmp_path / "Schlüssel und Übung.md"
    target.write_text("old", encoding="utf-8")
    write_text(target, "neu\r\nund\n")
    assert target.read_bytes() == b"neu\r\nund\n"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_failure_half_way_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    target = tmp_path / "deck.pptx"
    target.write_bytes(b"old")

    def fill_the_disk(part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"), replacing(target) as part:
        fill_the_disk(part)
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["deck.pptx"]


def test_a_folder_that_is_not_there_is_said_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "gone" / "deck.pptx"):
        pytest.fail("nothing may be written")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_private_files_are_private_from_the_first_moment(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    old = os.umask(0)
    try:
        with replacing(target, 0o600) as part:
            assert stat.S_IMODE(part.stat().st_mode) == 0o600
            part.write_text("{}", encoding="utf-8")
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
