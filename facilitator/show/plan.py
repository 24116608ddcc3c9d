"""The plan: parts with their minutes, start times computed forward, fixed starts, and where they clash.

Rules (SessionLab's and Ontime's, see docs/facilitating.md): a part lasts as long as its ``section-time``
says, else as long as its slides together; slides without a time share what their part has left; with
``minutes`` for the whole deck and nothing said for a part, what the deck has left is shared over all slides
without a time. Hidden and backup slides take no time. What the deck's minutes hold beyond the parts is slack
at the end. A part with a fixed start begins then and never earlier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from facilitator.deck.model import PartKind, plain

if TYPE_CHECKING:
    from facilitator.deck.model import Deck, Slide


@dataclass(frozen=True, slots=True)
class PlannedSlide:
    """A slide's share of the time, in seconds."""

    number: int
    seconds: float
    said: bool = False
    """True when the author gave this slide a time."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A part of the session: what happens, how long, and on which slides."""

    name: str
    kind: PartKind
    seconds: float
    slides: tuple[PlannedSlide, ...]
    starts: time | None = None
    """Fixed clock time."""
    cut_first: bool = False

    @property
    def first(self) -> int:
        """Number of its first slide; 0 when it has none."""
        return self.slides[0].number if self.slides else 0

    @property
    def fixed(self) -> bool:
        """Not stretched or shrunk by ``--minutes``: breaks, and what starts at a fixed time."""
        return self.kind is PartKind.BREAK or self.starts is not None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A part on the clock. ``wait``: slack before its fixed start; ``late``: how much the parts before it
    run past its fixed start."""

    part: PlanPart
    start: datetime
    end: datetime
    wait: float = 0.0
    late: float = 0.0


@dataclass(frozen=True)
class Plan:
    """The parts in order. ``minutes`` is the whole session when the deck (or ``--minutes``) says so."""

    parts: tuple[PlanPart, ...] = ()
    minutes: float | None = None
    ends: time | None = None
    """Wall-clock end, when the deck gives one."""

    @classmethod
    def of(cls, deck: Deck, minutes: int | None = None) -> Plan:
        """The plan of a deck, fitted into ``minutes`` when given."""
        whole = deck.minutes * 60 if deck.minutes else None
        plan = cls(_shared(_parts(deck), whole), deck.minutes, clock_time(deck.ends))
        if minutes is not None:
            plan = plan.fitted(minutes)
        return plan

    @property
    def exists(self) -> bool:
        """False when neither the deck nor a slide says anything about time."""
        return self.planned > 0 or bool(self.minutes)

    @cached_property
    def planned(self) -> float:
        """Seconds of all parts together."""
        return sum(p.seconds for p in self.parts)

    @cached_property
    def total(self) -> float:
        """Seconds of the whole session: the deck's minutes, or its parts when those are longer."""
        return max(self.planned, (self.minutes or 0) * 60.0)

    @property
    def slack(self) -> float:
        """Seconds at the end that no part claims."""
        return self.total - self.planned

    @property
    def over(self) -> float:
        """Seconds by which the parts exceed the deck's minutes; 0 when they fit."""
        return max(0.0, self.planned - self.minutes * 60) if self.minutes else 0.0

    @cached_property
    def _where(self) -> dict[int, tuple[int, float, float]]:
        """Slide number to (part index, offset of the slide in its part, seconds)."""
        made: dict[int, tuple[int, float, float]] = {}
        for index, part in enumerate(self.parts):
            at = 0.0
            for slide in part.slides:
                made[slide.number] = (index, at, slide.seconds)
                at += slide.seconds
        return made

    def part_index(self, slide: int) -> int:
        """The part that a slide belongs to; for hidden and backup slides the one before. -1: no parts."""
        if slide in self._where:
            return self._where[slide][0]
        found = -1 if not self.parts else 0
        for index, part in enumerate(self.parts):
            if part.first and part.first <= slide:
                found = index
        return found

    def part(self, slide: int) -> PlanPart | None:
        index = self.part_index(slide)
        return self.parts[index] if index >= 0 else None

    def part_key(self, slide: int) -> str:
        """Names the part of a slide so that it is found again in another version of the deck."""
        index = self.part_index(slide)
        if index < 0:
            return ""
        name = self.parts[index].name
        twins = sum(p.name == name for p in self.parts[:index])
        return f"{name}#{twins + 1}" if twins else name

    def slide_seconds(self, slide: int) -> float | None:
        """Planned seconds of a slide; None when it takes no part in the plan."""
        return self._where[slide][2] if slide in self._where else None

    def window(self, slide: int) -> tuple[int, float, float]:
        """(part index, from, to): when the slide is due, in seconds from the start of its part.

        The last slide of a part is due until the part ends. A slide outside the plan is due where the talk
        was before it.
        """
        index = self.part_index(slide)
        if index < 0:
            return -1, 0.0, 0.0
        part = self.parts[index]
        if slide in self._where:
            _, at, seconds = self._where[slide]
            last = part.slides[-1].number == slide
            return index, at, max(part.seconds, at + seconds) if last else at + seconds
        before = [s.number for s in part.slides if s.number < slide]
        return self.window(before[-1]) if before else (index, 0.0, 0.0)

    def fitted(self, minutes: float) -> Plan:
        """The same plan in another length: every part is scaled but breaks and those with a fixed start."""
        wanted = minutes * 60.0
        fixed = sum(p.seconds for p in self.parts if p.fixed)
        free = self.planned - fixed
        factor = max(0.0, wanted - fixed) / free if free > 0 else 1.0
        parts = tuple(
            p
            if p.fixed
            else replace(
                p,
                seconds=p.seconds * factor,
                slides=tuple(replace(s, seconds=s.seconds * factor) for s in p.slides),
            )
            for p in self.parts
        )
        if not self.planned and self.parts:
            parts = _shared([_Draft(p, None) for p in self.parts], wanted)
        return Plan(parts, minutes, None)

    def schedule(self, start: datetime) -> tuple[Scheduled, ...]:
        """When each part begins and ends if the session starts at ``start``."""
        made: list[Scheduled] = []
        now = start
        for part in self.parts:
            wait = late = 0.0
            if part.starts is not None:
                fixed = _near(part.starts, now)
                difference = (fixed - now).total_seconds()
                wait, late = max(0.0, difference), max(0.0, -difference)
                now = max(now, fixed)
            end = now + timedelta(seconds=part.seconds)
            made.append(Scheduled(part, now, end, wait, late))
            now = end
        return tuple(made)

    def clashes(self, start: datetime) -> tuple[str, ...]:
        """Sentences about what does not fit, with the exact overrun. Empty when all is well."""
        said = [
            f"{_named(s.part)} starts at {s.part.starts:%H:%M}, "
            f"but what comes before it ends {_minutes(s.late)} later."
            for s in self.schedule(start)
            if s.late >= 1 and s.part.starts is not None
        ]
        for part in self.parts:
            own = sum(s.seconds for s in part.slides)
            if own > part.seconds + 1:
                said.append(
                    f"The slides of {_named(part)} need {_minutes(own - part.seconds)} "
                    "more than the part has."
                )
        if self.over >= 1:
            said.append(
                f"The parts add up to {_minutes(self.over)} more than the deck's {self.minutes:g} minutes."
            )
        if self.ends is not None and self.exists:
            end = _near(self.ends, start)
            last = self.schedule(start)[-1].end if self.parts else start
            if (beyond := (last - end).total_seconds()) >= 1:
                said.append(f"Started now, the plan runs {_minutes(beyond)} past {self.ends:%H:%M}.")
        return tuple(said)


