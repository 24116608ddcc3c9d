"""Hotels' log-in pages, clocks that jump, streams held back, storage that refuses, doubled tabs."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits
from tests.room.rooms import until
from tests.web.rooms import STILL, act, entry_of, put_in, send
from tests.web.sealed import mind, sealed, stored
from tests.web.test_network import collect, texts

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]
WAITING = "received, waiting to be mixed"
KEPT = "kept here, not sent yet"


# --- what is between the phone and the room -----------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to Hotel Sunrise</h1>"},
        {"status": 200, "content_type": "application/json", "body": "{}"},
        {"status": 200, "content_type": "application/json", "body": "null"},
        {"status": 511, "content_type": "text/html", "body": "Log in first"},
    ],
    ids=["page", "json", "null", "511"],
)
def test_a_hotels_log_in_page_is_not_the_room(room: Room, phone: Phone, answer: dict[str, object]) -> None:
    host = room(**STILL)
    page = phone(network=True)
    asked: list[str] = []

    def hotel(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(**answer)  # type: ignore[arg-type]  # of the cases above

    page.route("**/api/v1/entries", hotel)
    page.goto(host.participants_url())
    send(page, "Through the lobby")
    expect(page.locator("#mine-list .state")).to_have_text(KEPT)
    expect(page.locator("#sent")).to_contain_text("leave this page open")
    page.wait_for_timeout(1500)
    assert len(asked) <= 4, "it does not knock without a pause"
    page.unroute("**/api/v1/entries")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    collect(host)
    assert texts(host) == ["Through the lobby"]


@dataclass
class HoldingProxy:
    """Passes everything on, but holds streams back once they have begun, as virus scanners and proxies do."""

    target: int
    held: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                chunk = client.recv(65536)
                if not chunk:
                    client.close()
                    return
                request += chunk
            if b" /api/v1/events" in request.split(b"\r\n")[0]:
                client.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
                self.held.append(client)
                return
            with socket.create_connection(("127.0.0.1", self.target)) as there:
                there.sendall(request.replace(b"Connection: keep-alive", b"Connection: close"))
                threading.Thread(target=self._pass, args=(client, there), daemon=True).start()
                self._pass(there, client)
            client.close()

    @staticmethod
    def _pass(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                sink.sendall(chunk)

    def close(self) -> None:
        for one in (self._server, *self.held):
            one.close()


@pytest.fixture
def holding() -> Iterator[Callable[[int], HoldingProxy]]:
    made: list[HoldingProxy] = []

    def start(target: int) -> HoldingProxy:
        made.append(HoldingProxy(target))
        return made[-1]

    yield start
    for proxy in made:
        proxy.close()


def test_a_stream_that_begins_and_then_says_nothing_does_not_fool_the_page(
    room: Room, phone: Phone, holding: Callable[[int], HoldingProxy]
) -> None:
    host = room(allow_hosts=["127.0.0.1"], **STILL)
    proxy = holding(host.port)
    page = phone(f"http://127.0.0.1:{proxy.port}/", network=True)
    until(lambda: proxy.held, what="a stream that is held back")
    for text in ("One", "Two"):
        put_in(host, text)
        expect(page.locator("#list")).to_contain_text(text, timeout=9000)
    expect(page.locator("#lost")).to_be_hidden()


# --- clocks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_corrected_holds_nothing_back(room: Room, phone: Phone, hours: int) -> None:
    """A phone that has just found the time: what waits for a moment goes out in a moment."""
    host = room(limits=Limits(page_burst=1, page_seconds=2.0), **STILL)
    page = phone(host.participants_url(), network=True)
    send(page, "One")
    expect(page.locator("#sent")).to_contain_text("Received")
    send(page, "Two")
    expect(page.locator("#sent")).to_contain_text("That was quick")
    page.evaluate(f"() => {{ const real = Date.now; Date.now = () => real() + {hours} * 3600e3; }}")
    expect(page.locator("#mine-list .state")).to_have_text([WAITING] * 2)
    put_in(host, "News")
    expect(page.locator("#list")).to_contain_text("News")


# --- answers that ask for patience --------------------------------------------------------------------------


def test_taking_back_does_not_stand_in_line_behind_what_waits(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url(), network=True)
    send(page, "Rather not")
    expect(page.locator("#sent")).to_contain_text("Received")
    client = host.client()
    client.pause()
    send(page, "Later then")
    expect(page.locator("#sent")).to_contain_text("paused the box")
    expect(page.locator("#mine-list .state").first).to_have_text(KEPT)
    first = page.locator("#mine-list li", has_text="Rather not")
    first.get_by_role("button", name="Take back").click()
    first.get_by_role("button", name="Yes, erase").click()
    expect(first).to_have_count(0, timeout=3000)
    assert client.collect(force=True) == 0
    client.pause(False)
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    client.collect(force=True)
    client.stop()
    assert texts(host) == ["Later then"]


def test_what_was_written_first_goes_first(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    sent: list[str] = []
    page.on(
        "request",
        lambda r: (
            sent.append(json.loads(r.post_data or "{}")["text"]) if r.url.endswith("/entries") else None
        ),
    )
    page.goto(host.participants_url())
    page.context.set_offline(True)
    for text in ("First", "Second"):
        send(page, text)
    expect(page.locator("#mine-list .state")).to_have_text([KEPT] * 2)
    sent.clear()
    page.context.set_offline(False)
    expect(page.locator("#mine-list .state")).to_have_text([WAITING] * 2)
    assert sent.index("First") < sent.index("Second")


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (413, "too_big", "Das war zu lang."),
        (422, "too_long", "Kürzen Sie ein wenig; nichts geht verloren."),
        (422, "empty", "Schreiben Sie zuerst ein paar Worte."),
        (422, "category", "Türen"),
        (400, "bad_request", "konnte nicht angenommen werden"),
        (403, "origin", "konnte nicht angenommen werden"),
    ],
)
def test_a_refusal_gives_the_words_back_in_the_readers_language(
    still: RoomHost, phone: Phone, status: int, error: str, said: str
) -> None:
    page = phone(network=True, locale="de")
    body = json.dumps({"error": error, "message": "Said in English."})
    page.route("**/api/v1/entries", lambda route: route.fulfill(status=status, body=body))
    page.goto(still.participants_url())
    page.locator("input[name=category]").nth(2).check()
    page.locator("#text").fill("Bleibt hier")
    page.locator("#send").click()
    expect(page.locator("#problem")).to_contain_text(said)
    expect(page.locator("#text")).to_have_value("Bleibt hier")
    expect(page.locator("input[name=category]").nth(2)).to_be_checked()
    page.reload()
    expect(page.locator("#text")).to_have_value("Bleibt hier")


def test_closed_in_the_same_moment_keeps_the_words_to_copy(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/events*", lambda route: route.abort())
    page.route("**/api/v1/room*", lambda route: route.abort())
    page.goto(host.participants_url())
    client = host.client()
    client.close()
    client.stop()
    send(page, "Too late")
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#mine-list .said")).to_have_text("Too late")
    page.get_by_role("button", name="Copy my words").click()
    expect(page.locator("#sent")).to_have_text("Copied.")


# --- what the browser keeps, or does not --------------------------------------------------------------------

NO_STORAGE = {
    "forbidden": "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "spoilt": "sessionStorage.setItem('page', '{\"own\": 5, \"seat\": null}');",
    "not ours": "sessionStorage.setItem('page', '{{{');",
    "another key's": f"sessionStorage.setItem('page', '{'ab' * 16}.1.2.3.QUJD');",
}


@pytest.mark.parametrize("how", NO_STORAGE)
def test_without_storage_the_pages_memory_serves(room: Room, phone: Phone, how: str) -> None:
    host = room(**STILL)
    page = phone()
    page.add_init_script(NO_STORAGE[how])
    page.goto(host.participants_url())
    send(page, "Kept in mind")
    expect(page.locator("#mine-list .state")).to_have_text(WAITING)
    page.locator("#mine-list").get_by_role("button", name="Change").click()
    page.locator("#mine-list textarea").fill("Changed all the same")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_role("button", name="Yes, clear it").click()
    expect(page.locator("#mine")).to_be_hidden()
    collect(host)
    assert texts(host) == ["Changed all the same"]


def doubled(page: Page) -> Page:
    """As "Duplicate tab" does: the new one has a copy of this tab's storage."""
    with page.context.expect_page() as opened:
        page.evaluate("window.open(location.href)")
    second = opened.value
    second.wait_for_selector("html.scripted")
    return second


