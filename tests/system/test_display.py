"""Whether windows can be opened is decided by asking, not by trusting a variable."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from facilitator.system import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="display servers of Linux")


def test_no_variables_means_no_display() -> None:
    assert not display.has_display({})


def test_a_display_that_does_not_answer_is_none() -> None:
    assert not display.has_display({"DISPLAY": ":4711"})
    assert not display.has_display({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nonexistent"})


@pytest.mark.parametrize("value", ["", "rubbish", ":", "host", ":x"])
def test_a_display_that_is_not_one_is_none(value: str) -> None:
    assert not display.x11_answers(value)


def test_a_compositor_that_answers_is_a_display(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-1"))
        server.listen()
        assert display.has_display({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_a_chosen_platform_needs_no_display() -> None:
    assert display.has_display({"QT_QPA_PLATFORM": "offscreen"})


def test_offscreen_needs_no_window_libraries() -> None:
    assert "libxcb-cursor.so.0" not in display.platform_libraries({"QT_QPA_PLATFORM": "offscreen"})
    assert "libxcb-cursor.so.0" in display.platform_libraries({"DISPLAY": ":0"})
    assert "libwayland-cursor.so.0" in display.platform_libraries({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"})


def test_a_missing_library_is_said_with_the_command_that_brings_it() -> None:
    missing = display.missing_libraries({"libnothere-facilitator.so.7": "libnothere7"})
    assert missing == {"libnothere-facilitator.so.7": "libnothere7"}
    sentence = display.missing_sentence(missing)
    assert "libnothere-facilitator.so.7" in sentence
    assert "sudo apt-get install libnothere7" in sentence
