"""What is on the wall is what `facilitator export` writes as a picture: the same pixels."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from facilitator.export import ExportOptions, export
from facilitator.system.resources import sample_deck
from tests.gui.conftest import Make

WIDTH = 1280


def differing(one: QImage, other: QImage) -> float:
    """The share of pixels that differ by more than 2 of 255 in a channel."""
    a, b = (i.convertToFormat(QImage.Format.Format_RGB888) for i in (one, other))
    assert a.size() == b.size()
    rows = zip(bytes(a.constBits()), bytes(b.constBits()), strict=True)
    return sum(abs(x - y) > 2 for x, y in rows) / (a.width() * a.height() * 3)


@pytest.mark.parametrize("number", [1, 9, 14, 15, 20])
def test_the_stage_shows_the_exported_picture(make_session: Make, tmp_path: Path, number: int) -> None:
    session = make_session(sample_deck())
    view = session.stage.view
    session.stage.resize(QSize(WIDTH, WIDTH * 9 // 16))
    session.show.do("jump", slide=number)
    while session.show.state.position.step < session.show.outline.slide(number).steps:
        session.show.do("next")
    QApplication.processEvents()
    wall = view.grab().toImage()
    pictures = export(sample_deck(), tmp_path / "s.png", ExportOptions(width=WIDTH)).files
    assert differing(wall, QImage(str(pictures[number - 1]))) < 0.001
