"""Pre-flight: what it finds, what it keeps, the clicker test, the test cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.deck import read_deck
from facilitator.deck.model import Deck
from facilitator.room.records import ModeratorView, Release
from facilitator.show.plan import Plan
from facilitator.system.settings import Settings
from facilitator.ui.desktop.screens import Placement, ScreenInfo
from facilitator.ui.dialogs import checks, testcard
from facilitator.ui.dialogs.checks import Battery, Finding, Verdict
from facilitator.ui.dialogs.preflight import Facts, Preflight
from facilitator.ui.dialogs.qr import QrView
from facilitator.ui.dialogs.testcard import TestCard
from facilitator.ui.keyfilter import KeyFilter
from facilitator.ui.tokens import DARK, Tokens

LAPTOP = ScreenInfo("eDP-1", (0, 0, 1280, 720))
WALL = ScreenInfo("HDMI-1", (1280, 0, 1920, 1080), "EPSON", "EB-W52")
NOW = datetime(2026, 1, 15, 10, 0).astimezone()
TEXT = """---
minutes: 50
fields:
  crisis_line: ""
  clinic: "Room 4"
  checked_law_on: ""
---
# Help

{{crisis_line}} and {{clinic}}
"""


@pytest.fixture
def deck(tmp_path: Path) -> tuple[Deck, Path]:
    file = tmp_path / "deck.md"
    file.write_text(TEXT, encoding="utf-8")
    return read_deck(file), file


class World:
    """What pre-flight sees; tests change it."""

    def __init__(self) -> None:
        self.placement = Placement(LAPTOP, WALL)
        self.view: ModeratorView | None = ModeratorView(1, (), 0, Release.MIXED)
        self.url = "http://192.168.1.7:8080/"
        self.battery: Battery | None = Battery(80, True)
        self.filled: list[dict[str, str]] = []
        self.swaps = 0

    def swap(self) -> None:
        self.swaps += 1


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def open_preflight(
    qapp: QApplication, world: World, deck: tuple[Deck, Path]
) -> Iterator[Callable[..., Preflight]]:
    made: list[QWidget] = []

    def make(keys: KeyFilter | None = None, parent: QWidget | None = None) -> Preflight:
        facts = Facts(
            deck[0],
            deck[1],
            lambda: world.placement,
            room=lambda: world.view,
            url=lambda: world.url,
            wifi=lambda: "Seminar",
            battery=lambda: world.battery,
            plan=Plan.of(deck[0]),
            now=lambda: NOW,
            swap=world.swap,
            on_fields=world.filled.append,
        )
        dialog = Preflight(facts, Tokens(DARK), parent, keys=keys)
        made.append(dialog)
        dialog.show()
        dialog.activateWindow()
        return dialog

    yield make
    for dialog in made:
        dialog.close()
        dialog.deleteLater()


def verdicts(dialog: Preflight) -> dict[str, Verdict]:
    return {key: section.finding.verdict for key, section in dialog.sections.items()}


def test_a_phone_ticks_when_it_has_connected(open_preflight: Callable[..., Preflight], world: World) -> None:
    dialog = open_preflight()
    assert verdicts(dialog)["phone"] is Verdict.OPEN
    assert dialog.qr.text == world.url
    assert dialog.address.text() == "192.168.1.7:8080", "nobody types http://"
    assert dialog.wifi.text() == "Wi-Fi: Seminar"
    world.view = ModeratorView(2, (), 5, Release.MIXED, connected=True)
    dialog.look()
    assert verdicts(dialog)["phone"] is Verdict.GOOD
    assert "good" in dialog.sections["phone"].accessibleName()
    world.url = ""
    dialog.look()
    assert "No room" in dialog.sections["phone"].words.text()
    assert not dialog.qr.isVisible()


def test_screens_are_named_swapped_and_warned_of(
    open_preflight: Callable[..., Preflight], world: World
) -> None:
    dialog = open_preflight()
    assert "Stage on EPSON EB-W52 (HDMI-1), 1920 × 1080" in dialog.sections["screens"].words.text()
    dialog.swap.click()
    assert world.swaps == 1
    world.placement = Placement(LAPTOP, None)
    dialog.look()
    assert verdicts(dialog)["screens"] is Verdict.LOOK
    assert "the room reads your notes" in dialog.sections["screens"].words.text()
    assert not dialog.swap.isEnabled()
    world.placement = Placement(LAPTOP, None, mirrored=True)
    dialog.look()
    assert "show the same" in dialog.sections["screens"].words.text()


def test_fields_are_kept_for_this_deck_and_never_written_into_it(
    open_preflight: Callable[..., Preflight], world: World, deck: tuple[Deck, Path]
) -> None:
    dialog = open_preflight()
    assert "Crisis line" in dialog.sections["fields"].words.text()
    edits = dialog.form.edits
    assert list(edits) == ["crisis_line", "clinic", "checked_law_on", "checked_for"]
    assert edits["clinic"].text() == "Room 4"
    QTest.keyClicks(edits["crisis_line"], "0800 <111>")
    QTest.keyClicks(edits["checked_for"], "Basel")
    dialog.form.today.click()
    assert edits["checked_law_on"].text() == "15 January 2026"
    want = {"crisis_line": "0800 <111>", "checked_law_on": "15 January 2026", "checked_for": "Basel"}
    assert Settings().fields(deck[1]) == want
    assert world.filled[-1] == want
    assert verdicts(dialog)["fields"] is Verdict.GOOD
    assert deck[1].read_text(encoding="utf-8") == TEXT
    filled = read_deck(deck[1], None, Settings().fields(deck[1]))
    assert "0800 <111>" in repr(filled.slides)
    edits["crisis_line"].setText("")
    edits["crisis_line"].editingFinished.emit()
    assert "crisis_line" not in Settings().fields(deck[1])


def test_what_was_typed_last_is_kept_when_the_dialog_closes(
    open_preflight: Callable[..., Preflight], deck: tuple[Deck, Path]
) -> None:
    dialog = open_preflight()
    QTest.keyClicks(dialog.form.edits["crisis_line"], "0800")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert Settings().fields(deck[1]) == {"crisis_line": "0800"}


def test_the_clicker_test_names_key_and_command_and_moves_nothing(
    open_preflight: Callable[..., Preflight], qapp: QApplication
) -> None:
    console = QWidget()
    keys = KeyFilter(console)
    keys.watch([console])
    moved: list[str] = []
    keys.command.connect(moved.append)
    dialog = open_preflight(keys, console)
    qapp.processEvents()
    target = QApplication.focusWidget() or dialog
    dialog.clicker.switch.click()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Period, Qt.Key.Key_F5, Qt.Key.Key_VolumeDown):
        QTest.keyClick(QApplication.focusWidget() or target, key)
    said = dialog.clicker.lines.text()
    assert "PgDn   does   Next" in said
    assert ".   does   Black" in said
    assert "F5   does   Start" in said
    assert "this key is not used" in said
    assert moved == []
    dialog.clicker.switch.click()
    dialog.look()
    assert verdicts(dialog)["clicker"] is Verdict.GOOD
    QTest.keyClick(QApplication.focusWidget() or target, Qt.Key.Key_PageDown)
    assert moved == ["next"], "keys work again"
    dialog.clicker.start()
    dialog.close()
    assert not keys.testing, "closing ends the test: a clicker must not stay dead"
    keys.stop()
    console.deleteLater()


def test_the_summary_counts(open_preflight: Callable[..., Preflight]) -> None:
    assert open_preflight().summary.text() == "1 thing to look at, 3 not tried yet."
    good = Finding(Verdict.GOOD, "")
    assert checks.summary([good, good]) == "All is well. You can begin."
    assert checks.summary([good, Finding(Verdict.OPEN, "")]) == "1 thing not tried yet."


POWER = [
    (None, 50, Verdict.GOOD, "mains"),
    (Battery(20, True), 50, Verdict.GOOD, "plugged in"),
    (Battery(80, False, 55 * 60), 50, Verdict.LOOK, "plug in"),
    (Battery(80, False, 200 * 60), 50, Verdict.GOOD, "200 min"),
    (Battery(80, False), 50, Verdict.GOOD, "not plugged in"),
    (Battery(40, False), 50, Verdict.LOOK, "not plugged in"),
]


@pytest.mark.parametrize(("battery", "minutes", "verdict", "words"), POWER)
def test_power(battery: Battery | None, minutes: int, verdict: Verdict, words: str) -> None:
    found = checks.power(battery, minutes)
    assert found.verdict is verdict
    assert words in found.words


def test_sleep_notifications_and_problems_are_said() -> None:
    assert checks.sleep(False).verdict is Verdict.LOOK
    assert "Control Centre" in checks.notifications(False, "darwin").words
    assert "Do not disturb" in checks.notifications(False, "win32").words
    assert checks.notifications(True).verdict is Verdict.GOOD
    broken = read_deck(Path("does-not-exist.md"))
    assert checks.problems(broken).verdict is Verdict.BAD
    assert "the plan does not fit" in checks.problems(Deck("d.md"), ("it clashes",)).words.casefold()


def test_the_qr_is_black_on_white_with_quiet_around(qapp: QApplication) -> None:
    view = QrView(150, "http://192.168.1.7:8080/")
    view.resize(150, 150)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    quiet = [image.pixelColor(x, y).lightness() for x in range(12) for y in range(150)]
    assert set(quiet) == {255}
    ink = {image.pixelColor(x, y).name() for x in range(150) for y in range(150)}
    assert ink == {"#000000", "#ffffff"}
    view.deleteLater()


def test_a_test_card_says_what_it_is_and_goes_with_any_key(qapp: QApplication) -> None:
    placement = Placement(None, Placement(LAPTOP, ScreenInfo(qapp.screens()[0].name(), (0, 0, 8, 8))).stage)
    (card, *others) = testcard.show_cards(placement)
    assert (card.title, len(others)) == ("The room sees this", len(qapp.screens()) - 1)
    assert card.isFullScreen()
    QTest.keyClick(card, Qt.Key.Key_Space)
    qapp.processEvents()
    assert not [w for w in qapp.topLevelWidgets() if isinstance(w, TestCard) and w.isVisible()]
