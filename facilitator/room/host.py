"""Starts the room's server as a process of its own, and keeps it alive. No Qt; the windows wrap it.

The listening sockets are opened here and stay open: while a crashed server is started again (on the same
port, with what was waiting), phones wait in the queue instead of being refused.
"""

from __future__ import annotations

import contextlib
import errno
import json
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from facilitator.room import retention
from facilitator.room.client import RoomClient
from facilitator.room.errors import RoomError
from facilitator.room.only_one import TAKEN, OnlyOne, TakenError
from facilitator.room.records import RoomSettings
from facilitator.room.starter import START_SECONDS, Running, Starter, starter
from facilitator.room.wire import settings_from_wire, settings_to_wire
from facilitator.system import cores, log

__all__ = ["RoomError", "RoomHost", "serve_forever"]

PORTS = range(8080, 8100)
BACKLOG = 1024
#: What the system keeps of an answer that is not read.
SEND_BYTES = 65_536
#: A phone that acknowledged nothing for this long is gone (the stream's beat comes every 15 s).
UNREACHED_SECONDS = 30.0
#: A program that was killed leaves a server behind that is still ending, and holds its port meanwhile.
PORT_SECONDS = 2.0
STOP_SECONDS = 5.0
#: A server that died before it was ready is started again after a while, which doubles each time.
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0
#: One that was ready is started again at once, unless this many were within ten seconds.
MANY_CRASHES = 30
NOT_STARTED = "The room did not start. Try again; `facilitator doctor` may tell more."

Json = dict[str, Any]
logger = log.get("room.host")


