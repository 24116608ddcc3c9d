"""The journal: what is in it, what is not, and what can be read from it after any mishap."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from facilitator.show import recovery
from facilitator.show.journal import Journal, interrupted_sessions, replay
from facilitator.show.outline import ShowDeck
from facilitator.show.show import Show
from facilitator.show.state import Overlay, Position, ShowState
from facilitator.system import paths
from facilitator.system.clock import FakeClock
from tests.show.decks import deck, slide, talk


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def session(clock: FakeClock, deck_file: str = "deck.md") -> tuple[Show, Journal]:
    journal = Journal(deck=deck_file, title="Talk")
    return Show(talk(), clock, journal), journal


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_first_line_mode_and_place(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("next")
    assert lines(journal.path)[0] == {"format": 1}
    assert journal.path.parent == paths.sessions_dir()
    if os.name == "posix":
        assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    journal.close()


def test_every_command_is_on_the_disk_when_it_returns_and_the_clock_each_five_seconds(
    clock: FakeClock,
) -> None:
    show, journal = session(clock)
    for command in ("next", "black", "next", "freeze"):
        show.do(command)
        assert replay(journal.path) == show.state
    before = len(lines(journal.path))
    for _ in range(40):
        clock.advance(0.25)
        show.tick()
    assert len(lines(journal.path)) == before + 2
    clock.advance(4)
    show.tick()
    found = recovery.read(journal.path)
    assert found is not None
    assert show.elapsed() - found.elapsed < 5
    journal.close()


def test_a_snapshot_each_hundred_records_stands_on_its_own(clock: FakeClock) -> None:
    show, journal = session(clock)
    for number in range(250):
        show.do("jump", slide=1 + number % 8)
    records = lines(journal.path)
    kinds = [r.get("kind") for r in records]
    assert kinds.count("snapshot") == 3
    last = len(kinds) - 1 - kinds[::-1].index("snapshot")
    cut = [records[0], *records[last:]]
    other = journal.path.with_name("other.jsonl")
    other.write_text("".join(json.dumps(r) + "\n" for r in cut), encoding="utf-8")
    assert replay(other) == show.state
    journal.close()


def test_no_text_from_the_room_has_a_place_in_it(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("entry_card", id="4f2a")
    show.do("leave_card")
    with pytest.raises(TypeError):
        show.do("entry_card", id="x", text="what somebody wrote")
    text = journal.path.read_text(encoding="utf-8")
    assert "4f2a" in text
    known = {
        "format", "kind", "at", "mono", "deck", "title", "room", "process", "state", "key", "part", "command",
        "given", "set", "elapsed", "file", "due",
    }  # fmt: skip
    assert {key for record in lines(journal.path) for key in record} <= known
    journal.close()


# --- damage -------------------------------------------------------------------------------------------


COMMANDS = ("next", "previous", "black", "freeze", "join_card", "first", "undo", "plus_minute")
BROKEN = (
    b"",
    b"\x00" * 40,
    b"{",
    b"[1,2]",
    b'{"kind":"do","at":1}',
    b'{"kind":"do","set":{"position":[0,0]}}',
)


def long_session(clock: FakeClock) -> tuple[Path, list[object]]:
    """A journal of some 260 records and the state after each command."""
    show, journal = session(clock)
    states: list[object] = [show.state]
    dice = random.Random(6)
    for _ in range(240):
        clock.advance(dice.uniform(0, 9))
        show.tick()
        change = show.do(dice.choice(COMMANDS))
        if not change.nothing:
            states.append(show.state)
    journal.close()
    return journal.path, states


def test_cut_anywhere_it_gives_a_state_that_was_true(clock: FakeClock, tmp_path: Path) -> None:
    path, states = long_session(clock)
    data = path.read_bytes()
    dice = random.Random(7)
    for cut in sorted(dice.sample(range(len(data)), 120)):
        torn = tmp_path / "torn.jsonl"
        torn.write_bytes(data[:cut])
        whole = data[:cut].split(b"\n")[:-1]
        done = sum(b'"kind":"do"' in line for line in whole)
        begun = any(b'"kind":"snapshot"' in line for line in whole)
        assert replay(torn) == (states[done] if begun else None if len(whole) < 2 else ShowState())


def test_garbage_in_the_middle_is_skipped_until_the_next_snapshot(clock: FakeClock, tmp_path: Path) -> None:
    path, states = long_session(clock)
    whole = path.read_bytes().split(b"\n")
    dice = random.Random(8)
    for _ in range(60):
        broken = list(whole)
        broken[dice.randrange(3, len(broken) - 1)] = dice.choice(
            [
                b"",
                b"\x00" * 40,
                b"{",
                b"[1,2]",
                b'{"kind":"do","at":1}',
                b'{"kind":"do","set":{"position":[0,0]}}',
            ]
        )
        file = tmp_path / "damaged.jsonl"
        file.write_bytes(b"\n".join(broken))
        assert replay(file) in states


def test_unknown_kinds_and_fields_are_skipped(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("next")
    journal.close()
    with journal.path.open("a", encoding="utf-8") as file:
        file.write('{"kind":"poll","votes":3}\n')
    records = lines(journal.path)
    records[-2]["set"]["mood"] = "calm"  # type: ignore[index]
    journal.path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    assert replay(journal.path) == show.state


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"hello", b'{"format": 2}\n', b"\xff\xfe\x00", b'{"format":1}\n']
)
def test_a_file_that_is_no_journal_is_left_alone(content: bytes) -> None:
    folder = paths.private_dir(paths.sessions_dir())
    (folder / "x.jsonl").write_bytes(content)
    assert replay(folder / "x.jsonl") is None
    assert interrupted_sessions() == []


def test_a_full_disk_silences_the_journal_never_the_show(clock: FakeClock) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    show, journal = session(clock)
    assert journal._file is not None
    journal._file.close()
    journal._file = open("/dev/full", "wb", buffering=0)  # noqa: SIM115, PTH123 - closed by the journal
    show.do("next")
    show.do("next")
    assert show.state.position == Position(2, 1)
    assert "cannot be written" in journal.problem
    journal.close()


def test_a_folder_that_cannot_be_written_is_said(clock: FakeClock) -> None:
    state = paths.state_dir()
    state.parent.mkdir(parents=True, exist_ok=True)
    state.write_text("a file where the folder should be")
    show, journal = session(clock)
    show.do("next")
    assert "The show goes on" in journal.problem
    assert interrupted_sessions() == []


# --- continuing ---------------------------------------------------------------------------------------


def dead(journal: Journal) -> None:
    """Make the journal look as if its process were gone."""
    journal.close()
    text = journal.path.read_text(encoding="utf-8")
    made = [json.loads(line) for line in text.splitlines()]
    for record in made:
        if record.get("kind") == "session":
            record["process"] = [2**22 + 7, 0.0]
    journal.path.write_text("".join(json.dumps(r) + "\n" for r in made), encoding="utf-8")


def test_an_interrupted_session_is_offered_with_slide_part_and_time(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("start")
    show.do("jump", slide=6)
    clock.advance(2470)
    show.do("park", text="bring chairs")
    show.do("break_card", minutes=10)
    journal.room("r1.sqlite3", clock)
    dead(journal)
    (found,) = interrupted_sessions()
    assert found.offer == "Continue at slide 6, part 3, 00:41:10"
    assert found.state.parked == ("bring chairs",)
    assert found.room == "r1.sqlite3"
    end = show.back_at()

    # Four minutes later, after a restart of the machine: its monotonic clock began anew.
    later = FakeClock(clock.wall + timedelta(minutes=4), 12.0)
    again = Journal(found.path, deck="deck.md", title="Talk", room=found.room)
    next_show = Show(talk(), later, again, recovery.resumed(found, later))
    assert next_show.state.position == Position(6)
    assert next_show.elapsed() == 2470
    assert next_show.back_at() == end, "back at 10:51 is still 10:51"
    later.advance(5)
    assert next_show.elapsed() == 2475
    next_show.do("next")
    assert replay(found.path) == next_show.state
    again.close()


def test_a_torn_last_line_is_cut_when_the_session_goes_on(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("next")
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b'{"kind":"do","at":"2026')
    found = recovery.read(journal.path)
    assert found is not None
    again = Journal(found.path)
    other = Show(talk(), clock, again, recovery.resumed(found, clock))
    other.do("next")
    assert replay(found.path) == other.state
    assert not recovery.read(found.path).damaged  # type: ignore[union-attr]
    again.close()


def test_a_session_that_still_runs_or_has_ended_is_not_offered(clock: FakeClock) -> None:
    running, one = session(clock)
    running.do("next")
    ended, two = session(clock)
    ended.do("next")
    two.finish(clock, keep_days=7)
    assert interrupted_sessions() == []
    one.close()


def test_one_that_never_began_is_not_offered_and_swept(clock: FakeClock) -> None:
    _, journal = session(clock)
    dead(journal)
    assert interrupted_sessions() == []
    assert [s.path for s in recovery.sweep(clock.now())] == [journal.path]
    assert not journal.path.exists()


def test_delete_now_leaves_no_file_and_keep_is_swept_when_due(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("next")
    journal.finish(clock)
    assert not journal.path.exists()
    show, journal = session(clock)
    show.do("next")
    journal.finish(clock, keep_days=7)
    assert recovery.sweep(clock.now() + timedelta(days=6)) == []
    assert journal.path.exists()
    assert len(recovery.sweep(clock.now() + timedelta(days=7, seconds=1))) == 1
    assert not journal.path.exists()


def test_exports_are_listed_for_the_delete_dialog(clock: FakeClock) -> None:
    _, journal = session(clock)
    journal.exported(Path("handout.pdf"), clock)
    journal.close()
    found = recovery.read(journal.path)
    assert found is not None
    assert found.exports == ("handout.pdf",)


def test_the_slide_is_found_again_in_a_deck_that_changed(clock: FakeClock) -> None:
    show, journal = session(clock)
    show.do("next")
    show.do("next_slide")
    assert show.outline.slide(3).title == "Idea"
    dead(journal)
    (found,) = interrupted_sessions()
    changed = ShowDeck.of(deck(slide(1, "New"), slide(2, "Welcome"), slide(3, "Goals"), slide(4, "Idea")))
    state = recovery.resumed(found, clock, changed)
    assert changed.slide(state.position.slide).title == "Idea"


# --- kills --------------------------------------------------------------------------------------------

CHILD = """
import sys, time
from facilitator.show.journal import Journal
from facilitator.show.show import Show
from facilitator.system.clock import SystemClock
from tests.show.decks import talk
show = Show(talk(), SystemClock(), Journal(deck="deck.md"))
show.do("start")
number = 0
while True:
    number += 1
    show.do("jump", slide=1 + number % 8)
    show.do("black")
    show.do("black")
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
    if number > 20000:
        time.sleep(60)
"""


def kill_one(seed: int) -> None:
    dice = random.Random(seed)
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-c", CHILD]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        # A moment of our own choosing in the child's life: real time is the thing under test here.
        time.sleep(dice.uniform(0.0, 0.12))
        child.kill()
        said = [int(line) for line in child.stdout.read().splitlines() if line.isdigit()]
    assert child.returncode == -signal.SIGKILL
    (found,) = interrupted_sessions()
    state = found.state
    number = said[-1] if said else 1
    # What was said to be done is in the journal; at most the next round has begun.
    assert state.position.slide in (1 + number % 8, 1 + (number + 1) % 8)
    assert state.overlay in (Overlay.NONE, Overlay.BLACK)
    assert state.started
    found.path.unlink()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
@pytest.mark.parametrize("seed", range(3))
def test_kill(seed: int) -> None:
    kill_one(seed)


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX's")
def test_fifty_kills() -> None:
    for seed in range(50):
        kill_one(1000 + seed)
