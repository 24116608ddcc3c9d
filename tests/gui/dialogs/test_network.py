"""Network and join address: the list, the proof, changes while the session runs, the Wi-Fi's code, help."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from facilitator.room.host import RoomHost
from facilitator.room.records import ModeratorView, Release, RoomSettings
from facilitator.scene.model import QrItem
from facilitator.system import paths
from facilitator.system.addresses import Adapter, rank
from facilitator.system.clock import FakeClock
from facilitator.ui.dialogs.network import PROVED, NetworkDialog
from facilitator.ui.dialogs.network_help import steps
from facilitator.ui.session.network import Network, Seen
from facilitator.ui.session.session import Session
from tests.gui.conftest import Make

WIFI = Adapter("wlan0", "192.168.1.7", default_route=True)
CABLE = Adapter("eth0", "10.1.2.3")
DOCKER = Adapter("docker0", "172.17.0.1")
SECRET = "correct;horse"


def seen(*adapters: Adapter, wifi: str = "Seminar") -> Seen:
    return Seen(tuple(rank(adapters)), wifi)


@pytest.fixture
def session(make_session: Make) -> Session:
    """A session whose room answers (no process), in a network that the tests decide."""
    s = make_session()
    host = RoomHost(RoomSettings())
    host.port = 8080
    network = s.desk.programs.network
    network._host = host
    network.took(seen(WIFI, CABLE, DOCKER))
    return s


def network_of(s: Session) -> Network:
    return s.desk.programs.network


def dialog_of(s: Session) -> NetworkDialog:
    s.desk.do("network")
    dialog = s.desk.programs._open["network"]
    assert isinstance(dialog, NetworkDialog)
    QApplication.processEvents()
    return dialog


def view(*proved: str) -> ModeratorView:
    return ModeratorView(1, (), 0, Release.MIXED, connected=bool(proved), proved=proved)


def words(dialog: QWidget) -> str:
    return "\n".join(w.text() for w in dialog.findChildren(QLabel) if w.isVisibleTo(dialog))


def test_all_addresses_are_listed_with_what_to_know_and_the_proof(session: Session) -> None:
    dialog = dialog_of(session)
    assert list(dialog.radios) == ["192.168.1.7", "10.1.2.3", "172.17.0.1"]
    assert dialog.radios["192.168.1.7"].isChecked()
    assert dialog.qr.text == "http://192.168.1.7:8080/"
    assert dialog.address.text() == "192.168.1.7:8080"
    assert "only programs on this computer" in words(dialog)
    assert PROVED not in words(dialog)
    session.link.view = view("10.1.2.3")
    session.link.view_changed.emit(session.link.view)
    QApplication.processEvents()
    assert PROVED in words(dialog)
    assert dialog.radios["10.1.2.3"].accessibleName().endswith(f"{PROVED}.")
    assert PROVED not in dialog.radios["192.168.1.7"].accessibleName()


def test_the_code_can_lead_to_the_self_test_instead(session: Session) -> None:
    dialog = dialog_of(session)
    dialog.self_test.setFocus()
    QTest.keyClick(dialog.self_test, Qt.Key.Key_Space)
    assert dialog.qr.text == "http://192.168.1.7:8080/test"
    assert dialog.address.text() == "192.168.1.7:8080/test"
    assert dialog.qr.accessibleName().endswith("/test")
    assert session.scenes.live.url == "http://192.168.1.7:8080/", "the wall still leads to the room"
    QTest.keyClick(dialog.self_test, Qt.Key.Key_Space)
    assert dialog.qr.text == "http://192.168.1.7:8080/"
    assert dialog.address.text() == "192.168.1.7:8080"


def test_choosing_by_keyboard_counts_at_once_and_is_remembered_for_this_wifi(session: Session) -> None:
    dialog = dialog_of(session)
    assert dialog.focusWidget() is dialog.radios["192.168.1.7"]
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    assert session.scenes.live.url == "http://10.1.2.3:8080/"
    assert session.scenes.live.address == "10.1.2.3:8080"
    assert dialog.qr.text == "http://10.1.2.3:8080/"
    assert dialog.focusWidget() is dialog.radios["10.1.2.3"], "the focus stays where one is choosing"
    network = network_of(session)
    network.ip = ""
    network.took(seen(WIFI, replace(CABLE, ip="10.1.2.99")))
    assert network.ip == "10.1.2.99", "the adapter is remembered, whatever its address is today"
    network.ip = ""
    network.took(seen(WIFI, CABLE, wifi="Elsewhere"))
    assert network.ip == "192.168.1.7"


def test_an_address_that_goes_away_is_replaced_and_said(session: Session) -> None:
    session.desk.do("join_card")
    before = session.stage.sight
    network = network_of(session)
    network.took(seen(WIFI, CABLE))
    assert session.messages.lasting is None or session.messages.lasting.key != "network"
    network.took(seen(replace(WIFI, ip="192.168.4.20"), CABLE))
    told = session.messages.lasting
    assert told is not None
    assert told.text == ("The network has changed: the address is now 192.168.4.20:8080. People scan again.")
    assert session.stage.sight.live.url == "http://192.168.4.20:8080/"
    assert not session.stage.sight.same(before), "the stage shows the new code"


def test_a_network_that_is_gone_is_said_and_taken_back_when_it_returns(session: Session) -> None:
    network = network_of(session)
    network.took(seen())
    assert session.messages.lasting is not None
    assert "The network is gone" in session.messages.lasting.text
    assert session.scenes.live.url == "http://192.168.1.7:8080/", "no address that phones cannot reach"
    network.took(seen(WIFI))
    assert session.messages.lasting is None or session.messages.lasting.key != "network-gone"


def test_the_machine_is_asked_off_the_gui_thread_and_not_twice_at_once(
    session: Session, qtbot: QtBot
) -> None:
    import threading

    network, asked, go = network_of(session), [], threading.Event()

    def slow(*_: object) -> Seen:
        asked.append(threading.current_thread())
        go.wait(5)
        return seen(replace(WIFI, ip="192.168.9.9"))

    network.see = slow
    network.look()
    network.look()
    go.set()
    qtbot.waitUntil(lambda: network.ip == "192.168.9.9", timeout=5000)
    assert len(asked) == 1
    assert asked[0] is not threading.main_thread()


def asked(session: Session) -> bool:
    """Is help offered?"""
    return session.messages.lasting is not None and session.messages.lasting.key == "no-phone"


def test_after_a_minute_without_a_phone_help_is_offered_once(session: Session, clock: FakeClock) -> None:
    network = network_of(session)
    network.see = lambda *_: network.seen
    clock.advance(300)
    network.look()
    assert not asked(session)
    session.desk.do("join_card")
    session.desk.do("join_card")
    clock.advance(59)
    network.look()
    assert not asked(session)
    clock.advance(2)
    network.look()
    assert asked(session)
    session.messages.tell("Another word.")
    assert asked(session), "a word in passing does not take it away"
    told = session.messages.lasting
    assert told is not None
    assert [name for name, _ in told.actions] == ["No phone yet?"]
    session.desk.window.lasting.buttons[0].click()
    dialog = dialog_of(session)
    assert not dialog.help.isHidden()
    assert "paper cards" in words(dialog)
    assert not asked(session)
    clock.advance(600)
    network.look()
    assert not asked(session), "once is enough"


def test_the_offer_goes_when_a_phone_comes(session: Session, clock: FakeClock) -> None:
    network = network_of(session)
    network.see = lambda *_: network.seen
    session.desk.do("join_card")
    clock.advance(61)
    network.look()
    assert asked(session)
    session.link.view = view("192.168.1.7")
    session.link.view_changed.emit(session.link.view)
    QApplication.processEvents()
    assert not asked(session)


def test_no_help_when_a_phone_has_come(session: Session, clock: FakeClock) -> None:
    network = network_of(session)
    network.see = lambda *_: network.seen
    session.desk.do("join_card")
    session.link.view = view("192.168.1.7")
    clock.advance(120)
    network.look()
    assert not asked(session)


def test_the_wifi_code_is_made_shown_on_the_card_and_never_kept(session: Session) -> None:
    session.desk.do("join_card")
    dialog = dialog_of(session)
    assert dialog.name.text() == "Seminar"
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(dialog.password, "short")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert "at least 8" in dialog.wifi_words.text()
    assert dialog.isVisible(), "Enter makes the code, it does not close"
    assert not dialog.wifi_qr.text
    dialog.password.clear()
    QTest.keyClicks(dialog.password, SECRET)
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    code = r"WIFI:T:WPA;S:Seminar;P:correct\;horse;;"
    assert dialog.wifi_qr.text == code
    assert session.stage.sight.live.wifi_qr == code
    codes = [item.what for item in session.stage.sight.scene.items if isinstance(item, QrItem)]
    assert sorted(codes) == ["address", "wifi"]
    named = [w.accessibleName() for w in dialog.findChildren(QWidget)]
    assert not [name for name in named if "correct" in name], "a screen reader does not say it aloud"
    QTest.keyClick(dialog.hidden, Qt.Key.Key_Space)
    dialog.make.click()
    code = r"WIFI:T:WPA;S:Seminar;P:correct\;horse;H:true;;"
    assert session.stage.sight.live.wifi_qr == code
    dialog.on_card.click()
    assert session.stage.sight.live.wifi_qr == ""
    assert len([item for item in session.stage.sight.scene.items if isinstance(item, QrItem)]) == 1
    assert dialog.wifi_qr.text == code
    for file in paths.settings_file().parent.rglob("*"):
        assert not file.is_file() or b"correct" not in file.read_bytes()
    dialog.forget.click()
    assert dialog.wifi_qr.text == ""
    assert dialog.password.text() == ""
    network = network_of(session)
    session.close()
    assert network.wifi_qr == ""


def test_help_is_about_this_system_and_ends_with_paper() -> None:
    linux = steps(8081, "linux")
    commands = [c for step in linux for c in step.commands]
    assert commands == ["sudo ufw allow 8081/tcp", "sudo firewall-cmd --add-port=8081/tcp"]
    assert "Private and Public" in repr(steps(8080, "win32"))
    assert "Allow" in repr(steps(8080, "darwin"))
    for platform in ("linux", "win32", "darwin"):
        made = steps(0, platform)
        assert "Self-test" in made[0].words
        assert "mobile data off" in made[1].words
        assert "paper" in made[-1].title
        assert "Local Network" in repr(made)
        assert "8 devices" in repr(made)
