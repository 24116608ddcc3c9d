"""Where a line may end. Our own rule, because every program's own differs (qt-spike 1).

After spaces; after hyphens and dashes inside words, but not before a digit (a minus, a range of dates is
kept together) and never inside an address; between East Asian characters, minding the few that may not
begin or end a line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ADDRESS = re.compile(r"\S*://\S*|www\.\S+|\S+@\S+\.\S+")
_DASHES = frozenset("-‐–—")
_SPACES = frozenset(" \t\u2002\u2003\u2009\u3000")
#: Characters that may not begin a line, and those that may not end one (JIS X 4051 and GB/T 15834, the core).
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ々ー）］｝〕〉》」』】’”…‥ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%％℃"
)
_NOT_LAST = frozenset("（［｛〔〈《「『【‘“([{￥＄$£€")


class Stop(NamedTuple):
    """One place where a line may end."""

    end: int
    """End of the ink: index after the last character that is not a space."""
    next: int
    """Where the following line starts."""
    forced: bool
    """True at a hard break and at the end of the text."""


def _is_wide(char: str) -> bool:
    """Scripts written without spaces, where any two characters may part: CJK, kana, Hangul, full width."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def _may_part(before: str, char: str, after: str) -> bool:
    """May a line end between ``char`` and ``after``, neither of them a space?"""
    if after in _NOT_FIRST or char in _NOT_LAST:
        return False
    if char in _DASHES:
        return bool(before) and before not in _SPACES and not (char == "-" and after.isdigit())
    wide, next_wide = _is_wide(char), _is_wide(after)
    if wide and next_wide:
        return True
    # A Latin word or number beside an ideograph may part too; Korean keeps its words (it has spaces).
    if wide != next_wide:
        other = after if wide else char
        hangul = 0xAC00 <= ord(char if wide else after) <= 0xD7AF
        return other.isalnum() and not hangul
    return False


def stops(text: str) -> tuple[Stop, ...]:
    """All places where a line of this text may end, in order; the last is the end of the text."""
    found: list[Stop] = []
    kept = {i for m in _ADDRESS.finditer(text) for i in range(m.start(), m.end() - 1)}
    length = len(text)
    for i, char in enumerate(text):
        after = text[i + 1] if i + 1 < length else ""
        if char == "\n":
            found.append(Stop(_ink_end(text, i), i + 1, True))
        elif not after or after == "\n":
            continue
        elif char in _SPACES:
            if after not in _SPACES:
                found.append(Stop(_ink_end(text, i), i + 1, False))
        elif after not in _SPACES and i not in kept and _may_part(text[i - 1] if i else "", char, after):
            found.append(Stop(i + 1, i + 1, False))
    found.append(Stop(_ink_end(text, length), length, True))
    return tuple(found)


def _ink_end(text: str, end: int) -> int:
    while end and text[end - 1] in _SPACES:
        end -= 1
    return end
