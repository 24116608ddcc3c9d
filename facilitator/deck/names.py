"""Names of slides, and links from slide to slide."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from facilitator.deck import values
from facilitator.deck.body import Body, slug
from facilitator.deck.model import Picture, Slide, Span
from facilitator.deck.problems import Finding


def link(slides: list[Slide], bodies: list[Body]) -> tuple[list[Slide], list[tuple[int, list[Finding]]]]:
    """Give each slide its name and turn ``#name`` links into ``slide:N``; says which lead nowhere."""
    taken: dict[str, int] = {}
    named: list[Slide] = []
    for slide, body in zip(slides, bodies, strict=True):
        base = body.name
        name, count = base, 1
        while name and name in taken:
            count += 1
            name = f"{base}-{count}"
        if name:
            taken[name] = slide.number
        named.append(replace(slide, name=name) if slide.name != name else slide)
    findings: list[tuple[int, list[Finding]]] = []
    for index, body in enumerate(bodies):
        if not body.links:
            continue
        goals: dict[str, str | None] = {}
        lost: list[Finding] = []
        for target, line, column in body.links:
            number = _target(target, taken, len(named))
            goals[target] = None if number is None else f"slide:{number}"
            if number is None:
                close = values.nearest(unquote(target[1:]), taken)
                lost.append(
                    Finding(
                        "link-to-nowhere",
                        line,
                        column,
                        f"No slide is called “{target}”.",
                        f"Did you mean “#{close}”?"
                        if close
                        else "Link to a slide's title, such as #my-title, or its number, #12.",
                    )
                )
        changed = relink(named[index], goals)
        targets = ",".join(f"{k}={v}" for k, v in sorted(goals.items()))
        named[index] = replace(changed, key=f"{changed.key.partition('+')[0]}+{targets}")
        if lost:
            findings.append((index, lost))
    return named, findings


def _target(target: str, taken: dict[str, int], count: int) -> int | None:
    name = unquote(target[1:])
    for candidate in (name, name.lower(), slug(name)):
        if candidate in taken:
            return taken[candidate]
    number = re.fullmatch(r"(?:slide-?)?(\d{1,5})", name)
    if number and 1 <= int(number[1]) <= count:
        return int(number[1])
    return None


def relink(value: Any, goals: dict[str, str | None]) -> Any:
    """The same value with its links replaced; what has no link is the same object."""
    if isinstance(value, Span | Picture):
        if value.link in goals:
            return replace(value, link=goals[value.link])
        if isinstance(value, Span):
            return value
    if isinstance(value, tuple):
        changed = tuple(relink(item, goals) for item in value)
        return changed if any(a is not b for a, b in zip(changed, value, strict=True)) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        updates = {}
        for item in dataclasses.fields(value):
            before = getattr(value, item.name)
            if isinstance(before, tuple) or dataclasses.is_dataclass(before):
                after = relink(before, goals)
                if after is not before:
                    updates[item.name] = after
        return replace(value, **updates) if updates else value
    return value
