"""Line icons for tiles, drawn by us on a 24 x 24 grid: native shapes, so that the file can edit them.

Each icon is a list of strokes: ``M x y L x y …`` paths with C curves, and ``O x y r`` circles.
"""

# ruff: noqa: E501  (drawing data and a word list: one entry a line reads best)
from __future__ import annotations

import functools
import re

from facilitator.scene import shapes
from facilitator.scene.model import Color, Item, Rect, Role, ShapeItem

GRID = 24.0

STROKES: dict[str, tuple[str, ...]] = {
    "belt": ("O 12 5 2.6", "M 5 21 C 5 14 8 10.5 12 10.5 C 16 10.5 19 14 19 21", "M 7.5 12 L 16 21"),
    "helmet": ("M 3 15 C 3 8.5 7.5 5 12 5 C 16.5 5 21 8.5 21 15 Z", "M 2 15 L 22 15", "M 12 5 L 12 15"),
    "sun": ("O 12 12 4.2", "M 12 2.5 L 12 4.8", "M 12 19.2 L 12 21.5", "M 2.5 12 L 4.8 12", "M 19.2 12 L 21.5 12",
            "M 5.3 5.3 L 6.9 6.9", "M 17.1 17.1 L 18.7 18.7", "M 5.3 18.7 L 6.9 17.1", "M 17.1 6.9 L 18.7 5.3"),
    "shield": ("M 12 2.8 L 20 5.8 L 20 11.5 C 20 16.5 16.8 19.8 12 21.4 C 7.2 19.8 4 16.5 4 11.5 L 4 5.8 Z",
               "M 8.5 11.8 L 11 14.3 L 15.6 9.4"),
    "car": ("M 3 16.5 L 3 12.5 L 5.2 7.5 L 18.8 7.5 L 21 12.5 L 21 16.5 Z", "M 3 12.5 L 21 12.5",
            "O 7 16.8 1.9", "O 17 16.8 1.9"),
    "syringe": ("M 17 2.5 L 21.5 7", "M 19.2 4.8 L 16.5 7.5", "M 13.5 4.5 L 19.5 10.5", "M 15 6 L 6.5 14.5 L 6.5 17.5 L 9.5 17.5 L 18 9",
                "M 6.5 17.5 L 2.5 21.5", "M 11 10 L 13 12"),
    "spray": ("M 8 21 L 16 21 L 16 12 L 8 12 Z", "M 9.5 12 L 9.5 9 L 14.5 9 L 14.5 12", "M 10.8 9 L 10.8 3 L 13.2 3 L 13.2 9",
              "M 8 16.5 L 16 16.5"),
    "check": ("O 10.5 10.5 6.8", "M 15.6 15.6 L 21 21", "M 7.6 10.6 L 9.8 12.8 L 13.6 8.6"),
    "pill": ("M 4.6 13 L 13 4.6 C 15 2.6 18.2 2.6 19.8 4.2 C 21.4 5.8 21.4 9 19.4 11 L 11 19.4 C 9 21.4 5.8 21.4 4.2 19.8 C 2.6 18.2 2.6 15 4.6 13 Z",
             "M 8.8 8.8 L 15.2 15.2"),
    "house": ("M 3 11.5 L 12 3.8 L 21 11.5", "M 5.5 9.5 L 5.5 20.5 L 18.5 20.5 L 18.5 9.5",
              "M 10 20.5 L 10 14.5 L 14 14.5 L 14 20.5"),
    "bell": ("M 6 17 L 6 10.5 C 6 6.8 8.6 4.2 12 4.2 C 15.4 4.2 18 6.8 18 10.5 L 18 17 Z", "M 3.8 17 L 20.2 17",
             "M 10 20.4 L 14 20.4"),
    "people": ("O 8.5 8 3.2", "M 2.5 20 C 2.5 15.6 5 13.4 8.5 13.4 C 12 13.4 14.5 15.6 14.5 20", "M 15.5 5.2 C 18.8 5.6 18.8 10.4 15.5 10.8",
               "M 17 13.8 C 20 14.4 21.5 16.6 21.5 20"),
    "heart": ("M 12 20.5 C 5 15.5 2.8 12 2.8 8.8 C 2.8 5.8 5 4 7.4 4 C 9.4 4 11 5.2 12 7 C 13 5.2 14.6 4 16.6 4 C 19 4 21.2 5.8 21.2 8.8 C 21.2 12 19 15.5 12 20.5 Z",),
    "talk": ("M 3.5 4.5 L 20.5 4.5 L 20.5 16 L 11 16 L 6.5 20.5 L 6.5 16 L 3.5 16 Z", "M 7.5 8.6 L 16.5 8.6", "M 7.5 12 L 13.5 12"),
    "book": ("M 12 6 C 9.5 4.2 6.5 3.8 3 4.2 L 3 19 C 6.5 18.6 9.5 19 12 20.8 C 14.5 19 17.5 18.6 21 19 L 21 4.2 C 17.5 3.8 14.5 4.2 12 6 Z",
             "M 12 6 L 12 20.8"),
    "drop": ("M 12 3 C 15.5 7.6 18.4 11 18.4 14.6 C 18.4 18.4 15.6 21 12 21 C 8.4 21 5.6 18.4 5.6 14.6 C 5.6 11 8.5 7.6 12 3 Z",),
    "phone": ("M 7.5 2.8 L 16.5 2.8 L 16.5 21.2 L 7.5 21.2 Z", "M 10.8 18.2 L 13.2 18.2"),
    "plus": ("O 12 12 9", "M 12 7.5 L 12 16.5", "M 7.5 12 L 16.5 12"),
    "clock": ("O 12 12 9", "M 12 6.8 L 12 12 L 15.6 14"),
    "leaf": ("M 4.5 19.5 C 3.5 10 9 4.5 20 4 C 20.5 15 14.5 20.5 7 17.5", "M 4.5 19.5 C 7 14.5 10.5 11.5 14.5 9.5"),
    "cup": ("M 4.5 8.5 L 17 8.5 L 17 14.5 C 17 18 14.6 20 10.8 20 C 7 20 4.5 18 4.5 14.5 Z",
            "M 17 10 C 21.2 9.6 21.2 15.2 16.8 15.2", "M 8.5 3 L 8.5 5.8", "M 13 3 L 13 5.8"),
    "scale": ("M 12 3.5 L 12 20.5", "M 7.5 20.5 L 16.5 20.5", "M 4.5 6.5 L 19.5 6.5", "M 1.8 14 L 4.8 6.5 L 7.8 14 Z", "M 16.2 14 L 19.2 6.5 L 22.2 14 Z"),
}  # fmt: skip

