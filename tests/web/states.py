"""Every state of the page, one after the other: for axe, for narrow screens, and for pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page, Route, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Release
from tests.room.rooms import until
from tests.web.rooms import STILL, act, entry_of, put_in, send
from tests.web.sealed import mind, sealed, stored

Phone = Callable[..., Page]
Room = Callable[..., RoomHost]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2


def walk(room: Room, phone: Phone, **look: Any) -> Iterator[tuple[str, Page]]:
    """Yields (name, page). ``look`` are options of the browser's context: colour scheme, viewport, locale."""
    host = room(**STILL)
    page = phone(host.participants_url(), network=True, **look)
    yield "empty", page

    page.locator("#send").click()
    expect(page.locator("#problem")).not_to_be_empty()
    page.locator("#text").fill("ä" * 510)
    page.locator("input[name=category]").nth(3).check()
    page.locator("#send").click()
    yield "too long", page

    page.locator("input[name=category]").nth(1).check()
    page.locator("#text").fill("What if the clinic’s rules ask for a negative test first?")
    page.locator("#send").click()
    expect(page.locator("#sent")).not_to_be_empty()
    expect(page.locator("#mine-list [data-act=edit]")).to_be_visible()
    yield "received", page

    page.locator("[data-act=edit]").click()
    yield "changing", page
    page.locator("[data-act=cancel]").click()
    page.locator("[data-act=erase]").click()
    yield "taking back", page
    page.locator("[data-act=no]").click()

    concern, comment, arabic, _, _ = put_in(
        host,
        "I worry that families will hear this as giving up.",
        "Thank you for saying that small steps count.",
        "هل يمكنني أن أسأل دون اسم؟ 12",
        LONG,
        "Line one\n\nline three, <b>not bold</b> =1+1",
        category="concern",
    )
    act(host, concern, "next")
    act(host, comment, "reply", text="It took me years to see it.")
    act(host, comment, "answer")
    page.reload()
    expect(page.locator("#list li")).to_have_count(5)
    page.locator("#list").scroll_into_view_if_needed()
    page.locator(f'[data-id="{arabic.id}"] .vote').click()
    put_in(host, "Something new", "And more")
    expect(page.locator("#fresh")).to_be_visible()
    page.locator("#room").evaluate("e => e.scrollIntoView()")
    yield "list with news", page
    page.locator("#fresh").click()
    page.locator("[data-pace=right]").click()
    client = host.client()
    client.show_resources()
    expect(page.locator("#help")).to_have_class("help now")
    page.locator("#privacy summary").click()
    yield "privacy and help", page
    page.locator("#privacy summary").click()
    page.locator("#clear").click()
    yield "clearing", page
    page.locator("#clear-sure button").nth(1).click()
    page.locator("#hide").click()
    page.locator("#bigger").click()
    yield "hidden and big", page
    page.locator("#bigger").click()
    page.locator("#hide").click()

    page.context.set_offline(True)
    page.locator("#another button").click()
    page.locator("input[name=category]").nth(2).check()
    page.locator("#text").fill("Written in the cellar")
    page.locator("#send").click()
    expect(page.locator("#lost")).to_be_visible()
    page.locator("#lost a").click()
    page.locator("#moved summary").click()
    page.locator("#address").fill("nowhere at all")
    page.locator("#move").click()
    yield "lost", page
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden()
    client.close()
    client.stop()
    expect(page.locator("#send")).to_be_disabled()
    yield "closed", page


def walk_others(room: Room, phone: Phone, **look: Any) -> Iterator[tuple[str, Page]]:
    """The other rooms, and the page without JavaScript."""
    instant = room(release=Release.INSTANT, resources=())
    yield "instant", phone(instant.participants_url(), **look)
    rounds = room(release=Release.ROUND)
    client = rounds.client()
    client.round_open()
    client.stop()
    page = phone(rounds.participants_url(), **look)
    expect(page.locator("#nothing")).to_be_visible()
    yield "round", page
    page.locator("#nothing").click()
    yield "nothing to add", page
    plain = phone(network=True, **look)
    # As without JavaScript; with it switched off in the browser, axe could not run either.
    plain.route("**/static/page.js", lambda route: route.abort())
    plain.goto(rounds.participants_url())
    plain.locator("input[name=category]").first.check()
    yield "no script", plain
    plain.locator("#text").fill("From an old phone")
    plain.locator("#send").click()
    yield "no script, received", plain
    plain.goto(rounds.participants_url() + "nowhere")
    yield "no such page", plain


