"""Which of this computer's addresses a phone in the room can reach: candidates for the QR, best first.

The wrong address in the QR is the most reported failure of every tool of this kind, so there is always a
list with names to choose from. Ranking is a pure function over ``Adapter``; reading the machine is a thin
layer below it. Nothing here sends a packet: a UDP ``connect`` only asks the system's routing table.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import psutil

from facilitator.system.wifi import wifi_name

__all__ = [
    "UNLIKELY",
    "Adapter",
    "Address",
    "adapters",
    "candidates",
    "default_ip",
    "pick",
    "rank",
    "wifi_name",
]


@dataclass(frozen=True, slots=True)
class Adapter:
    """One IPv4 address of one network adapter, as the system tells it."""

    name: str
    """The system's name: ``wlan0``, ``en0``, ``Wi-Fi``."""
    ip: str
    up: bool = True
    point_to_point: bool = False
    default_route: bool = False
    """True when packets to the world leave from this address."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address to offer. Lower rank is better; from ``UNLIKELY`` on, phones probably cannot reach it."""

    ip: str
    name: str
    """The adapter's name as the system tells it."""
    label: str
    """What to call it: ``Wi-Fi``, ``Network cable``, ``This laptop's hotspot`` …"""
    rank: int
    hint: str
    """One sentence for the trainer; empty when there is nothing to say."""

    @property
    def likely(self) -> bool:
        """True when phones on the same network can probably reach it."""
        return self.rank < UNLIKELY


UNLIKELY = 100

#: Address ranges that mean the same thing everywhere.
_LINK_LOCAL = ipaddress.ip_network("169.254.0.0/16")
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_HOST_ONLY = ipaddress.ip_network("192.168.56.0/24")
_IPHONE = ipaddress.ip_network("172.20.10.0/28")
_PRIVATE = tuple(ipaddress.ip_network(n) for n in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))

#: Where a laptop that shares its connection puts itself: Windows, NetworkManager, macOS.
_HOTSPOTS = frozenset({"192.168.137.1", "10.42.0.1", "192.168.2.1"})

_INSIDE = "only programs on this computer use it"
_VPN = "a VPN: phones in the room are not in it"
_VIRTUAL: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), label, why)
    for pattern, label, why in (
        (r"docker|^br-|^veth|^cni|^flannel|^cali|podman|^lxc|^lxd", "Containers", _INSIDE),
        (r"^virbr|vmnet|vmware|vboxnet|virtualbox|^vnet", "Virtual machines", _INSIDE),
        (r"vethernet|hyper-v|\bwsl\b", "Virtual machines", _INSIDE),
        (r"^tun|^tap|^utun|^wg|^ppp|^ipsec|wireguard|openvpn|nordlynx|\bvpn\b", "VPN", _VPN),
        (r"tailscale|^zt|zerotier|^ham|hamachi", "VPN", _VPN),
        (r"^awdl|^llw|^p2p|wi-?fi direct|local area connection\*|^lan-verbindung\*", "Wi-Fi Direct",
         "a direct link between devices, not the room's network"),
        (r"bluetooth|^bnep|^pan\d", "Bluetooth", "a Bluetooth link reaches one device only"),
    )
)  # fmt: skip

_WIFI = re.compile(r"^wl|^ath|^ra\d|wi-?fi|wlan|wireless|drahtlos|airport", re.IGNORECASE)
_CABLE = re.compile(r"^eth|^en|^em\d|ethernet|^lan\b", re.IGNORECASE)
_SHARING_BRIDGE = re.compile(r"^bridge\d+$|^ap\d+$", re.IGNORECASE)


def rank(adapters: Iterable[Adapter]) -> list[Address]:
    """The addresses worth offering, best first. Loopback comes only when there is nothing else.

    Order within the same rank is by adapter name and address, so that the list does not jump about.
    """
    found: dict[str, Address] = {}
    loopback = ""
    for adapter in adapters:
        try:
            ip = ipaddress.ip_address(adapter.ip)
        except ValueError:
            continue
        if not isinstance(ip, ipaddress.IPv4Address) or ip.is_unspecified or ip.is_multicast:
            continue
        if ip.is_loopback:
            loopback = loopback or adapter.ip
            continue
        if not adapter.up:
            continue
        address = _judge(adapter, ip)
        known = found.get(adapter.ip)
        if known is None or address.rank < known.rank:
            found[adapter.ip] = address
    if not found:
        return [
            Address(
                loopback or "127.0.0.1",
                "loopback",
                "This computer only",
                UNLIKELY * 2,
                "No network was found. Join a Wi-Fi or start a hotspot; phones cannot reach this address.",
            )
        ]
    return sorted(found.values(), key=lambda a: (a.rank, a.name.casefold(), ipaddress.ip_address(a.ip)))


