"""How fast slides are laid out and painted: the figures of issue 4.

    .venv/bin/python benchmarks/scene_speed.py [--slides N]

Medians and p99 in milliseconds of CPU time: what it costs, however busy the machine is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image
from PySide6.QtGui import QGuiApplication

from facilitator.deck.reader import read_deck, read_text
from facilitator.scene import compose, ensure_fonts, load_theme, render
from facilitator.scene.painter import images
from facilitator.system.resources import sample_deck


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of CPU of one call."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def row(name: str, times: Sequence[float]) -> str:
    """A line of the table."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    return f"| {name} | {len(times)} | {statistics.median(times):.1f} | {p99:.1f} |"


def text_deck(count: int) -> str:
    """Slides of lists and paragraphs, all different."""
    slide = (
        "# Slide {n} of a long deck\n\n"
        "- A line of words about item {n} that is long enough to wrap over the measure\n"
        "- Another, shorter\n  - nested {n}\n\nA closing paragraph number {n}.\n"
    )
    return "\n---\n".join(slide.format(n=n) for n in range(count))


def main(count: int) -> None:
    """Print the table."""
    app = QGuiApplication.instance() or QGuiApplication([])
    ensure_fonts()
    theme = load_theme("calm")
    sample = read_deck(sample_deck())
    long = read_text(text_deck(count))
    print("| what | times | median ms | p99 ms |\n|---|---:|---:|---:|")
    compose(sample.slides[0], theme, sample)
    print(
        row(
            "lay out a slide of the sample, first time",
            [timed(lambda s=s: compose(s, theme, sample)) for s in sample.slides],
        )
    )
    layout = [timed(lambda s=s: compose(s, theme, long)) for s in long.slides]
    print(row("lay out a text slide, first time", layout))
    scenes = [compose(s, theme, sample) for s in sample.slides]
    for width in (1920, 3840):
        for time_ in ("first time", "again"):
            painted = [timed(lambda s=s, w=width: render(s, w)) for s in scenes]
            print(row(f"paint a slide of the sample, {width} px, {time_}", painted))
    thumbs = [compose(s, theme, long) for s in long.slides]
    one = [timed(lambda s=s: render(s, 256)) for s in thumbs]
    print(row("thumbnail of a text slide, 256 px", one))
    print(f"\n{count} thumbnails after layout: {sum(one) / 1000:.2f} s")
    print(f"their layout: {sum(layout) / 1000:.2f} s")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        Image.effect_noise((4000, 3000), 80).convert("RGB").save(path, quality=88)
        times = []
        for _ in range(5):
            images.clear()
            times.append(timed(lambda: images.picture(path, 1440, 1080)))
        print(f"12 MP photo to 1440 x 1080: {statistics.median(times):.0f} ms")
    del app


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slides", type=int, default=500)
    main(parser.parse_args().slides)
