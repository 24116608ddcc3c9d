"""The address in the QR: the right one first, whatever else the laptop has."""

from __future__ import annotations

import ipaddress

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.system.addresses import UNLIKELY, Adapter, adapters, candidates, default_ip, pick, rank

LOOPBACK = Adapter("lo", "127.0.0.1")


def best(*found: Adapter) -> str:
    return rank([LOOPBACK, *found])[0].ip


def test_the_plain_case_is_the_wifi() -> None:
    only = rank([LOOPBACK, Adapter("wlan0", "192.168.1.20", default_route=True)])
    assert [(a.ip, a.label, a.likely, a.hint) for a in only] == [("192.168.1.20", "Wi-Fi", True, "")]


@pytest.mark.parametrize(
    "clutter",
    [
        Adapter("docker0", "172.17.0.1"),
        Adapter("br-3fe2", "172.18.0.1"),
        Adapter("vethab12", "172.19.0.1"),
        Adapter("virbr0", "192.168.122.1"),
        Adapter("vmnet8", "192.168.70.1"),
        Adapter("vboxnet0", "192.168.56.1"),
        Adapter("VirtualBox Host-Only Network", "192.168.56.1"),
        Adapter("Ethernet 2", "192.168.56.1"),
        Adapter("VMware Network Adapter VMnet1", "192.168.40.1"),
        Adapter("vEthernet (WSL)", "172.28.112.1"),
        Adapter("vEthernet (Default Switch)", "172.28.0.1"),
        Adapter("tun0", "10.8.0.6", point_to_point=True, default_route=True),
        Adapter("utun4", "10.0.0.3", point_to_point=True),
        Adapter("wg0", "10.7.0.2", default_route=True),
        Adapter("tailscale0", "100.101.102.103"),
        Adapter("Ethernet 3", "100.64.1.1"),
        Adapter("ztabcdef12", "10.147.17.5"),
        Adapter("en5", "169.254.10.11"),
        Adapter("Local Area Connection* 2", "192.168.5.1"),
        Adapter("Bluetooth Network Connection", "192.168.44.1"),
        Adapter("ppp0", "10.64.64.64", point_to_point=True),
        Adapter("wlan1", "192.168.1.21", up=False),
    ],
    ids=lambda a: f"{a.name}-{a.ip}",
)
def test_what_phones_cannot_reach_never_comes_first(clutter: Adapter) -> None:
    """Each of these stood in the QR of some tool of this kind, to the despair of its users."""
    listed = rank(
        [clutter, LOOPBACK, Adapter("wlan0", "192.168.1.20", default_route=not clutter.default_route)]
    )
    assert listed[0].ip == "192.168.1.20"
    assert all(not a.likely and a.hint for a in listed[1:])


def test_a_hotspot_of_this_laptop_comes_first_because_somebody_switched_it_on() -> None:
    listed = rank(
        [
            Adapter("Wi-Fi", "192.168.1.20", default_route=True),
            Adapter("Local Area Connection* 12", "192.168.137.1"),
        ]
    )
    assert [(a.ip, a.label) for a in listed] == [
        ("192.168.137.1", "This laptop's hotspot"),
        ("192.168.1.20", "Wi-Fi"),
    ]
    assert (
        best(Adapter("wlp3s0", "10.42.0.1"), Adapter("enp0s31f6", "10.1.1.9", default_route=True))
        == "10.42.0.1"
    )


def test_wifi_before_cable_and_the_way_to_the_world_before_both() -> None:
    assert best(Adapter("eth0", "10.0.0.5"), Adapter("wlan0", "10.0.1.5")) == "10.0.1.5"
    assert best(Adapter("eth0", "10.0.0.5", default_route=True), Adapter("wlan0", "10.0.1.5")) == "10.0.0.5"
    assert (
        best(Adapter("WLAN", "192.168.2.7"), Adapter("Ethernet", "192.168.1.7", default_route=True))
        == "192.168.1.7"
    )


def test_a_room_without_internet_still_gets_its_wifi() -> None:
    """A travel router with no uplink has no default route."""
    listed = rank([LOOPBACK, Adapter("docker0", "172.17.0.1"), Adapter("wlp2s0", "192.168.8.100")])
    assert (listed[0].ip, listed[0].likely) == ("192.168.8.100", True)


def test_a_phones_hotspot_says_how_few_it_takes() -> None:
    (only,) = rank([Adapter("en0", "172.20.10.3", default_route=True)])
    assert only.label == "A phone's hotspot"
    assert "few devices" in only.hint


def test_without_a_network_the_trainer_is_told_what_to_do() -> None:
    for alone in ([], [LOOPBACK], [Adapter("wlan0", "192.168.1.20", up=False), LOOPBACK]):
        (only,) = rank(alone)
        assert (only.ip, only.likely) == ("127.0.0.1", False)
        assert "Wi-Fi" in only.hint


def test_nonsense_and_ipv6_are_left_out_and_each_address_comes_once() -> None:
    listed = rank(
        [
            Adapter("x", "not an address"),
            Adapter("wlan0", "fe80::1"),
            Adapter("wlan0", "0.0.0.0"),
            Adapter("wlan0", "224.0.0.1"),
            Adapter("wlan0", "192.168.1.20"),
            Adapter("br-aa", "192.168.1.20"),
        ]
    )
    assert [(a.ip, a.name) for a in listed] == [("192.168.1.20", "wlan0")]


NAMES = st.sampled_from(
    ["wlan0", "Wi-Fi", "en0", "eth0", "docker0", "utun3", "vEthernet (WSL)", "", "日本"]
) | st.text(max_size=12)
ADAPTERS = st.lists(
    st.builds(
        Adapter,
        name=NAMES,
        ip=st.ip_addresses().map(str) | st.text(max_size=8),
        up=st.booleans(),
        point_to_point=st.booleans(),
        default_route=st.booleans(),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(ADAPTERS)
def test_there_is_always_an_address_and_the_order_does_not_depend_on_the_systems(
    found: list[Adapter],
) -> None:
    listed = rank(found)
    assert listed
    assert [a.rank for a in listed] == sorted(a.rank for a in listed)
    assert len({a.ip for a in listed}) == len(listed)
    for address in listed:
        assert isinstance(ipaddress.ip_address(address.ip), ipaddress.IPv4Address)
        assert address.label
        assert address.likely or address.hint
    assert [a.ip for a in rank(reversed(found)) if a.rank < UNLIKELY] == [
        a.ip for a in listed if a.rank < UNLIKELY
    ]


def test_this_machine_answers() -> None:
    known = {entry.address for entries in psutil.net_if_addrs().values() for entry in entries}
    assert {a.ip for a in adapters()} <= known
    assert all(a.ip in known or not a.likely for a in candidates())
    leaving = default_ip()
    assert leaving is None or leaving in known


def test_a_system_that_will_not_say_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError("no")

    monkeypatch.setattr(psutil, "net_if_addrs", refuse)
    assert candidates()[0].ip == "127.0.0.1"


def test_the_trainers_adapter_is_picked_then_a_proved_one_then_the_first() -> None:
    found = rank([Adapter("wlan0", "192.168.1.7", default_route=True), Adapter("eth0", "10.1.2.3")])
    assert pick(found).ip == "192.168.1.7"
    assert pick(found, "eth0").ip == "10.1.2.3"
    assert pick(found, "gone", ["10.1.2.3"]).ip == "10.1.2.3"
    assert pick(found, "wlan0", ["10.1.2.3"]).ip == "192.168.1.7", "the trainer's word counts most"
