"""Whatever a deck holds, the file is sound and every word of the scene is in it."""

from __future__ import annotations

import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import openxml_audit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from facilitator.deck import read_text
from facilitator.export import ExportOptions, export_deck
from facilitator.export.pptx.xml import clean
from facilitator.export.qt import ensure_application
from facilitator.scene import compose, load_theme
from tests.export.corporates import odd
from tests.export.invariants import A, problems
from tests.fidelity.lines import words_of
from tests.hostile import HOSTILE

WORD = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=9)
LINE = st.lists(WORD, min_size=1, max_size=9).map(" ".join)
MARKED = st.builds(lambda a, b, m: f"{a} {m}{b}{m}", LINE, LINE, st.sampled_from(("**", "*", "`", "~~", "")))
BULLETS = st.lists(st.tuples(st.integers(0, 3), MARKED), min_size=1, max_size=7).map(
    lambda rows: "\n".join(f"{'    ' * min(depth, n)}- {text}" for n, (depth, text) in enumerate(rows))
)
TABLE = st.lists(st.tuples(WORD, WORD), min_size=2, max_size=5).map(
    lambda rows: "\n".join(
        [f"| {rows[0][0]} | {rows[0][1]} |", "|---|--:|", *(f"| {a} | {b} |" for a, b in rows[1:])]
    )
)
CODE = st.lists(LINE, min_size=1, max_size=5).map(lambda rows: "```python\n" + "\n".join(rows) + "\n```")
COLUMNS = st.tuples(BULLETS, BULLETS).map(
    lambda two: f"::: columns\n::: column\n{two[0]}\n:::\n::: column\n{two[1]}\n:::\n:::"
)
CHART = st.lists(st.tuples(WORD, st.integers(-50, 5000)), min_size=1, max_size=5).flatmap(
    lambda rows: st.sampled_from(("bar", "column", "line", "pie")).map(
        lambda kind: (
            f"```chart {kind}\nTitle\n" + "\n".join(f"{name}: {value}" for name, value in rows) + "\n```"
        )
    )
)
DIAGRAM = st.lists(st.tuples(LINE, WORD), min_size=1, max_size=6).flatmap(
    lambda rows: st.sampled_from(("cycle", "steps", "tiles", "timeline", "umbrella", "continuum")).map(
        lambda kind: f"```diagram {kind}\nTitle\n" + "\n".join(f"- {a} | {b}" for a, b in rows) + "\n```"
    )
)
MARKED_CODE = CODE.map(lambda text: text.replace("python", "python {1}", 1))
NUMBERED = st.tuples(st.integers(0, 999), st.lists(MARKED, min_size=1, max_size=5)).map(
    lambda pair: "\n".join(f"{pair[0] + n}. {text}" for n, text in enumerate(pair[1]))
)
THREE = st.tuples(BULLETS, TABLE, MARKED).map(
    lambda cells: "::: columns\n" + "\n".join(f"::: column\n{c}\n:::" for c in cells) + "\n:::"
)
LINKS = st.tuples(LINE, WORD).map(
    lambda pair: (
        f"[{pair[0]}](https://example.org/{pair[1]}) [{pair[1]}](mailto:a@example.org) [x](#{pair[1]})"
    )
)
RIGHT = st.lists(
    st.sampled_from(("مرحبا", "בוקר", "123", "abc", "−5", "**قول**")), min_size=1, max_size=6
).map(lambda parts: "- " + " ".join(parts))
BUILT = st.tuples(MARKED, BULLETS).map(lambda two: f"{two[0]}\n\n. . .\n\n::: incremental\n{two[1]}\n:::")
NOTED = st.tuples(LINE, LINE).map(lambda two: f"{two[0]}[^n]\n\n[^n]: {two[1]}")
POLL = st.lists(WORD, min_size=1, max_size=4).map(
    lambda rows: "```poll\nkind: choice\nWhich?\n" + "\n".join(f"- {r}" for r in rows) + "\n```"
)
PICTURE = LINE.map(lambda text: f"![{text}](nowhere.png)")
BLOCK = st.one_of(
    MARKED, BULLETS, TABLE, CODE, COLUMNS, CHART, DIAGRAM, LINE.map(lambda t: f"> {t}"), MARKED_CODE,
    NUMBERED, THREE, LINKS, RIGHT, BUILT, NOTED, POLL, PICTURE,
)  # fmt: skip
SLIDE = st.builds(
    lambda title, blocks, notes, extra: "\n\n".join(
        [*extra, *([f"# {title}"] if title else []), *blocks, f"::: notes\n{notes}\n:::"]
    ),
    st.one_of(LINE, LINE, st.just("")),
    st.lists(BLOCK, max_size=3),
    BULLETS,
    st.lists(
        st.sampled_from(
            (
                "<!-- section: Part -->",
                "<!-- hidden: true -->",
                "<!-- layout: Statement -->",
                "<!-- layout: Blank -->",
                "<!-- layout: Quote -->",
                "<!-- layout: Comparison -->",
                "<!-- reveal: all -->",
                '<!-- _backgroundColor: "#123456" -->',
                "<!-- footer: Foot -->",
            )
        ),
        max_size=2,
    ),
)
HEAD = st.sampled_from(
    ("", "---\nlang: ar\n---\n", '---\nlang: de\nsize: "4:3"\n---\n', "---\ntheme: night\n---\n")
)
DECK = st.builds(
    lambda head, slides: head + "\n\n---\n\n".join(slides), HEAD, st.lists(SLIDE, min_size=1, max_size=3)
)


