"""Scene tests need Qt's fonts, but no window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from facilitator.scene import Theme, ensure_fonts, load_theme


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    ensure_fonts()


@pytest.fixture
def calm() -> Theme:
    return load_theme("calm")
