"""From a file to text. Whatever is in it, something comes back, and what is odd is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from facilitator.deck.problems import Finding

LARGEST = 64 * 1024 * 1024
"""Bytes; a larger file is no deck."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class Text(NamedTuple):
    """A text with ``\\n`` line ends, and what is odd about it (lines count in the file)."""

    text: str
    findings: list[Finding]
    readable: bool = True


def normalise(text: str) -> Text:
    """One kind of line end, no byte order mark, no control characters (they become U+FFFD)."""
    findings: list[Finding] = []
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = _CONTROLS.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        column = odd.start() - text.rfind("\n", 0, odd.start())
        count = len(_CONTROLS.findall(text))
        findings.append(
            Finding(
                "odd-character",
                line,
                column,
                f"A control character (U+{ord(odd[0]):04X}) stands here"
                + (f", and {count - 1} more further on." if count > 1 else "."),
                "Delete it. It is shown as \ufffd.",
            )
        )
        text = _CONTROLS.sub("\ufffd", text)
    return Text(text, findings)


def _decode(data: bytes) -> Text:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return normalise(data.decode("utf-16"))
        except UnicodeDecodeError:
            pass
    try:
        return normalise(data.decode("utf-8-sig"))
    except UnicodeDecodeError as bad:
        if data.count(b"\0") or _looks_binary(data):
            finding = Finding(
                "not-text",
                1,
                1,
                "This file is not text: it may be a picture, a document or a program.",
                "Open it in the program it comes from, and save the words as a text file in UTF-8.",
            )
            return Text("", [finding], readable=False)
        before = data[: bad.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        text = normalise(data.decode("cp1252", "replace"))
        finding = Finding(
            "not-utf8",
            line,
            column,
            f"This file is not UTF-8 (byte 0x{data[bad.start]:02X} here); it was read as Windows Latin.",
            "Check the accents, then save the file as UTF-8 (in the editor: Save with encoding).",
        )
        return Text(text.text, [finding, *text.findings])


def _looks_binary(data: bytes) -> bool:
    sample = data[:4096]
    odd = sum(1 for b in sample if b < 9 or 13 < b < 32)
    return odd * 20 > len(sample)


def load(path: Path) -> Text:
    """The text of a file; never raises for anything the file or folder may be."""
    try:
        if path.is_dir():
            return _unreadable(
                "This is a folder, not a deck.", "Choose a Markdown file (such as deck.md) in it."
            )
        if path.exists() and not path.is_file():
            return _unreadable("This is a device, not a deck.", "Choose a Markdown file.")
        if path.stat().st_size > LARGEST:
            return _unreadable("This file is larger than 64 MB: that is no deck.", "Choose a Markdown file.")
        data = path.read_bytes()
    except FileNotFoundError:
        return _unreadable("This file does not exist.", "Check the name and the folder.")
    except PermissionError:
        return _unreadable("This file may not be read.", "Ask its owner, or copy it to your own folder.")
    except (OSError, ValueError) as reason:
        why = getattr(reason, "strerror", None) or str(reason)
        return _unreadable(f"This file cannot be read: {why}.", "Copy it to your own disk and try again.")
    return _decode(data)


def _unreadable(message: str, fix: str) -> Text:
    return Text("", [Finding("no-file", 1, 1, message, fix)], readable=False)
