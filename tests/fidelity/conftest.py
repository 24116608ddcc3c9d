"""Each deck is written and drawn by LibreOffice once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from facilitator.scene import theme_names
from tests.fidelity.material import ALL, Material, material
from tests.fidelity.office import to_pdf

Make = Callable[[Path], Path]
Drawn = Callable[[Make, str], tuple[Material, Path]]
SHORT = {("constructs", "calm"), ("constructs", "paper"), ("hostile", "calm")}
CASES = [
    pytest.param(
        deck, theme, id=f"{deck.__name__}-{theme}",
        marks=() if (deck.__name__, theme) in SHORT else (pytest.mark.long,),
    )
    for deck in ALL
    for theme in theme_names()
]  # fmt: skip


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """From a deck and a theme: what was written, and the PDF that LibreOffice makes of it."""
    known: dict[tuple[str, str], tuple[Material, Path]] = {}

    def draw(make: Make, theme: str) -> tuple[Material, Path]:
        key = (make.__name__, theme)
        if key not in known:
            folder = tmp_path_factory.mktemp("drawn")
            made = material(make(folder), theme, folder / "deck.pptx")
            known[key] = (made, to_pdf(made.file, folder / "profile"))
        return known[key]

    return draw
