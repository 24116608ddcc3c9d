"""``facilitator room`` as it is typed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.room import retention
from facilitator.room.client import RoomClient
from tests.room.rooms import Phone, rows, until


@contextlib.contextmanager
def room(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "facilitator", "room", "--host", "127.0.0.1", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def lines(process: subprocess.Popen[str]) -> tuple[str, str, str]:
    """The participants' address, what is between, the moderator's address."""
    assert process.stdout
    first, between = process.stdout.readline().strip(), ""
    for line in process.stdout:
        if line.startswith("Moderator"):
            return first, between, line.split(": ", 1)[1].strip()
        between += line
    raise AssertionError


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_room_from_the_command_line(tmp_path: Path, how: signal.Signals) -> None:
    with room("--data", str(tmp_path), "--release", "instant") as process:
        first, qr, moderator = lines(process)
        assert re.fullmatch(r"http://127\.0\.0\.1:80[89]\d/", first)
        assert qr.count("\n") > 10
        base, _, key = moderator.partition("/moderate#")
        phone = Phone(int(first.rstrip("/").rsplit(":", 1)[1]))
        assert phone.get("/").status == 200
        phone.send("Is anybody there?")
        client = RoomClient(base, key)
        until(lambda: [e.text for e in client.snapshot().entries] == ["Is anybody there?"])
        client.type_in("comment", "sent in the last moment")
        phone.close()
        client.stop()
        process.send_signal(how)
        _, said = process.communicate(timeout=15)
        assert process.returncode == 0
        assert "kept in" in said
        assert "Traceback" not in said
    (file,) = tmp_path.iterdir()
    kept = retention.read(file)
    assert kept is not None
    assert kept.entries == 2
    with room("--data", str(tmp_path)) as process:
        _, _, moderator = lines(process)
        base, _, key = moderator.partition("/moderate#")
        client = RoomClient(base, key)
        assert len(client.snapshot().entries) == 2
        client.delete_now()
        client.stop()
        process.send_signal(how)
        assert "deleted" in process.communicate(timeout=15)[1]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_room_leaves_nothing(home: Path) -> None:
    with room() as process:
        lines(process)
        process.send_signal(signal.SIGINT)
        assert "Nothing was in it" in process.communicate(timeout=15)[1]
    assert not list(home.rglob("*.sqlite3"))


def test_the_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with room("--port", str(taken.getsockname()[1]), "--data", str(tmp_path)) as process:
            out, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert out == ""
    assert said.count("\n") == 1
    assert "cannot be used" in said


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with room("--data", str(blocked / "below")) as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert said.count("\n") == 1
    assert "cannot be opened" in said


def test_what_waits_when_the_terminal_dies_is_written(tmp_path: Path) -> None:
    with room("--data", str(tmp_path)) as process:
        first, _, _ = lines(process)
        phone = Phone(int(first.rstrip("/").rsplit(":", 1)[1]))
        phone.send("waiting for its batch")
        phone.close()
        process.kill()
        (file,) = tmp_path.glob("*.sqlite3")
        until(lambda: rows(file, "SELECT text FROM entry") == [("waiting for its batch",)])
