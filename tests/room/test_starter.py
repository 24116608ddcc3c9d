"""The process that waits, so that a server that dies is replaced before anybody notices."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from facilitator.room import host as host_module
from facilitator.room import starter as starter_module
from facilitator.room.host import RoomHost
from facilitator.room.only_one import OnlyOne, TakenError
from facilitator.room.records import Release, RoomSettings
from facilitator.room.starter import COMMAND, ForkStarter, SpareStarter, Starter
from tests.room.rooms import Phone, rows, running, until

SLOW = RoomSettings(release=Release.ROUND)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")


@pytest.fixture(params=[pytest.param(ForkStarter, marks=posix), SpareStarter])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[Starter]:
    monkeypatch.setattr(host_module, "starter", request.param)
    chosen: type[Starter] = request.param
    return chosen


def family() -> list[psutil.Process]:
    """Our children that are rooms' servers, waiting or running."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if COMMAND in process.cmdline():
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.usefixtures("way")
def test_a_room_is_started_killed_and_ended_in_either_way(tmp_path: Path) -> None:
    with running(SLOW, data=tmp_path) as host:
        client, phone = host.client(), Phone(host.port)
        client.round_open()
        secret, _ = phone.send("received, not saved")
        for n in range(3):
            os.kill(host.process_id or 0, signal.SIGKILL)
            until(lambda n=n: host.restarts == n + 1 and host._ready.is_set(), 20)
            assert phone.status(secret)["text"] == "received, not saved"
        client.round_close()
        assert phone.status(secret)["delivery"] == "saved"
        phone.close()
        client.stop()
    assert not family(), "something still runs"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[RoomHost]:
    with running(SLOW, data=tmp_path) as host:
        yield host


def waiting_one(host: RoomHost) -> psutil.Process:
    found = until(lambda: [p for p in family() if p.pid != host.process_id])
    assert len(found) == 1
    process: psutil.Process = found[0]
    return process


@posix
def test_the_one_that_waits_holds_no_socket_and_has_one_thread(room: RoomHost) -> None:
    waits = waiting_one(room)
    assert waits.net_connections(kind="tcp") == []
    assert waits.num_threads() == 1


@posix
@pytest.mark.parametrize("which", ["the one that waits", "both"])
def test_the_one_that_waits_may_die_too(room: RoomHost, which: str) -> None:
    phone = Phone(room.port)
    victims = [waiting_one(room).pid] + ([room.process_id or 0] if which == "both" else [])
    for victim in victims:
        os.kill(victim, signal.SIGKILL)
    if which != "both":
        assert phone.get("/api/v1/room").status == 200
        os.kill(room.process_id or 0, signal.SIGKILL)
    until(lambda: room.restarts == 1 and room._ready.is_set(), 20)
    assert phone.get("/api/v1/room").status == 200
    assert waiting_one(room).pid not in victims
    phone.close()


@pytest.fixture
def stopped_one(room: RoomHost) -> Iterator[psutil.Process]:
    """The one that waits, as a debugger or a full memory stops it."""
    waits = waiting_one(room)
    waits.suspend()
    yield waits
    with contextlib.suppress(psutil.NoSuchProcess):
        waits.resume()


@posix
def test_one_that_waits_and_does_not_answer_is_replaced(room: RoomHost, stopped_one: psutil.Process) -> None:
    phone = Phone(room.port)
    os.kill(room.process_id or 0, signal.SIGKILL)
    until(lambda: room.restarts == 1 and room._ready.is_set(), 20)
    assert phone.get("/api/v1/room").status == 200
    assert waiting_one(room).pid != stopped_one.pid
    assert not stopped_one.is_running()
    phone.close()


@posix
@pytest.mark.parametrize("server", ["runs", "is gone"])
def test_a_room_ends_although_the_one_that_waits_does_not_answer(
    room: RoomHost, stopped_one: psutil.Process, server: str
) -> None:
    """The console waits for this at the end of a session."""
    if server == "is gone":
        os.kill(room.process_id or 0, signal.SIGKILL)
        until(room._telling.locked)  # its successor is being asked for
    ending = threading.Thread(target=room.stop, daemon=True)
    ending.start()
    ending.join(starter_module.ANSWER_SECONDS + 10)
    assert not ending.is_alive()
    assert not stopped_one.is_running()
    assert not family()


