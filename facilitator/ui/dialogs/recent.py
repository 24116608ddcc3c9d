"""The decks opened lately, newest first; kept in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from facilitator.system.settings import Settings

MOST = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A deck that was opened before."""

    path: Path
    title: str = ""

    @property
    def there(self) -> bool:
        """False when the file is gone, or on a stick that is not plugged in."""
        return self.path.is_file()


def recent(settings: Settings) -> list[Recent]:
    """Newest first. Files that are gone stay listed: the stick may come back."""
    stored = [e for e in settings.get("recent", []) if isinstance(e, dict)]
    paths = [(e.get("path"), str(e.get("title") or "")) for e in stored]
    return [Recent(Path(path), title) for path, title in paths if isinstance(path, str) and path][:MOST]


def note(settings: Settings, path: Path, title: str = "") -> None:
    """Remember that a deck was opened just now."""
    path = path.absolute()
    kept = [r for r in recent(settings) if r.path != path]
    rows = [Recent(path, title), *kept][:MOST]
    settings.set("recent", [{"path": str(r.path), "title": r.title} for r in rows], [])


def forget(settings: Settings, path: Path) -> None:
    """Take a deck off the list."""
    rows = [r for r in recent(settings) if r.path != path]
    settings.set("recent", [{"path": str(r.path), "title": r.title} for r in rows], [])
