"""Placing the stage on declared screens of mixed scale: a process of its own for each set of screens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication, QWidget
from facilitator.ui.desktop.placement import StagePlacer, all_screens
app = QApplication([])
stage, console = QWidget(), QWidget()
console.resize(900, 500)
placer = StagePlacer(stage)
placer.console = console
said = {}
def settle(name):
    for _ in range(20):
        app.processEvents()
    said[name] = {
        "stage": stage.screen().name() if stage.isVisible() else "", "full": stage.isFullScreen(),
        "size": [stage.width(), stage.height()],
        "console": console.screen().name(), "one": placer.placement.one_screen,
        "apart": not stage.geometry().intersects(console.geometry()),
    }
placer.place()
placer.place_console()
console.show()
settle("start")
for step in sys.argv[1:]:
    if step == "swap": placer.swap()
    elif step == "window": placer.as_window(True)
    elif step == "full": placer.as_window(False)
    elif step == "lost":
        gone = placer.placement.stage.connector
        placer._screen_removed(next(s for s in app.screens() if s.name() == gone))
    else: placer.choose_screen(step)
    settle(step)
placer.stop()
print(json.dumps(said))
"""


def run(tmp_path: Path, screens: list[dict[str, Any]], *steps: str) -> dict[str, Any]:
    config = tmp_path / "screens.json"
    filled = [{"logicalDpi": 96, "logicalBaseDpi": 96, **s} for s in screens]
    config.write_text(json.dumps({"screens": filled}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *steps],
        env={"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PATH": "/usr/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


PANEL = {"name": "eDP-1", "x": 0, "y": 0, "width": 1920, "height": 1200, "dpr": 2}
BEAMER = {"name": "HDMI-1", "x": 1920, "y": 0, "width": 1920, "height": 1080, "dpr": 1}
THIRD = {"name": "DP-2", "x": 3840, "y": 0, "width": 2560, "height": 1440, "dpr": 1.5}


def test_two_screens_of_mixed_scale(tmp_path: Path) -> None:
    said = run(tmp_path, [PANEL, BEAMER], "swap", "swap", "window", "full")
    assert said["start"]["stage"] == "HDMI-1"
    assert said["start"]["console"] == "eDP-1"
    assert said["start"]["full"]
    assert said["start"]["size"] == [1920, 1080]
    assert said["swap"]["stage"] == "HDMI-1"
    assert said["window"]["full"] is False
    assert said["full"]["full"] is True
    assert said["full"]["stage"] == "HDMI-1"


def test_swapping_once_puts_the_console_on_the_projector(tmp_path: Path) -> None:
    said = run(tmp_path, [PANEL, BEAMER], "swap")["swap"]
    assert said["stage"] == "eDP-1"
    assert said["console"] == "HDMI-1"
    assert said["apart"]


def test_three_screens_the_trainer_chooses(tmp_path: Path) -> None:
    said = run(tmp_path, [PANEL, BEAMER, THIRD], "DP-2", "HDMI-1")
    assert said["DP-2"]["stage"] == "DP-2"
    assert said["HDMI-1"]["stage"] == "HDMI-1"
    assert all(s["console"] == "eDP-1" for s in said.values())


def test_one_screen_gives_a_window(tmp_path: Path) -> None:
    said = run(tmp_path, [PANEL])["start"]
    assert said["one"]
    assert said["stage"] == "eDP-1"
    assert said["full"] is False


def test_mirrored_screens_give_a_window(tmp_path: Path) -> None:
    twin = BEAMER | {"x": 0, "y": 0, "width": 1920, "height": 1200}
    assert run(tmp_path, [PANEL | {"dpr": 1}, twin])["start"]["one"]


@pytest.mark.parametrize("screens", [[PANEL, BEAMER], [PANEL, BEAMER, THIRD]])
def test_a_lost_screen_hides_the_stage_at_once(tmp_path: Path, screens: list[dict[str, Any]]) -> None:
    assert run(tmp_path, screens, "lost")["lost"]["stage"] == ""
