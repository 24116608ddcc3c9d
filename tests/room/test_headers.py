"""Section 6 as a table: whatever a server of ours answers, it answers with the same headers (3.7, test 7).

One real server for what can be asked of it; the rest (a fault of ours, a full house) where it can be made.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release, RoomSettings
from facilitator.room.server.application import Application, Setup
from facilitator.room.server.headers import FORBIDDEN_HEADERS, SECURITY_HEADERS
from facilitator.room.server.refused import ERROR_BYTES
from facilitator.room.server.sqlite_store import SqliteStore
from tests.room.rooms import OPEN, Phone, receipt, running, until

#: Exactly these, besides what each answer says of its own body.
OWN = {
    b"content-type", b"content-length", b"content-encoding", b"content-disposition", b"transfer-encoding",
    b"connection", b"retry-after", b"allow", b"vary", b"x-accel-buffering", b"location",
}  # fmt: skip


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomHost]:
    limits = Limits(room_per_minute=5)
    settings = RoomSettings(release=Release.INSTANT, limits=limits)
    with running(settings, data=tmp_path_factory.mktemp("room")) as host:
        yield host


def exchange(port: int, data: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Bytes to the server, and its answer as it came over the line."""
    with socket.create_connection(("127.0.0.1", port), 5) as sock:
        sock.sendall(data)
        answer = b""
        while b"\r\n\r\n" not in answer:
            piece = sock.recv(65536)
            if not piece:
                break
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    headers = [(n.lower(), v) for n, v in (line.split(b": ", 1) for line in lines)]
    return int(first.split()[1]), headers, body


def check(headers: list[tuple[bytes, bytes]]) -> None:
    names = [name for name, _ in headers]
    for name, value in SECURITY_HEADERS:
        assert names.count(name) == 1, f"{name!r} is there {names.count(name)} times"
        assert (name, value) in headers
    assert not set(names) & FORBIDDEN_HEADERS
    assert set(names) <= OWN | {name for name, _ in SECURITY_HEADERS}


def request(port: int, line: str, *headers: str, body: str = "", host: str = "") -> bytes:
    told = [f"Host: {host or f'127.0.0.1:{port}'}", *headers]
    if body:
        told += [f"Content-Length: {len(body.encode())}", "Content-Type: application/json"]
    return "\r\n".join([f"{line} HTTP/1.1", *told, "", body]).encode()


ENTRY = json.dumps({"receipt": "ab" * 16, "category": "question", "text": "x"})
KEY = "Authorization: Bearer {key}"
#: (status, listener, request line, headers, body)
TABLE: list[tuple[int, str, str, tuple[str, ...], str]] = [
    (200, "public", "GET /", (), ""),
    (200, "public", "GET /?lang=ar", (), ""),
    (200, "public", "GET /test", (), ""),
    (200, "public", "HEAD /", (), ""),
    (200, "public", "GET /static/page.js", ("Accept-Encoding: gzip",), ""),
    (200, "public", "GET /api/v1/room", (), ""),
    (200, "public", "GET /api/v1/events", (), ""),
    (200, "public", "POST /api/v1/entries", (), ENTRY),
    (200, "moderator", "GET /moderate", (), ""),
    (200, "moderator", "GET /static/moderate.js", (), ""),
    (200, "moderator", "GET /api/v1/moderate/room", (KEY,), ""),
    (200, "moderator", "GET /api/v1/moderate/events", (KEY,), ""),
    (200, "moderator", "GET /api/v1/moderate/export?format=csv", (KEY,), ""),
    (200, "moderator", "GET /api/v1/moderate/export?format=xlsx", (KEY,), ""),
    (200, "moderator", "GET /api/v1/moderate/export?format=md", (KEY,), ""),
    (200, "moderator", "GET /api/v1/moderate/export?format=json", (KEY,), ""),
    (307, "public", "GET /test/", (), ""),
    (400, "public", "POST /api/v1/entries", (), "{"),
    (400, "public", "BAD LINE /", (), ""),
    (400, "public", "GET /", ("Transfer-Encoding: chunked", "Content-Length: 3"), "abc"),
    (401, "moderator", "GET /api/v1/moderate/room", (), ""),
    (401, "moderator", "POST /api/v1/moderate/delete", (), '{"sure": true}'),
    (403, "public", "POST /api/v1/entries", ("Origin: http://evil.example",), ENTRY),
    (404, "public", "GET /nowhere", (), ""),
    (404, "public", "GET /api/v1/moderate/room", (KEY,), ""),
    (404, "public", "GET /static/%2e%2e/%2e%2e/pyproject.toml", (), ""),
    (404, "public", "GET /static/..%2f..%2fpyproject.toml", (), ""),
    (404, "public", "GET /static/..\\..\\pyproject.toml", (), ""),
    (404, "public", "GET /static//etc/passwd", (), ""),
    (404, "public", "GET /static/%c0%ae%c0%ae/page.js", (), ""),
    (404, "public", "GET http://127.0.0.1/nowhere", (), ""),
    (404, "moderator", "GET /", (), ""),
    (405, "public", "DELETE /", (), ""),
    (405, "public", "OPTIONS /api/v1/entries", (), ""),
    (405, "public", "TRACE /", (), ""),
    (405, "moderator", "PUT /api/v1/moderate/act", (KEY,), ""),
    (409, "public", "POST /api/v1/round/nothing", (), json.dumps({"seat": "ab" * 16})),
    (413, "public", "POST /api/v1/entries", (), "x" * 9000),
    (413, "public", "POST /api/v1/entries", ("Content-Type: application/json", "Content-Length: 99999"), ""),
    (414, "public", "GET /" + "a" * 3000, (), ""),
    (415, "public", "POST /api/v1/entries", ("Content-Type: text/plain", "Content-Length: 0"), ""),
    (415, "public", "POST /api/v1/entries", ("Content-Encoding: gzip",), ENTRY),
    (415, "public", "POST /send", ("Content-Length: 0",), ""),
    (421, "public", "GET / @evil.example", (), ""),
    (421, "moderator", "GET /moderate @localhost.evil.example", (), ""),
    (422, "public", "POST /api/v1/entries", (), ENTRY.replace('"x"', '" "').replace("ab", "cd")),
    (431, "public", "GET /", tuple(f"X-{n}: {'a' * 900}" for n in range(12)), ""),
    (501, "public", "POST /api/v1/entries", ("Transfer-Encoding: gzip",), ""),
]  # fmt: skip


