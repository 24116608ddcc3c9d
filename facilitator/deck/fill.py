"""Fields filled in since the deck was written: pre-flight keeps them on the trainer's machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facilitator.deck.settings import DeckSettings


def fill(settings: DeckSettings, given: Mapping[str, str]) -> DeckSettings:
    """The settings with ``given`` over the deck's own values (in place). Names that the deck does not have
    are left out: nobody would see them."""
    values = {name: value.strip() for name, value in given.items() if value.strip()}
    filled = {f.line for f in settings.fields if f.name in values}
    settings.fields = tuple(replace(f, value=values.get(f.name, f.value)) for f in settings.fields)
    settings.findings = [f for f in settings.findings if not (f.code == "empty-field" and f.line in filled)]
    return settings
