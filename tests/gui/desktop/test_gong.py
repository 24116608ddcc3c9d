"""The gong: soft at both ends, never too loud, and no error where nothing plays sounds."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest

from facilitator.ui.desktop import gong


def test_it_swells_fades_and_never_clips(tmp_path: Path) -> None:
    with wave.open(str(gong.sound_file(tmp_path))) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(gong.SECONDS, abs=0.01)
    made = gong.samples()
    loudest = max(abs(v) for v in made)
    assert 8_000 < loudest < 20_000
    assert max(abs(v) for v in made[:20]) < loudest / 10
    assert max(abs(v) for v in made[-20:]) < 50


def test_without_a_player_there_is_silence_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gong.shutil, "which", lambda _: None)
    assert gong.command(Path("x.wav")) is None
    gong.strike()
