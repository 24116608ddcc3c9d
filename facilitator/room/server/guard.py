"""Stands before every route: whom was asked for, how many bytes; and the headers of every answer."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

from facilitator.room.server.headers import NOT_UNDERSTOOD, with_security
from facilitator.room.server.refused import Refused, error_body

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

MOST_HEADER_BYTES = 8192
MOST_URL_BYTES = 2048
WRONG_HOST = "This is not the room's address. Scan the code on the wall again."


def where(error: BaseException) -> str:
    """An error's type and line, without its message: a message can hold what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return (
        f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        if last
        else type(error).__name__
    )


def host_allowed(
    host: str, server: tuple[str, int], names: Collection[str], own: Callable[[], Collection[str]]
) -> bool:
    """Is ``host`` (a Host header) one of our names at this socket?

    ``server`` is the near end of the accepted socket; ``own`` lists this machine's addresses; ``names`` are
    allowed with any port when they carry none, since a mapped port differs from ours.
    """
    name, port = split_host(host)
    if not name:
        return False
    for allowed in names:
        allowed_name, allowed_port = split_host(allowed)
        if name == allowed_name and allowed_port in (None, port):
            return True
    if (port or 80) != server[1]:
        return False
    if name == "localhost":
        return True
    return name == server[0] or name in own()


def split_host(host: str) -> tuple[str, int | None]:
    """``name:port`` in lower case; an empty name when it is neither."""
    host = host.strip().lower().rstrip(".")
    if host.startswith("["):
        name, bracket, rest = host[1:].partition("]")
        if not bracket:
            return "", None
    else:
        name, colon, rest = host.partition(":")
        rest = colon + rest
    if not rest:
        return name, None
    number = rest[1:]
    if not rest.startswith(":") or not (number.isascii() and number.isdigit() and len(number) <= 5):
        return "", None
    return name, int(number)


class Guard:
    """The outermost ASGI application."""

    def __init__(
        self,
        public: App,
        moderator: App,
        *,
        moderator_port: int,
        allow_hosts: Collection[str],
        own_addresses: Callable[[], Collection[str]],
        report: Callable[[str], None],
    ) -> None:
        self._public = public
        self._moderator = moderator
        self._moderator_port = moderator_port
        self._names = tuple(allow_hosts)
        self._own = own_addresses
        self._report = report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": with_security(list(message.get("headers", [])))}
            await send(message)

        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                status, sentence = refusal
                await answer_text(guarded, status, sentence)
                return
            app = self._moderator if self._is_moderator(scope) else self._public
            await app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 - the last place where an error can become an answer
            self._report(where(error))
            if not started:
                await answer_error(guarded, 500, "internal", "Something went wrong here. Please try again.")

    def _is_moderator(self, scope: Scope) -> bool:
        server = scope.get("server") or ("", 0)
        return bool(server[1] == self._moderator_port)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        if sum(len(name) + len(value) + 4 for name, value in headers) > MOST_HEADER_BYTES:
            return 431, "Those headers are too long."
        if len(scope.get("raw_path", b"")) + len(scope.get("query_string", b"")) > MOST_URL_BYTES:
            return 414, "That address is too long."
        names = {name for name, _ in headers}
        if {b"content-length", b"transfer-encoding"} <= names:
            # Two ways of saying where it ends: whoever stands between us may believe the other one.
            return 400, NOT_UNDERSTOOD
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        server = scope.get("server") or ("", 0)
        moderator = self._is_moderator(scope)
        allowed = () if moderator else self._names
        own: Callable[[], Collection[str]] = (lambda: ("127.0.0.1",)) if moderator else self._own
        if len(hosts) != 1 or not host_allowed(hosts[0], (server[0], server[1]), allowed, own):
            return 421, WRONG_HOST
        return None


async def answer_text(send: Send, status: int, sentence: str) -> None:
    """A plain sentence."""
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def answer_error(
    send: Send, status: int, code: str, message: str, retry_after: int | None = None
) -> None:
    """The error JSON of docs/room-api.md."""
    body = error_body(code, message, retry_after)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def check_origin(origin: str | None, host: str) -> None:
    """A change must come from our own page, or from a client that sends no Origin. Raises Refused."""
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        raise Refused(403, "origin", "This was sent from another page. Open the room's own address.")
