"""The end of a session: what is taken along, what is deleted, and that nothing happens by chance."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facilitator.room.errors import RoomError
from facilitator.room.records import Entry, RoomSettings
from facilitator.ui.dialogs.end import EndDialog, Ending
from facilitator.ui.tokens import DARK, Tokens

ENTRIES = [
    Entry("a", "question", "Where is <b>naloxone</b> kept?\nSecond line", votes=3),
    Entry("b", "concern", "=HYPERLINK(evil)"),
]


class World:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.left: list[tuple[bool, float]] = []
        self.stayed = 0
        self.written: list[Path] = []
        self.entries = list(ENTRIES)
        self.error: RoomError | None = None
        self.name = "entries.{}"

    def ending(self, room: bool = True, parked: tuple[str, ...] = ("Ask about *pharmacies*",)) -> Ending:
        return Ending(
            "Talk / 1",
            RoomSettings(title="Talk") if room else None,
            self.collect if room else None,
            self.fetch if room else None,
            parked,
            on_written=self.written.extend,
            leave=lambda delete, days: self.left.append((delete, days)),
            stay=self.stay,
            today=lambda: date(2026, 1, 28),
            choose=lambda _w, _p, kind: str(self.folder / self.name.format(kind)) if self.name else "",
        )

    def stay(self) -> None:
        self.stayed += 1

    def collect(self, then: Callable[[Any], None], otherwise: Callable[[RoomError], None]) -> None:
        self.asked.append("collect")
        otherwise(RoomError("The room is closed."))

    def fetch(self, then: Callable[[Any], None], otherwise: Callable[[RoomError], None]) -> None:
        self.asked.append("fetch")
        otherwise(self.error) if self.error else then(self.entries)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def open_end(qapp: QApplication, world: World) -> Iterator[Callable[..., EndDialog]]:
    made: list[EndDialog] = []

    def make(**more: Any) -> EndDialog:
        dialog = EndDialog(world.ending(**more), Tokens(DARK))
        made.append(dialog)
        dialog.show()
        return dialog

    yield make
    for dialog in made:
        dialog.close()
        dialog.deleteLater()


def test_delete_now_is_the_default_and_the_button_says_it(
    open_end: Callable[..., EndDialog], world: World
) -> None:
    dialog = open_end()
    assert dialog.go.text() == "Delete and end"
    said = dialog.delete.accessibleDescription()
    for what in ("the room with all its entries", "the session's record", "the parked lines"):
        assert what in said
    dialog.go.click()
    assert world.left == [(True, 0.0)]
    assert world.stayed == 0


def test_keeping_says_until_when(open_end: Callable[..., EndDialog], world: World) -> None:
    dialog = open_end()
    dialog.keep.setChecked(True)
    assert dialog.go.text() == "Keep and end"
    assert "Until 4 February" in dialog.keep.accessibleDescription()
    assert "dismissed is erased now" in dialog.keep.accessibleDescription()
    dialog.go.click()
    assert world.left == [(False, 7.0)]


def test_escape_changes_nothing(open_end: Callable[..., EndDialog], world: World) -> None:
    dialog = open_end()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert (world.left, world.stayed) == ([], 1)


@pytest.mark.parametrize("name", ["csv", "go_on"])
def test_enter_presses_the_button_that_has_the_focus(
    open_end: Callable[..., EndDialog], world: World, name: str
) -> None:
    dialog = open_end()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    focus = dialog.go_on if name == "go_on" else dialog.kinds[name]
    focus.setFocus()
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert world.left == [], "Enter on another button must never delete"
    assert (world.stayed, len(world.written)) == ((1, 0) if name == "go_on" else (0, 1))


def test_enter_in_a_hurry_deletes_nothing(open_end: Callable[..., EndDialog], world: World) -> None:
    dialog = open_end()
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    assert world.left == []
    assert [p.suffix for p in world.written] == [".xlsx"], "it begins with taking the entries along"


def test_entries_as_excel_csv_pdf_and_markdown(open_end: Callable[..., EndDialog], world: World) -> None:
    dialog = open_end()
    for kind in ("xlsx", "csv", "pdf", "md"):
        dialog.kinds[kind].click()
        assert "2 entries written" in dialog.written.text()
    assert world.asked[:2] == ["collect", "fetch"], "what still waits comes along"
    assert [p.suffix for p in world.written] == [".xlsx", ".csv", ".pdf", ".md"]
    assert "entries.pdf" in dialog.made.text(), "the dialog lists what stays"
    rows = list(csv.reader((world.folder / "entries.csv").read_text("utf-8-sig").splitlines(True)))
    assert rows[2][1] == "'=HYPERLINK(evil)"
    text = (world.folder / "entries.md").read_text(encoding="utf-8")
    assert "<b>" not in text
    assert "naloxone" in text
    assert "Ask about \\*pharmacies\\*" in text
    import pypdf

    pages = pypdf.PdfReader(world.folder / "entries.pdf").pages
    pdf = " ".join("\n".join(page.extract_text() for page in pages).split())
    for words in ("Question", "<b>naloxone</b>", "=HYPERLINK(evil)", "Ask about *pharmacies*", "Second line"):
        assert words in pdf
    with zipfile.ZipFile(world.folder / "entries.xlsx") as book:
        assert "naloxone" in book.read("xl/sharedStrings.xml").decode()


def test_a_failure_is_said_and_nothing_is_lost(open_end: Callable[..., EndDialog], world: World) -> None:
    dialog = open_end()
    world.error = RoomError("The room does not answer just now.")
    dialog.kinds["csv"].click()
    assert "does not answer" in dialog.written.text()
    world.error = None
    world.name = "missing/entries.{}"
    dialog.kinds["csv"].click()
    assert "Choose another place" in dialog.written.text()
    world.name = ""
    dialog.kinds["csv"].click()
    assert world.written == []
    world.entries, world.name = [], "x.{}"
    assert dialog.kinds["csv"].isEnabled()


def test_nothing_written_is_nothing_to_export(open_end: Callable[..., EndDialog], world: World) -> None:
    world.entries = []
    dialog = open_end(parked=())
    dialog.kinds["csv"].click()
    assert "nothing to take along" in dialog.written.text()
    assert world.written == []


def test_without_a_room_only_the_record_is_spoken_of(open_end: Callable[..., EndDialog]) -> None:
    dialog = open_end(room=False, parked=())
    assert dialog.kinds == {}
    assert "Deletes the session's record." in dialog.delete.accessibleDescription()
