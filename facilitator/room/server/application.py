"""Puts a room, its audiences and its routes together into one ASGI application."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from facilitator.room.records import RoomSettings, rounded_seats
from facilitator.room.server import page
from facilitator.room.server.guard import Guard, where
from facilitator.room.server.hub import Audience, Hub
from facilitator.room.server.keeper import Keeper, Waiting
from facilitator.room.server.limits import Allowance
from facilitator.room.server.moderators import Moderators
from facilitator.room.server.participants import Participants
from facilitator.room.server.protocol import another_device
from facilitator.room.server.refused import Refused, error_body
from facilitator.room.server.room import Room
from facilitator.room.server.static import web_files
from facilitator.room.server.storage import Storage
from facilitator.room.wire import Json, entry_to_wire, public_entry, public_settings
from facilitator.system.clock import Clock, SystemClock

#: Seconds between two looks at the room's clock.
STEP = 0.05
#: So many votes for an entry, and two for each page that was ever open at once, are nothing unusual.
FEW_VOTES = 20


@dataclass(frozen=True)
class Setup:
    """What the server is told when it starts."""

    settings: RoomSettings
    moderator_port: int
    key: str
    console_key: str
    form_key: bytes
    allow_hosts: Collection[str] = ()
    waiting: Sequence[Waiting] = ()
    paused: bool = False
    round_open: bool = False
    rounds: int = 0
    show_resources: bool = False
    closed: bool = False
    clock: Clock = field(default_factory=SystemClock)
    rng: random.Random | None = None


class Application:
    """The room's whole server but for its sockets."""

    def __init__(
        self,
        setup: Setup,
        storage: Storage,
        keeper: Keeper | None = None,
        report: Callable[[str], None] = lambda _: None,
        own_addresses: Callable[[], Collection[str]] = lambda: (),
    ) -> None:
        self.setup = setup
        settings = setup.settings
        self.room = Room(settings, storage, setup.clock, rng=setup.rng, keeper=keeper)
        self.room.paused, self.room.round_open = setup.paused, setup.round_open
        self.room.show_resources, self.room.rounds = setup.show_resources, setup.rounds
        self.room.take_back(setup.waiting)
        if setup.closed:
            self.room.close()
        self.which = self.room.which
        self.allowance = Allowance(settings.limits, setup.clock)
        self._settings = public_settings(settings)
        self._proved: set[str] = set()
        self._seats_shown = 0
        self._most_pages = 0
        self.public = Audience("room", self._public_head, self._public_entries)
        self.moderator = Audience("moderator", self._moderator_head, self._moderator_entries)
        self.hub = Hub([self.moderator, self.public])
        self.room.on_change = self.hub.changed
        static = web_files()
        participants = Participants(self.room, self.public, self.allowance, static, setup.form_key)
        moderators = Moderators(self.room, self.moderator, static, setup.key, setup.console_key)
        self.participants = participants
        self.guard = Guard(
            self._starlette(participants.routes()),
            self._starlette(moderators.routes()),
            moderator_port=setup.moderator_port,
            allow_hosts=setup.allow_hosts,
            own_addresses=own_addresses,
            report=report,
        )
        self._report = report

    # --- what the audiences see ---------------------------------------------------------------------

    def _state(self) -> Json:
        room = self.room
        return {
            "room": self.which,
            "round_open": room.round_open,
            "round": room.rounds,
            "paused": room.paused,
            "closed": room.closed,
            "show_resources": room.show_resources,
        }

    def _public_head(self) -> Json:
        return {"settings": self._settings, "state": self._state()}

    def _public_entries(self) -> dict[str, Json]:
        return {e.id: public_entry(e) for e in self.room.published()}

    def _moderator_head(self) -> Json:
        more = {
            "seats": self._seats_shown,
            "connected": bool(self._proved),
            "proved": sorted(self._proved),
            "pace": self.room.pace,
            "withdrawn": list(self.room.withdrawn_on_screen),
            "trouble": self.room.trouble,
            "unusual": self.room.most_votes > FEW_VOTES + 2 * self._most_pages,
        }
        return {"settings": self._settings, "state": self._state() | more}

    def _moderator_entries(self) -> dict[str, Json]:
        return {e.id: entry_to_wire(e) for e in self.room.entries()}

    def arrived(self, peer: str, own: str) -> None:
        """A connection to the public listener: which of our addresses works is kept, nothing of the peer."""
        if own not in self._proved and another_device(peer, own):
            self._proved.add(own)
            self.hub.changed()

    # --- running ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """The room's life: batches at their moments, fan-outs, heartbeats. Ends by cancellation."""
        await asyncio.gather(self._steps(), self.hub.run(), self.hub.heartbeats())

    async def _steps(self) -> None:
        while True:
            self.room.step()
            self._most_pages = max(self._most_pages, len(self.public.streams))
            seats = rounded_seats(len(self.public.streams))
            if seats != self._seats_shown:
                self._seats_shown = seats
                self.hub.changed()
            await asyncio.sleep(STEP)

    def finish(self) -> None:
        """The process is about to end: what waits goes to the disk, streams close. Safe to call twice."""
        try:
            self.room.flush()
        except Exception as error:  # noqa: BLE001 - the process ends anyway; only type and line may be told
            self._report(where(error))
        for audience in (self.public, self.moderator):
            for stream in tuple(audience.streams):
                stream.hang_up()

    # --- errors -------------------------------------------------------------------------------------

    def _starlette(self, routes: list[Route]) -> Starlette:
        return Starlette(
            routes=routes,
            exception_handlers={
                Refused: self._refused,
                HTTPException: self._http_error,
                Exception: self._broken,
            },
        )

    def _wants_html(self, request: Request) -> bool:
        return not request.url.path.startswith(("/api/", "/static/"))

    async def _refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        headers = {} if error.retry_after is None else {"retry-after": str(error.retry_after)}
        if error.code == "full":
            headers["connection"] = "close"  # somebody else needs it
        if self._wants_html(request):
            language = page.pick_language(
                request.headers.get("accept-language", ""), "", self.setup.settings.lang
            )
            html = page.render_error(self.setup.settings, language, error.status)
            return HTMLResponse(html, error.status, headers)
        body = error_body(error.code, error.message, error.retry_after)
        return Response(body, error.status, headers | {"content-type": "application/json"})

    async def _broken(self, request: Request, _: Exception) -> Response:
        """A fault of ours; it goes on to the guard, which reports its type and line."""
        return await self._refused(
            request, Refused(500, "internal", "Something went wrong here. Please try again.")
        )

    async def _http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            refused = Refused(405, "method", "This address does not take that method.")
        else:
            refused = Refused(error.status_code, "not_found", "There is no such address in this room.")
        response = await self._refused(request, refused)
        if error.headers and "Allow" in error.headers:
            response.headers["allow"] = error.headers["Allow"]
        return response
