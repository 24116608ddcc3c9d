"""The order of sending can be seen nowhere: rows, file, lists, streams, exports (room.md 3.7, test 2)."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from facilitator.room import takeaway
from facilitator.room.records import Limits, RoomSettings
from facilitator.room.server.application import Application, Setup
from facilitator.room.server.sqlite_store import SqliteStore
from facilitator.system.clock import FakeClock
from tests.room.rooms import OPEN, receipt, rows

SENT = 24
_TEXT = re.compile(r"entry (\d\d) ")


def kendall(order: Sequence[int]) -> float:
    """Kendall's rank correlation with 0, 1, 2 …: 1 the same order, -1 the reverse, about 0 mixed."""
    pairs = len(order) * (len(order) - 1) / 2
    score = sum(1 if b > a else -1 for i, a in enumerate(order) for b in order[i + 1 :])
    return score / pairs


def session(folder: Path, seed: int) -> dict[str, list[int]]:
    """Send entries 0, 1, 2 … into a room, in some batches of a shuffle each, and look everywhere."""
    import random

    settings = replace(RoomSettings(moderated=False), limits=Limits(room_per_minute=10_000))
    clock = FakeClock()
    path = folder / f"{seed}.sqlite3"
    store = SqliteStore(path, settings, "2026-01-22")
    OPEN.append(store)
    setup = Setup(settings, 1, "k", "c", b"f", clock=clock, rng=random.Random(seed))
    app = Application(setup, store)
    streamed: list[str] = []

    def listen() -> None:
        streamed.append(app.public.frame(app.public.version).decode())
        before = app.public.version
        if app.public.refresh():
            streamed.append(app.public.frame(before).decode())

    for n in range(SENT):
        app.room.send(receipt(), "question", f"entry {n:02} of this session")
        for _ in range(8):
            clock.advance(1)
            app.room.step()
        listen()
    app.room.collect(force=True)
    listen()

    def orders(text: str) -> list[int]:
        return [int(n) for n in _TEXT.findall(text)]

    app.moderator.refresh()
    raw = path.read_bytes().decode("latin-1")
    shown = {
        "rows as stored": orders(str(rows(path))),
        "rows by mark": orders(str(rows(path, "SELECT text FROM entry ORDER BY mark"))),
        "bytes of the file": orders(raw),
        "list for all": orders(app.public.message(None).decode()),
        "list of the moderator": orders(app.moderator.message(None).decode()),
        "event stream": orders("".join(streamed)),
        "export": orders(takeaway.to_csv(app.room.export(), settings).decode()),
        "export as text": orders(takeaway.to_markdown(app.room.export(), settings).decode()),
    }
    ids = {int(_TEXT.findall(e.text)[0]): e.id for e in app.room.entries()}
    shown["ids"] = sorted(ids, key=lambda n: ids[n])
    assert len(streamed) >= 4, "batch after batch came out"
    for name, order in shown.items():
        assert sorted(order) == list(range(SENT)), f"{name} shows {order}"
    return shown


def check(folder: Path, seeds: Sequence[int]) -> None:
    found: dict[str, list[float]] = {}
    for seed in seeds:
        for name, order in session(folder, seed).items():
            found.setdefault(name, []).append(kendall(order))
    # With n items Kendall's tau has a standard deviation of sqrt(2(2n+5)/9n(n-1)).
    one = (2 * (2 * SENT + 5) / (9 * SENT * (SENT - 1))) ** 0.5
    for name, values in found.items():
        mean = sum(values) / len(values)
        # The stream shows the boundary between batches to everybody who listens, and nothing within one.
        if name != "event stream":
            assert abs(mean) < 4 * one / len(values) ** 0.5, f"{name}: mean correlation {mean:+.3f}"
            assert max(abs(v) for v in values) < 5.5 * one, f"{name} follows the order of sending"


def test_no_order_is_left_anywhere(tmp_path: Path) -> None:
    check(tmp_path, range(12))


@pytest.mark.long
def test_no_order_is_left_anywhere_over_200_seeds(tmp_path: Path) -> None:
    check(tmp_path, range(200))


def test_the_measure_finds_an_order_that_is_there(tmp_path: Path) -> None:
    """The same look at a file that was written entry by entry, without VACUUM, must see its order."""
    from facilitator.room.records import Entry
    from facilitator.room.server.storage import Changes, Stored

    store = SqliteStore(tmp_path / "naive.sqlite3", RoomSettings(), "2026-01-22")
    OPEN.append(store)
    for n in range(SENT):
        entry = Entry(secrets.token_hex(16), "question", f"entry {n:02} of this session")
        store.write(Changes(insert=[Stored(entry, secrets.token_bytes(16))]), scrub=False)
    raw = (tmp_path / "naive.sqlite3").read_bytes().decode("latin-1")
    order = [int(n) for n in _TEXT.findall(raw)]
    assert abs(kendall(order)) > 0.9


def test_within_a_batch_the_stream_is_in_order_of_random_ids(tmp_path: Path) -> None:
    settings = RoomSettings(moderated=False)
    store = SqliteStore(tmp_path / "room.sqlite3", settings, "2026-01-22")
    OPEN.append(store)
    app = Application(Setup(settings, 1, "k", "c", b"f", clock=FakeClock()), store)
    for n in range(8):
        app.room.send(receipt(), "question", f"entry {n:02} of this session")
    app.room.collect(force=False)
    app.public.refresh()
    entries = json.loads(app.public.message(0))["entries"]
    assert [e["id"] for e in entries] == sorted(e["id"] for e in entries)
    assert len(entries) == 8


def test_what_all_see_changes_only_at_a_moment(tmp_path: Path) -> None:
    """3.7, test 5: two pictures around a submission, an edit, a withdrawal and a vote are the same bytes."""
    settings = RoomSettings(moderated=False)
    clock = FakeClock()
    store = SqliteStore(tmp_path / "room.sqlite3", settings, "2026-01-22")
    OPEN.append(store)
    app = Application(Setup(settings, 1, "k", "c", b"f", clock=clock), store)
    secrets_ = [receipt() for _ in range(3)]
    for n, secret in enumerate(secrets_):
        app.room.send(secret, "question", f"entry {n}")
    app.room.collect(force=False)
    app.public.refresh(), app.moderator.refresh()

    def picture() -> tuple[bytes, bytes, bytes]:
        app.public.refresh(), app.moderator.refresh()
        return app.public.message(None), app.moderator.message(None), store.path.read_bytes()

    entry = str(app.room.status(secrets_[2])["id"])
    acts: list[Callable[[], Any]] = [
        lambda: app.room.send(receipt(), "question", "one more"),
        lambda: app.room.edit(secrets_[0], "question", "changed"),
        lambda: app.room.withdraw(secrets_[1]),
        lambda: app.room.vote(receipt(), entry, True),
        lambda: app.room.say_pace(receipt(), "fast"),
        lambda: app.room.type_in("concern", "a paper card", receipt()),
    ]
    before = picture()
    for act in acts:
        act()
        assert picture() == before
    for _ in range(61):
        clock.advance(1)
        app.room.step()
    assert all(a != b for a, b in zip(picture(), before, strict=True))
    app.finish()
