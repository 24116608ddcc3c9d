"""The console's own parts: overview, search, layouts, large text, parking lot, what a screen reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from facilitator.room.records import DEFAULT_CATEGORIES, Entry, EntryState, ModeratorView, Release
from facilitator.system.clock import FakeClock
from facilitator.ui import keys
from facilitator.ui.console.finder import found, snippet
from facilitator.ui.console.inbox import Act
from facilitator.ui.console.inbox_model import Filter, InboxModel
from facilitator.ui.console.overview import Tile
from facilitator.ui.session.session import Session
from tests.gui.conftest import Make, shows

K = Qt.Key


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


# --- overview, jump, search ---


def test_the_overview_goes_to_a_slide_by_keyboard_alone(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_O)
    w = s.desk.window
    assert w.overview_open
    assert shows(s) == (1, 0), "looking around moves nothing on the wall"
    QTest.keyClicks(w.overview.words, "uberfahrt")
    assert [t.number for t in w.overview.model._rows] == [3], "without accents too"
    QTest.keyClick(w.overview.words, K.Key_Return)
    assert shows(s) == (3, 0)
    assert not w.overview_open


def test_the_overview_tells_titles_and_planned_times(make_session: Make) -> None:
    s = make_session()
    s.desk.do("overview")
    model = s.desk.window.overview.model
    said = [model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount())]
    assert "2. Apples, 2:00" in said
    assert "3. Bridges, 1:00" in said


def test_search_finds_notes_and_go_to_finds_numbers(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_Slash)
    finder = s.desk.window.finder
    QTest.keyClicks(finder.words, "hello")
    assert finder.list.item(0).text().startswith("1 ")
    QTest.keyClick(finder.words, K.Key_Escape)
    assert not finder.isVisible()
    QTest.keyClick(s.console, K.Key_G)
    QTest.keyClicks(finder.words, "4")
    QTest.keyClick(finder.words, K.Key_Return)
    assert shows(s) == (4, 0)


def test_search_order_is_number_title_part_text_notes() -> None:
    tiles = [
        Tile(1, "Opening", text="about naloxone"),
        Tile(2, "Naloxone now"),
        Tile(3, "Other", notes="say naloxone"),
        Tile(12, "Two", part="Naloxone", part_starts=True),
    ]
    assert [x.number for x in found(tiles, "naloxone")] == [2, 12, 1, 3]
    assert [x.number for x in found(tiles, "1")] == [1, 12]
    assert found(tiles, "nothing here") == []
    assert snippet("many words before naloxone and after", "naloxone", 8) == "…before naloxone and aft…"


# --- layouts and large text ---


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_everything_that_must_be_there_is_there(
    make_session: Make, scale: float, size: tuple[int, int]
) -> None:
    s = make_session()
    s.desk.looks.set_scale(scale)
    s.desk.do("next")
    s.console.resize(QSize(*size))
    settle()
    w = s.desk.window
    assert (w.width(), w.height()) == size, "the console never grows beyond the screen"
    for widget in (
        w.topbar.clock, w.topbar.gone, w.topbar.left, w.topbar.pace, w.current.view, w.current.where,
        w.next.view, w.runbar, w.side, w.keybar.buttons["next"], w.keybar.buttons["help"],
    ):  # fmt: skip
        assert widget.isVisible(), widget
        box = widget.rect().translated(widget.mapTo(w, widget.rect().topLeft()))
        assert w.rect().contains(box), (widget, box)
        assert widget.width() > 10
        assert widget.height() > 10
    assert w.notes.text.isVisible()
    assert w.notes.text.height() > w.notes.text.fontMetrics().height() * scale


def test_three_layouts_are_remembered_with_their_splitters(make_session: Make) -> None:
    s = make_session()
    QTest.keyClick(s.console, K.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert s.desk.window.arranged.current.id == "room"
    s.desk.window.arranged.columns.setSizes([300, 900])
    s.desk.window.arranged.moved.emit("room", s.desk.window.arranged.sizes())
    kept = s.desk.window.arranged.sizes()["cols"]
    s.close()
    again = make_session()
    assert again.desk.window.arranged.current.id == "room"
    assert again.settings.get("splitters", {})["room"]["cols"] == kept


def test_dark_and_light_while_running(make_session: Make) -> None:
    s = make_session()
    dark = s.console.grab().toImage().pixelColor(3, 400).lightness()
    s.desk.do("dark")
    light = s.console.grab().toImage().pixelColor(3, 400).lightness()
    assert dark < 60
    assert light > 200


# --- one screen ---


def test_one_screen_is_said_and_notes_can_be_covered(make_session: Make) -> None:
    s = make_session(windowed=False)
    w = s.desk.window
    assert w.lasting.text.text().startswith(
        "▲ One screen: if the projector repeats it, the room reads your notes."
    )
    assert w.notes.text.isVisible()
    w.lasting.buttons[0].click()
    assert w.notes.covered
    assert not w.notes.text.isVisible()
    assert not w.lasting.isVisible()


def test_one_screen_full_with_the_console_on_a_key(make_session: Make) -> None:
    s = make_session(windowed=False)
    assert not s.stage.isFullScreen()
    s.desk.do("stage_window")
    assert s.stage.isFullScreen()
    s.placer.check()
    assert s.stage.isFullScreen(), "the watchdog leaves it"
    QTest.keyClick(s.stage, K.Key_Right)
    assert shows(s) == (2, 0)
    s.desk.do("stage_window")
    assert not s.stage.isFullScreen()
    assert s.stage.isVisible()


# --- inbox ---


def entries(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"{n:04}", DEFAULT_CATEGORIES[n % 4].id, f"entry {n}") for n in range(count))


def test_rows_move_but_the_choice_stays(make_session: Make) -> None:
    s = make_session()
    inbox = s.desk.window.inbox
    inbox.set_view(ModeratorView(1, entries(20), 5, Release.MIXED))
    inbox.select("0007")
    changed = tuple(Entry(e.id, e.category, e.text, votes=9 if e.id == "0007" else 0) for e in entries(40))
    inbox.set_view(ModeratorView(2, changed, 5, Release.MIXED))
    assert inbox.current is not None
    assert inbox.current.id == "0007"
    assert inbox.model.rows[0].id == "0007", "the most wanted first"
    assert inbox.model.rowCount() == 40


def test_filters_show_what_they_say() -> None:
    model = InboxModel()
    made = (
        Entry("a", "question", "one", EntryState.PARKED),
        Entry("b", "concern", "two", EntryState.NEXT, starred=True),
        Entry("c", "question", "three", EntryState.NEW, published=True),
        Entry("d", "comment", "four", EntryState.DISMISSED),
    )
    model.set_entries(made)

    def ids(**chosen: object) -> str:
        model.filter(**{"show": Filter.ALL, "category": "", "starred": False, "words": ""} | chosen)  # type: ignore[arg-type]
        return "".join(e.id for e in model.rows)

    assert ids(show=Filter.TO_READ) == "bc"
    assert ids(show=Filter.PARKED) == "a"
    assert ids(show=Filter.PUBLISHED) == "c"
    assert ids(show=Filter.DISMISSED) == "d"
    assert ids(starred=True) == "b"
    assert ids(category="question") == "ac"
    assert ids(words="thre") == "c"


def test_participants_text_is_plain_text_everywhere(make_session: Make) -> None:
    s = make_session()
    nasty = "<h1>big</h1> <img src='x'> &amp; **bold**"
    entry = Entry("a" * 32, "question", nasty, EntryState.PARKED)
    view = ModeratorView(1, (entry,), 5, Release.MIXED)
    s.link.view = view
    s.room_desk.took(view)
    s.desk.room_view(view)
    item = s.desk.window.parking.list.item(0)
    assert nasty in item.text()
    s.desk.commander.show("entry_card", id=entry.id)
    assert nasty in "".join(_texts(s))
    for label in s.console.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()


def _texts(s: Session) -> list[str]:
    made: list[str] = []

    def walk(items: object) -> None:
        for item in items:  # type: ignore[attr-defined]
            made.extend(p.text for p in getattr(item, "paras", ()))
            walk(getattr(item, "items", ()))

    scene = s.stage.sight.scene
    assert scene is not None
    walk(scene.items)
    return made


def test_the_inbox_by_keyboard_alone(make_session: Make) -> None:
    s = make_session()
    view = ModeratorView(1, entries(6), 5, Release.MIXED)
    s.link.view = view
    s.room_desk.took(view)
    s.desk.room_view(view)
    s.desk.do("next")
    s.console.activateWindow()
    assert QTest.qWaitForWindowActive(s.console, 2000)

    def press(key: Qt.Key) -> None:
        """As the window system does: to whatever has the focus."""
        QTest.keyClick(QApplication.focusWidget() or s.console, key)

    press(K.Key_I)
    inbox = s.desk.window.inbox
    assert inbox.list.hasFocus()
    press(K.Key_Down)
    press(K.Key_Down)
    assert inbox.list.currentIndex().row() == 2
    assert shows(s) == (2, 0), "arrows choose here; they do not turn the slide"
    chosen = inbox.current
    assert chosen is not None
    press(K.Key_Return)
    assert chosen.text in "".join(_texts(s))
    press(K.Key_PageDown)
    assert shows(s) == (2, 0), "the clicker takes the card away"
    press(K.Key_Escape)
    press(K.Key_Down)
    assert shows(s) == (2, 1), "after Esc the arrows belong to the show again"


def test_the_chosen_screen_is_remembered(make_session: Make) -> None:
    from facilitator.ui.desktop.screens import ScreenId

    s = make_session()
    s.placer.chosen, s.placer.saved = "HDMI-1", ScreenId("EPSON", "PJ", "X42", "HDMI-1")
    s.placer.changed.emit(s.placer.placement)
    s.close()
    assert make_session().placer.saved == ScreenId("EPSON", "PJ", "X42", "HDMI-1")


def test_the_same_button_takes_it_back(make_session: Make) -> None:
    s = make_session()
    inbox = s.desk.window.inbox
    asked: list[tuple[str, str]] = []
    inbox.acted.connect(lambda act, i: asked.append((act, i)))
    for state, act, expected in (
        (EntryState.NEW, Act.PARK, "park"),
        (EntryState.PARKED, Act.PARK, "back"),
        (EntryState.ON_SCREEN, Act.STAGE, "off stage"),
        (EntryState.NEXT, Act.NEXT, "back"),
    ):
        inbox.set_view(ModeratorView(1, (Entry("e", "comment", "x", state),), 5, Release.MIXED))
        inbox.set_filter(show=Filter.ALL)
        inbox.act(act)
        assert asked[-1] == (expected, "e")


# --- for everybody ---


def test_every_command_of_the_table_does_something(make_session: Make) -> None:
    s = make_session()
    assert {r.id for r in keys.TABLE} == s.desk.commander.known
    assert set(s.desk.menus.actions) == {r.id for r in keys.TABLE}
    for row in keys.TABLE:
        if row.keys:
            assert row.key in s.desk.menus.actions[row.id].text(), "every control says its key"


def test_regions_and_buttons_have_names(make_session: Make) -> None:
    s = make_session()
    settle()
    for button in s.console.findChildren(QAbstractButton):
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus:
            assert button.accessibleName() or button.text(), button
    w = s.desk.window
    for region in (w.topbar, w.current, w.next, w.notes, w.inbox, w.runbar, w.keybar, w.parking, w.problems):
        assert region.accessibleName(), region


def test_a_slide_change_is_announced_once(make_session: Make) -> None:
    s = make_session()
    heard: list[str] = []
    label = s.desk.window.spoken
    before = label.setText
    label.setText = lambda text: (heard.append(text), before(text))[1]  # type: ignore[method-assign,func-returns-value]
    s.desk.do("next")
    s.tick()
    s.tick()
    assert heard == ["Slide 2, step 0 of 2: Apples"]


def test_all_of_the_console_is_reached_by_tab(make_session: Make) -> None:
    s = make_session()
    settle()
    seen: set[QWidget] = set()
    s.desk.window.rest()
    for _ in range(120):
        s.desk.window.focusNextChild()
        now = s.desk.window.focusWidget()
        if now is None or now in seen:
            break
        seen.add(now)
    w = s.desk.window
    for wanted in (
        w.keybar.buttons["next"],
        w.keybar.buttons["black"],
        w.topbar.badge,
        w.notes.text,
        w.side.tabs,
    ):
        if wanted.isVisible():
            assert wanted in seen, wanted


def test_pace_in_words_colour_and_mark(make_session: Make, clock: FakeClock) -> None:
    s = make_session()
    s.desk.do("next")
    assert s.desk.window.topbar.pace.text().startswith("●")
    clock.advance(60 * 12)
    s.tick()
    text = s.desk.window.topbar.pace.text()
    assert "min behind" in text
    assert "ends" in text
    assert text[0] in "▲■"
    assert s.desk.window.topbar.pace.property("tone") in ("amber", "red")
    assert s.desk.window.topbar.left.word.text() == "over"
