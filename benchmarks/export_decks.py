"""Figures of the exporter beside Pandoc and plain python-pptx, as one table.

    python benchmarks/export_decks.py [--pandoc PATH] [--slides 100 1000] [--runs 3]

Three questions, each answered in processes of their own, the programs taking turns:
  writer     title, body, table and notes from ready scenes: ours, and python-pptx as it is
  mixed      ten kinds of slide with charts and highlighted code from ready scenes: ours
  pictures   one distinct picture a slide: ours, and python-pptx as it is
  command    from Markdown to file, start-up, reading and layout included: ours, and Pandoc

Everything runs once before it counts, with its bytecode kept, as on the second start of an installed program.
Pandoc 3.9 comes with PyPI's `pypandoc_binary`; without --pandoc it is looked for there and on the PATH.
"""

from __future__ import annotations

import argparse
import compileall
import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WORDS = [
    "care",
    "harm",
    "respect",
    "choice",
    "outreach",
    "naloxone",
    "listening",
    "dignity",
    "housing",
    "trust",
    "relapse",
    "goal",
    "step",
    "plan",
]


def words(seed: int, count: int) -> str:
    return " ".join(WORDS[(seed * 7 + k * 5) % len(WORDS)] for k in range(count))


def slide_text(i: int) -> str:
    """Ten kinds of slide in turn, in Markdown that Pandoc and we both read."""
    kind, title = i % 10, f"{words(i, 3).capitalize()} {i}"
    lists = "\n".join(f"- {words(i + j, 7)}" for j in range(5))
    body = {
        2: f"- {words(i, 4)}\n    - {words(i + 1, 4)}\n        - {words(i + 2, 4)}\n- {words(i + 5, 4)}",
        3: f"Text with **bold {i}**, *italic*, `code()` and [a link](https://example.org/{i}).",
        4: "| Area | Q1 | Q2 |\n|:--|--:|--:|\n"
        + "\n".join(f"| A{i}-{r} | {r * 13} | {r * 17} |" for r in range(4)),
        5: "```python\ndef score(x):\n"
        + "\n".join(f"    total += w[{k}] * x  # {k}" for k in range(8))
        + "\n```",
        6: f"{words(i, 30)}.",
        7: "1. first\n2. second\n3. third",
        8: f"> {words(i, 12)}",
    }.get(kind, lists)
    return f"## {title}\n\n{body}\n\n::: notes\nSpeaker note {i}: {words(i, 10)}.\n:::\n"


def deck_text(slides: int) -> str:
    """The deck; breaks for us stand where Pandoc breaks by its headings."""
    return "---\ntitle: Synthetic deck\nauthor: Bench\nlang: en-GB\n---\n\n" + "\n---\n\n".join(
        map(slide_text, range(slides))
    )


# --- what runs in processes of its own --------------------------------------------------------------


