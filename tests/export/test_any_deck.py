"""Whatever a deck holds, the file is sound and every word of the scene is in it."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from facilitator.deck import read_text
from facilitator.export import ExportOptions, export_deck
from facilitator.export.pptx.xml import clean
from facilitator.export.qt import ensure_application
from facilitator.scene import compose, load_theme
from tests.export.invariants import A, problems
from tests.fidelity.lines import words_of
from tests.hostile import HOSTILE

WORD = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9)
LINE = st.lists(WORD, min_size=1, max_size=9).map(" ".join)
MARKED = st.builds(lambda a, b, m: f"{a} {m}{b}{m}", LINE, LINE, st.sampled_from(("**", "*", "`", "~~", "")))
BULLETS = st.lists(st.tuples(st.integers(0, 3), MARKED), min_size=1, max_size=7).map(
    lambda rows: "\n".join(f"{'    ' * min(depth, n)}- {text}" for n, (depth, text) in enumerate(rows))
)
TABLE = st.lists(st.tuples(WORD, WORD), min_size=2, max_size=5).map(
    lambda rows: "\n".join(
        [f"| {rows[0][0]} | {rows[0][1]} |", "|---|--:|", *(f"| {a} | {b} |" for a, b in rows[1:])]
    )
)
CODE = st.lists(LINE, min_size=1, max_size=5).map(lambda rows: "```python\n" + "\n".join(rows) + "\n```")
COLUMNS = st.tuples(BULLETS, BULLETS).map(
    lambda two: f"::: columns\n::: column\n{two[0]}\n:::\n::: column\n{two[1]}\n:::\n:::"
)
CHART = st.lists(st.tuples(WORD, st.integers(-50, 5000)), min_size=1, max_size=5).flatmap(
    lambda rows: st.sampled_from(("bar", "column", "line", "pie")).map(
        lambda kind: (
            f"```chart {kind}\nTitle\n" + "\n".join(f"{name}: {value}" for name, value in rows) + "\n```"
        )
    )
)
DIAGRAM = st.lists(st.tuples(LINE, WORD), min_size=1, max_size=6).flatmap(
    lambda rows: st.sampled_from(("cycle", "steps", "tiles", "timeline", "umbrella", "continuum")).map(
        lambda kind: f"```diagram {kind}\nTitle\n" + "\n".join(f"- {a} | {b}" for a, b in rows) + "\n```"
    )
)
BLOCK = st.one_of(MARKED, BULLETS, TABLE, CODE, COLUMNS, CHART, DIAGRAM, LINE.map(lambda t: f"> {t}"))
SLIDE = st.builds(
    lambda title, blocks, notes, extra: "\n\n".join(
        [*extra, f"# {title}", *blocks, f"::: notes\n{notes}\n:::"]
    ),
    LINE,
    st.lists(BLOCK, max_size=3),
    BULLETS,
    st.lists(
        st.sampled_from(("<!-- section: Part -->", "<!-- hidden: true -->", "<!-- layout: Statement -->")),
        max_size=1,
    ),
)
DECK = st.lists(SLIDE, min_size=1, max_size=3).map("\n\n---\n\n".join)


def check(text: str) -> None:
    ensure_application()
    deck = read_text(text)
    if not deck.slides:
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "deck.pptx"
        export_deck(deck, out, ExportOptions(builds=True))
        assert problems(out) == []
        with zipfile.ZipFile(out) as archive:
            parts = {n: archive.read(n) for n in archive.namelist() if n.endswith(".xml")}
    theme = load_theme()
    for slide in deck.slides:
        tree = etree.fromstring(parts[f"ppt/slides/slide{slide.number}.xml"])
        have = Counter("".join("".join(t.text or "" for t in tree.iter(A + "t")).split()))
        want = Counter(clean("".join("".join(words_of(compose(slide, theme, deck, room=False))).split())))
        assert not want - have, f"slide {slide.number} lost {want - have}"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_any_deck_gives_a_sound_file_with_every_word(text: str) -> None:
    check(text)


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_many_decks_give_sound_files_with_every_word(text: str) -> None:
    check(text)


def test_hostile_text_is_only_text() -> None:
    """Each of the sixty strings as a title, a bullet, a table's cell and a note."""
    slides = []
    for _, text in HOSTILE:
        one = " ".join(text.replace("|", " ").split()) or "empty"
        slides.append(f"# {one}\n\n- {one}\n\n| a | b |\n|---|---|\n| {one} | x |\n\n::: notes\n{one}\n:::\n")
    check("\n---\n\n".join(slides))
