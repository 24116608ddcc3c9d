"""compose: layouts by content and by name, fit, builds, footers, problems."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image

from facilitator.deck import model as deck
from facilitator.scene import Scene, Theme, compose, load_theme, overflow_problems, theme_names
from facilitator.scene.fonts import ensure_fonts
from facilitator.scene.model import (
    BulletKind,
    GroupItem,
    PictureItem,
    QrItem,
    Role,
    ShapeItem,
    TableItem,
    TextItem,
)  # fmt: skip
from tests.scene import build, samples
from tests.scene.build import p, slide, ul

NOTHING = deck.Deck("deck.md")


def made(one: deck.Slide, book: deck.Deck = NOTHING, theme: str = "calm") -> Scene:
    return compose(one, load_theme(theme), book)


def picture(folder: Path, width: int, height: int) -> deck.Picture:
    path = folder / f"{width}x{height}.png"
    Image.new("RGB", (width, height), "#336699").save(path)
    return deck.Picture(path.name, path, "A blue field")


QUOTE = deck.Quote((p("Start where the person is."), p("— somebody")))
HEADED = deck.Columns(tuple(deck.Column((deck.Heading(2, build.spans(t)), ul("one"))) for t in ("A", "B")))
BARE = deck.Columns((deck.Column((ul("one"),)), deck.Column((ul("two"),))))


@pytest.mark.parametrize(
    ("one", "layout"),
    [
        (slide("Title", p("subtitle"), number=1), "Title Slide"),
        (slide("Title", ul("a"), number=1), "Title and Content"),
        (slide("Title", section_starts=True), "Section Header"),
        (slide("Just this"), "Statement"),
        (slide("", QUOTE), "Quote"),
        (slide("T", HEADED), "Comparison"),
        (slide("T", BARE), "Two Content"),
        (slide("", p("no title")), "Blank"),
        (slide("T", QUOTE, layout="quote"), "Quote"),
        (slide("T", p("x"), layout="quote"), "Title and Content"),
        (slide("T", p("x"), layout="Full Picture"), "Title and Content"),
        (slide("T", p("x"), layout="two-content"), "Two Content"),
        (slide("T", p("x"), layout="nonsense"), "Title and Content"),
        (slide("T", p("x"), classes=("lead",)), "Section Header"),
    ],
)
def test_the_layout_follows_the_content_or_the_author(one: deck.Slide, layout: str) -> None:
    assert made(one).layout == layout


def test_a_picture_with_a_few_words_gets_the_picture_layout_and_is_never_stretched(tmp_path: Path) -> None:
    few = made(slide("T", p("A few words."), picture(tmp_path, 400, 300)))
    many = made(
        slide("T", ul(*["a line of several words for the list of things"] * 4), picture(tmp_path, 400, 300))
    )
    assert (few.layout, many.layout) == ("Picture with Caption", "Two Content")
    for scene in (few, many):
        item = next(i for i in build.items(scene) if isinstance(i, PictureItem))
        assert item.rect.w / item.rect.h == pytest.approx(4 / 3, rel=0.01)
        assert item.alt == "A blue field"


def test_a_full_picture_covers_the_page_by_cropping(tmp_path: Path) -> None:
    scene = made(slide("", picture(tmp_path, 1000, 400)))
    item = next(i for i in build.items(scene) if isinstance(i, PictureItem))
    assert (item.rect.w, item.rect.h) == (960, 540)
    left, top, right, bottom = item.crop
    assert 1000 * (1 - left - right) / (400 * (1 - top - bottom)) == pytest.approx(960 / 540, rel=0.01)


def test_the_same_deck_text_on_one_rung_in_all_columns() -> None:
    long = ul(*["a line that is long enough to be broken in a narrow column of the page"] * 7)
    scene = made(slide("T", deck.Columns((deck.Column((long,)), deck.Column((ul("short", "and short"),))))))
    columns = [i for i in scene.items if isinstance(i, TextItem) and i.role is Role.BODY]
    assert len({i.paras[0].size for i in columns}) == 1
    assert columns[0].paras[0].lines[0].baseline == columns[1].paras[0].lines[0].baseline


def test_text_steps_down_and_then_says_how_much_is_too_much() -> None:
    sizes = []
    for count in (3, 10, 13, 60):
        scene = made(
            slide("T", *[p("A line of words that is about as long as this one is.") for _ in range(count)])
        )
        sizes.append(max(i.size for i in build.inks(scene) if i.text.startswith("A line")))
        assert (scene.overflow is not None) == (count == 60)
        assert build.outside(scene) == []
    assert sizes[0] == 28
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[2] >= 18 > sizes[3]


def test_the_overflow_problem_names_the_line_at_which_to_split(calm: Theme) -> None:
    blocks = [
        deck.Paragraph(
            build.spans(f"Paragraph {n} with a good many words in it to fill its line."), 3 + 2 * n
        )
        for n in range(40)
    ]
    book = build.deck(slide("Too much", *blocks))
    (problem,) = overflow_problems(book, calm)
    assert problem.code == "overflow"
    assert problem.severity is deck.Severity.WARNING
    assert 10 + 3 < problem.line < 10 + 3 + 80
    assert str(problem.line) in problem.fix


def test_a_colour_that_cannot_be_read_is_a_problem_and_one_that_can_is_not(calm: Theme) -> None:
    faint = deck.Paragraph((deck.Span("faint", color="#EEEEEE"),))
    clear = deck.Paragraph((deck.Span("clear", color="#102030"),))
    assert [x.code for x in overflow_problems(build.deck(slide("T", faint, clear)), calm)] == ["contrast"]


def test_a_background_of_ones_own_gets_ink_that_can_be_read(calm: Theme) -> None:
    dark = deck.Background("#202020")
    book = build.deck(slide("T", ul("one"), backgrounds=(dark,)))
    assert overflow_problems(book, calm) == []
    assert compose(book.slides[0], calm, book).backdrop.color.hex == "#202020"


def test_the_shipped_sample_has_no_problem_in_any_theme() -> None:
    from facilitator.deck.reader import read_deck
    from facilitator.system.resources import sample_deck

    book = read_deck(sample_deck())
    for name in theme_names():
        assert overflow_problems(book, load_theme(name)) == []


def test_steps_go_where_the_author_put_them() -> None:
    items = tuple(deck.ListItem((p(t),), step=n) for n, t in enumerate(("one", "two", "three"), 1))
    table = deck.Table(
        deck.TableRow((build.spans("h"),)),
        tuple(deck.TableRow((build.spans(t),), step=n) for n, t in ((4, "x"), (5, "y"))),
        (),
    )
    tiles = build.diagram("tiles", *(deck.Part(t, step=n) for n, t in ((6, "A"), (7, "B"))))
    scene = made(slide("T", deck.ListBlock(items), table, tiles))
    steps = {ink.text: ink.step for ink in build.inks(scene)}
    assert {k: steps[k] for k in ("one", "two", "three", "h", "x", "y", "A", "B")} == {
        "one": 1, "two": 2, "three": 3, "h": 0, "x": 4, "y": 5, "A": 6, "B": 7
    }  # fmt: skip


def test_lists_have_levels_bullets_numbers_and_task_boxes() -> None:
    nested = deck.ListBlock((
        deck.ListItem((p("top"), ul("below"))),
        deck.ListItem((p("done"),), checked=True),
    ))  # fmt: skip
    scene = made(slide("T", nested, deck.ListBlock((deck.ListItem((p("fifth"),)),), ordered=True, start=5)))
    paras = {para.text: para for _, paras, _ in build.boxes(scene) for para in paras}
    top, below, fifth = paras["top"], paras["below"], paras["fifth"]
    assert top.bullet is not None
    assert below.bullet is not None
    assert fifth.bullet is not None
    assert (top.level, below.level) == (0, 1)
    assert below.indent > top.indent
    assert below.size < top.size
    assert (fifth.bullet.kind, fifth.bullet.text) == (BulletKind.NUMBER, "5.")
    assert paras["done"].bullet is not None
    assert paras["done"].bullet.checked is True


def test_footer_number_and_footnotes() -> None:
    note = deck.Footnote(1, "a", build.spans("Where this comes from"))
    one = deck.Slide(
        4,
        build.spans("T"),
        (),
        (p("text"),),
        (),
        (note,),
        deck.SlideSettings(footer="The deck", header="Head"),
        "d.md",
        1,
    )
    scene = made(one)
    roles = {i.role: i for i in scene.items if isinstance(i, TextItem)}
    assert roles[Role.FOOTER].paras[0].text == "The deck"
    assert roles[Role.HEADER].paras[0].text == "Head"
    assert roles[Role.NUMBER].paras[0].runs[0].live == "number"
    assert "Where this comes from" in roles[Role.FOOTNOTE].paras[0].text
    quiet = made(slide("T", p("x"), paginate=False))
    assert not any(isinstance(i, TextItem) and i.role is Role.NUMBER for i in quiet.items)


def test_the_closing_slide_has_a_door_for_each_category_and_a_large_qr() -> None:
    for names in ((), ("Idea", "Worry", "Praise")):
        scene = made(slide("Questions?", layout="Questions"), deck.Deck("d.md", categories=names))
        doors = [i.name for i in scene.items if isinstance(i, ShapeItem) and i.role is Role.LABEL]
        assert doors == list(names or ("Comment", "Question", "Concern", "Complaint"))
        qr = next(i for i in scene.items if isinstance(i, QrItem))
        assert qr.rect.h >= 540 / 4
        assert {run.live for _, paras, _ in build.boxes(scene) for q in paras for run in q.runs} >= {
            "address",
            "wifi",
        }


@pytest.mark.parametrize("rtl", [False, True])
def test_without_a_room_the_doors_take_the_whole_width(rtl: bool) -> None:
    theme = load_theme("calm")
    one, book = slide("Questions?", layout="Questions"), deck.Deck("d.md", rtl=rtl)
    scene = compose(one, theme, book, room=False)
    assert not any(isinstance(i, QrItem) for i in scene.items)
    doors = [i.rect for i in scene.items if isinstance(i, ShapeItem) and i.role is Role.LABEL]
    left, right = min(r.x for r in doors), max(r.right for r in doors)
    assert left == pytest.approx(theme.width - right)
    assert right - left > theme.width * 0.8


def test_the_label_of_a_missing_full_picture_stands_above_the_band() -> None:
    """Found by Hypothesis: on a 4:3 page the band's words and the frame's stood on each other."""
    words = [p(f"a a a a a aaaaaaaaa aaaaaaaabbm {n}") for n in range(6)]
    one = slide("", deck.Picture("gone.png", None, "a"), *words, layout="Full Picture")
    assert build.overlaps(made(one, deck.Deck("deck.md", size="4:3"))) == []
    frame, band = made(one).items[:2]
    assert isinstance(frame, ShapeItem)
    assert isinstance(band, ShapeItem)
    assert frame.rect.bottom == pytest.approx(band.rect.y)


def test_a_missing_picture_is_a_labelled_frame() -> None:
    scene = made(slide("T", deck.Picture("gone.png", None, "The harbour at dawn")))
    frame = next(i for i in scene.items if isinstance(i, ShapeItem) and i.dash)
    assert frame.paras[0].text == "The harbour at dawn"


def test_table_columns_follow_what_is_in_them() -> None:
    row = deck.TableRow(
        (build.spans("A long cell that holds a whole sentence about things"), build.spans("7"))
    )
    scene = made(slide("T", deck.Table(row, (row,), (deck.Align.LEFT, deck.Align.RIGHT))))
    table = next(i for i in scene.items if isinstance(i, TableItem))
    assert table.columns[0] > 4 * table.columns[1]
    assert sum(table.columns) == pytest.approx(table.rect.w)
    assert table.lines[1].cells[1].paras[0].align == "right"


def test_code_keeps_its_spaces_and_its_colours_and_marks_its_line() -> None:
    scene = made(slide("T", deck.Code("if x:\n    return 1", "python", (2,))))
    code = next(i for i in scene.items if isinstance(i, TextItem) and i.role is Role.CODE)
    assert [para.text for para in code.paras] == ["if x:", "    return 1"]
    assert len({run.color.hex for para in code.paras for run in para.runs}) > 1
    assert any(i.name == "Marked line" for i in scene.items)


def test_a_right_to_left_deck_reads_from_the_right() -> None:
    book = deck.Deck("d.md", rtl=True, lang="ar")
    scene = made(slide("الحد من الضرر", ul("الشخص أولا", "خطوات صغيرة")), book)
    assert scene.rtl
    for item in scene.items:
        if isinstance(item, TextItem) and item.role in (Role.TITLE, Role.BODY):
            assert all(para.rtl and para.align == "right" for para in item.paras)
            assert all(line.x + line.width > item.rect.w * 0.9 for para in item.paras for line in para.lines)


@pytest.mark.parametrize(
    "text", ["危害减少从人出发", "害を減らす取り組み", "کاهش آسیب", "الحد من الضرر", "😀👍🏽"]
)
def test_other_scripts_are_shown_or_named(text: str) -> None:
    scene = made(slide("T", p(text)))
    assert text in build.words(scene)
    assert build.outside(scene) == []


def test_compose_in_plain_threads_gives_the_same_scenes(calm: Theme) -> None:
    ensure_fonts()
    slides = samples.slides()
    here = [compose(s, calm, NOTHING) for s in slides]
    there: list[list[Scene]] = [[], []]

    def work(out: list[Scene]) -> None:
        out.extend(compose(s, calm, NOTHING) for s in slides)

    threads = [threading.Thread(target=work, args=(out,)) for out in there]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert there == [here, here]


@pytest.mark.parametrize(
    "kind", ["cycle", "steps", "continuum", "comparison", "balance", "tiles", "ruler", "timeline", "umbrella"]
)
def test_every_diagram_is_one_group_with_an_alt_text(kind: str) -> None:
    sides = {"comparison": ("+", "-"), "balance": ("left+", "right-")}.get(kind, ("", ""))
    parts = [
        deck.Part(label, ("a word",), side) for label, side in zip(("First", "Second"), sides, strict=True)
    ]
    scene = made(slide("T", build.diagram(kind, *parts, title="A figure", left="L", right="R")))
    group = next(i for i in scene.items if isinstance(i, GroupItem))
    assert group.alt == "what it shows"
    assert "First" in build.words(scene)
    assert build.overlaps(scene) == []


def test_only_the_long_word_is_broken_where_a_table_has_no_room() -> None:
    from facilitator.scene.blocks.table import shares

    widths = shares([10.0, 10.0, 10.0, 400.0], [10.0, 10.0, 10.0, 400.0], 100.0)
    assert widths == [10.0, 10.0, 10.0, 70.0]
    assert sum(shares([50.0, 400.0, 600.0], [50.0, 400.0, 600.0], 300.0)) == 300.0
    assert shares([50.0, 50.0], [50.0, 50.0], 20.0) == [10.0, 10.0]


@pytest.mark.parametrize("kind", ["bar", "column", "line", "pie"])
@pytest.mark.parametrize(("theme", "size"), [("calm", "16:9"), ("night", "4:3")])
@pytest.mark.parametrize("rtl", [False, True])
def test_endless_series_names_stay_in_their_chart(kind: str, theme: str, size: str, rtl: bool) -> None:
    names = tuple(letter * 200 for letter in "abc")
    for count in (1, 2, 3):
        rows = (("A", (3.0, 4.0, 5.0)[:count]), ("Bee", (5.0, 1.0, 2.0)[:count]))
        block = build.chart(kind, *rows, series=names[:count])
        scene = compose(build.slide("A title", block), load_theme(theme), build.deck(rtl=rtl, size=size))
        assert build.outside(scene) == []
        assert build.overlaps(scene) == []
        for item in build.items(scene):
            if isinstance(item, TextItem):  # every line within its own box
                laid = [line for para in item.paras for line in para.lines]
                assert all(n.x >= -0.5 and n.x + n.width <= item.rect.w + 0.5 for n in laid), item.name
