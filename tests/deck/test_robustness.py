"""Whatever is in a file, a deck comes back; no word of it gets lost; the same text gives the same slides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.deck import read_deck, read_text
from facilitator.deck.model import Deck
from facilitator.deck.outline import notes_text, outline, slide_text
from facilitator.deck.problems import CODES, describe
from tests.deck import grammar

PIECES = st.sampled_from(
    (
        "---",
        "***",
        "___",
        "- - -",
        "```",
        "~~~",
        "````",
        "```diagram cycle",
        "```chart bar",
        "```poll",
        "- a",
        "  - b",
        "\t- c",
        "1. x",
        "1) y",
        "10. z",
        "> q",
        "> - q",
        ">",
        "# H",
        "## H2",
        "###",
        "===",
        "<!--",
        "-->",
        "<!-- time: 3m -->",
        "<!-- _class: lead -->",
        "<!-- include: x.md -->",
        "<!-- // r -->",
        "::: notes",
        "::: columns",
        "::: column {width=40%}",
        "::: incremental",
        ":::",
        ". . .",
        "| a | b |",
        "|---|:-:|",
        "a | b",
        "--|--",
        "![alt](x.png){width=40%}",
        "![bg left:40%](y.jpg)",
        "[l](#h)",
        "[r]: /u",
        "[^1]",
        "[^1]: foot",
        "*[HTML]: text",
        "Term",
        ": def",
        "**b** *i* ~~s~~ ==m== H~2~O x^2^",
        "`c`",
        "``",
        "<u>u</u>",
        "<div>",
        "</div>",
        "<script>",
        "</script>",
        "<table><tr><td>c</td></tr></table>",
        "{{field}}",
        "{{",
        "}}",
        "https://example.org/a_b",
        "&amp; &#x41; &bogus;",
        "\\",
        "\\*",
        "    code",
        "\t",
        "",
        " ",
        "•\tw",
        "o\tw",
        "▪ v",
        "- [x] done",
        "- [ ]",
        "-",
        "*",
        "1.",
        "side: a -> b",
        "x: 1, 2",
        "title: x",
        "fields:",
        "  a: ''",
        "key: [",
        "a: &b *b",
        "$x$",
        "中文**粗**",
        "مرحبا",
        "\u200f",
        "\x00",
        "\ufeff",
        "\x02",
        "\u2028",
        "é",
        "🙂",
    )
)
LINES = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=40).map("\n".join)
ANYTHING = st.one_of(LINES, st.text(max_size=300), LINES.map(lambda t: f"---\n{t}"))


def check(deck: Deck, text: str) -> None:
    """What holds of every deck whatever the text."""
    lines = text.count("\n") + text.count("\r") + 2
    last = 0
    for number, slide in enumerate(deck.slides, 1):
        assert slide.number == number
        assert last <= slide.line <= lines, "lines never go backwards"
        last = slide.line
    for problem in deck.problems:
        assert problem.code in CODES
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message
        assert problem.fix
        assert describe(problem)
    result = outline(deck)
    assert len(result["slides"]) == len(deck.slides)


@given(ANYTHING)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_deck(text: str) -> None:
    deck = read_text(text)
    check(deck, text)
    assert not [p for p in deck.problems if p.code == "not-read"], "the parser itself never gives up"
    again = read_text(text)
    assert again == deck
    assert read_text(text, previous=deck) == deck


@given(ANYTHING, ANYTHING)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_reading_with_a_previous_deck_changes_nothing(before: str, after: str) -> None:
    assert read_text(after, previous=read_text(before)) == read_text(after)


@pytest.mark.long
@given(ANYTHING)
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_a_deck_thoroughly(text: str) -> None:
    check(read_text(text), text)


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_a_deck(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes(data)
    deck = read_deck(path)
    check(deck, data.decode("utf-8", "replace") + "\n" * data.count(b"\r"))


def everything_said(deck: Deck) -> str:
    """All that a trainer can see of the deck somewhere: titles, text, notes, alt texts, problems."""
    said: list[str] = []
    for slide in deck.slides:
        said += [" ".join(s.text for s in slide.title), *slide_text(slide), notes_text(slide)]
        said.append(repr((slide.blocks, slide.notes, slide.settings)))
    said += [f"{p.message} {p.source}" for p in deck.problems]
    return " ".join(said)


def lost_words(deck: Deck, words: list[str]) -> list[str]:
    """The words that are nowhere."""
    found = set(re.findall(r"[^\W_]+", everything_said(deck)))
    return [word for word in words if word not in found]


@given(grammar.decks())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_is_lost(made: grammar.Made) -> None:
    deck = read_text(made.text)
    assert not lost_words(deck, made.words), made.text
    for number, words in enumerate(made.slides):
        assert number < len(deck.slides), made.text
        shown = " ".join(
            [" ".join(s.text for s in deck.slides[number].title), *slide_text(deck.slides[number])]
        )
        missing = [w for w in words if w not in re.findall(r"[^\W_]+", shown)]
        assert not missing, f"{missing} not on slide {number + 1}:\n{made.text}"


@pytest.mark.long
@given(grammar.decks())
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_is_lost_thoroughly(made: grammar.Made) -> None:
    assert not lost_words(read_text(made.text), made.words), made.text
