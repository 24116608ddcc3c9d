"""Every dialog in every look: fits a small screen at 200 % text, nothing is markup, everything has a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from facilitator.deck import read_deck
from facilitator.room.records import DEFAULT_CATEGORIES, Entry, Release, RoomSettings
from facilitator.show.plan import Plan
from facilitator.system.addresses import Adapter, rank
from facilitator.system.resources import sample_deck
from facilitator.system.wifi import join_code
from facilitator.ui.desktop.screens import Placement, ScreenInfo
from facilitator.ui.dialogs.cheatsheet import CheatSheet
from facilitator.ui.dialogs.end import EndDialog, Ending
from facilitator.ui.dialogs.export import ExportDialog
from facilitator.ui.dialogs.network import NetworkDialog
from facilitator.ui.dialogs.paper_card import PaperCardDialog
from facilitator.ui.dialogs.preflight import Facts, Preflight
from facilitator.ui.dialogs.reply import ReplyDialog
from facilitator.ui.dialogs.rules import RulesDialog
from facilitator.ui.dialogs.start import StartScreen
from facilitator.ui.keyfilter import KeyFilter
from facilitator.ui.session.network import Seen
from facilitator.ui.tokens import DARK, LIGHT, Tokens


def preflight(tokens: Tokens) -> QWidget:
    deck = read_deck(sample_deck())
    placement = Placement(ScreenInfo("eDP-1", (0, 0, 1280, 720)), None)
    facts = Facts(
        deck, sample_deck(), lambda: placement, url=lambda: "http://10.0.0.7:8080/", plan=Plan.of(deck)
    )
    return Preflight(facts, tokens, keys=KeyFilter())


def end(tokens: Tokens) -> QWidget:
    return EndDialog(
        Ending("Talk", RoomSettings(), fetch=lambda _t, _o: None, exports=[Path("talk.pptx")]), tokens
    )


class Seminar(QObject):
    """A room's network with everything in it that the dialog can show."""

    changed = Signal()
    ip, url, address, port = "10.0.0.7", "http://10.0.0.7:8080/", "10.0.0.7:8080", 8080
    proved = ("10.0.0.7",)
    wifi_qr, qr_on_card = join_code("Seminar <b>2</b>", "longenough"), True
    seen = Seen(
        tuple(rank([Adapter("wlan0", "10.0.0.7"), Adapter("docker0", "172.17.0.1")])), "Seminar <b>2</b>"
    )

    def choose(self, ip: str) -> None:
        raise AssertionError(f"nobody chose {ip}")

    def set_wifi_qr(self, text: str, on_card: bool, name: str = "") -> None:
        raise AssertionError(f"nobody asked for {text}, {on_card}, {name}")


def network(tokens: Tokens) -> QWidget:
    source = Seminar()
    dialog = NetworkDialog(source, tokens)
    source.setParent(dialog)
    dialog.show_help()
    return dialog


def reply(tokens: Tokens) -> QWidget:
    entry = Entry("e", "question", "What if <b>rules</b>? " * 22, reply="We ask together.")
    return ReplyDialog(entry, "Question", lambda _t, _p: None, tokens)


MAKERS: dict[str, Callable[[Tokens], QWidget]] = {
    "start": lambda tokens: StartScreen(tokens, sessions=list),
    "keys": CheatSheet,
    "preflight": preflight,
    "export": lambda tokens: ExportDialog(sample_deck(), tokens),
    "end": end,
    "network": network,
    "reply": reply,
    "rules": lambda tokens: RulesDialog(Release.MIXED, True, lambda _r, _m: None, tokens),
    "paper": lambda tokens: PaperCardDialog(DEFAULT_CATEGORIES, lambda _c, _t: None, tokens),
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_dialog_in_every_look(name: str, qapp: QApplication) -> None:
    for tokens in (Tokens(DARK), Tokens(LIGHT, 2.0)):
        dialog = MAKERS[name](tokens)
        # The least it can be made: what a screen of 1280 x 720 has left under a task bar.
        least = dialog.minimumSizeHint()
        assert least.width() <= 1240, (name, tokens.scale, least)
        assert least.height() <= 660, (name, tokens.scale, least)
        dialog.resize(1240, 660)
        dialog.show()
        dialog.activateWindow()
        qapp.processEvents()
        for text in dialog.findChildren(QLabel):
            assert text.textFormat() is Qt.TextFormat.PlainText or not text.text(), text.text()
        controls = [w for w in dialog.findChildren(QAbstractButton) if w.isVisible() and w.text()]
        for widget in (*controls, *dialog.findChildren(QLineEdit)):
            spoken = widget.accessibleName() or getattr(widget, "text", str)()
            assert spoken.strip(), f"{name}: a control without a name"
        reached = travel(dialog)
        for button in controls:
            if button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus and not _radio(button):
                assert button in reached, f"{name}: Tab never comes to “{button.text()}”"
        for area in dialog.findChildren(QScrollArea):
            bar = area.horizontalScrollBar()
            assert bar.maximum() <= 2 or name == "keys", f"{name}: wider than the screen at {tokens.scale}"
        dialog.close()
        dialog.deleteLater()


def _radio(button: QAbstractButton) -> bool:
    """Of exclusive buttons Tab visits the chosen one; arrows go on from there."""
    return button.isCheckable() and button.group() is not None


def travel(dialog: QWidget) -> set[QWidget]:
    """All widgets that Tab comes by."""
    seen: set[QWidget] = set()
    for _ in range(120):
        here = QApplication.focusWidget()
        if here is None:
            dialog.focusNextChild()
            here = QApplication.focusWidget()
        if here is None or here in seen:
            break
        seen.add(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return seen
