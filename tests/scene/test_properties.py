"""Whatever a slide holds: all of it on the page, nothing on anything else, every word, the same each time."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from facilitator.deck import model as deck
from facilitator.scene import compose, load_theme, theme_names
from tests.scene import build

_WORD = st.one_of(
    st.text(st.sampled_from("abcdefghijklmnoprstuvwxyz"), min_size=1, max_size=11),
    st.sampled_from(
        ["Behandlungszusammenhang", "https://example.org/a/very/long/path?with=query", "well-being",
         "1,204", "日本語の文章です。", "危害减少", "الحد من الضرر", "کاهش آسیب", "naïve", "😀", "don’t",
         "A" * 60, "–", "(see"]
    ),
)  # fmt: skip
_TEXT = st.lists(_WORD, min_size=1, max_size=14).map(" ".join)
_SHORT = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)


def _spans(text: str) -> deck.Spans:
    return (deck.Span(text),)


_PARAGRAPH = st.builds(lambda t, b: deck.Paragraph((deck.Span(t, bold=b),)), _TEXT, st.booleans())
_ITEM = st.builds(lambda t: deck.ListItem((deck.Paragraph(_spans(t)),)), _TEXT)
_NESTED = st.builds(
    lambda t, inner: deck.ListItem((deck.Paragraph(_spans(t)), deck.ListBlock(tuple(inner)))),
    _TEXT,
    st.lists(_ITEM, min_size=1, max_size=3),
)
_LIST = st.builds(
    lambda found, ordered: deck.ListBlock(tuple(found), ordered=ordered),
    st.lists(st.one_of(_ITEM, _NESTED), min_size=1, max_size=6),
    st.booleans(),
)
_TABLE = st.integers(1, 5).flatmap(
    lambda n: st.builds(
        lambda head, rows: deck.Table(
            deck.TableRow(tuple(map(_spans, head))),
            tuple(deck.TableRow(tuple(map(_spans, row))) for row in rows),
            (deck.Align.NONE,) * n,
        ),
        st.lists(_SHORT, min_size=n, max_size=n),
        st.lists(st.lists(_SHORT, min_size=n, max_size=n), min_size=1, max_size=6),
    )
)
_CODE = st.builds(
    lambda lines: deck.Code("\n".join(lines), "python"), st.lists(_SHORT, min_size=1, max_size=8)
)
_QUOTE = st.builds(lambda found: deck.Quote(tuple(found)), st.lists(_PARAGRAPH, min_size=1, max_size=2))
_PICTURE = st.builds(lambda alt: deck.Picture("gone.png", None, alt), _SHORT)


def _parts(draw_side: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[deck.Part, ...]]:
    part = st.builds(
        lambda label, details, side: deck.Part(label, tuple(details), side),
        _SHORT, st.lists(_SHORT, max_size=1), draw_side,
    )  # fmt: skip
    return st.lists(part, min_size=1, max_size=most).map(tuple)


def _diagram(kind: str, sides: tuple[str, ...], most: int, **options: str) -> st.SearchStrategy[deck.Diagram]:
    return st.builds(
        lambda title, parts: deck.Diagram(kind, title, parts, tuple(options.items()), "alt"),
        _SHORT,
        _parts(st.sampled_from(sides), most),
    )


_DIAGRAM = st.one_of(
    _diagram("cycle", ("",), 7),
    _diagram("steps", ("",), 9),
    _diagram("timeline", ("",), 7),
    _diagram("continuum", ("",), 7, under="safer steps exist at every point"),
    _diagram("comparison", ("+", "-"), 8, left="Is", right="Is not"),
    _diagram("balance", ("left+", "left-", "right+", "right-"), 6, left="Stay", right="Change"),
    _diagram("tiles", ("",), 9),
    _diagram("ruler", ("",), 3, left="not at all", right="completely", min="0", max="10"),
    _diagram("umbrella", ("",), 7, anchor="the alliance"),
)
_NUMBER = st.one_of(st.none(), st.floats(-50, 5000, allow_nan=False, width=16))
_CHART = st.integers(1, 3).flatmap(
    lambda n: st.builds(
        lambda kind, names, series, values: deck.Chart(
            kind,
            "",
            tuple(series),
            tuple((name, tuple(v)) for name, v in zip(names, values, strict=False)),
            (),
            "alt",
        ),
        st.sampled_from(["bar", "column", "line", "pie"]),
        st.lists(_SHORT, min_size=1, max_size=6),
        st.lists(_SHORT, min_size=n, max_size=n),
        st.lists(st.lists(_NUMBER, min_size=n, max_size=n), min_size=6, max_size=6),
    )
)
_SIMPLE = st.one_of(_PARAGRAPH, _LIST, _TABLE, _CODE, _QUOTE, _PICTURE)
_COLUMNS = st.builds(
    lambda columns: deck.Columns(tuple(deck.Column(tuple(blocks)) for blocks in columns)),
    st.lists(st.lists(_SIMPLE, min_size=1, max_size=2), min_size=2, max_size=3),
)
_BLOCKS = st.lists(st.one_of(_SIMPLE, _SIMPLE, _COLUMNS, _DIAGRAM, _CHART), max_size=3)
_LAYOUT = st.one_of(st.just(""), st.sampled_from(
    ["Title Slide", "Section Header", "Two Content", "Comparison", "Content with Caption", "Title Only",
     "Picture with Caption", "Full Picture", "Quote", "Statement", "Questions", "Resources", "Blank"]
))  # fmt: skip
_SLIDE = st.builds(
    lambda number, title, subtitle, blocks, layout, foot: deck.Slide(
        number, _spans(title) if title else (), _spans(subtitle) if subtitle else (), tuple(blocks), (), (),
        deck.SlideSettings(layout=layout, footer=foot), "deck.md", 1,
    ),
    st.integers(1, 3), st.one_of(st.just(""), _SHORT, _TEXT), st.one_of(st.just(""), st.just(""), _SHORT),
    _BLOCKS, _LAYOUT, st.one_of(st.just(""), _SHORT),
)  # fmt: skip

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
_INPUTS = (
    _SLIDE,
    st.sampled_from(["calm", "paper", "contrast"]),
    st.booleans(),
    st.sampled_from(["16:9", "4:3"]),
)


def _wanted(block: deck.Block) -> list[str]:
    """The words that the room must be able to read."""
    match block:
        case deck.Paragraph() | deck.Heading():
            return deck.plain(block.spans).split()
        case deck.ListBlock():
            return [w for item in block.items for inner in item.blocks for w in _wanted(inner)]
        case deck.Table():
            return [
                w
                for row in (block.header, *block.rows)
                for cell in row.cells
                for w in deck.plain(cell).split()
            ]
        case deck.Code():
            return block.text.split()
        case deck.Quote():
            return [w for inner in block.blocks for w in _wanted(inner)]
        case deck.Columns():
            return [w for column in block.columns for inner in column.blocks for w in _wanted(inner)]
        case deck.Diagram():
            return [w for part in block.parts for text in (part.label, *part.details) for w in text.split()]
        case deck.Chart():
            # A line's names thin out when they would touch, as on any axis.
            return [] if block.kind == "line" else [w for name, _ in block.rows for w in name.split()]
        case deck.Picture():
            return block.alt.split()
    return []


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _whole(slide: deck.Slide, theme: str, rtl: bool, size: str) -> None:
    book = deck.Deck("deck.md", rtl=rtl, size=size)
    look = load_theme(theme)
    scene = compose(slide, look, book)
    note(f"{slide.settings.layout} -> {scene.layout}; {deck.plain(slide.title)!r}; {slide.blocks}")

    assert build.outside(scene) == []
    assert build.overlaps(scene) == []
    shown = _letters(build.words(scene))
    lost = [w for block in slide.blocks for w in _wanted(block) if _letters(w) not in shown]
    lost += [w for w in deck.plain(slide.title).split() if w not in shown]
    assert lost == []
    assert compose(slide, look, book) == scene


@settings(max_examples=30, deadline=None, suppress_health_check=_SLOW)
@given(*_INPUTS)
def test_a_slide_is_whole_on_its_page(slide: deck.Slide, theme: str, rtl: bool, size: str) -> None:
    _whole(slide, theme, rtl, size)


@pytest.mark.long
@settings(max_examples=600, deadline=None, suppress_health_check=_SLOW)
@given(*_INPUTS)
def test_many_slides_are_whole(slide: deck.Slide, theme: str, rtl: bool, size: str) -> None:
    _whole(slide, theme, rtl, size)


def test_there_are_five_themes_and_the_calm_one_is_first() -> None:
    assert theme_names()[:5] == ["calm", "paper", "night", "contrast", "plain"]
