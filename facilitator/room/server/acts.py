"""What a moderator does to an entry, as changes of a frozen value. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from facilitator.room.records import Entry, EntryState


def _publish(entry: Entry) -> Entry:
    """The room sees it; something put aside comes back by that."""
    state = EntryState.NEW if entry.state is EntryState.DISMISSED else entry.state
    return replace(entry, published=True, state=state)


_SIMPLE: dict[str, Callable[[Entry], Entry]] = {
    "publish": _publish,
    "unpublish": lambda e: replace(e, published=False),
    "next": lambda e: replace(e, state=EntryState.NEXT),
    "answer": lambda e: replace(e, state=EntryState.ANSWERED),
    "park": lambda e: replace(e, state=EntryState.PARKED),
    "dismiss": lambda e: replace(e, state=EntryState.DISMISSED, published=False),
    "star": lambda e: replace(e, starred=True),
    "unstar": lambda e: replace(e, starred=False),
    "on_screen": lambda e: replace(e, state=EntryState.ON_SCREEN),
}
ACTIONS = (*_SIMPLE, "off_screen", "restore", "reply")
#: These may name the words that were read (``seen``, ``seen_category``): for other words nothing is done.
SEEN_ACTIONS = ("publish", "restore", "reply")
#: Only the console says what is on the screen.
CONSOLE_ACTIONS = ("on_screen", "off_screen")


def acted(
    entry: Entry,
    action: str,
    text: str,
    state: str | None,
    published: bool | None,
    starred: bool | None,
    before_screen: EntryState,
) -> Entry:
    """The entry after one of ``ACTIONS``. ``before_screen``: where ``off_screen`` puts it back to."""
    if action in _SIMPLE:
        return _SIMPLE[action](entry)
    if action == "reply":
        return replace(entry, reply=text)
    wanted = EntryState(state) if state else None
    if action == "off_screen":
        return replace(entry, state=wanted or before_screen) if entry.state is EntryState.ON_SCREEN else entry
    return replace(
        entry,
        state=wanted or (EntryState.NEW if published is None and starred is None else entry.state),
        published=entry.published if published is None else published,
        starred=entry.starred if starred is None else starred,
    )
