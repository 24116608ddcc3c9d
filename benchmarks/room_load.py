"""Load on the room: many live pages, entries and votes by the second, all on loopback.

    python benchmarks/room_load.py                    200 pages, 10 s: a quick look
    python benchmarks/room_load.py --pages 1000       the issue's figure (20 entries and 50 votes a second)
    python benchmarks/room_load.py --pages 5000       measured and reported
    python benchmarks/room_load.py --shipped          the limits as shipped, which then act

Clients come from 127.0.0.2-60. Two processes: this one makes the load, the room's server is the real one.
``--release instant`` (default here) because that costs the server most: every entry is its own small batch.
Without ``--shipped`` the limits are raised; they are printed.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release, RoomSettings

SOURCES = [f"127.0.0.{n}" for n in range(2, 61)]


def raise_files(wanted: int) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
        except (ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Page(asyncio.Protocol):
    """A live page: one event stream, read as cheaply as can be. Knows when each text reached it."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.bytes = 0
        self.left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % self.load.port)

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        now = time.perf_counter()
        window = self.left + data
        at = window.find(b"mark-")
        while at >= 0 and at + 21 <= len(window):
            self.load.reached(window[at : at + 21], self, now)
            at = window.find(b"mark-", at + 21)
        self.left = window[-21:] if b"mark-" in window[-26:] and at >= 0 else b""

    def connection_lost(self, exc: Exception | None) -> None:
        self.load.lost += 1


