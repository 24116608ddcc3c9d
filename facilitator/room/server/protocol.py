"""uvicorn's HTTP/1.1 protocol with what it lacks: deadlines, and a fair share of the connections.

Neither a trickled header nor an idle socket ends by itself in uvicorn (measured; Kludex/uvicorn#157). Here
a request's headers and body must be complete within 10 s of their first byte, an idle connection goes after
15 s, and somebody who does not read what is sent is cut off after 10 s (``Limits``).
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from facilitator.room.records import Limits
from facilitator.room.server.headers import NOT_UNDERSTOOD, plain

_FULL = plain(503, "Service Unavailable", "There is no room for another connection just now. Try again soon.")
_BAD = plain(400, "Bad Request", NOT_UNDERSTOOD)


#: Seconds without a request after which a connection may be given to somebody else.
IDLE_ENOUGH = 1.0


class Gate:
    """Who may hold a connection: so many in all, so many from one address.

    While fewer than three addresses are in sight (``few``), one router probably stands in front of all and
    only the room's number counts. When the room is full, a connection makes place for the newcomer: the one
    that has been idle longest, else one of an address that holds more than its share. Nobody can lock the
    others out.
    """

    def __init__(self, limits: Limits, few: Callable[[], bool]) -> None:
        self._limits = limits
        self._few = few
        self.most = limits.room_connections
        """All together; less than the limit when the system allows fewer open files."""
        self._held: dict[str, set[DeadlineProtocol]] = {}
        self.total = 0

    def admit(self, address: str, protocol: DeadlineProtocol) -> bool:
        held = self._held.setdefault(address, set())
        share = self._limits.address_connections
        if len(held) >= share and not self._few():
            return False
        if self.total >= self.most and not self._let_go_of_idle():
            greedy = max(self._held.values(), key=len)
            if len(greedy) <= share or len(held) >= share:
                if not held:
                    del self._held[address]
                return False
            secrets.choice(list(greedy)).cut()
        # Asked for anew: the address's last connection may just have been cut.
        self._held.setdefault(address, set()).add(protocol)
        self.total += 1
        return True

    def _let_go_of_idle(self) -> bool:
        """End the connection that nobody has used for longest, if it is for a second or more."""
        idle = [
            (since, p) for held in self._held.values() for p in held if (since := p.idle_since) is not None
        ]
        if not idle:
            return False
        since, longest = min(idle, key=lambda found: found[0])
        if longest.loop.time() - since < IDLE_ENOUGH:
            return False
        longest.cut()
        return True

    def release(self, address: str, protocol: DeadlineProtocol) -> None:
        held = self._held.get(address)
        if held is not None and protocol in held:
            held.remove(protocol)
            self.total -= 1
            if not held:
                del self._held[address]


class Doorkeeper:
    """What the protocol needs to know of the rest; one for the process."""

    def __init__(
        self, gate: Gate, limits: Limits, moderator_port: int, arrived: Callable[[str, str], None]
    ) -> None:
        self.gate = gate
        self.limits = limits
        self.moderator_port = moderator_port
        self.arrived = arrived
        """Called with (peer, our own address) for each connection to the public listener."""


def another_device(peer: str, own: str) -> bool:
    """True when a connection from ``peer`` to our address ``own`` came over the network."""
    try:
        return peer != own and not ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False


def protocol_class(door: Doorkeeper) -> type[asyncio.Protocol]:
    """The class for ``uvicorn.Config(http=…)``."""
    return type("RoomProtocol", (DeadlineProtocol,), {"door": door})


class DeadlineProtocol(H11Protocol):
    """See the module."""

    door: Doorkeeper

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._busy = False
        self.idle_since: float | None = None
        """When the last answer was finished (or the connection made); None while a request is under way."""
        self._address = ""
        self._admitted = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        public = not self.server or self.server[1] != self.door.moderator_port
        if public:
            self.door.arrived(self._address, self.server[0] if self.server else "")
            self._admitted = self.door.gate.admit(self._address, self)
            if not self._admitted:
                transport.write(_FULL)
                transport.close()
                return
        self.idle_since = self.loop.time()
        self._arm(self.door.limits.idle_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._disarm()
        self._read()
        if self._admitted:
            self._admitted = False
            self.door.gate.release(self._address, self)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def cut(self) -> None:
        """End this connection at once."""
        if self._admitted:
            self._admitted = False
            self.door.gate.release(self._address, self)
        if not self.transport.is_closing():
            self.transport.abort()

    # --- reading ------------------------------------------------------------------------------------

    def _arm(self, seconds: float) -> None:
        self._disarm()
        self._deadline = self.loop.call_later(seconds, self.cut)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if not self._busy:
            # The first byte of a request starts its clock; later bytes do not turn it back.
            self._busy = True
            self.idle_since = None
            self._arm(self.door.limits.request_seconds)
        super().data_received(data)
        self._look()

    def _look(self) -> None:
        """Has the request arrived whole? Then its deadline has served."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._disarm()

    def on_response_complete(self) -> None:
        if self.conn.their_state is h11.SEND_BODY:
            # Refused before its end: the rest must come within the deadline, then the connection closes.
            super().on_response_complete()
            return
        self._busy = False
        self.idle_since = self.loop.time()
        self._disarm()
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0] and not self._busy:
            self._busy = True
            self.idle_since = None
            self._arm(self.door.limits.request_seconds)

    def send_400_response(self, msg: str) -> None:
        """What is not HTTP gets one fixed answer; in the middle of another answer only the end."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and not self.transport.is_closing():
            self.transport.write(_BAD)
            self.transport.close()
        else:
            self.transport.abort()

    # --- writing ------------------------------------------------------------------------------------

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read()
        self._unread = self.loop.call_later(self.door.limits.write_seconds, self.cut)

    def resume_writing(self) -> None:
        self._read()
        super().resume_writing()

    def _read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
