"""Is there a screen, and are the system libraries that Qt needs installed? Standard library only.

`scripts/launch.py` uses this before anything is installed, so nothing else may be imported here.
Which libraries: read off a bare Debian 12 by starting Qt until it ran.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Mapping

#: shared library -> Debian package, for Qt without a screen
CORE_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
#: … and for windows on X11
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
#: … and on Wayland
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


def missing_libraries(wanted: Mapping[str, str]) -> dict[str, str]:
    """Which of these shared libraries cannot be loaded, with their Debian packages. Linux only; else {}."""
    if not sys.platform.startswith("linux"):
        return {}
    missing = {}
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def _answers(family: str, address: str | tuple[str, int]) -> bool:
    import socket  # an export never asks for a display

    with socket.socket(getattr(socket, family), socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(address)
        except (OSError, ValueError):
            return False
    return True


def x11_answers(display: str) -> bool:
    """Does an X server answer at this ``DISPLAY`` (``:0``, ``unix:0``, ``host:10.0``)?"""
    match = re.fullmatch(r"(?:(?P<host>[^:]*)/)?(?P<name>[^:/]*):(?P<number>\d+)(?:\.\d+)?", display)
    if not match:
        return False
    number, name = int(match["number"]), match["name"]
    if name in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # the X protocol's own fixed place
        return _answers("AF_UNIX", path) or _answers("AF_UNIX", "\0" + path)
    return _answers("AF_INET", (name, 6000 + number))


def wayland_answers(display: str, runtime: str) -> bool:
    """Does a Wayland compositor answer at this ``WAYLAND_DISPLAY``?"""
    path = display if display.startswith("/") else f"{runtime}/{display}"
    return _answers("AF_UNIX", path)


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """True when windows can be opened: a platform was chosen, or a display server answers."""
    if environment.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    wayland = environment.get("WAYLAND_DISPLAY", "")
    if wayland and wayland_answers(wayland, environment.get("XDG_RUNTIME_DIR", "")):
        return True
    display = environment.get("DISPLAY", "")
    return bool(display) and x11_answers(display)


def platform_libraries(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What Qt will need on the platform that it is going to choose, as library -> package."""
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in ("offscreen", "minimal", "vnc"):
        return dict(CORE_LIBRARIES)
    if platform == "xcb" or (
        not platform and environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY")
    ):
        return CORE_LIBRARIES | X11_LIBRARIES
    if platform.startswith("wayland") or (not platform and environment.get("WAYLAND_DISPLAY")):
        return CORE_LIBRARIES | WAYLAND_LIBRARIES
    return dict(CORE_LIBRARIES)


def missing_sentence(missing: Mapping[str, str]) -> str:
    """One sentence that says which libraries are missing and the one command that brings them."""
    packages = " ".join(sorted(set(missing.values())))
    names = ", ".join(sorted(missing))
    return (
        f"Facilitator cannot open its windows yet: the system lacks {names}. "
        f"On Debian and Ubuntu this brings them: sudo apt-get install {packages}"
    )
