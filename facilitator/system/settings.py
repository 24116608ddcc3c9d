"""The user's settings: differences from the defaults only, versioned, written whole or not at all.

Anything may be in the file: unknown keys are kept, values of the wrong type count as absent, a file that is
no JSON is kept beside as ``settings.json.damaged`` and the program starts with its defaults.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from facilitator.system import log, paths
from facilitator.system.files import write_text

FORMAT = 1
MOST_DECKS = 100
"""For this many decks something is remembered; the longest unused is forgotten first."""
Kind = TypeVar("Kind", bool, int, float, str, list, dict)  # type: ignore[type-arg]  # JSON's own containers


class Settings:
    """Reads once, writes at each change. Two programs may run: a change is made on what is on the disk."""

    def __init__(self) -> None:
        self._file = paths.settings_file()
        self._values: dict[str, Any] = self._read()

    def _read(self) -> dict[str, Any]:
        try:
            raw = self._file.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            log.get(__name__).warning(
                "The settings cannot be read; the defaults are used: %s", error.strerror
            )
            return {}
        try:
            data = json.loads(raw.decode("utf-8-sig"))
            values = data["settings"]
            if not isinstance(values, dict):
                raise TypeError("no table of settings")
        except (ValueError, TypeError, KeyError, RecursionError):
            log.get(__name__).warning("The settings are damaged; they are kept beside, the defaults are used")
            with contextlib.suppress(OSError):
                self._file.replace(self._file.with_name(self._file.name + ".damaged"))
            return {}
        return values

    def get(self, key: str, default: Kind) -> Kind:
        """A value of the default's type, else the default."""
        value = self._values.get(key, default)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return float(value)  # type: ignore[return-value]  # Kind is float here
        if type(value) is not type(default):
            return default
        return value

    def set(self, key: str, value: object, default: object = None) -> None:
        """Keep a value; one that equals its default is taken out. Quietly done without when the folder
        cannot be written: a show must not stop for that."""
        current = self._read() or dict(self._values)
        before = dict(current)
        if value == default:
            current.pop(key, None)
        else:
            current[key] = value
        self._values = current
        if current != before:
            self._write()

    def _write(self) -> None:
        try:
            paths.private_dir(self._file.parent)
            text = json.dumps({"format": FORMAT, "settings": self._values}, ensure_ascii=False, indent=2)
            write_text(self._file, text + "\n", mode=0o600)
        except (OSError, TypeError, ValueError) as error:
            log.get(__name__).warning("The settings cannot be kept: %s", error)

    # --- what belongs to one deck ---

    def of_deck(self, deck: Path) -> dict[str, Any]:
        """What is remembered for a deck file; empty when nothing is."""
        found = self.get("decks", {}).get(_deck_key(deck))
        return dict(found) if isinstance(found, Mapping) else {}

    def set_of_deck(self, deck: Path, key: str, value: object, default: object = None) -> None:
        """Remember something for a deck; a value equal to its default is taken out."""
        name = _deck_key(deck)
        decks = {k: v for k, v in self.get("decks", {}).items() if k != name}
        mine = self.of_deck(deck)
        if value == default:
            mine.pop(key, None)
        else:
            mine[key] = value
        if mine:
            decks[name] = mine
        for oldest in list(decks)[:-MOST_DECKS]:
            del decks[oldest]
        self.set("decks", decks, {})

    def fields(self, deck: Path) -> dict[str, str]:
        """The deck's fields as filled in on this machine (pre-flight), by name."""
        stored = self.of_deck(deck).get("fields")
        return {str(k): str(v) for k, v in stored.items()} if isinstance(stored, Mapping) else {}


def _deck_key(deck: Path) -> str:
    return str(deck.expanduser().absolute())
