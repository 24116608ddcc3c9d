"""Nothing of the original is lost: all 52 points are claimed, and its headings stand word for word."""

from __future__ import annotations

import re

from tests.didactic.reading import Page

#: How many points each of the source's twelve slides makes (the tenth had lost its text).
POINTS = {1: 1, 2: 5, 3: 4, 4: 1, 5: 7, 6: 6, 7: 7, 8: 7, 9: 6, 11: 7, 12: 1}
ALL = {f"S{slide:02}-{n}" for slide, count in POINTS.items() for n in range(1, count + 1)}

#: Slide of the deck -> the points of the source that it must carry.
PLACES = {
    1: "S01-1", 2: "S02-1 S02-2 S02-5", 5: "S03-1 S03-2 S03-3 S03-4", 7: "S04-1",
    8: "S05-1 S05-2 S05-3 S05-4 S05-5 S05-6 S05-7", 9: "S06-1 S06-2 S06-3 S06-4 S06-5 S06-6",
    10: "S07-1 S07-2 S07-3 S07-4 S07-5 S07-6 S07-7", 11: "S08-1 S08-2 S08-3 S08-4 S08-5 S08-6 S08-7",
    12: "S09-1 S09-2 S09-3 S09-4 S09-5 S09-6", 14: "S02-3", 15: "S02-4",
    17: "S11-1 S11-2 S11-3 S11-4 S11-5 S11-6 S11-7", 19: "S02-5 S12-1",
}  # fmt: skip

TITLES = [
    "The Principles of Harm Reduction",
    "Goals for today's didactic",
    "How we talk today",
    "Where are we now?",
    "Harm Reduction, defined",
    "Harm reduction is everywhere",
    "Medications for opioid use disorder (MOUD)",
    "Compassionate Stance & Pragmatic Strategies",
    "What Harm Reduction IS: it faces reality",
    "What Harm Reduction IS: it measures lives, not only abstinence",
    "What Harm Reduction IS: it trusts people and sees their world",
    "What harm reduction is NOT",
    "IS or IS NOT?",
    "Stages of change",
    "Match the help to the moment",
    "Readiness ruler and decisional balance",
    "...start where the patient is...",
    "Pair discussion: Sam",
    "Comments? Questions? Concerns? Complaints?",
    "Resources and sources",
]


def test_there_are_52_points_and_every_one_is_claimed(pages: list[Page]) -> None:
    assert len(ALL) == 52
    claimed = [point for page in pages for point in page.slide.settings.covers]
    assert set(claimed) == ALL


def test_each_point_is_claimed_where_it_is_said(session: list[Page]) -> None:
    for number, points in PLACES.items():
        missing = set(points.split()) - set(session[number - 1].slide.settings.covers)
        assert not missing, f"slide {number} says nothing of {missing}"
    assert all(page.slide.settings.covers for page in session)


def test_the_headings_stand_word_for_word(session: list[Page]) -> None:
    assert [page.title for page in session] == TITLES


def test_what_was_left_of_the_slide_that_lost_its_title_is_there_too(session: list[Page]) -> None:
    assert "Medication-assisted treatment" in session[6].text


def test_the_stages_are_the_five_and_the_way_back_in(session: list[Page]) -> None:
    text = session[13].text
    names = ["Precontemplation", "Contemplation", "Preparation", "Action", "Maintenance", "Return to use"]
    places = [text.index(name) for name in names]
    assert places == sorted(places)


def test_five_misunderstandings_and_eight_cards(session: list[Page]) -> None:
    (wrong,) = session[11].slide.blocks
    assert [p.side for p in wrong.parts].count("-") == 5
    (cards,) = session[12].slide.blocks
    assert "".join(p.side for p in cards.parts) == "+-+-+-+-"
    answers = re.findall(r"\b(IS|NOT):", session[12].notes)
    assert answers == ["IS", "NOT"] * 4
