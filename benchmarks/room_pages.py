"""The pages of `room_load.py` and `room_kills.py`, as a process of its own: it is started by those two.

Live pages (an event stream each) and people who send, vote and wait for "saved", from 127.0.0.2-60. A JSON
object on stdin says where and how much; "open" is answered when the pages are there, and "go" starts the
sending. One JSON object of figures comes at the end. Pages that lose their stream come back as browsers do:
after 2 to 6 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import secrets
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

SOURCES = [f"127.0.0.{n}" for n in range(2, 61)]
MARK = b"mark-"
MARK_BYTES = 21


@dataclass
class Wish:
    """What the other process asks for."""

    port: int
    moderator_port: int
    key: str
    pages: int
    seconds: float
    entries: float
    votes: float
    open_files: int = 0


@dataclass
class Figures:
    """What was measured. Seconds."""

    opened: float = 0.0
    pages: int = 0
    lost: int = 0
    acks: list[float] = field(default_factory=list)
    vote_acks: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    """Entries and votes that were not taken, by the interface's code."""
    taken: int = 0
    """Entries that were."""
    last_page: list[float] = field(default_factory=list)
    published: int = 0
    on_every_page: int = 0


def raise_files(wanted: int) -> None:
    """As many open files as are needed and allowed."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))
            return
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Page(asyncio.Protocol):
    """A live page: one event stream, read as cheaply as can be. Knows when each text reached it."""

    def __init__(self, load: Load, source: str) -> None:
        self.load = load
        self.source = source
        self.bytes = 0
        self.alive = False
        self.left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.alive = True
        self.left = b""
        transport.write(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % self.load.wish.port)

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)
        now = time.perf_counter()
        window = self.left + data
        at = window.find(MARK)
        while at >= 0 and at + MARK_BYTES <= len(window):
            self.load.reached(window[at : at + MARK_BYTES], self, now)
            at = window.find(MARK, at + MARK_BYTES)
        # A mark that is cut in two by the end of this piece goes on with the next.
        self.left = window[at:] if at >= 0 else window[-(len(MARK) - 1) :]

    def connection_lost(self, exc: Exception | None) -> None:
        self.alive = False
        self.load.lost_one(self)


class Client:
    """A kept connection for requests."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.lock = asyncio.Lock()

    async def post(self, port: int, path: str, body: dict[str, Any], key: str = "") -> tuple[int, Any]:
        """Status 0 when the room did not answer."""
        async with self.lock:
            try:
                if self.streams is None:
                    self.streams = await asyncio.open_connection(
                        "127.0.0.1", port, local_addr=(self.source, 0)
                    )
                reader, writer = self.streams
                data = json.dumps(body).encode()
                more = f"Authorization: Bearer {key}\r\n" if key else ""
                head = (
                    f"POST /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}"
                    f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
                )
                writer.write(head.encode() + data)
                status = int((await reader.readline()).split()[1])
                length = 0
                while (line := await reader.readline()) not in (b"\r\n", b""):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                answer = await reader.readexactly(length)
                return status, json.loads(answer) if answer.startswith(b"{") else {}
            except (OSError, IndexError, ValueError, asyncio.IncompleteReadError):
                if self.streams is not None:
                    self.streams[1].close()
                self.streams = None
                return 0, {}


