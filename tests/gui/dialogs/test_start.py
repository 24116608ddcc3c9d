"""The start screen: recent decks, opening, dropping, own copy, continuing; the cheat-sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from facilitator.show.recovery import Session
from facilitator.show.state import Card, CardKind, Position, ShowState
from facilitator.system import paths
from facilitator.system.resources import sample_deck
from facilitator.system.settings import Settings
from facilitator.ui.dialogs import own_copy, recent
from facilitator.ui.dialogs.cheatsheet import CheatSheet
from facilitator.ui.dialogs.own_copy import CopyError, copy_sample
from facilitator.ui.dialogs.start import StartScreen
from facilitator.ui.keys import TABLE, shown
from facilitator.ui.tokens import DARK, LIGHT, Tokens

NOW = datetime(2026, 1, 15, 10, 0).astimezone()


@pytest.fixture
def open_start(qapp: object) -> Iterator[Callable[..., StartScreen]]:
    made: list[StartScreen] = []

    def make(*sessions: Session, folder: str = "") -> StartScreen:
        screen = StartScreen(
            Tokens(DARK),
            sessions=lambda: list(sessions),
            choose_folder=lambda _parent, _start: folder,
            now=lambda: NOW,
        )
        made.append(screen)
        screen.show()
        screen.activateWindow()
        return screen

    yield make
    for screen in made:
        screen.close()
        screen.deleteLater()


def deck(folder: Path, name: str = "deck.md") -> Path:
    file = folder / name
    file.write_text("# Hello\n", encoding="utf-8")
    return file


def words(widget: QWidget) -> str:
    return "\n".join(x.text() for x in widget.findChildren(QLabel) if not x.isHidden())


def interrupted(deck_file: Path) -> Session:
    state = ShowState(Position(14), started=True, parked=("a",), card=Card(CardKind.BREAK))
    return Session(
        deck_file.with_name("session.jsonl"),
        state,
        deck=str(deck_file),
        title="<b>Principles</b>",
        room="r.sqlite3",
        part=3,
        elapsed=2470,
        last=NOW - timedelta(minutes=7),
    )


# --- recent decks -------------------------------------------------------------------------------------


def test_recent_decks_newest_first_without_doubles(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(15):
        recent.note(settings, tmp_path / f"{number}.md", f"Deck {number}")
    recent.note(settings, tmp_path / "7.md", "Deck seven")
    found = recent.recent(Settings())
    assert len(found) == recent.MOST
    assert (found[0].title, found[0].path) == ("Deck seven", tmp_path / "7.md")
    assert sum(r.path == tmp_path / "7.md" for r in found) == 1


def test_enter_opens_the_newest_delete_takes_it_off(
    open_start: Callable[..., StartScreen], tmp_path: Path, qtbot: object
) -> None:
    recent.note(Settings(), deck(tmp_path, "old.md"), "Old")
    recent.note(Settings(), deck(tmp_path, "new.md"), "New")
    screen = open_start()
    with qtbot.waitSignal(screen.deck_chosen) as got:  # type: ignore[attr-defined]
        QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert got.args == [tmp_path / "new.md"]
    screen.list.setFocus()
    QTest.keyClick(screen.list, Qt.Key.Key_Delete)
    assert [r.title for r in recent.recent(Settings())] == ["Old"]


def test_a_deck_that_is_gone_is_said_and_stays_listed(
    open_start: Callable[..., StartScreen], tmp_path: Path
) -> None:
    recent.note(Settings(), tmp_path / "gone.md", "Gone")
    screen = open_start()
    chosen: list[object] = []
    screen.deck_chosen.connect(chosen.append)
    assert "not there now" in screen.list.item(0).text()
    QTest.keyClick(screen.list, Qt.Key.Key_Return)
    assert chosen == []
    assert "stick" in screen.said.text()
    assert recent.recent(Settings())


def test_dropped_files_and_folders(open_start: Callable[..., StartScreen], tmp_path: Path) -> None:
    screen = open_start()
    chosen: list[object] = []
    screen.deck_chosen.connect(chosen.append)

    def drop(path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        screen.dropEvent(event)

    drop(deck(tmp_path, "Ünser deck.md"))
    assert chosen == [tmp_path / "Ünser deck.md"]
    drop(tmp_path)
    assert len(chosen) == 2, "a folder with one deck is that deck"
    deck(tmp_path, "second.md")
    drop(tmp_path)
    assert len(chosen) == 2
    assert "Choose the Markdown file" in screen.said.text()


# --- the sample ---------------------------------------------------------------------------------------


def test_own_copy_takes_pictures_along_and_never_overwrites(tmp_path: Path) -> None:
    first, second = copy_sample(tmp_path), copy_sample(tmp_path)
    assert first != second
    for made in (first, second):
        assert made.read_bytes() == sample_deck().read_bytes()
        have = {p.name for p in made.parent.rglob("*")}
        assert have == {p.name for p in sample_deck().parent.rglob("*")}
    first.write_text("# mine", encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    open_start: Callable[..., StartScreen], tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(CopyError, match="Choose another folder"):
        copy_sample(blocked)
    screen = open_start(folder=str(blocked))
    screen.copy.click()
    assert "could not be made" in screen.said.text()
    assert not list(tmp_path.glob("file/*"))


def test_own_copy_is_opened_at_once(open_start: Callable[..., StartScreen], tmp_path: Path) -> None:
    screen = open_start(folder=str(tmp_path))
    chosen: list[Path] = []
    screen.deck_chosen.connect(chosen.append)
    screen.copy.click()
    assert chosen[0].is_file()
    assert chosen[0].parent.parent == tmp_path
    assert own_copy.default_parent().is_dir()


# --- continuing ---------------------------------------------------------------------------------------


def test_an_interrupted_session_is_offered_first(
    open_start: Callable[..., StartScreen], tmp_path: Path
) -> None:
    kept = interrupted(deck(tmp_path))
    screen = open_start(kept)
    said = words(screen)
    assert "“<b>Principles</b>” was interrupted 7 minutes ago." in said, "shown as it is, not as markup"
    assert "1 parked line" in said
    assert "the break card" in said
    chosen: list[object] = []
    screen.session_chosen.connect(chosen.append)
    go = next(b for b in screen.findChildren(QPushButton) if b.text().startswith("Continue"))
    assert go.text() == "Continue at slide 14, part 3, 00:41:10"
    go.click()
    assert chosen == [kept]


def test_what_the_room_wrote_is_not_gone_by_one_click(
    open_start: Callable[..., StartScreen], tmp_path: Path
) -> None:
    from facilitator.room.records import RoomSettings
    from tests.room.rooms import Bench

    folder = paths.private_dir(paths.rooms_dir())
    bench = Bench(folder / "r.sqlite3", RoomSettings())
    bench.send("a complaint about my own boss")
    bench.room.collect(force=True)
    bench.store.close()
    kept = interrupted(deck(tmp_path))
    kept.path.write_text("{}")
    screen = open_start(kept)
    assert "the room and its entries" in words(screen)
    forget = next(b for b in screen.findChildren(QPushButton) if b.text() == "Forget it")
    forget.click()
    assert forget.text() == "Delete what the room wrote, for good"
    assert kept.path.exists()
    assert bench.path.exists()
    forget.click()
    assert not kept.path.exists()
    assert not bench.path.exists()


def test_a_session_whose_deck_is_gone_cannot_be_continued_but_forgotten_with_its_room(
    open_start: Callable[..., StartScreen], tmp_path: Path
) -> None:
    kept = interrupted(tmp_path / "gone.md")
    kept.path.write_text("{}")
    room = paths.private_dir(paths.rooms_dir()) / "r.sqlite3"
    room.write_bytes(b"what somebody wrote in confidence")
    screen = open_start(kept)
    buttons = {b.text(): b for b in screen.findChildren(QPushButton)}
    assert not buttons[kept.offer].isEnabled()
    buttons["Forget it"].click()
    assert not kept.path.exists()
    assert not room.exists()
    assert not buttons[kept.offer].isVisible()


# --- the cheat-sheet ----------------------------------------------------------------------------------


def test_the_cheat_sheet_has_every_command_and_finds_keys_and_words(qapp: object) -> None:
    sheet = CheatSheet(Tokens(LIGHT))
    sheet.show()
    assert set(sheet.found()) == {r.id for r in TABLE if r.all_keys}
    said = words(sheet)
    for row in TABLE:
        if row.all_keys:
            assert row.label in said
            assert shown(row.all_keys[0]) in said
    sheet.search.setText("freeze")
    assert "freeze" in sheet.found()
    assert "export" not in sheet.found()
    sheet.search.setText("q")
    assert sheet.found() == ["join_card"], "a single letter is a key"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    sheet.deleteLater()
