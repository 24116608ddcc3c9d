"""A look into a picture's file: is it what its name says, and is all of it there? No picture is decoded."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

#: What a phone or a program calls .jpg all the same -> what it is.
_OTHERS = ((b"ftyphei", "HEIC"), (b"ftyphev", "HEIC"), (b"ftypmif", "HEIC"), (b"ftypavi", "AVIF"))
_MOST = 4_000_000
"""Bytes of a drawing that are looked at."""
_MOST_UNPACKED = 64_000_000
"""Bytes that a packed drawing may become; a small file can hold gigabytes of nothing."""
_MOST_STEPS = 10_000
"""Marks of a JPEG, its filling among them, that are read on the way to its pixels."""
MAX_PIXELS = 400_000_000
"""A picture of more pixels than this is not opened at all: it would take a gigabyte."""
_TAIL = 65_536
"""Bytes at a photograph's end that are looked at first; some cameras write a film after the picture."""
_CUT = "is cut off: its end is missing"
_ENDLESS = f"unpacks to more than {_MOST_UNPACKED // 1_000_000} megabytes, too many to be shown"
_VAST = f"has more than {MAX_PIXELS // 1_000_000} megapixels, too many to be shown"
_PACKED = b"\x1f\x8b"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that say how large the picture is."""


def fault(path: Path) -> str:
    """What is wrong with a PNG, JPEG, GIF, WebP or SVG file, as a sentence's end; empty when nothing is."""
    try:
        with path.open("rb") as file:
            return _fault(file, path.stat().st_size)
    except OSError:
        return "cannot be read"


def _fault(file: BinaryIO, size: int) -> str:
    head = file.read(512)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        if what := _png(file, size):
            return what
        return _vast(*struct.unpack(">II", head[16:24])) if head[12:16] == b"IHDR" else "is damaged"
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(file, size)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _vast(*struct.unpack("<HH", head[6:10])) if len(head) > 9 else _CUT
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "" if struct.unpack("<I", head[4:8])[0] + 8 <= size else _CUT
    for sign, name in _OTHERS:
        if head[4:].startswith(sign):
            return f"is {name} under another name, which cannot be shown"
    return _drawing(head + file.read(_MOST_UNPACKED if head.startswith(_PACKED) else _MOST))[1]


def _png(file: BinaryIO, size: int) -> str:
    """Is every chunk there, up to the one that says that it is the last, and do its pixels begin as such?"""
    at, start = 8, b""
    while at + 12 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if kind == b"IEND":
            return "" if _is_zlib(start) else "is damaged"
        if kind == b"IDAT" and len(start) < 2:
            start += file.read(min(length, 2 - len(start)))
        at += 12 + length
    return _CUT


def _is_zlib(start: bytes) -> bool:
    """Is this the head of packed bytes? A decoder that meets others complains on the terminal."""
    return len(start) == 2 and start[0] & 15 == 8 and int.from_bytes(start, "big") % 31 == 0


def _vast(width: int, height: int) -> str:
    return _VAST if width * height > MAX_PIXELS else ""


def _jpeg(file: BinaryIO, size: int) -> str:
    """Does it say how large it is, come as far as its first line of pixels, and have its end?"""
    at, wide, high = 2, 0, 0
    for _ in range(_MOST_STEPS):
        if at + 4 > size:
            break
        file.seek(at)
        segment = file.read(9)
        mark, kind, length = struct.unpack(">BBH", segment[:4])
        if mark != 0xFF:
            return "is damaged"
        if kind == 0xDA:
            if not wide or at + 2 + length >= size:
                return "is damaged"
            return _vast(wide, high) or ("" if _ends(file, at + 2 + length, size) else _CUT)
        if kind in _FRAMES and len(segment) == 9:
            high, wide = struct.unpack(">HH", segment[5:9])
        if kind == 0xFF:  # filling
            at += 1
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:
            at += 2
        elif length < 2:
            return "is damaged"
        else:
            at += 2 + length
    return "is damaged"


def _ends(file: BinaryIO, start: int, size: int) -> bool:
    """Is the mark of a JPEG's end among or after its pixels? They never hold these two bytes themselves."""
    file.seek(max(start, size - _TAIL))
    if b"\xff\xd9" in file.read():
        return True
    file.seek(start)
    last = b""
    while block := file.read(1_000_000):
        if b"\xff\xd9" in last + block:
            return True
        last = block[-1:]
    return False


def _drawing(data: bytes) -> tuple[bytes, str]:
    """An SVG's bytes, unpacked when they were packed, and what is wrong with them."""
    if data.startswith(_PACKED):
        packed = zlib.decompressobj(wbits=31)
        try:
            data = packed.decompress(data, _MOST_UNPACKED)
        except zlib.error:
            return b"", "is damaged"
        if not packed.eof:
            return b"", _CUT if len(data) < _MOST_UNPACKED else _ENDLESS
    return data, _no_svg(data[:_MOST])


def _no_svg(data: bytes) -> str:
    """Why this is no SVG; empty when it is one, as far as it is looked at."""
    elements: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: elements.append(name) if not elements else None
    try:
        parser.Parse(data.lstrip(), len(data) < _MOST)
    except expat.ExpatError:
        return "is damaged" if elements and _is_svg(elements[0]) else "is no picture"
    return "" if elements and _is_svg(elements[0]) else "is no picture"


def unpacked(data: bytes) -> bytes:
    """A drawing's bytes, unpacked when they are packed; empty when it is no drawing."""
    if data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")):
        return b""
    drawing, what = _drawing(data)
    return b"" if what else drawing


def _is_svg(name: str) -> bool:
    return name.rpartition(":")[2] == "svg"
