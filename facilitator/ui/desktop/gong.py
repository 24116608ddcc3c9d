"""A soft gong when a countdown reaches zero, if the trainer wants one: some rooms are startled by sounds.

Made here from three fading tones and played by the system's own player; without one there is no sound and
no error. Qt's multimedia is not part of what we ship.
"""

from __future__ import annotations

import array
import contextlib
import math
import shutil
import subprocess
import sys
import wave
from pathlib import Path

from facilitator.system import log, paths

RATE = 22050
SECONDS = 2.4
#: (frequency in Hz, loudness, fading per second): a bowl, not a bell.
TONES = ((392.0, 0.34, 1.6), (587.3, 0.16, 2.4), (784.0, 0.08, 3.4))
PLAYERS = (["pw-play"], ["paplay"], ["aplay", "-q"], ["afplay"])


def samples() -> array.array[int]:
    """16-bit mono samples; starts softly within 30 ms and ends in silence."""
    made = array.array("h")
    for n in range(round(RATE * SECONDS)):
        at = n / RATE
        value = sum(loud * math.exp(-fade * at) * math.sin(2 * math.pi * hz * at) for hz, loud, fade in TONES)
        swell = min(1.0, at / 0.03) * min(1.0, (SECONDS - at) / 0.2)
        made.append(round(32767 * 0.7 * value * swell))
    return made


def sound_file(folder: Path | None = None) -> Path:
    """The gong as a WAV file, made once."""
    target = paths.private_dir(folder or paths.state_dir()) / "gong.wav"
    if not target.exists():
        with wave.open(str(target), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples().tobytes())
    return target


def command(file: Path) -> list[str] | None:
    """What plays a sound here; None when nothing does."""
    found = next((p for p in PLAYERS if shutil.which(p[0])), None)
    return [*found, str(file)] if found else None


def strike() -> None:
    """Play it without waiting."""
    with contextlib.suppress(OSError):
        file = sound_file()
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC)
            return
        player = command(file)
        if player is None:
            log.get(__name__).info("No program that plays sounds was found; there is no gong")
            return
        subprocess.Popen(
            player, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
