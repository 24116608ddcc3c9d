"""The console's client against a real server, and the host without windows."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from facilitator.room.client import RoomClient
from facilitator.room.errors import RoomError
from facilitator.room.host import PORTS, RoomHost, bind
from facilitator.room.records import EntryState, ModeratorView, Release, RoomSettings
from tests.room.rooms import Phone, receipt, running, until


@pytest.fixture
def host(tmp_path: Path) -> Iterator[RoomHost]:
    with running(RoomSettings(release=Release.ROUND, title="Client"), data=tmp_path) as host:
        yield host


@pytest.fixture
def client(host: RoomHost) -> Iterator[RoomClient]:
    client = host.client()
    yield client
    client.stop()


def test_everything_a_moderator_does(host: RoomHost, client: RoomClient) -> None:
    phone = Phone(host.port)
    assert phone.send("too early")[1].json["error"] == "no_round"
    client.round_open()
    assert client.snapshot().round_open
    assert phone.post("round/nothing", seat=receipt()).json == {"delivery": "received"}
    secret, _ = phone.send("in the round")
    client.type_in("comment", "from paper")
    client.round_close()
    view = client.snapshot()
    assert sorted(e.text for e in view.entries) == ["from paper", "in the round"]
    assert view.release is Release.ROUND
    key = next(e.id for e in view.entries if e.text == "in the round")
    before, after = client.act(key, "reply", text="Thank you.")
    assert (before.reply, after.reply) == ("", "Thank you.")
    client.act(key, "park")
    assert client.act(key, "restore", state=EntryState.NEXT.value)[1].state is EntryState.NEXT
    assert sorted(e.text for e in client.export()) == ["from paper", "in the round"]
    assert all(e.id == "" for e in client.export())
    client.pause()
    assert client.snapshot().paused
    assert phone.get("/api/v1/room").json["state"]["paused"] or until(
        lambda: phone.get("/api/v1/room").json["state"]["paused"]
    )
    client.pause(False)
    client.show_resources()
    assert client.snapshot().show_resources
    day = client.close()
    assert day.year >= 2026
    assert client.snapshot().closed
    with pytest.raises(RoomError) as closed:
        client.type_in("comment", "too late")
    assert closed.value.code == "closed"
    phone.post("entries/withdraw", receipt=secret)
    assert [e.text for e in client.snapshot().entries] == ["from paper"]
    phone.close()


def test_refusals_are_sentences_with_codes(client: RoomClient) -> None:
    with pytest.raises(RoomError) as few:
        client.collect()
    assert few.value.code == "few"
    assert str(few.value).startswith("Fewer than 3 are waiting.")
    assert client.collect(force=True) == 0
    with pytest.raises(RoomError) as missing:
        client.act(receipt(), "publish")
    assert missing.value.code == "not_found"
    with pytest.raises(RoomError) as wrong:
        client.act(receipt(), "explode")
    assert wrong.value.code == "bad_request"


def test_a_room_that_does_not_answer_is_a_sentence() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        client = RoomClient(f"http://127.0.0.1:{nobody.getsockname()[1]}", "key")
        with pytest.raises(RoomError, match="does not answer") as away:
            client.snapshot()
        assert away.value.code == "away"


def test_listening_puts_patches_together(host: RoomHost, client: RoomClient) -> None:
    views: list[ModeratorView] = []
    states: list[str] = []
    stop = host.client().listen(views.append, states.append)
    until(lambda: views)
    for n in range(3):
        client.type_in("question", f"entry {n}")
    client.collect()
    until(lambda: len(views[-1].entries) == 3)
    first = views[-1].entries[0]
    client.act(first.id, "star")
    until(lambda: views[-1].entries[0].starred)
    assert [e.id for e in views[-1].entries] == sorted(e.id for e in views[-1].entries)
    assert [v.version for v in views] == sorted({v.version for v in views})
    client.delete_now()
    until(lambda: states[-1:] == ["closed"])
    assert views[-1].closed
    assert views[-1].entries == ()
    stop()


def test_after_stop_nothing_is_called_any_more(host: RoomHost, client: RoomClient) -> None:
    views: list[ModeratorView] = []
    stop = client.listen(views.append, lambda _: None)
    until(lambda: views)
    stop()
    count = len(views)
    client.pause()
    client.pause(False)
    assert len(views) == count
    assert not [t for t in threading.enumerate() if t.name == "room events"]


def test_joined_pages_are_rounded(host: RoomHost, client: RoomClient) -> None:
    socks = []
    for count, shown in ((0, 0), (1, 5), (9, 10), (16, 20)):
        while len(socks) < count:
            sock = socket.create_connection(("127.0.0.1", host.port), 5)
            sock.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % host.port)
            socks.append(sock)
        until(lambda shown=shown: client.snapshot().seats == shown)
    assert client.snapshot().connected is False
    for sock in socks:
        sock.close()
    until(lambda: client.snapshot().seats == 0)


# --- the host -------------------------------------------------------------------------------------------


def test_the_next_free_port_is_taken(tmp_path: Path) -> None:
    with (
        running(RoomSettings(), data=tmp_path / "a") as one,
        running(RoomSettings(), data=tmp_path / "b") as two,
    ):
        ports = {one.port, one.moderator_port, two.port, two.moderator_port}
        assert len(ports) == 4
        assert {one.port, two.port} <= set(PORTS)
        assert one.participants_url("192.168.1.20") == f"http://192.168.1.20:{one.port}/"
        assert one.moderator_url == f"http://127.0.0.1:{one.moderator_port}/moderate#{one.moderator_key}"


def test_a_given_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with bind("127.0.0.1", [0]) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RoomError, match=f"Port {port} cannot be used .*--port"):
            RoomHost(RoomSettings(), data=tmp_path, host="127.0.0.1", port=port).start()
    with pytest.raises(RoomError, match=r"free port|address"):
        RoomHost(RoomSettings(), data=tmp_path, host="203.0.113.7").start()


def test_no_key_is_on_a_command_line_or_in_the_environment(host: RoomHost) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system has no /proc")
    server = psutil.Process(host.process_id)
    waiting = server.parent()  # the one that was asked for it; both have one environment
    assert waiting is not None
    told = " ".join([*server.cmdline(), *waiting.cmdline(), *map(str, waiting.environ().items())])
    for secret in (host.key, host.moderator_key, str(host.file)):
        assert secret not in told


def test_importing_the_client_is_light() -> None:
    code = (
        "import sys; import facilitator.room.client;"
        "heavy = {'starlette', 'uvicorn', 'httpx', 'sqlite3', 'PySide6', 'regex'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_the_server_and_the_host_import_no_window() -> None:
    code = (
        "import sys; import facilitator.room.host, facilitator.room.server.process;"
        "sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
