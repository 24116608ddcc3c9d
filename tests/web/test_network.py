"""Real networks: gone, slow, moved, restarted. An entry is never lost and never doubled."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, Route, expect

from facilitator.room.client import RoomClient
from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release
from tests.room.rooms import Phone as Http
from tests.room.rooms import until
from tests.web.rooms import STILL, entry_of, put_in, send
from tests.web.sealed import mind

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]


def texts(host: RoomHost) -> list[str]:
    client = host.client()
    try:
        return [e.text for e in client.snapshot().entries]
    finally:
        client.stop()


def collect(host: RoomHost) -> None:
    client = host.client()
    client.collect(force=True)
    client.stop()


def test_what_is_sent_without_a_network_goes_out_by_itself(room: Room, phone: Phone) -> None:
    host = room()
    page = phone(host.participants_url(), network=True)
    expect(page.locator("#list")).to_be_attached()
    page.context.set_offline(True)
    send(page, "From the cellar")
    expect(page.locator("#mine-list .state")).to_have_text("kept here, not sent yet")
    expect(page.locator("#sent")).to_contain_text("goes out by itself")
    expect(page.locator("#lost")).to_contain_text("scan the code on the wall again")
    page.context.set_offline(False)
    entry_of(host, "From the cellar")
    expect(page.locator("#lost")).to_be_hidden()
    expect(page.locator("#sent")).to_contain_text("Received")
    assert texts(host) == ["From the cellar"]


def test_an_answer_that_got_lost_doubles_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    lost = []

    def swallow(route: Route) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)  # the room has it; the phone never hears so
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/entries", swallow)
    page.goto(host.participants_url())
    send(page, "Once")
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    assert lost == [200, 200]
    collect(host)
    assert texts(host) == ["Once"]


def test_a_reload_in_the_middle_doubles_nothing(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/entries", lambda route: route.abort())
    page.goto(host.participants_url())
    send(page, "Twice told")
    expect(page.locator("#mine-list .state")).to_have_text("kept here, not sent yet")
    page.unroute("**/api/v1/entries")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    collect(host)
    assert texts(host) == ["Twice told"]


def test_the_server_is_killed_and_started_again(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "Already there")
    page = phone(host.participants_url(), network=True)
    send(page, "Survivor")
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    assert host.process_id is not None
    os.kill(host.process_id, signal.SIGKILL)
    send(page, "During")
    until(lambda: host.restarts == 1, what="a restart")
    expect(page.locator("#mine-list .state")).to_have_text(["received, waiting to be mixed"] * 2)
    card = page.locator("#mine-list li").last
    card.get_by_role("button", name="Change").click()
    card.locator("textarea").fill("Survivor, still mine")
    card.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")
    collect(host)
    assert sorted(texts(host)) == ["Already there", "During", "Survivor, still mine"]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_laptop_and_room_both_die_and_the_phone_still_has_it(phone: Phone, tmp_path: Path) -> None:
    """What was only "received" is in nobody's memory any more but the page's; it goes out again, once."""
    port = free_port()
    command = [sys.executable, "-m", "facilitator", "room", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data", str(tmp_path)]

    def answers() -> bool:
        http = Http(port)
        try:
            return http.get("/api/v1/room").status == 200
        except OSError:
            return False
        finally:
            http.close()

    def started() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until(answers, 20.0, "the room")
        return process

    first = started()
    page = phone(f"http://127.0.0.1:{port}/", network=True)
    send(page, "Only on the phone")
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    for process in (psutil.Process(first.pid), *psutil.Process(first.pid).children(recursive=True)):
        process.kill()
    first.wait()
    until(lambda: not answers(), 20.0, "the end of the room's process")
    seen: list[str] = []
    page.on("response", lambda r: seen.append(r.text()) if r.url.endswith("/api/v1/entries") else None)
    second = started()
    try:
        until(lambda: page.wait_for_timeout(50) or seen, 20.0, "a second sending")
        assert '"received"' in seen[0]
        expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
        page.reload()  # what the tab has kept sealed is opened by the room that came back
        expect(page.locator("#mine-list .said")).to_have_text("Only on the phone")
        expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    finally:
        second.send_signal(signal.SIGINT)
        second.wait(20)


def test_a_change_and_a_withdrawal_outlive_laptop_and_room(phone: Phone, tmp_path: Path) -> None:
    """Both wait in memory for the next batch; when everything dies before it, the page says them again."""
    port = free_port()
    command = [sys.executable, "-m", "facilitator", "room", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--data", str(tmp_path)]

    def started() -> tuple[subprocess.Popen[str], RoomClient]:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        address = next(line for line in process.stdout if line.startswith("Moderator")).split(": ", 1)[1]
        base, _, key = address.strip().partition("/moderate#")
        return process, RoomClient(base, key)

    first, client = started()
    page = phone(f"http://127.0.0.1:{port}/", network=True)
    for text in ("Taken back", "Changed", "Left alone"):
        send(page, text)
    until(lambda: client.collect(force=True) or len(client.snapshot().entries) == 3)
    is_saved = "saved; the trainer can read it"
    expect(page.locator("#mine-list .state").first).to_have_text(is_saved, timeout=15000)
    page.reload()  # asks after all of them at once
    expect(page.locator("#mine-list .state")).to_have_text([is_saved] * 3, timeout=15000)
    mine = page.locator("#mine-list li")
    mine.filter(has_text="Taken back").get_by_role("button", name="Take back").click()
    mine.filter(has_text="Taken back").locator("[data-act=yes]").click()
    expect(mine).to_have_count(2)
    changed = mine.filter(has_text="Changed")
    changed.get_by_role("button", name="Change").click()
    page.locator("#mine-list textarea").fill("Changed, once more")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#sent")).to_have_text("Changed.")

    for process in (psutil.Process(first.pid), *psutil.Process(first.pid).children(recursive=True)):
        process.kill()
    first.communicate()
    client.stop()
    second, client = started()
    try:
        assert sorted(e.text for e in client.snapshot().entries) == ["Changed", "Left alone", "Taken back"]

        def done() -> bool:
            page.wait_for_timeout(200)
            client.collect(force=True)
            return sorted(e.text for e in client.snapshot().entries) == ["Changed, once more", "Left alone"]

        until(done, 40.0, "the change and the withdrawal")
        expect(mine).to_have_count(2)
    finally:
        client.stop()
        second.send_signal(signal.SIGINT)
        second.communicate(timeout=20)


def test_without_a_stream_the_page_asks_again_and_again(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/events*", lambda route: route.abort())
    page.goto(host.participants_url())
    expect(page.locator("#empty")).to_be_visible()
    put_in(host, "By asking")
    expect(page.locator("#list")).to_contain_text("By asking", timeout=9000)


def hide(page: Page, hidden: bool) -> None:
    """As when the phone's screen goes dark."""
    page.evaluate(
        """hidden => { Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }""",
        hidden,
    )


