"""Where things are kept. Decided once; FACILITATOR_HOME overrides all.

Nothing is kept in a roaming or synced folder: sessions and rooms hold what people wrote in confidence.
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APP = "facilitator"


def _home() -> Path | None:
    value = os.environ.get("FACILITATOR_HOME")
    return Path(value).expanduser() if value else None


def private_dir(path: Path) -> Path:
    """Make a folder that only this user can read, and return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def config_dir() -> Path:
    """Settings and the user's own themes."""
    home = _home()
    return (
        home / "config" if home else Path(platformdirs.user_config_dir(APP, appauthor=False, roaming=False))
    )


def state_dir() -> Path:
    """Sessions, rooms and the log."""
    home = _home()
    return home / "state" if home else Path(platformdirs.user_state_dir(APP, appauthor=False, roaming=False))


def settings_file() -> Path:
    return config_dir() / "settings.json"


def themes_dir() -> Path:
    return config_dir() / "themes"


def sessions_dir() -> Path:
    return state_dir() / "sessions"


def rooms_dir() -> Path:
    return state_dir() / "rooms"


def log_file() -> Path:
    return state_dir() / "facilitator.log"


def documents_dir() -> Path:
    """Where *Make my own copy* puts the sample."""
    home = _home()
    return home / "documents" if home else Path(platformdirs.user_documents_dir())
