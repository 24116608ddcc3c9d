"""Reads journals: which sessions were interrupted, and what was true at their last moment.

A damaged journal is read as far as it goes: from the first line that is not ours on, nothing counts until
the next snapshot, which stands on its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitator.show.encoding import FORMAT, decode
from facilitator.show.state import Position, ShowState
from facilitator.system import log, paths

if TYPE_CHECKING:
    from facilitator.show.outline import ShowDeck
    from facilitator.system.clock import Clock

LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Session:
    """What a journal says about its session."""

    path: Path
    state: ShowState
    deck: str = ""
    """Path of the deck file."""
    title: str = ""
    room: str = ""
    key: str = ""
    """The deck's key of the slide that was current."""
    part: int = 0
    """Number of its part, from 1; 0 when the deck has none."""
    elapsed: float = 0.0
    last: datetime | None = None
    """Wall-clock time of the last record."""
    last_mono: float = 0.0
    process: tuple[int, float] = (0, 0.0)
    due: datetime | None = None
    """Set when the session ended as it should: when its record is to be deleted."""
    exports: tuple[str, ...] = ()
    damaged: bool = False

    @property
    def ended(self) -> bool:
        return self.due is not None

    @property
    def offer(self) -> str:
        """``Continue at slide 14, part 3, 00:41:10``: the start screen's words."""
        part = f", part {self.part}" if self.part else ""
        return f"Continue at slide {self.state.position.slide}{part}, {clock_words(self.elapsed)}"


def clock_words(seconds: float) -> str:
    """``00:41:10``."""
    whole = int(max(0.0, seconds))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def read(path: Path) -> Session | None:
    """The session of a journal file; None when nothing in it is ours."""
    try:
        with path.open("rb") as file:
            head = _record(file.readline(LONGEST_LINE))
            if head is None or head.get("format") != FORMAT:
                return None
            session = Session(path, ShowState())
            sound = False
            for raw in iter(lambda: file.readline(LONGEST_LINE), b""):
                record = _record(raw) if raw.endswith(b"\n") else None
                if record is None:
                    session, sound = replace(session, damaged=True), False
                    continue
                try:
                    if record.get("kind") == "snapshot":
                        session, sound = _apply(session, record), True
                    elif sound or record.get("kind") not in ("do", "clock"):
                        session = _apply(session, record)
                except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
                    session, sound = replace(session, damaged=True), False
    except OSError as error:
        log.get(__name__).warning("A session's record cannot be read: %s", error.strerror)
        return None
    return session if session.last is not None else None


def _record(raw: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _apply(session: Session, record: dict[str, Any]) -> Session:
    kind = record.get("kind")
    made = session
    if kind == "session":
        pid, born = record["process"]
        made = replace(
            session,
            deck=str(record.get("deck", "")),
            title=str(record.get("title", "")),
            room=str(record.get("room", "")),
            process=(int(pid), float(born)),
            due=None,
        )
    elif kind in ("snapshot", "do"):
        data = record["state"] if kind == "snapshot" else record["set"]
        made = replace(session, state=decode(session.state, data), key=str(record.get("key", "")))
        made = replace(made, part=int(record.get("part", 0)))
    elif kind == "room":
        made = replace(session, room=str(record["room"]))
    elif kind == "export":
        made = replace(session, exports=(*session.exports, str(record["file"])))
    elif kind == "end":
        made = replace(session, due=datetime.fromisoformat(record["due"]))
    elif kind != "clock":
        return session
    at, mono = datetime.fromisoformat(record["at"]), float(record["mono"])
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    s = made.state
    elapsed = s.elapsed if s.since is None else s.elapsed + max(0.0, mono - s.since)
    return replace(made, last=at, last_mono=mono, elapsed=elapsed)


def resumed(session: Session, clock: Clock, outline: ShowDeck | None = None) -> ShowState:
    """The state to go on with now: the show's clock stands where it stood at the last record and runs on;
    countdowns keep their wall-clock end ("back at 10:45" is still 10:45). With the deck as it is now
    (``outline``) the slide is found again by its text."""
    s, now = session.state, clock.monotonic()
    away = (clock.now() - session.last).total_seconds() if session.last else 0.0

    def moment(then: float) -> float:
        return now + (then - session.last_mono) - away

    card = replace(s.card, ends=moment(s.card.ends)) if s.card and s.card.ends is not None else s.card
    position = s.position
    if outline is not None and (found := outline.find(session.key, position.slide)):
        position = Position(found, position.step)
    return replace(
        s,
        position=position,
        elapsed=session.elapsed,
        since=now if s.running else None,
        card=card,
        timers=tuple(replace(t, ends=moment(t.ends)) for t in s.timers),
        armed=None,
        ended=False,
    )


def replay(path: Path) -> ShowState | None:
    """The state at the last readable record; None when the file is not a journal."""
    session = read(path)
    return session.state if session else None


def sessions() -> Iterator[Session]:
    """All sessions on this machine that can be read, the newest first."""
    folder = paths.sessions_dir()
    found = [s for p in (folder.glob("*.jsonl") if folder.is_dir() else ()) if (s := read(p))]
    yield from sorted(found, key=lambda s: s.last.timestamp() if s.last else 0.0, reverse=True)


Holds = Callable[[str], bool]
"""Does the room of this file name hold anything? Only ``room.retention`` can tell: here no room is read."""


def _empty(_: str) -> bool:
    return False


def interrupted_sessions(holds: Holds = _empty) -> list[Session]:
    """Sessions that neither ended nor still run, the newest first. Those in which nothing happened yet (not
    even in the room) are left out."""
    return [s for s in sessions() if not s.ended and _worth(s, holds) and not alive(s)]


def _worth(session: Session, holds: Holds) -> bool:
    s = session.state
    begun = s.started or bool(s.parked) or s.position.slide > 1
    return begun or bool(session.room and holds(session.room))


def alive(session: Session) -> bool:
    """True while the process that wrote it is running."""
    import psutil

    pid, seen = session.process
    if not pid:
        return False
    try:
        return bool(psutil.Process(pid).create_time() <= seen + 2)
    except psutil.Error:
        return False


def sweep(now: datetime, holds: Holds = _empty) -> list[Session]:
    """Delete what is due, and journals of sessions in which nothing happened. Returns what was removed."""
    gone = []
    for session in list(sessions()):
        over = session.due is not None and session.due <= now
        if over or (not session.ended and not _worth(session, holds) and not alive(session)):
            session.path.unlink(missing_ok=True)
            gone.append(session)
    return gone
