"""One server to a room's file.

When the program is killed and started again at once, its former server may still be writing what waited. The
next one must not read the file before that is done, and two programs must never hold one room. So a server
locks one byte, far behind anything that is ever in the file; the system gives it back however the process
ends, and no second file is needed.

SQLite drops all of a process's ordinary POSIX locks on its file, so this is a lock of the open file (Linux),
or of the handle (Windows). Other systems have neither under SQLite; there the port alone keeps two apart.
"""

from __future__ import annotations

import os
import struct
import sys
import time
from pathlib import Path

#: Behind SQLite's own lock bytes (from 1 GiB on), and behind any room.
AT = 0x7FFF_0000
SECONDS = 3.0
"""How long a former server may take to end."""
TAKEN = "This room is open in another Facilitator. End it there first."


class TakenError(OSError):
    """Another process holds the room."""


class OnlyOne:
    """Holds the lock until ``close``. Raises TakenError, or OSError when the file cannot be opened."""

    def __init__(self, path: Path, seconds: float = SECONDS) -> None:
        self._file = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
        end = time.monotonic() + seconds
        while not self._try():
            if time.monotonic() > end:
                self.close()
                raise TakenError("open in another process")
            time.sleep(0.02)

    def _try(self) -> bool:
        try:
            if sys.platform == "win32":
                import msvcrt

                os.lseek(self._file, AT, os.SEEK_SET)
                msvcrt.locking(self._file, msvcrt.LK_NBLCK, 1)
            elif sys.platform == "linux":
                import fcntl

                # struct flock: type, whence, start, length, process
                wanted = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, AT, 1, 0)
                fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, wanted)
        except OSError:
            return False
        return True

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
