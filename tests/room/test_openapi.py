"""The interface is what its description says: schemathesis tries every operation, Hypothesis the rest."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from facilitator.room.host import RoomHost
from facilitator.room.records import Limits, Release, RoomSettings
from facilitator.room.server.application import Application, Setup
from facilitator.room.server.openapi import document, rendered
from facilitator.room.server.refused import ERROR_BYTES
from facilitator.room.server.sqlite_store import SqliteStore
from tests.room.rooms import OPEN, Phone, running

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(room_per_minute=10_000_000, address_per_minute=10_000_000, votes_per_minute=10_000_000)
ROOM = RoomSettings(release=Release.INSTANT, limits=LIMITS)
STREAMS = ("/api/v1/events", "/api/v1/moderate/events")
ENDS = ("/api/v1/moderate/close", "/api/v1/moderate/delete")
#: Forms and the page are HTML, for people.
PAGES = {"/", "/test", "/send", "/withdraw", "/moderate", "/static/{path}"}


def test_the_file_in_the_documentation_is_this_one() -> None:
    file = ROOT / "docs" / "room-api.openapi.json"
    assert file.read_text(encoding="utf-8") == rendered(), (
        "make it again: python -m facilitator.room.server.openapi > docs/room-api.openapi.json"
    )


def test_every_route_is_described_and_every_description_has_a_route(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "room.sqlite3", ROOM, "2026-01-22")
    OPEN.append(store)
    app = Application(Setup(ROOM, 1, "k", "c", b"f"), store)
    routes: set[tuple[str, str]] = set()
    for listener in (app.guard._public, app.guard._moderator):
        for route in listener.routes:  # type: ignore[attr-defined]
            routes |= {(route.path_format, method) for method in route.methods if method != "HEAD"}
    described = {(path, m.upper()) for path, operations in document()["paths"].items() for m in operations}
    assert {r for r in routes if r[0] not in PAGES} == described
    text = (ROOT / "docs" / "room-api.md").read_text(encoding="utf-8")
    for path, method in described:
        assert f"{method} {path}" in text, f"{method} {path} is not in docs/room-api.md"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomHost]:
    with running(ROOM, data=tmp_path_factory.mktemp("room")) as host:
        yield host


#: Which kinds of entry there are depends on the room, and some words cannot be taken: 422 says so.
_ROOMS_OWN = {"/api/v1/entries", "/api/v1/entries/edit", "/api/v1/moderate/type", "/api/v1/moderate/act"}


def try_all(host: RoomHost, paths: Callable[[str], bool], each: int) -> int:
    """Let schemathesis try every operation of these paths; returns how many there were."""
    import schemathesis  # a second of imports that only this test needs

    schemathesis.checks.load_all_checks()
    tried = 0
    for found in schemathesis.openapi.from_dict(document()).get_all_operations():
        operation = found.ok()
        if not paths(operation.path):
            continue
        tried += 1
        moderator = operation.path.startswith("/api/v1/moderate")
        base = host.base_url if moderator else f"http://127.0.0.1:{host.port}"
        headers = {"Authorization": f"Bearer {host.key}"} if moderator else {}
        # The key is tested in test_http. Query keys that nobody knows are ignored, as on most of the web.
        names = ["ignored_auth"]
        names += ["negative_data_rejection"] if operation.method.upper() == "GET" else []
        names += ["positive_data_acceptance"] if operation.path in _ROOMS_OWN else []
        left_out = schemathesis.checks.CHECKS.get_by_names(names)

        _try(operation, base, headers, left_out, each)
    return tried


def _try(operation: Any, base: str, headers: dict[str, str], left_out: Any, each: int) -> None:
    from schemathesis import GenerationMode

    cases = operation.as_strategy()
    if operation.method.upper() == "POST":
        # Half of them break the description.
        cases |= operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @given(case=cases)
    @settings(FEW, max_examples=each)
    def one(case: Any) -> None:
        response = case.call(base_url=base, headers=headers, timeout=10)
        case.validate_response(response, excluded_checks=left_out)
        if response.status_code >= 400:
            assert len(response.content) == ERROR_BYTES

    one()


FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


LASTING = document()["paths"].keys() - {*STREAMS, *ENDS}


def _lasting(path: str) -> bool:
    return path in LASTING


def test_every_operation_keeps_to_its_description(host: RoomHost) -> None:
    assert try_all(host, _lasting, 6) == len(LASTING)


def test_the_operations_that_end_a_room(tmp_path: Path) -> None:
    with running(ROOM, data=tmp_path) as ending:
        assert try_all(ending, lambda path: path in ENDS, 6) == 2


@pytest.mark.long
def test_every_operation_keeps_to_its_description_at_length(host: RoomHost) -> None:
    assert try_all(host, _lasting, 300) == len(LASTING)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["receipt", "category", "text", "seat", "entry", "on", "pace", "pad", "id", "action"])
MORE_NAMES = ["state", "published", "starred", "force", "open", "paused", "show", "sure"]
PATHS = st.sampled_from(
    [path for path, op in document()["paths"].items() if "post" in op and "moderate" not in path]
)


@given(path=PATHS, body=st.dictionaries(NAMES, JSON, max_size=6) | JSON)
@settings(FEW, max_examples=60)
def test_no_json_breaks_it(host: RoomHost, path: str, body: object) -> None:
    phone = Phone(host.port)
    data = json.dumps(body).encode()
    answer = phone.ask("POST", path, data, {"Content-Type": "application/json"})
    assert answer.status in (200, 400, 404, 409, 413, 422)
    phone.close()


MODERATE = st.sampled_from(
    [
        path
        for path, op in document()["paths"].items()
        if "post" in op and "moderate" in path and path not in ENDS
    ]
)


@given(path=MODERATE, body=st.dictionaries(NAMES | st.sampled_from(MORE_NAMES), JSON, max_size=6) | JSON)
@settings(FEW, max_examples=60)
def test_no_json_breaks_the_moderators_part(host: RoomHost, path: str, body: object) -> None:
    phone = Phone(host.moderator_port, Authorization=f"Bearer {host.key}")
    answer = phone.ask("POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    assert answer.status in (200, 400, 404, 409, 422)
    phone.close()


def first_event(port: int, path: str, since: str, header: str, key: str) -> tuple[int, dict[str, str]]:
    """The head of a stream's answer, and its first event."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    told = {"Last-Event-ID": header.encode("utf-8").decode("latin-1")} if header else {}
    told |= {"Authorization": f"Bearer {key}"} if key else {}
    connection.request("GET", f"{path}?since={quote(since)}" if since else path, headers=told)
    response = connection.getresponse()
    lines: list[str] = []
    while response.status == 200 and (line := response.readline().decode().rstrip("\n")):
        lines.append(line)
    connection.close()
    return response.status, dict(line.split(": ", 1) for line in lines)


