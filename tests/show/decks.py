"""Small decks for the show's tests, as values: what the reader makes is tested elsewhere."""

from __future__ import annotations

from facilitator.deck.model import Deck, PartKind, Slide, SlideSettings, Span
from facilitator.show.outline import ShowDeck


def slide(
    number: int,
    title: str = "",
    *,
    steps: int = 0,
    seconds: int | None = None,
    section: str = "",
    starts_section: bool = False,
    section_seconds: int | None = None,
    kind: PartKind = PartKind.TALK,
    starts: str | None = None,
    hidden: bool = False,
    backup: bool = False,
    key: str = "",
) -> Slide:
    settings = SlideSettings(
        seconds=seconds,
        section=section,
        section_starts=starts_section,
        section_seconds=section_seconds,
        kind=kind,
        starts=starts,
        hidden=hidden,
        backup=backup,
    )
    name = title or f"Slide {number}"
    return Slide(number, (Span(name),), (), (), (), (), settings, "deck.md", number, steps, key=key or name)


def deck(*slides: Slide, minutes: int | None = None, ends: str | None = None, title: str = "Talk") -> Deck:
    return Deck("deck.md", title=title, minutes=minutes, ends=ends, slides=slides)


def talk() -> ShowDeck:
    """Ten slides: builds on 2 and 5, slide 4 hidden, 9 and 10 for questions; three parts of 6, 5, 9 min."""
    return ShowDeck.of(
        deck(
            slide(1, "Welcome", seconds=60, section="Opening", starts_section=True),
            slide(2, "Goals", steps=2, seconds=300, section="Opening"),
            slide(3, "Idea", seconds=180, section="Main", starts_section=True),
            slide(4, "Secret", hidden=True, section="Main"),
            slide(5, "More", steps=3, seconds=120, section="Main"),
            slide(6, "Try it", seconds=300, section="Try", starts_section=True, kind=PartKind.EXERCISE),
            slide(7, "Pause", seconds=240, section="Break", starts_section=True, kind=PartKind.BREAK),
            slide(8, "End", section="Close", starts_section=True, seconds=0),
            slide(9, "If asked", backup=True, section="Close", steps=1),
            slide(10, "If asked more", backup=True, section="Close"),
            minutes=25,
        )
    )
