"""Everything that CI runs: `./test`, `./test quick` (90 s), `./test long` (full counts).

Each stage runs to its end even when an earlier one failed, so that one run shows everything that is
wrong. The exit code is 1 when any stage failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable

STATIC = [
    ("ruff", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    ("types", ["-m", "mypy"]),
    (
        "imports",
        ["-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
    ),
]
QUICK = "not web and not office and not xvfb and not long"


def pytest_arguments(mode: str) -> list[list[str]]:
    """The pytest runs of a mode."""
    spread = ["-n", "2", "--dist", "loadfile", "-q", "--durations=8"]
    if mode == "quick":
        return [[*spread, "-m", QUICK]]
    if mode == "long":
        return [[*spread, "-m", "not long"], ["-q", "-s", "-m", "long"]]
    return [[*spread, "-m", "not long"]]


def environment() -> dict[str, str]:
    """The checks see no display of this machine and no proxy."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return env | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def main(arguments: list[str]) -> int:
    """Run the stages of a mode and print what each took."""
    mode = arguments[0] if arguments else "all"
    if mode not in ("all", "quick", "long"):
        print("Use ./test, ./test quick or ./test long.", file=sys.stderr)
        return 2
    stages = STATIC + [(f"pytest {n}", ["-m", "pytest", *a]) for n, a in enumerate(pytest_arguments(mode), 1)]
    results = []
    for name, command in stages:
        print(f"── {name} ──", flush=True)
        start = time.monotonic()
        code = subprocess.run([PYTHON, *command], cwd=ROOT, env=environment()).returncode
        results.append((name, code, time.monotonic() - start))
    print("\nstage        seconds  outcome")
    for name, code, seconds in results:
        print(f"{name:<12} {seconds:7.1f}  {'passed' if code == 0 else f'FAILED (exit {code})'}")
    return int(any(code for _, code, _ in results))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