VERSIONS = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=30) | st.from_regex(
    r"\A[0-9a-f]{8}\.[0-9]{1,12}\Z"
)


@pytest.mark.parametrize("path", STREAMS)
@given(since=VERSIONS, header=VERSIONS)
@settings(FEW, max_examples=25)
def test_streams_keep_to_their_description(host: RoomHost, path: str, since: str, header: str) -> None:
    import jsonschema_rs

    moderator = "moderate" in path
    port = host.moderator_port if moderator else host.port
    status, event = first_event(port, path, since, header, host.key if moderator else "")
    assert status == 200
    assert event["event"] == ("moderator" if moderator else "room")
    schema = document() | {"$ref": f"#/components/schemas/{'ModeratorRoom' if moderator else 'Room'}"}
    data = json.loads(event["data"])
    described = jsonschema_rs.validator_for(schema)
    assert described.is_valid(data)
    assert not described.is_valid(data | {"seat": "who"})
    assert data["version"] == event["id"]
    assert data["full"] is True, "nobody can guess a version"


@given(path=st.sampled_from(["/send", "/withdraw"]), body=st.binary(max_size=300))
@settings(FEW, max_examples=25)
def test_no_form_breaks_it(host: RoomHost, path: str, body: bytes) -> None:
    phone = Phone(host.port)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for data in (body, b"nonce=" + body, b"nonce=a-b&category=question&text=" + body):
        answer = phone.ask("POST", path, data, kind)
        assert answer.status in (200, 400, 409, 422)
        assert b"Traceback" not in answer.body
    phone.close()


@given(
    path=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=" "), max_size=60),
    query=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    language=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60),
)
@settings(FEW, max_examples=30)
def test_no_address_breaks_it(host: RoomHost, path: str, query: str, language: str) -> None:
    phone = Phone(host.port, **{"Accept-Language": language.strip()})
    for target in (f"/{path}?{query}", f"/?lang={query}&{path}", f"/api/v1/room?since={query}"):
        assert phone.get(target.replace("#", "")).status in (200, 400, 404, 405)
    phone.close()