def test_they_are_those_of_the_checklist() -> None:
    """Written out once more: whoever takes one away must do it here, too."""
    headers = dict(SECURITY_HEADERS)
    policy = dict(
        part.strip().partition(" ")[::2] for part in headers[b"content-security-policy"].decode().split(";")
    )
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "'none'",
    }  # fmt: skip
    powers = headers.pop(b"permissions-policy").decode().split(", ")
    assert len(powers) >= 15
    assert all(power.endswith("=()") for power in powers)
    del headers[b"content-security-policy"]
    assert headers == {
        b"cache-control": b"no-store",
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"no-referrer",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"x-frame-options": b"DENY",
        b"x-robots-tag": b"noindex, nofollow",
    }
    assert {b"date", b"server", b"etag", b"last-modified", b"set-cookie"} <= FORBIDDEN_HEADERS


@pytest.mark.parametrize(("status", "listener", "line", "headers", "body"), TABLE)
def test_every_answer(
    host: RoomHost, status: int, listener: str, line: str, headers: tuple[str, ...], body: str
) -> None:
    port = host.port if listener == "public" else host.moderator_port
    line, _, name = line.partition(" @")
    told = [h.format(key=host.key) for h in headers]
    found, answered, _ = exchange(port, request(port, line, *told, body=body, host=name and f"{name}:{port}"))
    assert found in ((400, status) if status == 501 else (status,))
    check(answered)
    if line.startswith("HEAD"):
        assert dict(answered)[b"content-type"]


def test_too_much(host: RoomHost) -> None:
    found = set()
    for _ in range(12):
        body = ENTRY.replace("ab" * 16, receipt())
        status, headers, _ = exchange(host.port, request(host.port, "POST /api/v1/entries", body=body))
        found.add(status)
        check(headers)
        assert status == 200 or int(dict(headers)[b"retry-after"]) >= 1
    assert found == {200, 429}


def test_paused_and_closed(tmp_path: Path) -> None:
    with running(RoomSettings(release=Release.INSTANT), data=tmp_path) as host:
        client = host.client()
        client.pause()
        status, headers, _ = exchange(host.port, request(host.port, "POST /api/v1/entries", body=ENTRY))
        assert status == 503
        check(headers)
        client.close()
        status, headers, _ = exchange(host.port, request(host.port, "POST /api/v1/entries", body=ENTRY))
        assert status == 410
        check(headers)
        client.stop()


def test_a_full_house(tmp_path: Path) -> None:
    limits = replace(Limits(), address_connections=16, room_connections=16)
    with running(RoomSettings(limits=limits), data=tmp_path) as host:
        held = [socket.create_connection(("127.0.0.1", host.port), 5) for _ in range(16)]
        for sock in held:
            sock.sendall(b"GET / HTTP/1.1\r\n")  # in the middle of asking: nobody else's turn
        until(lambda: Phone(host.port).get("/").status == 503)
        status, headers, _ = exchange(host.port, request(host.port, "GET /"))
        assert status == 503
        check(headers)
        for sock in held:
            sock.close()


@pytest.mark.parametrize("path", ["/api/v1/entries/status", "/"])
def test_a_fault_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """What is told is one sentence; what is reported has a type and a line, and nothing that was written."""
    store = SqliteStore(tmp_path / "room.sqlite3", RoomSettings(), "2026-01-22")
    OPEN.append(store)
    reports: list[str] = []
    app = Application(Setup(RoomSettings(), 1, "k", "c", b"f"), store, report=reports.append)

    def broken(*_: object) -> Any:
        raise ZeroDivisionError("somebody's words")

    monkeypatch.setattr(app.room, "status", broken)
    monkeypatch.setattr(app.room, "published", broken)
    sent: list[dict[str, Any]] = []
    body = json.dumps({"receipt": "ab" * 16}).encode()
    scope = {
        "type": "http", "method": "POST" if "api" in path else "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", b"127.0.0.1:80"), (b"content-type", b"application/json")],
        "server": ("127.0.0.1", 80), "client": ("127.0.0.2", 1), "http_version": "1.1", "scheme": "http",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app.guard(scope, receive, send))
    assert sent[0]["status"] == 500
    check(sent[0]["headers"])
    told = b"".join(m.get("body", b"") for m in sent)
    assert b"words" not in told
    if "api" in path:
        assert json.loads(told)["error"] == "internal"
        assert len(told) == ERROR_BYTES
    assert len(reports) == 1
    assert reports[0].startswith("ZeroDivisionError at test_headers.py:")
    assert "words" not in reports[0]
