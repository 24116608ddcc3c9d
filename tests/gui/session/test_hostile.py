"""The sixty hostile strings, sent by a phone to a running session: inbox, stage and all four takeaways show
them as the plain text that they are. (The page: tests/web; in decks and PowerPoint: tests/export.)"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from facilitator.room.records import Release
from facilitator.room.server.text import clean
from facilitator.ui.dialogs import takeaway
from facilitator.ui.session.session import Session
from facilitator.ui.stage.sight import SightKind
from tests.fidelity.lines import words_of
from tests.gui.conftest import Make
from tests.hostile import HOSTILE
from tests.room.rooms import Phone

Sent = dict[str, str]
"""Cleaned text by name."""


def send_all(session: Session) -> Sent:
    """Under the limits that ship: sixty from one address at once."""
    assert session.link.host is not None
    phone = Phone(session.link.host.port)
    sent: Sent = {}
    for name, text in HOSTILE:
        _, answer = phone.send(text, "complaint")
        kept = clean(text)
        if kept and len(kept.encode()) <= 4000:
            assert answer.status == 200, name
            sent[name] = kept
        else:
            assert answer.status == 422, name
    phone.close()
    return sent


@pytest.fixture
def session(make_session: Make, qtbot: QtBot) -> Session:
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    return s


def plain(text: str) -> None:
    """No label that shows it would take it for markup."""
    for label in QApplication.allWidgets():
        if isinstance(label, QLabel) and text in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText, text[:60]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_inbox_and_stage_show_them_as_text(session: Session, qtbot: QtBot) -> None:
    s, inbox = session, session.desk.window.inbox
    sent = send_all(s)
    assert len(sent) >= 55
    s.desk.do("next")
    s.desk.window.side.open_page("inbox")
    qtbot.waitUntil(lambda: inbox.model.rowCount() == len(sent), timeout=15000)
    rows = [inbox.model.index(row) for row in range(len(sent))]
    assert sorted(str(row.data()) for row in rows) == sorted(sent.values())
    for row in rows:
        assert row.data(Qt.ItemDataRole.ToolTipRole) is None
    ids = {entry.text: entry.id for entry in inbox.model.entries}
    for name, text in sent.items():
        inbox.select(ids[text])
        inbox.list.grab()  # painted
        s.desk.do("show_entry")
        assert s.stage.sight.kind is SightKind.CARD, name
        scene = s.stage.sight.scene
        assert scene is not None
        shown = "".join(words_of(scene))
        assert squeezed(text) in squeezed(shown), f"{name} is not on the wall as it was written"
        s.stage.grab()
        plain(text)
        s.room_desk.off_stage()
    assert s.stage.sight.kind is SightKind.SLIDE


def test_takeaways_hold_them_as_text(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    s = session
    sent = send_all(s)
    qtbot.waitUntil(lambda: bool(s.link.view and len(s.link.view.entries) == len(sent)), timeout=15000)
    assert s.link.view is not None
    assert s.link.host is not None
    files = {kind: tmp_path / f"entries.{kind}" for kind, _ in takeaway.KINDS}
    for path in files.values():
        takeaway.write(path, s.link.view.entries, s.link.host.settings)

    table = list(csv.reader(io.StringIO(files["csv"].read_text(encoding="utf-8-sig"), newline="")))
    cells = {row[1] for row in table[1:]}
    for name, text in sent.items():
        # a sign that a formula could begin with, in a cell or behind a semicolon, has a "'" before it
        assert text.replace("'", "") in {cell.replace("'", "") for cell in cells}, name
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r"))]

    with zipfile.ZipFile(files["xlsx"]) as book:
        assert b"<f>" not in b"".join(book.read(n) for n in book.namelist() if "worksheets" in n)
        assert not [n for n in book.namelist() if "externalLink" in n or "hyperlink" in n.lower()]

    for name in ("script", "img-onerror", "qt-rich-text", "formula-equals", "javascript-url", "sql"):
        # alone: beside the sixty, a reader of PDF may turn round signs that stand next to Arabic ones
        alone = [entry for entry in s.link.view.entries if squeezed(entry.text) == squeezed(sent[name])]
        takeaway.write(tmp_path / "one.pdf", alone, s.link.host.settings)
        with pypdfium2.PdfDocument(tmp_path / "one.pdf") as made:
            assert squeezed(sent[name]) in squeezed(made[0].get_textpage().get_text_range()), name
    assert b"/URI" not in files["pdf"].read_bytes()
    assert "<script>" not in files["md"].read_text(encoding="utf-8")
