"""One running session: the show, its windows, the room. Made by `app.present`, driven by tests and doctor."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from facilitator.deck import model as d
from facilitator.room.records import Release
from facilitator.scene.fonts import ensure_fonts
from facilitator.system import paths
from facilitator.system.clock import Clock, SystemClock
from facilitator.system.settings import Settings
from facilitator.ui import tokens as t
from facilitator.ui.desktop.ending import Ending
from facilitator.ui.desktop.placement import StagePlacer
from facilitator.ui.desktop.screens import Placement, ScreenId
from facilitator.ui.messages import Level, Messages
from facilitator.ui.scenes import DeckScenes
from facilitator.ui.session.decks import DeckDesk
from facilitator.ui.stage.tools import StageTools
from facilitator.ui.stage.window import StageWindow
from facilitator.ui.tasks import Tasks
from facilitator.ui.widgets.rendering import PictureCache

if TYPE_CHECKING:
    from facilitator.room.records import ModeratorView, RoomSettings

    # At run time these come after the first slide is on the wall: half of the start would go into them.
    from facilitator.show import recovery
    from facilitator.show.commands import Change
    from facilitator.ui.desktop.sleep import Sleep
    from facilitator.ui.room_link import RoomLink
    from facilitator.ui.session.desk import ConsoleDesk

TICK_MS = 250
FIRST_PAINT_MS = 400
"""How long the start waits for the stage to be on the screen before it goes on with the console."""


class Session(QObject):
    """``start()`` shows the stage with the first slide, then the console; ``close()`` leaves nothing behind.

    ``first_painted`` comes when the first slide is on the stage; ``finished`` when the session is over.
    """

    first_painted = Signal()
    finished = Signal()
    another_wanted = Signal(object, bool)
    """Path of another deck to present (None: the start screen), and whether to rehearse it."""

    def __init__(
        self,
        path: Path,
        *,
        windowed: bool = False,
        minutes: int | None = None,
        port: int | None = None,
        with_room: bool = True,
        release: Release = Release.MIXED,
        moderated: bool = True,
        allow_hosts: tuple[str, ...] = (),
        clock: Clock | None = None,
        resume: recovery.Session | None = None,
        sleep: Sleep | None = None,
        rehearsal: bool = False,
    ) -> None:
        super().__init__()
        self.began = time.perf_counter()
        self.path = path
        self.minutes = minutes
        self.port = port
        self.with_room = with_room
        self.release = release
        self.moderated = moderated
        self.allow_hosts = allow_hosts
        self.resume = resume
        self.rehearsal = rehearsal
        self.clock: Clock = clock or SystemClock()
        self.settings = Settings()
        self.tasks = Tasks(self)
        self.messages = Messages(self)
        self.tools = StageTools(self)
        self.cache = PictureCache()
        self.fields: dict[str, str] = self.settings.fields(path)
        """Values of the deck's fields that were filled in on this machine (pre-flight)."""
        self.closed = False
        self._ending = Ending()
        self.desk: ConsoleDesk | None = None
        self.deck_desk = DeckDesk(path, self.tasks, lambda: self.fields)
        ensure_fonts()
        self.scenes = DeckScenes(room=with_room)
        self.stage = StageWindow(self.cache, self.tools)
        self.stage.view.transition = self.transition
        saved = ScreenId.read(self.settings.get("stage_screen", {}))
        self.placer = StagePlacer(self.stage, saved, windowed)
        self._first_image()
        self._make_show(sleep)
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)

    # --- making ---

    def _first_image(self) -> None:
        """The first slide of a new session can be shown before the rest of a long deck is read."""
        self.stage.first_painted.connect(self._painted)
        if self.resume is not None:
            return
        first = self.deck_desk.beginning()
        if first.slides:
            self.scenes.use(first)
            sight = self.scenes.sight(1, 0)
            if sight is not None and not first.slides[0].settings.hidden:
                self.stage.show_sight(sight)
                self._place_stage()
                self._wait_for_paint()

    def _place_stage(self) -> None:
        self.placer.changed.connect(self._placed)
        self.placer.lost.connect(lambda: self._placed(self.placer.placement))
        self.placer.place()

    def _wait_for_paint(self) -> None:
        """Until the stage is on the screen: the window system answers in its own time."""
        until = time.perf_counter() + FIRST_PAINT_MS / 1000
        while self.first_after is None and time.perf_counter() < until:
            QApplication.processEvents()

    first_after: float | None = None
    """Seconds from the making of the session to the first painted slide."""

    def _painted(self) -> None:
        self.first_after = time.perf_counter() - self.began
        self.first_painted.emit()

    def _make_show(self, sleep: Sleep | None) -> None:
        from facilitator.show import recovery
        from facilitator.show.journal import Journal
        from facilitator.show.outline import ShowDeck
        from facilitator.show.show import Show
        from facilitator.ui.desktop.sleep import sleep_control
        from facilitator.ui.room_link import RoomLink
        from facilitator.ui.session.room import RoomDesk
        from facilitator.ui.session.sights import CardTexts, Sights
        from facilitator.ui.stage.prerender import Prerender

        self.sleep = sleep or sleep_control()
        self.link = RoomLink(self)
        self._switched = (False, False)
        """Paused, and help on every page: carried over into a room that is opened anew."""
        deck = self.deck_desk.first()
        self.scenes.use(deck)
        outline = ShowDeck.of(deck, self.minutes)
        path = self.resume.path if self.resume is not None else None
        state = None
        if self.resume is not None:
            state = recovery.resumed(self.resume, self.clock, outline)
        self.journal = Journal(path, deck=str(self.path.absolute()), title=deck.title)
        self.show = Show(outline, self.clock, self.journal, state)
        self.room_desk = RoomDesk(self.show, self.link, self.messages)
        self.cards = CardTexts(entry=self.room_desk.entry)
        self.sights = Sights(self.show, self.scenes, self.cards)
        self.sights.address_below = self.settings.get("address_on_slides", False)
        self.prerender = Prerender(
            self.tasks, self.cache, lambda: list(self.sights.coming()), self._sizes, self
        )
        self.show.subscribe(self._changed)
        self.update_cards()

    def _sizes(self) -> list[QSize]:
        sizes = [self.stage.view.pixel_size()] if self.stage.isVisible() else []
        return [*sizes, *(self.desk.view_sizes() if self.desk is not None else [])]

    @property
    def tokens(self) -> t.Tokens:
        """The look as set: dark unless the trainer said otherwise."""
        return t.tokens_of(self.settings)

    @property
    def transition(self) -> str:
        """none, fade or push; none under reduced motion."""
        if self.settings.get("reduced_motion", False):
            return "none"
        return self.settings.get("transition", "none")

    @property
    def console(self) -> QWidget:
        """The console's window. Only after ``start()``."""
        if self.desk is None:
            raise RuntimeError("the session has not been started")
        return self.desk.window

    @property
    def room(self) -> RoomLink:
        return self.link

    # --- life ---

    def start(self) -> None:
        """Show the windows and open the room. Returns when the console is there."""
        from facilitator.ui import style
        from facilitator.ui.dialogs import recent
        from facilitator.ui.session.desk import ConsoleDesk

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.dress(app, self.tokens)
        self.stage.show_sight(self.sights.stage(), animate=False)
        if not self.placer.active:
            self._place_stage()
            self._wait_for_paint()
        self.desk = ConsoleDesk(self)
        self.placer.console = self.desk.window
        self.placer.place_console()
        self.desk.show()
        self.refresh()
        self.placer.check()
        self._placed(self.placer.placement)
        self.deck_desk.accepted.connect(self._accept)
        self.deck_desk.held.connect(self.desk.deck_held)
        self.deck_desk.cleared.connect(self.desk.deck_cleared)
        self.deck_desk.watch()
        self.desk.deck_changed()
        self.scenes.lay_out_rest(self.tasks, self.desk.laid_out)
        self.link.view_changed.connect(self._room_view)
        self.link.state_changed.connect(self.desk.room_state)
        self.link.started.connect(self._room_started)
        self.link.failed.connect(lambda text: self.messages.tell(text, Level.WARNING, key="room"))
        self.stage.clicked.connect(self._clicked)
        self.stage.close_wanted.connect(self.desk.stage_closed)
        self.stage.resized.connect(self.prerender.moved)
        self._ticker.start()
        recent.note(self.settings, self.path, self.deck_desk.deck.title)
        if self.with_room:
            self._open_room()
        if self.journal.problem:
            self.messages.tell(self.journal.problem, Level.WARNING, key="journal")
        if not len(self.scenes):
            self.desk.deck_empty(self.deck_desk.deck)

    def room_settings(self) -> RoomSettings:
        """What the room is told: the deck's doors and help, and the rules that the trainer chose."""
        from facilitator.room.for_deck import room_settings

        return room_settings(self.deck_desk.deck, self.release, self.fields, self.moderated)

    def reopen_room(self, release: Release, moderated: bool) -> None:
        """Another room in place of this one, by other rules; nobody may have joined this one. What the
        trainer has switched in it stays switched."""
        view = self.link.view
        if view is not None:
            self._switched = (view.paused, view.show_resources)
        self.release, self.moderated = release, moderated
        settings = self.room_settings()
        self.link.reopen(settings)
        if self.desk is not None:
            self.desk.room_opened(settings)

    def _open_room(self) -> None:
        data = None
        if self.resume is not None and self.resume.room:
            from facilitator.room.host import settings_of

            file = paths.rooms_dir() / self.resume.room
            data = file if file.is_file() else None
            kept = settings_of(file) if data is not None else None
            if kept is not None:
                # People wrote under these rules; the deck's help and doors may have been mended since.
                self.release, self.moderated = kept.release, kept.moderated
        settings = self.room_settings()
        self.link.start(settings, port=self.port, allow_hosts=self.allow_hosts, data=data)
        if self.desk is not None:
            self.desk.room_opened(settings)

    def _room_started(self) -> None:
        host = self.link.host
        if host is None:
            return
        (paused, help_shown), self._switched = self._switched, (False, False)
        if paused:
            self.link.call("pause", True)
        if help_shown:
            self.link.call("show_resources", True)
        self.journal.room(host.file.name, self.clock)
        if self.desk is not None:
            self.desk.room_up(host)

    def close(self, *, finish: bool = False, keep_days: float = 0.0) -> None:
        """Take everything down. ``finish``: the session ended as it should and is not offered again."""
        if self.closed:
            return
        self.closed = True
        self._ticker.stop()
        self.sleep.release()
        self.messages.close()
        self.prerender.close()
        self.placer.stop()
        self.deck_desk.close()
        self.link.close()
        self.tasks.close()
        if finish:
            self.journal.finish(self.clock, keep_days)
        self.journal.close()
        if finish and keep_days <= 0:
            self.journal.delete()
        if self.desk is not None:
            self.desk.close()
        self.stage.allow_close = True
        self.stage.close()
        self.stage.deleteLater()
        self.finished.emit()
        self.deleteLater()

    # --- what happens ---

    def _changed(self, change: Change) -> None:
        """Every change of the show comes by here."""
        if change.stage or change.command.value in ("reload", "undo", "redo"):
            self.stage.show_sight(self.sights.stage())
        self.room_desk.followed(change)
        if change.after.running != change.before.running or change.after.ended != change.before.ended:
            self._hold_sleep()
        if self.desk is not None:
            self.refresh()
            if change.after.ended and not change.before.ended:
                self.desk.show_ended()
        self.prerender.moved()

    def _hold_sleep(self) -> None:
        if self.show.state.running and not self.show.state.ended:
            self.sleep.hold()
        else:
            self.sleep.release()

    def refresh(self) -> None:
        """Draw everything anew from what is true."""
        if self.desk is not None:
            self.desk.refresh(self.stage.sight)

    def tick(self) -> None:
        """Four times a second: clocks and countdowns; once a second: the journal."""
        self.show.tick()
        self.room_desk.rounds.tick()
        self._gong()
        if self.show.countdown() is not None:
            sight = self.sights.stage()
            self.stage.show_sight(sight, animate=False)
            if self.desk is not None:
                self.desk.show_wall(self.stage.sight)
        if self.desk is not None:
            self.desk.tick()

    def _gong(self) -> None:
        """When a countdown ends, if the trainer wants to hear it."""
        running = self.show.countdown()
        if self._ending(running.left if running is not None else None) and self.settings.get("gong", False):
            from facilitator.ui.desktop import gong

            gong.strike()

    def stage_now(self) -> None:
        """Something that is filled in at paint time has changed (address, fields, an entry)."""
        self.stage.show_sight(self.sights.stage(), animate=False)
        self.refresh()

    def update_cards(self) -> None:
        """The cards' texts from the deck and its fields."""
        settings = self.room_settings()
        self.cards.resources = settings.resources
        labels = {c.id: c.label for c in settings.categories}
        self.cards.category = lambda c: labels.get(c, c.replace("-", " ").capitalize())

    def _accept(self, deck: d.Deck) -> None:
        """A clean save: the same slide stays, only what changed is laid out again."""
        from facilitator.show.outline import ShowDeck

        if self.scenes.use(deck):
            self.cache.forget()
        self.update_cards()
        self.show.do("reload", outline=ShowDeck.of(deck, self.minutes))
        self.stage.show_sight(self.sights.stage(), animate=False)
        if self.desk is not None:
            self.desk.deck_changed()
            self.scenes.lay_out_rest(self.tasks, self.desk.laid_out)
        self.refresh()

    def _placed(self, placement: Placement) -> None:
        if self.placer.chosen and self.placer.saved is not None:
            saved = self.placer.saved
            self.settings.set(
                "stage_screen",
                {
                    "maker": saved.maker,
                    "model": saved.model,
                    "serial": saved.serial,
                    "connector": saved.connector,
                },
            )
        if self.desk is not None:
            self.desk.placed(placement)
            self.refresh()

    def _room_view(self, view: ModeratorView) -> None:
        # The words on the wall stay as the trainer put them there, whatever the room says since.
        if self.desk is not None:
            self.room_desk.took(view)
            self.desk.room_view(view)

    def _clicked(self, at: QPointF) -> None:
        """A click on the stage: a link to a slide, else nothing (some remotes only click)."""
        if self.desk is not None:
            self.desk.clicked(at)

    def thumb(self, number: int, width: int, height: int) -> QPixmap | None:
        """A small picture of a slide, or None while it is not laid out yet."""
        if not self.scenes.ready(number):
            return None
        scene = self.scenes.scene(number)
        if scene is None:
            return None
        return self.cache.get(scene, scene.steps, self.scenes.live_for(number), QSize(width, height))

    def use_fields(self, values: dict[str, str]) -> None:
        """Fields were filled in: slides and cards say so at once. (An open room keeps what it was told.)"""
        if values != self.fields:
            self.fields = dict(values)
            self.deck_desk.reread()

    def tell_fault(self) -> None:
        """An error of ours reached the top: it is in the log; the stage keeps its last good slide."""
        self.messages.tell(
            f"Something went wrong inside Facilitator; the stage stays as it is. Details: {paths.log_file()}",
            Level.ERROR,
            key="fault",
        )
