"""A deck that a trainer can trust at eight in the morning."""

from __future__ import annotations

import pytest

from facilitator.deck.model import (
    Chart,
    Columns,
    Deck,
    Diagram,
    ListBlock,
    ListItem,
    Picture,
    Severity,
    Table,
)  # fmt: skip
from tests.didactic.reading import Page, words

FIELDS = [
    "emergency_number", "crisis_line", "line_for_people_using_alone", "staff_support", "naloxone",
    "syringe_services", "medication_today", "peer_support", "checked_law_on", "checked_law_for",
]  # fmt: skip


def test_nothing_is_wrong_but_the_fields_that_only_the_trainer_can_fill_in(deck: Deck) -> None:
    grave = [p for p in deck.problems if p.severity != Severity.ADVICE]
    assert {p.code for p in grave} == {"empty-field"}
    assert len({p.line for p in grave}) == len(FIELDS)


def test_every_field_is_blank_and_is_used_on_the_resources_slide(deck: Deck) -> None:
    assert [(f.name, f.value) for f in deck.fields] == [(name, "") for name in FIELDS]
    source = deck.slides[19]
    assert source.title[0].text == "Resources and sources"
    text = _raw_slide(deck, 20)
    assert all(f"{{{{{name}}}}}" in text for name in FIELDS)


def _raw_slide(deck: Deck, number: int) -> str:
    from facilitator.system.resources import sample_deck

    lines = sample_deck().read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[deck.slides[number - 1].line - 1 : deck.slides[number].line - 1])


def test_every_slide_has_a_title_and_notes(pages: list[Page]) -> None:
    assert len(pages) > 20
    for page in pages:
        assert page.title, page.slide.number
        assert page.part_of_notes("Say"), page.slide.number
    for page in pages[:19]:
        assert page.part_of_notes("Caution"), page.slide.number
    for page in pages[1:19]:
        assert page.part_of_notes("Ask"), page.slide.number
    assert sum(bool(p.part_of_notes("Example")) for p in pages[:19]) >= 14


def _items(blocks: tuple[object, ...]) -> int:
    count = 0
    for block in blocks:
        if isinstance(block, ListBlock):
            count += sum(1 + _items(item.blocks) for item in block.items)
        elif isinstance(block, Columns):
            count += sum(_items(column.blocks) for column in block.columns)
        elif isinstance(block, ListItem):
            count += 1
    return count


def test_at_most_five_points_and_few_words_a_slide(session: list[Page]) -> None:
    for page in session:
        assert _items(page.slide.blocks) <= 5, page.slide.number
        figure = any(isinstance(b, Diagram | Table | Chart | Columns) for b in page.slide.blocks)
        assert len(words(page.text)) <= (95 if figure else 50), page.slide.number


def test_no_pictures_and_every_figure_can_be_read_aloud(deck: Deck) -> None:
    """The content note promises words only: no drug, no needle, nobody in distress."""

    def walk(blocks: tuple[object, ...]) -> None:
        for block in blocks:
            assert not isinstance(block, Picture)
            if isinstance(block, Diagram | Chart):
                assert block.alt
                found.append(block.kind)
            if isinstance(block, Columns):
                for column in block.columns:
                    walk(column.blocks)

    found: list[str] = []
    for slide in deck.slides:
        walk(slide.blocks)
    assert found == [
        "tiles", "tiles", "bar", "continuum", "comparison", "comparison", "cycle", "ruler",
        "balance", "umbrella",
    ]  # fmt: skip


def test_the_stage_table_comes_row_by_row(deck: Deck) -> None:
    slide = deck.slides[14]
    (table,) = slide.blocks
    assert isinstance(table, Table)
    assert [row.step for row in table.rows] == [1, 2, 3, 4, 5, 6]
    assert slide.steps == 6


@pytest.mark.parametrize(
    ("number", "figure"),
    [
        (6, "45 percent"), (7, "nineteen cohorts"), (15, "129 times"), (17, "295 studies"),
        (21, "76 percent"), (21, "59 percent"), (25, "516 clinicians"), (23, "35 percent"),
    ],
)  # fmt: skip
def test_figures_that_are_spoken_have_their_source_on_a_slide(
    pages: list[Page], number: int, figure: str
) -> None:
    assert figure in pages[number - 1].notes


def test_the_bars_are_the_published_death_rates(deck: Deck) -> None:
    """Sordo et al. 2017, BMJ 357:j1550: deaths per 1,000 person-years in and out of treatment."""
    (chart,) = [b for b in deck.slides[6].blocks if isinstance(b, Chart)]
    assert chart.rows == (("Methadone", (11.3, 36.1)), ("Buprenorphine", (4.3, 9.5)))
    assert "Sordo et al. 2017" in chart.option("source")


def test_the_status_line_and_the_credit(pages: list[Page]) -> None:
    for number in (1, 20):
        assert "not medical or legal advice" in pages[number - 1].text
    assert any("National Harm Reduction Coalition" in p.text for p in pages[20:])


def test_the_room_is_told_what_the_box_is_not(session: list[Page]) -> None:
    caution = session[2].part_of_notes("Caution")
    assert "nobody watches the box for emergencies" in caution
    assert "could not find you" in caution
