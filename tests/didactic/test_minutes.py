"""Fifty minutes: the plan adds up, and what is to be said can be said in it."""

from __future__ import annotations

import pytest

from facilitator.deck.model import Deck, PartKind
from tests.didactic.reading import Page, words

MINUTES = [1, 1, 2, 2, 2, 3, 2, 2, 3, 2, 2, 3, 4, 3, 3, 4, 2, 4, 5, 0]
WORDS_A_MINUTE = 130

#: Slides with quiet or with talk among participants: seconds that the trainer does not speak.
QUIET = {4: 50, 6: 30, 13: 100, 15: 40, 16: 90, 18: 195, 19: 150}


def test_the_minutes_are_those_of_the_plan_and_make_fifty(deck: Deck, pages: list[Page]) -> None:
    seconds = [page.slide.settings.seconds for page in pages]
    assert seconds[:20] == [m * 60 for m in MINUTES]
    assert set(seconds[20:]) == {0}
    assert deck.minutes == 50
    assert sum(s or 0 for s in seconds) == 50 * 60


@pytest.mark.parametrize("number", range(1, 20))
def test_the_notes_can_be_said_in_time(session: list[Page], number: int) -> None:
    """All of the notes at 130 words a minute, with the time that belongs to the room taken off."""
    page = session[number - 1]
    speaking = (page.slide.settings.seconds or 0) - QUIET.get(number, 0)
    aloud = "\n".join(page.part_of_notes(label) for label in ("Say", "Ask", "Example"))
    assert len(words(aloud)) <= speaking / 60 * WORDS_A_MINUTE
    assert len(words(page.notes)) <= (page.slide.settings.seconds or 0) / 60 * WORDS_A_MINUTE


def test_parts_and_their_kinds(deck: Deck) -> None:
    parts = [(s.settings.section, s.settings.kind) for s in deck.slides[:20] if s.settings.section_starts]
    assert [kind for _, kind in parts] == [
        PartKind.TALK, PartKind.TALK, PartKind.TALK, PartKind.EXERCISE, PartKind.TALK, PartKind.EXERCISE,
        PartKind.DISCUSSION, PartKind.TALK,
    ]  # fmt: skip
    assert all(s.settings.section for s in deck.slides)
    assert deck.slides[17].settings.kind == PartKind.EXERCISE


def test_when_time_runs_short_only_the_pair_discussion_goes(deck: Deck) -> None:
    assert [s.number for s in deck.slides if s.settings.cut_first] == [18]


def test_sources_come_after_the_end(deck: Deck) -> None:
    assert [s.settings.backup for s in deck.slides] == [False] * 20 + [True] * (len(deck.slides) - 20)