def test_a_sleeping_phone_lets_go_and_catches_up(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    client = host.client()
    until(lambda: client.snapshot().seats, what="a page in sight")
    hide(page, True)
    until(lambda: not client.snapshot().seats, what="no page in sight")
    put_in(host, "While you slept")
    expect(page.locator("#list")).not_to_contain_text("While you slept")
    hide(page, False)
    expect(page.locator("#list")).to_contain_text("While you slept")
    client.stop()


def test_a_page_left_open_sends_nothing_into_the_next_room(room: Room, phone: Phone) -> None:
    port = free_port()
    morning = room(port=port, **STILL)
    page = phone(morning.participants_url(), network=True)
    send(page, "Said in the morning")
    expect(page.locator("#mine-list .state")).to_have_text("received, waiting to be mixed")
    page.route("**/api/v1/entries", lambda route: route.abort())
    send(page, "Never sent in the morning")
    expect(page.locator("#mine-list .state").first).to_have_text("kept here, not sent yet")
    morning.stop()
    page.unroute("**/api/v1/entries")
    afternoon = room(port=port, **STILL)
    expect(page.locator("#mine-list .state")).to_have_text(["no longer in the room"] * 2, timeout=15000)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator("#mine-list .said")).to_have_text("Said in the morning")
    until(lambda: mind(page, port)["own"], what="the tab's storage, sealed for the afternoon's room")
    page.reload()
    expect(page.locator("#mine-list .said")).to_have_text("Said in the morning")
    collect(afternoon)
    assert texts(afternoon) == []


