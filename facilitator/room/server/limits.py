"""How much is taken from one page, one address, the whole room. In memory only, gone with the process.

Nothing here knows an address: it knows a keyed hash whose key changes every ten minutes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass

from facilitator.room.records import Limits
from facilitator.room.server.refused import Refused
from facilitator.system.clock import Clock

#: Seconds after which hashes of addresses and pages get a new key.
ROTATE = 600.0
#: With fewer addresses than this in sight, one router probably stands in front of all.
FEW_ADDRESSES = 3
_MOST_BUCKETS = 20_000

SLOW_DOWN = "That was quick. Please wait a moment, then send it again; nothing is lost."


@dataclass(slots=True)
class Bucket:
    """Holds up to ``burst`` tokens and gains one every ``seconds``."""

    burst: float
    seconds: float
    tokens: float
    at: float

    @staticmethod
    def full(per_minute: int, now: float) -> Bucket:
        return Bucket(per_minute, 60 / per_minute, per_minute, now)

    def wait(self, now: float) -> float:
        """Seconds until there is a token; 0 when there is one."""
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) / self.seconds)
        self.at = now
        return 0.0 if self.tokens >= 1.0 else (1.0 - self.tokens) * self.seconds

    def take(self) -> None:
        self.tokens -= 1.0


class Buckets:
    """Many buckets of one kind; those unused for longest go first when there are too many."""

    def __init__(self, burst: float, seconds: float) -> None:
        self.burst = burst
        self.seconds = seconds
        self._all: OrderedDict[bytes, Bucket] = OrderedDict()

    def get(self, key: bytes, now: float) -> Bucket:
        bucket = self._all.get(key)
        if bucket is None:
            if len(self._all) >= _MOST_BUCKETS:
                self._all.popitem(last=False)
            bucket = self._all[key] = Bucket(self.burst, self.seconds, self.burst, now)
        else:
            self._all.move_to_end(key)
        return bucket

    def clear(self) -> None:
        self._all.clear()


class Allowance:
    """Decides whether an entry, or a small act like a vote, may be taken now."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._clock = clock
        self._limits = limits
        self._key = secrets.token_bytes(32)
        self._turn = clock.monotonic() + ROTATE
        self._addresses: set[bytes] = set()
        self._pages = Buckets(limits.page_burst, limits.page_seconds)
        self._from = Buckets(limits.address_per_minute, 60 / limits.address_per_minute)
        self._small_pages = Buckets(limits.votes_per_minute, 60 / limits.votes_per_minute)
        self._small_from = Buckets(limits.votes_per_minute * 4, 15 / limits.votes_per_minute)
        self._room = Bucket.full(limits.room_per_minute, clock.monotonic())
        self._small_room = Bucket.full(limits.room_votes_per_minute, clock.monotonic())

    def _rotate(self, now: float) -> None:
        if now < self._turn:
            return
        self._turn = now + ROTATE
        self._key = secrets.token_bytes(32)
        self._addresses.clear()
        # Fresh hashes start with full buckets; the room's own bucket still bounds what comes in.
        for buckets in (self._pages, self._from, self._small_pages, self._small_from):
            buckets.clear()

    def hashed(self, what: str) -> bytes:
        """A name for a page or an address that means nothing ten minutes later."""
        return hashlib.blake2b(what.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()

    def seen(self, address: str) -> None:
        """Somebody is there; three addresses and more mean that each can have limits of its own."""
        if len(self._addresses) < FEW_ADDRESSES:
            self._rotate(self._clock.monotonic())
            self._addresses.add(self.hashed(address))

    @property
    def few(self) -> bool:
        """True while fewer than three addresses are in sight: their limits are then the room's."""
        return len(self._addresses) < FEW_ADDRESSES

    def entry(self, seat: str | None, address: str) -> None:
        """Take one entry, or raise Refused (429). Nothing is used up by a refusal."""
        now = self._clock.monotonic()
        self._rotate(now)
        self.seen(address)
        buckets = [self._room]
        if not self.few:
            buckets.append(self._from.get(self.hashed(address), now))
        if seat:
            buckets.append(self._pages.get(self.hashed(seat), now))
        self._take(buckets, now)

    def small(self, seat: str, address: str) -> None:
        """Take one vote or the like, or raise Refused (429)."""
        now = self._clock.monotonic()
        self._rotate(now)
        self.seen(address)
        buckets = [self._small_room, self._small_pages.get(self.hashed(seat), now)]
        if not self.few:
            buckets.append(self._small_from.get(self.hashed(address), now))
        self._take(buckets, now)

    @staticmethod
    def _take(buckets: list[Bucket], now: float) -> None:
        longest = max(bucket.wait(now) for bucket in buckets)
        if longest > 0:
            raise Refused(429, "slow_down", SLOW_DOWN, longest)
        for bucket in buckets:
            bucket.take()
