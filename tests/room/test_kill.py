"""``kill -9`` at random moments under load: what a page calls saved is there once, nothing is lost.

The pages here behave like the real one: they keep an entry and send it again until it is saved.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from facilitator.room.client import RoomClient
from facilitator.room.host import RoomHost, bind
from facilitator.room.records import Limits, Release, RoomSettings
from tests.room.rooms import Phone, receipt, rows, running, until

SETTINGS = RoomSettings(
    batch_seconds=(0.1, 0.3),
    batch_longest=0.6,
    limits=Limits(
        room_per_minute=100_000, address_per_minute=100_000, votes_per_minute=100_000, waiting=5000
    ),
)
AWAY = (OSError, http.client.HTTPException, ValueError)


@dataclass
class Page:
    """One open page: its own entries, each with what the page believes."""

    phone: Phone
    entries: dict[str, str] = field(default_factory=dict)
    saved: set[str] = field(default_factory=set)
    trouble: int = 0

    def write(self, text: str) -> None:
        self.entries[receipt()] = text

    def sync(self) -> None:
        """Send what is not saved yet, again and again. Never forgets."""
        for secret, text in list(self.entries.items()):
            if secret in self.saved:
                continue
            try:
                said = self.phone.post("entries/status", receipt=secret).json
                if said["delivery"] == "unknown":
                    said = self.phone.post("entries", receipt=secret, category="question", text=text).json
                if said.get("delivery") == "saved":
                    self.saved.add(secret)
            except AWAY:
                self.trouble += 1
                self.phone.close()


class Load:
    """Pages that write and sync on threads of their own until stopped."""

    def __init__(self, port: int, pages: int) -> None:
        self.pages = [Page(Phone(port, f"127.0.0.{n + 2}")) for n in range(pages)]
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._live, args=(p, n)) for n, p in enumerate(self.pages)]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def _live(self, page: Page, number: int) -> None:
        count = 0
        while not self.stopping.is_set():
            page.write(f"page {number} entry {count} ")
            count += 1
            page.sync()
            self.stopping.wait(0.05)

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def settle(self) -> None:
        """Everything that is on a page arrives in the end."""

        def all_saved() -> bool:
            for page in self.pages:
                page.sync()
            return all(len(p.saved) == len(p.entries) for p in self.pages)

        until(all_saved, 30, "the arrival of every entry")
        for page in self.pages:
            page.phone.close()

    def texts(self) -> list[str]:
        return sorted(t.strip() for p in self.pages for t in p.entries.values())


def exactly_once(path: Path, load: Load) -> None:
    assert sorted(text for (text,) in rows(path, "SELECT text FROM entry")) == load.texts()


def authors_still_may(load: Load, port: int) -> None:
    """After all crashes receipts fit: one entry is changed, one is taken back."""
    page = next(p for p in load.pages if len(p.entries) >= 2)
    phone = Phone(port, page.phone.source)
    changed, left = list(page.entries)[:2]
    assert phone.post("entries/edit", receipt=changed, category="question", text="changed").json["changing"]
    assert phone.post("entries/withdraw", receipt=left).json == {"delivery": "withdrawn"}
    until(lambda: phone.status(changed).get("changing") is False)
    assert phone.status(changed)["text"] == "changed"
    del page.entries[left]
    page.entries[changed] = "changed"
    phone.close()


def kill_server(path: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    with running(SETTINGS, data=path) as host:
        slowest = 0.0
        with Load(host.port, 6) as load:
            for n in range(kills):
                time.sleep(rng.uniform(0.05, 0.8))
                before = host.process_id
                os.kill(before or 0, signal.SIGKILL)
                started = time.monotonic()
                until(lambda n=n: host.restarts == n + 1 and host._ready.is_set(), 15, "a restart")
                slowest = max(slowest, time.monotonic() - started)
                assert host.process_id != before
        load.settle()
        exactly_once(host.file, load)
        authors_still_may(load, host.port)
        until(lambda: len(rows(host.file)) == len(load.texts()))
        exactly_once(host.file, load)
        sys.stderr.write(f"{kills} kills of the server, slowest restart {slowest:.2f} s\n")
        # A second by contract on a quiet machine; this one is shared by many.
        assert slowest < 5.0


def test_the_server_is_killed_under_load(tmp_path: Path) -> None:
    kill_server(tmp_path, 3, seed=7)


@pytest.mark.long
def test_the_server_is_killed_a_hundred_times(tmp_path: Path) -> None:
    kill_server(tmp_path, 100, seed=8)


def test_what_waits_survives_the_server(tmp_path: Path) -> None:
    """Received, not saved, never sent again: the starting process hands it back."""
    slow = RoomSettings(release=Release.ROUND)
    with running(slow, data=tmp_path) as host:
        client, phone = host.client(), Phone(host.port)
        client.round_open()
        secrets = [phone.send(f"entry {n}")[0] for n in range(4)]
        phone.post("entries/edit", receipt=secrets[0], category="concern", text="entry 0, better")
        phone.post("entries/withdraw", receipt=secrets[3])
        os.kill(host.process_id or 0, signal.SIGKILL)
        until(lambda: host.restarts == 1 and host._ready.is_set())
        assert phone.status(secrets[1])["delivery"] == "received"
        assert client.snapshot().round_open
        client.round_close()
        assert sorted(e.text for e in client.snapshot().entries) == ["entry 0, better", "entry 1", "entry 2"]
        phone.close()
        client.stop()


APP = """
import sys
from pathlib import Path
from tests.room.test_kill import SETTINGS
from facilitator.room.host import RoomHost, bind
room = RoomHost(SETTINGS, data=Path(sys.argv[1]), port=int(sys.argv[2]) or None, host="127.0.0.1")
room.start()
print(room.port, room.process_id, room.base_url, room.key, flush=True)
sys.stdin.read()
"""


class App:
    """The starting process, as a process: so that it can be killed too."""

    def __init__(self, file: Path, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", APP, str(file), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[2],
        )
        assert self.process.stdout
        words = self.process.stdout.readline().split()
        self.port, self.server = int(words[0]), int(words[1])
        self.base_url, self.key = words[2].decode(), words[3].decode()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        until(lambda: not alive(self.server), 10, "the end of the server")


def free_port() -> int:
    for port in random.sample(range(20_000, 30_000), 50):
        try:
            bind("127.0.0.1", [port]).close()
        except OSError:
            continue
        return port
    raise AssertionError


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process_id}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def kill_app(file: Path, kills: int, both: bool, seed: int) -> None:
    rng = random.Random(seed)
    # Outside of the rooms' own range: between two lives another test's room must not take the port.
    app = App(file, free_port())
    with Load(app.port, 4) as load:
        for _ in range(kills):
            time.sleep(rng.uniform(0.2, 0.9))
            if both:
                os.kill(app.server, signal.SIGKILL)
            app.process.kill()
            app.end()
            app = App(file, app.port)
    load.settle()
    exactly_once(file, load)
    authors_still_may(load, app.port)
    app.end()
    exactly_once(file, load)


def test_the_app_is_killed_under_load(tmp_path: Path) -> None:
    kill_app(tmp_path / "room.sqlite3", 2, both=False, seed=1)


def test_both_are_killed_under_load(tmp_path: Path) -> None:
    kill_app(tmp_path / "room.sqlite3", 2, both=True, seed=2)


@pytest.mark.long
@pytest.mark.parametrize("both", [False, True])
def test_app_or_both_are_killed_fifty_times(tmp_path: Path, both: bool) -> None:
    kill_app(tmp_path / "room.sqlite3", 50, both=both, seed=3)


def test_the_console_hears_of_a_restart(tmp_path: Path) -> None:
    states: list[str] = []
    views: list[int] = []
    again = threading.Event()
    with running(SETTINGS, data=tmp_path, on_restart=again.set) as host:
        client: RoomClient = host.client()
        stop = client.listen(lambda view: views.append(len(view.entries)), states.append)
        until(lambda: states == ["connected"])
        phone = Phone(host.port)
        for n in range(3):
            phone.send(f"entry {n}")
        until(lambda: views and views[-1] == 3)
        os.kill(host.process_id or 0, signal.SIGKILL)
        assert again.wait(10)
        until(lambda: states == ["connected", "lost", "connected"])
        until(lambda: views[-1] == 3)
        stop()
        phone.close()
        client.stop()


def test_a_room_that_cannot_open_its_file_says_so(tmp_path: Path) -> None:
    from facilitator.room.errors import RoomError

    bad = tmp_path / "room.sqlite3"
    bad.write_bytes(b"this is no database, and long enough to be read as one" * 100)
    host = RoomHost(SETTINGS, data=bad)
    with pytest.raises(RoomError, match="cannot be opened"):
        host.start()
