"""The public listener: the page, its forms without JavaScript, and the interface for participants."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from facilitator.room.records import Entry, Release
from facilitator.room.server import page
from facilitator.room.server.answers import html_answer
from facilitator.room.server.bodies import form_fields, json_fields
from facilitator.room.server.carry import Carry, carry_key, new_carry
from facilitator.room.server.events import EventStream
from facilitator.room.server.html import attribute
from facilitator.room.server.hub import Audience, encode
from facilitator.room.server.limits import Allowance
from facilitator.room.server.protocol import another_device
from facilitator.room.server.refused import Refused
from facilitator.room.server.room import Room
from facilitator.room.server.static import StaticFiles
from facilitator.room.server.votes import PACES
from facilitator.room.wire import Json

#: Stands for each page's own nonce while a page is kept; nobody can guess it, so nobody can write it.
_NONCE = secrets.token_hex(24)
#: The same for the key with which a page seals what it keeps.
_BLANK: Carry = (secrets.token_hex(24), ())
_CARRY = attribute(_BLANK)


def json_response(data: Json) -> Response:
    return Response(encode(data), headers={"content-type": "application/json"})


class Participants:
    """The routes of the public listener."""

    def __init__(
        self,
        room: Room,
        audience: Audience,
        allowance: Allowance,
        static: StaticFiles,
        form_key: bytes,
    ) -> None:
        self._room = room
        self._audience = audience
        self._allowance = allowance
        self._static = static
        self._form_key = form_key
        self._which = room.which
        self._most = room.settings.limits.body_bytes
        self.most_streams = room.settings.limits.room_streams
        self._pages: dict[str, tuple[list[Entry], str]] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/", self.page, methods=["GET"]),
            Route("/test", self.self_test, methods=["GET"]),
            Route("/send", self.form_send, methods=["POST"]),
            Route("/withdraw", self.form_withdraw, methods=["POST"]),
            Route("/static/{path:path}", self._static.serve, methods=["GET"]),
            Route("/api/v1/room", self.state, methods=["GET"]),
            Route("/api/v1/events", self.events, methods=["GET"]),
            Route("/api/v1/entries", self.send, methods=["POST"]),
            Route("/api/v1/entries/status", self.status, methods=["POST"]),
            Route("/api/v1/entries/edit", self.edit, methods=["POST"]),
            Route("/api/v1/entries/withdraw", self.withdraw, methods=["POST"]),
            Route("/api/v1/votes", self.vote, methods=["POST"]),
            Route("/api/v1/pace", self.pace, methods=["POST"]),
            Route("/api/v1/round/nothing", self.nothing, methods=["POST"]),
            Route("/api/v1/keys", self.key, methods=["POST"]),
        ]

    # --- JSON ---------------------------------------------------------------------------------------

    async def state(self, request: Request) -> Response:
        seen = self._audience.parse(request.query_params.get("since", ""))
        return Response(self._audience.message(seen), headers={"content-type": "application/json"})

    async def events(self, request: Request) -> EventStream:
        if len(self._audience.streams) >= self.most_streams:
            raise Refused(503, "full", "Many pages are open just now. Ask for /api/v1/room now and then.", 30)
        return EventStream(request, self._audience)

    async def send(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        receipt, category, text = fields.secret("receipt"), fields.text("category"), fields.text("text")
        seat, meant = fields.secret_or_none("seat"), fields.text_or_none("room")
        fields.done()
        if meant is not None and meant != self._which:
            raise Refused(409, "other_room", "That was written for another room, and was not taken here.")
        return json_response(self._send(request, receipt, category, text, seat))

    def _send(self, request: Request, receipt: str, category: str, text: str, seat: str | None) -> Json:
        room = self._room
        if not room.knows(receipt):
            room.may_send()
            room.check(category, text)
            self._allowance.entry(seat, address(request))
        return room.send(receipt, category, text)

    async def status(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        receipt = fields.secret("receipt")
        fields.done()
        return json_response(self._room.status(receipt))

    async def edit(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        receipt, category, text = fields.secret("receipt"), fields.text("category"), fields.text("text")
        seat = fields.secret_or_none("seat")
        fields.done()
        self._allowance.small(seat or receipt, address(request))
        return json_response(self._room.edit(receipt, category, text))

    async def withdraw(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        receipt = fields.secret("receipt")
        fields.done()
        self._allowance.small(receipt, address(request))
        return json_response(self._room.withdraw(receipt))

    async def vote(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        seat, entry, on = fields.secret("seat"), fields.secret("entry"), fields.truth("on")
        fields.done()
        source = address(request)
        self._allowance.small(seat, source)
        self._room.vote(seat, entry, on, "" if self._allowance.few else source)
        return json_response({"on": on})

    async def pace(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        seat, pace = fields.secret("seat"), fields.one_of("pace", (*PACES, ""))
        fields.done()
        self._allowance.small(seat, address(request))
        self._room.say_pace(seat, pace)
        return json_response({"pace": pace})

    async def nothing(self, request: Request) -> Response:
        fields = await json_fields(request, self._most)
        seat = fields.secret("seat")
        fields.done()
        self._allowance.small(seat, address(request))
        if self._room.settings.release is not Release.ROUND:
            raise Refused(409, "no_round", "This room has no rounds.")
        self._room.may_send()
        return json_response({"delivery": "received"})

    async def key(self, request: Request) -> Response:
        """What a page sealed in its phone is opened with (``carry.py``)."""
        fields = await json_fields(request, self._most)
        name = fields.secret("name")
        fields.done()
        self._allowance.small(name, address(request))
        return json_response({"key": list(carry_key(self._room.mark, name))})

    # --- HTML ---------------------------------------------------------------------------------------

    def _language(self, request: Request) -> str:
        return page.pick_language(
            request.headers.get("accept-language", ""),
            request.query_params.get("lang", ""),
            self._room.settings.lang,
        )

    async def page(self, request: Request) -> Response:
        self._allowance.seen(address(request))
        language = self._language(request)
        if self._room.closed:
            return self._page(request)
        published = sorted(self._room.published(), key=_by_votes)
        made = self._pages.get(language)
        if made is None or made[0] != published:
            # Hundreds of published entries take milliseconds to write out; who asks again gets the same.
            html = self._render(language, published, _NONCE, _BLANK)
            made = self._pages[language] = (published, html)
        own = attribute(new_carry(self._room.mark))
        return html_answer(request, made[1].replace(_NONCE, self.new_nonce()).replace(_CARRY, own))

    async def self_test(self, request: Request) -> Response:
        """What a trainer opens on a phone before the room fills; stores and counts nothing."""
        own = str((request.scope.get("server") or ("",))[0])
        html = page.render_self_test(
            self._room.settings,
            self._language(request),
            host=request.headers.get("host", ""),
            from_laptop=not another_device(address(request), own),
        )
        return html_answer(request, html)

    def _page(
        self, request: Request, status: int = 200, message: str = "", draft: str = "", category: str = ""
    ) -> Response:
        if self._room.closed and not message:
            message = "say_closed"  # the script says so by itself
        html = self._render(
            self._language(request),
            sorted(self._room.published(), key=_by_votes),
            self.new_nonce(),
            new_carry(self._room.mark),
            message=message,
            draft=draft,
            category=category,
        )
        return html_answer(request, html, status)

    def _render(
        self,
        language: str,
        published: Sequence[Entry],
        nonce: str,
        carry: Carry,
        *,
        message: str = "",
        draft: str = "",
        category: str = "",
    ) -> str:
        return page.render_page(
            self._room.settings,
            language,
            published=published,
            nonce=nonce,
            message=message,
            draft=draft,
            category=category,
            carry=carry,
        )

    def new_nonce(self) -> str:
        """A receipt for one entry, with a proof that it was made here."""
        receipt = secrets.token_hex(16)
        return f"{receipt}-{self._proof(receipt)}"

    def _proof(self, receipt: str) -> str:
        return hashlib.blake2b(receipt.encode(), key=self._form_key, digest_size=16).hexdigest()

    def _receipt(self, nonce: str) -> str | None:
        receipt, _, proof = nonce.partition("-")
        if not hmac.compare_digest(self._proof(receipt).encode(), proof.encode("utf-8", "replace")):
            return None
        return receipt

    async def form_send(self, request: Request) -> Response:
        fields = await form_fields(request, 4 * self._most)  # a form's text is percent-encoded
        text, category = fields.get("text", "")[: self._most], fields.get("category", "")
        receipt = self._receipt(fields.get("nonce", ""))
        if receipt is None:
            # The page is from before a restart: the words are put back into a fresh one.
            return self._page(request, 409, "error_400", text, category)
        again = self._room.knows(receipt)
        try:
            self._send(request, receipt, category, text, None)
        except Refused as refused:
            keys = {
                "empty": "say_text",
                "too_long": "say_long",
                "category": "say_door",
                "closed": "say_closed",
                "paused": "error_503",
                "no_round": "say_no_round",
            }
            message = keys.get(refused.code, f"error_{refused.status}")
            response = self._page(request, refused.status, message, text, category)
            if refused.retry_after:
                response.headers["retry-after"] = str(refused.retry_after)
            return response
        key = "received_again" if again else ""
        shown = page.render_received(
            self._room.settings, self._language(request), receipt=fields["nonce"], key=key
        )
        return html_answer(request, shown)

    async def form_withdraw(self, request: Request) -> Response:
        fields = await form_fields(request, self._most)
        receipt = self._receipt(fields.get("receipt", ""))
        known = receipt is not None and self._room.status(receipt)["delivery"] in ("received", "saved")
        if receipt is not None and known:
            self._room.withdraw(receipt)
        key = "taken_back" if known else "not_found"
        said = page.render_received(self._room.settings, self._language(request), key=key)
        return html_answer(request, said)


def address(request: Request) -> str:
    """The peer's address: used for limits at once, in memory, and for nothing else."""
    return request.client.host if request.client else ""


def _by_votes(entry: Entry) -> tuple[int, str]:
    return -entry.votes, entry.id
