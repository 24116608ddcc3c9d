"""Rounds: the trainer opens one, the wall shows its card with a countdown, the trainer closes it.

The room is asked first, and the wall follows when it has answered; nothing that comes from the network by
itself changes the wall. A round that is closed elsewhere (at the moderator page) is only told.
"""

from __future__ import annotations

from facilitator.room.records import ModeratorView, Release
from facilitator.show.commands import Change
from facilitator.show.show import ROUND_MINUTES, Show
from facilitator.show.state import Card, CardKind
from facilitator.ui.messages import Level, Messages
from facilitator.ui.room_link import RoomLink

NO_ROOM = "There is no open room."
NO_ROUNDS = (
    "In this room entries come out by themselves. Rounds are chosen before people join: "
    "menu Room, How entries come out."
)


class Rounds:
    """Opens, shows and closes rounds. Waits on nobody."""

    def __init__(self, show: Show, link: RoomLink, messages: Messages) -> None:
        self._show = show
        self._link = link
        self._messages = messages
        self._open: bool | None = None
        """What the room said last; None before it said anything."""
        self._ends: float | None = None
        """When the countdown of the open round ends, so that its card can be brought back."""
        self._told = False
        self._expected: bool | None = None
        """What our own command has just made true: one view that was on its way before it is passed over."""

    @property
    def _card(self) -> Card | None:
        """The card of an open round, when the wall shows it."""
        card = self._show.state.card
        return card if card is not None and card.kind is CardKind.ROUND and card.ends is not None else None

    # --- what the trainer does ---

    def toggle(self) -> None:
        """One key: open a round; bring its card back; close it."""
        view = self._link.view
        if view is None:
            self._messages.tell(NO_ROOM)
        elif view.release is not Release.ROUND:
            self._messages.tell(NO_ROUNDS, seconds=10.0)
        elif not view.round_open:
            self.open()
        elif self._card is None:
            self._show_card()
        else:
            self.close()

    def open(self) -> None:
        """Let people write; the wall shows the card once the room has answered."""
        self._ends, self._told = None, False
        self._link.call("round_open", then=lambda _: self._opened())

    def _opened(self) -> None:
        self._turned(True)
        self._show_card()

    def _turned(self, is_open: bool) -> None:
        """The room has done it; the view that says so is here already, or is the next but one at most."""
        view = self._link.view
        self._open = is_open
        self._expected = None if view is not None and view.round_open is is_open else is_open

    def _show_card(self) -> None:
        if self._card is not None:
            return
        left = None
        if self._ends is not None:
            left = max(0.0, self._ends - self._show.clock.monotonic()) / 60
        self._show.do("round_card", minutes=ROUND_MINUTES if left is None else left)

    def close(self) -> None:
        """Everything comes out, mixed; a card that is up says so."""
        self._link.call("round_close", then=lambda _: self._closed())

    def _closed(self) -> None:
        self._turned(False)
        self._messages.put_away(key="round")
        if self._card is not None:
            self._show.do("round_card", closed=True)
        self._ends = None

    # --- what happens ---

    def followed(self, change: Change) -> None:
        """Remember when the round on the wall ends, with all the minutes given and taken."""
        card = self._card
        if card is None:
            if self._open is False:
                self._messages.put_away(key="round")
            return
        if card.ends != self._ends:
            self._told = False
            self._messages.put_away(key="round")
        self._ends = card.ends
        if self._open is False and change.before.card != card:
            self._astray()  # Ctrl+Z brings back a card, not a round

    def took(self, view: ModeratorView) -> None:
        """The room's own word: does it agree with the wall?"""
        expected, self._expected = self._expected, None
        if expected is not None and view.round_open is not expected:
            return
        before, self._open = self._open, view.round_open
        if view.round_open or self._card is None or before is False:
            return
        if before is None:
            self._astray()
        else:
            self._messages.tell(
                "The round was closed at the moderator page; the wall still shows it as open.",
                Level.WARNING,
                ("Show that it is closed", lambda: self._show.do("round_card", closed=True)),
                key="round",
            )

    def _astray(self) -> None:
        self._messages.tell(
            "The wall shows a round, but none is open in the room.",
            Level.WARNING,
            ("Open it", self.open),
            ("Take the card off", lambda: self._show.do("leave_card")),
            key="round",
        )

    def tick(self) -> None:
        """Say once that the time is up; the trainer decides what that means."""
        if self._told or not self._open or self._ends is None:
            return
        if self._ends - self._show.clock.monotonic() <= 0:
            self._told = True
            self._messages.tell(
                "The round's time is up.", Level.WARNING, ("Close the round", self.close), key="round"
            )
