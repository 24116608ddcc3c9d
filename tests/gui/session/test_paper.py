"""Question cards to print, from the menu to the file."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitator.ui.messages import Level
from facilitator.ui.session.session import Session
from tests.gui.conftest import Make, shows


def chosen(s: Session, out: Path) -> None:
    """Room > Question cards to print …, and this file in the dialog."""
    s.desk.menus.actions["question_cards"].trigger()
    (dialog,) = s.desk.window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.setDirectory(str(out.parent))
    dialog.selectFile(str(out))
    dialog.accept()


def test_the_menu_writes_cards_while_the_show_goes_on(
    make_session: Make, qtbot: QtBot, tmp_path: Path
) -> None:
    s = make_session()
    action = s.desk.menus.actions["question_cards"]
    assert action in s.desk.menus.menus["Room"].actions()
    assert action.text() == "Question cards to print …"
    out = tmp_path / "for the room.pdf"
    chosen(s, out)
    s.desk.do("next")
    assert shows(s)[0] == 2
    qtbot.waitUntil(lambda: s.messages.passing is not None and out.name in s.messages.passing.text)
    said = s.messages.passing
    assert said is not None
    assert said.level is Level.DONE
    assert [label for label, _ in said.actions] == ["Open"]
    assert "A small deck" in PdfReader(out).pages[0].extract_text()


def test_a_place_that_cannot_be_written_is_said(make_session: Make, qtbot: QtBot, tmp_path: Path) -> None:
    from facilitator.ui.session.paper import PaperCards

    s = make_session()
    PaperCards(s.desk, s.desk.programs).write(tmp_path / "gone" / "cards.pdf")
    qtbot.waitUntil(lambda: s.messages.lasting is not None)
    assert s.messages.lasting is not None
    assert "could not be written" in s.messages.lasting.text


def test_a_paper_card_joins_the_next_batch(make_session: Make, qtbot: QtBot) -> None:
    """Typed in at the console, it comes out like any other entry; its words stay until they are taken."""
    from facilitator.ui.dialogs.paper_card import PaperCardDialog

    s = make_session(with_room=True)
    qtbot.waitUntil(lambda: s.room.state == "connected", timeout=15_000)
    s.desk.menus.actions["type_in_card"].trigger()
    (dialog,) = s.desk.window.findChildren(PaperCardDialog)
    dialog.put.click()
    assert "nothing to read" in dialog.said.text()
    dialog.doors.buttons()[1].setChecked(True)
    dialog.text.setPlainText("The room is cold.")
    dialog.put.click()
    qtbot.waitUntil(lambda: not dialog.text.toPlainText(), timeout=10_000)
    s.room.call("collect", True)
    qtbot.waitUntil(lambda: s.room.view is not None and len(s.room.view.entries) == 1, timeout=10_000)
    assert s.room.view is not None
    (entry,) = s.room.view.entries
    assert (entry.text, entry.category) == ("The room is cold.", "question")
    dialog.close()


def test_without_a_room_a_card_has_nowhere_to_go(make_session: Make) -> None:
    s = make_session()
    s.desk.menus.actions["type_in_card"].trigger()
    assert s.messages.passing is not None
    assert "no open room" in s.messages.passing.text
