"""What to try when no phone gets in: a decision tree as plain steps, the cheapest first, paper last."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing to try. ``commands`` are shown to be copied; the program never runs them."""

    title: str
    words: str
    commands: tuple[str, ...] = ()


def steps(port: int, platform: str = sys.platform) -> tuple[Step, ...]:
    """The steps in order; the firewall's is about this computer's system. ``port``: the room's, 0 unknown."""
    return (
        Step(
            "Does one phone get in?",
            "Above, tick “Self-test instead” and scan the code with a phone. If a page opens, it says what "
            "that phone can do, and what is slow. If none opens, go on here.",
        ),
        Step(
            "Is the phone in the same Wi-Fi as this computer?",
            "Look in the phone's settings. Then switch its mobile data off for a moment: many phones leave a "
            "Wi-Fi that has no internet. A VPN on the phone must be off too.",
        ),
        Step(
            "Is the right address on the card?",
            "Above, choose another address of this computer and scan again. Wi-Fi or hotspot is most often "
            "right. The tick shows where a device has come in.",
        ),
        _firewall(port, platform),
        Step(
            "Do all phones fail, though they are in the Wi-Fi?",
            "Guest networks of hotels, schools and clinics keep devices apart; nothing on this computer can "
            "change that. Use another network of the house, or a small travel router (for 30 to 60 phones).",
        ),
        Step(
            "Make a hotspot of your own",
            "Let this computer or a phone share its connection, and let everybody join that. Windows takes 8 "
            "devices, phones often five to ten. With more people, let them share phones.",
        ),
        Step(
            "An iPhone or a Mac opens nothing?",
            "Safari works at once. Other browsers need the permission “Local Network” (Settings, Privacy).",
        ),
        Step(
            "Still nothing: paper cards",
            "Hand out cards (menu Room, Question cards to print), collect them in a box and mix them. "
            "To have them in the inbox: menu Room, Type in a card.",
        ),
    )


def _firewall(port: int, platform: str) -> Step:
    title = "Does a firewall on this computer keep phones out?"
    if platform == "win32":
        return Step(
            title,
            "Windows asked once whether Facilitator may use the network. If it was cancelled, it stays shut: "
            "Windows Security, Firewall, Allow an app: tick Facilitator under Private and Public.",
        )
    if platform == "darwin":
        return Step(
            title,
            "macOS asks whether to accept incoming connections: Allow. Later: System Settings, Network, "
            "Firewall, Options: Facilitator must be allowed.",
        )
    number = port or 8080
    return Step(
        title,
        "If ufw or firewalld runs here, open the room's port until the session ends. These lines do it in a "
        "terminal; Facilitator never runs them:",
        (
            f"sudo ufw allow {number}/tcp",
            f"sudo firewall-cmd --add-port={number}/tcp",
        ),
    )