def walk_more(room: Room, phone: Phone, **look: Any) -> Iterator[tuple[str, Page]]:
    """What happens to an entry on its way, and afterwards; a page with everything at once."""
    host = room(**STILL)
    client = host.client()
    page = phone(network=True, **look)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/entries", hold)
    page.goto(host.participants_url())
    page.locator("input[name=category]").nth(1).check()
    page.locator("#text").fill("Where can I get naloxone?")
    yield "writing", page
    page.locator("#send").click()
    expect(page.locator("#mine-list li")).to_be_visible()
    yield "sending", page
    held[0].fulfill(status=422, body='{"error": "category", "message": "No such kind."}')
    expect(page.locator("#problem")).not_to_be_empty()
    yield "refused", page
    page.unroute("**/api/v1/entries")
    client.pause()
    page.locator("#send").click()
    expect(page.locator("#sent")).not_to_be_empty()
    yield "paused", page
    client.pause(False)
    until(lambda: mind(page, host.port)["own"][0]["phase"] == "received", what="the entry in the room")
    client.collect(force=True)
    entry = entry_of(host, "naloxone")
    act(host, entry, "reply", text="At the pharmacy on the corner; no prescription is needed.")
    act(host, entry, "publish", "answer")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#mine-list .reply")).to_be_visible()
    yield "reply", page
    page.locator("[data-act=erase]").click()
    page.locator("[data-act=yes]").click()
    expect(page.locator("#mine-list li")).to_have_count(0)
    yield "taken back", page
    page.locator("#another button").click()
    morning = {"receipt": "ab" * 16, "category": "question", "text": "This morning", "phase": "saved"}
    kept = {**mind(page, host.port), "room": "old", "own": [{**morning, "room": "old"}]}
    page.evaluate(
        "text => addEventListener('pagehide', () => sessionStorage.setItem('page', text))",
        sealed(host.port, kept, stored(page)),
    )
    page.reload()
    expect(page.locator("[data-act=copy]")).to_be_visible()
    yield "another room's", page
    for number in range(200):
        client.type_in("comment", f"Entry number {number}, of the usual length of a thought.")
    client.collect(force=True)
    for one in client.snapshot().entries:
        client.act(one.id, "publish")
    client.stop()
    shown = "() => fetch('/api/v1/room').then(a => a.json()).then(room => room.entries.length === 200)"
    until(lambda: page.evaluate(shown), what="200 entries for everybody")
    page.reload()
    expect(page.locator("#list li")).to_have_count(200)
    yield "two hundred", page


def moderating(room: Room, phone: Phone, **look: Any) -> Iterator[tuple[str, Page]]:
    """The moderator page."""
    host = room(**STILL)
    look.setdefault("viewport", {"width": 1280, "height": 800})
    page = phone(host.moderator_url, network=True, **look)
    yield "moderator, empty", page
    reader = phone(host.participants_url())
    send(reader, "What if the clinic’s rules ask for a negative test first?")
    put_in(host, LONG, "هل يمكنني أن أسأل دون اسم؟", publish=False)
    new = put_in(host, "Thank you for saying that small steps count.")[0]
    act(host, new, "next", "star")
    act(host, new, "reply", text="We come to this after the break.")
    page.locator("[data-filter=all]").click()
    expect(page.locator("#list > li")).to_have_count(4)
    yield "moderator, list", page
    page.locator("#list > li").first.locator("[data-act=reply]").click()
    page.get_by_role("button", name="Collect now").click()
    expect(page.locator(".sure").first).to_be_visible()
    page.get_by_role("button", name="Delete the room now").click()
    yield "moderator, asking back", page
    rounds = room(release=Release.ROUND)
    page = phone(rounds.moderator_url, network=True, **look)
    page.get_by_role("button", name="Open a round").click()
    page.get_by_role("button", name="Pause the box").click()
    page.get_by_role("button", name="Show where help is").click()
    yield "moderator, round and paused", page
    put_in(rounds, "Out of the round")
    page.locator("[data-filter=published]").click()
    expect(page.locator("#list > li")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Close the room")).click()
    yield "moderator, closing", page
