"""``kill -9`` of the whole program, and of program and server together, at random moments under load.

The program is the real one: ``facilitator room``, and a console with its windows, its show and its journal,
which is continued from the start screen each time. Limits are those that ship.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from facilitator.room.host import bind
from facilitator.room.starter import COMMAND
from facilitator.system import paths
from tests.room.pages import Load
from tests.room.rooms import Phone, until
from tests.room.test_kill import authors_still_may, exactly_once

ROOT = Path(__file__).resolve().parents[2]

CONSOLE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from facilitator.app import PresentOptions, Runner, application
from facilitator.room.records import Release
from facilitator.show.recovery import interrupted_sessions

deck, port = Path(sys.argv[1]), int(sys.argv[2])
runner = Runner(application(), PresentOptions(windowed=True, port=port, release=Release.INSTANT))
found = interrupted_sessions()

def begun() -> None:
    session = runner.session
    if session is None or session.link.host is None or not session.link.host.port:
        QTimer.singleShot(20, begun)
        return
    session.desk.do("next")  # the show runs: it is worth continuing
    print(session.link.host.file, flush=True)

def chosen() -> None:
    # What a click on "Continue at slide ..." does.
    runner._start.session_chosen.emit(found[0])
    begun()

QTimer.singleShot(0, chosen if found else begun)
sys.exit(runner.run(None if found else deck))
"""


STARTED: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """A test that fails leaves no program behind."""
    yield
    while STARTED:
        process = STARTED.pop()
        if process.poll() is None:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


class Program:
    """A program that runs a room on a fixed port, to be killed and started again."""

    def __init__(self, command: list[str], port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ.copy()
        )
        STARTED.append(self.process)
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().decode().strip()
        assert self.said, f"it did not start: exit code {self.process.wait()}"
        until(lambda: _answers(port), 20, "the room")
        self.family = [p for p in psutil.Process(self.process.pid).children(recursive=True) if _is_ours(p)]

    def server(self) -> int:
        """Of the two: the child of the one that waits."""
        numbers = {p.pid for p in self.family}
        serving = [p for p in self.family if p.ppid() in numbers]
        assert len(serving) == 1
        return serving[0].pid

    def kill(self, both: bool) -> None:
        victims = [self.process.pid] + ([self.server()] if both else [])
        random.shuffle(victims)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        self.gone()

    def gone(self) -> None:
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.gone()
        _, left = psutil.wait_procs(self.family, 10)
        assert not left, "a server outlived its program"


def _is_ours(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return COMMAND in process.cmdline()
    return False


def _answers(port: int) -> bool:
    phone = Phone(port, "127.0.0.1")
    try:
        return phone.get("/api/v1/room").status == 200
    except OSError:
        return False
    finally:
        phone.close()


def free_port() -> int:
    # Outside of the rooms' own range: between two lives another test's room must not take the port.
    for port in random.sample(range(20_000, 30_000), 50):
        try:
            bind("127.0.0.1", [port]).close()
        except OSError:
            continue
        return port
    raise AssertionError


def kill_often(start: Callable[[], Program], file: Callable[[], Path], kills: int, seed: int) -> None:
    """Every second time the server is killed as well."""
    rng = random.Random(seed)
    program = start()
    # Two entries a second in all: within the room's 120 a minute.
    with Load(program.port, 8, pause=2.5, seed=seed) as load:
        for n in range(kills):
            time.sleep(rng.uniform(0.05, 0.6))
            program.kill(both=n % 2 == 1)
            program = start()
    load.settle()
    assert load.texts()
    exactly_once(file(), load)
    authors_still_may(load, program.port)
    exactly_once(file(), load)
    program.end()
    exactly_once(file(), load)


def headless(folder: Path, kills: int, seed: int) -> None:
    port = free_port()
    command = [sys.executable, "-m", "facilitator", "room", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data", str(folder), "--release", "instant"]
    kill_often(lambda: Program(command, port), lambda: folder / "room.sqlite3", kills, seed)


def console(folder: Path, kills: int, seed: int) -> None:
    port = free_port()
    deck = folder / "deck.md"
    deck.write_text("# One\n\n---\n\n# Two\n\n---\n\n# Three\n", encoding="utf-8")
    command = [sys.executable, "-c", CONSOLE, str(deck), str(port)]
    files: set[str] = set()

    def start() -> Program:
        program = Program(command, port)
        files.add(program.said)
        return program

    def file() -> Path:
        assert len(files) == 1, "the same room goes on"
        return Path(next(iter(files)))

    kill_often(start, file, kills, seed)
    assert len(list(paths.sessions_dir().glob("*.jsonl"))) == 1, "the same session goes on"


def test_the_room_without_windows_is_killed(tmp_path: Path) -> None:
    headless(tmp_path, 4, seed=1)


def test_the_console_is_killed_and_continued(tmp_path: Path) -> None:
    console(tmp_path, 4, seed=2)


@pytest.mark.long
def test_the_room_without_windows_is_killed_a_hundred_times(tmp_path: Path) -> None:
    headless(tmp_path, 100, seed=3)


@pytest.mark.long
def test_the_console_is_killed_thirty_times(tmp_path: Path) -> None:
    console(tmp_path, 30, seed=4)
