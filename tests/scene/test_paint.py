"""The painter: what is drawn is what the scene says, at any size, up to any step."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from facilitator.deck import model as deck
from facilitator.scene import CardContent, Live, Scene, Theme, compose, compose_card, paint, render
from facilitator.scene.cache import Bounded
from facilitator.scene.model import QrItem, TextItem
from facilitator.scene.painter import images, qr
from tests.scene import build, samples
from tests.scene.build import p, slide

NOTHING = deck.Deck("deck.md")


def inked(image: QImage, scene: Scene, box: object) -> int:
    """How many pixels in a box (points) differ from the page's colour."""
    scale = image.width() / scene.width
    ground = QColor(scene.backdrop.color.hex).rgb()
    r = box
    xs = range(max(0, int(r.x * scale)), min(image.width(), int(r.right * scale) + 1))  # type: ignore[attr-defined]  # a Rect
    ys = range(max(0, int(r.y * scale)), min(image.height(), int(r.bottom * scale) + 1))  # type: ignore[attr-defined]  # a Rect
    return sum(1 for y in ys for x in xs if image.pixel(x, y) != ground)


@pytest.mark.parametrize("width", [160, 960, 3840])
def test_every_line_is_drawn_where_the_scene_says_at_any_size(calm: Theme, width: int) -> None:
    scene = compose(slide("A title", p("One line of text"), build.ul("a", "b")), calm, NOTHING)
    image = render(scene, width)
    assert (image.width(), image.height()) == (width, round(width * 9 / 16))
    for ink in build.inks(scene):
        assert inked(image, scene, ink.box) > 0, ink.text
    assert inked(image, scene, build.Rect(64, 400, 800, 80)) == 0


def test_steps_show_up_one_after_another(calm: Theme) -> None:
    items = tuple(deck.ListItem((p(t),), step=n) for n, t in ((1, "first"), (2, "second")))
    scene = compose(slide("T", deck.ListBlock(items)), calm, NOTHING)
    boxes = {ink.text: ink.box for ink in build.inks(scene)}
    shown = [
        [inked(render(scene, 480, step=step), scene, boxes[t]) > 0 for t in ("first", "second")]
        for step in (0, 1, 2)
    ]
    assert shown == [[False, False], [True, False], [True, True]]
    assert render(scene, 480) == render(scene, 480, step=2)


def test_numbers_and_addresses_are_filled_in_while_painting(calm: Theme) -> None:
    scene = compose(slide("T", p("x"), footer=""), calm, NOTHING)
    number = next(i for i in scene.items if isinstance(i, TextItem) and i.role.value == "number")
    assert inked(render(scene, 960), scene, number.rect) == 0
    one, two = (render(scene, 960, live=Live(number=n, total=20)) for n in (7, 12))
    assert inked(one, scene, number.rect) > 0
    assert one != two


def test_an_address_too_long_for_its_place_is_made_smaller_not_cut(calm: Theme) -> None:
    scene = compose_card(CardContent("join", "Join in", qr=True), calm)
    live = Live(address="a-very-long-host-name.some-clinic.example.org:8080", url="http://x/")
    image = render(scene, 960, live=live)
    qr_item = next(i for i in scene.items if isinstance(i, QrItem))
    assert inked(image, scene, build.Rect(qr_item.rect.x - 40, 200, 20, 200)) == 0


def test_the_qr_code_on_the_stage_is_the_one_asked_for(calm: Theme) -> None:
    scene = compose_card(CardContent("join", "Join in", qr=True), calm)
    item = next(i for i in scene.items if isinstance(i, QrItem))
    url = "http://192.168.1.20:8080/"
    image = render(scene, 1920, live=Live(url=url, address="192.168.1.20:8080"))
    rows = qr.modules(url)
    count = len(rows) + 2 * qr.QUIET
    pixels = item.rect.w * 2
    unit = int(pixels / count)
    left = item.rect.x * 2 + (pixels - unit * count) / 2 + qr.QUIET * unit
    top = item.rect.y * 2 + (pixels - unit * count) / 2 + qr.QUIET * unit
    read = tuple(
        tuple(
            1
            if QColor(image.pixel(int(left + (c + 0.5) * unit), int(top + (r + 0.5) * unit))).lightness()
            < 128
            else 0
            for c in range(len(rows))
        )
        for r in range(len(rows))
    )
    assert read == rows


