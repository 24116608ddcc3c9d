"""What every test has: its own home folder, and Qt without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: how long things take is for benchmarks to say.
settings.register_profile("facilitator", deadline=None)
settings.load_profile("facilitator")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHONHASHSEED", "0")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh FACILITATOR_HOME: no test ever touches the real one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("FACILITATOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def one_application(qapp: object) -> object:
    """One QApplication for all: an exporter must not make a QGuiApplication that windows cannot use."""
    return qapp
