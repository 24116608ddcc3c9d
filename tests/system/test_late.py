"""Packages that bring a module when one of its names is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from facilitator import export, scene
from tests.conftest import ROOT


@pytest.mark.parametrize("package", [scene, export])
def test_every_promised_name_is_there(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert all(getattr(package, name) is not None for name in names)


def test_an_unknown_name_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        scene.nothing  # noqa: B018  (the look-up is the test)


def test_one_name_does_not_bring_the_others() -> None:
    code = (
        "import sys; from facilitator.scene import Theme;"
        "print(sorted({'facilitator.scene.cards', 'facilitator.scene.painter.paint'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
