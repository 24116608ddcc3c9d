"""``kill -9`` of the server at random moments under load: what a page calls saved is there once, nothing is
lost, and the room answers again within a second. (The app, and both: ``test_kill_app.py``.)"""

from __future__ import annotations

import http.client
import os
import random
import signal
import statistics
import sys
import threading
import time
from pathlib import Path

import pytest

from facilitator.room.client import RoomClient
from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release, RoomSettings
from tests.room.pages import Load
from tests.room.rooms import Phone, rows, running, until

SETTINGS = RoomSettings(
    batch_seconds=(0.1, 0.3),
    batch_longest=0.6,
    limits=Limits(
        room_per_minute=100_000, address_per_minute=100_000, votes_per_minute=100_000, waiting=5000
    ),
)
RESTART_SECONDS = 1.0


def exactly_once(path: Path, load: Load) -> None:
    """Every entry of every page, in its last words, and nothing else."""
    found = sorted(text for (text,) in rows(path, "SELECT text FROM entry"))
    assert found == load.texts()
    assert not load.taken_back() & set(found)


def authors_still_may(load: Load, port: int) -> None:
    """After all crashes receipts fit: one entry is changed, one is taken back."""
    page = max(load.pages, key=lambda p: len(p.own))
    for n in range(2 - len(page.own)):
        page.write(f"one more {n}")
        load.settle()
    phone = Phone(port, page.phone.source)
    changed, left = list(page.own)[:2]
    assert phone.post("entries/edit", receipt=changed, category="question", text="changed").json["changing"]
    assert phone.post("entries/withdraw", receipt=left).json["delivery"] == "withdrawn"
    until(lambda: phone.status(changed).get("changing") is False)
    until(lambda: "changing" not in phone.status(left))
    assert phone.status(changed)["text"] == "changed"
    assert phone.status(left) == {"delivery": "withdrawn"}
    page.own[changed].text = "changed"
    page.taken_back.append(page.own.pop(left).text)
    phone.close()


def until_answered(port: int, started: float) -> float:
    """Seconds from ``started`` until a new connection gets the room's state."""
    while time.monotonic() - started < 30:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", "/api/v1/room", headers={"Connection": "close"})
            if connection.getresponse().status == 200:
                return time.monotonic() - started
        except (OSError, http.client.HTTPException):
            time.sleep(0.005)
        finally:
            connection.close()
    raise AssertionError("no answer after a kill")


def kill_server(path: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    with running(SETTINGS, data=path) as host:
        taken: list[float] = []
        with Load(host.port, 6, seed=seed) as load:
            for n in range(kills):
                time.sleep(rng.uniform(0.05, 0.8))
                until(lambda n=n: host.restarts == n and host._ready.is_set(), 15, "a restart")
                before, started = host.process_id, time.monotonic()
                os.kill(before or 0, signal.SIGKILL)
                taken.append(until_answered(host.port, started))
                assert host.process_id != before
        load.settle()
        assert sum(page.kills_felt for page in load.pages) >= kills / 2, (
            "nobody was in the middle of anything"
        )
        exactly_once(host.file, load)
        authors_still_may(load, host.port)
        exactly_once(host.file, load)
        sys.stderr.write(
            f"{kills} kills of the server; answered again after {statistics.median(taken):.2f} s (median), "
            f"{max(taken):.2f} s (worst)\n"
        )
        assert max(taken) < RESTART_SECONDS


def test_the_server_is_killed_under_load(tmp_path: Path) -> None:
    kill_server(tmp_path, 5, seed=7)


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
