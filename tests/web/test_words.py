"""Six languages, whole, and chosen from the browser's setting, which is then forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from facilitator.room.host import RoomHost
from facilitator.room.records import Category, Release, RoomSettings
from facilitator.room.server.page import render_page
from facilitator.room.server.static import whole_script
from facilitator.room.server.words import LANGUAGES, category_label, duration, load_words, pick_language
from facilitator.system.resources import resource


def of(language: str) -> dict[str, Any]:
    loaded = json.loads(resource("web", "words", f"{language}.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_with_its_places(language: str) -> None:
    english, words = of("en"), of(language)
    assert list(words) == list(english)
    for key, sentence in english.items():
        assert words[key].strip(), key
        assert sorted(set(re.findall(r"\{\w+\}", words[key]))) == sorted(
            set(re.findall(r"\{\w+\}", sentence))
        ), key
        if language != "en" and len(sentence) > 25:
            assert words[key] != sentence, f"{key} is not translated"
    assert words["dir"] == ("rtl" if language == "ar" else "ltr")


def test_script_finds_every_word_it_asks_for() -> None:
    html = render_page(RoomSettings(release=Release.ROUND), "en", published=[], nonce="n")
    found = re.search(r"data-setup='([^']*)'", html)
    assert found
    sent = json.loads(unescape(found[1]))["words"]
    script = whole_script(resource("web"))
    asked = set(re.findall(r"\bwords\.(\w+)", script)) | set(re.findall(r'\b(?:say|count)\("(\w+)"', script))
    asked |= set(re.findall(r'"((?:say|state)_\w+[a-z])"', script))
    missing = {key for key in asked if key not in sent and f"{key}_one" not in sent}
    assert not missing


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("sv, fr;q=0.5, es;q=0.7", "es"),
        ("zh-Hant-TW", "zh"),
        ("ar;q=0, fr;q=0.1", "fr"),
        ("*", "en"),
        ("tlh, *;q=0.5", "en"),
        ("FR-ca", "fr"),
        ("de;q=abc, es", "es"),
        (";;;,,,==", "en"),
    ],
)
def test_language_is_picked_from_the_header(header: str, language: str) -> None:
    assert pick_language(header) == language


def test_a_choice_on_the_page_wins_and_the_decks_language_serves_last() -> None:
    assert pick_language("de", asked="fr") == "fr"
    assert pick_language("de", asked="../etc") == "de"
    assert pick_language("sv", default="es-MX") == "es"
    assert pick_language("sv", default="sv") == "en"


@given(st.text(max_size=3000))
def test_any_header_gives_a_language(header: str) -> None:
    assert pick_language(header) in LANGUAGES


def test_usual_doors_are_translated_others_are_not() -> None:
    german = load_words("de")
    assert category_label(Category("question", "Question"), german) == "Frage"
    assert category_label(Category("question", "Rückfrage"), german) == "Rückfrage"
    assert category_label(Category("name", "Name"), german) == "Name"


def test_durations() -> None:
    words = load_words("en")
    assert [duration(s, words) for s in (45, 60, 90, 180)] == [
        "45 seconds",
        "1 minute",
        "90 seconds",
        "3 minutes",
    ]


@pytest.mark.web
def test_page_speaks_the_browsers_language_or_the_chosen_one(
    still: RoomHost, phone: Callable[..., Page]
) -> None:
    for language, headline in (("es-MX", "Dilo aquí"), ("zh-CN", "在这里说吧"), ("sv-SE", "Say it here")):
        page = phone(still.participants_url(), locale=language)
        expect(page.locator("h1")).to_contain_text(headline)
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("h1")).to_contain_text("قلها هنا")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
