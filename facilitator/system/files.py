"""Writing files so that a crash or a full disk never leaves half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def replacing(target: Path, mode: int = 0o644) -> Iterator[Path]:
    """A temporary path beside ``target`` that takes its place when the block ends without an error.

    Raises OSError when the folder cannot be written or the disk is full; the old file is then untouched
    and no temporary file is left.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(mode)
        part.replace(target)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_text(target: Path, text: str, mode: int = 0o644) -> None:
    """Replace a text file atomically (UTF-8, newlines as given)."""
    with replacing(target, mode) as part:
        part.write_text(text, encoding="utf-8", newline="")