def _report(work: Callable[[], object]) -> None:
    import pptx  # noqa: F401  (loaded before the clock starts: the command is measured whole elsewhere)

    start, began = time.perf_counter(), time.process_time()
    work()
    taken, used = time.perf_counter() - start, time.process_time() - began
    print(taken, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def ours_plain(slides: int, out: Path, pictures: bool = False) -> None:
    """Scenes are made before the clock starts."""
    from facilitator.scene.model import PictureItem, Rect
    from tests.export import samples

    folder = out.parent
    deck = samples.deck_of(
        samples.slide(n, f"Slide {n}", (samples.note(f"note {n}"),)) for n in range(1, slides + 1)
    )
    rows = tuple(tuple(f"{r}{c}" for c in range(4)) for r in range(4))
    scenes = []
    for n in range(1, slides + 1):
        items = [
            samples.title(f"Slide {n}"),
            samples.body(*(samples.para(t) for t in ("one", "two", "three"))),
        ]
        if pictures:
            items.append(PictureItem(Rect(500, 300, 64, 36), _picture(folder, n), alt=f"Picture {n}"))
        else:
            items.append(samples.table(*rows, rect=Rect(64, 300, 600, 120)))
        scenes.append(samples.scene(*items, samples.number()))
    _report(lambda: samples.save(out, scenes, deck=deck))


def ours_mixed(slides: int, out: Path) -> None:
    """Ten kinds of slide, a chart on every tenth, composed before the clock starts."""
    from facilitator.deck import read_text
    from facilitator.export.look import look_of
    from facilitator.export.options import ExportOptions
    from facilitator.export.pptx import write
    from facilitator.export.qt import ensure_application
    from facilitator.scene import compose, load_theme

    ensure_application()
    chart = "```chart bar\nChart\n" + "\n".join(f"part {k}: {k + 2}" for k in range(5)) + "\n```"
    text = deck_text(slides)
    for i in range(6, slides, 10):
        text = text.replace(f"\n{words(i, 30)}.\n", f"\n{chart}\n", 1)
    deck, theme = read_text(text), load_theme()
    scenes = [compose(slide, theme, deck) for slide in deck.slides]
    look = look_of(theme, lambda slide: compose(slide, theme, deck))
    _report(lambda: write(deck, zip(deck.slides, scenes, strict=True), look, out, ExportOptions()))


def plain_python_pptx(slides: int, out: Path, pictures: bool = False) -> None:
    """The library used as its documentation shows."""
    import pptx
    from pptx.util import Emu

    files = [_picture(out.parent, n) for n in range(1, slides + 1)] if pictures else []

    def work() -> None:
        deck = pptx.Presentation()
        layout = deck.slide_layouts[1]
        for n in range(slides):
            slide = deck.slides.add_slide(layout)
            slide.shapes.title.text = f"Slide {n}"
            slide.placeholders[1].text_frame.text = "one\ntwo\nthree"
            if pictures:
                slide.shapes.add_picture(str(files[n]), 0, 0)
            else:
                table = slide.shapes.add_table(
                    4, 4, Emu(914400), Emu(3657600), Emu(7315200), Emu(1463040)
                ).table
                for r in range(4):
                    for c in range(4):
                        table.cell(r, c).text = f"{r}{c}"
            slide.notes_slide.notes_text_frame.text = f"note {n}"
        deck.save(str(out))

    _report(work)


def _picture(folder: Path, n: int) -> Path:
    from PIL import Image

    path = folder / f"picture{n}.png"
    if not path.exists():
        data = io.BytesIO()
        Image.new("RGB", (64, 36), (n % 256, n // 256 % 256, 90)).save(data, "PNG")
        path.write_bytes(data.getvalue())
    return path


WORKERS: dict[str, Callable[[int, Path], None]] = {
    "ours-plain": ours_plain,
    "ours-mixed": ours_mixed,
    "ours-pictures": lambda n, out: ours_plain(n, out, pictures=True),
    "python-pptx-plain": plain_python_pptx,
    "python-pptx-pictures": lambda n, out: plain_python_pptx(n, out, pictures=True),
}


# --- the table --------------------------------------------------------------------------------------


Run = tuple[float, float, float]
"""Seconds on the clock, seconds of the processor (which a busy machine changes less), MiB."""


def in_process(worker: str, slides: int, folder: Path) -> Run:
    """One run."""
    command = [sys.executable, __file__, "--worker", worker, str(slides), str(folder / f"{worker}.pptx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    taken, used, memory = map(float, done.stdout.split())
    return taken, used, memory


def command(arguments: list[str]) -> Run:
    """One run of a whole program, start-up included."""
    start = time.perf_counter()
    child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, arguments
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def find_pandoc() -> str:
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        return shutil.which("pandoc") or ""


def row(name: str, slides: int, runs: list[Run]) -> None:
    times = [taken for taken, _, _ in runs]
    middle = statistics.median(times)
    spread = f"{min(times):.2f}-{max(times):.2f}"
    used = statistics.median(u for _, u, _ in runs)
    memory = max(m for _, _, m in runs)
    print(
        f"{name:<30}{slides:>7}{middle:>9.2f} s{spread:>14}{used:>9.2f} s"
        f"{used / slides * 1000:>8.2f} ms{memory:>8.0f} MiB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--pandoc", default="")
    parser.add_argument("--slides", nargs="+", type=int, default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=["writer", "mixed", "pictures", "command"])
    asked = parser.parse_args()
    if asked.worker:
        name, slides, out = asked.worker
        WORKERS[name](int(slides), Path(out))
        return
    pandoc = asked.pandoc or find_pandoc()
    compileall.compile_dir(ROOT / "facilitator", quiet=2)
    print(f"{'':<30}{'slides':>7}{'median':>11}{'range':>14}{'processor':>11}{'a slide':>11}{'memory':>12}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for question, workers in (
            ("writer", ("ours-plain", "python-pptx-plain")),
            ("mixed", ("ours-mixed",)),
            ("pictures", ("ours-pictures", "python-pptx-pictures")),
        ):
            if question in asked.only:
                used: dict[str, list[float]] = {w: [] for w in workers}
                for slides in asked.slides:
                    found: dict[str, list[Run]] = {w: [] for w in workers}
                    for turn in range(asked.runs + 1):
                        for worker in workers:
                            run = in_process(worker, slides, folder)
                            found[worker] += [run] if turn else []
                    for worker in workers:
                        row(worker, slides, found[worker])
                        used[worker].append(statistics.median(u for _, u, _ in found[worker]))
                if len(asked.slides) > 1:
                    for worker in workers:
                        grown = used[worker][-1] / used[worker][0]
                        print(
                            f"  {worker}: {asked.slides[-1]} slides take {grown:.1f} times {asked.slides[0]}"
                        )
        if "command" in asked.only:
            for slides in asked.slides:
                deck = folder / f"deck{slides}.md"
                deck.write_text(deck_text(slides), encoding="utf-8")
                programs = {
                    "facilitator export": [
                        sys.executable,
                        "-m",
                        "facilitator",
                        "export",
                        str(deck),
                        str(folder / "f.pptx"),
                    ]
                }
                if pandoc:
                    programs["pandoc"] = [pandoc, str(deck), "--slide-level=2", "-o", str(folder / "p.pptx")]
                results: dict[str, list[Run]] = {p: [] for p in programs}
                for turn in range(asked.runs + 1):
                    for program, arguments in programs.items():
                        run = command(arguments)
                        results[program] += [run] if turn else []
                for program in programs:
                    row(program, slides, results[program])
                if pandoc:
                    pairs = zip(results["facilitator export"], results["pandoc"], strict=True)
                    ratio = statistics.median(theirs[0] / ours[0] for ours, theirs in pairs)
                    print(f"{'pandoc / facilitator':<30}{slides:>7}{ratio:>9.2f} times")


if __name__ == "__main__":
    main()
