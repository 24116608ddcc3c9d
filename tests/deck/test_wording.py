"""Words of blame are advised against, gently: not in quotations, once a slide, in English only."""

from __future__ import annotations

import pytest

from facilitator.deck import read_text
from facilitator.deck.model import Severity
from facilitator.deck.wording import BETTER


def advised(text: str, lang: str = "en") -> list[str]:
    deck = read_text(f"---\nlang: {lang}\n---\n\n# A\n\n{text}\n")
    found = [p for p in deck.problems if p.code == "blaming-word"]
    assert all(p.severity is Severity.ADVICE for p in found)
    return [p.message.split("“")[1].split("”")[0] for p in found]


@pytest.mark.parametrize("word", [word for word, _, _ in BETTER])
def test_each_word_of_the_list_is_found(word: str) -> None:
    assert advised(f"Once upon a time there was {word}.") == [word]
    assert advised(f"Once upon a time there was {word.upper()}.") == [word.upper()]


@pytest.mark.parametrize(
    "text",
    [
        "Clean up the room, and replace the dirty cup.",
        "An alcoholic drink; Alcoholics Anonymous.",
        "Users of this program; the user's guide.",
        "J Addict Med 2017",
        '“addict” and "relapse" and “a dirty test” and ‘junkie’',
        "This is clean work.",
        "Reach for the stars; risk it.",
    ],
)
def test_harmless_words_are_left_alone(text: str) -> None:
    assert advised(text) == []


def test_other_languages_are_left_alone() -> None:
    assert advised("Addict und relapse", "de") == []


def test_notes_are_looked_at_too_and_each_word_once() -> None:
    assert advised("An addict, an addict.\n\n<!-- Say: addict, relapse -->") == ["addict", "relapse"]
