"""What a show needs to know of a deck: plain numbers, titles and the plan. Frozen, cheap to compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from facilitator.deck.model import Heading, ListBlock, PartKind, plain
from facilitator.deck.model import Paragraph as ParagraphBlock
from facilitator.show.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facilitator.deck.model import Block, Deck, Slide

TASK_LINES = 6
"""An exercise card is a poster: more lines than this belong on the slide."""


@dataclass(frozen=True, slots=True)
class ShowSlide:
    """One slide as the show sees it."""

    number: int
    title: str = ""
    steps: int = 0
    hidden: bool = False
    backup: bool = False
    section: str = ""
    kind: PartKind = PartKind.TALK
    key: str = ""
    """The deck's reuse key: the same text and settings give the same key."""
    task: str = ""
    """For exercise and break slides: the words of the slide, a line each."""


@dataclass(frozen=True)
class ShowDeck:
    """The slides in order, and the plan."""

    slides: tuple[ShowSlide, ...] = ()
    plan: Plan = field(default_factory=Plan)
    title: str = ""
    file: str = ""

    @classmethod
    def of(cls, deck: Deck, minutes: int | None = None) -> ShowDeck:
        """From a deck; ``minutes`` fits the plan into that many (``--minutes``)."""
        return cls(tuple(_slide(s) for s in deck.slides), Plan.of(deck, minutes), deck.title, deck.file)

    def __len__(self) -> int:
        return len(self.slides)

    def slide(self, number: int) -> ShowSlide:
        """The slide of that number; an empty one when there is none."""
        return self.slides[number - 1] if 1 <= number <= len(self.slides) else ShowSlide(number)

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """Numbers of the slides that belong to the talk: neither hidden nor backup."""
        return tuple(s.number for s in self.slides if not s.hidden and not s.backup)

    @property
    def first(self) -> int:
        """Where the talk begins: the first slide that is not hidden."""
        return next((s.number for s in self.slides if not s.hidden), 1)

    @property
    def last(self) -> int:
        """Where the talk ends: the last slide before the backup slides."""
        if self.counted:
            return self.counted[-1]
        return max((s.number for s in self.slides if not s.hidden), default=max(1, len(self.slides)))

    def after(self, number: int) -> int | None:
        """The slide that Next goes to: hidden ones are skipped, backup slides are not walked into."""
        here = self.slide(number)
        for slide in self.slides[number:]:
            if not slide.hidden and (here.backup or not slide.backup):
                return slide.number
        return None

    def before(self, number: int) -> int | None:
        """The slide that Previous goes to."""
        here = self.slide(number)
        for slide in reversed(self.slides[: number - 1]):
            if not slide.hidden and (here.backup or not slide.backup):
                return slide.number
        return None

    def find(self, key: str, near: int) -> int | None:
        """The slide with this key, the nearest to ``near`` when there are several."""
        found = [s.number for s in self.slides if s.key == key]
        return min(found, key=lambda n: abs(n - near)) if key and found else None

    def match(self, old: ShowDeck, number: int) -> int:
        """Where slide ``number`` of an earlier version is now: same text, else the nearest neighbour.

        Never by the number alone: three slides inserted above must not change what the room sees.
        """
        if not self.slides:
            return 1
        was = old.slide(number)
        same = self.find(was.key, number + len(self) - len(old))
        if same is not None:
            return same
        # The slide itself was edited (or cut): it lies between its unchanged neighbours.
        left, back = 0, 0
        for slide in reversed(old.slides[: number - 1]):
            back += 1
            if found := self.find(slide.key, number):
                left = found
                break
        right = len(self) + 1
        for slide in old.slides[number:]:
            if (found := self.find(slide.key, number)) and found > left:
                right = found
                break
        gap = range(left + 1, right)
        if titled := [n for n in gap if was.title and self.slide(n).title == was.title]:
            return titled[0]
        if not gap:
            # Cut out: what came next takes its place, else what came before.
            return right if right <= len(self) else max(1, left)
        guess = left + (back if left else number)
        return max(1, min(guess, gap[-1]))


def _slide(slide: Slide) -> ShowSlide:
    s = slide.settings
    timed = s.kind in (PartKind.EXERCISE, PartKind.BREAK)
    return ShowSlide(
        number=slide.number,
        title=plain(slide.title),
        steps=slide.steps,
        hidden=s.hidden,
        backup=s.backup,
        section=s.section,
        kind=s.kind,
        key=slide.key,
        task="\n".join(line for line, _ in zip(_lines(slide.blocks), range(TASK_LINES), strict=False))
        if timed
        else "",
    )


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, ParagraphBlock | Heading):
            yield plain(block.spans)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _lines(item.blocks)
