"""How fast decks are read: CPU seconds on this machine, as a table.

    python benchmarks/deck_reading.py [SLIDES]

Rows: a mixed deck read from nothing; the same after an edit to one slide, and after a line inserted at the
top; its first slide alone (with all imports, in a new interpreter); hostile inputs; and, where they are
installed, markdown-it-py and Pandoc turning the same deck into HTML.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

WORDS = [
    "people",
    "care",
    "safety",
    "learn",
    "practice",
    "question",
    "answer",
    "listen",
    "change",
    "support",
    "plan",
    "week",
    "clinic",
    "team",
    "door",
    "open",
    "story",
    "number",
    "choice",
    "risk",
    "harm",
    "respect",
    "method",
    "place",
    "river",
    "garden",
    "music",
    "paper",
    "light",
    "small",
    "large",
    "early",
    "late",
]
KINDS = ("list", "text", "table", "code", "columns", "diagram", "picture", "quote", "tasks", "notes")


def words(rng: random.Random, count: int) -> str:
    """Some words."""
    return " ".join(rng.choice(WORDS) for _ in range(count))


def slide(rng: random.Random, number: int) -> str:
    """One slide; the kinds take turns."""
    kind = KINDS[number % len(KINDS)]
    lines = [f"# {words(rng, 4).capitalize()} {number}", ""]
    if kind == "list":
        for _ in range(4):
            lines += [f"- {words(rng, 6)} **{words(rng, 2)}** {words(rng, 3)}", f"  - {words(rng, 5)}"]
    elif kind == "text":
        lines += [f"{words(rng, 12)} *{words(rng, 2)}* and `{words(rng, 1)}`,", words(rng, 14), ""]
        lines += [f"{words(rng, 8)} [{words(rng, 2)}](https://example.org/{number}) {words(rng, 6)}."]
    elif kind == "table":
        lines += ["| Stage | Task | Help |", "|:--|---|--:|"]
        lines += [f"| {words(rng, 1)} | {words(rng, 4)} | {rng.randint(1, 99)} |" for _ in range(5)]
    elif kind == "code":
        lines += ["```python {2}", *(f"value_{i} = {rng.randint(1, 99)}" for i in range(6)), "```"]
    elif kind == "columns":
        lines += ["::: columns", "::: column {width=40%}", *(f"- {words(rng, 5)}" for _ in range(3)), ":::"]
        lines += ["::: column", words(rng, 15), ":::", ":::"]
    elif kind == "diagram":
        lines += [
            "```diagram cycle",
            words(rng, 3),
            *(f"- {words(rng, 1)} {i} | {words(rng, 3)}" for i in range(5)),
            "```",
        ]
    elif kind == "picture":
        lines += [f"![{words(rng, 6)}](missing-{number}.png)", "", words(rng, 10)]
    elif kind == "quote":
        lines += [f"> {words(rng, 12)}", f"> {words(rng, 8)}", "", words(rng, 9)]
    elif kind == "tasks":
        lines += [f"{i}. {words(rng, 7)}" for i in range(1, 6)] + ["", f"- [x] {words(rng, 4)}"]
    else:
        lines += [words(rng, 20)]
    lines += ["", f"<!-- time: {rng.randint(30, 180)}s -->", "", "::: notes"]
    lines += [words(rng, 14) + ".", "", f"- {words(rng, 7)}", ":::"]
    return "\n".join(lines)


def deck(slides: int, seed: int = 1) -> str:
    """A mixed deck of so many slides."""
    rng = random.Random(seed)
    head = "---\ntitle: A long deck\nlang: en\n---\n\n"
    return head + "\n\n---\n\n".join(slide(rng, n) for n in range(1, slides + 1)) + "\n"


def hostile(size: int = 1_000_000) -> Iterator[tuple[str, str]]:
    """Inputs meant to make a parser slow, each of up to ``size`` characters."""
    yield "[ repeated", "[" * size
    yield "![ repeated", "![" * (size // 2)
    yield "[ x 3,900 on one slide", "[" * 3_900
    yield "[a](b repeated", "[a](b" * (size // 5)
    yield "[a]( on slides of 10 kB", "\n\n---\n\n".join(["[a](" * 2_400] * (size // 10_000))
    yield "* repeated", "*" * size
    yield "*a repeated", "*a " * (size // 3)
    yield "**a *b repeated", "**a *b " * (size // 7)
    yield "_a_ repeated", "_a_ " * (size // 4)
    yield "~a ^b =c", "~a ^b ==c " * (size // 10)
    yield "` of growing length", "".join("x" + "`" * n for n in range(1, 1_400))
    yield "` repeated", "` " * (size // 2)
    yield "> nested", "> " * (size // 2) + "a"
    yield "> nested on lines", "\n".join("> " * n + "a" for n in range(1, 1_000))
    yield "- nested on one line", "- " * (size // 2) + "a"
    yield "lists nested on lines", "\n".join("  " * n + "- a" for n in range(700))
    yield "< repeated", "<" * size
    yield "<a repeated", "<a " * (size // 3)
    yield "<!-- repeated", "<!-- " * (size // 5)
    yield "<!-- --> repeated", "<!-- x -->" * (size // 10)
    yield "& repeated", "&" * size
    yield "backslashes", "\\" * size
    yield "--- repeated", "---\n\n" * (size // 5)
    yield "- - - x", "- " * (size // 2) + "x"
    yield "pipes", "|" * (size // 2) + "\n" + "|-" * (size // 4)
    yield "a wide table", "| a " * 2_000 + "|\n" + "|---" * 2_000 + "|\n" + "| b " * 2_000 + "|\n"
    yield "a long table", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * (size // 10)
    yield "fences", "```\n" * (size // 4)
    yield "open fences and breaks", "```x\n\n---\n\n" * (size // 11)
    yield "::: repeated", "::: a\n" * (size // 6)
    yield "definitions", "\n".join(f"[{n}]: /x" for n in range(size // 12))
    yield "footnotes", "\n".join(f"[^{n}]: x\n" for n in range(size // 14))
    yield "web addresses", "http://a.b/c" * (size // 12)
    yield "spaces", " " * size + "x"
    yield "tabs", "\t" * size + "x"
    yield "blank lines", "\n" * size
    yield "one long word", "a" * size
    yield "YAML braces", "---\na: " + "{" * (size - 20) + "\n---\n"
    yield (
        "YAML aliases",
        "---\na0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)) + "---\n",
    )
    yield "fields", "{{a}} " * (size // 6)
    yield "control characters", "\x01\x02\x03" * (size // 3)
    yield "spaced setext", "a\n" * (size // 4) + "===\n"


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def others(text: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Other readers on the same text."""
    try:
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark").enable("table")
        yield "markdown-it-py to HTML (one call)", cpu(lambda: parser.render(text))
    except ImportError:
        pass
    pandoc = shutil.which("pandoc")
    if pandoc:
        (folder / "deck.md").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        subprocess.run([pandoc, "-o", str(folder / "out.html"), str(folder / "deck.md")], check=True)
        yield "Pandoc to HTML (wall clock)", time.perf_counter() - start


