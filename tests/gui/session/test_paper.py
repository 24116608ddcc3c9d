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
