"""A marked session at the console, then a search of every file: nothing that identifies is found.

As tests/room/test_marked_session.py, with the windows: the show's journal, the log after a fault of ours, a
PowerPoint file made meanwhile, and the takeaways of the end dialog. After "delete now": no entry's text.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import zlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitator.app import PresentOptions, Runner, application
from facilitator.room.records import EntryState, Release
from facilitator.system import log, paths
from facilitator.ui.console.inbox import Act
from facilitator.ui.dialogs import takeaway
from facilitator.ui.dialogs.export_job import ExportJob, ExportWish
from facilitator.ui.session.session import Session
from facilitator.ui.stage.sight import SightKind
from tests.gui.conftest import Make
from tests.room.rooms import Phone
from tests.room.test_marked_session import Marks, files, search, unpacked

PEOPLE = 6
ADDRESSES = {f"address {n}": f"127.0.0.{n}" for n in range(2, 2 + PEOPLE)}


def inflated(data: bytes) -> bytes:
    """A PDF's streams, so that compression hides nothing."""
    parts = [data]
    at = 0
    while (at := data.find(b"stream", at)) >= 0:
        body = data[at + 6 :].lstrip(b"\r\n")
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(body))
        at += 6
    return b"\n".join(parts)


def opened(data: bytes) -> bytes:
    return inflated(data) if data.startswith(b"%PDF") else unpacked(data)


