"""The room for the windows: everything that waits runs in a thread of its own, answers come as signals.

Nothing here ever touches the show: what the room says is shown in the inbox, and the trainer decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from facilitator.room import retention
from facilitator.room.client import RoomClient
from facilitator.room.errors import RoomError
from facilitator.room.host import RoomHost
from facilitator.room.records import ModeratorView, RoomSettings
from facilitator.system import log
from facilitator.ui.tasks import Stop, Tasks

STARTING, CONNECTED, LOST, CLOSED, NONE = "starting", "connected", "lost", "closed", ""


class RoomLink(QObject):
    """Starts a room's process, listens to it, sends what the trainer does. Signals are always queued."""

    view_changed = Signal(object)
    """ModeratorView."""
    state_changed = Signal(str)
    """starting, connected, lost, closed, or empty."""
    started = Signal()
    failed = Signal(str)
    """A sentence."""
    _view = Signal(object)
    _state = Signal(str)
    _error = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.host: RoomHost | None = None
        self.view: ModeratorView | None = None
        self.state = NONE
        self._client: RoomClient | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._tasks = Tasks(self)
        self._closing = False
        self._up_host: RoomHost | None = None
        """The one that this side knows to be up."""
        self._elsewhere: RoomHost | None = None
        """A room that was opened at another port; nobody else may know of it yet."""
        queued = Qt.ConnectionType.QueuedConnection
        self._view.connect(self._took_view, queued)
        self._state.connect(self._took_state, queued)
        self._error.connect(self.failed, queued)

    # --- life ---

    def start(
        self,
        settings: RoomSettings,
        *,
        port: int | None = None,
        allow_hosts: tuple[str, ...] = (),
        data: Path | None = None,
        host: str = "0.0.0.0",
    ) -> None:
        """Open a room without waiting for it. ``data`` continues a kept one."""
        made = RoomHost(
            settings, data=data, host=host, port=port, allow_hosts=allow_hosts, on_error=self._error.emit
        )
        self.host = made
        self._took_state(STARTING)

        def work(_: Stop) -> RoomHost:
            made.start()
            return made

        self._tasks.run(work, self._up, self._down)

    def _up(self, host: RoomHost) -> None:
        if self._closing:
            return
        self.host = self._up_host = host
        self._client = host.client()
        self._stop_listening = host.client().listen(self._view.emit, self._state.emit)
        self.started.emit()

    def _down(self, error: BaseException) -> None:
        self.host = None
        self._took_state(NONE)
        if isinstance(error, RoomError):
            self.failed.emit(f"{error} The show goes on without a room.")
        else:
            log.get(__name__).error("The room cannot be opened: %r", error)
            self.failed.emit("The room could not be opened. The show goes on without it.")

    def reopen(self, settings: RoomSettings) -> None:
        """Another room in place of this one, at the same address; this one's file is removed. For rooms in
        which nothing was written: its pages find the new one by themselves."""
        old = self.host
        if old is None or self._closing:
            return
        self._let_go()
        made = old.another(settings)
        self.host, self.view = made, None
        self._took_state(STARTING)

        def work(_: Stop) -> RoomHost:
            old.stop()
            retention.destroy(old.file)
            try:
                made.start()
            except RoomError:  # somebody else took the port just now
                if self._closing:
                    return made
                other = self._elsewhere = old.another(settings, elsewhere=True)
                other.start()
                return other
            return made

        self._tasks.run(work, self._up, self._down)

    def _let_go(self) -> None:
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        if self._client is not None:
            self._client.stop()
            self._client = None

    def close(self) -> None:
        """Stop listening and end the process; what waits is written first. The room's file stays."""
        self._closing = True
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        self._tasks.close(10.0)
        other, self._elsewhere = self._elsewhere, None
        if other is not None and other is not self._up_host:
            other.stop()  # it came up too late: nobody has seen it
            retention.destroy(other.file)
        if self._client is not None:
            self._client.stop()
            self._client = None
        if self.host is not None:
            self.host.stop()
        self.view = None

    def end(self, delete: bool) -> date | None:
        """End the room for good: deleted now, or kept; returns its last day. Waits for it.

        Raises RoomError with a sentence.
        """
        host, self.host = self.host, None
        self.close()
        return host.close_room(delete) if host is not None else None

    @property
    def open(self) -> bool:
        """True while there is a room, answering or not."""
        return self.host is not None

    # --- what it says ---

    def _took_view(self, view: ModeratorView) -> None:
        if not self._closing:
            self.view = view
            self.view_changed.emit(view)

    def _took_state(self, state: str) -> None:
        if not self._closing and state != self.state:
            self.state = state
            self.state_changed.emit(state)

    # --- what the trainer does ---

    def call(
        self,
        what: str,
        *arguments: Any,
        then: Callable[[Any], object] | None = None,
        otherwise: Callable[[RoomError], object] | None = None,
        **named: Any,
    ) -> None:
        """Call a method of `RoomClient` without waiting. ``otherwise`` gets the RoomError; without it the
        sentence goes to ``failed``."""
        client = self._client
        if client is None:
            if self.state == STARTING:
                self.failed.emit("The room is still being opened; try again in a moment.")
            return

        def fail(error: BaseException) -> None:
            if isinstance(error, RoomError) and otherwise is not None:
                otherwise(error)
            elif isinstance(error, RoomError):
                self.failed.emit(str(error))
            else:
                log.get(__name__).error("The room's client failed: %s", type(error).__name__)

        self._tasks.run(lambda _: getattr(client, what)(*arguments, **named), then, fail)
