"""Settings and small acts that the tests of the page share."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Entry, RoomSettings
from tests.room.rooms import until

#: Batches within half a second instead of a minute; all else as shipped.
QUICK = RoomSettings(
    title="Harm reduction",
    lang="en",
    batch_least=1,
    batch_seconds=(0.2, 0.4),
    batch_longest=1.0,
    resources=(("Crisis line", "988 (call or text)"), ("Local service", "https://help.example")),
)
#: Nothing comes out by itself: the test collects.
STILL: dict[str, Any] = {"batch_least": 3, "batch_seconds": (600.0, 900.0), "batch_longest": 3600.0}


def send(page: Page, text: str, kind: str = "Question") -> None:
    """Choose a door, write, send; the page says that it is received."""
    if page.locator("#another button").is_visible():
        page.locator("#another button").click()
    page.get_by_label(kind, exact=True).check()
    page.locator("#text").fill(text)
    page.locator("#send").click()
    expect(page.locator("#mine-list")).to_contain_text(text.splitlines()[0])


def entry_of(host: RoomHost, text: str) -> Entry:
    """Wait until the moderator can read an entry with this text."""
    client = host.client()
    try:
        found = until(
            lambda: next((e for e in client.snapshot().entries if text in e.text), None),
            what=f"{text!r} saved",
        )
    finally:
        client.stop()
    assert isinstance(found, Entry)
    return found


def act(host: RoomHost, entry: Entry, *actions: str, **more: str) -> Entry:
    """What the trainer does to an entry."""
    client = host.client()
    try:
        for action in actions:
            _, entry = client.act(entry.id, action, **more)
    finally:
        client.stop()
    return entry


def put_in(host: RoomHost, *texts: str, category: str = "question", publish: bool = True) -> list[Entry]:
    """Entries from elsewhere (paper cards), out and published."""
    client = host.client()
    try:
        for text in texts:
            client.type_in(category, text)
        client.collect(force=True)
        entries = sorted(
            (e for e in client.snapshot().entries if e.text in texts), key=lambda e: texts.index(e.text)
        )
        if publish:
            entries = [client.act(e.id, "publish")[1] for e in entries]
    finally:
        client.stop()
    assert len(entries) == len(texts)
    return entries
