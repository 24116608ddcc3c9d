"""Starting a part of Facilitator as a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def command(module: str) -> list[str]:
    """The command line that runs a module of ours. ``-P``: what lies in the current folder (the deck's, with
    whatever files somebody put there) must not be taken for a part of the program."""
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """This process's environment, in which the package is found wherever it was started from."""
    package = str(Path(__file__).resolve().parents[2])
    found = {k: v for k, v in os.environ.items() if k != "PYTHONFAULTHANDLER"}
    found["PYTHONPATH"] = os.pathsep.join(p for p in (package, found.get("PYTHONPATH", "")) if p)
    return found
