"""The plan: shares, fixed starts, scaling; and the pace in words and colours, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from facilitator.deck.model import PartKind
from facilitator.show.pace import Tone, pace, part_clock
from facilitator.show.plan import Plan, clock_time
from tests.show.decks import deck, slide

TEN = datetime(2026, 1, 15, 10, 0, tzinfo=UTC)
MIN = 60


def seconds(plan: Plan) -> dict[int, float]:
    return {s.number: s.seconds for p in plan.parts for s in p.slides}


# --- shares -------------------------------------------------------------------------------------------


def test_slides_without_a_time_share_what_their_part_has_left() -> None:
    plan = Plan.of(
        deck(
            slide(1, section="A", starts_section=True, section_seconds=600, seconds=120),
            slide(2, section="A"),
            slide(3, section="A"),
            slide(4, section="B", starts_section=True, seconds=60),
        )
    )
    assert seconds(plan) == {1: 120, 2: 240, 3: 240, 4: 60}
    assert [p.seconds for p in plan.parts] == [600, 60]
    assert plan.total == 660


def test_with_minutes_for_the_deck_the_rest_is_shared_over_all_that_say_nothing() -> None:
    plan = Plan.of(
        deck(
            slide(1, section="A", starts_section=True, section_seconds=600),
            slide(2, section="B", starts_section=True, seconds=300),
            slide(3, section="B"),
            slide(4, section="C", starts_section=True),
            minutes=30,
        )
    )
    assert seconds(plan) == {1: 600, 2: 300, 3: 450, 4: 450}
    assert plan.slack == 0


def test_what_no_part_claims_is_slack_at_the_end() -> None:
    plan = Plan.of(deck(slide(1, seconds=600), minutes=15))
    assert (plan.planned, plan.total, plan.slack) == (600, 900, 300)


def test_hidden_and_backup_slides_take_no_time() -> None:
    plan = Plan.of(deck(slide(1), slide(2, hidden=True), slide(3, backup=True), slide(4), minutes=10))
    assert seconds(plan) == {1: 300, 4: 300}
    assert plan.part_index(2) == 0
    assert plan.slide_seconds(3) is None


def test_a_deck_that_says_nothing_about_time_has_no_plan() -> None:
    plan = Plan.of(deck(slide(1), slide(2)))
    assert not plan.exists
    assert pace(plan, 1, 500, TEN).words == ""


def test_a_deck_without_slides_has_an_empty_plan() -> None:
    plan = Plan.of(deck(minutes=10))
    assert pace(plan, 1, 0, TEN).words == ""
    assert plan.schedule(TEN) == ()


# --- fixed starts and scaling -------------------------------------------------------------------------


def day(lunch: str = "10:40", ends: str | None = None) -> Plan:
    return Plan.of(
        deck(
            slide(1, section="Morning", starts_section=True, section_seconds=30 * MIN),
            slide(2, section="Buffer", starts_section=True, section_seconds=5 * MIN, kind=PartKind.BUFFER),
            slide(
                3,
                section="Lunch",
                starts_section=True,
                section_seconds=20 * MIN,
                kind=PartKind.BREAK,
                starts=lunch,
            ),
            slide(4, section="Afternoon", starts_section=True, section_seconds=20 * MIN),
            ends=ends,
        )
    )


def test_start_times_are_computed_forward_and_a_fixed_start_waits() -> None:
    made = day().schedule(TEN)
    assert [f"{s.start:%H:%M}" for s in made] == ["10:00", "10:30", "10:40", "11:00"]
    assert [s.wait for s in made] == [0, 0, 300, 0]


def test_a_fixed_start_that_cannot_be_kept_is_named_with_its_overrun() -> None:
    plan = day("10:20")
    assert plan.schedule(TEN)[2].late == 15 * MIN
    assert plan.clashes(TEN) == ("“Lunch” starts at 10:20, but what comes before it ends 15 min later.",)
    assert day().clashes(TEN) == ()


def test_clashes_name_slides_that_need_more_than_their_part_and_parts_more_than_the_deck() -> None:
    plan = Plan.of(
        deck(slide(1, section="A", starts_section=True, section_seconds=60, seconds=150), minutes=1)
    )
    assert plan.clashes(TEN) == ("The slides of “A” need 1 min 30 s more than the part has.",)
    long = Plan.of(deck(slide(1, seconds=20 * MIN), minutes=15))
    assert long.clashes(TEN) == ("The parts add up to 5 min more than the deck's 15 minutes.",)
    late = Plan.of(deck(slide(1, seconds=20 * MIN), ends="10:15"))
    assert late.clashes(TEN) == ("Started now, the plan runs 5 min past 10:15.",)


def test_minutes_scale_every_part_but_breaks_and_fixed_times() -> None:
    plan = day().fitted(50)
    assert [round(p.seconds / MIN, 2) for p in plan.parts] == [16.36, 2.73, 20, 10.91]
    assert round(plan.planned) == 50 * MIN
    assert sum(seconds(plan).values()) == pytest.approx(plan.planned)
    assert Plan.of(deck(slide(1), slide(2)), 20).planned == 20 * MIN
    assert day().fitted(5).planned == 20 * MIN, "what cannot be scaled stays"


def test_a_fixed_start_after_midnight() -> None:
    plan = Plan.of(
        deck(
            slide(1, section="A", starts_section=True, section_seconds=1200),
            slide(2, section="B", starts_section=True, section_seconds=600, starts="00:10"),
        )
    )
    made = plan.schedule(TEN.replace(hour=23, minute=45))
    assert made[1].start - made[0].end == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9:05", "09:05"), ("16.30", "16:30"), ("24:00", None), ("10:60", None), ("noon", None), (None, None)],
)
def test_clock_times(text: str | None, expected: str | None) -> None:
    made = clock_time(text)
    assert (f"{made:%H:%M}" if made else None) == expected


# --- pace ---------------------------------------------------------------------------------------------


def session() -> Plan:
    """10 min of talk on two slides, 20 min of exercise, 5 min of buffer, 15 min to close: 50 in all."""
    return Plan.of(
        deck(
            slide(1, section="Talk", starts_section=True, seconds=4 * MIN),
            slide(2, section="Talk", seconds=6 * MIN),
            slide(3, section="Try", starts_section=True, seconds=20 * MIN, kind=PartKind.EXERCISE),
            slide(4, section="Spare", starts_section=True, seconds=5 * MIN, kind=PartKind.BUFFER),
            slide(5, section="Close", starts_section=True, seconds=15 * MIN),
            minutes=50,
        )
    )


PACE = [
    # slide, minutes gone, words, tone
    (1, 0.0, "on time, ends 10:50, buffer 5", Tone.LIVE),
    (1, 4.0, "on time, ends 10:50, buffer 5", Tone.LIVE),
    (1, 5.0, "on time, ends 10:50, buffer 5", Tone.LIVE),
    (1, 5.02, "1 min behind, ends 10:50, buffer 5", Tone.AMBER),
    (2, 12.0, "2 min behind, ends 10:50, buffer 5", Tone.AMBER),
    (2, 15.0, "5 min behind, ends 10:50, buffer 5", Tone.AMBER),
    (2, 16.0, "6 min behind, ends 10:51, buffer 5", Tone.RED),
    (2, 3.0, "on time, ends 10:49, buffer 5", Tone.LIVE),
    (2, 2.0, "2 min ahead, ends 10:48, buffer 5", Tone.AHEAD),
    (3, 25.0, "on time, ends 10:50, buffer 5", Tone.LIVE),
    (4, 37.0, "2 min behind, ends 10:52", Tone.RED),
    (5, 36.0, "on time, ends 10:50", Tone.LIVE),
    (5, 50.0, "on time, ends 10:50", Tone.LIVE),
    (5, 53.0, "3 min behind, ends 10:53", Tone.RED),
]


@pytest.mark.parametrize(("number", "gone", "words", "tone"), PACE)
def test_pace(number: int, gone: float, words: str, tone: Tone) -> None:
    made = pace(session(), number, gone * MIN, TEN + timedelta(minutes=gone))
    assert (made.words, made.tone) == (words, tone)


def test_a_pause_moves_the_plan_but_not_a_fixed_start() -> None:
    paused = pace(session(), 2, 8 * MIN, TEN + timedelta(minutes=18))
    assert paused.words == "on time, ends 11:00, buffer 5"
    # Half an hour of talk ends at 10:40 after a pause of ten minutes; lunch waits until 10:40: no slack left.
    plan = day()
    made = pace(plan, 1, 20 * MIN, TEN + timedelta(minutes=30))
    assert made.delay == 0
    assert made.ends is not None
    assert f"{made.ends:%H:%M}" == "11:25", "the five minutes of buffer push lunch to 10:45"


def test_a_fixed_end_gives_slack() -> None:
    plan = Plan.of(deck(slide(1, seconds=600), slide(2, seconds=600), ends="10:30"))
    made = pace(plan, 1, 15 * MIN, TEN + timedelta(minutes=15))
    assert made.words == "5 min behind, ends 10:30, buffer 10"
    assert made.tone is Tone.AMBER


CLOCKS = [
    # planned, spent, tone, left
    (600, 0, Tone.LIVE, 600),
    (600, 479, Tone.LIVE, 121),
    (600, 480, Tone.AMBER, 120),
    (600, 569, Tone.AMBER, 31),
    (600, 570, Tone.RED, 30),
    (600, 660, Tone.RED, -60),
    (0, 60, Tone.NONE, -60),
]


@pytest.mark.parametrize(("planned", "spent", "tone", "left"), CLOCKS)
def test_a_parts_clock_turns_orange_red_then_negative(
    planned: int, spent: int, tone: Tone, left: int
) -> None:
    plan = Plan.of(deck(slide(1, section="A", starts_section=True, section_seconds=planned)))
    made = part_clock(plan, 1, spent)
    assert (made.tone, made.left) == (tone, left)
