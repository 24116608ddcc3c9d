"""Attributes as Pandoc writes them: ``{.class #id key=value key="a b"}``."""

from __future__ import annotations

import re
from typing import NamedTuple

_PIECE = re.compile(
    r"\s*(?:\.([\w:-]+)|#([\w:.-]+)|([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'}]*))|([^\s{}]+))"
)


class Attributes(NamedTuple):
    """What stands between the braces; ``words`` is what is none of class, id or pair."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    def get(self, key: str) -> str | None:
        """The value of a key, or None."""
        return next((v for k, v in self.pairs if k == key), None)


def parse(text: str) -> Attributes:
    """Read attributes; what is not understood is among ``words``."""
    identity, classes, pairs, words = "", [], [], []
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            break
        if match[1]:
            classes.append(match[1])
        elif match[2]:
            identity = match[2]
        elif match[3]:
            value = next((v for v in (match[4], match[5], match[6]) if v is not None), "")
            pairs.append((match[3].lower(), value))
        elif match[7]:
            words.append(match[7])
        position = match.end()
    return Attributes(identity, tuple(classes), tuple(pairs), tuple(words))


def style(text: str) -> dict[str, str]:
    """The declarations of a ``style`` attribute."""
    found = {}
    for declaration in text.split(";"):
        key, colon, value = declaration.partition(":")
        if colon:
            found[key.strip().lower()] = value.strip()
    return found