@posix
def test_a_start_that_fails_leaves_nothing_and_says_so_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter_module, "COMMAND", "facilitator.no_such_module")
    host = RoomHost(SLOW, data=tmp_path, host="127.0.0.1")
    children, files = set(psutil.Process().children()), psutil.Process().num_fds()
    with pytest.raises(host_module.RoomError) as refused:
        host.start()
    assert str(refused.value) == host_module.NOT_STARTED
    assert set(psutil.Process().children()) == children
    assert psutil.Process().num_fds() == files
    host.stop()  # again: nothing happens


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such switch")
def test_no_crash_shows_what_was_in_the_servers_memory() -> None:
    code = (
        "import ctypes, resource\nfrom facilitator.system import cores\ncores.unreadable()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_a_server_that_crashes_leaves_no_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one with the words in it is a process that the system may not dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    monkeypatch.chdir(tmp_path)
    with running(SLOW, data=tmp_path) as host:
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
        os.kill(host.process_id or 0, signal.SIGSEGV)
        until(lambda: host.restarts == 1 and host._ready.is_set())
        assert sorted(p.name for p in tmp_path.iterdir()) == [host.file.name]


PROGRAM = """
import sys
import threading
from pathlib import Path
from facilitator.room.host import RoomHost
from facilitator.room.records import Release, RoomSettings
room = RoomHost(RoomSettings(release=Release.INSTANT), data=Path(sys.argv[1]), port=int(sys.argv[2]) or None)
room.start()
print(room.port, flush=True)
sys.stdin.read()
"""


def program(file: Path, port: int = 0) -> tuple[subprocess.Popen[bytes], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(file), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline() or 0)


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def test_nothing_outlives_a_program_that_was_killed(tmp_path: Path) -> None:
    process, _ = program(tmp_path / "room.sqlite3")
    theirs = [p for p in family() if p.ppid() == process.pid or process.pid in [q.pid for q in p.parents()]]
    assert len(theirs) == 2
    kill(process)
    _, left = psutil.wait_procs(theirs, 5)
    assert not left


def test_a_room_is_there_again_on_its_port_at_once(tmp_path: Path) -> None:
    """Killed and started again in the same second: the former server may still be ending."""
    file = tmp_path / "room.sqlite3"
    with socket.socket() as free:  # of its own: other tests look for theirs among the usual ones meanwhile
        free.bind(("0.0.0.0", 0))
        port = int(free.getsockname()[1])
    process, _ = program(file, port)
    for n in range(3):
        phone = Phone(port)
        assert phone.send(f"entry {n}")[1].status == 200
        phone.close()
        kill(process)
        process, again = program(file, port)
        assert again == port
    client = Phone(port)
    assert client.get("/api/v1/room").status == 200
    client.close()
    kill(process)


def test_a_room_is_open_once(tmp_path: Path) -> None:
    file = tmp_path / "room.sqlite3"
    with running(SLOW, data=file):
        other = RoomHost(SLOW, data=file, host="127.0.0.1")
        with pytest.raises(host_module.RoomError, match="open in another Facilitator"):
            other.start()
    with running(SLOW, data=file):
        pass


def test_the_lock_is_given_back_by_a_process_that_was_killed(tmp_path: Path) -> None:
    file = tmp_path / "room.sqlite3"
    file.touch()
    code = "import sys, pathlib\nfrom facilitator.room.only_one import OnlyOne\n"
    code += "one = OnlyOne(pathlib.Path(sys.argv[1]))\nprint('held', flush=True)\nsys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(TakenError):
        OnlyOne(file, seconds=0.1)
    kill(process)
    OnlyOne(file).close()


def test_a_server_that_cannot_start_is_not_tried_without_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(host_module.time, "sleep", slept.append)
    with running(SLOW, data=tmp_path) as host:
        launched: list[Callable[[], None]] = []
        monkeypatch.setattr(host, "_launch", lambda: launched.append(host._launch))
        monkeypatch.setattr(host_module, "START_SECONDS", 0.01)
        for host._stillborn in range(1, 8):
            host._again()
        assert slept == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
        assert len(launched) == 7
        monkeypatch.undo()


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_the_window_goes_before_the_server(room: RoomHost) -> None:
    assert psutil.Process(room.process_id).nice() >= 5
    group = Path(f"/proc/{room.process_id}/autogroup")
    if group.exists():
        assert group.read_text().split()[-1] == "5"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems go without")
def test_connections_that_are_out_of_reach_are_let_go_of() -> None:
    listening = host_module.bind("127.0.0.1", [0])
    with listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000
            assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * host_module.SEND_BYTES


def test_what_waits_is_written_even_when_the_server_dies_at_the_end(tmp_path: Path) -> None:
    for n in range(8):
        folder = tmp_path / str(n)
        host = RoomHost(RoomSettings(), data=folder, host="127.0.0.1")
        host.start()
        phone = Phone(host.port)
        phone.send("waits for two others")
        phone.close()
        os.kill(host.process_id or 0, signal.SIGKILL)
        threading.Event().wait(n * 0.006)
        host.stop()
        assert [row[0] for row in rows(host.file, "SELECT text FROM entry")] == ["waits for two others"], n
        assert not family()


@pytest.mark.parametrize("delete", [True, False])
def test_a_room_that_is_ended_in_the_middle_of_a_restart_is_ended(tmp_path: Path, delete: bool) -> None:
    """Whatever the moment: nothing runs on, and what was deleted does not come back."""
    for n in range(12):
        folder = tmp_path / str(n)
        host = RoomHost(RoomSettings(release=Release.INSTANT), data=folder, host="127.0.0.1")
        host.start()
        phone = Phone(host.port)
        assert phone.send("said in confidence")[1].status == 200
        phone.close()
        os.kill(host.process_id or 0, signal.SIGKILL)
        threading.Event().wait(n * 0.006)  # from before the death is noticed to after the new server is there
        host.close_room(delete=delete)
        assert not family(), n
        if delete:
            assert list(folder.iterdir()) == [], n
        else:
            assert [row[0] for row in rows(host.file, "SELECT text FROM entry")] == ["said in confidence"], n