def test_painting_leaves_the_painter_as_it_was(calm: Theme) -> None:
    scene = compose(samples.slides()[2], calm, NOTHING)
    image = QImage(960, 540, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    before = painter.transform(), painter.pen(), painter.hasClipping()
    paint(painter, scene, 0.5)
    assert (painter.transform(), painter.pen(), painter.hasClipping()) == before
    painter.end()


def test_a_plain_thread_paints_the_same_pixels(calm: Theme) -> None:
    scenes = [compose(s, calm, NOTHING) for s in samples.slides()[:12]]
    here = [render(scene, 320) for scene in scenes]
    there: list[QImage] = []
    thread = threading.Thread(target=lambda: there.extend(render(scene, 320) for scene in scenes))
    thread.start()
    thread.join()
    assert there == here


def test_photos_are_decoded_to_the_size_at_which_they_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (4000, 3000), "#804020").save(path)
    image = images.picture(path, 400, 300)
    assert image is not None
    assert (image.width(), image.height()) == (400, 300)
    cropped = images.picture(path, 300, 300, (0.125, 0.0, 0.125, 0.0))
    assert cropped is not None
    assert (cropped.width(), cropped.height()) == (300, 300)
    path.write_bytes(b"no picture at all")
    assert images.picture(path, 400, 300) is None
    assert images.picture(tmp_path / "gone.png", 10, 10) is None


def test_a_photo_taken_upright_stands_upright(tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (400, 300), "#804020").save(path, exif=exif)
    assert images.picture_size(path) == (300, 400)
    image = images.picture(path, 150, 200)
    assert image is not None
    assert (image.width(), image.height()) == (150, 200)


def test_a_cache_never_holds_more_than_its_bytes_and_forgets_the_oldest() -> None:
    cache: Bounded[str] = Bounded(100)
    for key in "abc":
        cache.put(key, key, 40)
    assert cache.get("a") is None
    assert cache.get("b") == "b"
    cache.put("d", "d", 40)
    assert "c" not in cache
    assert cache.size <= 100
    cache.put("huge", "x", 1000)
    assert "huge" not in cache


@pytest.mark.parametrize("kind", ["break", "exercise", "join", "resources", "entry", "round"])
def test_cards_hold_whatever_they_are_given(calm: Theme, kind: str) -> None:
    for words in (1, 12, 90):
        text = " ".join(["something"] * words)
        lines = tuple((f"label {n}", text[:60]) for n in range(8))
        card = CardContent(
            kind, text[:80], text, text[:70], "Question", lines, kind == "join",
            countdown=kind in ("break", "round"),
        )  # fmt: skip
        scene = compose_card(card, calm)
        assert build.outside(scene) == []
        assert build.overlaps(scene) == []


@pytest.mark.parametrize(
    "text",
    ["W" * 500, "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 250, "汉字" * 250,
     "Line one\nLine two\n\nLine four\n" * 10, "a\n" * 250, "See https://example.org/" + "long/" * 40,
     "كيف نتعامل مع " * 35],
    ids=["word", "families", "chinese", "lines", "short-lines", "address", "arabic"],
)  # fmt: skip
def test_whatever_is_written_can_be_read_from_the_last_row(calm: Theme, text: str) -> None:
    scene = compose_card(CardContent("entry", text=text, category="Concern"), calm)
    assert build.outside(scene) == []
    assert build.overlaps(scene) == []
    (entry,) = [i for i in scene.items if getattr(i, "name", "") == "Entry"]
    assert min(run.size for para in entry.paras for run in para.runs) >= 18
    kept = "".join("".join(run.text for run in para.runs) for para in entry.paras)
    assert set(text.split()) <= set(kept.split()), "nothing is left out"


def test_an_entry_is_plain_text(calm: Theme) -> None:
    text = "<b>not bold</b> & **not strong** \u202e http://example.org"
    scene = compose_card(CardContent("entry", text=text, category="Concern"), calm)
    assert text in build.words(scene)
    assert not any(
        run.link or run.italic for _, paras, _ in build.boxes(scene) for q in paras for run in q.runs
    )
