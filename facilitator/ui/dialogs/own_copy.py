"""*Make my own copy*: the sample deck with its pictures, into a folder of the trainer's."""

from __future__ import annotations

import shutil
from pathlib import Path

from facilitator.system import paths
from facilitator.system.resources import sample_deck


class CopyError(Exception):
    """The copy could not be made; the message is a sentence for the trainer."""


def free_name(parent: Path, name: str) -> Path:
    """A folder that does not exist yet: ``name``, ``name 2`` …"""
    target, number = parent / name, 2
    while target.exists():
        target, number = parent / f"{name} {number}", number + 1
    return target


def default_parent() -> Path:
    """The documents folder, or the home folder when there is none."""
    folder = paths.documents_dir()
    return folder if folder.is_dir() or not Path.home().is_dir() else Path.home()


def copy_sample(parent: Path | None = None, deck: Path | None = None) -> Path:
    """Copy the sample (or ``deck``) with everything in its folder; returns the new deck file.

    Nothing is overwritten. Raises CopyError.
    """
    source = deck or sample_deck()
    parent = parent or paths.documents_dir()
    target = free_name(parent, source.parent.name)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source.parent, target)
        for item in (target, *target.rglob("*")):
            # The installed sample may be read-only; a copy is there to be changed.
            item.chmod(item.stat().st_mode | (0o700 if item.is_dir() else 0o600))
    except (OSError, shutil.Error) as error:
        shutil.rmtree(target, ignore_errors=True)
        reason = getattr(error, "strerror", None) or "something in it cannot be copied"
        raise CopyError(
            f"The copy could not be made in {parent}: {reason}. Choose another folder."
        ) from error
    return target / source.name