#: A word in the label (any language is welcome here) -> icon. The longest match wins.
KEYWORDS = {
    "seat belt": "belt", "gurt": "belt", "belt": "belt", "helmet": "helmet", "helm": "helmet", "bike": "helmet",
    "sun": "sun", "shade": "sun", "sonne": "sun", "condom": "shield", "kondom": "shield", "protect": "shield",
    "safe": "shield", "vaccin": "shield", "driver": "car", "driving": "car", "car ": "car", "ride": "car",
    "taxi": "car", "auto": "car", "syringe": "syringe", "needle": "syringe", "spritze": "syringe",
    "inject": "syringe", "naloxone": "spray", "naloxon": "spray", "spray": "spray", "checking": "check",
    "test": "check", "search": "check", "medic": "pill", "moud": "pill", "methadone": "pill", "nicotine": "pill",
    "buprenorphine": "pill", "tablet": "pill", "drug": "pill", "treatment": "pill", "hous": "house", "home": "house",
    "wohn": "house", "shelter": "house", "alarm": "bell", "smoke": "bell", "warn": "bell", "peer": "people",
    "communit": "people", "group": "people", "family": "people", "staff": "people", "people": "people",
    "care": "heart", "love": "heart", "respect": "heart", "health": "heart", "counsel": "talk", "talk": "talk",
    "support": "people", "conversation": "talk", "question": "talk", "learn": "book", "educat": "book",
    "fact": "book", "guide": "book", "water": "drop", "blood": "drop", "wound": "plus", "phone": "phone",
    "call": "phone", "line": "phone", "overdose prevention": "plus", "supervis": "plus", "emergency": "plus",
    "hospital": "plus", "clinic": "plus", "time": "clock", "hour": "clock", "minute": "clock", "food": "leaf",
    "nature": "leaf", "walk": "leaf", "coffee": "cup", "tea": "cup", "drink": "cup", "break": "cup", "alcohol": "cup",
    "law": "scale", "rights": "scale", "balance": "scale", "rule": "scale", "supplies": "plus",
}  # fmt: skip


@functools.lru_cache(maxsize=1024)
def for_part(text: str, asked: str = "") -> str:
    """The icon for a label: as asked, else by keyword; empty when none fits."""
    if asked:
        return asked if asked in STROKES else ""
    lowered = f"{text.casefold()} "
    found = [key for key in KEYWORDS if re.search(rf"\b{re.escape(key)}", lowered)]
    return KEYWORDS[max(found, key=len)] if found else ""


@functools.lru_cache(maxsize=64)
def _paths(name: str) -> tuple[shapes.Path, ...]:
    return tuple(_stroke(text) for text in STROKES[name])


def _stroke(text: str) -> shapes.Path:
    words = text.split()
    if words[0] == "O":
        x, y, r = (float(w) for w in words[1:])
        return shapes.ellipse_path(Rect(x - r, y - r, 2 * r, 2 * r))
    out: list[tuple[str, tuple[float, ...]]] = []
    count = {"M": 2, "L": 2, "C": 6, "Z": 0}
    at = 0
    while at < len(words):
        op = words[at]
        values = tuple(float(w) for w in words[at + 1 : at + 1 + count[op]])
        out.append((op, values))
        at += 1 + count[op]
    return tuple(out)


def draw(name: str, rect: Rect, color: Color, step: int) -> list[Item]:
    """The icon as one shape of several open paths, in a square."""
    scale = min(rect.w, rect.h) / GRID
    path: list[tuple[str, tuple[float, ...]]] = []
    for one in _paths(name):
        path += [
            (op, tuple((rect.x if i % 2 == 0 else rect.y) + v * scale for i, v in enumerate(values)))
            for op, values in one
        ]
    width = max(1.25, 1.6 * scale)
    return [
        ShapeItem(
            rect,
            "path",
            None,
            color,
            width,
            path=tuple(path),
            role=Role.DECOR,
            step=step,
            name=f"Icon: {name}",
        )
    ]
