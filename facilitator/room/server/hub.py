"""What is sent to everybody: one prebuilt message per audience, never a queue per client.

An audience has a version and remembers at which version each entry last changed. A stream knows only the
version that it has seen; a slow one gets a single patch for all that it missed. Bytes are built once and
shared by every stream.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]

#: Least seconds between two fan-outs: at most four a second.
GATHER = 0.25
#: A version older than this many gets everything again.
_PATCHABLE = 64
#: Streams that are woken in one go.
_SLICE = 64


def encode(data: object) -> bytes:
    """Compact JSON on one line. ``<`` and ``>`` are escaped, so that no sniffing browser sees HTML in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").encode()


class Stream:
    """One open event stream: an event to wait on and the version it has."""

    __slots__ = ("beat", "gone", "seen", "wake")

    def __init__(self) -> None:
        self.wake = asyncio.Event()
        self.seen: int | None = None
        self.beat = False
        self.gone = False

    def hang_up(self, *_: object) -> None:
        self.gone = True
        self.wake.set()

    def ended(self) -> bool:
        return self.gone


class Audience:
    """Everybody who may see the same. ``head`` and ``entries`` are asked for at each fan-out."""

    def __init__(
        self, event: str, head: Callable[[], Json], entries: Callable[[], Mapping[str, Json]]
    ) -> None:
        self.event = event
        self.epoch = secrets.token_hex(4)
        self.version = 0
        self.streams: set[Stream] = set()
        self._ask_head = head
        self._ask_entries = entries
        self._head: Json = head()
        self._entries: dict[str, Json] = dict(entries())
        self._changed: dict[str, int] = dict.fromkeys(self._entries, 0)
        self._left: dict[str, int] = {}
        self._built: dict[int | None, bytes] = {}

    def refresh(self) -> bool:
        """Look at the room again; True when something that this audience sees has changed."""
        head, entries = self._ask_head(), dict(self._ask_entries())
        if head == self._head and entries == self._entries:
            return False
        self.version += 1
        for key, entry in entries.items():
            if self._entries.get(key) != entry:
                self._changed[key] = self.version
                self._left.pop(key, None)
        for key in self._entries.keys() - entries.keys():
            self._changed.pop(key, None)
            self._left[key] = self.version
        self._head, self._entries = head, entries
        self._built.clear()
        return True

    def wake(self) -> None:
        """Everybody at once: for audiences of a few."""
        for stream in self.streams:
            stream.wake.set()

    def parse(self, since: str) -> int | None:
        """The number in ``epoch.number`` when a patch from there is possible, else None."""
        epoch, _, number = since.partition(".")
        if epoch != self.epoch or not number.isascii() or not number.isdigit() or len(number) > 9:
            return None
        seen = int(number)
        return seen if self.version - _PATCHABLE <= seen <= self.version else None

    def message(self, seen: int | None) -> bytes:
        """The JSON for somebody who has version ``seen`` (None: nothing yet)."""
        if seen is not None and not self.version - _PATCHABLE <= seen <= self.version:
            seen = None
        built = self._built.get(seen)
        if built is None:
            chosen = [k for k in sorted(self._entries) if seen is None or self._changed[k] > seen]
            gone = [] if seen is None else sorted(k for k, at in self._left.items() if at > seen)
            built = self._built[seen] = encode(
                {
                    "version": f"{self.epoch}.{self.version}",
                    "full": seen is None,
                    **self._head,
                    "entries": [self._entries[k] for k in chosen],
                    "gone": gone,
                }
            )
        return built

    def frame(self, seen: int | None, retry: int | None = None) -> bytes:
        """The same as a server-sent event."""
        again = b"retry: %d\n" % retry if retry else b""
        return b"event: %s\nid: %s.%d\n%sdata: %s\n\n" % (
            self.event.encode(),
            self.epoch.encode(),
            self.version,
            again,
            self.message(seen),
        )

    @property
    def closed(self) -> bool:
        """True when there will be nothing more to tell."""
        return bool(self._head["state"]["closed"])


class Hub:
    """Gathers changes and wakes the streams of all audiences at most every ``GATHER`` seconds."""

    def __init__(self, audiences: list[Audience]) -> None:
        self.audiences = audiences
        self._dirty = asyncio.Event()

    def changed(self) -> None:
        """Something may look different now. Cheap; call as often as you like."""
        self._dirty.set()

    async def run(self) -> None:
        """Fan out for ever: at once after a quiet time, else gathered."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            for audience in self.audiences:
                if audience.refresh():
                    # In slices, so that what phones send is taken in between.
                    everybody = list(audience.streams)
                    for at in range(0, len(everybody), _SLICE):
                        for stream in everybody[at : at + _SLICE]:
                            stream.wake.set()
                        await asyncio.sleep(0)
            await asyncio.sleep(GATHER)

    async def heartbeats(self, seconds: float = 15.0) -> None:
        """Keep quiet streams alive, a few at a time, so that a thousand do not wake at once."""
        while True:
            everybody = [stream for audience in self.audiences for stream in audience.streams]
            slices = 15
            for n in range(slices):
                await asyncio.sleep(seconds / slices)
                for stream in everybody[n::slices]:
                    stream.beat = True
                    stream.wake.set()