def _tune(sock: socket.socket) -> None:
    """For connections to come: somebody who does not read costs little memory, and a phone that is out of
    reach is let go of. Systems that cannot do it go without."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
    with contextlib.suppress(OSError, AttributeError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(UNREACHED_SECONDS * 1000))


def bind(host: str, ports: Iterable[int]) -> socket.socket:
    """A listening TCP socket on the first free port. Raises OSError when none is free."""
    problem: OSError = OSError("no port was given")
    for port in ports:
        sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform == "win32":
                # On Windows SO_REUSEADDR would let two programs share the port.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            _tune(sock)
            sock.bind((host, port))
            sock.listen(BACKLOG)
        except OSError as error:
            sock.close()
            problem = error
        else:
            return sock
    raise problem


class RoomHost:
    """One room, running.

    ``data`` is a folder for the room's file (made new; ``rooms_dir()`` by default), or the file of a room to
    go on with (``settings_of`` tells how it was opened). ``host`` is the address to listen on, all by
    default. ``port`` None takes the first free one of 8080-8099; a given one that is taken is a RoomError.
    ``on_restart`` is called after the server was started again, ``on_error`` with a sentence; both from a
    thread of this object.
    """

    def __init__(
        self,
        settings: RoomSettings,
        *,
        data: Path | None = None,
        host: str = "0.0.0.0",
        port: int | None = None,
        allow_hosts: Iterable[str] = (),
        today: Callable[[], date] = date.today,
        on_restart: Callable[[], None] = lambda: None,
        on_error: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.on_restart = on_restart
        self.on_error = on_error
        self.key = secrets.token_hex(16)
        """The console's own key: for ``RoomClient``."""
        self.moderator_key = secrets.token_hex(16)
        """The moderator page's key: opens all but the screen."""
        self.port = 0
        self.moderator_port = 0
        self.restarts = 0
        self._host = host or "0.0.0.0"
        self._port = port
        self._allow_hosts = tuple(allow_hosts)
        self._today = today
        self._form_key = secrets.token_bytes(32)
        continuing = data is not None and data.suffix == ".sqlite3"
        self.file: Path = data if data is not None and continuing else retention.new_file(data)
        """The room's file; its name says nothing."""
        self._sockets: list[socket.socket] = []
        self._starter: Starter | None = None
        self._running: Running | None = None
        self._waiting: dict[str, Json] = {}
        self._facts: Json = {}
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        """Held while a server is told something: its settings come first."""
        self._stopping = False
        self._deleted = False
        self._ready = threading.Event()
        self._failure = ""
        self._hopeless = False
        self._last_try = False
        self._stillborn = 0
        self._watcher: threading.Thread | None = None
        self._crashes: list[float] = []

    def another(self, settings: RoomSettings, *, elsewhere: bool = False) -> RoomHost:
        """A new room at the same port (``elsewhere``: as if for the first time), not started yet; this one
        must be stopped first."""
        return RoomHost(
            settings, data=self.file.parent, host=self._host, port=self._port if elsewhere else self.port,
            allow_hosts=self._allow_hosts, today=self._today, on_restart=self.on_restart,
            on_error=self.on_error,
        )  # fmt: skip

    # --- addresses ----------------------------------------------------------------------------------

    def participants_url(self, address: str = "127.0.0.1") -> str:
        """What participants type; ``address`` is one of this computer's (``system.addresses``)."""
        shown = f"[{address}]" if ":" in address else address
        return f"http://{shown}:{self.port}/"

    @property
    def base_url(self) -> str:
        """Where ``RoomClient`` asks: the loopback listener."""
        return f"http://127.0.0.1:{self.moderator_port}"

    @property
    def moderator_url(self) -> str:
        """The moderator page, key included. The part behind # never reaches a server or a log."""
        return f"{self.base_url}/moderate#{self.moderator_key}"

    @property
    def listens_on(self) -> str:
        """The address given, or ``0.0.0.0`` for all."""
        return self._host

    def client(self) -> RoomClient:
        """A client with the console's key."""
        return RoomClient(self.base_url, self.key)

    # --- life ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Delete rooms whose days are over, open the sockets, start the server, wait until it answers.

        Raises RoomError with a sentence.
        """
        cores.none()  # this process, too, holds what waits
        with contextlib.suppress(OSError):
            retention.delete_due(self._today())
        self._wait_for_former()
        self._open_sockets()
        self._starter = starter(self._sockets)
        try:
            self._launch()
        except OSError as error:
            logger.warning("the room's server could not be started: %s", error.strerror or error)
            self.stop()
            raise RoomError(NOT_STARTED) from error
        if not self._ready.wait(START_SECONDS) or self._failure:
            sentence = self._failure or NOT_STARTED
            self.stop()
            raise RoomError(sentence)

    def _wait_for_former(self) -> None:
        """The server that this room had when the program was killed may still write, and hold the port that
        phones know."""
        try:
            if self.file.is_file():
                OnlyOne(self.file).close()
        except TakenError as error:
            raise RoomError(TAKEN) from error
        except OSError:
            pass  # the server will say what is wrong with the file

    def _open_sockets(self) -> None:
        try:
            public = bind(self._host, PORTS) if self._port is None else self._bind_given(self._port)
        except OSError as error:
            raise RoomError(self._bind_sentence(error)) from error
        self.port = public.getsockname()[1]
        try:
            after = [p for p in (*range(self.port + 1, PORTS.stop), 0) if p != self.port]
            moderator = bind("127.0.0.1", after)
        except OSError as error:
            public.close()
            raise RoomError(f"No port is free for the moderator page: {error.strerror}.") from error
        self.moderator_port = moderator.getsockname()[1]
        self._sockets = [public, moderator]

    def _bind_given(self, port: int) -> socket.socket:
        end = time.monotonic() + PORT_SECONDS
        while True:
            try:
                return bind(self._host, [port])
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > end:
                    raise
            time.sleep(0.05)

    def _bind_sentence(self, error: OSError) -> str:
        if self._port is None:
            if error.errno in (getattr(socket, "EAI_NONAME", None),) or isinstance(error, socket.gaierror):
                return f"{self._host} is not an address of this computer. Leave --host out to listen on all."
            return (
                f"The room found no free port between {PORTS.start} and {PORTS.stop - 1} ({error.strerror}). "
                "Close other programs that serve web pages, or choose another with --port."
            )
        if isinstance(error, PermissionError):
            return f"Port {self._port} is reserved for the system. Choose one above 1023 with --port."
        return (
            f"Port {self._port} cannot be used ({error.strerror or error}): another program, or another "
            "room, may have it. Choose another with --port, or leave --port out."
        )

    def _close_sockets(self) -> None:
        for sock in self._sockets:
            with contextlib.suppress(OSError):
                sock.close()
        self._sockets = []

    def _launch(self) -> None:
        """Start a server and hand it everything. Raises OSError."""
        self._ready.clear()
        assert self._starter is not None
        with self._telling:
            running = self._starter.start()
            self._running = running
            self._watcher = threading.Thread(target=self._watch, args=(running,), name="room", daemon=True)
            self._watcher.start()
            # A server that dies while it is told is noticed by its watcher.
            with contextlib.suppress(BrokenPipeError):
                running.tell(json.dumps(self._config(running.sockets)).encode())
            # Still held: what is made ready here is there to be ended when the room is stopped meanwhile.
            self._starter.prepare()

    def _config(self, sockets: list[Any]) -> Json:
        with self._lock:
            waiting, facts = list(self._waiting.values()), dict(self._facts)
        return {
            "version": 1,
            "settings": settings_to_wire(self.settings),
            "file": str(self.file),
            "delete_after": retention.until(self._today(), self.settings.keep_days).isoformat(),
            "sockets": sockets,
            "moderator_port": self.moderator_port,
            "key": self.moderator_key,
            "console_key": self.key,
            "form_key": self._form_key.hex(),
            "allow_hosts": list(self._allow_hosts),
            "waiting": waiting,
            "facts": facts,
        }

    def _watch(self, running: Running) -> None:
        """Read what the server says until it ends; then start it again unless it was told to end."""
        with contextlib.suppress(OSError, ValueError):
            for line in running.lines:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    self._hear(json.loads(line))
        running.ended()
        if self._deleted or self._running is not running:
            return
        if self._stopping:
            if self._last_try or not self._waiting:
                return
            # It died before it wrote what waited: once more, for that alone.
            self._last_try = True
        was_ready = self._ready.is_set()
        logger.warning("the room's server ended by itself")
        self._stillborn = 0 if was_ready else self._stillborn + 1
        if not was_ready:
            if not self._failure:
                self._failure = "The room's server could not start. `facilitator doctor` may tell more."
            if self.restarts:
                self.on_error(self._failure)
            self._ready.set()
            if not self.restarts or self._hopeless:
                return
        self._again()

    def _again(self) -> None:
        now = time.monotonic()
        self._crashes = [t for t in self._crashes if now - t < 10.0]
        self._crashes.append(now)
        if self._stillborn:
            time.sleep(min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (self._stillborn - 1)))
        elif len(self._crashes) > MANY_CRASHES:
            self.on_error("The room's server keeps failing; it is started again each time.")
            time.sleep(LONGEST_PAUSE / 4)
        if self._stopping and not self._last_try:
            return
        self.restarts += 1
        self._failure = ""
        try:
            self._launch()
        except OSError as error:
            self.on_error(f"The room could not be started again: {error.strerror or error}.")
            return
        if self._ready.wait(START_SECONDS) and not self._failure and not self._stopping:
            self.on_restart()

    def _hear(self, line: Json) -> None:
        with self._lock:
            if keep := line.get("keep"):
                self._waiting[keep["mark"]] = keep
            for mark in line.get("drop", ()):
                self._waiting.pop(mark, None)
            if facts := line.get("facts"):
                if facts.get("deleted"):
                    self._deleted = True
                    self._waiting.clear()
                self._facts.update({k: v for k, v in facts.items() if k != "deleted"})
        if trace := line.get("log"):
            logger.warning("the room's server: %s", trace)
        if error := line.get("error"):
            self._failure = str(error)
            self._hopeless = bool(line.get("final"))
        if line.get("ready"):
            self._ready.set()

    def stop(self) -> None:
        """End the server; what waits is written first. The room's file stays. Safe to call twice."""
        self._stopping = True
        ended: threading.Thread | None = None
        # A server that is just being started again when this is called is ended as well.
        while (watcher := self._tell_to_stop()) is not ended:
            ended = watcher
        if self._starter is not None:
            self._starter.close()
        self._close_sockets()

    def _tell_to_stop(self) -> threading.Thread | None:
        """Tell the server of this moment, and wait for its end; returns its watcher."""
        with self._telling:
            running, watcher = self._running, self._watcher
            if running is None or watcher is None or watcher is threading.current_thread():
                return None
            with contextlib.suppress(OSError):
                running.tell(b'{"stop": true}')
        watcher.join(STOP_SECONDS)
        if watcher.is_alive():
            running.kill()
            watcher.join(STOP_SECONDS)
        return watcher

    def close_room(self, delete: bool) -> date | None:
        """End the room: delete everything now, or keep it. Returns the last day that it is kept.

        Works when the server is gone too: the file is then deleted from here. Raises RoomError with a
        sentence when the file cannot be removed.
        """
        day: date | None = None
        client = self.client()
        try:
            if delete:
                with contextlib.suppress(RoomError):
                    client.delete_now()
            else:
                day = self._keep(client)
        finally:
            client.stop()
            if delete:
                self._waiting.clear()
            self.stop()
            self._waiting.clear()
        if delete:
            try:
                retention.destroy(self.file)
            except OSError as error:
                raise RoomError(
                    f"The room's file {self.file} could not be removed ({error.strerror}). Delete it by hand."
                ) from error
        return day

    def _keep(self, client: RoomClient) -> date:
        try:
            return client.close()
        except RoomError as error:
            if error.code != "away":
                raise
            # The server is gone for good: what it wrote is kept, and the file says until when.
            day = retention.until(self._today(), self.settings.keep_days)
            retention.close(self.file, day)
            return day

    @property
    def process_id(self) -> int | None:
        """The server's process, for tests and `doctor`."""
        return self._running.process_id if self._running else None


def settings_of(file: Path) -> RoomSettings | None:
    """The settings that a kept room was opened with; None when the file cannot be read."""
    import sqlite3

    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return settings_from_wire(json.loads(db.execute("SELECT settings FROM room").fetchone()[0]))
    except (sqlite3.Error, ValueError, TypeError, KeyError):
        return None


def serve_forever(
    settings: RoomSettings,
    *,
    port: int | None = None,
    host: str = "",
    data: Path | None = None,
    allow_hosts: Iterable[str] = (),
) -> int:
    """The room without windows: prints the participants' address first, a QR, then the moderator's address.

    Runs until Ctrl+C or SIGTERM (exit code 0). With ``data``, a folder, the room there is gone on with.
    """
    from facilitator.room.headless import run

    return run(settings, port=port, host=host, data=data, allow_hosts=allow_hosts)
