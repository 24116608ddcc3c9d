"""What commands do to a running session, as a trainer would tell it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.show.commands import Bar, Change, Command
from facilitator.show.outline import ShowDeck
from facilitator.show.show import Show
from facilitator.show.state import CardKind, Overlay, Position
from facilitator.system.clock import FakeClock
from tests.show.decks import deck, slide, talk


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def show(clock: FakeClock) -> Show:
    return Show(talk(), clock)


def do(show: Show, *commands: str) -> Change:
    made = [show.do(command) for command in commands]
    return made[-1]


def at(show: Show) -> tuple[int, int]:
    return show.state.position.slide, show.state.position.step


# --- moving -------------------------------------------------------------------------------------------


def test_next_walks_builds_skips_hidden_and_stops_before_backup(show: Show) -> None:
    seen = [at(show)]
    while not do(show, "next").nothing:
        seen.append(at(show))
    assert seen == [
        (1, 0), (2, 0), (2, 1), (2, 2), (3, 0), (5, 0), (5, 1), (5, 2), (5, 3), (6, 0), (7, 0), (8, 0),
    ]  # fmt: skip
    assert "2 backup slides" in do(show, "next").hint


def test_previous_walks_the_same_way_back(show: Show) -> None:
    for _ in range(20):
        do(show, "next")
    back = []
    while not do(show, "previous").nothing:
        back.append(at(show))
    assert back == [(7, 0), (6, 0), (5, 3), (5, 2), (5, 1), (5, 0), (3, 0), (2, 2), (2, 1), (2, 0), (1, 0)]


def test_next_slide_skips_builds(show: Show) -> None:
    do(show, "next", "next_slide")
    assert at(show) == (3, 0)
    do(show, "previous_slide")
    assert at(show) == (2, 2), "a slide that was told already is shown whole"


def test_home_and_end_move_without_the_clock(show: Show, clock: FakeClock) -> None:
    do(show, "last")
    assert at(show) == (8, 0)
    do(show, "first")
    clock.advance(60)
    assert at(show) == (1, 0)
    assert not show.state.started
    assert show.elapsed() == 0


def test_home_does_not_reset_a_running_clock(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    clock.advance(90)
    do(show, "first")
    assert show.elapsed() == 90
    assert show.state.running


def test_jump_by_number_reaches_hidden_and_backup_slides(show: Show) -> None:
    show.do("jump", slide=4)
    assert at(show) == (4, 0)
    show.do("jump", slide=9)
    do(show, "next")
    assert at(show) == (9, 1)
    do(show, "next")
    assert at(show) == (10, 0)
    assert "no slide 99" in show.do("jump", slide=99).hint
    assert at(show) == (10, 0)


def test_history_goes_back_to_where_one_was_and_forward_again(show: Show) -> None:
    do(show, "next", "next")
    show.do("jump", slide=6)
    do(show, "next")
    do(show, "back")
    assert at(show) == (2, 1)
    do(show, "forward")
    assert at(show) == (7, 0), "where one had walked to since the jump"
    do(show, "back")
    show.do("jump", slide=1)
    assert "nothing" in do(show, "forward").hint


def test_an_empty_deck_takes_every_command(clock: FakeClock) -> None:
    show = Show(ShowDeck(), clock)
    arguments = {
        "jump": {"slide": 1}, "entry_card": {"id": "x"}, "park": {"text": "x"}, "unpark": {"index": 0},
        "reload": {"outline": ShowDeck()},
    }  # fmt: skip
    for command in Command:
        show.do(command, **arguments.get(command.value, {}))
        show.pace(), show.countdown(), show.next_view(), show.visible(), show.ends_at(), show.bar()


def test_an_unknown_command_is_a_mistake_of_ours(show: Show) -> None:
    with pytest.raises(ValueError):
        show.do("dance")


# --- the clock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["next", "start", "start_here", "toggle_timer", "next_slide"])
def test_the_clock_starts_with(show: Show, clock: FakeClock, command: str) -> None:
    clock.advance(300)
    do(show, command)
    clock.advance(10)
    assert show.elapsed() == 10


@pytest.mark.parametrize("command", ["previous", "first", "last", "black", "freeze", "join_card", "escape"])
def test_the_clock_does_not_start_with(show: Show, command: str) -> None:
    do(show, command)
    assert not show.state.started


def test_f5_while_live_is_harmless(show: Show, clock: FakeClock) -> None:
    do(show, "next", "next", "next")
    clock.advance(100)
    for command in ("start", "start_here"):
        change = do(show, command)
        assert change.nothing
        assert not change.stage
        assert change.hint
    assert show.elapsed() == 100


def test_a_pause_stays_paused_whatever_slide_is_shown(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    clock.advance(30)
    do(show, "toggle_timer")
    clock.advance(500)
    do(show, "next", "previous", "next")
    assert show.elapsed() == 30
    do(show, "toggle_timer")
    clock.advance(5)
    assert show.elapsed() == 35


def test_a_reset_can_be_undone_for_ten_seconds(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    clock.advance(1200)
    assert "10 seconds" in do(show, "reset_timer").hint
    clock.advance(9)
    assert show.elapsed() == 9
    do(show, "undo")
    assert show.elapsed() == 1209, "as if there had been no reset"
    do(show, "reset_timer")
    clock.advance(11)
    do(show, "undo")
    assert show.elapsed() == 11, "too late; what was undone is the move before it"


def test_time_on_the_slide_pauses_with_the_clock_and_begins_anew_on_another(
    show: Show, clock: FakeClock
) -> None:
    do(show, "next")
    clock.advance(20)
    do(show, "next")
    assert show.slide_elapsed() == 20, "a build is the same slide"
    do(show, "toggle_timer")
    clock.advance(100)
    do(show, "toggle_timer")
    assert show.slide_elapsed() == 20
    show.do("jump", slide=6)
    clock.advance(3)
    assert show.slide_elapsed() == 3


def test_a_clock_set_anew_moves_nothing_but_the_end_time(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    clock.advance(60)
    clock.wall += timedelta(hours=1)
    show.tick()
    assert show.elapsed() == 60
    assert show.gap == pytest.approx(3600)
    do(show, "ignore_gap")
    assert show.gap is None
    assert show.elapsed() == 60


def test_a_sleep_can_be_counted_and_the_break_still_ends_at_its_time(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    show.do("break_card", minutes=10)
    clock.advance(60)
    end = show.back_at()
    clock.wall += timedelta(minutes=4)
    show.tick()
    do(show, "count_gap")
    assert show.elapsed() == 300
    assert show.back_at() == end
    clock.wall -= timedelta(hours=2)
    show.tick()
    assert show.gap is None, "a clock set back is no time that passed"


# --- black, white, freeze -----------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["black", "white"])
def test_black_and_white_end_on_the_same_key_or_next_without_moving(show: Show, command: str) -> None:
    do(show, "next", "next")
    assert do(show, command).stage
    assert show.visible().overlay is Overlay(command)
    do(show, "next")
    assert at(show) == (2, 1)
    assert show.visible().overlay is Overlay.NONE
    do(show, command, command)
    assert show.visible().overlay is Overlay.NONE


def test_previous_on_black_returns_too(show: Show) -> None:
    do(show, "next", "black", "previous")
    assert at(show) == (2, 0)
    assert show.state.overlay is Overlay.NONE


def test_a_jump_under_black_waits_under_it(show: Show) -> None:
    do(show, "black")
    change = show.do("jump", slide=6)
    assert not change.stage
    assert "under black" in change.hint
    assert do(show, "next").stage
    assert show.visible().position == Position(6)


def test_while_frozen_next_moves_the_console_only(show: Show) -> None:
    do(show, "next", "freeze")
    assert not do(show, "next", "next", "next").stage
    assert at(show) == (3, 0)
    assert show.visible().position == Position(2)
    assert show.bar() == (Bar.FROZEN, "Frozen: the room still sees slide 2")
    assert do(show, "freeze").stage
    assert show.visible().position == Position(3), "the room catches up"


def test_freezing_on_a_card_keeps_the_card_while_one_looks_around(show: Show) -> None:
    do(show, "next", "break_card", "freeze")
    do(show, "next_slide", "next")
    assert at(show) == (5, 0)
    assert show.visible().card is CardKind.BREAK
    do(show, "freeze", "next")
    assert show.visible().card is None
    assert at(show) == (5, 0)


def test_black_while_frozen_ends_with_next_and_the_room_sees_the_frozen_slide(show: Show) -> None:
    do(show, "next", "freeze", "next", "black", "next")
    assert show.visible().overlay is Overlay.NONE
    assert show.visible().position == Position(2)
    assert at(show) == (2, 1)


# --- cards --------------------------------------------------------------------------------------------


def test_a_break_counts_down_says_when_it_ends_and_what_comes(show: Show, clock: FakeClock) -> None:
    show.do("break_card", minutes=15)
    clock.advance(60)
    running = show.countdown()
    assert running is not None
    assert running.text == "14:00"
    back = show.back_at()
    assert back is not None
    assert f"{back:%H:%M}" == "10:15"
    assert show.state.card is not None
    assert show.state.card.text == "Main"
    clock.advance(15 * 60)
    over = show.countdown()
    assert over is not None
    assert over.left == -60
    assert over.text == "0:00", "the room is not scolded"


def test_minutes_are_added_and_taken(show: Show, clock: FakeClock) -> None:
    show.do("break_card", minutes=2)
    do(show, "plus_minute")
    assert show.countdown().left == 180  # type: ignore[union-attr]
    do(show, "minus_minute", "minus_minute", "minus_minute", "minus_minute")
    assert show.countdown().left == 0  # type: ignore[union-attr]
    clock.advance(30)
    do(show, "plus_minute")
    assert show.countdown().left == 60, "time that ran out does not eat the new minute"  # type: ignore[union-attr]
    do(show, "leave_card")
    assert "No countdown" in do(show, "plus_minute").hint


def test_next_leaves_a_card_without_moving_on(show: Show) -> None:
    do(show, "next", "join_card")
    assert show.next_view().returns
    do(show, "next")
    assert show.state.card is None
    assert at(show) == (2, 0)


def test_a_card_survives_jumps_and_black(show: Show) -> None:
    do(show, "break_card")
    show.do("jump", slide=6)
    assert show.visible().card is CardKind.BREAK
    do(show, "black", "black")
    assert show.visible().card is CardKind.BREAK


def test_a_card_asked_for_under_black_is_seen(show: Show) -> None:
    do(show, "black", "join_card")
    assert show.visible().overlay is Overlay.NONE
    assert show.visible().card is CardKind.JOIN


def test_the_same_key_puts_a_card_away_another_replaces_it(show: Show) -> None:
    do(show, "join_card", "resources_card")
    assert show.visible().card is CardKind.RESOURCES
    do(show, "resources_card")
    assert show.visible().card is None


def test_an_entry_is_named_by_its_id_only(show: Show) -> None:
    show.do("entry_card", id="4f")
    assert show.state.card is not None
    assert (show.state.card.kind, show.state.card.entry, show.state.card.text) == (CardKind.ENTRY, "4f", "")
    show.do("entry_card", id="50")
    assert show.state.card.entry == "50"
    show.do("entry_card", id="50")
    assert show.state.card is None


def test_the_card_of_a_round_counts_down_then_says_that_it_is_over(show: Show, clock: FakeClock) -> None:
    do(show, "round_card")
    running = show.countdown()
    assert running is not None
    assert (running.kind, running.left, running.text) == (CardKind.ROUND, 180, "3:00")
    clock.advance(200)
    assert show.countdown().text == "0:00"  # type: ignore[union-attr]
    assert show.visible().card is CardKind.ROUND, "only the trainer ends it"
    show.do("round_card", closed=True)
    assert show.visible().card is CardKind.ROUND
    assert show.countdown() is None
    show.do("round_card", minutes=2)
    assert show.countdown().text == "2:00"  # type: ignore[union-attr]
    do(show, "round_card")
    assert show.visible().card is None


def test_exercise_and_break_slides_have_their_own_countdown(show: Show, clock: FakeClock) -> None:
    do(show, "start_here")
    show.do("jump", slide=6)
    clock.advance(100)
    running = show.countdown()
    assert running is not None
    assert (running.kind, running.left, running.card) == (CardKind.EXERCISE, 200, False)
    do(show, "next", "previous")
    assert show.countdown().left == 200, "a stray Next does not start it again"  # type: ignore[union-attr]
    assert do(show, "plus_minute").stage
    assert show.countdown().left == 260  # type: ignore[union-attr]
    clock.advance(141)
    assert show.countdown().two_minutes  # type: ignore[union-attr]
    clock.advance(300)
    show.do("jump", slide=7)
    show.do("jump", slide=6)
    assert show.countdown().left == 300, "told again after it ran out: from the beginning"  # type: ignore[union-attr]


def test_the_countdown_of_a_slide_waits_for_the_start(show: Show) -> None:
    show.do("jump", slide=6)
    assert show.countdown() is None
    do(show, "start_here")
    assert show.countdown() is not None


# --- Esc, undo, end -----------------------------------------------------------------------------------


def test_the_escape_ladder(show: Show) -> None:
    do(show, "next", "break_card", "freeze", "black")
    do(show, "escape")
    assert show.state.overlay is Overlay.NONE
    do(show, "escape")
    assert show.state.frozen is None
    do(show, "escape")
    assert show.state.card is None
    assert "again" in do(show, "escape").hint
    assert not show.state.ended
    do(show, "escape")
    assert show.state.ended


def test_a_second_escape_after_two_seconds_ends_nothing(show: Show, clock: FakeClock) -> None:
    do(show, "escape")
    clock.advance(2.1)
    do(show, "escape")
    assert not show.state.ended


def test_a_clicker_that_alternates_f5_and_esc_cannot_end_the_show(show: Show) -> None:
    for _ in range(10):
        do(show, "start", "escape")
    assert not show.state.ended


def test_an_ended_show_stands_still_until_ctrl_z(show: Show, clock: FakeClock) -> None:
    do(show, "next", "next")
    clock.advance(100)
    do(show, "escape", "escape")
    clock.advance(50)
    assert show.elapsed() == 100
    change = do(show, "next")
    assert change.nothing
    assert "Ctrl+Z" in change.hint
    do(show, "undo")
    assert not show.state.ended
    clock.advance(10)
    assert show.elapsed() == 110
    assert at(show) == (2, 1)


def test_undo_takes_back_the_last_stage_command_and_redo_gives_it_again(show: Show) -> None:
    do(show, "next", "next")
    for command in ("next", "black", "freeze", "join_card", "last", "next_slide"):
        before = show.visible()
        state = show.state
        do(show, command)
        after = show.visible()
        if show.state == state:
            continue
        do(show, "undo")
        assert show.visible() == before, command
        do(show, "redo")
        assert show.visible() == after, command
    assert "nothing to redo" in do(show, "redo").hint


def test_undo_does_not_turn_the_clock_back(show: Show, clock: FakeClock) -> None:
    do(show, "next")
    clock.advance(60)
    do(show, "next", "undo")
    assert show.elapsed() == 60


def test_the_parking_lot_is_no_step_to_undo(show: Show) -> None:
    do(show, "next")
    show.do("park", text="  ask   the pharmacy\n")
    do(show, "undo")
    assert show.state.parked == ("ask the pharmacy",)
    assert at(show) == (1, 0)
    show.do("unpark", index=0)
    assert show.state.parked == ()


def test_subscribers_are_told_until_they_leave(show: Show) -> None:
    told: list[Change] = []
    leave = show.subscribe(told.append)
    do(show, "next")
    leave()
    do(show, "next")
    assert [c.command for c in told] == [Command.NEXT]


# --- reload -------------------------------------------------------------------------------------------


def reload_deck(show: Show, *slides: tuple[str, int]) -> None:
    show.do(
        "reload", outline=ShowDeck.of(deck(*(slide(n, t, steps=s) for n, (t, s) in enumerate(slides, 1))))
    )


def test_after_a_reload_the_same_slide_stays(clock: FakeClock) -> None:
    show = Show(ShowDeck.of(deck(*(slide(n, t) for n, t in enumerate("ABCDE", 1)))), clock)
    do(show, "next", "next")
    show.do("jump", slide=4)
    do(show, "freeze", "next")
    clock.advance(77)
    elapsed, on_slide = show.elapsed(), show.slide_elapsed()
    reload_deck(show, *((t, 0) for t in "XYABCDE"))
    assert show.outline.slide(show.state.position.slide).title == "E"
    assert show.visible().position == Position(6), "the frozen slide as well"
    assert (show.elapsed(), show.slide_elapsed()) == (elapsed, on_slide)
    do(show, "freeze", "back")
    assert show.outline.slide(show.state.position.slide).title == "C"


@pytest.mark.parametrize(
    ("after", "expected"),
    [("ABcDE", "c"), ("ABDE", "D"), ("AB", "B"), ("XABc1DE", "c"), ("DEABC", "C"), ("c", "c"), ("AcB", "B")],
)
def test_an_edited_slide_is_found_between_its_neighbours(clock: FakeClock, after: str, expected: str) -> None:
    show = Show(ShowDeck.of(deck(*(slide(n, t) for n, t in enumerate("ABCDE", 1)))), clock)
    show.do("jump", slide=3)
    reload_deck(show, *((t, 0) for t in after))
    assert show.outline.slide(show.state.position.slide).title == expected


def test_fewer_builds_after_a_reload_stay_in_range(clock: FakeClock) -> None:
    show = Show(ShowDeck.of(deck(slide(1, "A", steps=4, key="old"))), clock)
    for _ in range(4):
        do(show, "next")
    show.do("reload", outline=ShowDeck.of(deck(slide(1, "A", steps=1, key="new"))))
    assert at(show) == (1, 1)
