"""``facilitator room``: a room without windows, told about on the terminal."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from facilitator.room.errors import RoomError
from facilitator.room.host import RoomHost
from facilitator.room.records import RoomSettings
from facilitator.system import log

#: The room of a folder given with ``--data``: always the same file, so that the room goes on.
FILE = "room.sqlite3"
RECHECK_SECONDS = 5.0


def qr(url: str) -> str:
    """The QR as text for a terminal: four modules of quiet around it, dark on light."""
    import io

    import segno

    out = io.StringIO()
    segno.make(url, error="m", micro=False).terminal(out, border=4, compact=True)
    return out.getvalue()


def _say(text: str, out: TextIO | None = None) -> None:
    stream = out or sys.stderr
    with contextlib.suppress(OSError, ValueError):
        stream.write(text + "\n")
        stream.flush()


def _addresses(host: str) -> list[tuple[str, str]]:
    """(address, what to call it), best first."""
    if host not in ("", "0.0.0.0", "::"):
        return [(host, "the address given")]
    from facilitator.system.addresses import candidates

    found = candidates()
    likely = [a for a in found if a.likely]
    return [(a.ip, f"{a.label}, {a.name}") for a in likely or found[:1]]


def run(
    settings: RoomSettings, *, port: int | None, host: str, data: Path | None, allow_hosts: Iterable[str]
) -> int:
    """Start, tell, wait for Ctrl+C or SIGTERM, end. 0, or 1 with a sentence on stderr."""
    log.to_file()
    over = threading.Event()
    with contextlib.suppress(ValueError):  # not the main thread: the caller's KeyboardInterrupt ends it
        signal.signal(signal.SIGTERM, lambda *_: over.set())
        signal.signal(signal.SIGINT, lambda *_: over.set())
    room = RoomHost(
        settings,
        data=data / FILE if data is not None else None,
        host=host,
        port=port,
        allow_hosts=allow_hosts,
        on_restart=lambda: _say("The room had stopped and is running again; nothing was lost."),
        on_error=_say,
    )
    try:
        room.start()
    except RoomError as error:
        _say(str(error))
        return 1
    shown = ""
    try:
        while not over.is_set():
            listed = _addresses(host)
            url = room.participants_url(listed[0][0])
            if url != shown:
                _tell(room, url, listed, changed=bool(shown))
                shown = url
            over.wait(RECHECK_SECONDS)
    except KeyboardInterrupt:
        pass
    room.stop()
    _say("The room has ended. " + _kept(room))
    return 0


def _tell(room: RoomHost, url: str, listed: list[tuple[str, str]], *, changed: bool) -> None:
    if changed:
        _say("This computer's address has changed. The new one:")
    _say(url, sys.stdout)
    with contextlib.suppress(UnicodeEncodeError):
        _say(qr(url), sys.stdout)
    _say(f"Moderator (this computer only): {room.moderator_url}", sys.stdout)
    for address, label in listed[1:]:
        _say(f"If phones cannot open it, try {room.participants_url(address)} ({label}).")
    if not changed:
        _say("Ctrl+C ends the room.")


def _kept(room: RoomHost) -> str:
    from facilitator.room import retention

    kept = retention.read(room.file)
    if kept is None:
        return "Its entries were deleted."
    if not kept.entries:
        with contextlib.suppress(OSError):
            retention.destroy(room.file)
            return "Nothing was in it, and nothing is kept."
    return (
        f"Its entries are kept in {kept.path} until {kept.delete_after.isoformat()}; "
        "delete that file to delete them now."
    )
