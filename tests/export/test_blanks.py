"""Fields that nobody has filled in never appear in PowerPoint; on the wall they are blanks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from facilitator.deck import read_text
from facilitator.deck.model import BLANK, Span, plain
from facilitator.export import ExportOptions, export
from facilitator.export.blanks import sentences_without, without_blanks
from facilitator.system.resources import sample_deck
from tests.export.invariants import problems

DECK = """---
fields:
  line: ""
  law: ""
  clinic: "Room 4"
---
# Where help is

| Help | Where |
|---|---|
| Crisis line | {{line}} |
| Clinic | {{clinic}} |

Education only. Local law checked for {{law}}. Ask **us**.

- Call {{line}} now
- Come to {{clinic}}

::: notes
Say it twice. The number is {{line}}.
:::
"""


def test_a_cell_is_emptied_and_a_sentence_goes(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(DECK, encoding="utf-8")
    out = tmp_path / "deck.pptx"
    export(deck, out)
    (slide,) = Presentation(str(out)).slides
    words = "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    assert "Education only. Ask us." in words
    assert "Come to Room 4" in words
    assert "Call" not in words
    table = next(s.table for s in slide.shapes if s.has_table)
    assert [c.text for r in table.rows for c in r.cells][2:] == ["Crisis line", "", "Clinic", "Room 4"]
    assert slide.notes_slide.notes_text_frame.text == "Say it twice."
    assert not problems(out)


def test_the_didactic_has_no_blank_until_it_is_filled_in(tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    export(sample_deck(), out)
    for slide in Presentation(str(out)).slides:
        for shape in slide.shapes:
            assert not shape.has_text_frame or BLANK not in shape.text_frame.text
    export(sample_deck(), out, ExportOptions(fields=(("crisis_line", "555 0100"),)))
    cells = [
        c.text
        for slide in Presentation(str(out)).slides
        for s in slide.shapes
        if s.has_table
        for r in s.table.rows
        for c in r.cells
    ]
    assert "555 0100" in cells


def test_a_slide_without_empty_fields_is_the_same_slide() -> None:
    deck = read_text("# Title\n\nA blank of one's own: ____.\n")
    assert without_blanks(deck.slides[0]) is deck.slides[0]


@given(st.lists(st.tuples(st.text("ab. !?", max_size=6), st.booleans()), max_size=8))
def test_what_is_kept_stands_in_order_and_holds_no_blank(pieces: list[tuple[str, bool]]) -> None:
    spans = tuple(Span(BLANK, field="x") if blank else Span(text) for text, blank in pieces)
    kept = sentences_without(spans)
    assert not any(s.field for s in kept)
    whole = iter(plain(spans))
    assert all(letter in whole for letter in plain(kept)), "a subsequence of what was written"
    if not any(blank for _, blank in pieces):
        assert plain(kept) == plain(spans).rstrip()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("One. Two {{f}}. Three.", "One. Three."),
        ("{{f}}", ""),
        ("Only {{f}} here", ""),
        ("First line\\\nCall {{f}}", "First line"),
    ],
)
def test_sentences(text: str, kept: str) -> None:
    deck = read_text(f'---\nfields: {{f: ""}}\n---\n# T\n\nAnchor.\n\n{text}\n')
    blocks = without_blanks(deck.slides[0]).blocks
    assert [plain(b.spans).strip() for b in blocks[1:]] == ([kept] if kept else [])  # type: ignore[union-attr]  # paragraphs
