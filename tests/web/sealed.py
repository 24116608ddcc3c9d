"""Opens and seals what the page keeps, as its script does: ChaCha20 a second time, to check the first."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

from playwright.sync_api import Page

from tests.room.rooms import Phone

CONSTANTS = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)


def block(key: tuple[int, ...], counter: int, nonce: tuple[int, ...]) -> bytes:
    """64 bytes of key stream (RFC 8439, 2.3)."""
    start = [*CONSTANTS, *key, counter, *nonce]
    x = list(start)

    def quarter(a: int, b: int, c: int, d: int) -> None:
        for i, j, k, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[i] = (x[i] + x[j]) & 0xFFFFFFFF
            x[k] ^= x[i]
            x[k] = (x[k] << by | x[k] >> (32 - by)) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, column + 4, column + 8, column + 12)
        for column in range(4):
            quarter(column, (column + 1) % 4 + 4, (column + 2) % 4 + 8, (column + 3) % 4 + 12)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(x, start, strict=True)))


def mixed(data: bytes, key: tuple[int, ...], nonce: tuple[int, ...]) -> bytes:
    stream = b"".join(block(key, n, nonce) for n in range(len(data) // 64 + 1))
    return bytes(a ^ b for a, b in zip(data, stream, strict=False))


def key_of(port: int, name: str) -> tuple[int, ...]:
    """The key as the room gives it."""
    http = Phone(port)
    try:
        return tuple(http.post("keys", name=name).json["key"])
    finally:
        http.close()


def opened(port: int, text: str) -> Any:
    name, *nonce, data = text.split(".")
    plain = mixed(base64.b64decode(data), key_of(port, name), tuple(map(int, nonce)))
    return json.loads(plain)


def sealed(port: int, data: object, like: str) -> str:
    """``data``, sealed with the key that ``like`` names."""
    name, *nonce, _ = like.split(".")
    plain = json.dumps(data).encode()
    return ".".join(
        (name, *nonce, base64.b64encode(mixed(plain, key_of(port, name), tuple(map(int, nonce)))).decode())
    )


def stored(page: Page) -> str:
    """This tab's storage, as it is."""
    text = page.evaluate("sessionStorage.getItem('page') || ''")
    assert isinstance(text, str)
    return text


def mind(page: Page, port: int) -> dict[str, Any]:
    """What the page has kept in this tab, opened."""
    kept = opened(port, stored(page))
    assert isinstance(kept, dict)
    return kept
