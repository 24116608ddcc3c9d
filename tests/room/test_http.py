"""The interface over real HTTP, against a real server process (docs/room-api.md)."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.room.client import RoomClient
from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release, RoomSettings
from facilitator.room.server.headers import FORBIDDEN_HEADERS, SECURITY_HEADERS
from facilitator.room.server.refused import ERROR_BYTES
from tests.room.rooms import Phone, receipt, running, until

OPEN_LIMITS = Limits(room_per_minute=100_000, address_per_minute=100_000, votes_per_minute=100_000)
SETTINGS = RoomSettings(
    title="Harm <reduction>", lang="en", release=Release.INSTANT, limits=OPEN_LIMITS,
    resources=(("Crisis line", "0800 111 222"),),
)  # fmt: skip


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomHost]:
    with running(SETTINGS, data=tmp_path_factory.mktemp("room")) as host:
        yield host


@pytest.fixture
def phone(host: RoomHost) -> Iterator[Phone]:
    phone = Phone(host.port)
    yield phone
    phone.close()


@pytest.fixture
def client(host: RoomHost) -> Iterator[RoomClient]:
    client = host.client()
    yield client
    client.stop()


def published(phone: Phone, client: RoomClient, text: str) -> tuple[str, str]:
    """Send, wait until saved, publish; returns (receipt, id)."""
    secret, _ = phone.send(text)
    until(lambda: phone.status(secret)["delivery"] == "saved")
    key = phone.status(secret)["id"]
    client.act(key, "publish")
    until(lambda: any(e["id"] == key for e in phone.get("/api/v1/room").json["entries"]))
    return secret, key


# --- participants ---------------------------------------------------------------------------------------


def test_an_entry_travels_from_a_phone_to_everybody(phone: Phone, client: RoomClient) -> None:
    secret, answer = phone.send("  What is it?\u202e  ", "question")
    assert answer.status == 200
    assert answer.json["delivery"] == "received"
    assert answer.json["text"] == "What is it?"
    until(lambda: phone.status(secret)["delivery"] == "saved")
    key = phone.status(secret)["id"]
    assert key not in phone.get("/api/v1/room").body.decode()
    client.act(key, "publish")
    client.act(key, "reply", text="A way of helping.")
    seen = until(
        lambda: [e for e in phone.get("/api/v1/room").json["entries"] if e["id"] == key and e["reply"]]
    )
    assert seen == [
        {
            "id": key,
            "category": "question",
            "text": "What is it?",
            "votes": 0,
            "reply": "A way of helping.",
            "state": "published",
        }
    ]


def test_edit_withdraw_and_votes(phone: Phone, client: RoomClient) -> None:
    secret, key = published(phone, client, "frist")
    assert phone.post("entries/edit", receipt=secret, category="concern", text="first").json["changing"]
    until(lambda: phone.status(secret)["changing"] is False)
    # New words are read first, too.
    assert phone.status(secret)["published"] is False
    client.act(key, "publish")
    assert phone.post("votes", seat=receipt(), entry=key, on=True).json == {"on": True}
    until(lambda: [e["votes"] for e in phone.get("/api/v1/room").json["entries"] if e["id"] == key] == [1])
    assert phone.post("entries/withdraw", receipt=secret).json["delivery"] == "withdrawn"
    until(lambda: key not in phone.get("/api/v1/room").body.decode())
    assert phone.post("votes", seat=receipt(), entry=key, on=True).status == 404


def test_patches_carry_only_what_changed(phone: Phone, client: RoomClient) -> None:
    published(phone, client, "first of two")
    seen = phone.get("/api/v1/room").json
    assert seen["full"] is True
    assert phone.get(f"/api/v1/room?since={seen['version']}").json["entries"] == []
    secret, second = published(phone, client, "second of two")
    patch = phone.get(f"/api/v1/room?since={seen['version']}").json
    assert patch["full"] is False
    assert [e["id"] for e in patch["entries"]] == [second]
    phone.post("entries/withdraw", receipt=secret)
    until(lambda: second in phone.get(f"/api/v1/room?since={patch['version']}").json["gone"])
    for stale in ("00000000.1", "x", f"{patch['version'].split('.')[0]}.99999", "5", "....", "%F0%9F%98%80"):
        assert phone.get(f"/api/v1/room?since={stale}").json["full"] is True


def frames(sock: socket.socket) -> Iterator[dict[str, str]]:
    """Server-sent events from a raw HTTP/1.1 connection (chunked)."""
    file = sock.makefile("rb")
    while file.readline() not in (b"\r\n", b""):
        pass
    text = ""
    while size := file.readline():
        chunk = file.read(int(size, 16))
        file.readline()
        if not chunk:
            break
        text += chunk.decode()
        while "\n\n" in text:
            frame, _, text = text.partition("\n\n")
            yield dict(line.split(": ", 1) for line in frame.splitlines() if not line.startswith(":"))
    file.close()


def test_events_begin_with_everything_and_go_on_with_patches(
    host: RoomHost, phone: Phone, client: RoomClient
) -> None:
    published(phone, client, "there before")
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as sock:
        sock.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % host.port)
        stream = frames(sock)
        first = next(stream)
        assert first["event"] == "room"
        assert 2000 <= int(first["retry"]) <= 6000
        data = json.loads(first["data"])
        assert data["full"] is True
        assert data["version"] == first["id"]
        _, key = published(phone, client, "comes later")
        while True:
            data = json.loads(next(stream)["data"])
            assert data["full"] is False
            if key in [e["id"] for e in data["entries"]]:
                break
        stream.close()
    with socket.create_connection(("127.0.0.1", host.port), timeout=10) as sock:
        head = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nLast-Event-ID: %s\r\n\r\n"
        sock.sendall((head % (host.port, data["version"])).encode())
        again = frames(sock)
        assert json.loads(next(again)["data"])["full"] is False
        again.close()


# --- without JavaScript ---------------------------------------------------------------------------------


def nonce_in(html: str) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', html)
    assert found
    return found[1]


def form(phone: Phone, path: str, **fields: str) -> tuple[int, str]:
    from urllib.parse import urlencode

    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "null"}
    answer = phone.ask("POST", path, urlencode(fields).encode(), kind)
    return answer.status, answer.body.decode()


def test_the_page_works_without_javascript(phone: Phone, client: RoomClient) -> None:
    html = phone.get("/").body.decode()
    assert "Harm &lt;reduction&gt;" in html
    nonce = nonce_in(html)
    for _ in range(2):
        status, said = form(phone, "/send", nonce=nonce, category="concern", text="from an old browser")
        assert status == 200
        assert "<h1>" in said
    until(lambda: "from an old browser" in [e.text for e in client.snapshot().entries])
    assert [e.text for e in client.snapshot().entries].count("from an old browser") == 1
    back = re.search(r'name="receipt" value="([^"]+)"', said)
    assert back
    assert form(phone, "/withdraw", receipt=back[1])[0] == 200
    until(lambda: "from an old browser" not in [e.text for e in client.snapshot().entries])


@pytest.mark.parametrize("nonce", ["", "x", "00" * 16, "00" * 16 + "-" + "00" * 16, "é", "a-b-c"])
def test_a_form_that_is_not_ours_keeps_the_words_and_takes_nothing(
    phone: Phone, client: RoomClient, nonce: str
) -> None:
    status, html = form(phone, "/send", nonce=nonce, category="question", text="forged <words>")
    assert status == 409
    assert "forged &lt;words&gt;" in html
    assert nonce_in(html) != nonce
    assert form(phone, "/withdraw", receipt=nonce)[0] == 200
    assert "forged" not in str(client.snapshot())


def test_a_form_that_cannot_be_taken_keeps_the_words(phone: Phone) -> None:
    nonce = nonce_in(phone.get("/").body.decode())
    status, html = form(phone, "/send", nonce=nonce, category="question", text="a" * 501)
    assert status == 422
    assert "a" * 501 in html
    assert 'value="question" required checked' in html
    status, html = form(phone, "/send", nonce=nonce, category="nonsense", text="words")
    assert status == 422
    assert "words" in html


# --- what is refused ------------------------------------------------------------------------------------


def refusal(answer: object) -> tuple[int, str]:
    from tests.room.rooms import Answer

    assert isinstance(answer, Answer)
    assert len(answer.body) == ERROR_BYTES
    assert answer.json["message"].endswith((".", "?"))
    return answer.status, answer.json["error"]


def test_bodies_must_be_what_the_interface_says(phone: Phone) -> None:
    def send(body: bytes, kind: str = "application/json") -> tuple[int, str]:
        return refusal(phone.ask("POST", "/api/v1/entries", body, {"Content-Type": kind}))

    good = {"receipt": receipt(), "category": "question", "text": "x"}
    raw = json.dumps(good).encode()
    assert send(b"") == (400, "bad_json")
    assert send(b"{") == (400, "bad_json")
    assert send(b"[1]") == (400, "bad_json")
    assert send(b"\xff\xfe") == (400, "bad_json")
    assert send(b'{"receipt": NaN}') == (400, "bad_json")
    assert send(b'{"a": 1, "a": 2}') == (400, "bad_json")
    assert send(b'{"a": {"b": {"c": {"d": 1}}}}') == (400, "bad_json")
    assert send(b"[" * 4000) == (400, "bad_json")
    assert send(raw, "text/plain") == (415, "content_type")
    assert send(json.dumps(good | {"seat": "x"}).encode()) == (400, "bad_request")
    assert send(json.dumps(good | {"more": 1}).encode()) == (400, "bad_request")
    assert send(json.dumps(good | {"receipt": "A" * 32}).encode()) == (400, "bad_request")
    assert send(json.dumps(good | {"text": 5}).encode()) == (400, "bad_request")
    assert send(json.dumps(good | {"text": "a" * 501}).encode()) == (422, "too_long")
    assert send(json.dumps(good | {"text": "\u200b"}).encode()) == (422, "empty")
    assert send(json.dumps(good | {"category": "x"}).encode()) == (422, "category")
    assert send(json.dumps(good | {"pad": "x" * 9000}).encode()) == (413, "too_big")
    encoded = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert refusal(phone.ask("POST", "/api/v1/entries", raw, encoded)) == (415, "content_type")
    assert phone.ask("POST", "/api/v1/entries", good | {"pad": "x" * 900}).status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:{port}", "http://127.0.0.1:{port}.evil.example"],
)  # fmt: skip
def test_other_sites_cannot_change_anything(phone: Phone, host: RoomHost, origin: str) -> None:
    told = {"Content-Type": "application/json", "Origin": origin.format(port=host.port)}
    body = json.dumps({"receipt": receipt(), "category": "question", "text": "x"}).encode()
    assert refusal(phone.ask("POST", "/api/v1/entries", body, told)) == (403, "origin")
    told["Origin"] = f"http://127.0.0.1:{host.port}"
    assert phone.ask("POST", "/api/v1/entries", body, told).status == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("127.0.0.1:{port}", 200), ("localhost:{port}", 200), ("LOCALHOST:{port}", 200),
        ("evil.example:{port}", 421), ("127.0.0.1", 421), ("127.0.0.1:1", 421), ("10.1.2.3:{port}", 421),
        ("", 421), ("[::1]:{port}", 421), ("127.0.0.1:{port}.evil.example", 421), ("localhost:{port}:1", 421),
        ("user@127.0.0.1:{port}", 421),
    ],
)  # fmt: skip
def test_only_our_own_addresses_are_answered(phone: Phone, host: RoomHost, name: str, status: int) -> None:
    for path in ("/", "/api/v1/room", "/static/page.js", "/nowhere"):
        answer = phone.get(path, Host=name.format(port=host.port))
        if path != "/nowhere":
            assert answer.status == status
        if status == 421:
            assert answer.status == 421
            assert answer.body == b"This is not the room's address. Scan the code on the wall again."


def test_names_can_be_allowed_for_mapped_ports(tmp_path: Path) -> None:
    options = {"data": tmp_path, "allow_hosts": ("room.example", "other.example:9000")}
    with running(RoomSettings(), **options) as host:
        phone = Phone(host.port)
        for name, status in (
            ("room.example:9000", 200), ("room.example", 200), ("other.example:9000", 200),
            ("other.example:9001", 421), ("evil.example", 421),
        ):  # fmt: skip
            assert phone.get("/api/v1/room", Host=name).status == status
        moderator = Phone(host.moderator_port, Authorization=f"Bearer {host.key}")
        assert moderator.get("/api/v1/moderate/room", Host="room.example").status == 421
        phone.close()
        moderator.close()


# --- moderator ------------------------------------------------------------------------------------------

MODERATE = ["/moderate", "/api/v1/moderate/room", "/api/v1/moderate/events", "/api/v1/moderate/export"]


def test_the_moderators_part_is_not_on_the_wall(phone: Phone, host: RoomHost) -> None:
    for path in MODERATE:
        assert phone.get(path, Authorization=f"Bearer {host.key}").status == 404
    assert phone.ask("POST", "/api/v1/moderate/delete", {"sure": True}).status == 404
    moderator = Phone(host.moderator_port)
    assert moderator.get("/api/v1/room").status == 404
    assert moderator.get("/moderate").status == 200
    moderator.close()


@pytest.mark.parametrize("told", ["", "Bearer", "Bearer x", "Basic {key}", "{key}", "Bearer {key}x"])
def test_without_the_key_nothing(host: RoomHost, told: str) -> None:
    moderator = Phone(host.moderator_port, Authorization=told.format(key=host.key))
    for path in MODERATE[1:]:
        assert refusal(moderator.get(path)) == (401, "key")
    for path in ("act", "collect", "type", "round", "pause", "resources", "close", "delete"):
        assert refusal(moderator.post(f"moderate/{path}")) == (401, "key")
    moderator.close()


def test_only_the_console_says_what_is_on_the_screen(
    host: RoomHost, phone: Phone, client: RoomClient
) -> None:
    _, key = published(phone, client, "for the wall")
    moderator = Phone(host.moderator_port, Authorization=f"Bearer {host.moderator_key}")
    assert moderator.post("moderate/act", id=key, action="next").status == 200
    for more in ({"action": "on_screen"}, {"action": "restore", "state": "on screen"}):
        assert refusal(moderator.post("moderate/act", id=key, **more)) == (403, "console_only")
    assert client.act(key, "on_screen")[1].state == "on screen"
    until(lambda: "on screen" in phone.get("/api/v1/room").body.decode())
    client.act(key, "off_screen")
    moderator.close()


def test_the_other_sites_rule_holds_for_the_moderator_too(host: RoomHost) -> None:
    moderator = Phone(
        host.moderator_port, Authorization=f"Bearer {host.moderator_key}", Origin="http://evil.example"
    )
    assert refusal(moderator.post("moderate/pause", paused=True)) == (403, "origin")
    moderator.close()


@pytest.mark.parametrize("form", ["csv", "xlsx", "md", "json", "exe"])
def test_export_over_http(host: RoomHost, phone: Phone, client: RoomClient, form: str) -> None:
    published(phone, client, f"=for the {form}")
    moderator = Phone(host.moderator_port, Authorization=f"Bearer {host.moderator_key}")
    answer = moderator.get(f"/api/v1/moderate/export?format={form}")
    if form == "exe":
        assert refusal(answer) == (400, "bad_request")
    else:
        assert answer.status == 200
        if form == "csv":
            assert f'"\'=for the {form}"'.encode() in answer.body
        if form != "json":
            assert answer.headers["content-disposition"] == f'attachment; filename="entries.{form}"'
    moderator.close()


# --- headers --------------------------------------------------------------------------------------------

EVERYWHERE = [
    ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/test", 200),
    ("GET", "/static/page.js", 200), ("GET", "/static/page.css", 200),
    ("GET", "/static/../records.py", 404), ("GET", "/static/%2e%2e/%2e%2e/pyproject.toml", 404),
    ("GET", "/static/nothing.js", 404), ("GET", "/nowhere", 404), ("GET", "/api/v1/nowhere", 404),
    ("GET", "/api/v1/room", 200), ("HEAD", "/api/v1/events", 200), ("GET", "/api/v1/entries", 405),
    ("POST", "/api/v1/room", 405), ("DELETE", "/", 405), ("OPTIONS", "/api/v1/entries", 405),
    ("TRACE", "/", 405), ("POST", "/api/v1/entries", 415), ("POST", "/send", 415),
    ("GET", "/" + "a" * 3000, 414), ("GET", "/%00", 404), ("GET", "//evil.example/", 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), EVERYWHERE)
def test_every_answer_has_the_headers(phone: Phone, method: str, path: str, status: int) -> None:
    answer = phone.ask(method, path)
    assert answer.status == status
    for name, value in SECURITY_HEADERS:
        assert answer.headers.get(name.decode()) == value.decode(), f"{method} {path[:40]}: {name!r}"
    for name in FORBIDDEN_HEADERS:
        assert name.decode() not in answer.headers
    assert "content-type" in answer.headers


def test_even_what_is_not_http_gets_them(host: RoomHost) -> None:
    for sent in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"x" * 20_000,
    ):
        with socket.create_connection(("127.0.0.1", host.port), timeout=5) as sock:
            sock.sendall(sent)
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while chunk := sock.recv(65536):
                    answer += chunk
        assert answer.startswith(b"HTTP/1.1 400 ")
        for name, value in SECURITY_HEADERS:
            assert name + b": " + value in answer


def test_types_are_ours(phone: Phone) -> None:
    assert phone.get("/static/page.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert phone.get("/static/page.css").headers["content-type"] == "text/css; charset=utf-8"
    assert phone.get("/api/v1/room").headers["content-type"] == "application/json"
    assert "set-cookie" not in phone.get("/").headers


# --- limits ---------------------------------------------------------------------------------------------


def test_the_shipped_limits_act(tmp_path: Path) -> None:
    with running(RoomSettings(release=Release.INSTANT), data=tmp_path) as host:
        phone, seat = Phone(host.port), receipt()

        def send(**more: str) -> int:
            return phone.post("entries", receipt=receipt(), category="question", text="x", **more).status

        assert [send(seat=seat) for _ in range(4)] == [200, 200, 200, 429]
        refused = phone.post("entries", receipt=receipt(), category="question", text="x", seat=seat)
        assert refusal(refused) == (429, "slow_down")
        assert 1 <= int(refused.headers["retry-after"]) == refused.json["retry_after"] <= 20
        assert send(seat=receipt()) == 200
        # One router in front of all: only the room's limit counts, 120 at once.
        began = time.monotonic()
        rest = [send() for _ in range(130)]
        grown = int((time.monotonic() - began) * 2) + 1  # two more a second, and this machine may be slow
        assert 116 <= rest.count(200) <= 116 + grown
        assert set(rest) == {200, 429}
        phone.close()


def test_with_three_addresses_in_sight_each_has_its_own_limit(tmp_path: Path) -> None:
    with running(RoomSettings(release=Release.INSTANT), data=tmp_path) as host:
        phones = [Phone(host.port, f"127.0.0.{n}") for n in (2, 3, 4)]
        for phone in phones:
            assert phone.get("/").status == 200
        statuses = [phones[0].send("x")[1].status for _ in range(40)]
        assert statuses.count(200) in (30, 31)
        assert phones[1].send("mine")[1].status == 200
        # Sending again what is known costs nothing.
        secret, _ = phones[2].send("again and again")
        assert all(phones[2].send("again and again", secret=secret)[1].status == 200 for _ in range(60))
        for phone in phones:
            phone.close()


def test_a_crowd_shares_the_connections(tmp_path: Path) -> None:
    limits = replace(Limits(), address_connections=4, room_connections=40)
    with running(RoomSettings(limits=limits), data=tmp_path) as host:
        phones = [Phone(host.port, f"127.0.0.{n}") for n in (2, 3, 4)]
        assert all(phone.get("/api/v1/room").status == 200 for phone in phones)
        held = [
            socket.create_connection(("127.0.0.1", host.port), 5, source_address=("127.0.0.9", 0))
            for _ in range(4)
        ]
        fifth = Phone(host.port, "127.0.0.9")
        refused = fifth.get("/api/v1/room")
        assert refused.status == 503
        assert b"no room for another connection" in refused.body
        sixth = Phone(host.port, "127.0.0.10")
        assert sixth.get("/api/v1/room").status == 200
        for sock in held:
            sock.close()
        assert until(lambda: fifth.get("/api/v1/room").status == 200)
        for phone in (*phones, fifth, sixth):
            phone.close()


def test_idle_connections_make_place_for_those_who_ask(tmp_path: Path) -> None:
    """No address holds more than its share, and yet the house is full of people who say nothing."""
    limits = replace(Limits(), address_connections=8, room_connections=32)
    with running(RoomSettings(limits=limits), data=tmp_path) as host:
        silent = [
            socket.create_connection(("127.0.0.1", host.port), 5, source_address=(f"127.0.0.{n % 8 + 2}", 0))
            for n in range(32)
        ]
        phones = [Phone(host.port, f"127.0.0.{n + 20}") for n in range(10)]
        until(lambda: phones[0].get("/api/v1/room").status == 200)
        for phone in phones:
            assert phone.get("/api/v1/room").status == 200
        for sock in silent:
            sock.close()
        for phone in phones:
            phone.close()
        # What was counted is given back: nothing leaks.
        for n in range(40):
            again = Phone(host.port, "127.0.0.2")
            assert again.get("/api/v1/room").status == 200, n
            again.close()


def test_a_house_full_of_streams_still_takes_entries(tmp_path: Path) -> None:
    limits = replace(Limits(), room_connections=40, room_streams=20)
    with running(RoomSettings(release=Release.INSTANT, limits=limits), data=tmp_path) as host:
        answers = []
        streams = []
        for n in range(35):
            sock = socket.create_connection(
                ("127.0.0.1", host.port), 5, source_address=(f"127.0.0.{n + 2}", 0)
            )
            sock.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % host.port)
            answers.append(int(sock.recv(65536).split()[1]))
            streams.append(sock)
        assert answers == [200] * 20 + [503] * 15
        for n in range(20):
            phone = Phone(host.port, f"127.0.0.{n + 100}")
            assert phone.send("there is a place for what people want to say")[1].status == 200
            phone.close()
        for sock in streams:
            sock.close()


def test_nobody_can_lock_the_others_out(tmp_path: Path) -> None:
    """One address alone may hold all connections (it may be a router); a newcomer still gets one."""
    limits = replace(Limits(), address_connections=8, room_connections=30)
    with running(RoomSettings(limits=limits), data=tmp_path) as host:
        greedy = [
            socket.create_connection(("127.0.0.1", host.port), 5, source_address=("127.0.0.9", 0))
            for _ in range(30)
        ]
        phone = Phone(host.port, "127.0.0.2")
        assert phone.get("/api/v1/room").status == 200
        moderator = Phone(host.moderator_port, Authorization=f"Bearer {host.key}")
        assert moderator.get("/api/v1/moderate/room").status == 200
        for sock in greedy:
            sock.close()
        phone.close()
        moderator.close()


def test_a_page_that_was_made_for_another_has_a_nonce_of_its_own(
    host: RoomHost, phone: Phone, client: RoomClient
) -> None:
    published(phone, client, "seen by all")
    first, second = (phone.get("/?lang=en").body.decode() for _ in range(2))
    assert "seen by all" in first
    assert nonce_in(first) != nonce_in(second)
    keys = [re.search(r'"carry":\["([0-9a-f]{32})",\[[0-9,]+\]\]', page) for page in (first, second)]
    assert keys[0] is not None
    assert keys[1] is not None
    assert keys[0][1] != keys[1][1], "what one page seals no other page can open"
    assert first.replace(nonce_in(first), "").replace(keys[0][0], "") == second.replace(
        nonce_in(second), ""
    ).replace(keys[1][0], "")
    _, key = published(phone, client, "seen a moment later")
    assert "seen a moment later" in phone.get("/?lang=en").body.decode()
    client.act(key, "unpublish")
    until(lambda: "seen a moment later" not in phone.get("/?lang=en").body.decode())
