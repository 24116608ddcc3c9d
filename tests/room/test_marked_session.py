"""A marked session, then a search of every file: nothing that identifies is found (3.7, test 1).

Real server, real HTTP from many addresses, real SQLite. Everything that a phone says about itself carries a
mark; so do withdrawn texts. Afterwards all files that the session wrote are read, byte by byte.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import resource
import secrets
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from facilitator.room import takeaway
from facilitator.room.host import RoomHost
from facilitator.room.records import Entry, Limits, RoomSettings
from facilitator.system import log, paths
from tests.room.rooms import Phone, running, until

SETTINGS = RoomSettings(
    title="Marked session",
    batch_seconds=(0.2, 0.4),
    batch_longest=2.0,
    limits=Limits(room_per_minute=10_000, address_per_minute=1000),
)


@dataclass
class Marks:
    """What must be found nowhere, and what may be found only until the room is deleted."""

    never: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    def mark(self, what: str) -> str:
        word = f"canary{secrets.token_hex(6)}"
        self.never[what] = word
        return word

    def keep(self, what: str) -> str:
        word = f"kept{secrets.token_hex(6)}"
        self.kept[what] = word
        return word


def files(*folders: Path) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and not path.is_symlink():
                with contextlib.suppress(OSError):
                    yield path, path.read_bytes()


def forms(word: str) -> list[bytes]:
    """A word as it could lie in a file."""
    found = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]
    if re.fullmatch(r"(?:[0-9a-f]{2})+", word):
        found.append(bytes.fromhex(word))
    return found


def search(words: dict[str, str], data: bytes, where: str) -> None:
    for what, word in words.items():
        for form in forms(word):
            assert form not in data, f"{what} was found in {where}"


def unpacked(data: bytes) -> bytes:
    """A zip's members, so that compression hides nothing."""
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as book:
        return data + b"".join(book.read(name) + name.encode() for name in book.namelist())
    return data


def participate(host: RoomHost, marks: Marks, people: int) -> None:
    """Each person has an address, an agent, a referrer, a language, a seat and receipts of their own."""
    for n in range(people):
        source = f"127.0.0.{2 + n % 59}"
        phone = Phone(
            host.port,
            source,
            User_Agent=marks.mark(f"agent {n}"),
            Referer=f"http://127.0.0.1/{marks.mark(f'referrer {n}')}",
            Accept_Language=marks.mark(f"language {n}"),
            Cookie=f"id={marks.mark(f'cookie {n}')}",
            X_Forwarded_For=marks.mark(f"forwarded {n}"),
        )
        assert phone.get(f"/?{marks.mark(f'query {n}')}").status == 200
        assert phone.get(f"/{marks.mark(f'path {n}')}").status == 404
        seat, kept, left, waiting = (secrets.token_hex(16) for _ in range(4))
        marks.never |= {f"seat {n}": seat, f"receipt {n}": kept, f"receipt of withdrawn {n}": left}

        def entry(secret: str, text: str, phone: Phone = phone, seat: str = seat) -> None:
            body = {"receipt": secret, "category": "concern", "text": text, "seat": seat}
            assert phone.ask("POST", "/api/v1/entries", body).json["delivery"] == "received"

        entry(kept, f"{marks.mark(f'first wording {n}')} was changed while it waited")
        phone.post(
            "entries/edit", receipt=kept, category="concern", text=f"{marks.keep(f'entry {n}')} stays here"
        )
        if n % 3 == 0:
            entry(left, f"{marks.mark(f'withdrawn {n}')} was taken back while it waited")
            phone.post("entries/withdraw", receipt=left)
        elif n % 3 == 1:
            entry(left, f"{marks.mark(f'withdrawn later {n}')} was taken back after it was saved")
            until(lambda phone=phone, left=left: phone.status(left)["delivery"] == "saved")
            phone.post("entries/withdraw", receipt=left)
        # Refused and broken requests, whose contents could end up in an error message or a log.
        phone.post("entries", receipt=waiting, category=marks.mark(f"category {n}"), text="x")
        broken = marks.mark(f"broken {n}").encode()
        assert phone.ask("POST", "/api/v1/votes", broken, {"Content-Type": "application/json"}).status == 400
        phone.post("pace", seat=seat, pace="fast")
        phone.close()


