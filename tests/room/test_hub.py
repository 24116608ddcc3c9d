"""Fan-out: one message for everybody, at most four a second, nothing kept per client."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.room.server.hub import GATHER, Audience, Hub, Stream

Json = dict[str, Any]


class World:
    """Something to look at."""

    def __init__(self) -> None:
        self.entries: dict[str, Json] = {}
        self.state: Json = {"closed": False}
        self.audience = Audience("room", lambda: {"state": dict(self.state)}, lambda: dict(self.entries))

    def set(self, key: str, text: str) -> None:
        self.entries[key] = {"id": key, "text": text}


KEYS = st.sampled_from("abcdef")
STEPS = st.lists(st.tuples(KEYS, st.none() | st.text(max_size=3), st.booleans()), max_size=40)


@given(STEPS)
@settings(max_examples=200, deadline=None)
def test_patches_from_any_version_lead_to_the_truth(steps: list[tuple[str, str | None, bool]]) -> None:
    world = World()
    readers: dict[int, dict[str, Json]] = {}
    for key, text, look in steps:
        if text is None:
            world.entries.pop(key, None)
        else:
            world.set(key, text)
        if look:
            world.audience.refresh()
            readers.setdefault(world.audience.version, dict(world.entries))
    world.audience.refresh()
    for seen, known in readers.items():
        message = json.loads(world.audience.message(seen))
        assert message["full"] is False
        for entry in message["entries"]:
            known[entry["id"]] = entry
        for key in message["gone"]:
            known.pop(key, None)
        assert known == world.entries
    full = json.loads(world.audience.message(None))
    assert {e["id"]: e for e in full["entries"]} == world.entries


def test_nothing_new_is_no_version() -> None:
    world = World()
    assert world.audience.refresh() is False
    world.set("a", "x")
    assert world.audience.refresh() is True
    assert world.audience.refresh() is False
    assert world.audience.version == 1


def test_old_and_foreign_versions_get_everything() -> None:
    world = World()
    for n in range(100):
        world.set("a", str(n))
        world.audience.refresh()
    audience = world.audience
    assert audience.parse(f"{audience.epoch}.100") == 100
    assert audience.parse(f"{audience.epoch}.99") == 99
    for old in (
        f"{audience.epoch}.1",
        f"{audience.epoch}.101",
        f"{audience.epoch}.-1",
        "other.99",
        "",
        "é.1",
    ):
        assert audience.parse(old) is None
    assert json.loads(audience.message(3))["full"] is True


def test_bytes_are_built_once_and_shared() -> None:
    world = World()
    world.set("a", "x")
    world.audience.refresh()
    assert world.audience.message(0) is world.audience.message(0)


def test_a_line_of_an_event_cannot_be_broken_out_of() -> None:
    world = World()
    world.set("a", "\n\ndata: forged\n\nevent: x\r\n</script>\u2028")
    world.audience.refresh()
    frame = world.audience.frame(None).decode()
    assert frame.count("\n\n") == 1
    assert [line.partition(": ")[0] for line in frame.strip().split("\n")] == ["event", "id", "data"]
    assert "<" not in frame


def test_a_thousand_changes_in_a_second_are_four_fan_outs() -> None:
    async def run() -> tuple[int, int]:
        world = World()
        hub = Hub([world.audience])
        stream = Stream()
        world.audience.streams.add(stream)
        task = asyncio.create_task(hub.run())
        wakes = 0
        loop = asyncio.get_running_loop()
        end = loop.time() + 4 * GATHER
        n = 0
        while loop.time() < end:
            world.set(str(n % 50), str(n))
            hub.changed()
            n += 1
            if stream.wake.is_set():
                stream.wake.clear()
                wakes += 1
            await asyncio.sleep(0.001)
        task.cancel()
        return wakes, world.audience.version

    wakes, versions = asyncio.run(run())
    assert 1 <= wakes <= 5
    assert 1 <= versions <= 5
