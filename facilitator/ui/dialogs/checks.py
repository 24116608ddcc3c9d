"""What pre-flight finds, as words: pure functions from facts to findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from facilitator.deck.model import Deck, Severity
from facilitator.room.for_deck import field_label
from facilitator.ui.desktop.screens import Placement


class Verdict(StrEnum):
    """GOOD: nothing to do. LOOK: better now than later. OPEN: not tried yet. BAD: it will not work."""

    GOOD = "good"
    LOOK = "look"
    OPEN = "open"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Battery:
    """As the system tells it."""

    percent: float
    plugged: bool
    seconds: float | None = None
    """Time left on the battery; None when unknown."""


def battery_now() -> Battery | None:
    """This machine's battery; None without one (or when the system does not tell)."""
    import psutil

    try:
        found = psutil.sensors_battery()
    except (OSError, RuntimeError, AttributeError, ValueError):
        return None
    if found is None:
        return None
    left = float(found.secsleft) if found.secsleft and found.secsleft > 0 else None
    return Battery(float(found.percent), bool(found.power_plugged), left)


def power(battery: Battery | None, minutes: float) -> Finding:
    """Is there enough power for ``minutes`` of session?"""
    if battery is None:
        return Finding(Verdict.GOOD, "No battery is reported: this computer runs on mains.")
    level = f"Battery at {battery.percent:.0f} %"
    if battery.plugged:
        return Finding(Verdict.GOOD, f"{level}, plugged in.")
    if battery.seconds is not None:
        left = round(battery.seconds / 60)
        if minutes and left < minutes * 1.2:
            return Finding(Verdict.LOOK, f"{level}, about {left} min left: plug in before you start.")
        return Finding(Verdict.LOOK if left < 60 else Verdict.GOOD, f"{level}, about {left} min left.")
    verdict = Verdict.LOOK if battery.percent < 60 or minutes > 60 else Verdict.GOOD
    return Finding(verdict, f"{level}, not plugged in.")


def screens(placement: Placement) -> Finding:
    """Where console and stage are."""
    if placement.mirrored:
        return Finding(
            Verdict.LOOK, "Two screens show the same: the room would read your notes. Extend the display."
        )
    if placement.stage is None:
        return Finding(
            Verdict.LOOK,
            "One screen: if the projector repeats it, the room reads your notes. "
            "Plug the projector in and extend the display (Win+P, Displays, xrandr).",
        )
    where = placement.console.label if placement.console else "this screen"
    return Finding(Verdict.GOOD, f"Stage on {placement.stage.label}. Console on {where}.")


def clicker(works: bool) -> Finding:
    """Has a key that moves on been seen in the test?"""
    return Finding(Verdict.GOOD, "It works.") if works else Finding(Verdict.OPEN, "Not tried yet.")


def phone(connected: bool | None) -> Finding:
    """Has another device reached the room? None: there is no room."""
    if connected is None:
        return Finding(Verdict.OPEN, "No room is open in this session.")
    if connected:
        return Finding(Verdict.GOOD, "A phone has reached the room: the address works.")
    return Finding(
        Verdict.OPEN, "Scan this with your own phone, on the Wi-Fi that your participants will use."
    )


def sleep(can_hold: bool) -> Finding:
    """Will the screen stay awake?"""
    if can_hold:
        return Finding(Verdict.GOOD, "The screen is kept awake while the show's clock runs.")
    return Finding(
        Verdict.LOOK,
        "This system does not let programs keep the screen awake: switch its sleep off yourself.",
    )


def notifications(done: bool, platform: str = sys.platform) -> Finding:
    """A reminder, with where the switch is: no program can do it everywhere without meddling."""
    where = {
        "darwin": "Control Centre > Focus > Do Not Disturb",
        "win32": "Settings > System > Notifications > Do not disturb",
    }.get(platform, "the bell in the panel, or Settings > Notifications > Do Not Disturb")
    if done:
        return Finding(Verdict.GOOD, "Notifications are off.")
    return Finding(Verdict.OPEN, f"Switch notifications off: {where}. Close mail and chat.")


def fields(deck: Deck, values: Sequence[tuple[str, str]]) -> Finding:
    """Are the deck's fields filled in?"""
    if not values:
        return Finding(Verdict.GOOD, "This deck has no fields to fill in.")
    empty = [field_label(name) for name, value in values if not value.strip()]
    if not empty:
        return Finding(Verdict.GOOD, "All lines are filled in.")
    named = ", ".join(empty[:4]) + (f" and {len(empty) - 4} more" if len(empty) > 4 else "")
    return Finding(Verdict.LOOK, f"Empty: {named}. The slides show a blank there.")


def problems(deck: Deck, clashes: Sequence[str] = ()) -> Finding:
    """What the reader and the plan say about the deck."""
    count = {s: sum(p.severity is s for p in deck.problems if p.code != "empty-field") for s in Severity}
    errors, warnings = count[Severity.ERROR], count[Severity.WARNING]
    if errors:
        return Finding(Verdict.BAD, f"{_many(errors, 'error')}: something written will not be seen or said.")
    if warnings or clashes:
        said = [_many(warnings, "warning")] if warnings else []
        said += ["the plan does not fit"] if clashes else []
        return Finding(Verdict.LOOK, " and ".join(said).capitalize() + ".")
    return Finding(Verdict.GOOD, f"{_many(len(deck.slides), 'slide')}, nothing to put right.")


def _many(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")


def summary(found: Sequence[Finding]) -> str:
    """The last line: may one begin?"""
    bad = sum(f.verdict is Verdict.BAD for f in found)
    look = sum(f.verdict is Verdict.LOOK for f in found)
    opened = sum(f.verdict is Verdict.OPEN for f in found)
    if bad or look:
        return f"{_many(bad + look, 'thing')} to look at" + (f", {opened} not tried yet." if opened else ".")
    return f"{_many(opened, 'thing')} not tried yet." if opened else "All is well. You can begin."