def vote_and_answer(host: RoomHost, marks: Marks) -> None:
    client = host.client()

    def there() -> list[Entry]:
        found = [e for e in client.snapshot().entries if e.text.endswith("stays here")]
        return found[:5] if len(found) == len(marks.kept) else []

    chosen = until(there)
    for entry in chosen:
        client.act(entry.id, "publish")
        client.act(entry.id, "reply", text=marks.mark(f"first reply {entry.id}"))
        client.act(entry.id, "reply", text="")
    phone = Phone(host.port, "127.0.0.2")
    seat = secrets.token_hex(16)
    marks.never["voter"] = seat
    for entry in chosen:
        assert phone.post("votes", seat=seat, entry=entry.id, on=True).status == 200
    until(lambda: sum(e.votes for e in client.snapshot().entries) == 5)
    phone.close()
    client.stop()


def run_session(home: Path, people: int, capfd: pytest.CaptureFixture[str]) -> None:
    log.to_file()
    marks = Marks()
    temp = Path(tempfile.gettempdir())
    with running(SETTINGS, data=None) as host:
        assert host.file.parent == paths.rooms_dir()
        participate(host, marks, people)
        vote_and_answer(host, marks)
        os.kill(host.process_id or 0, 9)  # a crash must not leave traces either
        client = host.client()
        until(lambda: host.restarts == 1 and _answers(client))
        gone = [w for what, w in marks.never.items() if what.startswith("withdrawn later")]
        until(lambda: not any(w in e.text for w in gone for e in client.snapshot().entries))
        exported = client.export()
        takeaways = [writer.render(exported, SETTINGS) for writer in takeaway.WRITERS.values()]
        addresses = {f"address {n}": f"127.0.0.{n}" for n in range(2, 61)}
        printed = "".join(capfd.readouterr())
        for where, data in (
            *((str(p), d) for p, d in files(home, temp)),
            *((f"export {n}", unpacked(d)) for n, d in enumerate(takeaways)),
            ("what was printed", printed.encode()),
        ):
            search(marks.never, data, where)
            if where.startswith((str(home), "export", "what")):
                search(addresses, data, where)
        whole = host.file.read_bytes() + b"".join(takeaways)
        for what, word in marks.kept.items():
            assert word.encode() in whole, f"{what} was lost"
        client.stop()
        if sys.platform == "linux":
            # The server may not leave its memory behind either.
            limits = Path(f"/proc/{host.process_id}/limits").read_text()
            assert re.search(r"Max core file size\s+0\s", limits)
            assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0, "nor may the program itself"

        host.close_room(delete=True)
        assert not host.file.exists()
        assert not list(paths.rooms_dir().iterdir())
        for path, data in files(home, temp):
            search(marks.never | marks.kept, data, f"{path}, after the room was deleted")
        search(marks.never | marks.kept, "".join(capfd.readouterr()).encode(), "what was printed")


def _answers(client: object) -> bool:
    from facilitator.room.client import RoomClient
    from facilitator.room.errors import RoomError

    assert isinstance(client, RoomClient)
    try:
        client.snapshot()
    except RoomError:
        return False
    return True


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temp folder of this session's own, for this process and the server: all of it is searched."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.mark.usefixtures("temp")
def test_a_marked_session_leaves_only_what_the_page_says(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run_session(home, 9, capfd)


@pytest.mark.long
@pytest.mark.usefixtures("temp")
def test_a_marked_session_of_sixty(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run_session(home, 60, capfd)


def test_the_search_would_find_a_mark(tmp_path: Path) -> None:
    word = "canary0011"
    for data in (word.encode(), b"x" + word.encode("utf-16-le")):
        with pytest.raises(AssertionError, match="was found"):
            search({"a mark": word}, data, "a file")
    with pytest.raises(AssertionError, match="was found"):
        search({"a receipt": "00ff00ff"}, bytes.fromhex("00ff00ff"), "a file")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("a.xml", word * 100)
    with pytest.raises(AssertionError, match="was found"):
        search({"a mark": word}, unpacked(packed.getvalue()), "a workbook")
