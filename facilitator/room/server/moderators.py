"""The loopback listener: the moderator page and the interface for moderator and console."""

from __future__ import annotations

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from facilitator.room import takeaway
from facilitator.room.records import EntryState
from facilitator.room.server import page
from facilitator.room.server.acts import ACTIONS, CONSOLE_ACTIONS, SEEN_ACTIONS
from facilitator.room.server.bodies import Fields, json_fields
from facilitator.room.server.events import EventStream
from facilitator.room.server.hub import Audience
from facilitator.room.server.participants import json_response
from facilitator.room.server.refused import Refused
from facilitator.room.server.room import Room
from facilitator.room.server.static import StaticFiles
from facilitator.room.wire import entry_to_wire

_STATES = tuple(s.value for s in EntryState if s is not EntryState.WAITING)
_MOST_BODY = 32_768


class Moderators:
    """The routes of the moderator's listener. ``key`` opens all but the screen; ``console_key`` opens all."""

    def __init__(
        self,
        room: Room,
        audience: Audience,
        static: StaticFiles,
        key: str,
        console_key: str,
    ) -> None:
        self._room = room
        self._audience = audience
        self._static = static
        self._key = key.encode()
        self._console_key = console_key.encode()

    def routes(self) -> list[Route]:
        base = "/api/v1/moderate"
        return [
            Route("/moderate", self.page, methods=["GET"]),
            Route("/static/{path:path}", self._static.serve, methods=["GET"]),
            Route(f"{base}/room", self.state, methods=["GET"]),
            Route(f"{base}/events", self.events, methods=["GET"]),
            Route(f"{base}/export", self.export, methods=["GET"]),
            Route(f"{base}/act", self.act, methods=["POST"]),
            Route(f"{base}/collect", self.collect, methods=["POST"]),
            Route(f"{base}/type", self.type_in, methods=["POST"]),
            Route(f"{base}/round", self.round, methods=["POST"]),
            Route(f"{base}/pause", self.pause, methods=["POST"]),
            Route(f"{base}/resources", self.resources, methods=["POST"]),
            Route(f"{base}/close", self.close, methods=["POST"]),
            Route(f"{base}/delete", self.delete, methods=["POST"]),
        ]

    def _is_console(self, request: Request) -> bool:
        """Check the key; True when it is the console's. Raises Refused (401)."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        token = given.strip().encode("utf-8", "replace")
        console = hmac.compare_digest(token, self._console_key)
        moderator = hmac.compare_digest(token, self._key)
        if scheme.lower() != "bearer" or not (console or moderator):
            raise Refused(
                401, "key", "The moderator's key is missing or wrong. Open the address that was printed."
            )
        return console

    async def _fields(self, request: Request) -> Fields:
        self._is_console(request)
        return await json_fields(request, _MOST_BODY)

    async def page(self, _: Request) -> Response:
        return HTMLResponse(page.render_moderator(self._room.settings))

    async def state(self, request: Request) -> Response:
        self._is_console(request)
        if self._audience.refresh():  # whoever asks after an act sees what it did
            self._audience.wake()
        seen = self._audience.parse(request.query_params.get("since", ""))
        return Response(self._audience.message(seen), headers={"content-type": "application/json"})

    async def events(self, request: Request) -> EventStream:
        self._is_console(request)
        return EventStream(request, self._audience)

    async def act(self, request: Request) -> Response:
        console = self._is_console(request)
        fields = await json_fields(request, _MOST_BODY)
        entry_id, action = fields.secret("id"), fields.one_of("action", ACTIONS)
        text = fields.text("text") if action == "reply" else ""
        state = published = starred = None
        if action in ("restore", "off_screen"):
            state = fields.one_of_or_none("state", _STATES)
        if action == "restore":
            published, starred = fields.truth_or_none("published"), fields.truth_or_none("starred")
        seen = seen_category = None
        if action in SEEN_ACTIONS:
            seen, seen_category = fields.text_or_none("seen"), fields.text_or_none("seen_category")
        fields.done()
        if not console and (action in CONSOLE_ACTIONS or state == EntryState.ON_SCREEN.value):
            raise Refused(403, "console_only", "Only the console puts something on the screen.")
        before, entry = self._room.act(
            entry_id, action, text=text, state=state, published=published, starred=starred,
            seen=seen, seen_category=seen_category,
        )  # fmt: skip
        return json_response({"before": entry_to_wire(before), "entry": entry_to_wire(entry)})

    async def collect(self, request: Request) -> Response:
        fields = await self._fields(request)
        force = fields.truth_or_none("force") or False
        fields.done()
        return json_response({"released": self._room.collect(force=force)})

    async def type_in(self, request: Request) -> Response:
        fields = await self._fields(request)
        category, text = fields.text("category"), fields.text("text")
        fields.done()
        self._room.type_in(category, text, secrets.token_hex(16))
        return json_response({"delivery": "received"})

    async def round(self, request: Request) -> Response:
        fields = await self._fields(request)
        is_open = fields.truth("open")
        fields.done()
        self._room.set_round(is_open)
        return json_response({"round_open": self._room.round_open})

    async def pause(self, request: Request) -> Response:
        fields = await self._fields(request)
        paused = fields.truth("paused")
        fields.done()
        self._room.pause(paused)
        return json_response({"paused": self._room.paused})

    async def resources(self, request: Request) -> Response:
        fields = await self._fields(request)
        show = fields.truth("show")
        fields.done()
        self._room.set_resources(show)
        return json_response({"show_resources": self._room.show_resources})

    async def export(self, request: Request) -> Response:
        self._is_console(request)
        form = request.query_params.get("format", "json")
        if form == "json":
            listed = [{k: v for k, v in entry_to_wire(e).items() if k != "id"} for e in self._room.export()]
            return json_response({"entries": listed})
        writer = takeaway.WRITERS.get(form)
        if writer is None:
            raise Refused(400, "bad_request", '"format" must be json, csv, xlsx or md.')
        body = writer.render(list(self._room.export()), self._room.settings)
        disposition = f'attachment; filename="entries.{form}"'
        return Response(body, headers={"content-type": writer.mime, "content-disposition": disposition})

    async def close(self, request: Request) -> Response:
        fields = await self._fields(request)
        fields.done()
        return json_response({"closed": True, "delete_after": self._room.close()})

    async def delete(self, request: Request) -> Response:
        fields = await self._fields(request)
        if not fields.truth("sure"):
            raise Refused(400, "bad_request", '"sure" must be true.')
        fields.done()
        self._room.delete()
        return json_response({"deleted": True})
