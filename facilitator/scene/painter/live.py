"""What is filled in while painting: slide numbers, the room's address, a countdown, the clock."""

from __future__ import annotations

import dataclasses

from facilitator.scene.model import Families, Line, Live, Para, Run
from facilitator.scene.text.shape import RTL, measure


def value(name: str, live: Live) -> str:
    """The text for a live run; empty when nothing is known."""
    if name in ("number", "total"):
        number = live.number if name == "number" else live.total
        return str(number) if number else ""
    return {
        "address": live.address,
        "wifi": live.wifi,
        "countdown": live.countdown,
        "clock": live.clock,
    }.get(name, "")


def has_live(para: Para) -> bool:
    """Does the paragraph hold anything that is only known while painting?"""
    return any(run.live for run in para.runs)


def filled(para: Para, live: Live, families: Families, room: float) -> Para | None:
    """The paragraph with its live runs filled in on its first line, made smaller when wider than ``room``.

    None when a live run has no value: then nothing is shown rather than half a sentence. The line keeps
    the edge (or middle) that its align names.
    """
    if not para.lines:
        return None
    runs: list[Run] = []
    for run in para.runs:
        text = value(run.live, live) if run.live else run.text
        if not text:
            return None
        runs.append(dataclasses.replace(run, text=text, live=None))
    size = para.size
    rtl = bool(RTL.search("".join(run.text for run in runs)))
    width = measure(tuple(runs), size, families, rtl).width
    if width > room > 0:
        factor = room / width
        runs = [dataclasses.replace(run, size=run.size * factor) for run in runs]
        size, width = size * factor, room
    first = para.lines[0]
    right = first.x + first.width
    x = {"right": right - width, "center": first.x + (first.width - width) / 2}.get(para.align, first.x)
    length = sum(len(run.text) for run in runs)
    line = Line(0, length, x, first.baseline, width)
    return dataclasses.replace(para, runs=tuple(runs), size=size, lines=(line,))
