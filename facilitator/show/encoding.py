"""A state as JSON and back. Only what is named here is ever written: no text from the room has a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from facilitator.show.state import Card, CardKind, Overlay, Position, ShowState, SlideTimer

FORMAT = 1
"""Of the journal; a reader of another format does not guess."""


def encode(state: ShowState) -> dict[str, Any]:
    """Every field of the state as plain JSON values."""
    return {f.name: _plain(getattr(state, f.name)) for f in fields(state)}


def changes(before: ShowState, after: ShowState) -> dict[str, Any]:
    """Only the fields that differ."""
    return {
        f.name: _plain(getattr(after, f.name))
        for f in fields(after)
        if getattr(before, f.name) != getattr(after, f.name)
    }


def decode(state: ShowState, data: Mapping[str, Any]) -> ShowState:
    """``state`` with the fields of ``data``; unknown names are skipped.

    Raises ValueError, TypeError or KeyError when a value cannot be one of ours.
    """
    known = {name: _READ[name](value) for name, value in data.items() if name in _READ}
    return replace(state, **known)


def _plain(value: Any) -> Any:
    if isinstance(value, Position):
        return [value.slide, value.step]
    if isinstance(value, SlideTimer):
        return [value.slide, value.seconds, value.ends]
    if isinstance(value, Card):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _position(value: Any) -> Position:
    slide, step = value
    if not (isinstance(slide, int) and isinstance(step, int) and slide >= 1 and step >= 0):
        raise ValueError("not a position")
    return Position(slide, step)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > 1e12:
        raise ValueError("not a number")
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _card(value: Any) -> Card:
    return Card(
        CardKind(value["kind"]),
        _text(value.get("title", "")),
        _text(value.get("text", "")),
        _maybe(_number)(value.get("seconds")),
        _maybe(_number)(value.get("ends")),
        _text(value.get("entry", "")),
    )


def _maybe(read: Any) -> Any:
    return lambda value: None if value is None else read(value)


_READ: dict[str, Any] = {
    "position": _position,
    "overlay": Overlay,
    "frozen": _maybe(_position),
    "held": _truth,
    "card": _maybe(_card),
    "timers": lambda v: tuple(SlideTimer(int(s), _number(n), _number(e)) for s, n, e in v),
    "started": _truth,
    "elapsed": _number,
    "since": _maybe(_number),
    "slide_at": _number,
    "part_at": _number,
    "spent": lambda v: tuple((_text(name), _number(seconds)) for name, seconds in v),
    "history": lambda v: tuple(_position(p) for p in v),
    "history_index": lambda v: int(_number(v)),
    "parked": lambda v: tuple(_text(t) for t in v),
    "armed": _maybe(_number),
    "ended": _truth,
}