def _judge(adapter: Adapter, ip: ipaddress.IPv4Address) -> Address:
    """Label, rank and hint of one address."""

    def made(label: str, points: int, hint: str = "") -> Address:
        return Address(adapter.ip, adapter.name, label, points, hint)

    if ip in _LINK_LOCAL:
        return made(
            "No address given",
            UNLIKELY + 60,
            "This adapter got no address from its network. Check the cable or join the Wi-Fi again.",
        )
    shares = adapter.ip in _HOTSPOTS and not adapter.default_route
    if shares and not _WIFI_DIRECT_ONLY.search(adapter.name):
        return made("This laptop's hotspot", 0, "Phones join the hotspot of this laptop first.")
    for pattern, label, why in _VIRTUAL:
        if pattern.search(adapter.name):
            return made(label, UNLIKELY + 30 + adapter.point_to_point, f"Probably not this one: {why}.")
    if adapter.point_to_point:
        return made("Direct link", UNLIKELY + 20, "Probably not this one: it links to one other device only.")
    if ip in _SHARED:
        return made("VPN or mobile network", UNLIKELY + 10, "Probably not this one: phones cannot reach it.")
    if ip in _HOST_ONLY:
        return made("Virtual machines", UNLIKELY + 30, f"Probably not this one: {_INSIDE}.")

    label, points, hint = _kind(adapter.name)
    if ip in _IPHONE:
        label, hint = "A phone's hotspot", "A phone's hotspot takes only a few devices (often five to ten)."
    if not adapter.default_route:
        points += 20
    if not any(ip in net for net in _PRIVATE):
        points += 10
        hint = hint or "A public address: the network's firewall may keep phones out."
    return made(label, points, hint)


#: A hotspot's address on an adapter with these names is still only inside the computer.
_WIFI_DIRECT_ONLY = re.compile(r"docker|^br-|^veth|^virbr|vmnet|vboxnet|vethernet|wsl", re.IGNORECASE)


def _kind(name: str) -> tuple[str, int, str]:
    """Label, points and hint by an adapter's name. Phones join by Wi-Fi, so Wi-Fi goes first."""
    if _SHARING_BRIDGE.search(name):
        return "Shared connection", 5, ""
    if _WIFI.search(name):
        return "Wi-Fi", 10, ""
    if _CABLE.search(name):
        # On a Mac, en0 is the Wi-Fi and is called nothing else.
        return "Network cable or Wi-Fi" if re.fullmatch(r"en\d", name) else "Network cable", 12, ""
    return "Network", 15, ""


def pick(found: list[Address], adapter: str = "", proved: Iterable[str] = ()) -> Address:
    """The address for the QR: on the adapter that the trainer chose in this Wi-Fi, else one through which a
    device has come, else the first. ``found`` is what ``rank`` gives, never empty."""
    works = frozenset(proved)
    return (
        next((a for a in found if adapter and a.name == adapter), None)
        or next((a for a in found if a.ip in works), None)
        or found[0]
    )


# --- asking the machine -----------------------------------------------------------------------------

#: TEST-NET-2 (RFC 5737): belongs to nobody, so only the default route leads there.
_NOWHERE = ("198.51.100.1", 9)


def default_ip() -> str | None:
    """The address that packets to the world leave from; None without a default route. Sends nothing."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_NOWHERE)
        ip = str(probe.getsockname()[0])
        return None if ip == "0.0.0.0" else ip
    return None


def adapters() -> list[Adapter]:
    """Every IPv4 address of this machine. Empty when the system will not say."""
    try:
        listed, stats = psutil.net_if_addrs(), psutil.net_if_stats()
    except OSError:
        return []
    leaving = default_ip()
    result: list[Adapter] = []
    for name, entries in listed.items():
        state = stats.get(name)
        flags = getattr(state, "flags", "").split(",") if state else []
        result.extend(
            Adapter(
                name=name,
                ip=entry.address,
                up=state.isup if state else True,
                point_to_point="pointopoint" in flags or bool(entry.ptp),
                default_route=entry.address == leaving,
            )
            for entry in entries
            if entry.family == socket.AF_INET and entry.address
        )
    return result


def candidates() -> list[Address]:
    """Addresses of this computer for the QR, best first; never empty."""
    return rank(adapters())
