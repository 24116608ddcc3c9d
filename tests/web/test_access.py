"""WCAG 2.2 AA as far as machines can tell, the whole flow by keyboard, narrow screens and large text."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from tests.web.rooms import STILL, act, entry_of, put_in
from tests.web.states import moderating, walk, walk_more, walk_others

pytestmark = pytest.mark.web
Phone = Callable[..., Page]
Room = Callable[..., RoomHost]

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
#: What sticks out to the side, or is cut off.
SPILLS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll("button, .door, .said, p, h1, h2, dd, a, label")].filter(e => {
    const style = getComputedStyle(e);
    if (e.classList.contains("away") || !e.offsetParent || style.visibility === "hidden") { return false; }
    const box = e.getBoundingClientRect();
    const inner = e.clientWidth && e.scrollWidth > e.clientWidth + 1;
    return box.right > innerWidth + 1 || box.left < -1 || inner;
  }).map(e => e.tagName + ": " + e.textContent.slice(0, 30));
  return wide > 0 ? ["page " + wide + " px too wide", ...cut] : cut;
}"""


def picture(page: Page, look: str, name: str) -> None:
    """With FACILITATOR_PICTURES set to a folder, every state is photographed for a human eye."""
    folder = os.environ.get("FACILITATOR_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        file = re.sub(r"\W+", "-", f"{look} {name}") + ".png"
        page.screenshot(path=str(Path(folder) / file), full_page=True)


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found] + nameless(page)