def main() -> None:
    """Print the table."""
    from facilitator.deck import read_text

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    text = deck(count)
    print(f"{'':44}{'CPU s':>9}")

    def row(name: str, seconds: float) -> None:
        print(f"{name:44}{seconds:9.3f}", flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        read_text("# warm up")
        first = read_text(text, folder=folder)
        row(f"{count} slides, {len(text) // 1000} kB", cpu(lambda: read_text(text, folder=folder)))
        edited = text.replace(f"**{'x'}", "", 1)
        middle = text.index("\n# ", len(text) // 2) + 3
        edited = text[:middle] + "Changed " + text[middle:]
        row("  after an edit to one slide", cpu(lambda: read_text(edited, folder=folder, previous=first)))
        top = text.index("\n# ") + 1
        longer = text[:top] + "\n\n" + text[top:]
        row(
            "  after two lines inserted at the top",
            cpu(lambda: read_text(longer, folder=folder, previous=first)),
        )
        path = folder / "deck.md"
        path.write_text(text, encoding="utf-8")
        program = (
            "import time; t = time.perf_counter()\n"
            "from pathlib import Path\nfrom facilitator.deck import read_first\n"
            "a = time.perf_counter(); "
            f"d = read_first(Path({str(path)!r})); b = time.perf_counter(); assert d.slides\n"
            f"read_first(Path({str(path)!r})); c = time.perf_counter()\n"
            "print(b - t, c - b)"
        )
        out = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        ).stdout
        cold, warm = (float(x) for x in out.split())
        row("  first slide, imports included (wall clock)", cold)
        row("  first slide, warm (wall clock)", warm)
        for other, seconds in others(text, folder):
            row(f"  {other}", seconds)
        worst = 0.0
        for label, bad in hostile():
            seconds = cpu(lambda bad=bad: read_text(bad, folder=folder))  # type: ignore[misc]  # bound now
            worst = max(worst, seconds)
            if seconds > 0.5 or "-v" in sys.argv:
                row(f"  hostile: {label} ({len(bad) // 1000} kB)", seconds)
        row("worst of the hostile inputs", worst)


if __name__ == "__main__":
    main()
