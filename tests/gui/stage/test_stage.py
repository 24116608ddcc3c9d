"""The stage: nothing but the slide, sharp, at once; tools; what is painted beforehand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitator.ui.stage.tools import StageTools, Tool
from facilitator.ui.widgets.rendering import PictureCache, fitted, paint_image
from tests.gui.conftest import Make, shows


def test_no_cursor_and_nothing_beside_the_slide(make_session: Make) -> None:
    s = make_session()
    assert s.stage.cursor().shape() is Qt.CursorShape.BlankCursor
    s.stage.resize(800, 800)
    image = s.stage.grab().toImage()
    assert image.pixelColor(400, 20) == QColor("#000000"), "black above and below the page"
    assert s.stage.findChildren(type(s.stage.view)) == [s.stage.view]


def test_the_stage_cannot_be_closed_by_accident(make_session: Make) -> None:
    s = make_session()
    s.stage.close()
    assert s.stage.isVisible()
    assert "stays open" in s.desk.window.passing.text.text()


def test_next_and_previous_are_painted_beforehand(make_session: Make, qtbot: QtBot) -> None:
    s = make_session()
    s.desk.do("next")
    size = s.stage.view.pixel_size()

    def ready() -> bool:
        ahead = list(s.sights.coming())
        return (
            all(s.cache.has(a.scene, a.step, a.live, size) for a in ahead if a.scene is not None)
            and len(ahead) >= 3
        )

    qtbot.waitUntil(ready, timeout=5000)


def test_what_the_worker_painted_is_what_live_painting_gives(make_session: Make) -> None:
    s = make_session()
    sight = s.sights.at(s.show.state.position)
    assert sight.scene is not None
    size = s.stage.view.pixel_size()
    made: list[object] = []
    s.tasks.run(lambda _: paint_image(sight.scene, sight.step, sight.live, size), made.append)
    while not made:
        QTest.qWait(5)
    assert made[0] == paint_image(sight.scene, sight.step, sight.live, size)


def test_the_cache_keeps_within_its_limit(make_session: Make) -> None:
    s = make_session()
    cache = PictureCache(limit=3_000_000)
    from PySide6.QtCore import QSize

    for number in (1, 2, 3, 4):
        sight = s.scenes.sight(number, 0)
        assert sight is not None
        cache.get(sight.scene, 0, sight.live, QSize(640, 360))
        assert cache.bytes <= 3_000_000
    assert not cache.has(s.scenes.scene(1), 0, s.scenes.live_for(1), QSize(640, 360))


def test_a_page_fits_whole_pixels() -> None:
    from PySide6.QtCore import QSize

    assert fitted(960, 540, QSize(1920, 1080)) == QSize(1920, 1080)
    assert fitted(960, 540, QSize(1000, 1000)) == QSize(1000, 562)
    assert fitted(960, 540, QSize(0, 5)) == QSize(0, 0)


def test_zoom_enlarges_towards_the_pointer_and_stays_on_the_page() -> None:
    tools = StageTools()
    tools.toggle(Tool.ZOOM)
    tools.move(QPointF(0.98, 0.02))
    part = tools.source()
    assert part.right() <= 1
    assert part.top() == 0
    assert part.width() == 0.5
    tools.grow(1)
    assert tools.source().width() < 0.5
    tools.grow(-9)
    assert tools.source().width() > 0.5
    assert tools.leave()
    assert tools.source() == QRectF(0, 0, 1, 1)
    assert not tools.leave()


def test_spotlight_darkens_all_but_one_place(make_session: Make) -> None:
    s = make_session()
    s.desk.do("next")
    view = s.stage.view
    page = view.page_rect().toRect()
    before = s.stage.grab().toImage()
    s.desk.do("spotlight")
    s.tools.move(QPointF(0.5, 0.5))
    after = s.stage.grab().toImage()
    corner = page.topLeft() + page.topLeft() * 0
    corner.setX(page.x() + 5)
    corner.setY(page.y() + 5)
    assert after.pixelColor(corner).lightness() < before.pixelColor(corner).lightness() * 0.5
    assert after.pixelColor(page.center()) == before.pixelColor(page.center())


def test_a_transition_ends_on_the_slide_and_reduced_motion_has_none(make_session: Make, qtbot: QtBot) -> None:
    s = make_session()
    s.desk.looks.set_transition("fade")
    s.desk.do("next")
    assert s.stage.view._before is not None
    qtbot.waitUntil(lambda: s.stage.view._before is None, timeout=2000)
    assert shows(s) == (2, 0)
    s.settings.set("reduced_motion", True, False)
    assert s.transition == "none"