@dataclass(slots=True)
class _Draft:
    """A part while the plan is being made: ``seconds`` None when nothing was said."""

    part: PlanPart
    seconds: float | None


def clock_time(text: str | None) -> time | None:
    """``10:45`` or ``9:05`` as a time; None when it is none."""
    found = re.fullmatch(r"\s*([01]?\d|2[0-3])[:.]([0-5]\d)\s*", text or "")
    return time(int(found[1]), int(found[2])) if found else None


def _parts(deck: Deck) -> list[_Draft]:
    groups: list[list[Slide]] = []
    for slide in deck.slides:
        if slide.settings.section_starts or not groups:
            groups.append([])
        groups[-1].append(slide)
    drafts = []
    for group in groups:
        shown = [s for s in group if not s.settings.hidden and not s.settings.backup]
        if not shown:
            continue
        head = group[0].settings
        name = head.section or (plain(shown[0].title) if len(groups) > 1 else deck.title)
        slides = tuple(
            PlannedSlide(s.number, float(s.settings.seconds or 0), s.settings.seconds is not None)
            for s in shown
        )
        part = PlanPart(
            name, head.kind, 0.0, slides, clock_time(head.starts), any(s.settings.cut_first for s in shown)
        )
        seconds = next(
            (s.settings.section_seconds for s in group if s.settings.section_seconds is not None), None
        )
        drafts.append(_Draft(part, float(seconds) if seconds is not None else None))
    return drafts


def _shared(drafts: list[_Draft], whole: float | None) -> tuple[PlanPart, ...]:
    """Give every slide its time: said, or an equal share of what its part (else the deck) has left."""
    open_parts = [d for d in drafts if d.seconds is None]
    unsaid = sum(not s.said for d in open_parts for s in d.part.slides)
    share = 0.0
    if whole is not None and unsaid:
        claimed = sum(d.seconds for d in drafts if d.seconds is not None)
        claimed += sum(s.seconds for d in open_parts for s in d.part.slides if s.said)
        share = max(0.0, whole - claimed) / unsaid
    made = []
    for draft in drafts:
        slides, seconds = draft.part.slides, draft.seconds
        if seconds is not None:
            mine = sum(not s.said for s in slides)
            rest = max(0.0, seconds - sum(s.seconds for s in slides if s.said))
            slides = tuple(s if s.said else replace(s, seconds=rest / mine) for s in slides)
        else:
            slides = tuple(s if s.said else replace(s, seconds=share) for s in slides)
            seconds = sum(s.seconds for s in slides)
        made.append(replace(draft.part, seconds=seconds, slides=slides))
    return tuple(made)


def _near(clock: time, moment: datetime) -> datetime:
    """The day's moment of a clock time that lies nearest to ``moment`` (sessions may cross midnight)."""
    base = moment.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return min((base + timedelta(days=d) for d in (-1, 0, 1)), key=lambda m: abs(m - moment))


def _named(part: PlanPart) -> str:
    return f"“{part.name}”" if part.name else "The first part"


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min" + (f" {rest} s" if rest else "")
