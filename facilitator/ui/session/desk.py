"""The console at work: its window filled from the show, its buttons, keys and menus sent to the show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from facilitator.deck import model as d
from facilitator.room.host import RoomHost
from facilitator.room.records import ModeratorView, RoomSettings
from facilitator.ui import keys
from facilitator.ui import tokens as t
from facilitator.ui.console.arrangement import ARRANGEMENTS
from facilitator.ui.console.window import ConsoleWindow
from facilitator.ui.desktop.placement import all_screens
from facilitator.ui.desktop.screens import Placement
from facilitator.ui.keyfilter import KEEPS, KeyFilter, is_field
from facilitator.ui.messages import Level
from facilitator.ui.room_link import CLOSED, LOST, STARTING
from facilitator.ui.session.commander import Commander
from facilitator.ui.session.inbox_desk import InboxDesk
from facilitator.ui.session.leaving import Leaving
from facilitator.ui.session.looks import Looks
from facilitator.ui.session.menus import Menus, bar_items
from facilitator.ui.session.presenter import Presenter
from facilitator.ui.session.problems import ProblemDesk
from facilitator.ui.session.programs import Programs
from facilitator.ui.stage.sight import Sight
from facilitator.ui.stage.tools import Tool

if TYPE_CHECKING:
    from facilitator.ui.session.session import Session

ONE_SCREEN = (
    "One screen: if the projector repeats it, the room reads your notes. "
    "Extend the display (Win+P, Displays, xrandr)."
)
MIRRORED = (
    "The screens repeat one another: the room reads your notes. Extend the display (Win+P, Displays, xrandr)."
)
_ROOM_WORDS = {STARTING: "room opening …", LOST: "room: connecting again …", CLOSED: "room closed"}


class ConsoleDesk:
    """Owns the console's window and everything that hangs on it."""

    def __init__(self, session: Session) -> None:
        self.s = session
        notes_size = session.settings.get("notes_size", t.NOTES)
        self.window = ConsoleWindow(
            session.tokens,
            session.cache,
            session.tools,
            session.messages,
            bar_items(),
            self._thumb,
            notes_size,
        )
        self.presenter = Presenter(session.show, session.scenes, session.sights, self.window)
        self.presenter.rehearsal = session.rehearsal
        self.presenter.keys = {r.id: r.key for r in keys.TABLE}
        self.commander = Commander(session.show, session.messages)
        self.menus = Menus(self.window, self.do)
        self.filter = KeyFilter(self.window)
        self.problems = ProblemDesk(self)
        self.looks = Looks(self)
        self.programs = Programs(self)
        self.leaving = Leaving(self)
        self.inbox_desk = InboxDesk(self)
        self._one_screen_told = False
        self._register()
        self._connect()
        self.filter.watch([self.window], [session.stage])

    # --- wiring ---

    def _register(self) -> None:
        c, s = self.commander, self.s
        c.register(
            find=lambda: self._find(),
            search=lambda: self._find(search=True),
            overview=self._overview,
            laser=lambda: s.tools.toggle(Tool.LASER),
            spotlight=lambda: s.tools.toggle(Tool.SPOTLIGHT),
            zoom=lambda: s.tools.toggle(Tool.ZOOM),
            tool_larger=lambda: s.tools.grow(1),
            tool_smaller=lambda: s.tools.grow(-1),
            swap_screens=self._swap,
            stage_window=self._stage_window,
            fullscreen=self._fullscreen,
            park=self._park,
            notes_larger=lambda: self.window.notes.resize_text(1),
            notes_smaller=lambda: self.window.notes.resize_text(-1),
            notes_reset=lambda: self.window.notes.resize_text(0),
            notes_down=lambda: self.window.notes.scroll_lines(3),
            notes_up=lambda: self.window.notes.scroll_lines(-3),
            layout_talk=lambda: self.looks.arrange(ARRANGEMENTS[0].id),
            layout_notes=lambda: self.looks.arrange(ARRANGEMENTS[1].id),
            layout_wide=lambda: self.looks.arrange(ARRANGEMENTS[2].id),
            cover=lambda: self.cover(not self.window.notes.covered),
            dark=self.looks.switch,
        )
        self.programs.register(c)
        self.inbox_desk.register(c)
        self.leaving.register(c)
        c.rung(self.window.finder.close_palette)
        c.rung(self.filter.forget_digits)
        c.rung(self.window.close_overview)
        c.rung(self._leave_field)
        c.rung(s.tools.leave)
        c.close_overview = self.window.close_overview
        c.after = self._after

    def _connect(self) -> None:
        w, s = self.window, self.s
        self.filter.command.connect(self.do)
        self.filter.jump.connect(lambda n: self.commander.show("jump", slide=n))
        self.filter.typed.connect(self._typed)
        w.keybar.wanted.connect(self.do)
        w.close_wanted.connect(lambda: self.do("quit"))
        w.topbar.inbox_wanted.connect(lambda: w.side.open_page("inbox"))
        w.topbar.clock_wanted.connect(lambda: self.do("toggle_timer"))
        w.topbar.room_wanted.connect(lambda: self.do("join_card"))
        w.current.alarm_button.clicked.connect(self._alarm)
        w.current.view.clicked.connect(self.clicked)
        w.next.clicked.connect(lambda: self.do("next"))
        w.runbar.part_wanted.connect(lambda n: self._find(str(n)))
        w.overview.chosen.connect(self._jump)
        w.overview.closed.connect(w.close_overview)
        w.finder.chosen.connect(self._jump)
        w.finder.closed.connect(w.rest)
        w.inbox.badge.connect(w.topbar.set_badge)
        w.parking.added.connect(lambda text: self.commander.show("park", text=text))
        w.parking.removed.connect(lambda n: self.commander.show("unpark", index=n))
        w.history.chosen.connect(lambda n: self.commander.show("jump", slide=n))
        s.tools.changed.connect(self._tool_changed)
        w.overview.grid.setProperty(KEEPS, True)

    # --- commands ---

    def do(self, command: str) -> None:
        """A command by its id, from wherever."""
        self.commander.do(command)

    def _after(self, command: str) -> None:
        state, tools, view = self.s.show.state, self.s.tools, self.s.link.view
        kind = state.card.kind.value if state.card is not None else ""
        self.menus.check(
            {
                "black": state.overlay.value == "black",
                "white": state.overlay.value == "white",
                "freeze": state.frozen is not None,
                "laser": tools.tool is Tool.LASER,
                "spotlight": tools.tool is Tool.SPOTLIGHT,
                "zoom": tools.tool is Tool.ZOOM,
                "overview": self.window.overview_open,
                "cover": self.window.notes.covered,
                "stage_window": self.s.placer.windowed,
                "help_everywhere": view is not None and view.show_resources,
                "pause_room": view is not None and view.paused,
                **{f"{k}_card": kind == k for k in ("break", "exercise", "join", "resources", "round")},
            }
        )

    def _jump(self, number: int) -> None:
        self.window.close_overview()
        self.window.rest()
        self.commander.show("jump", slide=number)

    def _find(self, text: str = "", *, search: bool = False) -> None:
        self.window.finder.open_with(self.presenter.tiles(), text, search=search)

    def _overview(self) -> None:
        if not self.window.close_overview():
            self.window.open_overview(self.s.show.state.position.slide)

    def _park(self) -> None:
        self.window.close_overview()
        self.window.side.open_page("parking")
        self.window.parking.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_field(self) -> bool:
        """Esc in a field or list gives the keys back to the show first."""
        focus = QApplication.focusWidget()
        root = self.window.centralWidget()
        if focus is None or focus is root or focus.window() is not self.window or focus is self.window:
            return False
        if self.inbox_desk.leave(focus):
            return True
        if is_field(focus) or focus in (self.window.inbox.list, self.window.parking.list):
            self.window.rest()
            return True
        return False

    def _typed(self, digits: str) -> None:
        if digits:
            self.s.messages.tell(f"Go to slide {digits}: press Enter.", key="digits", seconds=3.0)
        else:
            self.s.messages.put_away(key="digits")

    def _swap(self) -> None:
        if len(all_screens()) < 2:
            self.s.messages.tell("There is only one screen; nothing to swap.")
        else:
            self.s.placer.swap()

    def _stage_window(self) -> None:
        """Stage in a window or full screen; with one screen this is the key that brings the console back."""
        if self.s.placer.placement.one_screen:
            self.s.placer.on_only_screen(not self.s.stage.isFullScreen())
        else:
            self.s.placer.as_window(not self.s.placer.windowed)

    def _fullscreen(self) -> None:
        if self.s.stage.isActiveWindow():
            self._stage_window()
        elif self.window.isFullScreen():
            self.window.showNormal()
        else:
            self.window.showFullScreen()

    def _alarm(self) -> None:
        """The button in the red bar."""
        state = self.s.show.state
        if not self.presenter.stage_up:
            self.s.placer.as_window(True)
        elif state.overlay.value in ("black", "white"):
            self.do(state.overlay.value)
        elif state.frozen is not None:
            self.do("freeze")

    def clicked(self, at: QPointF) -> None:
        """A click on the slide: pointer and spotlight go there; a link to a slide is followed."""
        self.s.tools.move(at)

    def cover(self, covered: bool) -> None:
        """Cover notes and inbox, because the room might read this screen."""
        self.window.set_covered(covered)
        if covered:
            self.s.messages.put_away(key="one-screen")
            self.inbox_desk.replies.cover()
        self._after("cover")

    def _tool_changed(self) -> None:
        tool = self.s.tools.tool
        for name in ("laser", "spotlight", "zoom"):
            self.window.keybar.set_tone(name, "live" if tool.value == name else "")

    # --- what is shown ---

    def view_sizes(self) -> list[QSize]:
        """Pixel sizes of the console's two views."""
        return [self.window.current.view.pixel_size(), self.window.next.view.pixel_size()]

    def show(self) -> None:
        """Bring the console up."""
        self.looks.restore()
        self.window.show()
        self.window.activateWindow()
        self.window.rest()

    def refresh(self, stage: Sight) -> None:
        self.presenter.stage_up = self.s.stage.isVisible()
        self.presenter.refresh(stage)
        view = self.s.link.view
        self.presenter.parked_changed(view.entries if view else ())
        self._after("")
        self._gap()

    def show_wall(self, stage: Sight) -> None:
        """Only what the room sees has moved (a countdown)."""
        self.window.current.view.show_sight(stage, animate=False)

    def tick(self) -> None:
        self.presenter.tick()
        self._gap()

    def _gap(self) -> None:
        gap = self.s.show.gap
        if gap is None:
            return
        minutes = max(1, round(abs(gap) / 60))
        self.s.messages.tell(
            f"The computer slept, or its clock was set: {minutes} min are not on the show's clock.",
            Level.WARNING,
            ("Count them", lambda: self.commander.show("count_gap")),
            ("Leave them out", lambda: self.commander.show("ignore_gap")),
            key="gap",
        )

    def _thumb(self, number: int, size: QSize) -> QPixmap | None:
        ratio = self.window.devicePixelRatioF() if hasattr(self, "window") else 1.0
        picture = self.s.thumb(number, round(size.width() * ratio), round(size.height() * ratio))
        if picture is not None:
            picture.setDevicePixelRatio(ratio)
        return picture

    # --- deck ---

    def deck_changed(self) -> None:
        """Another version of the deck is shown."""
        self.presenter.deck_changed()
        self.problems.deck_changed()
        title = self.s.deck_desk.deck.title or self.s.path.name
        self.window.setWindowTitle(f"{title} – Facilitator")

    def laid_out(self) -> None:
        """Every slide has its scene now: thumbnails, and what does not fit."""
        self.window.overview.grid.viewport().update()
        self.problems.laid_out()
        self.s.prerender.moved()

    def deck_held(self, deck: d.Deck) -> None:
        self.problems.held(deck)

    def deck_cleared(self) -> None:
        self.problems.cleared()

    def deck_empty(self, deck: d.Deck) -> None:
        self.problems.empty(deck)

    # --- room ---

    def room_opened(self, settings: RoomSettings) -> None:
        self.window.inbox.set_categories(settings.categories)
        self.presenter.moderated = settings.moderated

    def room_up(self, host: RoomHost) -> None:
        """The room answers: fill in its address."""
        self.programs.room_up(host)

    def room_state(self, state: str) -> None:
        if self.s.link.view is None or state in (LOST, CLOSED):
            self.window.topbar.set_room(_ROOM_WORDS.get(state, ""), "amber" if state == LOST else "mute")
        elif self.s.link.view is not None:
            self.presenter.room_changed(self.s.link.view)

    def room_view(self, view: ModeratorView) -> None:
        if self.s.link.state != LOST:
            self.presenter.room_changed(view)
        self._after("")

    # --- screens ---

    def placed(self, placement: Placement) -> None:
        """The stage was placed, or lost its screen."""
        self.presenter.stage_up = self.s.stage.isVisible()
        self.looks.screens_changed()
        if placement.one_screen and not self.s.placer.windowed and not self._one_screen_told:
            self._one_screen_told = True
            text = MIRRORED if placement.mirrored else ONE_SCREEN
            self.s.messages.tell(
                text, Level.WARNING, ("Cover notes and inbox", lambda: self.cover(True)), key="one-screen"
            )
        elif not placement.one_screen:
            self._one_screen_told = False
            self.s.messages.put_away(key="one-screen")

    def stage_closed(self) -> None:
        """Alt+F4 on the stage: the show goes on."""
        self.s.messages.tell("The stage stays open while the session runs. End it in the File menu.")

    # --- the end ---

    def leaving_rehearsal(self) -> None:
        """Rehearse this deck: a session of its own, marked, emptied at its end."""
        self.leaving.rehearse()

    def show_ended(self) -> None:
        self.leaving.ended()

    def close(self) -> None:
        """Take the window down."""
        self.filter.stop()
        self.programs.close()
        self.window.allow_close = True
        self.window.close()
        self.window.deleteLater()
