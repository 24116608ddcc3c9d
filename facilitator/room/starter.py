"""How a server process comes to life, fast enough that nobody notices that the one before it died.

Starting Python and importing takes a third of a second on a quiet machine and several on a busy one. So a
process that has imported everything waits from the beginning: on POSIX it forks a server whenever one is
wanted (``server/nursery.py``), which takes milliseconds and can be done again at once; on Windows, where
nothing forks, it becomes the server itself, and the next one is made ready behind it.

The one that waits holds neither the listening sockets nor a key: both are handed over with the start.
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

COMMAND = "facilitator.room.server"
#: Handed over with a start: two listening sockets, then the two pipes.
FORKS = sys.platform != "win32"
#: Until a new process answers: on a busy computer Python starts slowly.
START_SECONDS = 20.0
#: One that has answered before has imported everything: it forks within milliseconds, or is stuck.
ANSWER_SECONDS = 3.0
#: A process whose line was closed ends by itself within this, or is ended.
END_SECONDS = 2.0


class Running:
    """A server: its process, what it says (``lines``, until it ends), and how to tell it something."""

    def __init__(self, process_id: int, told: BinaryIO, lines: BinaryIO, sockets: Sequence[Any]) -> None:
        self.process_id = process_id
        self.lines = lines
        self.sockets = list(sockets)
        """For the first line: what the server finds its listening sockets by."""
        self._told = told
        self._over = False

    def tell(self, line: bytes) -> None:
        """Raises OSError when it is gone."""
        try:
            self._told.write(line + b"\n")
            self._told.flush()
        except ValueError as error:  # closed meanwhile
            raise BrokenPipeError from error

    def kill(self) -> None:
        """Until ``lines`` has ended the number is surely its own."""
        if not self._over:
            with contextlib.suppress(OSError):
                os.kill(self.process_id, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    def ended(self) -> None:
        """``lines`` has ended: let go of everything."""
        self._over = True
        for stream in (self._told, self.lines):
            with contextlib.suppress(OSError):
                stream.close()


class Starter(Protocol):
    """Makes servers for one pair of listening sockets."""

    def prepare(self) -> None:
        """Have something ready for the next start. Returns at once; raises OSError."""

    def start(self) -> Running:
        """A server that waits for its first line. Raises OSError."""

    def close(self) -> None:
        """End what waits. Servers that run are not touched."""


def _widen(pipe: int) -> None:
    """Room for a megabyte: what the server says is out of its hands at once, even while we are busy."""
    import fcntl

    with contextlib.suppress(OSError):
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _popen(**options: Any) -> subprocess.Popen[bytes]:
    # What lies in the current folder must not become part of the server; the package itself must.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONFAULTHANDLER"}
    package = str(Path(__file__).resolve().parents[2])
    environment["PYTHONPATH"] = os.pathsep.join(p for p in (package, environment.get("PYTHONPATH", "")) if p)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", COMMAND], stderr=subprocess.DEVNULL, env=environment, **options
    )


class ForkStarter:
    """Asks the nursery for a fork; a nursery that was killed, or that does not answer, is replaced."""

    def __init__(self, sockets: Sequence[socket.socket]) -> None:
        self._sockets = sockets
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._answered = False

    def prepare(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            try:
                self._process = _popen(stdin=theirs, stdout=subprocess.DEVNULL, start_new_session=True)
            except OSError:
                ours.close()
                raise
        self._line = ours
        self._answered = False

    def start(self) -> Running:
        try:
            return self._ask()
        except OSError:
            # Killed between two looks, or stuck: once more with a new one.
            return self._ask()

    def _ask(self) -> Running:
        self.prepare()
        try:
            return self._fork()
        except OSError:
            # Not asked again: a late answer would be taken for the next one.
            self._end(0.0)
            raise

    def _fork(self) -> Running:
        assert self._line is not None
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        try:
            self._line.settimeout(ANSWER_SECONDS if self._answered else START_SECONDS)
            handed = [*(s.fileno() for s in self._sockets), theirs_in, theirs_out]
            socket.send_fds(self._line, [b"!"], handed)
            answer = self._line.recv(32)
            if not answer:
                raise ConnectionResetError("the nursery is gone")
        except OSError:
            os.close(ours_out)
            os.close(ours_in)
            raise
        finally:
            os.close(theirs_in)
            os.close(theirs_out)
        self._answered = True
        _widen(ours_in)
        return Running(int(answer), os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb"), ())

    def close(self) -> None:
        self._end(END_SECONDS)

    def _end(self, seconds: float) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            _reap(self._process, seconds)
            self._process = None


class SpareStarter:
    """Keeps one process waiting; a start uses it up."""

    def __init__(self, sockets: Sequence[socket.socket]) -> None:
        self._sockets = sockets
        self._spare: subprocess.Popen[bytes] | None = None
        self._over: list[subprocess.Popen[bytes]] = []

    def prepare(self) -> None:
        self._over = [p for p in self._over if p.poll() is None]
        if self._spare is not None and self._spare.poll() is None:
            return
        options: dict[str, Any] = {}
        if sys.platform == "win32":
            options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        else:
            options["pass_fds"] = [s.fileno() for s in self._sockets]
            options["start_new_session"] = True
        self._spare = _popen(stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options)

    def start(self) -> Running:
        self.prepare()
        process, self._spare = self._spare, None
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self._over.append(process)
        if sys.platform == "win32":
            handed: list[Any] = [base64.b64encode(s.share(process.pid)).decode() for s in self._sockets]
        else:
            handed = [s.fileno() for s in self._sockets]
        return Running(process.pid, process.stdin, process.stdout, handed)  # type: ignore[arg-type]

    def close(self) -> None:
        if self._spare is not None:
            for stream in (self._spare.stdin, self._spare.stdout):
                if stream is not None:
                    stream.close()
            _reap(self._spare)
            self._spare = None
        for process in self._over:
            _reap(process)
        self._over = []


def _reap(process: subprocess.Popen[bytes], seconds: float = END_SECONDS) -> None:
    """It ends by itself, its line being closed; one that has not after ``seconds`` is ended. Never waits
    for ever: one that even the system cannot end is left to it."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(END_SECONDS)


def starter(sockets: Sequence[socket.socket]) -> Starter:
    """The best way of this machine."""
    return ForkStarter(sockets) if FORKS else SpareStarter(sockets)
