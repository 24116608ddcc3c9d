"""The commands. Everything else is imported late, so that ``--help`` is instant."""

from __future__ import annotations

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from facilitator import __version__

    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        sys.stdout.write(f"facilitator {__version__}\n")
    return 0
