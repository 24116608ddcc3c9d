"""The examples of docs/deck-format.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "deck-format.md"
_EXAMPLE = re.compile(
    r"<!-- example: ([\w-]+)(?:; problems: ([\w -]+))? -->\n(`{3,})markdown\n(.*?)\n\3\n", re.DOTALL
)


class Example(NamedTuple):
    name: str
    problems: tuple[str, ...]
    """Codes that it is meant to show."""
    text: str


def examples() -> list[Example]:
    """All examples, in order."""
    page = PAGE.read_text(encoding="utf-8")
    return [Example(m[1], tuple((m[2] or "").split()), m[4] + "\n") for m in _EXAMPLE.finditer(page)]