def nameless(page: Page) -> list[str]:
    """What Chromium's accessibility tree offers to the keyboard without saying what it is."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    found = []
    for node in nodes:
        facts = {fact["name"]: fact["value"].get("value") for fact in node.get("properties", ())}
        name, role = node.get("name", {}).get("value", ""), node.get("role", {}).get("value", "")
        if not node["ignored"] and facts.get("focusable") and not name.strip():
            found.append(f"without a name: {role}")
    assert len(nodes) > 10, "nothing was looked at"
    return found


LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "arabic": {"locale": "ar"},
    "german": {"locale": "de"},
}
NARROW = {"width": 320, "height": 568}
TWICE = "size => { document.documentElement.style.fontSize = size; }"


def spills(page: Page, look: str, name: str) -> list[str]:
    """What is cut off or sticks out: at 320 px (400 % zoom of a desktop window), then at 200 % text."""
    usual = page.viewport_size
    assert usual
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # Playwright's own TypedDict
    picture(page, f"{look} 320", name)
    found = [f"320 px: {what}" for what in page.evaluate(SPILLS)]
    page.set_viewport_size(usual)
    page.evaluate(TWICE, "212.5%")
    picture(page, f"{look} 200", name)
    found += [f"200 %: {what}" for what in page.evaluate(SPILLS)]
    page.evaluate(TWICE, "")
    return found


@pytest.mark.parametrize(
    "look", ["light", *(pytest.param(k, marks=pytest.mark.long) for k in LOOKS if k != "light")]
)
def test_every_state_passes_axe_and_fits(room: Room, phone: Phone, look: str) -> None:
    many = 40 if look == "light" else 200
    for steps in (walk, walk_others, partial(walk_more, many=many)):
        for name, page in steps(room, phone, **LOOKS[look]):
            picture(page, look, name)
            found = faults(page) + spills(page, look, name)
            assert not found, (name, found)


def test_axe_finds_nothing_in_the_dark_or_in_arabic(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    act(host, put_in(host, "One", "Two")[0], "answer")
    for look in ("dark", "arabic"):
        page = phone(host.participants_url(), **LOOKS[look])
        page.locator("input[name=category]").first.check()
        page.locator("#list .vote").first.click()
        page.locator("#send").click()
        page.locator("#privacy summary").click()
        assert not faults(page), look
    assert page.locator("html").get_attribute("dir") == "rtl"
    first, second = (page.locator(".door").nth(n).bounding_box() for n in (0, 1))
    assert first is not None
    assert second is not None
    assert first["x"] > second["x"], "right to left: the first door is on the right"
    vote, row = (page.locator(f"#list {what}").first.bounding_box() for what in (".vote", ".row"))
    assert vote is not None
    assert row is not None
    assert vote["x"] == row["x"], "… and votes stand on the left"


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=pytest.mark.long)])
def test_moderator_page_passes_axe_and_fits(room: Room, phone: Phone, scheme: str) -> None:
    for name, page in moderating(room, phone, color_scheme=scheme):
        picture(page, scheme, name)
        found = faults(page)
        page.set_viewport_size({"width": 360, "height": 640})
        picture(page, f"{scheme} narrow", name)
        found += page.evaluate(SPILLS)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert not found, (name, found)


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the thing with this accessible name has the focus, and its focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and re.search(name, page.evaluate(NAME)):
            assert page.evaluate(RINGED), f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} cannot be reached with Tab")


RINGED = """() => {
  const e = document.activeElement, style = getComputedStyle(e.type === "radio" ? e.nextElementSibling : e);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""

MOVING = """() => [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
}).length"""

NAME = """() => {
  const e = document.activeElement;
  const label = e.labels && e.labels.length ? e.labels[0].textContent : "";
  return (e.getAttribute("aria-label") || label || e.textContent || "").trim();
}"""


def test_the_whole_flow_by_keyboard(room: Room, phone: Phone) -> None:
    host = room()
    put_in(host, "Somebody's entry")
    page = phone(host.participants_url())
    expect(page.locator("#list .vote")).to_be_visible()
    tab_to(page, "^Comment$")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Concern", exact=True)).to_be_checked()
    tab_to(page, "In your own words")
    page.keyboard.type("By keyboard")
    tab_to(page, "^Send$")
    page.keyboard.press("Enter")
    expect(page.locator("#mine-title")).to_be_focused()
    expect(page.locator("#sent")).to_contain_text("Received")
    assert entry_of(host, "By keyboard").category == "concern"
    tab_to(page, "^Change$")
    page.keyboard.press("Enter")
    expect(page.locator("#mine-list textarea")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Only by keyboard")
    tab_to(page, "Save the change")
    page.keyboard.press("Enter")
    entry = entry_of(host, "Only by keyboard")
    assert entry.text == "Only by keyboard"
    tab_to(page, "^I want this too")
    page.keyboard.press("Space")
    expect(page.locator("#list .vote").first).to_have_attribute("aria-pressed", "true")
    tab_to(page, "Too slow")
    page.keyboard.press("Space")
    tab_to(page, "Clear this page")
    page.keyboard.press("Enter")
    expect(page.locator("#clear-sure").get_by_role("button", name="No")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#headline")).to_be_focused()


def test_the_accessibility_tree_says_what_the_page_is(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    act(host, put_in(host, "Is this private?")[0], "answer")
    page = phone(host.participants_url())
    expect(page.locator("#list .vote")).to_be_visible()
    tree = page.locator("body").aria_snapshot()
    for line in (
        '- heading "Say it here. Nobody asks who you are." [level=1]',
        '- group "What would you like to leave?":',
        '- radio "Complaint"',
        '- textbox "In your own words":',
        '- button "Send"',
        '- heading "Nobody watches this box for emergencies." [level=2]',
        '- link "988":',
        '- heading "From the room" [level=2]',
        '- group "Order":',
        '- button "Most wanted" [pressed]',
        "- paragraph: Is this private?",
        '- button "I want this too. 0 people want this": △ 0',
        '- group "This page":',
        '- navigation "Language":',
    ):
        assert line in tree, (line, tree)


def test_the_whole_flow_in_the_accessibility_tree(room: Room, phone: Phone) -> None:
    """Somebody who only hears the page finds every step of it by its role and name."""
    host = room(**STILL)
    put_in(host, "Somebody's entry")
    page = phone(host.participants_url())

    def hears(*lines: str) -> None:
        for line in lines:
            expect(page.locator("body")).to_match_aria_snapshot(line)

    hears('- group "What would you like to leave?":\n  - radio "Question"')
    page.get_by_role("radio", name="Question").check()
    hears('- radio "Question" [checked]')
    page.get_by_role("button", name="Send", exact=True).click()
    hears("- alert: Write a few words first.")
    box = page.get_by_role("textbox", name="In your own words")
    expect(box).to_have_accessible_description("Please name nobody else. 500 left Write a few words first.")
    box.fill("By ear")
    page.get_by_role("button", name="Send", exact=True).click()
    hears(
        '- heading "Yours" [level=2]',
        "- listitem:\n  - paragraph: Question · received, waiting to be mixed\n  - paragraph: By ear",
        "- status: Received. It appears in mixed order, some time after sending.",
    )
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("textbox", name="Change").fill("Only by ear")
    page.get_by_role("button", name="Save the change").click()
    hears("- status: Changed.", "- paragraph: Only by ear")
    page.get_by_role("button", name="Hide my text").click()
    hears('- button "Hide my text" [pressed]')
    page.get_by_role("button", name="Hide my text").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("button", name="No, keep")).to_be_focused()
    page.get_by_role("button", name="Yes, erase").click()
    hears("- status: Taken back and erased.")
    page.get_by_role("button", name="I want this too. 0 people want this").click()
    hears('- button "I want this too. 1 person wants this" [pressed]')
    page.get_by_role("button", name="By kind").click()
    hears('- group "Order":\n  - button "By kind" [pressed]')
    page.get_by_role("button", name="Just right").click()
    hears('- region "How is the pace for you?":\n  - button "Just right" [pressed]')
    put_in(host, "Something new")
    page.get_by_role("button", name="Show 1 new").click()
    hears("- listitem:\n  - paragraph: Question · new\n  - paragraph: Something new")
    page.get_by_role("button", name="Write another").click()
    expect(box).to_be_focused()
    page.get_by_role("button", name="Clear this page").click()
    page.get_by_role("button", name="Yes, clear it").click()
    hears("- status: This page is empty again.")


def test_without_motion_and_in_forced_colours_it_is_still_a_form(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url(), forced_colors="active", reduced_motion="reduce")
    page.get_by_label("Question").check()
    box = page.locator("input:checked + span").evaluate("e => getComputedStyle(e).borderTopWidth")
    assert box == "2px"
    assert page.evaluate(MOVING) == 0


def test_in_forced_colours_pressed_and_hidden_can_still_be_told(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url(), forced_colors="active")
    widths = page.evaluate(
        "[...document.querySelectorAll('#sort button')].map(b => getComputedStyle(b).borderTopWidth)"
    )
    assert widths[0] > widths[1]
    page.locator("#text").fill("Private words")
    page.get_by_role("button", name="Hide my text").click()
    assert page.locator("#text").evaluate("e => getComputedStyle(e).color") == "rgba(0, 0, 0, 0)"


def test_a_vote_is_told_by_its_shape_too(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "One")
    page = phone(host.participants_url())
    vote = page.locator("#list .vote")
    expect(vote).to_have_text("△ 0")
    vote.click()
    expect(vote).to_have_text("▲ 1")


def test_text_is_hidden_while_it_is_written(still: RoomHost, phone: Phone) -> None:
    page = phone(still.participants_url())
    page.locator("#text").fill("My neighbour reads this")
    page.get_by_role("button", name="Hide my text").click()
    clear = "rgba(0, 0, 0, 0)"
    assert page.locator("#text").evaluate("e => getComputedStyle(e).color") == clear
    seen = set()
    for text in ("abba abba", "baab baab"):  # equally wide, so that only the letters could differ
        page.locator("#text").fill(text)
        page.locator("#text").select_text()
        seen.add(page.locator("#text").screenshot(caret="hide"))
    assert len(seen) == 1, "selecting shows what is hidden"
    page.get_by_label("Question", exact=True).check()
    page.locator("#send").click()
    expect(page.locator("#mine-list .said")).to_have_css("color", clear)
    page.get_by_role("button", name="Hide my text").click()
    expect(page.locator("#mine-list .said")).not_to_have_css("color", clear)


COVERED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) { return ""; }
  const e = focused.type === "radio" ? focused.nextElementSibling : focused, box = e.getBoundingClientRect();
  const at = part => document.elementFromPoint(box.left + box.width / 2, box.top + box.height * part);
  const spots = [.2, .5, .8].map(at);
  const free = spots.some(hit => hit && (e.contains(hit) || hit.contains(focused) || hit === focused));
  return free ? "" : e.textContent || e.id;
}"""


def test_the_focus_is_never_hidden_under_something_else(room: Room, phone: Phone) -> None:
    """Neither under the line of news, which stays at the top, nor under the one about the connection."""
    host = room(**STILL)
    put_in(host, *(f"Entry number {n}" for n in range(12)))
    page = phone(host.participants_url(), network=True)
    expect(page.locator("#list .vote")).to_have_count(12)
    page.locator("#list li").nth(6).scroll_into_view_if_needed()
    put_in(host, "News")
    expect(page.locator("#fresh")).to_be_visible()
    for lost in (False, True):
        if lost:
            page.context.set_offline(True)
            expect(page.locator("#lost")).to_be_visible()
        for key in ("Tab", "Shift+Tab"):
            covered = []
            for _ in range(45):
                page.keyboard.press(key)
                covered.append(page.evaluate(COVERED))
            assert not any(covered), (lost, key, covered)


def test_what_can_be_touched_is_large_enough(room: Room, phone: Phone) -> None:
    host = room(**STILL)
    put_in(host, "One")
    page = phone(host.participants_url())
    expect(page.locator("#list .vote")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .door, summary, .languages a")]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
        .map(e => e.textContent.slice(0, 30) + " " + e.getBoundingClientRect().height)"""
    )
    assert small == []
