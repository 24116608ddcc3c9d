"""Reading requests: whole, small, and exactly what the interface says. Everything else is Refused."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from facilitator.room.server.guard import check_origin
from facilitator.room.server.refused import Refused

MOST_DEPTH = 3
_SECRET = re.compile(r"[0-9a-f]{32}")
_FORM = "application/x-www-form-urlencoded"


async def read_body(request: Request, most: int) -> bytes:
    """At most ``most`` bytes; lying lengths, encodings and endless bodies are refused."""
    if request.headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise Refused(415, "content_type", "Compressed requests are not taken.")
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:20]) > most:
        raise Refused(413, "too_big", f"That was too big: at most {most} bytes are taken.")
    chunks = bytearray()
    try:
        async for chunk in request.stream():
            chunks += chunk
            if len(chunks) > most:
                raise Refused(413, "too_big", f"That was too big: at most {most} bytes are taken.")
    except ClientDisconnect:
        raise Refused(400, "bad_request", "The request ended too early.") from None
    return bytes(chunks)


def _no_constant(_: str) -> NoReturn:
    raise ValueError


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError
    return result


def _depth(value: object, left: int = MOST_DEPTH) -> bool:
    """Is the value nested no deeper than allowed?"""
    if isinstance(value, dict):
        return left > 0 and all(_depth(v, left - 1) for v in value.values())
    if isinstance(value, list):
        return left > 0 and all(_depth(v, left - 1) for v in value)
    return True


def parse_json(body: bytes) -> dict[str, Any]:
    """One JSON object without double keys, NaN or deep nesting."""
    try:
        data = json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_no_twice)
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", "That is not a JSON object.") from None
    if not isinstance(data, dict) or not _depth(data):
        raise Refused(400, "bad_json", "That is not a JSON object, or it is nested too deeply.")
    return data


class Fields:
    """The keys of a request; each is asked for by name and kind, and nothing may be left over."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._left = dict(data)
        if not isinstance(self._left.pop("pad", ""), str):
            self._bad("pad", "a string")

    @staticmethod
    def _bad(name: str, kind: str) -> NoReturn:
        raise Refused(400, "bad_request", f'"{name}" must be {kind}.')

    def text(self, name: str) -> str:
        value = self._left.pop(name, None)
        if not isinstance(value, str):
            self._bad(name, "a string")
        return value

    def secret(self, name: str) -> str:
        value = self._left.pop(name, None)
        if not isinstance(value, str) or not _SECRET.fullmatch(value):
            self._bad(name, "32 lower-case hexadecimal digits")
        return value

    def text_or_none(self, name: str) -> str | None:
        return self.text(name) if name in self._left else None

    def secret_or_none(self, name: str) -> str | None:
        return self.secret(name) if name in self._left else None

    def truth(self, name: str) -> bool:
        value = self._left.pop(name, None)
        if not isinstance(value, bool):
            self._bad(name, "true or false")
        return value

    def truth_or_none(self, name: str) -> bool | None:
        return self.truth(name) if name in self._left else None

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self._left.pop(name, None)
        if not isinstance(value, str) or value not in allowed:
            self._bad(name, "one of " + ", ".join(repr(a) for a in allowed))
        return value

    def one_of_or_none(self, name: str, allowed: tuple[str, ...]) -> str | None:
        return self.one_of(name, allowed) if name in self._left else None

    def done(self) -> None:
        """Refused when a key is left that the interface does not know."""
        if self._left:
            raise Refused(400, "bad_request", "There is a key in it that this address does not know.")


async def json_fields(request: Request, most: int) -> Fields:
    """The object of a JSON request from our own page or from a client without Origin."""
    check_origin(request.headers.get("origin"), request.headers.get("host", ""))
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "content_type", "Send JSON, with Content-Type: application/json.")
    return Fields(parse_json(await read_body(request, most)))


async def form_fields(request: Request, most: int) -> dict[str, str]:
    """The fields of a form. Its nonce proves where it came from: browsers send ``Origin: null`` here."""
    origin = request.headers.get("origin")
    if origin != "null":
        check_origin(origin, request.headers.get("host", ""))
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != _FORM:
        raise Refused(415, "content_type", "That form cannot be read.")
    body = await read_body(request, most)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=10,
            errors="replace",
            encoding="utf-8",
        )
    except ValueError:
        raise Refused(400, "bad_request", "That form cannot be read.") from None
    return dict(pairs)
