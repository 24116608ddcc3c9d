"""Programs that tests use. A missing one fails the test when CI is set, else skips it with the reason."""

from __future__ import annotations

import os
import shutil

import pytest


def tool(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    message = f"{' or '.join(names)} is not installed; ./test brings it on Debian and Ubuntu"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
