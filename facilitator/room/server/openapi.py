"""The interface as OpenAPI 3.1, in one place; ``docs/room-api.openapi.json`` is made from it.

``python -m facilitator.room.server.openapi`` prints it. A test holds the file, this table and the routes
together, and schemathesis tries every operation.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from facilitator.room.records import EntryState, Release
from facilitator.room.server.acts import ACTIONS, SEEN_ACTIONS
from facilitator.room.server.refused import ERROR_BYTES
from facilitator.room.server.votes import PACES

Json = dict[str, Any]

SECRET: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
TEXT: Json = {"type": "string"}
TRUTH: Json = {"type": "boolean"}
COUNT: Json = {"type": "integer", "minimum": 0}
KEY: Json = {"type": "array", "items": COUNT, "minItems": 8, "maxItems": 8}
_SAVED_STATES = [s.value for s in EntryState if s is not EntryState.WAITING]

#: The codes that a status can carry (docs/room-api.md).
ERRORS: dict[int, tuple[str, ...]] = {
    400: ("bad_json", "bad_request"),
    401: ("key",),
    403: ("origin", "console_only"),
    404: ("not_found",),
    405: ("method",),
    409: ("no_round", "few", "other_room", "changed"),
    410: ("closed",),
    413: ("too_big",),
    415: ("content_type",),
    422: ("empty", "too_long", "category"),
    429: ("slow_down",),
    500: ("internal", "disk"),
    503: ("paused", "full", "disk"),
}
_ANY_POST = (400, 403, 413, 415)


def obj(required: dict[str, Json], optional: dict[str, Json] | None = None) -> Json:
    """A closed object."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schemas() -> Json:
    settings = obj(
        {
            "title": TEXT,
            "lang": TEXT,
            "release": {"enum": [r.value for r in Release]},
            "moderated": TRUTH,
            "categories": {"type": "array", "items": obj({"id": TEXT, "label": TEXT})},
            "resources": {"type": "array", "items": obj({"label": TEXT, "value": TEXT})},
            "graphemes": COUNT,
            "batch_least": COUNT,
            "batch_seconds": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            "batch_longest": {"type": "number"},
            "keep_days": COUNT,
        }
    )
    state = {
        "room": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "round_open": TRUTH,
        "round": COUNT,
        "paused": TRUTH,
        "closed": TRUTH,
        "show_resources": TRUTH,
    }
    more = {
        "seats": COUNT,
        "connected": TRUTH,
        "proved": {"type": "array", "items": TEXT},
        "pace": {
            "anyOf": [{"type": "array", "items": COUNT, "minItems": 3, "maxItems": 3}, {"type": "null"}]
        },
        "withdrawn": {"type": "array", "items": SECRET},
        "trouble": TEXT,
        "unusual": TRUTH,
    }
    public = {
        "id": SECRET,
        "category": TEXT,
        "text": TEXT,
        "votes": COUNT,
        "reply": TEXT,
        "state": {"enum": ["published", "next", "on screen", "answered"]},
    }
    entry = {
        "id": SECRET,
        "category": TEXT,
        "text": TEXT,
        "state": {"enum": _SAVED_STATES},
        "published": TRUTH,
        "starred": TRUTH,
        "votes": COUNT,
        "reply": TEXT,
    }

    def message(head: Json, item: str) -> Json:
        return obj(
            {
                "version": {"type": "string", "pattern": "^[0-9a-f]{8}\\.[0-9]+$"},
                "full": TRUTH,
                "settings": ref("Settings"),
                "state": obj(head),
                "entries": {"type": "array", "items": ref(item)},
                "gone": {"type": "array", "items": SECRET},
            }
        )

    return {
        "Settings": settings,
        "PublicEntry": obj(public),
        "Entry": obj(entry),
        "Room": message(state, "PublicEntry"),
        "ModeratorRoom": message(state | more, "Entry"),
        "Status": obj(
            {"delivery": {"enum": ["received", "saved", "withdrawn", "unknown"]}},
            {
                "state": {"enum": [s.value for s in EntryState]},
                "published": TRUTH,
                "id": SECRET,
                "category": TEXT,
                "text": TEXT,
                "reply": TEXT,
                "changing": TRUTH,
            },
        ),
        "Error": obj({"error": TEXT, "message": TEXT}, {"retry_after": COUNT}),
    }


def _answer(description: str, schema: Json | None, kind: str = "application/json") -> Json:
    return {"description": description, "content": {kind: {"schema": schema or {}}}}


def _errors(statuses: tuple[int, ...]) -> Json:
    return {
        str(status): _answer(f"`{'`, `'.join(ERRORS[status])}`, {ERROR_BYTES} bytes", ref("Error"))
        for status in statuses
    }


def _post(summary: str, body: Json, answer: Json, *errors: int, key: bool = False) -> Json:
    if "properties" in body:
        body = body | {"properties": body["properties"] | {"pad": TEXT}}
    statuses = tuple(sorted({*_ANY_POST, *errors, *((401,) if key else ())}))
    operation: Json = {
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": _answer("done", answer), **_errors(statuses)},
    }
    return {"post": operation | ({"security": [{"key": []}]} if key else {})}


_SINCE = {
    "name": "since",
    "in": "query",
    "required": False,
    "description": "a version seen before: only what changed since then",
    "schema": {"type": "string"},
}


