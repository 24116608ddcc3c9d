"""What can only be said of the whole deck: titles, times, starts, notes too long to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from facilitator.deck.body import Body
from facilitator.deck.model import Deck, Slide, plain
from facilitator.deck.problems import Finding
from facilitator.deck.settings import DeckSettings
from facilitator.deck.values import show_duration

WORDS_A_MINUTE = 130


def slides(deck: Deck, bodies: list[Body]) -> Iterator[tuple[int, Finding]]:
    """Problems of single slides, with the slide's index; lines count within the slide."""
    titles: dict[str, int] = {}
    for index, (slide, body) in enumerate(zip(deck.slides, bodies, strict=True)):
        if not slide.title:
            yield from _untitled(index, slide)
        else:
            title = plain(slide.title).strip().casefold()
            first = titles.setdefault(title, slide.number)
            if first != slide.number:
                yield (
                    index,
                    Finding(
                        "repeated-title",
                        body.title_line or 1,
                        1,
                        f"Slide {first} has the same title.",
                        "Say what is different about this one; in the overview they look alike.",
                    ),
                )
        seconds = slide.settings.seconds
        if seconds and body.note_words * 60 > seconds * WORDS_A_MINUTE:
            needed = round(body.note_words * 60 / WORDS_A_MINUTE)
            yield (
                index,
                Finding(
                    "long-notes",
                    body.note_line or 1,
                    1,
                    f"These notes take about {show_duration(needed)} to say; "
                    f"the slide has {show_duration(seconds)}.",
                    "Shorten them, or give the slide more time.",
                ),
            )


def _untitled(index: int, slide: Slide) -> Iterator[tuple[int, Finding]]:
    own = slide.settings
    if slide.blocks:
        yield (
            index,
            Finding(
                "no-title",
                1,
                1,
                f"Slide {slide.number} has no title.",
                "Give it one: the overview, screen readers and PowerPoint use it.",
            ),
        )
    elif not slide.notes and not own.backgrounds and own.kind == "talk":
        yield (
            index,
            Finding(
                "empty-slide",
                1,
                1,
                f"Slide {slide.number} is empty.",
                "Take one of the breaks out, or write something.",
            ),
        )


@dataclass(slots=True)
class Part:
    """A stretch of the session between two ``section:`` settings."""

    slide: int
    """Index of its first slide."""
    name: str
    starts: str | None = None
    planned: int | None = None
    """Seconds of ``section-time``."""
    slides: int = 0
    """Seconds of its slides together."""

    @property
    def seconds(self) -> int:
        return self.slides if self.planned is None else self.planned


def parts(deck: Deck) -> list[Part]:
    """The parts of the session with their times; hidden and backup slides take none."""
    found: list[Part] = []
    for index, slide in enumerate(deck.slides):
        own = slide.settings
        if own.section_starts or not found:
            found.append(Part(index, own.section, own.starts, own.section_seconds))
        part = found[-1]
        part.starts = own.starts or part.starts
        part.planned = own.section_seconds if own.section_seconds is not None else part.planned
        if not own.hidden and not own.backup:
            part.slides += own.seconds or 0
    return found


def _clock_seconds(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 3600 + int(minutes) * 60


def _show_clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}"


def times(deck: Deck, session: list[Part]) -> Iterator[tuple[int, Finding]]:
    """Parts whose slides take longer than the part, and fixed starts that cannot be met."""
    for part in session:
        if part.planned is not None and part.slides > part.planned:
            yield (
                part.slide,
                Finding(
                    "minutes-sum",
                    1,
                    1,
                    f"The slides of “{part.name}” take {show_duration(part.slides)}; "
                    f"its section-time is {show_duration(part.planned)}.",
                    "Change a slide's time, or the section-time.",
                ),
            )
    now: int | None = None
    if deck.ends and deck.minutes:
        now = _clock_seconds(deck.ends) - deck.minutes * 60
    for part in session:
        if part.starts:
            fixed = _clock_seconds(part.starts)
            if now is not None and now > fixed:
                yield (
                    part.slide,
                    Finding(
                        "late-start",
                        1,
                        1,
                        f"“{part.name}” is to start at {part.starts}, but what is planned before it lasts "
                        f"until {_show_clock(now)}.",
                        f"Take {show_duration(now - fixed)} out before it, or start it later.",
                    ),
                )
            now = max(now, fixed) if now is not None else fixed
        if now is not None:
            now += part.seconds


def deck(read: Deck, settings: DeckSettings, session: list[Part]) -> Iterator[Finding]:
    """Problems of the deck as a whole; lines count in the file."""
    lines = settings.lines
    total = sum(part.seconds for part in session)
    if read.minutes and total and total != read.minutes * 60:
        more = total - read.minutes * 60
        yield Finding(
            "minutes-sum",
            lines.get("minutes", 1),
            1,
            f"The planned times add up to {show_duration(total)}; the deck says {read.minutes} minutes "
            f"({show_duration(abs(more))} {'too much' if more > 0 else 'left over'}).",
            "Change a time, or the minutes.",
        )
    for key, what in (("template", "template"), ("theme", "theme file")):
        name = read.template if key == "template" else read.theme
        if name and (key == "template" or name.lower().endswith(".toml")) and not _exists(read.folder, name):
            yield Finding(
                "missing-template",
                lines.get(key, 1),
                1,
                f"The {what} “{name}” is not there.",
                "Put it beside the deck, or correct the name; until then our own is used.",
            )


def _exists(folder: Path | None, name: str) -> bool:
    try:
        return ((folder or Path()) / name).is_file()
    except (OSError, ValueError):
        return False


def unused_footnotes(
    defined: Mapping[str, tuple[str, int, int]], bodies: list[Body]
) -> Iterator[tuple[int, Finding]]:
    """Footnotes that nothing refers to. ``defined``: label to (text, index of the slide, line)."""
    used = frozenset[str]().union(*(b.used_notes for b in bodies)) if defined else frozenset[str]()
    for label, (text, index, line) in defined.items():
        if label not in used:
            yield (
                index,
                Finding(
                    "unused-footnote",
                    line,
                    1,
                    f"Nothing refers to the footnote “{label}” ({' '.join(text.split())}).",
                    f"Write [^{label}] where it belongs.",
                ),
            )
