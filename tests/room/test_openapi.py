"""The interface is what its description says: schemathesis tries every operation, Hypothesis the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case

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
PAGES = {"/", "/send", "/withdraw", "/moderate", "/static/{path}"}

schema = schemathesis.openapi.from_dict(document())


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


def call(host: RoomHost, case: Case) -> None:
    moderator = case.path.startswith("/api/v1/moderate")
    base = host.base_url if moderator else f"http://127.0.0.1:{host.port}"
    headers = {"Authorization": f"Bearer {host.key}"} if moderator else {}
    response = case.call(base_url=base, headers=headers, timeout=10)
    case.validate_response(response, excluded_checks=left_out(case))
    if response.status_code >= 400:
        assert len(response.content) == ERROR_BYTES


schemathesis.checks.load_all_checks()
#: Which kinds of entry there are depends on the room, and some words cannot be taken: 422 says so.
_ROOMS_OWN = {"/api/v1/entries", "/api/v1/entries/edit", "/api/v1/moderate/type", "/api/v1/moderate/act"}


def left_out(case: Case) -> list[schemathesis.CheckFunction]:
    """The key is tested in test_http. Query keys that nobody knows are ignored, as on most of the web."""
    names = ["ignored_auth"]
    if case.method.upper() == "GET":
        names.append("negative_data_rejection")
    if case.path in _ROOMS_OWN:
        names.append("positive_data_acceptance")
    return schemathesis.checks.CHECKS.get_by_names(names)


FEW = settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@schema.exclude(path=[*STREAMS, *ENDS]).parametrize()
@FEW
def test_every_operation_keeps_to_its_description(case: Case, host: RoomHost) -> None:
    call(host, case)


@schema.include(path=list(ENDS)).parametrize()
@FEW
def test_the_operations_that_end_a_room(case: Case, ending: RoomHost) -> None:
    call(ending, case)


@pytest.fixture(scope="module")
def ending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomHost]:
    with running(ROOM, data=tmp_path_factory.mktemp("ending")) as host:
        yield host


@pytest.mark.long
@schema.exclude(path=[*STREAMS, *ENDS]).parametrize()
@settings(FEW, max_examples=300)
def test_every_operation_keeps_to_its_description_at_length(case: Case, host: RoomHost) -> None:
    call(host, case)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(["receipt", "category", "text", "seat", "entry", "on", "pace", "pad", "id", "action"])
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
