"""The room as the console sees it: blocking calls, and a thread that listens. Light to import.

The console uses nothing else of the room. ``http.client`` rather than a larger library: loopback only, and
it costs a tenth of the import time.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import random
import threading
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from facilitator.room.errors import RoomError
from facilitator.room.records import Entry, ModeratorView
from facilitator.room.wire import entry_from_wire, view_from_wire

Json = dict[str, Any]
#: States that ``listen`` reports.
CONNECTED, LOST, CLOSED = "connected", "lost", "closed"
TIMEOUT = 5.0
#: Two heartbeats missed: the stream is dead.
STREAM_TIMEOUT = 35.0
_BASE = "/api/v1/moderate"
_AWAY = "The room does not answer just now; it is being started again."


class RoomClient:
    """``base_url`` is the loopback listener's, ``key`` the console's (or the moderator page's) key.

    Every call raises RoomError with a sentence when it does not work; ``error.code`` is the interface's code
    (``few``, ``closed``, ``not_found``, ``away`` …). Calls may come from any thread.
    """

    def __init__(self, base_url: str, key: str) -> None:
        where = urlsplit(base_url)
        self._host = where.hostname or "127.0.0.1"
        self._port = where.port or 80
        self._headers = {"Authorization": f"Bearer {key}"}
        self._lock = threading.Lock()
        self._kept: http.client.HTTPConnection | None = None
        self._count = 0

    # --- one request --------------------------------------------------------------------------------

    def _raw(self, method: str, path: str, body: Json | None = None) -> bytes:
        headers = dict(self._headers)
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        with self._lock:
            status, answer = self._exchange(method, path, data, headers)
        if status >= 400:
            raise _error(answer)
        return answer

    def _exchange(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        """One request on the kept connection. A connection that had gone stale is opened once more."""
        for _ in range(2):
            fresh = self._kept is None
            connection = self._kept or http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)
            self._kept = None
            try:
                connection.request(method, path, data, headers)
                response = connection.getresponse()
                answer = response.read()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                # A stale connection was closed before it took the request; a fresh one may have taken it.
                if fresh or not isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
                    raise RoomError(_AWAY, "away") from error
                continue
            if not response.will_close:
                self._kept = connection
            else:
                connection.close()
            return response.status, answer
        raise RoomError(_AWAY, "away")

    def _post(self, path: str, **body: Any) -> Json:
        answer = json.loads(self._raw("POST", f"{_BASE}/{path}", body))
        return answer if isinstance(answer, dict) else {}

    # --- what there is ------------------------------------------------------------------------------

    def snapshot(self) -> ModeratorView:
        """Everything as it is now; entries in the order of their random ids."""
        message = json.loads(self._raw("GET", f"{_BASE}/room"))
        entries = {e["id"]: entry_from_wire(e) for e in message["entries"]}
        self._count += 1
        return view_from_wire(message, entries, _number(message))

    def export(self) -> list[Entry]:
        """Everything but what was dismissed, shuffled, without ids. For ``room.takeaway``."""
        return [entry_from_wire(e) for e in json.loads(self._raw("GET", f"{_BASE}/export"))["entries"]]

    # --- what a moderator does ----------------------------------------------------------------------

    def act(self, entry_id: str, action: str, **extra: Any) -> tuple[Entry, Entry]:
        """One of docs/room-api.md's actions; returns (before, after).

        To undo: ``act(id, "restore", …)`` with what it changed of ``state``, ``published``, ``starred``.
        ``seen`` and ``seen_category``: the words that were read; for other words RoomError (``changed``).
        """
        told = {name: value for name, value in extra.items() if value is not None}
        answer = self._post("act", id=entry_id, action=action, **told)
        return entry_from_wire(answer["before"]), entry_from_wire(answer["entry"])

    def collect(self, force: bool = False) -> int:
        """Let waiting entries out; how many came. Below three: RoomError (``few``) unless ``force``."""
        return int(self._post("collect", force=force)["released"])

    def type_in(self, category: str, text: str) -> None:
        """A paper card; it joins the next batch."""
        self._post("type", category=category, text=text)

    def round_open(self) -> None:
        self._post("round", open=True)

    def round_close(self) -> None:
        self._post("round", open=False)

    def pause(self, paused: bool = True) -> None:
        """Take nothing new for a while, or take it again."""
        self._post("pause", paused=paused)

    def show_resources(self, show: bool = True) -> None:
        """Pages open their lines of help."""
        self._post("resources", show=show)

    def close(self) -> date:
        """End the room and keep it; returns its last day."""
        return date.fromisoformat(self._post("close")["delete_after"])

    def delete_now(self) -> None:
        """Delete the room: rows, file and all."""
        self._post("delete", sure=True)

    def stop(self) -> None:
        """Let go of the kept connection."""
        with self._lock:
            if self._kept is not None:
                self._kept.close()
                self._kept = None

    # --- listening ----------------------------------------------------------------------------------

    def listen(
        self, on_view: Callable[[ModeratorView], None], on_state: Callable[[str], None]
    ) -> Callable[[], None]:
        """Call ``on_view`` with each new view and ``on_state`` with connected, lost or closed.

        Both come from a thread of its own. Returns what stops it; after that nothing is called any more.
        """
        listener = _Listener(self._host, self._port, self._headers, on_view, on_state)
        listener.start()
        return listener.stop


class _Listener(threading.Thread):
    def __init__(
        self,
        host: str,
        port: int,
        headers: dict[str, str],
        on_view: Callable[[ModeratorView], None],
        on_state: Callable[[str], None],
    ) -> None:
        super().__init__(name="room events", daemon=True)
        self._where = host, port
        self._headers = headers
        self._on_view = on_view
        self._on_state = on_state
        self._over = threading.Event()
        self._guard = threading.RLock()
        self._connection: http.client.HTTPConnection | None = None
        self._entries: dict[str, Entry] = {}
        self._version = ""
        self._count = 0
        self._said = ""

    def stop(self) -> None:
        self._over.set()
        with self._guard:
            connection = self._connection
        if connection is not None and connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(2)
        if threading.current_thread() is not self:
            self.join(2.0)

    def _say(self, state: str) -> None:
        if state != self._said and not self._over.is_set():
            self._said = state
            self._on_state(state)

    def run(self) -> None:
        wait = 0.05
        while not self._over.is_set():
            try:
                if self._stream():
                    self._say(CLOSED)
                    return
                wait = 0.05
            except (OSError, http.client.HTTPException, ValueError, KeyError, RoomError):
                pass
            if self._over.is_set():
                return
            self._say(LOST)
            self._over.wait(wait * random.uniform(0.8, 1.2))
            wait = min(1.0, wait * 1.5)

    def _stream(self) -> bool:
        """Read one stream to its end; True when the room is over."""
        connection = http.client.HTTPConnection(*self._where, timeout=STREAM_TIMEOUT)
        with self._guard:
            self._connection = connection
        try:
            headers = self._headers | ({"Last-Event-ID": self._version} if self._version else {})
            connection.request("GET", f"{_BASE}/events", headers=headers)
            response = connection.getresponse()
            if response.status != 200:
                raise _error(response.read())
            self._say(CONNECTED)
            while line := response.readline():
                if line.startswith(b"data: ") and self._take(json.loads(line[6:])):
                    return True
            return False
        finally:
            with self._guard:
                self._connection = None
            connection.close()

    def _take(self, message: Json) -> bool:
        if message["full"]:
            self._entries = {}
        for entry in message["entries"]:
            self._entries[entry["id"]] = entry_from_wire(entry)
        for key in message["gone"]:
            self._entries.pop(key, None)
        self._version = message["version"]
        self._count += 1
        view = view_from_wire(message, self._entries, self._count)
        if not self._over.is_set():
            self._on_view(view)
        return view.closed


def _number(message: Json) -> int:
    return int(message["version"].partition(".")[2])


def _error(answer: bytes) -> RoomError:
    with contextlib.suppress(ValueError, KeyError):
        data = json.loads(answer)
        return RoomError(data["message"], data["error"])
    return RoomError("The room's server answered with something unexpected.", "internal")