def test_too_quick_or_paused_waits_and_goes_out_by_itself(room: Room, phone: Phone) -> None:
    host = room(limits=Limits(page_burst=1, page_seconds=2.0), **STILL)
    page = phone(host.participants_url(), network=True)
    send(page, "One")
    expect(page.locator("#sent")).to_contain_text("Received")
    send(page, "Two")
    expect(page.locator("#sent")).to_contain_text("That was quick")
    expect(page.locator("#mine-list .state")).to_have_text(["received, waiting to be mixed"] * 2)
    client = host.client()
    client.pause()
    send(page, "Three")
    expect(page.locator("#sent")).to_contain_text("paused the box")
    client.pause(False)
    expect(page.locator("#mine-list .state")).to_have_text(["received, waiting to be mixed"] * 3)
    client.collect()
    assert sorted(texts(host)) == ["One", "Three", "Two"]
    client.stop()


def test_a_refused_entry_stays_when_something_else_is_being_written(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(network=True)
    page.route("**/api/v1/entries", lambda route: route.abort())
    page.goto(host.participants_url())
    send(page, "The first thought")
    expect(page.locator("#sent")).to_contain_text("goes out by itself")
    page.get_by_role("button", name="Write another").click()
    page.locator("#text").fill("A second one, half written")
    page.unroute("**/api/v1/entries")
    refusal = '{"error": "too_long", "message": "Too long."}'
    page.route("**/api/v1/entries", lambda route: route.fulfill(status=422, body=refusal))
    card = page.locator("#mine-list li")
    expect(card.locator(".problem")).to_contain_text("Shorten it a little; nothing is lost")
    expect(page.locator("#text")).to_have_value("A second one, half written")
    page.unroute("**/api/v1/entries")
    card.get_by_role("button", name="Change").click()
    card.locator("textarea").fill("The first, shorter")
    card.get_by_role("button", name="Save the change").click()
    expect(card.locator(".state")).to_have_text("received, waiting to be mixed")
    expect(card.locator(".problem")).to_have_count(0)
    collect(host)
    assert texts(host) == ["The first, shorter"]


def test_taking_back_still_works_when_the_room_is_closed(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    page = phone(host.participants_url())
    send(page, "Rather not")
    expect(page.locator("#sent")).to_contain_text("Received")
    client = host.client()
    client.close()
    expect(page.locator("#send")).to_be_disabled()
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Yes, erase").click()
    expect(page.locator("#sent")).to_have_text("Taken back and erased.")
    until(lambda: not client.export(), what="the end of the entry")
    client.stop()


def test_a_page_left_open_tells_the_rules_of_the_next_room(room: Room, phone: Phone) -> None:
    """The next session at the same address may mix nothing, or show everything unread: the page says so, and
    what was being typed is still there."""
    first = room(**STILL)
    page = phone(first.participants_url(), network=True)
    expect(page.locator("#privacy")).to_contain_text("reads everything first")
    page.get_by_label("Concern", exact=True).check()
    page.locator("#text").fill("Half a thought")
    port = first.port
    first.stop()
    room(port=port, release=Release.INSTANT, moderated=False)
    expect(page.locator("#instant")).to_contain_text("everybody sees at once", timeout=15_000)
    expect(page.locator("#privacy")).not_to_contain_text("reads everything first")
    expect(page.locator("#text")).to_have_value("Half a thought")
    expect(page.get_by_label("Concern", exact=True)).to_be_checked()
