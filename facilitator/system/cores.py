"""What a crash may leave behind: nothing that was in memory."""

from __future__ import annotations

import contextlib
import sys

_PR_SET_DUMPABLE = 4


def none() -> None:
    """No core file of this process, nor of those that it starts."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def unreadable() -> None:
    """On Linux, besides: no crash reporter is called, and no other program of this user sees our memory.

    Not for programs with windows: desktops look at a program's files before they open a dialog for it.
    """
    none()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
