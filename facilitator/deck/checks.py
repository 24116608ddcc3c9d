"""What can only be said of the whole deck: repeated titles, times, notes too long to say."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.deck.body import Body
from facilitator.deck.model import Deck, plain
from facilitator.deck.problems import Finding
from facilitator.deck.settings import DeckSettings


def slides(deck: Deck, bodies: list[Body]) -> Iterator[tuple[int, Finding]]:
    """Problems of single slides, with the slide's index; lines count within the slide."""
    titles: dict[str, int] = {}
    for index, (slide, body) in enumerate(zip(deck.slides, bodies, strict=True)):
        title = plain(slide.title).strip()
        if not title:
            if slide.blocks or slide.notes:
                yield index, Finding(
                    "no-title", 1, 1, f"Slide {slide.number} has no title.",
                    "Give it one: the overview, screen readers and PowerPoint use it.",
                )  # fmt: skip
        else:
            first = titles.setdefault(title.casefold(), slide.number)
            if first != slide.number:
                yield index, Finding(
                    "repeated-title", body.title_line or 1, 1, f"Slide {first} has the same title.",
                    "Say what is different about this one.",
                )  # fmt: skip


def deck(read: Deck, settings: DeckSettings) -> Iterator[Finding]:
    """Problems of the deck as a whole; lines count in the file."""
    if read.minutes:
        planned = sum(
            s.settings.seconds or 0 for s in read.slides if not s.settings.hidden and not s.settings.backup
        )
        if planned and planned != read.minutes * 60:
            yield Finding(
                "minutes-sum", settings.lines.get("minutes", 1), 1,
                f"The slides' times add up to {planned / 60:g} minutes; the deck says {read.minutes}.",
                "Change a time, or the minutes.",
            )  # fmt: skip
