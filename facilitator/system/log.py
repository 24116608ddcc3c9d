"""One log file for the program: what went wrong, never what anyone said.

No text, count or arrival from the room ever goes here (CONTRACTS, Where things are kept).
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from facilitator.system import paths

LOGGER = "facilitator"


def get(name: str) -> logging.Logger:
    """The logger for a module."""
    return logging.getLogger(f"{LOGGER}.{name.removeprefix(f'{LOGGER}.')}")


def to_file() -> None:
    """Start writing the log (256 kB, one old file kept). A log that cannot be written is done without."""
    import logging.handlers  # with sockets and queues: only for a log that is really written

    root = logging.getLogger(LOGGER)
    root.setLevel(logging.INFO)
    root.propagate = False
    try:
        paths.private_dir(paths.state_dir())
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            paths.log_file(), maxBytes=262_144, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for old in root.handlers:
        old.close()
    root.handlers[:] = [handler]


def is_open() -> bool:
    """Does what is logged go anywhere already?"""
    return bool(logging.getLogger(LOGGER).handlers)


def fault(name: str, error: BaseException, doing: str = "unexpected") -> None:
    """Log an error that nobody expected: its types and lines, never its message.

    A message can hold what somebody wrote in confidence ("invalid literal … 'my boss …'").
    """
    get(name).error("%s: %s", doing, trail(error))


def trail(error: BaseException) -> str:
    """``ValueError at deck.py:12 in read, called at …``, with what led to it; no values."""
    told: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        frames = traceback.extract_tb(at.__traceback__)[::-1]
        lines = ", called at ".join(f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames)
        told.append(f"{type(at).__name__} at {lines or 'an unknown line'}")
        at = at.__cause__ or at.__context__
    return "; after ".join(told)
