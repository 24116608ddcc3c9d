"""Receipts, changes, votes, and what a moderator does."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.room.records import EntryState, Release, RoomSettings
from facilitator.room.server import room as room_module
from facilitator.room.server.refused import Refused
from facilitator.room.server.storage import Changes, StorageError
from tests.room.rooms import Bench, receipt, rows


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "room.sqlite3")


def saved(bench: Bench, *texts: str) -> list[str]:
    receipts = [bench.send(text) for text in texts]
    bench.room.collect(force=True)
    return receipts


def entry_id(bench: Bench, secret: str) -> str:
    return str(bench.room.status(secret)["id"])


def test_the_author_learns_what_became_of_it(bench: Bench) -> None:
    secret = bench.send("Is it safe?")
    assert bench.room.status(secret) == {
        "delivery": "received",
        "state": "waiting",
        "category": "question",
        "text": "Is it safe?",
    }
    bench.room.collect(force=True)
    key = entry_id(bench, secret)
    bench.room.act(key, "reply", text="Yes, with care.")
    bench.room.act(key, "answer")
    bench.room.act(key, "publish")
    assert bench.room.status(secret) == {
        "delivery": "saved",
        "state": "answered",
        "published": True,
        "id": key,
        "category": "question",
        "text": "Is it safe?",
        "reply": "Yes, with care.",
        "changing": False,
    }
    assert bench.room.status(receipt()) == {"delivery": "unknown"}


def test_sending_again_with_the_same_receipt_changes_nothing(bench: Bench) -> None:
    secret = bench.send("once")
    bench.room.send(secret, "question", "once")
    bench.room.collect(force=True)
    assert bench.room.send(secret, "complaint", "something else")["text"] == "once"
    bench.room.collect(force=True)
    assert bench.texts() == ["once"]


def test_a_waiting_entry_changes_at_once(bench: Bench) -> None:
    secret = bench.send("frist")
    assert bench.room.edit(secret, "concern", "first")["text"] == "first"
    bench.room.collect(force=True)
    assert [(e.category, e.text) for e in bench.room.entries()] == [("concern", "first")]


def test_a_saved_entry_changes_with_the_next_moment_only(bench: Bench) -> None:
    secret, _ = saved(bench, "frist", "other")
    assert bench.room.edit(secret, "question", "first")["changing"] is True
    assert "frist" in bench.texts()
    bench.pass_time(61)
    assert "first" in bench.texts()
    assert bench.room.status(secret)["changing"] is False
    assert b"frist" not in bench.path.read_bytes()


@pytest.mark.parametrize("moderated", [True, False])
def test_nobody_slips_new_words_past_the_trainer(tmp_path: Path, moderated: bool) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(moderated=moderated))
    secret, shown = saved(bench, "a kind question", "on the wall")
    bench.room.act(entry_id(bench, secret), "publish")
    bench.room.act(entry_id(bench, secret), "answer")
    bench.room.act(entry_id(bench, shown), "on_screen")
    for one in (secret, shown):
        bench.room.edit(one, "question", "something rude")
    bench.pass_time(61)
    assert bench.room.status(secret)["text"] == "something rude"
    assert bench.room.status(secret)["published"] is not moderated
    assert bench.room.status(secret)["state"] == ("new" if moderated else "answered")
    # What is on the wall keeps its words until the trainer takes it off.
    assert [e.text for e in bench.room.entries() if e.state is EntryState.ON_SCREEN] == ["on the wall"]
    assert bench.room.status(shown)["changing"] is True
    bench.room.act(entry_id(bench, shown), "off_screen")
    bench.pass_time(61)
    assert "on the wall" not in bench.texts()


def test_a_withdrawn_waiting_entry_leaves_no_trace(bench: Bench) -> None:
    secret = bench.send("I should not say this")
    assert bench.keeper.waiting
    assert bench.room.withdraw(secret) == {"delivery": "withdrawn"}
    assert not bench.keeper.waiting
    assert bench.room.collect(force=True) == 0
    assert bench.room.status(secret) == {"delivery": "withdrawn"}
    assert bench.room.send(secret, "question", "I should not say this") == {"delivery": "withdrawn"}
    assert bench.room.edit(secret, "question", "back?") == {"delivery": "withdrawn"}


def test_a_withdrawn_saved_entry_is_erased_with_the_next_moment(bench: Bench) -> None:
    secret, _ = saved(bench, "I should not have said this", "other")
    assert bench.room.withdraw(secret) == {"delivery": "withdrawn", "changing": True}
    assert bench.room.status(secret) == {"delivery": "withdrawn", "changing": True}
    bench.pass_time(61)
    assert bench.texts() == ["other"]
    assert b"should not" not in bench.path.read_bytes()
    assert bench.room.withdraw(secret) == {"delivery": "withdrawn"}


def test_nobody_can_make_the_room_forget_what_was_taken_back(bench: Bench) -> None:
    """Receipts that were never sent fill their own memory only."""
    was_waiting = bench.send("taken back while it waited")
    (was_saved,) = saved(bench, "taken back later")
    assert bench.room.withdraw(was_waiting)["delivery"] == "withdrawn"
    bench.room.withdraw(was_saved)
    bench.pass_time(61)
    for n in range(room_module._MOST_UNSENT + 5):
        bench.room.withdraw(f"{n:032x}")
    assert len(bench.room._unsent) == room_module._MOST_UNSENT
    for secret in (was_waiting, was_saved):
        assert bench.room.send(secret, "question", "back?") == {"delivery": "withdrawn"}


def test_withdrawing_what_is_on_the_screen_asks_the_console(bench: Bench) -> None:
    (secret,) = saved(bench, "on the wall")
    key = entry_id(bench, secret)
    bench.room.act(key, "on_screen")
    bench.room.withdraw(secret)
    bench.pass_time(61)
    assert bench.room.withdrawn_on_screen == (key,)
    bench.room.act(key, "off_screen")
    assert bench.room.withdrawn_on_screen == ()


def test_votes_count_once_a_page_and_move_with_the_moments(bench: Bench) -> None:
    (secret,) = saved(bench, "wanted")
    key = entry_id(bench, secret)
    with pytest.raises(Refused) as refused:
        bench.room.vote(receipt(), key, True)
    assert refused.value.status == 404
    bench.room.act(key, "publish")
    seats = [receipt() for _ in range(4)]
    for seat in (*seats, seats[0], seats[0]):
        bench.room.vote(seat, key, True)
    bench.room.vote(seats[3], key, False)
    assert bench.room.entries()[0].votes == 0
    bench.pass_time(61)
    assert bench.room.entries()[0].votes == 3
    assert rows(bench.path, "SELECT votes FROM entry") == [(3,)]


def test_where_votes_came_from_is_forgotten_after_ten_minutes(bench: Bench) -> None:
    (secret,) = saved(bench, "wanted")
    key = entry_id(bench, secret)
    bench.room.act(key, "publish")
    bench.room.vote(receipt(), key, True, "192.168.1.9")
    assert bench.room._votes._sources
    bench.pass_time(601)
    assert not bench.room._votes._sources
    assert bench.room.entries()[0].votes == 1


def test_votes_are_kept_over_a_restart(bench: Bench) -> None:
    (secret,) = saved(bench, "wanted")
    key = entry_id(bench, secret)
    bench.room.act(key, "publish")
    bench.room.vote(receipt(), key, True)
    bench.pass_time(61)
    bench.open()
    bench.room.vote(receipt(), key, True)
    bench.pass_time(61)
    assert bench.room.entries()[0].votes == 2


def test_pace_shows_from_five_answers_on_and_fades(bench: Bench) -> None:
    seats = [receipt() for _ in range(5)]
    for seat in seats[:4]:
        bench.room.say_pace(seat, "fast")
    bench.pass_time(61)
    assert bench.room.pace is None
    bench.room.say_pace(seats[0], "right")
    bench.room.say_pace(seats[4], "slow")
    bench.pass_time(61)
    assert bench.room.pace == (3, 1, 1)
    bench.pass_time(300)
    assert bench.room.pace is None


def test_what_a_moderator_does_can_be_undone(bench: Bench) -> None:
    (secret,) = saved(bench, "an entry")
    key = entry_id(bench, secret)
    bench.room.act(key, "publish")
    bench.room.act(key, "star")
    for action in ("next", "answer", "park", "dismiss", "unpublish", "unstar"):
        before, after = bench.room.act(key, action)
        assert before != after
        bench.room.act(
            key, "restore", state=before.state.value, published=before.published, starred=before.starred
        )
        assert bench.room.entries() == [before]


def test_dismissed_is_not_public(bench: Bench) -> None:
    (secret,) = saved(bench, "rude")
    key = entry_id(bench, secret)
    bench.room.act(key, "publish")
    bench.room.act(key, "dismiss")
    assert bench.room.published() == []
    bench.room.act(key, "publish")
    assert bench.room.entries()[0].state is EntryState.NEW


def test_one_entry_is_on_the_screen_at_a_time(bench: Bench) -> None:
    first, second = (entry_id(bench, secret) for secret in saved(bench, "a", "b"))
    bench.room.act(first, "park")
    bench.room.act(first, "on_screen")
    bench.room.act(second, "on_screen")
    states = {e.id: e.state for e in bench.room.entries()}
    assert states == {first: EntryState.PARKED, second: EntryState.ON_SCREEN}
    bench.room.act(second, "off_screen", state="answered")
    assert {e.id: e.state for e in bench.room.entries()}[second] is EntryState.ANSWERED


def test_unknown_entries_and_categories_are_sentences(bench: Bench) -> None:
    with pytest.raises(Refused) as refused:
        bench.room.act(receipt(), "publish")
    assert refused.value.message.endswith(".")
    for category, text, code in (
        ("nonsense", "x", "category"),
        ("question", " \n\u200b ", "empty"),
        ("question", "a" * 501, "too_long"),
        ("question", "é" * 500 + "!", "too_long"),
        ("question", "👨‍👩‍👧‍👦" * 200, "too_long"),
    ):
        with pytest.raises(Refused) as refused:
            bench.room.send(receipt(), category, text)
        assert (refused.value.status, refused.value.code) == (422, code)
    assert bench.room.send(receipt(), "question", "é" * 500)["delivery"] == "received"


def test_a_full_disk_loses_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [bench.send(f"entry {n}") for n in range(3)]

    def full(_: Changes, *, scrub: bool) -> None:
        raise StorageError("The disk is full: new entries wait in memory.")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "write", full)
        bench.pass_time(61)
        assert bench.room.trouble.startswith("The disk is full")
        assert bench.room.status(secrets[0])["delivery"] == "received"
        with pytest.raises(Refused) as refused:
            bench.room.collect(force=False)
        assert refused.value.code == "disk"
    bench.pass_time(61)
    assert bench.room.trouble == ""
    assert len(bench.texts()) == 3


def test_sqlite_itself_says_the_disk_is_full(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "room.sqlite3", RoomSettings(release=Release.INSTANT))
    bench.store._db.execute("PRAGMA max_page_count = 6")
    for n in range(60):
        bench.send(f"{n} " + "x" * 400)
    bench.pass_time(0.3, 0.05)
    assert bench.room.trouble.startswith("The disk is full")
    assert bench.texts() == []
    bench.store._db.execute("PRAGMA max_page_count = 10000")
    bench.pass_time(0.3, 0.05)
    assert len(bench.texts()) == 60
    assert bench.room.trouble == ""


def test_waiting_comes_back_after_a_crash_exactly_once(bench: Bench) -> None:
    """Whatever the crash tore apart: kept but saved, kept and not saved, edits and withdrawals."""
    saved_one, edited, leaving = saved(bench, "saved", "edited", "leaving")
    waiting = bench.send("still waiting")
    bench.room.edit(edited, "question", "edited again")
    bench.room.withdraw(leaving)
    kept = list(bench.keeper.waiting.values())
    from facilitator.room.server.keeper import Waiting

    kept.append(Waiting(bench.room.mark(saved_one), "question", "saved"))  # committed, then crashed
    bench.open()
    assert bench.room.status(waiting) == {"delivery": "unknown"}
    bench.room.take_back(kept)
    assert bench.room.status(waiting)["delivery"] == "received"
    assert bench.room.status(edited)["changing"] is True
    assert bench.room.status(leaving) == {"delivery": "withdrawn", "changing": True}
    bench.room.collect(force=True)
    assert sorted(bench.texts()) == ["edited again", "saved", "still waiting"]
    assert bench.room.withdraw(saved_one) == {"delivery": "withdrawn", "changing": True}
    bench.pass_time(61)
    assert sorted(bench.texts()) == ["edited again", "still waiting"]
