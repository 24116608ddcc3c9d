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
        return "" if _whole_png(file, size) else "is cut off: its end is missing"
    if head.startswith(b"\xff\xd8\xff"):
        return "" if _jpeg_begins(file, size) else "is damaged"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return ""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "" if struct.unpack("<I", head[4:8])[0] + 8 <= size else "is cut off: its end is missing"
    for sign, name in _OTHERS:
        if head[4:].startswith(sign):
            return f"is {name} under another name, which cannot be shown"
    return _drawing(head + file.read(_MOST))


def _whole_png(file: BinaryIO, size: int) -> bool:
    """Is every chunk there, up to the one that says that it is the last?"""
    at = 8
    while at + 12 <= size:
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if kind == b"IEND":
            return True
        at += 12 + length
    return False


def _jpeg_begins(file: BinaryIO, size: int) -> bool:
    """Does it say how large it is, and come as far as its first line of pixels?"""
    at, framed = 2, False
    while at + 4 <= size:
        file.seek(at)
        mark, kind, length = struct.unpack(">BBH", file.read(4))
        if mark != 0xFF:
            return False
        if kind == 0xDA:
            return framed and at + 2 + length < size
        framed = framed or kind in _FRAMES
        if kind == 0xFF:  # filling
            at += 1
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:
            at += 2
        elif length < 2:
            return False
        else:
            at += 2 + length
    return False


def _drawing(data: bytes) -> str:
    """An SVG, packed or not."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(wbits=31).decompress(data, _MOST)
        except zlib.error:
            return "is damaged"
    elements: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: elements.append(name) if not elements else None
    try:
        parser.Parse(data.lstrip(), len(data) < _MOST)
    except expat.ExpatError:
        return "is damaged" if elements and _is_svg(elements[0]) else "is no picture"
    return "" if elements and _is_svg(elements[0]) else "is no picture"


def _is_svg(name: str) -> bool:
    return name.rpartition(":")[2] == "svg"
