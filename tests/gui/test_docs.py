"""The page about running a session shows what there is: its pictures exist, its keys are in the table."""

from __future__ import annotations

import re
from pathlib import Path

from facilitator.ui.keys import TABLE, shown

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "facilitating.md").read_text(encoding="utf-8")


def test_every_picture_is_there() -> None:
    named = re.findall(r"\]\((pictures/[^)]+)\)", PAGE)
    assert len(named) > 10
    for picture in named:
        assert (DOCS / picture).is_file(), picture


def test_every_combination_named_is_in_the_table() -> None:
    have = {shown(key, mac=False) for row in TABLE for key in row.keys}
    for combination in set(re.findall(r"Ctrl\+(?:Shift\+)?[A-Z0-9=↑↓-](?![a-z])", PAGE)):
        assert combination in have, combination
    for key, label in (
        ("L", "Pointer"),
        ("S", "Spotlight"),
        ("Z", "Zoom"),
        ("Q", "How to join"),
        ("A", "Where help is"),
    ):
        assert any(key in row.keys and row.label == label for row in TABLE), key
