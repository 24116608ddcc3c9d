"""How long the room is away after `kill -9`, under load: from the kill to an answer on the same port.

    python benchmarks/room_kills.py                     20 kills under 300 live pages
    python benchmarks/room_kills.py --kills 100 --pages 1000

The load (live pages that come back, entries, votes) is a process of its own, on the same cores. After each
kill a new connection asks for the room's state, again and again, until it is answered.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.room_load import raised  # noqa: E402 - after the path is set
from benchmarks.room_pages import Pages, Wish, raise_files  # noqa: E402
from facilitator.room.host import RoomHost  # noqa: E402
from facilitator.room.records import Release, RoomSettings  # noqa: E402


def until_answered(port: int, started: float) -> float:
    """Seconds since ``started`` when the port answers with the room's state."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/api/v1/room", headers={"Connection": "close"})
            if connection.getresponse().status == 200:
                return time.perf_counter() - started
        except (OSError, http.client.HTTPException):
            time.sleep(0.002)
        finally:
            connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--entries", type=float, default=20, help="a second")
    parser.add_argument("--votes", type=float, default=50, help="a second")
    parser.add_argument("--longest", type=float, default=0.8, help="longest time between two kills, seconds")
    a = parser.parse_args()
    raise_files(a.pages + 1000)
    settings = RoomSettings(title="Kills", release=Release.INSTANT, limits=raised(a.pages))
    taken: list[float] = []
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        host = RoomHost(settings, host="127.0.0.1", data=Path(folder))
        host.start()
        # Longer than needed: it is ended when the last kill is measured.
        wish = Wish(host.port, host.moderator_port, host.key, a.pages, 3600, a.entries, a.votes)
        pages = Pages(wish)
        try:
            pages.opened()
            pages.go()
            time.sleep(2.0)
            for _ in range(a.kills):
                time.sleep(rng.uniform(0.05, a.longest))
                started = time.perf_counter()
                os.kill(host.process_id or 0, signal.SIGKILL)
                taken.append(until_answered(host.port, started))
        finally:
            pages.end()
            host.stop()
    taken.sort()
    print(f"{a.kills} kills, {a.pages} live pages, {a.entries:g} entries and {a.votes:g} votes a second")
    print(
        f"from the kill to an answer: median {statistics.median(taken):.2f} s, "
        f"9 of 10 within {taken[int(len(taken) * 0.9)]:.2f} s, worst {taken[-1]:.2f} s"
    )
    print(f"{os.cpu_count()} cores shared with the load, load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