def _get(
    summary: str, answer: Json, *errors: int, key: bool = False, parameters: list[Json] | None = None
) -> Json:
    operation: Json = {
        "summary": summary,
        "parameters": parameters or [],
        "responses": {"200": answer, **_errors((401, *errors) if key else errors)},
    }
    return {"get": operation | ({"security": [{"key": []}]} if key else {})}


def participants() -> Json:
    """Paths of the public listener."""
    entry = obj({"receipt": SECRET, "category": TEXT, "text": TEXT}, {"seat": SECRET})
    sent = obj({"receipt": SECRET, "category": TEXT, "text": TEXT}, {"seat": SECRET, "room": TEXT})
    receipt, status = obj({"receipt": SECRET}), ref("Status")
    seat = {"seat": SECRET}
    return {
        "/api/v1/room": _get("The room as all may see it", _answer("", ref("Room")), parameters=[_SINCE]),
        "/api/v1/events": _get(
            "The same as server-sent events",
            _answer("", TEXT, "text/event-stream"),
            503,
            parameters=[_SINCE],
        ),
        "/api/v1/entries": _post("Send an entry", sent, status, 409, 410, 422, 429, 503),
        "/api/v1/entries/status": _post("What became of it", receipt, status),
        "/api/v1/entries/edit": _post("Change an own entry", entry, status, 410, 422, 429),
        "/api/v1/entries/withdraw": _post("Erase an own entry", receipt, status, 429),
        "/api/v1/votes": _post(
            "Vote for a published entry",
            obj(seat | {"entry": SECRET, "on": TRUTH}),
            obj({"on": TRUTH}),
            404,
            410,
            429,
        ),
        "/api/v1/pace": _post(
            "Too fast, right, too slow",
            obj(seat | {"pace": {"enum": [*PACES, ""]}}),
            obj({"pace": {"enum": [*PACES, ""]}}),
            410,
            429,
        ),
        "/api/v1/keys": _post(
            "What a page seals its memory with", obj({"name": SECRET}), obj({"key": KEY}), 429
        ),
        "/api/v1/round/nothing": _post(
            "Nothing to add in this round",
            obj(seat),
            obj({"delivery": {"const": "received"}}),
            409,
            410,
            429,
            503,
        ),
    }


def moderators() -> Json:
    """Paths of the loopback listener."""
    base = "/api/v1/moderate"

    def doing(actions: list[str], required: Json, optional: Json) -> Json:
        return obj({"id": SECRET, "action": {"enum": actions}} | required, {"pad": TEXT} | optional)

    back = {"state": {"enum": _SAVED_STATES}, "published": TRUTH, "starred": TRUTH}
    seen = {"seen": TEXT, "seen_category": TEXT}
    simple = [a for a in ACTIONS if a not in (*SEEN_ACTIONS, "off_screen")]
    act = {
        "oneOf": [
            doing(simple, {}, {}),
            doing(["publish"], {}, seen),
            doing(["reply"], {"text": TEXT}, seen),
            doing(["restore"], {}, back | seen),
            doing(["off_screen"], {}, {"state": back["state"]}),
        ]
    }
    form = {
        "name": "format",
        "in": "query",
        "required": False,
        "schema": {"enum": ["json", "csv", "xlsx", "md"]},
    }
    return {
        f"{base}/room": _get("Everything", _answer("", ref("ModeratorRoom")), key=True, parameters=[_SINCE]),
        f"{base}/events": _get(
            "The same as server-sent events",
            _answer("", TEXT, "text/event-stream"),
            key=True,
            parameters=[_SINCE],
        ),
        f"{base}/export": _get(
            "Entries to take away, shuffled",
            {
                "description": "JSON, or the file",
                "content": {
                    kind: {"schema": {}}
                    for kind in (
                        "application/json",
                        "text/csv",
                        "text/markdown",
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    )
                },
            },
            400,
            key=True,
            parameters=[form],
        ),
        f"{base}/act": _post(
            "Something done to one entry",
            act,
            obj({"before": {"type": "object"}, "entry": {"type": "object"}}),
            404,
            409,
            422,
            503,
            key=True,
        ),
        f"{base}/collect": _post(
            "Let out what waits", obj({}, {"force": TRUTH}), obj({"released": COUNT}), 409, 410, 503, key=True
        ),
        f"{base}/type": _post(
            "Type in a paper card",
            obj({"category": TEXT, "text": TEXT}),
            obj({"delivery": {"const": "received"}}),
            410,
            422,
            key=True,
        ),
        f"{base}/round": _post(
            "Open or end a round", obj({"open": TRUTH}), obj({"round_open": TRUTH}), 409, 410, key=True
        ),
        f"{base}/pause": _post("Pause the box", obj({"paused": TRUTH}), obj({"paused": TRUTH}), key=True),
        f"{base}/resources": _post(
            "Pages open their lines of help", obj({"show": TRUTH}), obj({"show_resources": TRUTH}), key=True
        ),
        f"{base}/close": _post(
            "End the room and keep it", obj({}), obj({"closed": TRUTH, "delete_after": TEXT}), 503, key=True
        ),
        f"{base}/delete": _post(
            "Delete the room now", obj({"sure": {"const": True}}), obj({"deleted": TRUTH}), 500, key=True
        ),
    }


def document() -> Json:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The room",
            "version": "1",
            "description": "See room-api.md. Paths under /api/v1/moderate are on the loopback listener only.",
        },
        "paths": participants() | moderators(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def rendered() -> str:
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(rendered())
