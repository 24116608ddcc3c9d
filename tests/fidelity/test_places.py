"""The file shows what the stage shows: LibreOffice breaks the same lines and seats them at the same places.

Within 0.3 pt in x and baseline, for every left-to-right line in a font with a metric twin. For other scripts
(Arabic, Japanese, emoji) no character may be missing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from tests.fidelity.conftest import CASES, Drawn, Make
from tests.fidelity.lines import compare, words_of
from tests.fidelity.material import ALL
from tests.fidelity.office import pages

TOLERANCE = 0.3
"""Points."""


@pytest.mark.office
@pytest.mark.parametrize(("deck", "theme"), CASES)
def test_lines_and_places_are_the_scenes_own(theme: str, deck: Make, drawn: Drawn) -> None:
    made, pdf = drawn(deck, theme)
    shown = [s for s in zip(made.deck.slides, made.scenes, strict=True) if not s[0].settings.hidden]
    found = list(pages(pdf))
    assert len(found) == len(shown)
    faults, lines, exact = [], 0, 0
    for (slide, scene), page in zip(shown, found, strict=True):
        if slide.number == 1:
            continue  # see the deck
        for row in compare(scene, page, slide.number, len(made.deck.slides)):
            lines += 1
            if not row.line.plain:
                continue
            exact += 1
            if row.dx is None or row.dy is None:
                faults.append(f"slide {slide.number}: no line {row.line.text!r} ({row.line.item})")
            elif abs(row.dx) > TOLERANCE + row.line.reach or abs(row.dy) > TOLERANCE + row.line.slack:
                faults.append(
                    f"slide {slide.number}: {row.line.text!r} is off by {row.dx:.2f}, {row.dy:.2f} pt"
                )
    assert not faults, "\n".join(faults)
    assert exact > 200
    assert exact / lines > 0.8


@pytest.mark.office
@pytest.mark.parametrize("deck", ALL, ids=lambda d: d.__name__)
def test_no_character_is_missing_and_nothing_leaves_the_page(deck: Make, drawn: Drawn) -> None:
    made, pdf = drawn(deck, "calm")
    shown = [s for s in zip(made.deck.slides, made.scenes, strict=True) if not s[0].settings.hidden]
    for (slide, scene), page in zip(shown, pages(pdf), strict=True):
        want = Counter(_letters("".join(words_of(scene))))
        have = Counter(_letters(page.text()))
        lost = want - have
        assert not lost, f"slide {slide.number} lost {lost}"
        outside = [
            c for c in page.chars if not (-1 <= c.x <= page.width + 1 and -1 <= c.y <= page.height + 1)
        ]
        titleless = not slide.title  # its title stands above the page on purpose
        assert not outside or titleless, f"slide {slide.number}: {''.join(c.text for c in outside)}"


def _letters(text: str) -> str:
    """Compatibility forms (Arabic shapes, ligatures) as their letters; joiners and variation marks
    dropped."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN" and c.isalnum())
