"""A request that cannot be taken: a status, a code for programs, a sentence for people."""

from __future__ import annotations

import json
import math

#: Every error body has this many bytes, so that its length says nothing to somebody listening.
ERROR_BYTES = 512


class Refused(Exception):  # noqa: N818 - an answer, not an error of ours
    """Raised anywhere below a route; becomes the error JSON of docs/room-api.md."""

    def __init__(self, status: int, code: str, message: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = None if retry_after is None else max(1, math.ceil(retry_after))


def error_body(code: str, message: str, retry_after: int | None = None) -> bytes:
    """The JSON of an error, padded to ``ERROR_BYTES``."""
    data: dict[str, object] = {"error": code, "message": message}
    if retry_after is not None:
        data["retry_after"] = retry_after
    return json.dumps(data, ensure_ascii=False).encode().ljust(ERROR_BYTES)
