"""One log file for the program: what went wrong, never what anyone said.

No text, count or arrival from the room ever goes here (CONTRACTS, Where things are kept).
"""

from __future__ import annotations

import logging
import logging.handlers

from facilitator.system import paths

LOGGER = "facilitator"


def get(name: str) -> logging.Logger:
    """The logger for a module."""
    return logging.getLogger(f"{LOGGER}.{name}")


def to_file() -> None:
    """Start writing the log (256 kB, one old file kept). A log that cannot be written is done without."""
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
    root.handlers[:] = [handler]
