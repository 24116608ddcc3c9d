"""Server-sent events: each stream waits, and sends the newest message of its audience."""

from __future__ import annotations

import asyncio
import random
from typing import Any

from starlette.requests import Request

from facilitator.room.server.guard import Receive, Scope, Send
from facilitator.room.server.hub import Audience, Stream

_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]


class EventStream:
    """An ASGI response. Ends when the client goes, the room closes, or the process stops."""

    def __init__(self, request: Request, audience: Audience) -> None:
        self._audience = audience
        since = request.query_params.get("since") or request.headers.get("last-event-id") or ""
        self._seen = audience.parse(since)
        self._only_head = request.method == "HEAD"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        if self._only_head:
            await send({"type": "http.response.body", "body": b""})
            return
        stream, audience = Stream(), self._audience
        ears = asyncio.create_task(_until_gone(receive))
        ears.add_done_callback(stream.hang_up)
        audience.streams.add(stream)
        try:
            stream.seen = audience.version
            first = audience.frame(self._seen, retry=random.randint(2000, 6000))
            await send({"type": "http.response.body", "body": first, "more_body": True})
            while not stream.ended() and not audience.closed:
                await stream.wake.wait()
                stream.wake.clear()
                if stream.ended():
                    break
                body = b": \n\n" if stream.beat else b""
                stream.beat = False
                if stream.seen != audience.version:
                    body = audience.frame(stream.seen)
                    stream.seen = audience.version
                if body:
                    await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            audience.streams.discard(stream)
            ears.cancel()


async def _until_gone(receive: Receive) -> None:
    """Wait for the client's end; anything else that it sends is not listened to."""
    message: dict[str, Any] = {}
    while message.get("type") != "http.disconnect":
        message = await receive()
