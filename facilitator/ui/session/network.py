"""The room's address while the session runs: which one is shown, is it still there, does any phone get in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from facilitator.show.commands import Change
from facilitator.show.state import CardKind
from facilitator.system import addresses, wifi
from facilitator.system.addresses import Address
from facilitator.ui.messages import Level

if TYPE_CHECKING:
    from facilitator.room.host import RoomHost
    from facilitator.ui.session.session import Session

LOOK_MS = 5000
NAME_EVERY = 12
"""The Wi-Fi's name costs another program on some systems: asked at every twelfth look, and after changes."""
PATIENCE = 60.0
"""Seconds after the join card was first shown until it is odd that no phone has come."""
WAYS_IN = (CardKind.JOIN, CardKind.ROUND)
"""Cards with the QR code on them."""
MOST_REMEMBERED = 20
CHOSEN = "room_adapters"
"""Setting: adapter by the Wi-Fi's name (empty for a cable)."""


@dataclass(frozen=True)
class Seen:
    """What the machine says about its network."""

    found: tuple[Address, ...] = ()
    """Never empty once it was asked."""
    wifi: str = ""


def see(ask_name: bool = True, name: str = "") -> Seen:
    """Ask the machine; may take a second, so never in the GUI thread."""
    return Seen(tuple(addresses.candidates()), (wifi.wifi_name() or "") if ask_name else name)


