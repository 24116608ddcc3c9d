"""Closes what tests opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.room.rooms import OPEN


@pytest.fixture(autouse=True)
def stores() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
