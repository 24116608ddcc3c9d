"""The line to the process that started this one: JSON lines on stdin and stdout, nothing else on either.

Its end means that the other process is gone, and then this one ends too.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable
from typing import Any

from facilitator.room.server.keeper import Waiting

Json = dict[str, Any]
#: The wire's version; both ends come from the same program, so a difference is an error.
VERSION = 1


class Pipe:
    """Writes never wait for the other side: what does not fit is kept and sent with the next line."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._left = bytearray()
        with contextlib.suppress(OSError, AttributeError):
            os.set_blocking(out, False)

    def send(self, **line: object) -> None:
        self._left += json.dumps(line, separators=(",", ":")).encode() + b"\n"
        self.flush()

    def flush(self) -> None:
        """Hand over as much as the other side takes just now."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            while self._left:
                count = os.write(self._out, self._left[:65536])
                del self._left[:count]

    # --- Keeper -------------------------------------------------------------------------------------

    def keep(self, waiting: Waiting) -> None:
        self.send(keep=waiting.to_wire())

    def drop(self, marks: list[bytes]) -> None:
        if marks:
            self.send(drop=[mark.hex() for mark in marks])

    def tell(self, **facts: object) -> None:
        self.send(facts=facts)


def read_line(source: int) -> tuple[Json | None, bytes]:
    """The first line from the other side, and what came behind it."""
    line = bytearray()
    while b"\n" not in line:
        chunk = os.read(source, 65536)
        if not chunk:
            return None, b""
        line += chunk
    first, _, rest = bytes(line).partition(b"\n")
    data = json.loads(first)
    return (data if isinstance(data, dict) else None), rest


def watch(
    source: int, rest: bytes, on_line: Callable[[Json], None], on_end: Callable[[], None]
) -> threading.Thread:
    """Read further lines in a thread of their own, until the other process stops or dies."""

    def read() -> None:
        left = rest
        with contextlib.suppress(OSError):
            while True:
                *lines, left = left.split(b"\n")
                for line in lines:
                    with contextlib.suppress(ValueError):
                        on_line(json.loads(line))
                chunk = os.read(source, 65536)
                if not chunk:
                    break
                left += chunk
        on_end()

    thread = threading.Thread(target=read, name="parent", daemon=True)
    thread.start()
    return thread
