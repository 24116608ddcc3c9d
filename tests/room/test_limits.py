"""Allowances, hosts, proofs of an address, and small numbers."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.room.records import Limits, rounded_seats
from facilitator.room.server.guard import host_allowed, split_host
from facilitator.room.server.limits import _MOST_BUCKETS, ROTATE, Allowance
from facilitator.room.server.protocol import another_device
from facilitator.room.server.refused import Refused
from facilitator.room.server.votes import _MOST_SEATS, PACE_LEAST, PACES, Pace, Votes
from facilitator.system.clock import FakeClock


def allowed(allowance: Allowance, seat: str | None, address: str) -> bool:
    try:
        allowance.entry(seat, address)
    except Refused as refused:
        return (refused.code, bool(refused.retry_after)) != ("slow_down", True)
    return True


def test_a_page_has_three_at_once_and_one_every_twenty_seconds() -> None:
    clock = FakeClock()
    allowance = Allowance(Limits(), clock)
    assert [allowed(allowance, "seat", "a") for _ in range(4)] == [True, True, True, False]
    clock.advance(19)
    assert not allowed(allowance, "seat", "a")
    clock.advance(1)
    assert allowed(allowance, "seat", "a")
    assert not allowed(allowance, "seat", "a")
    assert allowed(allowance, "another seat", "a")


def test_an_address_has_thirty_a_minute_once_three_are_in_sight() -> None:
    allowance = Allowance(Limits(), FakeClock())
    for address in "abc":
        allowance.seen(address)
    assert sum(allowed(allowance, f"seat {n}", "a") for n in range(40)) == 30
    assert allowed(allowance, "seat", "b")


def test_behind_one_router_only_the_rooms_limit_counts() -> None:
    allowance = Allowance(Limits(), FakeClock())
    allowance.seen("router")
    allowance.seen("laptop")
    assert sum(allowed(allowance, f"seat {n}", "router") for n in range(200)) == 120


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.floats(0, 5)), max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_pattern_gets_more_than_the_room_allows(steps: list[tuple[str, str, float]]) -> None:
    clock = FakeClock()
    limits = Limits(room_per_minute=12, page_burst=3, page_seconds=5)
    allowance = Allowance(limits, clock)
    taken: list[float] = []
    for seat, address, wait in steps:
        clock.advance(wait)
        if allowed(allowance, seat, address):
            taken.append(clock.elapsed)
    for start in taken:
        assert sum(start <= t < start + 60 for t in taken) <= 24


def test_hashes_mean_nothing_ten_minutes_later() -> None:
    clock = FakeClock()
    allowance = Allowance(Limits(), clock)
    before = allowance.hashed("192.168.1.20")
    assert allowance.hashed("192.168.1.20") == before
    clock.advance(ROTATE)
    allowance.entry(None, "x")
    assert allowance.hashed("192.168.1.20") != before
    assert "192.168.1.20" not in repr(vars(allowance))


@pytest.mark.parametrize(
    ("peer", "own", "other"),
    [
        ("192.168.1.30", "192.168.1.20", True),
        ("192.168.1.20", "192.168.1.20", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.9", "127.0.0.1", False),
        ("::1", "::1", False),
        ("fe80::1", "fe80::2", True),
        ("", "192.168.1.20", False),
    ],
)
def test_an_address_is_proved_by_another_device(peer: str, own: str, other: bool) -> None:
    assert another_device(peer, own) is other


@given(st.text(max_size=40))
def test_no_host_breaks_the_check(host: str) -> None:
    name, port = split_host(host)
    assert port is None or 0 <= port <= 99999
    if host_allowed(host, ("192.168.1.20", 8080), (), lambda: ("192.168.1.20", "10.0.0.5")):
        assert name in ("192.168.1.20", "10.0.0.5", "localhost")
        assert port == 8080


@given(st.integers(-5, 5000))
def test_joined_pages_are_never_shown_exactly(n: int) -> None:
    shown = rounded_seats(n)
    assert shown % 5 == 0
    assert (shown == 0) == (n <= 0)
    assert n <= 0 or abs(shown - n) <= 5


ANSWERS = st.lists(
    st.tuples(st.integers(0, 7), st.sampled_from((*PACES, "")), st.floats(0, 200)), max_size=40
)


@given(ANSWERS)
@settings(deadline=None)
def test_pace_never_shows_fewer_than_five_pages(answers: list[tuple[int, str, float]]) -> None:
    pace, now = Pace(), 0.0
    latest: dict[int, tuple[str, float]] = {}
    for seat, said, wait in answers:
        now += wait
        pace.set(f"{seat:032x}", said, now)
        latest[seat] = (said, now)
        counted = [s for s, at in latest.values() if s and now - at < 300]
        shown = pace.shown(now)
        if len(counted) < PACE_LEAST:
            assert shown is None
        else:
            assert shown == tuple(counted.count(p) for p in PACES)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.booleans()), max_size=60))
def test_a_page_counts_once_for_each_entry(votes: list[tuple[int, str, bool]]) -> None:
    counted, truth = Votes(), {"a": set[int](), "b": set[int]()}
    counted.start("a", 3)
    counted.start("b", 0)
    for seat, entry, on in votes:
        counted.set(entry, f"{seat:032x}", on)
        (truth[entry].add if on else truth[entry].discard)(seat)
    assert counted.count("a") == 3 + len(truth["a"])
    assert counted.count("b") == len(truth["b"])


def test_two_votes_of_a_page_have_nothing_in_common() -> None:
    votes = Votes()
    for entry in "ab":
        votes.set(entry, "00" * 16, True)
    assert not votes._markers["a"] & votes._markers["b"]


def test_from_one_address_so_many_votes_for_an_entry_count() -> None:
    votes = Votes()
    for entry in "ab":
        counted = [votes.set(entry, f"{n:032x}", True, "192.168.1.9", 64) for n in range(100)]
        assert counted.count(True) == 64
        assert votes.count(entry) == 64
    assert votes.set("a", f"{0:032x}", True, "192.168.1.9", 64), "the same page again is no new vote"
    assert votes.set("a", f"{999:032x}", True, "192.168.1.10", 64)
    assert votes.set("a", f"{998:032x}", True), "one router in front of all: nobody is told from another"
    assert votes.count("a") == votes.most() == 66
    assert "192.168.1.9" not in repr(vars(votes))
    kept = dict(votes._markers)
    votes.forget_sources()
    assert votes._sources == {}
    assert votes._markers == kept, "what was counted stays counted"
    assert votes.set("a", f"{500:032x}", True, "192.168.1.9", 64)


def test_a_vote_that_is_taken_back_makes_room_for_another_from_its_address() -> None:
    """Otherwise one page, on and off, would use up the votes of everybody behind its router."""
    votes, page, home = Votes(), f"{0:032x}", "192.168.1.9"
    for _ in range(200):
        assert votes.set("a", page, True, home, 64)
        assert votes.set("a", page, False, home, 64)
    assert votes._sources == {"a": {}}, "nothing is kept of an address that has no vote"
    votes.set("a", page, False, home, 64)  # nothing to take back: counts for nothing
    counted = [votes.set("a", f"{n:032x}", True, home, 64) for n in range(1, 101)]
    assert counted.count(True) == votes.count("a") == 64
    assert votes.set("a", page, False, home, 64)
    assert not votes.set("a", page, True, home, 64), "taking back what never counted makes no room"
    assert votes.set("a", f"{1:032x}", False, home, 64)
    assert votes.set("a", page, True, home, 64)
    assert not votes.set("a", f"{1:032x}", True, home, 64)
    assert votes.count("a") == 64


def test_made_up_pages_fill_no_memory() -> None:
    votes, pace = Votes(), Pace()
    for n in range(_MOST_SEATS + 500):
        votes.set("a", f"{n:032x}", True)
        pace.set(f"{n:032x}", "fast", 0.0)
    assert votes.count("a") == _MOST_SEATS
    assert len(pace._answers) == _MOST_SEATS
    allowance = Allowance(Limits(), FakeClock())
    for n in range(_MOST_BUCKETS + 500):
        with contextlib.suppress(Refused):
            allowance.small(f"{n:032x}", f"10.0.{n // 250}.{n % 250}")
    for buckets in (allowance._small_pages, allowance._small_from):
        assert len(buckets._all) <= _MOST_BUCKETS
    assert len(allowance._addresses) <= 3


def test_all_small_acts_of_a_room_have_a_limit() -> None:
    """Also behind one router, where addresses tell nothing: new pages are easily made up."""
    allowance = Allowance(Limits(), FakeClock())
    taken = 0
    for n in range(7000):
        with contextlib.suppress(Refused):
            allowance.small(f"{n:032x}", "router")
            taken += 1
    assert taken == Limits().room_votes_per_minute
