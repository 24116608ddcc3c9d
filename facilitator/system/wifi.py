"""The name of the Wi-Fi that this computer has joined, when the system tells it quickly."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import subprocess
import sys
from collections.abc import Iterable

import psutil

#: Seconds that asking another program may take. The name is a kindness; nobody waits for it.
PATIENCE = 1.0
_SIOCGIWESSID = 0x8B1B  # linux/wireless.h
_MAX_ESSID = 32


def wifi_name() -> str | None:
    """The Wi-Fi's name (SSID), or None when there is none or the system will not say. At most about 1 s."""
    platform: str = sys.platform
    if platform.startswith("linux"):
        return _linux()
    if platform == "darwin":
        return parse_airport(_ask("networksetup", "-getairportnetwork", "en0")) or parse_summary(
            _ask("ipconfig", "getsummary", "en0")
        )
    if platform == "win32":
        return parse_netsh(_ask("netsh", "wlan", "show", "interfaces"))
    return None


def join_code(name: str, password: str = "", hidden: bool = False) -> str:
    """What a QR code holds so that phones offer to join this Wi-Fi; empty without a name.

    Without a password it says so (``nopass``). The characters that end a field in this format are escaped
    by a backslash: backslash, semicolon, comma, colon and double quote (ZXing, "Barcode contents").
    ``hidden``: the network does not tell its name; phones must look for it.
    """
    if not name:
        return ""
    more = "H:true;" if hidden else ""
    if not password:
        return f"WIFI:T:nopass;S:{_escaped(name)};{more};"
    return f"WIFI:T:WPA;S:{_escaped(name)};P:{_escaped(password)};{more};"


def _escaped(text: str) -> str:
    return re.sub(r'([\\;,:"])', r"\\\1", text)


def _ask(*command: str) -> str:
    """What a system command prints; empty when it is missing, fails or is slow."""
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            creationflags=quiet,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _linux() -> str | None:
    """Ask the kernel for each Wi-Fi adapter, then NetworkManager (without a new scan)."""
    for name in _wireless(psutil.net_if_stats()):
        if found := _kernel_essid(name):
            return found
    return parse_nmcli(_ask("nmcli", "-t", "-f", "ACTIVE,SSID", "device", "wifi", "list", "--rescan", "no"))


def _wireless(names: Iterable[str]) -> list[str]:
    return [n for n in names if n.startswith(("wl", "ath", "ra"))]


def _kernel_essid(name: str) -> str | None:
    """The SSID by the wireless extensions' ioctl; None when the driver does not know it."""
    import array
    import fcntl

    buffer = array.array("B", bytes(_MAX_ESSID + 1))
    address, _ = buffer.buffer_info()
    request = struct.pack("16sPHH", name.encode()[:15], address, _MAX_ESSID, 0)
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe.fileno(), _SIOCGIWESSID, request)
        return clean(buffer.tobytes().split(b"\0")[0].decode("utf-8", "replace"))
    return None


def clean(name: str) -> str | None:
    """A name fit to show: one line, no control characters; None when nothing is left."""
    shown = "".join(c for c in name if c.isprintable()).strip()
    return shown or None


def parse_nmcli(text: str) -> str | None:
    """From ``nmcli -t -f ACTIVE,SSID``: the active line; colons in names are escaped."""
    for line in text.splitlines():
        active, _, name = line.partition(":")
        if active in ("yes", "ja", "oui", "sí", "sì", "是"):
            return clean(re.sub(r"\\(.)", r"\1", name))
    return None


def parse_airport(text: str) -> str | None:
    """From macOS' ``networksetup -getairportnetwork``."""
    match = re.search(r"^Current Wi-Fi Network: (.+)$", text, re.MULTILINE)
    return clean(match[1]) if match else None


def parse_summary(text: str) -> str | None:
    """From macOS' ``ipconfig getsummary``; newer systems answer ``<redacted>``."""
    match = re.search(r"^\s*SSID : (.+)$", text, re.MULTILINE)
    return clean(match[1]) if match and match[1].strip() != "<redacted>" else None


def parse_netsh(text: str) -> str | None:
    """From Windows' ``netsh wlan show interfaces``: the SSID line, never BSSID, in any language."""
    match = re.search(r"^\s*SSID\s*:[ \t]*(.+?)[ \t\r]*$", text, re.MULTILINE)
    return clean(match[1]) if match else None
