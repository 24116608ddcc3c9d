"""The room that belongs to a deck: its title, language, doors and lines of help."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from facilitator.room.records import DEFAULT_CATEGORIES, Category, Release, RoomSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from facilitator.deck.model import Deck


def category_id(label: str, taken: Iterable[str] = ()) -> str:
    """A slug for the wire: lower-case letters, digits and hyphens of any script, unique among ``taken``."""
    text = unicodedata.normalize("NFKC", label).casefold()
    slug = re.sub(r"[^\w]+", "-", text).strip("-_")[:32] or "other"
    used, base, n = set(taken), slug, 2
    while slug in used:
        slug, n = f"{base}-{n}", n + 1
    return slug


def categories(labels: Iterable[str]) -> tuple[Category, ...]:
    """The deck's doors in the order written, or the four that every room has."""
    known = {c.label.casefold(): c for c in DEFAULT_CATEGORIES}
    doors: list[Category] = []
    for label in labels:
        clean = " ".join(label.split())
        if not clean or any(d.label.casefold() == clean.casefold() for d in doors):
            continue
        door = known.get(clean.casefold())
        doors.append(door or Category(category_id(clean, (d.id for d in doors)), clean))
    return tuple(doors) or DEFAULT_CATEGORIES


def field_label(name: str) -> str:
    """``crisis_line`` as people read it: ``Crisis line``."""
    words = re.sub(r"[_\-\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def room_settings(
    deck: Deck | None,
    release: Release = Release.MIXED,
    fields: Mapping[str, str] | None = None,
    moderated: bool = True,
) -> RoomSettings:
    """What the room is told of a deck; ``fields`` are values filled in since (pre-flight), by name."""
    if deck is None:
        return RoomSettings(release=release, moderated=moderated)
    values = {f.name: f.value for f in deck.fields} | dict(fields or {})
    lines = tuple(
        (field_label(name), value.strip())
        for name, value in values.items()
        if value.strip() and not is_remark(name)
    )
    return RoomSettings(
        title=deck.title,
        lang=deck.lang,
        release=release,
        categories=categories(deck.categories),
        moderated=moderated,
        resources=lines,
    )


def is_remark(name: str) -> bool:
    """Fields that say when and where something was checked are no lines of help."""
    return name.startswith("checked")
