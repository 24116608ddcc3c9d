"""Two real X screens with a window manager: full screen, unplug in mid-talk, plug in again, keys."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gui.conftest import DECK
from tests.tools import tool

pytestmark = pytest.mark.xvfb
LEFT = ["eDP-1", "1280/340x720/190+0+0", "screen"]
RIGHT = ["HDMI-1", "1280/340x720/190+1280+0", "none"]

SCRIPT = """
import subprocess, sys, time
from pathlib import Path
from facilitator.app import Session, application
from facilitator.ui.desktop.placement import all_screens
app = application()
session = Session(Path(sys.argv[1]), with_room=False)
session.start()

def pump(done, seconds=6.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        if done():
            return True
        time.sleep(0.01)
    return False

def place():
    stage, console = session.stage, session.console
    return (f"{stage.screen().name() if stage.isVisible() else 'hidden'} full={stage.isFullScreen()} "
            f"console={console.screen().name()}")

def pixel(x):
    "Colour of the real root window at x, half-way down."
    image = app.primaryScreen().grabWindow(0, x, 360, 1, 1).toImage()
    return image.pixelColor(0, 0).name()

def say(name):
    print(name, "|", place(), "|", session.desk.window.current.alarm_text.text(), flush=True)

def on(name):
    "The stage is full screen there, for good: the window manager has answered too."
    stage = session.stage
    there = lambda: stage.isVisible() and stage.isFullScreen() and stage.screen().name() == name
    return lambda: there() and not pump(lambda: not there(), 0.3)

on_right = on("HDMI-1")
pump(on_right)
say("start")
session.desk.do("white"); pump(lambda: pixel(1280 + 640) == "#ffffff")
print("wall", pixel(1280 + 640), flush=True)
session.desk.do("white")
subprocess.run(["xrandr", "--delmonitor", "HDMI-1"], check=True)
pump(lambda: len(all_screens()) == 1)
never_over_console = not (session.stage.isVisible() and session.stage.isFullScreen())
pump(lambda: not session.stage.isVisible(), 2.0)
say("unplugged")
print("notes safe", never_over_console, flush=True)
session.desk.do("next")
print("slide", session.show.state.position.slide, flush=True)
subprocess.run(["xrandr", "--setmonitor", *sys.argv[2:5]], check=True)
pump(on_right)
say("plugged")
session.desk.do("swap_screens")
pump(on("eDP-1"))
say("swapped")
session.close()
"""


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A new X server with two monitors and openbox."""
    xvfb, openbox, xrandr = tool("Xvfb"), tool("openbox"), tool("xrandr")
    number, out = os.pipe()
    server = subprocess.Popen(
        f"{xvfb} -displayfd {out} -screen 0 2560x720x24 +extension RANDR -noreset -nolisten tcp".split(),
        pass_fds=[out],
        stderr=subprocess.DEVNULL,
    )
    os.close(out)
    with os.fdopen(number) as told:
        name = f":{told.readline().strip()}"
    environment = os.environ | {"DISPLAY": name, "HOME": str(tmp_path)}
    for monitor in (LEFT, RIGHT):
        subprocess.run(
            [xrandr, "--setmonitor", *monitor], env=environment, check=True, stdout=subprocess.DEVNULL
        )
    manager = subprocess.Popen([openbox], env=environment, stderr=subprocess.DEVNULL)
    time.sleep(0.3)  # openbox tells nobody when it is ready; windows shown before it is are managed late
    yield name
    for process in (manager, server):
        process.terminate()
        process.wait(5)


def test_unplugged_and_plugged_in_mid_talk(display: str, tmp_path: Path, home: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(deck), *RIGHT],
        env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "FACILITATOR_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = dict(line.split(" | ", 1) for line in done.stdout.splitlines() if " | " in line)
    lines = done.stdout.splitlines()
    assert said["start"].startswith("HDMI-1 full=True console=eDP-1"), done.stdout
    assert "wall #ffffff" in lines
    assert said["unplugged"].startswith("hidden"), done.stdout
    assert "projector is gone" in said["unplugged"]
    assert "notes safe True" in lines
    assert "slide 2" in lines, "the show goes on without a projector"
    assert said["plugged"].startswith("HDMI-1 full=True console=eDP-1"), done.stdout
    assert said["swapped"].startswith("eDP-1 full=True console=HDMI-1"), done.stdout
