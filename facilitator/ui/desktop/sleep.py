"""Keeps the screen awake while the show is live; lets go on pause, end and crash.

One cookie at a time, no system settings are ever edited. Linux: D-Bus, asked for without waiting, so that
start-up never blocks; the desktop drops the cookie by itself when our connection ends. macOS:
``caffeinate`` bound to our process id. Windows: the thread's execution state, which ends with the process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Protocol

from facilitator.system import log

REASON = "A slide show is running"


class Sleep(Protocol):
    """Holds sleep off, or does not."""

    def hold(self) -> None: ...
    def release(self) -> None: ...
    @property
    def held(self) -> bool: ...


class NoSleepControl:
    """Nothing to talk to: only remembers what was asked."""

    def __init__(self) -> None:
        self.held = False

    def hold(self) -> None:
        self.held = True

    def release(self) -> None:
        self.held = False


class DBusSleep:
    """Asks the desktop over D-Bus, on a connection of its own. The first service that answers keeps the
    cookie; closing the connection gives it back, as the services' own rules say, and so does a crash."""

    #: (service, path); both offer ``Inhibit(application, reason) -> cookie``. GNOME, KDE, Xfce, Cinnamon and
    #: MATE answer to the first, older power managers to the second.
    SERVICES = (
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.freedesktop.PowerManagement.Inhibit", "/org/freedesktop/PowerManagement/Inhibit"),
    )
    CONNECTION = "facilitator-sleep"

    def __init__(self) -> None:
        self._wanted = False
        self._cookie: int | None = None
        self._watchers: list[Any] = []

    @property
    def held(self) -> bool:
        return self._cookie is not None

    def hold(self) -> None:
        if not self._wanted:
            self._wanted = True
            self._try(0)

    def _try(self, index: int) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        if not self._wanted or index >= len(self.SERVICES):
            return
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, self.CONNECTION)
        if not bus.isConnected():
            return
        service, path = self.SERVICES[index]
        call = QDBusMessage.createMethodCall(service, path, service, "Inhibit")
        call.setArguments(["Facilitator", REASON])
        # Asked without waiting: start-up never blocks on a desktop that does not answer.
        watcher = QDBusPendingCallWatcher(bus.asyncCall(call, 2000))
        self._watchers.append(watcher)

        def finished(done: QDBusPendingCallWatcher) -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)
            values = [] if done.isError() else done.reply().arguments()
            if values and self._wanted:
                self._cookie = int(values[0])
            elif not values:
                self._try(index + 1)

        watcher.finished.connect(finished)

    def release(self) -> None:
        if self._wanted:
            from PySide6.QtDBus import QDBusConnection

            self._wanted = False
            self._cookie = None
            self._watchers.clear()
            QDBusConnection.disconnectFromBus(self.CONNECTION)


class ProcessSleep:
    """A helper program that holds sleep off as long as it lives, and ends with us."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def held(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def hold(self) -> None:
        if self.held:
            return
        try:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            log.get(__name__).info("Sleep cannot be held off: %s", error)

    def release(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(1)
            self._process = None


class WindowsSleep:
    """``SetThreadExecutionState``: continuous, system and display required."""

    _CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2

    def __init__(self, call: Callable[[int], int] | None = None) -> None:
        self._call = call or _set_thread_execution_state
        self.held = False

    def hold(self) -> None:
        self.held = self._call(self._CONTINUOUS | self._SYSTEM | self._DISPLAY) != 0

    def release(self) -> None:
        if self.held:
            self._call(self._CONTINUOUS)
            self.held = False


def _set_thread_execution_state(flags: int) -> int:
    kernel = getattr(ctypes, "windll", None)
    return int(kernel.kernel32.SetThreadExecutionState(flags)) if kernel is not None else 0


def sleep_control(platform: str = sys.platform) -> Sleep:
    """What this machine offers."""
    if platform == "darwin":
        return ProcessSleep(["caffeinate", "-d", "-i", "-w", str(os.getpid())])
    if platform == "win32":
        return WindowsSleep()
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return DBusSleep()
    return NoSleepControl()
