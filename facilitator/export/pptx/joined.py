"""Items of a scene that are one thing to whoever edits the file: a ground and the words on it are one box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facilitator.scene.model import GroupItem, Item, Role, ShapeItem, TextItem
from facilitator.scene.shapes import text_rect

GROUND, MARK = "Code ground", "Marked line"
LONGEST = 1_000
"""Letters of program text that go into an alt text."""


def joined(items: Sequence[Item]) -> list[Item]:
    """The items with each piece of program text as one box, or as a group with the bands of its marked
    lines."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        ground = items[at]
        if isinstance(ground, ShapeItem) and ground.name == GROUND:
            end = at + 1
            while end < len(items) and items[end].name == MARK:
                end += 1
            words = items[end] if end < len(items) else None
            if isinstance(words, TextItem) and words.role is Role.CODE:
                out.append(_code(ground, items[at + 1 : end], words))
                at = end + 1
                continue
        out.append(ground)
        at += 1
    return out


def _code(ground: ShapeItem, marks: Sequence[Item], words: TextItem) -> Item:
    if not marks:
        return _filled(ground, words)
    text = "\n".join(para.text for para in words.paras)[:LONGEST]
    bare = replace(words, step=0, paras=tuple(replace(p, step=0) for p in words.paras))
    parts = (replace(ground, step=0), *(replace(mark, step=0) for mark in marks), bare)
    return GroupItem(ground.rect, parts, text, words.step, "Code")


def _filled(ground: ShapeItem, words: TextItem) -> ShapeItem:
    """The ground with the words in it, at the very place where they stood."""
    inner, r = text_rect(ground), words.rect
    insets = (r.x - inner.x, r.y - inner.y, inner.right - r.right, inner.bottom - r.bottom)
    return replace(
        ground, paras=words.paras, anchor=words.anchor, insets=insets, width_cut=words.width_cut,
        role=Role.CODE, name="Code",
    )  # fmt: skip
