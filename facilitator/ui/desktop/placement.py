"""Keeps the stage on its screen while screens come and go.

Facts this rests on (measured under X11 with openbox, and other programs' bug lists): Qt moves a full-screen
window *over the console* when its screen goes, before it tells anyone; geometry is not final when a signal
fires; a quick unplug and replug gives no signal at all while the event loop is busy; a Wayland client
cannot move a window, only ask for full screen on an output. So: hide first, place again a moment later,
once more after a second, and a watchdog compares twice a second. No QScreen is kept across events.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from facilitator.system import log
from facilitator.ui.desktop.screens import Placement, ScreenId, ScreenInfo, choose

SETTLE_MS = 150
AGAIN_MS = 1000
WATCH_MS = 500


def info(screen: QScreen) -> ScreenInfo:
    """A QScreen as a plain value."""
    g = screen.geometry()
    return ScreenInfo(
        connector=screen.name(),
        geometry=(g.x(), g.y(), g.width(), g.height()),
        maker=screen.manufacturer(),
        model=screen.model(),
        serial=screen.serialNumber(),
        ratio=screen.devicePixelRatio(),
        primary=screen is QGuiApplication.primaryScreen(),
    )


def all_screens() -> list[ScreenInfo]:
    """What is connected now."""
    return [info(s) for s in QGuiApplication.screens()]


def find(wanted: ScreenInfo | None) -> QScreen | None:
    """The QScreen of a plain value, looked up afresh."""
    if wanted is None:
        return None
    named = [s for s in QGuiApplication.screens() if s.name() == wanted.connector]
    exact = [s for s in named if info(s).geometry == wanted.geometry]
    return next(iter(exact or named), None)


class StagePlacer(QObject):
    """Puts the stage full screen on its screen, hides it the moment that screen goes, puts it back."""

    changed = Signal(object)
    """Placement: emitted after every placing."""
    lost = Signal()
    """The stage's screen went away; the stage is hidden already."""

    def __init__(self, stage: QWidget, saved: ScreenId | None = None, windowed: bool = False) -> None:
        super().__init__()
        self.stage = stage
        self.console: QWidget | None = None
        """Set when there is one: the stage comes first at start."""
        self.saved = saved
        self.windowed = windowed
        self.chosen = ""
        self.placement = Placement(None, None)
        self.active = False
        """False until the first placing: the watchdog leaves a hidden stage alone."""
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.check)
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.check)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._screen_added)
            app.screenRemoved.connect(self._screen_removed)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._geometry_changed)

    # --- what happens to screens ---

    def _screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._geometry_changed)
        self._settle.start()

    def _screen_removed(self, screen: QScreen) -> None:
        target = self.placement.stage
        if target is not None and not self.windowed and screen.name() == target.connector:
            self._hide()
        self._settle.start()

    def _geometry_changed(self, _: object) -> None:
        self._settle.start()

    def _settled(self) -> None:
        if self.active:
            self.place()
            self._again.start()

    def _hide(self) -> None:
        if self.stage.isVisible():
            self.stage.hide()
            log.get(__name__).info("The stage's screen went away; the stage is hidden")
            self.lost.emit()

    # --- placing ---

    def decide(self) -> Placement:
        """What the logic says for the screens of this moment."""
        seen = self.console is not None and self.console.isVisible()
        console = self.console.screen().name() if self.console is not None and seen else ""
        return choose(all_screens(), self.saved, console, self.chosen)

    def place(self) -> Placement:
        """Put the stage where it belongs now: hide, set the screen, then full screen, in that order."""
        self.active = True
        had_screen = self.placement.stage is not None
        self.placement = self.decide()
        target = find(self.placement.stage)
        if self.windowed:
            self._as_window()
        elif target is None:
            if had_screen:
                # The projector went: nothing is shown until it is back or the trainer asks for a window.
                self._hide()
            elif not self.stage.isVisible():
                self._as_window()
        elif not self._is_on(target):
            self._full_screen(target)
        self._watch.start()
        self.changed.emit(self.placement)
        return self.placement

    def _full_screen(self, target: QScreen) -> None:
        self.stage.hide()
        # Full screen is left while hidden: a window that shows itself in between would flash on some screen.
        self.stage.setWindowState(Qt.WindowState.WindowNoState)
        self.stage.setScreen(target)
        # Wayland ignores the geometry and honours the screen; X11 and Windows need both.
        self.stage.setGeometry(target.geometry())
        self.stage.showFullScreen()
        console = self.console
        if console is not None and console.isVisible() and not console.isActiveWindow():
            console.activateWindow()

    def _as_window(self) -> None:
        if self.stage.isFullScreen():
            self.stage.showNormal()
        if not self.stage.isVisible():
            home = find(self.placement.console) or QGuiApplication.primaryScreen()
            screen = (self.console.screen() if self.console is not None else home).availableGeometry()
            width = min(960, round(screen.width() * 0.6))
            self.stage.resize(width, round(width * 9 / 16))
            self.stage.show()

    def on_only_screen(self, full: bool) -> None:
        """With one screen: the stage over all of it (keys then go to it), or in its window again."""
        if full:
            self.stage.showFullScreen()
            self.stage.activateWindow()
            return
        self.stage.showNormal()
        if self.console is not None:
            self.console.raise_()
            self.console.activateWindow()

    def as_window(self, windowed: bool) -> None:
        """The trainer wants the stage in a window (True), or full screen again."""
        self.windowed = windowed
        if windowed and self.stage.isFullScreen():
            self.stage.hide()
            self.stage.setWindowState(Qt.WindowState.WindowNoState)
        self.place()

    def _is_on(self, target: QScreen) -> bool:
        return (
            self.stage.isVisible()
            and self.stage.isFullScreen()
            and self.stage.screen() is target
            and self.stage.geometry() == target.geometry()
        )

    def check(self) -> None:
        """The watchdog: is the stage really where it should be?"""
        if not self.active or self.windowed:
            return
        decided = self.decide()
        target = find(decided.stage)
        if target is None:
            if self.placement.stage is not None:
                self._hide()
                self.placement = decided
                self.changed.emit(decided)
        elif not self._is_on(target):
            console = self.console
            if console is not None and self.stage.isVisible() and self.stage.screen() is console.screen():
                self._hide()
            self.place()

    def choose_screen(self, connector: str) -> None:
        """The trainer picks a screen for the stage; the console makes room when it is in the way."""
        self.chosen = connector
        self.windowed = False
        screen = next((s for s in QGuiApplication.screens() if s.name() == connector), None)
        if screen is None:
            return
        self.saved = ScreenId.of(info(screen))
        if self.console is not None and self.console.screen() is screen:
            self._move_console_off(self.console, screen)
        self.place()

    def swap(self) -> None:
        """Console and stage change places."""
        now = self.decide()
        if now.stage is not None and now.console is not None:
            self.stage.hide()
            self.choose_screen(now.console.connector)

    def place_console(self) -> None:
        """Put the console on its own screen, before it is shown."""
        target = find(self.placement.console)
        if self.console is None or target is None:
            return
        free = target.availableGeometry()
        self.console.setScreen(target)
        size = self.console.size().boundedTo(free.size())
        left = free.x() + (free.width() - size.width()) // 2
        top = free.y() + (free.height() - size.height()) // 2
        self.console.setGeometry(left, top, size.width(), size.height())

    def place_console_if_needed(self) -> None:
        """After its place was restored: back to its screen when it landed under the stage or nowhere."""
        console, stage = self.console, find(self.placement.stage)
        if console is None:
            return
        centre = console.frameGeometry().center()
        on = QGuiApplication.screenAt(centre)
        if on is None or on is stage:
            self.place_console()

    def _move_console_off(self, console: QWidget, screen: QScreen) -> None:
        other = next((s for s in QGuiApplication.screens() if s is not screen), None)
        if other is None:
            return
        maximized = console.isMaximized() or console.isFullScreen()
        if maximized:
            # A maximised window cannot be moved to another screen on most systems.
            console.showNormal()
        console.setScreen(other)
        free = other.availableGeometry()
        size = console.size().boundedTo(free.size())
        console.setGeometry(free.x(), free.y(), size.width(), size.height())
        if maximized:
            console.showMaximized()

    def stop(self) -> None:
        """No more placing (the session ends)."""
        self.active = False
        for timer in (self._settle, self._again, self._watch):
            timer.stop()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.disconnect(self._screen_added)
            app.screenRemoved.disconnect(self._screen_removed)
