"""Rooms for tests: in this process with a fake clock, or running for real behind HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitator.room.host import RoomHost
from facilitator.room.records import RoomSettings
from facilitator.room.server.keeper import Waiting
from facilitator.room.server.room import Room
from facilitator.room.server.sqlite_store import SqliteStore
from facilitator.system.clock import FakeClock

Json = dict[str, Any]


def receipt() -> str:
    return secrets.token_hex(16)


@dataclass
class MemoryKeeper:
    """What the starting process would hold."""

    waiting: dict[bytes, Waiting] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)

    def keep(self, waiting: Waiting) -> None:
        self.waiting[waiting.mark] = waiting

    def drop(self, marks: list[bytes]) -> None:
        for mark in marks:
            self.waiting.pop(mark, None)

    def tell(self, **facts: object) -> None:
        self.facts.update(facts)


#: Stores that a test has opened; ``conftest`` closes them.
OPEN: list[SqliteStore] = []


@dataclass
class Bench:
    """A room in this process: real SQLite, fake time, seeded shuffles."""

    path: Path
    settings: RoomSettings = field(default_factory=RoomSettings)
    seed: int = 1
    clock: FakeClock = field(default_factory=FakeClock)
    keeper: MemoryKeeper = field(default_factory=MemoryKeeper)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Open the room (again, as after a crash: the system has then closed the file)."""
        if hasattr(self, "store"):
            self.store.close()
        self.store = SqliteStore(self.path, self.settings, "2026-01-22")
        OPEN.append(self.store)
        rng = random.Random(self.seed)
        self.room = Room(self.settings, self.store, self.clock, rng=rng, keeper=self.keeper)

    def send(self, text: str, category: str = "question") -> str:
        secret = receipt()
        assert self.room.send(secret, category, text)["delivery"] == "received"
        return secret

    def pass_time(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass and the room look at its clock, as its process does."""
        passed = 0.0
        while passed < seconds:
            self.clock.advance(step)
            passed += step
            self.room.step()

    def texts(self) -> list[str]:
        return [e.text for e in self.room.entries()]


def rows(path: Path, query: str = "SELECT * FROM entry") -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


class Answer:
    """One HTTP answer."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Json:
        data = json.loads(self.body)
        assert isinstance(data, dict)
        return data


class Phone:
    """One participant's device: its own source address, its own connection."""

    def __init__(self, port: int, source: str = "127.0.0.1", **headers: str) -> None:
        self.port = port
        self.source = source
        self.headers = {k.replace("_", "-"): v for k, v in headers.items()}
        self.patient = True
        """Tries once more when a kept connection turns out to be dead."""
        self._kept: http.client.HTTPConnection | None = None

    def __del__(self) -> None:
        """A test that ends early must not leave its socket to a later one, as a warning."""
        if self._kept is not None:
            self._kept.close()

    def ask(
        self, method: str, path: str, body: Json | bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        told = dict(self.headers)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if isinstance(body, dict):
            told["Content-Type"] = "application/json"
        told |= headers or {}
        for attempt in (1, 2):
            connection = self._kept or http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=20, source_address=(self.source, 0)
            )
            self._kept = None
            try:
                connection.request(method, path, data, told)
                response = connection.getresponse()
                answer = Answer(
                    response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
                )
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                if attempt == 2 or not self.patient or not isinstance(error, ConnectionError):
                    raise
                continue
            if response.will_close:
                connection.close()
            else:
                self._kept = connection
            return answer
        raise AssertionError

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, **body: Any) -> Answer:
        return self.ask("POST", f"/api/v1/{path}", body)

    def send(self, text: str, category: str = "question", secret: str = "") -> tuple[str, Answer]:
        secret = secret or receipt()
        return secret, self.post("entries", receipt=secret, category=category, text=text)

    def status(self, secret: str) -> Json:
        return self.post("entries/status", receipt=secret).json

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def until(true: Callable[[], Any], seconds: float = 10.0, what: str = "it") -> Any:
    """Wait for a real process to get somewhere; fails when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen within {seconds} s")


@contextlib.contextmanager
def running(settings: RoomSettings, **options: Any) -> Iterator[RoomHost]:
    """A real server on loopback; ended at the end, its file left."""
    host = RoomHost(settings, host=options.pop("host", "127.0.0.1"), **options)
    host.start()
    try:
        yield host
    finally:
        host.stop()
