"""The server as a process: takes its sockets and settings from the one that started it, and dies with it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import uvicorn

from facilitator.room.server import nursery
from facilitator.room.server.application import Application, Setup
from facilitator.room.server.guard import where
from facilitator.room.server.keeper import Waiting
from facilitator.room.server.pipe import VERSION, Pipe, read_line, watch
from facilitator.room.server.protocol import Doorkeeper, Gate, protocol_class
from facilitator.room.server.sqlite_store import SqliteStore
from facilitator.room.server.static import web_files
from facilitator.room.server.storage import StorageError
from facilitator.room.server.words import LANGUAGES, load_words
from facilitator.room.wire import settings_from_wire
from facilitator.system import cores

Json = dict[str, Any]
#: Exit code: what was handed over cannot be read.
BAD_START = 4
#: This process's niceness.
POLITE = 5
#: Files that are open besides connections.
SPARE_FILES = 64


def no_traces() -> None:
    """No log, no traceback: either could hold what somebody wrote. (Core dumps: ``cores``.)"""
    sys.excepthook = lambda *_: None
    logging.getLogger().addHandler(logging.NullHandler())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio", "starlette"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
        logger.disabled = True


def step_back() -> None:
    """When the processor is short, the window with the show goes first. (Linux weighs sessions before
    processes, and this one is a session of its own.)"""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(POLITE)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(POLITE), encoding="ascii")


def raise_file_limit(wanted: int) -> int:
    """As many open files as are needed and allowed; returns how many there may be."""
    try:
        import resource
    except ImportError:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft == unlimited or soft >= wanted:
        return wanted
    target = wanted if hard == unlimited else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
        soft = target
    return soft


class OwnAddresses:
    """This machine's addresses, asked for again at most every 5 s (Wi-Fi changes during a session)."""

    def __init__(self) -> None:
        self._known: frozenset[str] = frozenset()
        self._asked = 0.0

    def __call__(self) -> Collection[str]:
        now = time.monotonic()
        if not self._asked or now - self._asked > 5.0:
            from facilitator.system.addresses import adapters

            self._known = frozenset(a.ip for a in adapters() if a.up)
            self._asked = now
        return self._known


class Server(uvicorn.Server):
    """uvicorn's server without its signals: this process ends when its parent says so."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


async def serve(config: Json, rest: bytes, sockets: list[socket.socket], pipe: Pipe) -> int:
    """Run until the parent stops us or is gone. Returns the exit code."""
    loop = asyncio.get_running_loop()
    settings = settings_from_wire(config["settings"])
    try:
        store = SqliteStore(Path(config["file"]), settings, config["delete_after"])
        setup = Setup(
            settings=settings,
            moderator_port=int(config["moderator_port"]),
            key=config["key"],
            console_key=config["console_key"],
            form_key=bytes.fromhex(config["form_key"]),
            allow_hosts=tuple(config["allow_hosts"]),
            waiting=[Waiting.from_wire(w) for w in config["waiting"]],
            **config.get("facts", {}),
        )

        def report(trace: str) -> None:
            pipe.send(log=trace)

        app = Application(setup, store, pipe, report, OwnAddresses())
    except StorageError as error:
        # Starting again would not help.
        pipe.send(error=str(error), final=True)
        return 1

    def failed(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        report(where(error) if isinstance(error, BaseException) else "event loop")

    loop.set_exception_handler(failed)
    limits = settings.limits
    files = raise_file_limit(limits.room_connections + SPARE_FILES)
    if files < limits.room_connections + SPARE_FILES:
        pipe.send(log=f"only {files} open files are allowed")
    gate = Gate(limits, lambda: app.allowance.few)
    gate.most = max(16, min(limits.room_connections, files - SPARE_FILES))
    app.participants.most_streams = min(limits.room_streams, gate.most - gate.most // 16)

    def arrived(peer: str, own: str) -> None:
        app.allowance.seen(peer)
        app.arrived(peer, own)

    door = Doorkeeper(gate, limits, setup.moderator_port, arrived)
    server = Server(
        uvicorn.Config(
            app.guard,
            http=protocol_class(door),
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=max(1, round(limits.idle_seconds)),
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=16_384,
            backlog=2048,
        )
    )

    def stop() -> None:
        # What waits goes to the disk first; then the streams end by themselves, and nobody waits for them.
        app.finish()
        server.should_exit = True

    def on_line(line: Json) -> None:
        if line.get("stop"):
            loop.call_soon_threadsafe(stop)

    def on_end() -> None:
        # The parent is gone, or has closed the line on purpose.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(stop)

    watch(0, rest, on_line, on_end)
    life = asyncio.create_task(app.run())
    life.add_done_callback(lambda task: None if task.cancelled() else stop())
    flushing = asyncio.create_task(_flush(pipe))
    announcing = asyncio.create_task(_announce(server, pipe))
    await server.serve(sockets=sockets)
    app.finish()
    for task in (life, flushing, announcing):
        task.cancel()
    store.close()
    pipe.flush()
    broken = life.exception() if life.done() and not life.cancelled() else None
    if broken is not None:
        report(where(broken))
        return 1
    return 0


async def _announce(server: Server, pipe: Pipe) -> None:
    while not server.started:
        await asyncio.sleep(0.005)
    pipe.send(ready=True)


async def _flush(pipe: Pipe) -> None:
    while True:
        await asyncio.sleep(0.1)
        pipe.flush()


def take_sockets(handed: list[Any]) -> list[socket.socket]:
    """The listening sockets: file descriptors on POSIX; on Windows what ``socket.share`` wrote."""
    if sys.platform == "win32":
        return [socket.fromshare(base64.b64decode(data)) for data in handed]
    return [socket.socket(fileno=int(number)) for number in handed]


def warm_up() -> None:
    """Do ahead what every server does once: late imports, words, packed files."""
    import facilitator.system.addresses  # noqa: F401 - it is in memory then

    for language in LANGUAGES:
        load_words(language)
    web_files()


def main() -> int:
    """Entry of ``python -m facilitator.room.server``: waits for its settings on stdin."""
    no_traces()
    step_back()
    os.umask(0o077)
    with contextlib.suppress(ValueError, OSError):
        # Ctrl+C in a terminal reaches the whole group; the parent decides when we end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()
    sockets: list[socket.socket] | None = []
    if nursery.asked_for():
        sockets = nursery.serve()
        if sockets is None:
            return 0
    # From here on there are keys and words in memory.
    cores.unreadable()
    config, rest = read_line(0)
    if config is None or config.get("version") != VERSION:
        return BAD_START
    pipe = Pipe(1)
    try:
        return asyncio.run(serve(config, rest, sockets or take_sockets(config["sockets"]), pipe))
    except Exception as error:  # noqa: BLE001 - only type and line may leave this process
        pipe.send(log=where(error))
        return 1
