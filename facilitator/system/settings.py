"""The user's settings: differences from the defaults only, versioned, written whole or not at all.

Anything may be in the file: unknown keys are kept, values of the wrong type count as absent.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from facilitator.system import log, paths
from facilitator.system.files import write_text

FORMAT = 1
Kind = TypeVar("Kind", bool, int, float, str, list, dict)  # type: ignore[type-arg]  # JSON's own containers


class Settings:
    """Reads once, writes at each change. A file that cannot be read counts as empty and is kept beside."""

    def __init__(self) -> None:
        self._file = paths.settings_file()
        self._values: dict[str, Any] = self._read()

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.get(__name__).warning("The settings cannot be read and start afresh: %s", error)
            return {}
        if not isinstance(data, dict):
            return {}
        values = data.get("settings", {})
        return values if isinstance(values, dict) else {}

    def get(self, key: str, default: Kind) -> Kind:
        """A value of the default's type, else the default."""
        value = self._values.get(key, default)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return float(value)  # type: ignore[return-value]  # Kind is float here
        if type(value) is not type(default):
            return default
        return value  # type: ignore[no-any-return]  # its type was just compared

    def set(self, key: str, value: object, default: object = None) -> None:
        """Keep a value; one that equals its default is taken out. Quietly done without when the folder
        cannot be written: a show must not stop for that."""
        before = dict(self._values)
        if value == default:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        if self._values != before:
            self._write()

    def _write(self) -> None:
        try:
            paths.private_dir(self._file.parent)
            text = json.dumps({"format": FORMAT, "settings": self._values}, ensure_ascii=False, indent=2)
            write_text(self._file, text + "\n", mode=0o600)
        except OSError as error:
            log.get(__name__).warning("The settings cannot be kept: %s", error)
