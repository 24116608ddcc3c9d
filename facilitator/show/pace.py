"""Pace: ahead or behind, in words that can be read at a glance in the dark.

A slide is due from one moment of the plan to another; within them nobody is late. Neutral within 60 s of
that, amber while the buffer still to come covers the delay, red beyond. A part's clock turns orange with a
fifth of its time left, red with a twentieth, then counts on below zero (SessionLab's thresholds).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from facilitator.deck.model import PartKind

if TYPE_CHECKING:
    from facilitator.show.plan import Plan, Scheduled

NEUTRAL = 60.0
ORANGE_SHARE = 0.20
RED_SHARE = 0.05


class Tone(StrEnum):
    """Colour of a word, by meaning."""

    NONE = ""
    LIVE = "live"
    AHEAD = "ahead"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class PartClock:
    """How the current part stands."""

    name: str = ""
    kind: PartKind = PartKind.TALK
    seconds: float = 0.0
    spent: float = 0.0
    tone: Tone = Tone.NONE

    @property
    def left(self) -> float:
        """Seconds left, below zero when it runs over."""
        return self.seconds - self.spent


@dataclass(frozen=True, slots=True)
class Pace:
    """``delay`` in seconds: above zero behind, below zero ahead, 0 within the slide's own time."""

    words: str = ""
    tone: Tone = Tone.NONE
    delay: float = 0.0
    ends: datetime | None = None
    """When the session ends if it goes on as planned from here."""
    buffer: float = 0.0
    """Seconds of buffer and slack still to come."""
    part: PartClock = PartClock()


def part_clock(plan: Plan, slide: int, spent: float) -> PartClock:
    """The clock of the part that ``slide`` belongs to, after ``spent`` seconds in it."""
    part = plan.part(slide)
    if part is None:
        return PartClock(spent=spent)
    tone = Tone.NONE
    if part.seconds > 0:
        left = part.seconds - spent
        tone = Tone.RED if left <= part.seconds * RED_SHARE else Tone.LIVE
        if tone is Tone.LIVE and left <= part.seconds * ORANGE_SHARE:
            tone = Tone.AMBER
    return PartClock(part.name, part.kind, part.seconds, spent, tone)


def pace(plan: Plan, slide: int, elapsed: float, now: datetime, part_spent: float = 0.0) -> Pace:
    """How the session stands on ``slide`` after ``elapsed`` seconds on the show's clock.

    ``now`` is the wall clock. The plan is laid out from the moment at which the show's clock would have
    started without pauses, so a pause moves everything but fixed starts.
    """
    clock = part_clock(plan, slide, part_spent)
    if not plan.exists or not plan.parts:
        return Pace(part=clock)
    schedule = plan.schedule(now - timedelta(seconds=elapsed))
    index, start, end = plan.window(slide)
    here = schedule[index].start
    due_from, due_to = here + timedelta(seconds=start), here + timedelta(seconds=end)
    delay = 0.0
    if now > due_to:
        delay = (now - due_to).total_seconds()
    elif now < due_from:
        delay = (now - due_from).total_seconds()
    planned_end = schedule[-1].end + timedelta(seconds=plan.slack)
    if plan.ends is not None:
        fixed_end = _same_day(plan, planned_end)
        slack = max(0.0, (fixed_end - schedule[-1].end).total_seconds())
        planned_end = schedule[-1].end + timedelta(seconds=slack)
    else:
        slack = plan.slack
    buffer = _buffer(schedule, index) + slack
    over = max(0.0, delay - buffer)
    ends = planned_end + timedelta(seconds=over)
    if delay < 0 and not any(s.part.starts for s in schedule[index + 1 :]) and plan.ends is None:
        ends = planned_end + timedelta(seconds=delay)
    ends = max(ends, now)
    return Pace(_words(delay, ends, buffer), _tone(delay, buffer), delay, ends, buffer, clock)


def _same_day(plan: Plan, moment: datetime) -> datetime:
    assert plan.ends is not None
    made = moment.replace(hour=plan.ends.hour, minute=plan.ends.minute, second=0, microsecond=0)
    return min((made + timedelta(days=d) for d in (-1, 0, 1)), key=lambda m: abs(m - moment))


def _buffer(schedule: tuple[Scheduled, ...], index: int) -> float:
    """Buffer parts and waits before fixed starts that still lie ahead."""
    return sum(
        (s.part.seconds if s.part.kind is PartKind.BUFFER else 0.0) + s.wait for s in schedule[index + 1 :]
    )


def _tone(delay: float, buffer: float) -> Tone:
    if abs(delay) <= NEUTRAL:
        return Tone.LIVE
    if delay < 0:
        return Tone.AHEAD
    return Tone.AMBER if delay <= buffer else Tone.RED


def _words(delay: float, ends: datetime, buffer: float) -> str:
    if abs(delay) <= NEUTRAL:
        said = "on time"
    else:
        said = f"{round(abs(delay) / 60)} min {'behind' if delay > 0 else 'ahead'}"
    tail = f", buffer {round(buffer / 60)}" if buffer >= 30 else ""
    return f"{said}, ends {ends:%H:%M}{tail}"
