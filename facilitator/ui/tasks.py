"""Work that takes more than a frame: off the GUI thread, with progress and a way to stop it.

One worker thread, lowest priority. PySide keeps the interpreter lock while it draws, so a second thread
would be no faster (measured), only less steady. What a task returns comes back as a queued signal.
"""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from facilitator.system import log

WAKE_SECONDS = 0.5


@dataclass(order=True)
class _Job:
    order: tuple[int, int]
    work: Callable[[Stop], Any] = field(compare=False)
    done: Callable[[Any], object] | None = field(compare=False)
    failed: Callable[[BaseException], object] | None = field(compare=False)
    group: str = field(compare=False)
    stop: Stop = field(compare=False)


class Stop:
    """Asked by long work between two pieces: should it go on?"""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()


class Tasks(QObject):
    """A queue of jobs for one idle worker. ``done`` and ``failed`` run in the GUI thread."""

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._stops: dict[str, Stop] = {}
        self._closing = False
        self._thread: threading.Thread | None = None
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[Stop], Any],
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        *,
        group: str = "",
        priority: int = 5,
    ) -> None:
        """Queue work. A lower priority goes first. A group's jobs can be stopped together."""
        if self._closing:
            return
        stop = self._stops.setdefault(group, Stop()) if group else Stop()
        self._queue.put(_Job((priority, next(self._numbers)), work, done, failed, group, stop))
        if self._thread is None:
            # Not a daemon thread: it must never draw while the interpreter is being taken down.
            self._thread = threading.Thread(target=self._work, name="facilitator-tasks")
            self._thread.start()

    def stop(self, group: str) -> None:
        """Forget the group's jobs; the one at work is asked to stop, and its result is dropped."""
        stop = self._stops.pop(group, None)
        if stop is not None:
            stop.set()

    def close(self, seconds: float = 5.0) -> None:
        """Stop everything and wait for the worker."""
        self._closing = True
        for group in list(self._stops):
            self.stop(group)
        if self._thread is not None:
            self._queue.put(_Job((-1, -1), lambda _: None, None, None, "", Stop()))
            self._thread.join(seconds)
            self._thread = None

    def _work(self) -> None:
        while True:
            try:
                job = self._queue.get(timeout=WAKE_SECONDS)
            except queue.Empty:
                if threading.main_thread().is_alive():
                    continue
                return  # the program ended without closing us: it must not wait for ever
            if self._closing:
                return
            if job.stop:
                continue
            try:
                result, error = job.work(job.stop), None
            except Exception as caught:  # noqa: BLE001 - whatever a job throws is its owner's to handle
                result, error = None, caught
            if not self._closing:
                self._finished.emit(job, result, error)

    def _deliver(self, job: _Job, result: Any, error: BaseException | None) -> None:
        if job.stop or self._closing:
            return
        if error is not None:
            if job.failed is not None:
                job.failed(error)
            else:
                log.fault(__name__, error, "a background task")
        elif job.done is not None:
            job.done(result)