class Client:
    """A kept connection for requests."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source = port, source
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.lock = asyncio.Lock()

    async def post(self, path: str, body: dict[str, Any], port: int = 0, key: str = "") -> tuple[int, Any]:
        async with self.lock:
            if self.streams is None:
                self.streams = await asyncio.open_connection(
                    "127.0.0.1", port or self.port, local_addr=(self.source, 0)
                )
            reader, writer = self.streams
            data = json.dumps(body).encode()
            more = f"Authorization: Bearer {key}\r\n" if key else ""
            head = (
                f"POST /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port or self.port}\r\n{more}"
                f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
            )
            try:
                writer.write(head.encode() + data)
                status = int((await reader.readline()).split()[1])
                length = 0
                while (line := await reader.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                return status, json.loads(await reader.readexactly(length))
            except (OSError, IndexError, asyncio.IncompleteReadError):
                writer.close()
                self.streams = None
                return 0, {}


class Load:
    def __init__(self, host: RoomHost, pages: int, seconds: float, entries: float, votes: float) -> None:
        self.host, self.port = host, host.port
        self.count, self.seconds, self.rate, self.vote_rate = pages, seconds, entries, votes
        self.pages: list[Page] = []
        self.lost = 0
        self.acks: list[float] = []
        self.vote_acks: list[float] = []
        self.statuses: dict[int, int] = {}
        self.published: dict[bytes, float] = {}
        self.arrivals: dict[bytes, dict[int, float]] = {}

    def reached(self, mark: bytes, page: Page, now: float) -> None:
        if mark in self.published:
            # Votes bring the same entry again; the first time counts.
            self.arrivals.setdefault(mark, {}).setdefault(id(page), now)

    async def open_pages(self) -> float:
        loop = asyncio.get_running_loop()
        started = time.perf_counter()
        for n in range(self.count):
            source = (SOURCES[n % len(SOURCES)], 0)
            for _ in range(3):
                try:
                    _, page = await loop.create_connection(
                        lambda: Page(self), "127.0.0.1", self.port, local_addr=source
                    )
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    self.pages.append(page)
                    break
            if n % 100 == 99:
                await asyncio.sleep(0)
        for _ in range(200):
            if sum(page.bytes > 0 for page in self.pages) >= len(self.pages) - self.lost:
                break
            await asyncio.sleep(0.05)
        return time.perf_counter() - started

    async def run(self) -> None:
        clients = [Client(self.port, source) for source in SOURCES]
        console = Client(self.port, "127.0.0.1")
        tasks: list[asyncio.Task[None]] = []
        known: list[str] = []

        async def send() -> None:
            mark = f"mark-{secrets.token_hex(8)}"
            client = random.choice(clients)
            receipt = secrets.token_hex(16)
            body = {"receipt": receipt, "category": "question", "text": f"{mark} " + "word " * 30}
            started = time.perf_counter()
            status, _ = await client.post("entries", body)
            self.acks.append(time.perf_counter() - started)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status != 200 or random.random() > 0.25:
                return
            # A quarter is published: as soon as it is saved, the moderator's click.
            for _ in range(40):
                await asyncio.sleep(0.1)
                _, said = await client.post("entries/status", {"receipt": receipt})
                if said.get("delivery") == "saved":
                    self.published[mark.encode()] = time.perf_counter()
                    act = {"id": said["id"], "action": "publish"}
                    await console.post("moderate/act", act, self.host.moderator_port, self.host.key)
                    known.append(said["id"])
                    return

        async def vote() -> None:
            started = time.perf_counter()
            body = {"seat": secrets.token_hex(16), "entry": random.choice(known), "on": True}
            status, _ = await random.choice(clients).post("votes", body)
            self.vote_acks.append(time.perf_counter() - started)
            self.statuses[status] = self.statuses.get(status, 0) + 1

        begun = time.perf_counter()
        sent = voted = 0
        while (gone := time.perf_counter() - begun) < self.seconds:
            while sent < gone * self.rate:
                sent += 1
                tasks.append(asyncio.create_task(send()))
            while voted < gone * self.vote_rate:
                voted += 1
                if known:
                    tasks.append(asyncio.create_task(vote()))
            await asyncio.sleep(0.01)
        await asyncio.gather(*tasks)
        await asyncio.sleep(1.5)


def ms(values: list[float], share: int) -> str:
    if len(values) < 2:
        return "-"
    return f"{statistics.quantiles(values, n=100)[share - 1] * 1000:.0f} ms"


def measure(arguments: argparse.Namespace) -> None:
    raise_files(arguments.pages + 1000)
    limits = Limits()
    if not arguments.shipped:
        limits = dataclasses.replace(
            limits,
            room_per_minute=1_000_000,
            address_per_minute=1_000_000,
            votes_per_minute=1_000_000,
            address_connections=arguments.pages,
            room_connections=arguments.pages + 600,
            waiting=5000,
        )
    settings = RoomSettings(title="Load", release=Release(arguments.release), limits=limits)
    with tempfile.TemporaryDirectory() as folder:
        host = RoomHost(settings, host="127.0.0.1", data=Path(folder))
        host.start()
        try:
            load = Load(host, arguments.pages, arguments.seconds, arguments.entries, arguments.votes)
            server = psutil.Process(host.process_id)
            opened, cpu, gone = asyncio.run(_drive(load, server))
            memory = server.memory_info().rss / 1e6
            report(arguments, load, opened, cpu, gone, memory, limits)
        finally:
            host.stop()


async def _drive(load: Load, server: psutil.Process) -> tuple[float, float, float]:
    opened = await load.open_pages()
    before, started = server.cpu_times(), time.perf_counter()
    await load.run()
    after, gone = server.cpu_times(), time.perf_counter() - started
    for page in load.pages:
        page.transport.abort()
    return opened, after.user + after.system - before.user - before.system, gone


def report(
    arguments: argparse.Namespace,
    load: Load,
    opened: float,
    cpu: float,
    gone: float,
    memory: float,
    limits: Limits,
) -> None:
    alive = len(load.pages) - load.lost + (len(load.pages) if load.lost >= len(load.pages) else 0)
    last = [max(times.values()) - load.published[m] for m, times in load.arrivals.items()]
    full = sum(len(times) >= alive for times in load.arrivals.values())
    shipped = Limits()
    raised = [
        f"{f.name} {getattr(shipped, f.name)} → {getattr(limits, f.name)}"
        for f in dataclasses.fields(limits)
        if getattr(limits, f.name) != getattr(shipped, f.name)
    ]
    rows = [
        ("live pages", f"{alive} of {arguments.pages}, opened in {opened:.1f} s"),
        (
            "entries, votes a second",
            f"{arguments.entries:g}, {arguments.votes:g} for {arguments.seconds:g} s",
        ),
        ("an entry acknowledged, p50 / p99", f"{ms(load.acks, 50)} / {ms(load.acks, 99)} ({len(load.acks)})"),
        ("a vote acknowledged, p50 / p99", f"{ms(load.vote_acks, 50)} / {ms(load.vote_acks, 99)}"),
        ("a published entry on the last page, p50 / worst", f"{ms(last, 50)} / {max(last, default=0):.2f} s"),
        ("published entries that reached every page", f"{full} of {len(load.published)}"),
        ("server memory", f"{memory:.0f} MB"),
        ("server CPU", f"{100 * cpu / gone:.0f} % of a core"),
        ("statuses", ", ".join(f"{n} x {s}" for s, n in sorted(load.statuses.items()))),
        ("limits", "; ".join(raised) or "as shipped"),
        ("machine", f"{os.cpu_count()} cores shared with the load, load average {os.getloadavg()[0]:.1f}"),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        sys.stdout.write(f"{name.ljust(width)}  {value}\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--entries", type=float, default=20, help="a second")
    parser.add_argument("--votes", type=float, default=50, help="a second")
    parser.add_argument("--release", choices=[r.value for r in Release], default="instant")
    parser.add_argument("--shipped", action="store_true", help="limits as shipped")
    measure(parser.parse_args())


if __name__ == "__main__":
    main()
