"""A real Chromium on real rooms. Every page is watched: errors, foreign requests, refusals fail a test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from facilitator.room.host import RoomHost
from facilitator.room.records import RoomSettings
from tests.room.rooms import running
from tests.web.rooms import QUICK, STILL

expect.set_options(timeout=8000)

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium (Ubuntu's from apt is a snap), another one in PATH, or Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((p for p in map(shutil.which, names) if p), None)
    flags = [*FLAGS, "--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else FLAGS
    with sync_playwright() as playwright:
        if path is None and not os.path.exists(playwright.chromium.executable_path):  # noqa: PTH110 - a str
            reason = "no Chromium: apt-get install chromium, or playwright install chromium"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


class Watched:
    """One page, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.forgive: tuple[str, ...] = ()
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("console", self._said)
        page.on("request", lambda request: self.requests.append(request.url))

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text}")


#: What a browser says of a request that failed; tests of broken networks and refusals expect these.
NETWORK = ("Failed to load resource", "net::ERR", "ERR_")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each a phone of its own. ``network=True`` forgives failed requests."""
    contexts: list[BrowserContext] = []
    watched: list[tuple[Watched, bool]] = []

    def opened(url: str = "", *, network: bool = False, **options: Any) -> Page:
        options.setdefault("viewport", {"width": 390, "height": 780})
        options.setdefault("locale", "en")
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        watched.append((Watched(page), network))
        if url:
            page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    for seen, network in watched:
        problems = [p for p in seen.problems if not (network and any(n in p for n in NETWORK))]
        assert not problems, problems
        outside = [
            u for u in seen.requests if not u.startswith(("http://127.0.0.", "data:", "blob:http://127."))
        ]
        assert not outside, outside


@pytest.fixture
def room(home: object) -> Iterator[Callable[..., RoomHost]]:
    """Starts real rooms; ``room(release=…)`` changes the quick settings of ``tests.web.rooms``."""
    with ExitStack() as stack:

        def started(**changes: Any) -> RoomHost:
            options = {k: changes.pop(k) for k in ("host", "port", "data", "allow_hosts") if k in changes}
            settings: RoomSettings = replace(QUICK, **changes)
            return stack.enter_context(running(settings, **options))

        yield started


@pytest.fixture(scope="package")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomHost]:
    """One room for all tests that leave nothing behind in it: nothing comes out by itself."""
    folder: Path = tmp_path_factory.mktemp("still")
    before = os.environ.get("FACILITATOR_HOME")
    os.environ["FACILITATOR_HOME"] = str(folder)
    try:
        with running(replace(QUICK, **STILL), data=folder) as host:
            yield host
    finally:
        if before is None:
            os.environ.pop("FACILITATOR_HOME", None)
        else:
            os.environ["FACILITATOR_HOME"] = before