@pytest.fixture
def everything(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders where this session may write: all of them are searched."""
    temp, cache, work = (tmp_path / name for name in ("temp", "cache", "work"))
    for folder in (temp, cache, work):
        folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temp))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(work)  # a core file or a crash report would lie here
    return [tmp_path, home, temp, cache, work]


def people_write(session: Session, marks: Marks) -> None:
    assert session.link.host is not None
    for n in range(PEOPLE):
        phone = Phone(
            session.link.host.port,
            f"127.0.0.{2 + n}",
            User_Agent=marks.mark(f"agent {n}"),
            Accept_Language=marks.mark(f"language {n}"),
            Cookie=f"id={marks.mark(f'cookie {n}')}",
            X_Forwarded_For=marks.mark(f"forwarded {n}"),
        )
        seat, receipt, left = (secrets.token_hex(16) for _ in range(3))
        marks.never |= {f"seat {n}": seat, f"receipt {n}": receipt, f"receipt of withdrawn {n}": left}
        phone.get(f"/test?{marks.mark(f'self-test {n}')}")
        for secret, text in (
            (receipt, f"{marks.keep(f'entry {n}')} stays here"),
            (left, f"{marks.mark(f'withdrawn {n}')} was taken back"),
        ):
            body = {"receipt": secret, "category": "concern", "text": text, "seat": seat}
            assert phone.ask("POST", "/api/v1/entries", body).status == 200
        assert phone.post("entries/withdraw", receipt=left).status == 200
        phone.close()


def trainer_works(s: Session, qtbot: QtBot) -> None:
    """One on the stage, one answered, one parked, one dismissed, one published with a reply."""
    inbox = s.desk.window.inbox
    qtbot.waitUntil(lambda: inbox.model.rowCount() == PEOPLE, timeout=10000)
    s.desk.do("next")
    s.desk.do("show_entry")
    assert s.stage.sight.kind is SightKind.CARD
    s.desk.do("answered")
    qtbot.waitUntil(lambda: any(e.state is EntryState.ANSWERED for e in inbox.model.entries), timeout=10000)
    fresh = [e.id for e in inbox.model.entries if e.state is EntryState.NEW]
    for act, chosen in zip((Act.PARK, Act.DISMISS, Act.PUBLISH), fresh, strict=False):
        s.room_desk.act(act, chosen)
    # The reply quotes what was written; the search is for it too. None of it may stay outside the room.
    words = next(e.text for e in inbox.model.entries if e.id == fresh[2])
    shown = s.room_desk.entry(fresh[2])
    assert shown is not None
    s.room_desk.reply(shown, f"Thank you for: {words}", True, then=lambda: None, otherwise=lambda _: None)
    inbox.open_search()
    inbox.search.setText(words)
    assert [e.id for e in inbox.model.rows] == [fresh[2]]
    inbox.close_search()
    s.room_desk.act(Act.STAR, fresh[3])
    qtbot.waitUntil(lambda: any(e.starred for e in inbox.model.entries), timeout=10000)
    s.desk.do("undo")
    qtbot.waitUntil(lambda: not any(e.starred for e in inbox.model.entries), timeout=10000)
    s.desk.commander.show("park", text="the trainer's own line")
    qtbot.waitUntil(lambda: any(e.state is EntryState.PARKED for e in inbox.model.entries), timeout=10000)
    qtbot.waitUntil(lambda: any(e.reply for e in inbox.model.entries), timeout=10000)


def export(wish: ExportWish, qtbot: QtBot) -> bytes:
    job = ExportJob(wish)
    with qtbot.waitSignal(job.done, timeout=60000):
        job.start()
    return wish.out.read_bytes()


def test_a_marked_session_at_the_console(
    make_session: Make, qtbot: QtBot, deck_file: Path, home: Path, everything: list[Path]
) -> None:
    log.to_file()
    marks = Marks()
    s = make_session(with_room=True, release=Release.INSTANT)
    qtbot.waitUntil(lambda: s.link.view is not None, timeout=15000)
    assert s.link.host is not None
    people_write(s, marks)
    trainer_works(s, qtbot)

    # A fault of ours, in the middle of somebody's words; and the room's process dies.
    text = next(iter(marks.kept.values()))
    runner = Runner(application(), PresentOptions())
    runner.session = s
    try:
        raise ValueError(f"cannot draw {text!r}")
    except ValueError as error:
        runner._excepthook(ValueError, error, error.__traceback__)
    before = s.link.host.restarts
    os.kill(s.link.host.process_id or 0, 9)
    qtbot.waitUntil(lambda: s.link.host is not None and s.link.host.restarts > before, timeout=15000)
    qtbot.waitUntil(lambda: s.link.state == "connected", timeout=15000)
    qtbot.waitUntil(lambda: bool(s.link.view and len(s.link.view.entries) == PEOPLE), timeout=15000)

    # The deck as PowerPoint and PDF, while the room is open: the room is not in them.
    whole = marks.never | marks.kept | ADDRESSES
    for name in ("deck.pptx", "deck.pdf"):
        data = opened(export(ExportWish(deck_file, deck_file.parent / name, notes=True), qtbot))
        search(whole, data, name)

    # The takeaways hold the words and nothing else.
    assert s.link.view is not None
    takeaways = home.parent / "takeaways"
    takeaways.mkdir()
    for kind, _ in takeaway.KINDS:
        made = takeaways / f"entries.{kind}"
        takeaway.write(made, s.link.view.entries, s.link.host.settings, s.show.state.parked)
        data = opened(made.read_bytes())
        search(marks.never | ADDRESSES, data, made.name)
        if kind != "pdf":  # a PDF's letters are numbers of glyphs
            assert all(word.encode() in data for word in marks.kept.values()), made.name

    # While the session runs: the words are in the room's file and in the takeaways, and nowhere else.
    journal, room = s.journal.path, s.link.host.file
    assert b"the trainer's own line" in journal.read_bytes()
    assert "ValueError at" in paths.log_file().read_text(encoding="utf-8")
    for path, data in files(*everything):
        search(marks.never | ADDRESSES, opened(data), str(path))
        if path.parent != takeaways and not path.name.startswith(room.name):
            search(marks.kept, opened(data), str(path))

    s.desk.do("end")
    dialog = s.desk.programs._open["end"]
    dialog.go.click()  # "Delete and end" is the default
    QApplication.processEvents()
    assert s.closed
    assert not room.exists()
    assert not journal.exists()
    for path, data in files(*everything):
        if path.parent != takeaways:
            search(whole, opened(data), f"{path}, after the room was deleted")


def test_the_search_sees_into_a_pdf() -> None:
    packed = b"%PDF-1.4 1 0 obj <<>> stream\r\n" + zlib.compress(b"canary0011") + b"\nendstream"
    with pytest.raises(AssertionError, match="was found"):
        search({"a mark": "canary0011"}, opened(packed), "a PDF")
