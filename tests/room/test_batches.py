"""When entries come out, in the three release modes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from facilitator.room.records import Release, RoomSettings
from facilitator.room.server.refused import Refused
from tests.room.rooms import Bench


@pytest.fixture
def mixed(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "room.sqlite3")


def test_nothing_comes_out_before_a_random_moment(mixed: Bench) -> None:
    for n in range(5):
        mixed.send(f"entry {n}")
    mixed.pass_time(29)
    assert mixed.texts() == []
    mixed.pass_time(32)
    assert sorted(mixed.texts()) == [f"entry {n}" for n in range(5)]


def test_two_wait_for_a_third(mixed: Bench) -> None:
    mixed.send("one")
    mixed.send("two")
    mixed.pass_time(170)
    assert mixed.texts() == []
    mixed.send("three")
    mixed.pass_time(61)
    assert sorted(mixed.texts()) == ["one", "three", "two"]


def test_one_alone_comes_out_at_the_first_moment_after_three_minutes(mixed: Bench) -> None:
    mixed.send("alone")
    mixed.pass_time(179)
    assert mixed.texts() == []
    mixed.pass_time(62)
    assert mixed.texts() == ["alone"]


def test_moments_do_not_depend_on_what_is_sent(tmp_path: Path) -> None:
    """Whoever watches the list learns nothing from when it changes."""

    def moments(name: str, send_at: tuple[int, ...]) -> list[int]:
        bench = Bench(tmp_path / name)
        seen: list[int] = []
        drawn = bench.room._schedule.next
        for second in range(600):
            if second in send_at:
                bench.send(f"at {second}")
            bench.pass_time(1)
            if bench.room._schedule.next != drawn:
                drawn = bench.room._schedule.next
                seen.append(second)
        return seen

    assert moments("a", ()) == moments("b", (3,))
    gaps = moments("c", (1, 2, 3, 200, 300))
    assert all(30 <= b - a <= 61 for a, b in itertools.pairwise(gaps))
    assert len({b - a for a, b in itertools.pairwise(gaps)}) > 3


def test_round_comes_out_whole_at_its_end(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(release=Release.ROUND))
    with pytest.raises(Refused, match="no_round"):
        bench.send("too early")
    bench.room.set_round(True)
    for n in range(4):
        bench.send(f"entry {n}")
    bench.pass_time(900)
    assert bench.texts() == []
    bench.room.set_round(False)
    assert sorted(bench.texts()) == [f"entry {n}" for n in range(4)]
    with pytest.raises(Refused, match="no_round"):
        bench.send("too late")


def test_rounds_belong_to_round_rooms(mixed: Bench) -> None:
    with pytest.raises(Refused, match="no_round"):
        mixed.room.set_round(True)


def test_instant_comes_out_at_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(release=Release.INSTANT))
    bench.send("now")
    bench.pass_time(0.3, 0.05)
    assert bench.texts() == ["now"]


def test_without_moderation_what_comes_out_is_public(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(release=Release.INSTANT, moderated=False))
    bench.send("for all")
    bench.pass_time(0.3, 0.05)
    assert [e.text for e in bench.room.published()] == ["for all"]


@pytest.mark.parametrize("waiting", [0, 1, 2])
def test_collect_warns_below_three_without_saying_how_many(mixed: Bench, waiting: int) -> None:
    for n in range(waiting):
        mixed.send(f"entry {n}")
    with pytest.raises(Refused) as refused:
        mixed.room.collect(force=False)
    assert refused.value.code == "few"
    assert refused.value.message == (
        "Fewer than 3 are waiting. Alone, an entry may show who wrote it. Collect all the same?"
    )
    assert mixed.room.collect(force=True) == waiting


def test_collect_takes_three_at_once(mixed: Bench) -> None:
    for n in range(3):
        mixed.send(f"entry {n}")
    assert mixed.room.collect(force=False) == 3
    assert len(mixed.texts()) == 3


def test_typed_in_cards_join_the_next_batch(mixed: Bench) -> None:
    mixed.send("one")
    mixed.send("two")
    mixed.room.type_in("concern", "from a paper slip", "ab" * 16)
    assert mixed.texts() == []
    mixed.pass_time(61)
    assert sorted(mixed.texts()) == ["from a paper slip", "one", "two"]


def test_close_lets_out_what_waits_and_erases_what_was_dismissed(mixed: Bench) -> None:
    mixed.send("dropped")
    mixed.room.collect(force=True)
    mixed.room.act(mixed.room.entries()[0].id, "dismiss")
    mixed.send("waiting at the end")
    assert mixed.room.close() == "2026-01-22"
    assert mixed.texts() == ["waiting at the end"]
    assert b"dropped" not in mixed.path.read_bytes()
    with pytest.raises(Refused, match="closed"):
        mixed.send("after the end")


def test_a_paused_box_takes_nothing_new_and_forgets_nothing(mixed: Bench) -> None:
    first = mixed.send("before")
    mixed.room.pause(True)
    with pytest.raises(Refused) as refused:
        mixed.send("during")
    assert refused.value.code == "paused"
    assert refused.value.retry_after
    assert mixed.room.send(first, "question", "before")["delivery"] == "received"
    mixed.room.pause(False)
    mixed.send("after")


def test_five_hundred_wait_at_most(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3")
    for n in range(500):
        bench.send(f"entry {n}")
    with pytest.raises(Refused) as refused:
        bench.send("one too many")
    assert (refused.value.status, refused.value.code) == (503, "full")
