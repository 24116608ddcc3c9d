"""Pages that behave as the real one (resources/web/page) does about its own entries, many at a time.

Each keeps what was written until the room says "saved"; keeps a change or a withdrawal until the room has
made it; asks with one receipt a request; and waits when it is told to slow down. It never forgets, and notes
when the room does.
"""

from __future__ import annotations

import http.client
import random
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.room.rooms import Phone, receipt, until

AWAY = (OSError, http.client.HTTPException, ValueError)


@dataclass
class Own:
    """An entry on its author's page."""

    text: str
    phase: str = "kept"
    said: str = ""
    """The words as the room last acknowledged them."""
    edit: str = ""
    erase: bool = False
    changing: bool = False

    @property
    def settled(self) -> bool:
        return self.phase == "saved" and not (self.edit or self.erase or self.changing)


@dataclass
class Page:
    """One open page."""

    phone: Phone
    rng: random.Random = field(default_factory=random.Random)
    own: dict[str, Own] = field(default_factory=dict)
    taken_back: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """What the room did although its author was told otherwise."""
    over: threading.Event = field(default_factory=threading.Event)
    kills_felt: int = 0

    def __post_init__(self) -> None:
        self.phone.patient = False  # a request that died with the server is the page's to repeat

    def write(self, text: str) -> None:
        self.own[receipt()] = Own(text)

    def edit(self, text: str) -> None:
        own = self._any()
        if own is not None:
            own.edit = text

    def erase(self) -> None:
        own = self._any()
        if own is not None:
            own.erase, own.edit = True, ""

    def _any(self) -> Own | None:
        found = [own for own in self.own.values() if own.phase != "kept" and not own.erase]
        return self.rng.choice(found) if found else None

    def sync(self) -> None:
        """One round: say what the room does not know yet, ask after the rest."""
        for secret, own in list(self.own.items()):
            if own.settled:
                continue
            try:
                self._work(secret, own)
            except AWAY:
                self.kills_felt += 1
                self.phone.close()

    def _ask(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.phone.post(path, **body)
        if answer.status in (429, 503):
            self.over.wait(min(2.0, float(answer.headers.get("retry-after", "1"))))
        if answer.status != 200:
            return {}
        return answer.json

    def _work(self, secret: str, own: Own) -> None:
        if own.erase:
            said = self._ask("entries/withdraw", receipt=secret)
            if said and not said.get("changing"):
                del self.own[secret]
                self.taken_back.append(own.text)
            return
        if own.phase == "kept":
            said = self._ask("entries", receipt=secret, category="question", text=own.text)
            if said:
                own.phase, own.said = "received", said.get("text", "")
        elif own.edit:
            edit = own.edit
            said = self._ask("entries/edit", receipt=secret, category="question", text=edit)
            if said:
                own.text, own.said, own.edit = edit, said.get("text", ""), ""
        else:
            said = self._ask("entries/status", receipt=secret)
        if said:
            self._learn(own, said)

    def _learn(self, own: Own, said: dict[str, Any]) -> None:
        delivery = said["delivery"]
        if delivery == "unknown" and own.phase == "received":
            own.phase = "kept"  # lost before it was saved
            return
        if delivery not in ("received", "saved"):
            self.broken.append(f"{own.text!r} was {own.phase} and is now {delivery}")
            return
        if own.phase == "saved" and delivery != "saved":
            self.broken.append(f"{own.text!r} was saved and is now {delivery}")
        own.phase = delivery
        own.changing = bool(said.get("changing"))
        if said["text"] != own.said and not own.edit:
            own.edit = own.text  # the change was lost before it was made


class Load:
    """Pages that write, change, take back and ask on threads of their own until stopped."""

    def __init__(self, port: int, pages: int, pause: float = 0.05, seed: int = 1) -> None:
        self.pages = [Page(Phone(port, f"127.0.0.{n + 2}"), random.Random(seed + n)) for n in range(pages)]
        self.pause = pause
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._live, args=(p, n)) for n, p in enumerate(self.pages)]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def _live(self, page: Page, number: int) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            what = page.rng.random()
            if what < 0.6:
                page.write(f"page {number} entry {count}")
            elif what < 0.8:
                page.edit(f"page {number} entry {count}, changed")
            elif what < 0.9:
                page.erase()
            page.sync()
            self.stopping.wait(self.pause)

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def settle(self, seconds: float = 60.0) -> None:
        """Everything that is on a page arrives in the end, and every withdrawal is made."""

        def settled() -> bool:
            for page in self.pages:
                page.sync()
            return all(own.settled for page in self.pages for own in page.own.values())

        until(settled, seconds, "the arrival of every entry")
        for page in self.pages:
            page.phone.close()
        broken = [sentence for page in self.pages for sentence in page.broken]
        assert not broken, broken[:5]

    def texts(self) -> list[str]:
        return sorted(own.text for page in self.pages for own in page.own.values())

    def taken_back(self) -> set[str]:
        return {text for page in self.pages for text in page.taken_back}
