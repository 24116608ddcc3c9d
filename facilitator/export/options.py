"""What an export is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from facilitator.deck.model import Problem


class ExportError(Exception):
    """No output was made. The message is one sentence for the trainer: what happened and what to do."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The trainer's wishes; the defaults are what ``facilitator export DECK.md OUT`` does."""

    template: Path | None = None
    """A PowerPoint file whose masters and layouts are used; None: the deck's own ``template:``, else ours."""
    builds: bool = False
    """PowerPoint: builds as click animations, with transitions. PDF and PNG: one page a step."""
    notes: bool = True
    """Speaker notes in the file. For participants, leave them out."""
    width: int | None = None
    """PNG: pixels across; None: 1920."""
    theme: str = ""
    """Over the deck's ``theme:``; empty: the deck's."""
    notes_pages: bool = False
    """PDF: each slide with its notes on a portrait page."""
    fields: tuple[tuple[str, str], ...] = ()
    """Values of the deck's fields filled in since it was written (pre-flight), by name."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was made."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    """The deck's problems and those found while exporting (a picture that could not be read)."""
    slides: int
    """Slides, or pages, written."""
    older: tuple[Path, ...] = ()
    """Numbered pictures of an earlier export that are still there beside the new ones."""
