"""Saving the deck while it is shown: the same slide stays, a broken save changes nothing on the wall."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from facilitator.ui.session.session import Session
from tests.gui.conftest import DECK, Make, shows


def save(file: Path, text: str) -> None:
    """As most editors do: a new file takes the old one's place."""
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def title(session: Session) -> str:
    scene = session.stage.sight.scene
    return scene.title if scene is not None else ""


def test_a_slide_inserted_above_moves_nothing_on_the_wall(
    make_session: Make, deck_file: Path, qtbot: QtBot
) -> None:
    s = make_session()
    s.desk.do("next")
    s.desk.do("next")
    before = s.stage.sight.scene
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        save(deck_file, DECK.replace("# A small deck\n", "# A small deck\n\n---\n## New\n", 1))
    assert shows(s) == (3, 1)
    assert s.stage.sight.scene is before, "what did not change is not laid out again"
    assert s.show.elapsed() >= 0
    assert s.desk.window.overview.model.rowCount() == 5


def test_the_slide_on_the_wall_is_edited_in_place(make_session: Make, deck_file: Path, qtbot: QtBot) -> None:
    s = make_session()
    s.desk.commander.show("jump", slide=3)
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        save(deck_file, DECK.replace("## Bridges", "## Bridges and boats"))
    assert title(s) == "Bridges and boats"
    assert shows(s) == (3, 0)


def test_an_empty_save_changes_nothing_and_is_explained(
    make_session: Make, deck_file: Path, qtbot: QtBot
) -> None:
    s = make_session()
    s.desk.do("next")
    before = s.stage.sight
    with qtbot.waitSignal(s.deck_desk.held, timeout=5000):
        save(deck_file, "")
    assert s.stage.sight.same(before)
    assert "still sees the version before" in s.desk.window.lasting.text.text()
    s.desk.problems.accept()
    assert s.stage.sight.same(before), "there is nothing in it to accept"
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        save(deck_file, DECK)
    assert not s.desk.window.lasting.isVisible()


def test_an_error_is_held_back_until_it_is_accepted(
    make_session: Make, deck_file: Path, qtbot: QtBot
) -> None:
    s = make_session()
    s.desk.commander.show("jump", slide=3)
    broken = DECK.replace("Text about bridges", "Text about boats\n\n```\nnever closed")
    with qtbot.waitSignal(s.deck_desk.held, timeout=5000):
        save(deck_file, broken)
    assert title(s) == "Bridges"
    assert len(s.show.outline) == 4
    pane = s.desk.window.problems
    assert pane.list.count() >= 1
    assert pane.held.text() in s.desk.window.lasting.text.text()
    pane.accept_wanted.emit()
    assert s.deck_desk.waiting is None
    assert title(s) == "Bridges"


def test_frozen_stays_on_the_same_slide_through_a_reload(
    make_session: Make, deck_file: Path, qtbot: QtBot
) -> None:
    s = make_session()
    s.desk.commander.show("jump", slide=2)
    s.desk.do("freeze")
    s.desk.do("next_slide")
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        save(deck_file, DECK.replace("# A small deck\n", "# A small deck\n\n---\n## New\n", 1))
    assert title(s) == "Apples"
    assert s.show.state.position.slide == 4


def test_a_new_picture_is_noticed(make_session: Make, tmp_path: Path, qtbot: QtBot) -> None:
    from PySide6.QtGui import QColor, QImage

    file = tmp_path / "with.md"
    file.write_text("# One\n\n![A square](square.png)\n", encoding="utf-8")
    s = make_session(file)
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor("#00FF00"))
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        picture.save(str(tmp_path / "square.png"))
    image = s.stage.grab().toImage()
    greens = sum(
        image.pixelColor(x, y) == QColor("#00FF00")
        for x in range(0, image.width(), 10)
        for y in range(0, image.height(), 10)
    )
    assert greens > 4


def test_fields_filled_in_appear_on_the_slide(make_session: Make, qtbot: QtBot) -> None:
    s = make_session()
    s.desk.commander.show("jump", slide=4)
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        s.use_fields({"crisis_line": "555 0199"})
    scene = s.stage.sight.scene
    assert scene is not None
    assert "555 0199" in str(scene.items)
    s.desk.do("resources_card")
    assert "555 0199" in str(s.stage.sight.scene.items)


def test_a_deck_that_was_deleted_is_called_gone_not_empty(
    make_session: Make, deck_file: Path, qtbot: QtBot
) -> None:
    """The wall stays, the console names the missing file, and putting it back goes on as before."""
    s = make_session()
    before = s.stage.sight.scene
    with qtbot.waitSignal(s.deck_desk.held, timeout=5000):
        deck_file.unlink()
    assert s.stage.sight.scene is before
    assert s.messages.lasting is not None
    assert f"{deck_file.name} is not there any more" in s.messages.lasting.text
    with qtbot.waitSignal(s.deck_desk.accepted, timeout=5000):
        save(deck_file, DECK.replace("# A small deck", "# A small deck again"))
    assert title(s) == "A small deck again"