class Load:
    """Everything that happens at once."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.figures = Figures()
        self.pages: list[Page] = []
        self.published: dict[bytes, float] = {}
        self.arrivals: dict[bytes, dict[int, float]] = {}
        self.ending = False
        self.tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    # --- pages --------------------------------------------------------------------------------------

    def reached(self, mark: bytes, page: Page, now: float) -> None:
        if mark in self.published:
            # Votes bring the same entry again; the first time counts.
            self.arrivals.setdefault(mark, {}).setdefault(id(page), now)

    def lost_one(self, page: Page) -> None:
        self.figures.lost += 1
        if not self.ending:
            self.spawn(self._come_back(page))

    async def _come_back(self, page: Page) -> None:
        while not self.ending and not page.alive:
            await asyncio.sleep(random.uniform(2.0, 6.0))
            await self._connect(page)

    async def _connect(self, page: Page) -> bool:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(
                lambda: page, "127.0.0.1", self.wish.port, local_addr=(page.source, 0)
            )
        except OSError:
            return False
        return True

    async def open_pages(self) -> None:
        started = time.perf_counter()
        for n in range(self.wish.pages):
            page = Page(self, SOURCES[n % len(SOURCES)])
            for _ in range(3):
                if await self._connect(page):
                    self.pages.append(page)
                    break
                await asyncio.sleep(0.05)
            if n % 100 == 99:
                await asyncio.sleep(0)
        for _ in range(200):
            if all(page.bytes > 0 or not page.alive for page in self.pages):
                break
            await asyncio.sleep(0.05)
        self.figures.opened = time.perf_counter() - started

    # --- people -------------------------------------------------------------------------------------

    async def _send(self, client: Client, console: Client, known: list[str]) -> None:
        w = self.wish
        mark = f"mark-{secrets.token_hex(8)}"
        receipt = secrets.token_hex(16)
        body = {"receipt": receipt, "category": "question", "text": f"{mark} " + "word " * 30}
        started = time.perf_counter()
        status, said = await client.post(w.port, "entries", body)
        self._count("entry", status, said, started, self.figures.acks)
        self.figures.taken += status == 200
        if status != 200 or random.random() > 0.25:
            return
        # A quarter is published: as soon as it is saved, the moderator's click.
        for _ in range(40):
            await asyncio.sleep(0.1)
            _, said = await client.post(w.port, "entries/status", {"receipt": receipt})
            if said.get("delivery") == "saved":
                self.published[mark.encode()] = time.perf_counter()
                act = {"id": said["id"], "action": "publish"}
                await console.post(w.moderator_port, "moderate/act", act, w.key)
                known.append(said["id"])
                return

    async def _vote(self, client: Client, known: list[str]) -> None:
        started = time.perf_counter()
        body = {"seat": secrets.token_hex(16), "entry": random.choice(known), "on": True}
        status, said = await client.post(self.wish.port, "votes", body)
        self._count("vote", status, said, started, self.figures.vote_acks)

    def _count(self, what: str, status: int, said: Any, started: float, taken: list[float]) -> None:
        self.figures.statuses[status] = self.figures.statuses.get(status, 0) + 1
        if status != 200:
            why = f"{what}: {said.get('error', 'no room for a connection')}"
            self.figures.refused[why] = self.figures.refused.get(why, 0) + 1
        if status:
            taken.append(time.perf_counter() - started)

    async def run(self) -> None:
        clients = [Client(source) for source in SOURCES]
        console = Client("127.0.0.1")
        known: list[str] = []
        begun = time.perf_counter()
        sent = voted = 0
        while (gone := time.perf_counter() - begun) < self.wish.seconds:
            while sent < gone * self.wish.entries:
                sent += 1
                self.spawn(self._send(random.choice(clients), console, known))
            while voted < gone * self.wish.votes:
                voted += 1
                if known:
                    self.spawn(self._vote(random.choice(clients), known))
            await asyncio.sleep(0.01)
        await asyncio.sleep(2.0)
        self.ending = True

    def sum_up(self) -> Figures:
        f = self.figures
        f.pages = sum(page.alive for page in self.pages)
        f.published = len(self.published)
        f.last_page = [max(times.values()) - self.published[m] for m, times in self.arrivals.items()]
        f.on_every_page = sum(len(times) >= f.pages for times in self.arrivals.values())
        return f


async def live(wish: Wish) -> Figures:
    load = Load(wish)
    await load.open_pages()
    print(json.dumps({"opened": load.figures.opened}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await load.run()
    figures = load.sum_up()
    for page in load.pages:
        if page.alive:
            page.transport.abort()
    for task in tuple(load.tasks):
        task.cancel()
    return figures


# --- the other side ---------------------------------------------------------------------------------------


class Pages:
    """The process, as seen by the benchmark that started it."""

    def __init__(self, wish: Wish) -> None:
        import subprocess

        self.wish = wish
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(json.dumps(asdict(wish)))

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        data = json.loads(self.process.stdout.readline())
        assert isinstance(data, dict)
        return data

    def opened(self) -> float:
        """Wait until the pages are there."""
        return float(self._hear()["opened"])

    def go(self) -> None:
        self._say("go")

    def figures(self) -> Figures:
        """Wait for the end."""
        said = self._hear()
        said["statuses"] = {int(k): v for k, v in said["statuses"].items()}
        self.process.wait()
        return Figures(**said)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def main() -> None:
    wish = Wish(**json.loads(sys.stdin.readline()))
    raise_files(wish.open_files or wish.pages + 1000)
    print(json.dumps(asdict(asyncio.run(live(wish)))), flush=True)


if __name__ == "__main__":
    main()