def check(text: str, template: Path | None = None, *, audit: bool = False) -> None:
    ensure_application()
    deck = read_text(text)
    if not deck.slides:
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "deck.pptx"
        export_deck(deck, out, ExportOptions(builds=True, template=template))
        assert problems(out) == []
        if audit:
            validator = openxml_audit.OpenXmlValidator(openxml_audit.FileFormat.MICROSOFT_365, max_errors=0)
            assert validator.validate(out).is_valid
        with zipfile.ZipFile(out) as archive:
            parts = {n: archive.read(n) for n in archive.namelist() if n.endswith(".xml")}
    theme = load_theme(deck.theme)
    for slide in deck.slides:
        tree = etree.fromstring(parts[f"ppt/slides/slide{slide.number}.xml"])
        have = Counter("".join("".join(t.text or "" for t in tree.iter(A + "t")).split()))
        want = Counter(clean("".join("".join(words_of(compose(slide, theme, deck, room=False))).split())))
        assert not want - have, f"slide {slide.number} lost {want - have}"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_any_deck_gives_a_sound_file_with_every_word(text: str) -> None:
    check(text)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_any_deck_stands_on_a_template_with_every_word(template: Path, text: str) -> None:
    check(text, template)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return odd(tmp_path_factory.mktemp("template"))


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_many_decks_give_sound_files_with_every_word(text: str) -> None:
    check(text)


@pytest.mark.long
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DECK)
def test_some_of_them_pass_the_audit_too(text: str) -> None:
    check(text, audit=True)


def test_hostile_text_is_only_text() -> None:
    """Each of the sixty strings as a title, a bullet, a table's cell and a note."""
    slides = []
    for _, text in HOSTILE:
        one = " ".join(text.replace("|", " ").split()) or "empty"
        slides.append(f"# {one}\n\n- {one}\n\n| a | b |\n|---|---|\n| {one} | x |\n\n::: notes\n{one}\n:::\n")
    check("\n---\n\n".join(slides))


def _everywhere(text: str) -> str:
    """The string in every place that a deck has for words."""
    one = " ".join(text.replace("|", " ").split()) or "empty"
    quoted = one.replace("\\", "\\\\").replace('"', '\\"')
    bare = one.replace("`", "'").replace(":", " ")
    return f"""---
title: "{quoted}"
subtitle: "{quoted}"
author: "{quoted}"
footer: "{quoted}"
---
<!-- section: {one.replace("--", "- ")} -->
# {one}

- {one}
- [{one}](https://example.org/?q={one})

![{one}](nowhere.png "{one}")

---
# Chart

```chart bar
{bare}
series: {bare}, other
{bare}: 1, 2
b: 3, 4
unit: {bare}
```

---
# Pie

```chart pie
{bare}: 1
b: 3
```

---
# Diagram

```diagram steps
- {bare} | {bare}
- b | c
```

---
# Code

```python {{1}}
{one}
```

---
# Poll

```poll
kind: choice
{bare}
- {bare}
```
"""


@pytest.mark.parametrize("name", [name for name, _ in HOSTILE])
def test_hostile_text_is_only_text_wherever_it_stands(name: str) -> None:
    """Title and author, section, footer, link, alt text, chart and its workbook, diagram, code, poll."""
    check(_everywhere(dict(HOSTILE)[name]))
