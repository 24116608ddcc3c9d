"""``facilitator doctor``: what this machine has, in lines fit for a bug report; ``--try`` is in `trial`.

Nothing here says who anybody is: no user name, no deck, no room.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from facilitator import __version__
from facilitator.system import display, paths
from facilitator.system.resources import resource, sample_deck

PACKAGES = (
    "PySide6-Essentials",
    "python-pptx",
    "Markdown",
    "pymdown-extensions",
    "starlette",
    "uvicorn",
    "segno",
    "pypdf",
)


def report() -> int:
    """Print the findings; 1 when something that Facilitator needs is missing."""
    sound = True
    for name, value, good in findings():
        mark = "" if good else "   <- needs a look"
        sys.stdout.write(f"{name:<22} {value}{mark}\n")
        sound = sound and good
    return 0 if sound else 1


def findings() -> Iterator[tuple[str, str, bool]]:
    """(what, what it is, whether that is well) for everything looked at."""
    yield "Facilitator", f"{__version__} in {Path(__file__).resolve().parent}", True
    yield "Python", f"{platform.python_version()} ({sys.executable})", sys.version_info >= (3, 11)
    yield "System", platform.platform(), True
    yield from packages()
    # A rollback journal is used, so the WAL-reset fault of SQLite 3.7.0-3.51.2 does not apply.
    yield "SQLite", sqlite3.sqlite_version, sqlite3.sqlite_version_info >= (3, 27, 0)
    yield from libraries()
    yield from files()
    yield from addresses()
    if not display.missing_libraries(display.CORE_LIBRARIES):
        yield from qt()


def packages() -> Iterator[tuple[str, str, bool]]:
    for name in PACKAGES:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield name, "not installed", False
            continue
        broken = name == "PySide6-Essentials" and version == "6.12.0" and sys.version_info < (3, 12)
        yield name, version + (" (aborts below Python 3.12: install 6.11.3)" if broken else ""), not broken


def libraries() -> Iterator[tuple[str, str, bool]]:
    missing = display.missing_libraries(display.platform_libraries())
    said = "all there" if not missing else display.missing_sentence(missing)
    yield "System libraries", said, not missing
    shown = "yes" if display.has_display() else "none: only the room and exports work here"
    yield "Display", shown, True


def files() -> Iterator[tuple[str, str, bool]]:
    for name, folder in (("Settings", paths.config_dir()), ("Sessions and rooms", paths.state_dir())):
        nearest = next(p for p in (folder, *folder.parents) if p.exists())
        good = os.access(nearest, os.W_OK)
        yield name, str(folder) + ("" if good else " (cannot be written)"), good
    yield "Sample deck", str(sample_deck()), sample_deck().is_file()


def addresses() -> Iterator[tuple[str, str, bool]]:
    from facilitator.system.addresses import candidates

    found = candidates()
    if not found:
        yield "Addresses", "none: join a network, or switch on this laptop's hotspot", True
    for address in found:
        hint = f" ({address.hint})" if address.hint else ""
        yield "Address", f"{address.ip}  {address.label}, {address.name}{hint}", True


def qt() -> Iterator[tuple[str, str, bool]]:
    """Screens and fonts as Qt sees them, without opening a window."""
    if not display.has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    from facilitator.scene import remarks
    from facilitator.scene.fonts import ensure_fonts

    if (application := QGuiApplication.instance()) is None:
        remarks.to_log()
        application = QGuiApplication([])
    assert isinstance(application, QGuiApplication)
    yield "Qt", f"{qVersion()} on {application.platformName()}", True
    for screen in application.screens():
        size = screen.size()
        label = " ".join(filter(None, (screen.manufacturer(), screen.model()))) or "unnamed"
        scale = screen.devicePixelRatio()
        yield "Screen", f"{screen.name()}  {size.width()} x {size.height()} at {scale:g}  {label}", True
    ensure_fonts()
    have = set(QFontDatabase.families())
    shipped = sorted(p.name for p in resource("fonts").iterdir() if p.is_dir())
    yield "Fonts that ship", ", ".join(shipped) or "none", bool(shipped) and "Carlito" in have


def try_all(folder: Path) -> int:
    """``doctor --try DIR``; see `facilitator.trial`."""
    from facilitator.trial import run

    return run(folder)
