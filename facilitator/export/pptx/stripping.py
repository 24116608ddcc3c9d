"""A picture file without what it says besides the picture: where and when it was taken, with what, comments,
thumbnails, and whatever stands behind its end (a phone's moving photograph keeps its film there, with sound).

Only what a program needs to draw the picture is copied, so that a kind of note that nobody has heard of
stays behind too. Not a pixel is touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_BARE = {0x01, *range(0xD0, 0xD9)}
"""JPEG markers without a segment."""
_SCAN_END = re.compile(rb"\xff(?=[^\x00\xd0-\xd7\xff])")
"""The first marker after a scan's data, where FF00 is a byte of the picture and RST marks are part of it."""
_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that say how to draw: resolution, colour profile, colour transform."""
_JFIF = 16
"""Bytes of its segment without a thumbnail."""
_PNG_KEPT = {
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs",
    b"hIST", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
"""Chunks that say how to draw, beside the critical ones (which begin with a capital)."""
_GIF_CONTROL = 8
"""Bytes of a GIF's block with timing."""
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def stripped(data: bytes, kind: str) -> bytes:
    """The same picture, and nothing else. Of a file that breaks off, what there is."""
    strip = _STRIPPERS.get(kind)
    return strip(data) if strip else data


def _jpeg(data: bytes) -> bytes:
    out = bytearray(data[:2])
    at = 2
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0x00, 0xFF) or marker in _BARE:
            at = data.find(b"\xff", at + 1)  # fill bytes, and what readers pass over
            continue
        if marker == _EOI:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        out += _segment(marker, data[at:end])
        at = end
        if marker == _SOS:
            found = _SCAN_END.search(data, at)
            at = found.start() if found else len(data)
            out += data[end:at]
    return bytes(out) + bytes((0xFF, _EOI))


def _segment(marker: int, segment: bytes) -> bytes:
    """What is kept of it."""
    if marker == _COMMENT:
        return b""
    if not 0xE0 <= marker <= 0xEF:
        return segment
    if marker not in _APPS or not segment.startswith(_APPS[marker], 4):
        return b""
    if marker == 0xE0:
        return segment[:2] + _JFIF.to_bytes(2) + segment[4:_JFIF] + b"\0\0"
    return segment


def _png(data: bytes) -> bytes:
    out = bytearray(data[:8])
    at = 8
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind[:1].isupper() or kind in _PNG_KEPT:
            out += data[at:end]
        at = end
        if kind == b"IEND":
            break
    return bytes(out)


def _gif(data: bytes) -> bytes:
    at = 13 + _colors(data, 10)
    out = bytearray(data[:at])
    while at < len(data):
        start, kind = at, data[at : at + 1]
        if kind == b";":
            break
        if kind == b",":
            at = _blocks(data, at + 11 + _colors(data, at + 9))
            out += data[start:at]
        elif kind == b"!":
            at = _blocks(data, at + 2)
            out += _extension(data[start:at])
        else:
            at += 1  # what readers pass over
    return bytes(out) + b";"


def _colors(data: bytes, at: int) -> int:
    """Bytes of the colour table that these flags announce."""
    flags = data[at] if at < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Where a chain of sub-blocks ends."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1


def _extension(block: bytes) -> bytes:
    """Timing and clear colours are kept, and how often a film is repeated."""
    if block[1:2] == b"\xf9":
        return block[: _GIF_CONTROL - 1] + b"\0"
    if block[1:3] == b"\xff\x0b" and block[3:14] in _GIF_LOOPS and block[14:16] == b"\x03\x01":
        return block[:18] + b"\0"
    return b""


_STRIPPERS: dict[str, Callable[[bytes], bytes]] = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif}
