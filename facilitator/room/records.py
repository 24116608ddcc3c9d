"""What the room knows, as frozen values. No input or output happens here.

Nothing here has a place for time, order, address, device or person: what the room does not know, nobody
can ask it for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntryState(StrEnum):
    """WAITING entries live in memory only, unseen by anybody; the rest are on disk."""

    WAITING = "waiting"
    NEW = "new"
    NEXT = "next"
    ON_SCREEN = "on screen"
    ANSWERED = "answered"
    PARKED = "parked"
    DISMISSED = "dismissed"


class Release(StrEnum):
    """When entries come out: shuffled batches, all at the end of a round, or at once."""

    MIXED = "mixed"
    ROUND = "round"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Category:
    """A door to the room: ``id`` is a slug for the wire, ``label`` what people read."""

    id: str
    label: str


DEFAULT_CATEGORIES = (
    Category("comment", "Comment"),
    Category("question", "Question"),
    Category("concern", "Concern"),
    Category("complaint", "Complaint"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    """128 random bits as hex; says nothing about order or time."""
    category: str
    text: str
    state: EntryState = EntryState.NEW
    published: bool = False
    starred: bool = False
    votes: int = 0
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server allows (CONTRACTS, Room). Tests and benchmarks may raise them, and say so."""

    graphemes: int = 500
    text_bytes: int = 4000
    body_bytes: int = 8192
    page_burst: int = 3
    page_seconds: float = 20.0
    address_per_minute: int = 30
    address_connections: int = 64
    room_per_minute: int = 120
    room_connections: int = 1600
    room_streams: int = 1500
    """Pages that are told of news by a stream; more of them ask instead. Sending needs a connection, too."""
    waiting: int = 500
    request_seconds: float = 10.0
    """A request's headers and body must be there within this long."""
    idle_seconds: float = 15.0
    write_seconds: float = 10.0
    """Somebody who does not read what is sent is cut off after this long."""
    votes_per_minute: int = 60
    """Votes, changes and answers about the pace from one page; four times as many from one address."""
    room_votes_per_minute: int = 6000
    """The same from the whole room."""
    address_votes: int = 64
    """Votes for one entry from one address, once three addresses are in sight."""


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """The one settings object that page, privacy text and server all read."""

    title: str = ""
    lang: str = ""
    release: Release = Release.MIXED
    categories: tuple[Category, ...] = DEFAULT_CATEGORIES
    moderated: bool = True
    resources: tuple[tuple[str, str], ...] = ()
    """(label, value) lines of the deck's filled fields, for "where help is"."""
    batch_least: int = 3
    """A mixed batch needs this many waiting entries …"""
    batch_seconds: tuple[float, float] = (30.0, 60.0)
    """… at random moments this far apart …"""
    batch_longest: float = 180.0
    """… unless one has waited this long."""
    keep_days: int = 7
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class ModeratorView:
    """Everything the console or the moderator page may see."""

    version: int
    entries: tuple[Entry, ...]
    seats: int
    """Joined pages, rounded (0, then "about 5, 10, 20 …")."""
    release: Release
    round_open: bool = False
    paused: bool = False
    connected: bool = False
    """True once a device other than this machine has connected: the address works."""
    pace: tuple[int, int, int] | None = None
    """(too fast, right, too slow), decaying; None below five answers."""
    proved: tuple[str, ...] = ()
    """Our own addresses through which another device has connected: these work."""
    withdrawn: tuple[str, ...] = ()
    """Ids that their authors took back while on the screen; the trainer decides what the stage does."""
    trouble: str = ""
    """A sentence when the room cannot write to its disk, else empty."""
    closed: bool = False
    show_resources: bool = False
    """True while the pages show their lines of help to everybody."""
    unusual: bool = False
    """True when an entry has got more votes than there were pages: somebody makes them up."""


def rounded_seats(n: int) -> int:
    """The number of joined pages as shown: 0, 1-7 → 5, else the nearest ten (CONTRACTS: "about 20")."""
    if n <= 0:
        return 0
    return 5 if n < 8 else max(10, round(n / 10) * 10)
