"""One export, as a child process: the show never stutters, and stopping is ending it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

_PROGRESS = re.compile(r"^slide (\d+) of (\d+)$")
_WROTE = re.compile(r"^Wrote (.+)$")
_PROBLEM = re.compile(r"^(.+?):(\d+):\d+: (?:error|warning|advice): (.+)$")
STOP_MS = 2000
CLOSE_MS = 500


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written. The ending of ``out`` says which kind of file."""

    deck: Path
    out: Path
    notes: bool = False
    builds: bool = False
    template: Path | None = None
    fields: tuple[tuple[str, str], ...] = field(default=())
    """Values filled in on this machine, over the deck's own."""

    def arguments(self) -> list[str]:
        """The command line after ``facilitator``."""
        made = ["export", str(self.deck), str(self.out), "--progress"]
        ending = self.out.suffix.casefold()
        if ending == ".pptx" and not self.notes:
            made.append("--no-notes")
        if ending == ".pdf" and self.notes:
            made.append("--notes")
        if self.builds:
            made.append("--builds")
        if self.template is not None and ending == ".pptx":
            made += ["--template", str(self.template)]
        for name, value in self.fields:
            made += ["--field", f"{name}={value}"]
        return made


class ExportJob(QObject):
    """Runs ``facilitator export``. Exactly one of ``done``, ``failed`` and ``stopped`` comes at the end."""

    progress = Signal(int, int)
    """Slides done, slides in all."""
    done = Signal(list, str)
    """Files written, and what was found on the way (sentences; empty when all is well)."""
    failed = Signal(str)
    """A sentence."""
    stopped = Signal()

    def __init__(self, wish: ExportWish, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wish = wish
        self._lines: list[str] = []
        self._rest = ""
        self._stopping = False
        self._there: set[Path] = set()
        """Half-written files that others left: not ours to clear away."""
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("QT_QPA_PLATFORM", "offscreen")
        environment.insert("PYTHONIOENCODING", "utf-8")
        environment.insert("PYTHONUNBUFFERED", "1")
        self._process.setProcessEnvironment(environment)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyRead.connect(self._read)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(STOP_MS)
        self._patience.timeout.connect(self._kill)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._error)

    @property
    def running(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start it; the deck's folder is the working folder."""
        folder = self.wish.deck.absolute().parent
        if folder.is_dir():
            self._process.setWorkingDirectory(str(folder))
        self._there = _parts(self.wish.out)
        self._process.start(sys.executable, ["-m", "facilitator", *self.wish.arguments()])

    def stop(self) -> None:
        """End it. What was there before stays as it was: files are put in place whole."""
        if not self.running:
            return
        self._stopping = True
        self._process.terminate()
        self._patience.start()

    def _kill(self) -> None:
        if self.running:
            self._process.kill()

    def close(self) -> None:
        """End it and wait; for when the dialog goes away."""
        if self.running:
            self._stopping = True
            self._process.terminate()
            if not self._process.waitForFinished(CLOSE_MS):
                self._process.kill()
                self._process.waitForFinished(STOP_MS)

    def _read(self) -> None:
        self._rest += bytes(self._process.readAll().data()).decode("utf-8", "replace")
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            self._line(line.rstrip("\r"))

    def _line(self, line: str) -> None:
        if found := _PROGRESS.match(line):
            self.progress.emit(int(found[1]), int(found[2]))
        elif line.strip():
            self._lines.append(line)

    def _error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit("The export could not be started. `facilitator doctor` may tell more.")

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._patience.stop()
        self._read()
        if self._rest:
            self._line(self._rest)
            self._rest = ""
        if self._stopping:
            for part in _parts(self.wish.out) - self._there:  # it was killed before it could clear up
                with contextlib.suppress(OSError):
                    part.unlink()
            self.stopped.emit()
            return
        files = [Path(found[1]) for line in self._lines if (found := _WROTE.match(line))]
        rest = [line for line in self._lines if not _WROTE.match(line)]
        if files:
            self.done.emit(files, "\n".join(told(rest, self.wish.deck)))
        elif rest:
            self.failed.emit(rest[-1] if status is QProcess.ExitStatus.NormalExit and code == 1 else _FAULT)
        else:
            self.failed.emit(_FAULT)


_FAULT = "The export ended without a file. The log may tell why; the deck and earlier files are untouched."


def told(lines: list[str], deck: Path) -> list[str]:
    """The command's words for people who do not look at it: a problem and what to do in one line each."""
    out: list[str] = []
    below: list[str] = []
    for line in [*lines, ""]:
        if out and line.startswith("    "):
            below.append(line.strip())
            continue
        if below:  # the deck's line and a caret under it, then what to do
            fix = below[below.index("^") + 1 :] if "^" in below else below
            out[-1] = " ".join([out[-1], *fix])
            below = []
        if found := _PROBLEM.match(line):
            name = Path(found[1]).name
            where = f"Line {found[2]}" if name == deck.name else f"{name}, line {found[2]}"
            line = f"{where}: {found[3]}"
        out.append(line)
    return out[:-1]


def _parts(out: Path) -> set[Path]:
    """Half-written files of an export to ``out`` (``system.files.replacing`` names them)."""
    start = f".{out.stem}-" if out.suffix.casefold() == ".png" else f".{out.name}."
    try:
        return {p for p in out.parent.iterdir() if p.name.startswith(start) and p.name.endswith(".part")}
    except OSError:
        return set()


def can_write(folder: Path) -> bool:
    """True when files can be made in a folder."""
    return folder.is_dir() and os.access(folder, os.W_OK)
