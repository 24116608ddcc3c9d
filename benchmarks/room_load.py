"""Load on the room: many live pages, entries and votes by the second, all on loopback.

    python benchmarks/room_load.py                          200 pages, 10 s: a quick look
    python benchmarks/room_load.py --pages 1000             the issue's figure: 20 entries, 50 votes a second
    python benchmarks/room_load.py --pages 1000 --console   the same, in a real console that shows its slides
    python benchmarks/room_load.py --pages 5000             measured and reported
    python benchmarks/room_load.py --pages 1000 --shipped   the limits as shipped, which then act
    python benchmarks/room_load.py --pages 2000 --shipped   more pages than a room takes

Clients come from 127.0.0.2-60, in a process of their own; the room's server is the real one. ``--release
instant`` (default here) because that costs the server most: every entry is its own small batch. Without
``--shipped`` the limits are raised; they are printed.

``--console`` measures the presenter's window meanwhile: a real session with a deck, stage and console on
Qt's offscreen platform, the room under load being its own, the inbox open and growing, and a key to the next
slide twice a second. A frame is the time between two beats of a 16 ms timer in the window's thread.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.room_pages import Figures, Pages, Wish, raise_files  # noqa: E402 - after the path is set
from facilitator.room.host import RoomHost  # noqa: E402
from facilitator.room.records import Limits, Release, RoomSettings  # noqa: E402

Row = tuple[str, str]


def raised(pages: int) -> Limits:
    """Limits that let a load from a few addresses through."""
    return dataclasses.replace(
        Limits(),
        room_per_minute=1_000_000,
        address_per_minute=1_000_000,
        votes_per_minute=1_000_000,
        room_votes_per_minute=1_000_000,
        address_votes=1_000_000,
        address_connections=pages,
        room_connections=pages + 600,
        room_streams=pages,
        waiting=5000,
    )


class Server:
    """The room's process while it is measured."""

    def __init__(self, host: RoomHost) -> None:
        self.process = psutil.Process(host.process_id)
        self.started = time.perf_counter()
        self.before = self._cpu()

    def _cpu(self) -> float:
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def rows(self) -> list[Row]:
        gone = time.perf_counter() - self.started
        memory = self.process.memory_info().rss / 1e6
        return [
            ("server memory", f"{memory:.0f} MB"),
            ("server CPU", f"{100 * (self._cpu() - self.before) / gone:.0f} % of a core"),
        ]


def drive(host: RoomHost, a: argparse.Namespace, meanwhile: Callable[[Pages], None]) -> list[Row]:
    """Open the pages, let them live, and put everything into rows."""
    wish = Wish(host.port, host.moderator_port, host.key, a.pages, a.seconds, a.entries, a.votes)
    pages = Pages(wish)
    try:
        pages.opened()
        server = Server(host)
        pages.go()
        meanwhile(pages)
        figures = pages.figures()
        return [*load_rows(a, figures), *server.rows()]
    finally:
        pages.end()


def bare(a: argparse.Namespace, settings: RoomSettings) -> list[Row]:
    """The server alone."""
    with tempfile.TemporaryDirectory() as folder:
        host = RoomHost(settings, host="127.0.0.1", data=Path(folder))
        host.start()
        try:
            return drive(host, a, lambda _: None)
        finally:
            host.stop()


def ms(values: list[float], share: int) -> str:
    """A percentile in milliseconds."""
    if len(values) < 2:
        return "-"
    return f"{statistics.quantiles(values, n=100)[share - 1] * 1000:.0f} ms"


def load_rows(a: argparse.Namespace, f: Figures) -> list[Row]:
    return [
        ("live pages", f"{f.pages} of {a.pages}, opened in {f.opened:.1f} s"),
        ("entries, votes a second", f"{a.entries:g}, {a.votes:g} for {a.seconds:g} s"),
        ("an entry acknowledged, p50 / p99", f"{ms(f.acks, 50)} / {ms(f.acks, 99)} ({len(f.acks)})"),
        ("a vote acknowledged, p50 / p99", f"{ms(f.vote_acks, 50)} / {ms(f.vote_acks, 99)}"),
        (
            "a published entry on the last page, p50 / worst",
            f"{ms(f.last_page, 50)} / {max(f.last_page, default=0):.2f} s",
        ),
        ("published entries that reached every page", f"{f.on_every_page} of {f.published}"),
        ("statuses", ", ".join(f"{n} x {s}" for s, n in sorted(f.statuses.items()))),
        (
            "entries taken, what was refused",
            f"{f.taken}; " + (", ".join(f"{n} x {why}" for why, n in sorted(f.refused.items())) or "nothing"),
        ),
    ]


def limit_row(limits: Limits) -> Row:
    shipped = Limits()
    changed = [
        f"{f.name} {getattr(shipped, f.name)} → {getattr(limits, f.name)}"
        for f in dataclasses.fields(limits)
        if getattr(limits, f.name) != getattr(shipped, f.name)
    ]
    return "limits", "; ".join(changed) or "as shipped"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--entries", type=float, default=20, help="a second")
    parser.add_argument("--votes", type=float, default=50, help="a second")
    parser.add_argument("--release", choices=[r.value for r in Release], default="instant")
    parser.add_argument("--shipped", action="store_true", help="limits as shipped")
    parser.add_argument("--console", action="store_true", help="in a real console, whose frames are measured")
    a = parser.parse_args()
    raise_files(a.pages + 1000)
    limits = Limits() if a.shipped else raised(a.pages)
    settings = RoomSettings(title="Load", release=Release(a.release), limits=limits)
    if a.console:
        from benchmarks.room_console import console

        rows = console(a, settings)
    else:
        rows = bare(a, settings)
    rows.append(limit_row(limits))
    load = os.getloadavg()[0]
    rows.append(("machine", f"{os.cpu_count()} cores shared with the load, load average {load:.1f}"))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name.ljust(width)}  {value}")


if __name__ == "__main__":
    main()
