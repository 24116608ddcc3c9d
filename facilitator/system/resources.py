"""Finds what ships with the program, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _root() -> Path:
    """The folder that holds ``resources`` and ``slides``."""
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """A file or folder below ``resources``.

    Raises ValueError when the path would leave that folder.
    """
    base = _root() / "resources"
    path = base.joinpath(*parts)
    if not path.resolve().is_relative_to(base.resolve()):
        raise ValueError(f"{'/'.join(parts)} is not inside the resources folder")
    return path


def sample_deck() -> Path:
    """The deck that ships with the program."""
    return _root() / "slides" / "harm-reduction" / "deck.md"
