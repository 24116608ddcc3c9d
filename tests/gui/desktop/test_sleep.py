"""Sleep is held off by one cookie, which is given back; a desktop without an answer is no error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from facilitator.ui.desktop.sleep import ProcessSleep, WindowsSleep
from tests.tools import tool

SERVICE = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Slot, ClassInfo, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusAbstractAdaptor, QDBusConnectionInterface
app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Saver(QObject):
    cookies = 0
    @Slot(str, str, result=int)
    def Inhibit(self, who, why):
        Saver.cookies += 1
        print("inhibit", who, flush=True)
        return 40 + Saver.cookies

saver = Saver()
bus = QDBusConnection.sessionBus()
assert bus.registerService("org.freedesktop.ScreenSaver")
slots = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerObject("/org/freedesktop/ScreenSaver", saver, slots)

def gone(name, old, new):
    if name.startswith(":") and not new:
        print("gone", flush=True)
bus.interface().serviceOwnerChanged.connect(gone)

from facilitator.ui.desktop.sleep import DBusSleep
sleep = DBusSleep()
def later():
    print("held", sleep.held, flush=True)
    sleep.hold()
    sleep.release()
    print("held", sleep.held, flush=True)
    QTimer.singleShot(300, app.quit)
sleep.hold()
QTimer.singleShot(400, later)
app.exec()
"""


def test_the_desktop_is_asked_once_and_the_connection_gives_the_cookie_back(tmp_path: Path) -> None:
    done = subprocess.run(
        [tool("dbus-run-session"), "--", sys.executable, "-c", SERVICE],
        env={"QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    assert lines.count("inhibit Facilitator") == 1
    assert "held True" in lines
    assert "held False" in lines
    assert "gone" in lines[lines.index("held False") :], "the connection that held the cookie is closed"


def test_a_helper_program_ends_with_the_hold() -> None:
    sleep = ProcessSleep([sys.executable, "-c", "import time; time.sleep(60)"])
    sleep.hold()
    assert sleep.held
    sleep.hold()
    sleep.release()
    assert not sleep.held


def test_a_missing_helper_program_is_no_error() -> None:
    sleep = ProcessSleep(["/nonexistent/caffeinate"])
    sleep.hold()
    assert not sleep.held
    sleep.release()


def test_windows_flags_are_set_and_cleared() -> None:
    calls: list[int] = []

    def call(flags: int) -> int:
        calls.append(flags)
        return 1

    sleep = WindowsSleep(call)
    sleep.hold()
    assert sleep.held
    sleep.release()
    sleep.release()
    assert calls == [0x80000003, 0x80000000]