class Network(QObject):
    """Chooses the address for card, slides and QR, looks every five seconds, and tells what changed."""

    changed = Signal()
    """The list, the choice or the Wi-Fi is another."""

    def __init__(self, session: Session, help_: Callable[[], object], see: Callable[..., Seen] = see) -> None:
        """``help_``: opens the dialog at its help, for the message's button."""
        super().__init__(session)
        self._s = session
        self._help = help_
        self.see = see
        self.seen = Seen()
        self.ip = ""
        self.wifi_qr = ""
        """What the Wi-Fi's QR holds, with its password: in memory only, never written anywhere."""
        self.qr_on_card = True
        self._named = ""
        self._host: RoomHost | None = None
        self._looking = False
        self._looks = 0
        self._card_since: float | None = None
        self._asked = False
        self._proved: tuple[str, ...] = ()
        session.link.view_changed.connect(self._heard)
        self._forget = session.show.subscribe(self._showed)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    # --- life ---

    def room_up(self, host: RoomHost) -> None:
        """The room answers: from now on there is an address to show."""
        self._host = host
        self._showed()
        if self.ip:
            self._show()  # a room that was opened anew may have another port
        self.look()
        self._timer.start()

    def close(self) -> None:
        """Look no more, and forget the Wi-Fi's password."""
        self._timer.stop()
        self._forget()
        self._host = None
        self.wifi_qr = ""
        self._s.scenes.live = replace(self._s.scenes.live, wifi_qr="")

    # --- looking ---

    def look(self) -> None:
        """Ask the machine in the worker; a slow answer is waited for, not asked for again."""
        if self._host is None:
            return
        self._nobody()
        if self._looking:
            return
        self._looking = True
        ask_name, name = self._looks % NAME_EVERY == 0, self.seen.wifi
        self._looks += 1
        self._s.tasks.run(lambda _: self.see(ask_name, name), self.took, self._not_seen, priority=2)

    def _not_seen(self, _: BaseException) -> None:
        self._looking = False

    def took(self, seen: Seen) -> None:
        """What the machine said."""
        self._looking = False
        if self._host is None or not seen.found:
            return
        before, self.seen = self.seen, seen
        if seen.found != before.found:
            self._looks = 0  # perhaps another Wi-Fi: ask for its name at the next look
        here = next((a for a in seen.found if a.ip == self.ip), None)
        messages = self._s.messages
        if here is not None:
            messages.put_away(key="network-gone")
        else:
            best = addresses.pick(list(seen.found), self._remembered().get(seen.wifi, ""), self.proved)
            if not self.ip:
                self._use(best.ip)
            elif best.likely:
                messages.put_away(key="network-gone")
                self._use(best.ip)
                messages.tell(
                    f"The network has changed: the address is now {self.address}. People scan again.",
                    Level.WARNING,
                    ("Show the QR code", self._show_card),
                    key="network",
                )
            else:
                messages.tell(
                    f"The network is gone: phones do not reach {self.address} now. "
                    "Join the Wi-Fi again; what people write waits on their phones.",
                    Level.WARNING,
                    key="network-gone",
                )
        if seen != before:
            self._show()
            self.changed.emit()

    def _show_card(self) -> None:
        self._s.messages.put_away(key="network")
        card = self._s.show.state.card
        if self._s.desk is not None and (card is None or card.kind not in WAYS_IN):
            self._s.desk.do("join_card")

    # --- choosing ---

    @property
    def proved(self) -> tuple[str, ...]:
        """Our addresses through which another device has come."""
        view = self._s.link.view
        return view.proved if view is not None else ()

    @property
    def url(self) -> str:
        """What the participants' QR holds; empty without a room."""
        return self._host.participants_url(self.ip) if self._host is not None and self.ip else ""

    @property
    def address(self) -> str:
        """The same as people type it."""
        return self.url.removeprefix("http://").rstrip("/")

    @property
    def port(self) -> int:
        return self._host.port if self._host is not None else 0

    def choose(self, ip: str) -> None:
        """The trainer's choice: shown at once, and remembered for this Wi-Fi (the adapter, as addresses
        change from day to day)."""
        chosen = next((a for a in self.seen.found if a.ip == ip), None)
        if chosen is None or ip == self.ip:
            return
        kept = {k: v for k, v in self._remembered().items() if k != self.seen.wifi}
        kept[self.seen.wifi] = chosen.name
        self._s.settings.set(CHOSEN, dict(list(kept.items())[-MOST_REMEMBERED:]), {})
        self._s.messages.put_away(key="network")
        self._use(ip)
        self.changed.emit()

    def _remembered(self) -> dict[str, str]:
        kept = self._s.settings.get(CHOSEN, {})
        return {str(k): v for k, v in kept.items() if isinstance(v, str)}

    def set_wifi_qr(self, text: str, on_card: bool, name: str = "") -> None:
        """A QR code for joining the Wi-Fi (``wifi.join_code``); empty: none. ``name``: what people read
        beside it."""
        self.wifi_qr, self.qr_on_card, self._named = text, on_card, name
        self._show()
        self.changed.emit()

    def _use(self, ip: str) -> None:
        self.ip = ip
        self._show()

    def _show(self) -> None:
        """Card, slides and pre-flight show what is true now."""
        s = self._s
        live = replace(
            s.scenes.live,
            address=self.address,
            url=self.url,
            wifi=(self._named if self.wifi_qr else "") or self.seen.wifi,
            wifi_qr=self.wifi_qr if self.qr_on_card else "",
        )
        if live != s.scenes.live:
            s.scenes.live = live
            s.stage_now()
            s.prerender.moved()

    # --- nobody comes ---

    def _showed(self, _: Change | None = None) -> None:
        """The time runs from the first join card of an open room."""
        card = self._s.show.state.card
        if self._host is not None and self._card_since is None and card and card.kind in WAYS_IN:
            self._card_since = self._s.clock.monotonic()

    def _heard(self, _: object) -> None:
        """The room says who came in where."""
        self._nobody()
        if self.proved != self._proved:
            self._proved = self.proved
            self.changed.emit()

    def _nobody(self) -> None:
        view = self._s.link.view
        if view is not None and (view.connected or view.seats):
            self._s.messages.put_away(key="no-phone")
            self._asked = True
        elif (
            not self._asked
            and self._card_since is not None
            and self._s.clock.monotonic() - self._card_since >= PATIENCE
        ):
            self._asked = True
            self._s.messages.tell(
                "Nobody has opened the room's page so far.",
                Level.WARNING,  # it stays: another word in passing must not take the help away
                ("No phone yet?", self._help),
                key="no-phone",
            )
