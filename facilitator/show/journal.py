"""The show's own record, so that nothing is lost: kill -9, a crash, a flat battery.

JSON lines, first ``{"format": 1}``; one command or clock record a line, each with what it changed, a
snapshot each 100. Entries from the room are named by id only: no text, count or arrival from the room is
ever in it. Written at once, forced to the disk by a thread of its own, so that no key press waits for it.
A disk that is full silences the journal, never the show.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from facilitator.show.encoding import FORMAT, changes, encode
from facilitator.show.recovery import interrupted_sessions, replay
from facilitator.system import log, paths

if TYPE_CHECKING:
    from facilitator.show.commands import Change
    from facilitator.show.state import ShowState
    from facilitator.system.clock import Clock

__all__ = ["Journal", "interrupted_sessions", "replay"]

SNAPSHOT_EACH = 100
CLOCK_SECONDS = 5.0
#: Arguments that a record may carry; everything else (an outline, a text) stays out.
_ARGUMENTS = frozenset({"slide", "step", "minutes", "id", "index"})

Mark = dict[str, str | int]
"""The current slide's key in the deck, and the number of its part."""


class Journal:
    """One file per session. ``problem`` says in a sentence why nothing is written any more."""

    def __init__(self, path: Path | None = None, *, deck: str = "", title: str = "", room: str = "") -> None:
        """A new file in the sessions folder; an existing ``path`` is continued (a torn last line is cut)."""
        self.problem = ""
        self.path = path or paths.sessions_dir() / f"{secrets.token_hex(8)}.jsonl"
        self._about = {"deck": deck, "title": title, "room": room}
        self._file: BinaryIO | None = None
        self._records = 0
        self._last = float("-inf")
        self._dirty = threading.Event()
        self._closing = False
        self._syncer: threading.Thread | None = None
        try:
            self._open()
        except OSError as error:
            self._fail(error)

    def _open(self) -> None:
        paths.private_dir(self.path.parent)
        old = self.path.read_bytes() if self.path.exists() else b""
        if old and not old.endswith(b"\n"):
            # Before it is opened: some systems cut no file that is open.
            os.truncate(self.path, old.rfind(b"\n") + 1)
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(self.path, flags, 0o600), "ab", buffering=0)
        with contextlib.suppress(OSError):
            self.path.chmod(0o600)
        if not old:
            self._line({"format": FORMAT})

    def _fail(self, error: OSError) -> None:
        if not self.problem:
            self.problem = (
                f"The session's record cannot be written ({error.strerror or error}). "
                "The show goes on; after a crash it could not be continued."
            )
            log.get(__name__).warning("The journal cannot be written: %s", error.strerror)
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _line(self, record: dict[str, Any]) -> None:
        if self._file is None:
            return
        data = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        try:
            done = self._file.write(data)
            if done != len(data):
                raise OSError(28, "The disk is full")
        except OSError as error:
            self._fail(error)
            return
        if self._syncer is None:
            self._syncer = threading.Thread(target=self._sync, name="facilitator-journal", daemon=True)
            self._syncer.start()
        self._dirty.set()

    def _sync(self) -> None:
        while not self._closing:
            self._dirty.wait()
            self._dirty.clear()
            file = self._file
            if file is not None:
                with contextlib.suppress(OSError, ValueError):
                    os.fsync(file.fileno())

    def _write(self, kind: str, clock: Clock, **values: Any) -> None:
        mono = clock.monotonic()
        self._last = mono
        self._line({"kind": kind, "at": clock.now().isoformat(), "mono": mono, **values})

    # --- what the show writes ---

    def begin(self, state: ShowState, mark: Mark, clock: Clock) -> None:
        """A session starts, or goes on after an interruption."""
        self._write("session", clock, **self._about, process=_me())
        self._snapshot(state, mark, clock)

    def _snapshot(self, state: ShowState, mark: Mark, clock: Clock) -> None:
        self._records = 0
        self._write("snapshot", clock, state=encode(state), **mark)

    def command(self, change: Change, arguments: dict[str, Any], mark: Mark, clock: Clock) -> None:
        """One command and what it changed."""
        safe = {k: v for k, v in arguments.items() if k in _ARGUMENTS and isinstance(v, int | float | str)}
        self._write(
            "do",
            clock,
            command=change.command.value,
            given=safe,
            set=changes(change.before, change.after),
            **mark,
        )
        self._counted(change.after, mark, clock)

    def tick(self, state: ShowState, elapsed: float, mark: Mark, clock: Clock) -> None:
        """A clock record when the last line is five seconds old."""
        if clock.monotonic() - self._last >= CLOCK_SECONDS:
            self._write("clock", clock, elapsed=elapsed)
            self._counted(state, mark, clock)

    def _counted(self, state: ShowState, mark: Mark, clock: Clock) -> None:
        self._records += 1
        if self._records >= SNAPSHOT_EACH:
            self._snapshot(state, mark, clock)

    def room(self, identity: str, clock: Clock) -> None:
        """The room that belongs to this session: its file's name, nothing else."""
        self._about["room"] = identity
        self._write("room", clock, room=identity)

    def exported(self, file: Path, clock: Clock) -> None:
        """An export was made: *delete* lists it."""
        self._write("export", clock, file=str(file))

    # --- the end ---

    def finish(self, clock: Clock, keep_days: float = 0.0) -> None:
        """The session ended as it should; it will not be offered again. Kept for ``keep_days``; deleted now
        when that is 0."""
        due = clock.now() + timedelta(days=keep_days)
        self._write("end", clock, due=due.isoformat())
        self.close()
        if keep_days <= 0:
            # When the system refuses, the line above lets the next start delete it.
            self.delete()

    def delete(self) -> bool:
        """Remove the file. False when the system refuses."""
        self.close()
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Close the file; the session stays as it is (interrupted, unless it was finished)."""
        self._closing = True
        self._dirty.set()
        if self._syncer is not None:
            self._syncer.join(2)
            self._syncer = None
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


def _me() -> list[float]:
    """This process. A process of the same number that began later is another one: see `recovery.alive`."""
    return [os.getpid(), round(time.time(), 2)]
