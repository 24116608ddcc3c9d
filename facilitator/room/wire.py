"""The room's values as JSON and back: one place, so that server, host and client cannot disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from facilitator.room.records import Category, Entry, EntryState, Limits, ModeratorView, Release, RoomSettings

Json = dict[str, Any]

#: States that participants may know of; the others look like ``published``.
_PUBLIC_STATES = (EntryState.NEXT, EntryState.ON_SCREEN, EntryState.ANSWERED)


def settings_to_wire(settings: RoomSettings) -> Json:
    """Everything, for the server process and the room's own file."""
    return asdict(settings) | {"release": settings.release.value}


def settings_from_wire(data: Mapping[str, Any]) -> RoomSettings:
    """The reverse; keys from a newer version are left out, missing ones get their defaults."""
    known = {f.name for f in fields(RoomSettings)}
    values = {k: v for k, v in data.items() if k in known}
    if "release" in values:
        values["release"] = Release(values["release"])
    if "categories" in values:
        values["categories"] = tuple(Category(c["id"], c["label"]) for c in values["categories"])
    if "resources" in values:
        values["resources"] = tuple((str(a), str(b)) for a, b in values["resources"])
    if "batch_seconds" in values:
        short, long = values["batch_seconds"]
        values["batch_seconds"] = (float(short), float(long))
    if "limits" in values:
        allowed = {f.name for f in fields(Limits)}
        values["limits"] = Limits(**{k: v for k, v in values["limits"].items() if k in allowed})
    return RoomSettings(**values)


def public_settings(settings: RoomSettings) -> Json:
    """What every page may know."""
    return {
        "title": settings.title,
        "lang": settings.lang,
        "release": settings.release.value,
        "moderated": settings.moderated,
        "categories": [asdict(c) for c in settings.categories],
        "resources": [{"label": label, "value": value} for label, value in settings.resources],
        "graphemes": settings.limits.graphemes,
        "batch_least": settings.batch_least,
        "batch_seconds": list(settings.batch_seconds),
        "batch_longest": settings.batch_longest,
        "keep_days": settings.keep_days,
    }


def entry_to_wire(entry: Entry) -> Json:
    """An entry as the moderator sees it."""
    return {
        "id": entry.id,
        "category": entry.category,
        "text": entry.text,
        "state": entry.state.value,
        "published": entry.published,
        "starred": entry.starred,
        "votes": entry.votes,
        "reply": entry.reply,
    }


def entry_from_wire(data: Mapping[str, Any]) -> Entry:
    """The reverse of ``entry_to_wire``; an exported entry has no id."""
    return Entry(
        id=str(data.get("id", "")),
        category=str(data["category"]),
        text=str(data["text"]),
        state=EntryState(data["state"]),
        published=bool(data["published"]),
        starred=bool(data["starred"]),
        votes=int(data["votes"]),
        reply=str(data["reply"]),
    )


def public_entry(entry: Entry) -> Json:
    """An entry as everybody may see it: no star, and of its states only those that the room may know."""
    return {
        "id": entry.id,
        "category": entry.category,
        "text": entry.text,
        "votes": entry.votes,
        "reply": entry.reply,
        "state": entry.state.value if entry.state in _PUBLIC_STATES else "published",
    }


def view_from_wire(message: Mapping[str, Any], entries: Mapping[str, Entry], version: int) -> ModeratorView:
    """A view from the state of a moderator message and the entries put together so far (in order of id)."""
    state = message["state"]
    pace = state.get("pace")
    return ModeratorView(
        version=version,
        entries=tuple(entries[key] for key in sorted(entries)),
        seats=int(state["seats"]),
        release=Release(message["settings"]["release"]),
        round_open=bool(state["round_open"]),
        paused=bool(state["paused"]),
        connected=bool(state["connected"]),
        pace=(int(pace[0]), int(pace[1]), int(pace[2])) if pace else None,
        proved=tuple(state.get("proved", ())),
        withdrawn=tuple(state.get("withdrawn", ())),
        trouble=str(state.get("trouble", "")),
        closed=bool(state.get("closed", False)),
        show_resources=bool(state.get("show_resources", False)),
        unusual=bool(state.get("unusual", False)),
    )
