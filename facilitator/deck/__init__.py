"""The language: Markdown text to a frozen Deck. No Qt, no network, no clock.

The functions here import the parser at their first use: a command that reads no deck pays nothing for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from facilitator.deck.model import Deck, Problem, Severity, Slide

__all__ = ["Deck", "Problem", "Severity", "Slide", "read_deck", "read_first", "read_text", "same_slide"]


def read_deck(path: Path, previous: Deck | None = None, fields: Mapping[str, str] | None = None) -> Deck:
    """Read a deck file. Never raises for anything the file may be: what is wrong is in ``problems``.

    With ``previous`` (the deck as read before) only slides that changed are read again. ``fields`` are
    values filled in since, over the deck's own.
    """
    from facilitator.deck import reader

    return reader.read_deck(path, previous, fields)


def read_text(
    text: str, file: str = "deck.md", folder: Path | None = None, previous: Deck | None = None
) -> Deck:
    """Read a deck from a text; ``file`` is its name in problems, ``folder`` where relative paths start."""
    from facilitator.deck import reader

    return reader.read_text(text, file, folder, previous)


def read_first(path: Path, fields: Mapping[str, str] | None = None) -> Deck:
    """The deck's settings and its first slide, before the rest of a long deck is read; no problems."""
    from facilitator.deck import reader

    return reader.read_first(path, fields)


def same_slide(old: Deck, new: Deck, number: int) -> int:
    """Where slide ``number`` of the old deck is in the new one: the same text, else the nearest neighbour."""
    from facilitator.deck import same

    return same.same_slide(old, new, number)
