"""The Wi-Fi's name: right when the system tells it, None when not, and never slow."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from facilitator.system import wifi

NETSH = """
    Name                   : WLAN
    Beschreibung           : Intel(R) Wi-Fi 6 AX201
    Status                 : Verbunden
    SSID                   : Clinic Guest
    BSSID                  : aa:bb:cc:dd:ee:ff
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("no:Neighbour\nyes:Clinic Guest\n", "Clinic Guest"),
        (r"yes:a\:b\\c", r"a:b\c"),
        ("yes:\n", None),
        ("", None),
    ],
)
def test_network_manager(text: str, name: str | None) -> None:
    assert wifi.parse_nmcli(text) == name


def test_windows_names_the_network_and_not_the_router() -> None:
    assert wifi.parse_netsh(NETSH) == "Clinic Guest"
    assert wifi.parse_netsh(NETSH.replace("\n", "\r\n")) == "Clinic Guest"
    assert wifi.parse_netsh("    BSSID : aa:bb\n") is None


def test_macos_old_and_new() -> None:
    assert wifi.parse_airport("Current Wi-Fi Network: Clinic Guest\n") == "Clinic Guest"
    assert wifi.parse_airport("You are not associated with an AirPort network.\n") is None
    assert wifi.parse_summary("  SSID : Clinic Guest\n") == "Clinic Guest"
    assert wifi.parse_summary("  SSID : <redacted>\n") is None


def test_a_name_is_one_line_without_control_characters() -> None:
    assert wifi.clean("Clinic\n\x1b[31mGuest\u202e ") == "Clinic[31mGuest"
    assert wifi.clean("\x00\x01 ") is None


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for system programs")
def test_a_slow_or_broken_system_program_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "nmcli"
    monkeypatch.setattr(wifi, "PATIENCE", 0.2)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin")

    program.write_text("#!/bin/sh\nexec sleep 20\n", encoding="utf-8")
    program.chmod(0o755)
    begun = time.monotonic()
    assert wifi.parse_nmcli(wifi._ask("nmcli")) is None
    assert time.monotonic() - begun < 5

    program.write_text("#!/bin/sh\necho 'yes:Clinic Guest'\n", encoding="utf-8")
    monkeypatch.setattr(wifi, "PATIENCE", 5.0)
    assert wifi.parse_nmcli(wifi._ask("nmcli")) == "Clinic Guest"

    program.write_text("#!/bin/sh\necho 'yes:Clinic Guest'; exit 8\n", encoding="utf-8")
    assert wifi._ask("nmcli") == ""
    assert wifi._ask("facilitator-no-such-program") == ""


def test_this_machine_answers_quickly() -> None:
    begun = time.monotonic()
    name = wifi.wifi_name()
    assert time.monotonic() - begun < 3 * wifi.PATIENCE
    assert name is None or name.strip()


def test_a_hidden_network_is_looked_for() -> None:
    assert wifi.join_code("A;b", "longenough", hidden=True) == r"WIFI:T:WPA;S:A\;b;P:longenough;H:true;;"
    assert wifi.join_code("Guests", hidden=True) == "WIFI:T:nopass;S:Guests;H:true;;"


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("Seminar", "longenough", "WIFI:T:WPA;S:Seminar;P:longenough;;"),
        ("Café; here", 'a\\b;c,d:e"f', r"WIFI:T:WPA;S:Café\; here;P:a\\b\;c\,d\:e\"f;;"),
        ("Guests", "", "WIFI:T:nopass;S:Guests;;"),
        ("", "longenough", ""),
    ],
)
def test_the_code_for_joining_escapes_what_would_end_a_field(name: str, password: str, code: str) -> None:
    assert wifi.join_code(name, password) == code
