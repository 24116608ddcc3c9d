"""Cleaning and counting what people write."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.room.server.text import clean, letters
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("plain", "plain"),
        ("  around  ", "around"),
        ("cafe\u0301", "café"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\there", "tab here"),
        ("abc \u202e dcba \u202c", "abc  dcba"),
        ("a\u200bb\ufeffc", "abc"),
        ("bell\x07 escape\x1b[31m", "bell escape[31m"),
        ("\ud800lone\udfff", "lone"),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
        ("🏳️‍🌈", "🏳️‍🌈"),
        ("sta\u200dr\u200c", "star"),
        ("Z" + "\u0301" * 9, "Ź\u0301\u0301\u0301"),
        ("a" + "\n" * 9 + "b", "a\n\n\nb"),
        ("\u200b\u2060 \u00ad\u3164\u2800", ""),
        ("\u0301\u0302", ""),
        ("", ""),
        ("?", "?"),
        ("👍", "👍"),
        ("שלום \u200fhello", "שלום \u200fhello"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert clean(written) == kept


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("👩‍👩‍👧‍👦", 1),
        ("🇨🇭", 1),
        ("👍🏿", 1),
        ("नि", 1),
        ("한국", 2),
    ],
)
def test_letters_as_people_count(text: str, count: int) -> None:
    assert letters(text) == count


ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=120)
PIECES = (*"ab \n\r\t", "\u0301", "\u200d", "\u200c", "\ufe0f", "\u202e", "\x00", "\ud800", "\u2028")
SPICY = st.lists(st.sampled_from((*PIECES, "👩", "🏽", "ا", "क", "्")), max_size=60).map("".join)


@given(ANY | SPICY)
def test_cleaning_is_safe_and_settles(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    kept.encode("utf-8")
    assert kept == kept.strip()
    assert unicodedata.is_normalized("NFC", kept)
    for c in kept:
        assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"), f"{c!r}"
        assert not 0x202A <= ord(c) <= 0x202E
        assert not 0x2066 <= ord(c) <= 0x2069
    assert "\n\n\n\n" not in kept


@given(st.text(st.characters(categories=["L", "Nd", "P"], max_codepoint=0x24F), min_size=1, max_size=80))
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text).replace("\xad", "")


@pytest.mark.parametrize("name", [name for name, _ in HOSTILE])
def test_hostile_strings_come_out_harmless(name: str) -> None:
    kept = clean(dict(HOSTILE)[name])
    assert clean(kept) == kept
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in kept)


def test_cleaning_a_whole_body_is_fast() -> None:
    import time

    for nasty in ("\u0301" * 4000, "\u200d\u0301" * 2000, "👩\u200d" * 1100, "\n " * 4000, "a\u200c" * 2700):
        started = time.perf_counter()
        letters(clean(nasty))
        assert time.perf_counter() - started < 0.25


BURDENS = [
    " ",
    "\n",
    " \n",
    "x" + " " * 9,
    "\u200d",
    "a\u200d",
    "\u0627\u200c",
    "\u0301",
    "a\u0301",
    "\u0301\u0345",
    "👨‍👩‍👧‍👦",
    "🇨",
    "\U000e0061",
    "\u0f71\u0f72",
]


@pytest.mark.parametrize("unit", BURDENS)
def test_no_text_keeps_the_room_busy(unit: str) -> None:
    """Whatever fits into a request is cleaned in a few milliseconds (eight times as many blanks took 160)."""

    def taken(size: int) -> float:
        text = (unit * size).encode()[:size].decode(errors="ignore")
        best = 1.0
        for _ in range(3):
            started = time.process_time()
            letters(clean(text)[:4000])
            best = min(best, time.process_time() - started)
        return best

    assert taken(8000) < 0.08