def test_a_doubled_tab_doubles_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    coffee = put_in(host, "Coffee?")[0]
    first = phone(host.participants_url(), network=True)
    first.context.route("**/api/v1/entries", lambda route: route.abort())
    send(first, "Only once")
    expect(first.locator("#mine-list .state")).to_have_text(KEPT)
    second = doubled(first)
    expect(second.locator("#mine-list .said")).to_have_text("Only once")
    first.context.unroute("**/api/v1/entries")
    for page in (first, second):
        expect(page.locator("#mine-list .state")).to_have_text(WAITING)
        page.locator(f'[data-id="{coffee.id}"] .vote').click()
        expect(page.locator(f'[data-id="{coffee.id}"] .vote')).to_have_attribute("aria-pressed", "true")
    collect(host)
    assert sorted(texts(host)) == ["Coffee?", "Only once"]
    assert entry_of(host, "Coffee?").votes == 1
    second.locator("#mine-list").get_by_role("button", name="Take back").click()
    second.get_by_role("button", name="Yes, erase").click()
    expect(second.locator("#mine-list li")).to_have_count(0)
    first.bring_to_front()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator("#mine-list .state")).to_have_text("no longer in the room")


def test_a_page_that_comes_back_whole_knows_what_happened_since(room: Room, phone: Phone) -> None:
    """Going back can show the old page with all its memory; what this tab did in between must not be lost."""
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "Before")
    expect(page.locator("#sent")).to_contain_text("Received")
    kept = mind(page, host.port)
    later = [{**kept["own"][0], "receipt": "ab" * 16, "text": "In another language", "phase": "kept"}]
    changed = sealed(host.port, {**kept, "own": later + kept["own"]}, stored(page))
    back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    page.evaluate(f"text => {{ sessionStorage.setItem('page', text); {back} }}", changed)
    expect(page.locator("#mine-list .said")).to_have_text(["In another language", "Before"])
    expect(page.locator("#mine-list .state").first).to_have_text(WAITING)
    page.evaluate(f"sessionStorage.clear(); {back}")  # … or the page was cleared in between
    expect(page.locator("#mine")).to_be_hidden()


def test_another_language_keeps_everything_and_asks_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/entries", lambda route: route.abort())
    page.goto(host.participants_url())
    send(page, "Unterwegs")
    expect(page.locator("#mine-list .state")).to_have_text(KEPT)
    page.get_by_role("button", name="Write another").click()
    page.locator("#text").fill("Halb geschrieben")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("h1")).to_contain_text("Niemand fragt")
    expect(page.locator("#mine-list .said")).to_have_text("Unterwegs")
    expect(page.locator("#text")).to_have_value("Halb geschrieben")
    assert asked == []
    page.go_back()
    expect(page.locator("#mine-list .said")).to_have_text("Unterwegs")
    page.evaluate("setTimeout(() => location.reload(), 50)")
    until(lambda: page.wait_for_timeout(50) or asked, what="the question whether to leave")


def test_a_reply_reaches_an_author_whose_entry_the_room_does_not_see(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "Just for you")
    expect(page.locator("#sent")).to_contain_text("Received")
    collect(host)
    entry = entry_of(host, "Just for you")
    act(host, entry, "reply", text="Thank you for telling me.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#mine-list .reply")).to_contain_text("Thank you for telling me.")
    expect(page.locator("#list li")).to_have_count(0)
