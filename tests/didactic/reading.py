"""Helpers for reading the didactic as a person would."""

from __future__ import annotations

import re
from dataclasses import dataclass

from facilitator.deck.model import Slide


@dataclass(frozen=True)
class Page:
    """A slide, and what it says."""

    slide: Slide
    title: str
    text: str
    notes: str

    @property
    def said(self) -> str:
        """Everything in words: title, slide, notes."""
        return f"{self.title}\n{self.text}\n{self.notes}"

    def part_of_notes(self, label: str) -> str:
        """The paragraphs of the notes that belong to ``Say``, ``Ask``, ``Example`` or ``Caution``."""
        taken, ours = [], False
        for line in self.notes.splitlines():
            match = re.match(r"(Say|Ask|Example|Caution):", line)
            ours = match[1] == label if match else ours
            if ours:
                taken.append(line)
        return "\n".join(taken)


def words(text: str) -> list[str]:
    """The words of a text as a speaker counts them."""
    return [w for w in text.split() if any(c.isalnum() for c in w)]


def unquoted(text: str) -> str:
    """The text without what stands between quotation marks: words that are named, not used."""
    return re.sub(r"“[^”]*”|\"[^\"\n]*\"", " ", text)
