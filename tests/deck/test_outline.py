"""`outline --json` has the shape that CONTRACTS promises, and tells what the audience can read."""

from __future__ import annotations

import json

from facilitator.deck import read_text
from facilitator.deck.outline import notes_text, outline, outline_text, slide_text

DECK = """---
title: T
author: A
date: D
lang: de
minutes: 3
footer: not in the text
---

# One *two*
## Sub

Para **bold** [link](https://example.org)
goes on\\
here ![alt](x.png "Caption")

- item
  - nested
    second line

| a | b |
|---|---|
| 1 | 2 |

```py
code()

more()
```

```diagram steps
Title
- label | detail
note: a note
```

<!-- time: 90s -->
<!-- section: S -->
<!-- layout: Title Only -->

::: notes
Say **this**

- and this
:::

---

<!-- hidden: yes -->

Only text
"""


def test_the_shape_is_the_contract() -> None:
    result = outline(read_text(DECK))
    assert json.loads(json.dumps(result)) == result
    assert list(result) == ["format", "title", "author", "date", "lang", "minutes", "slides", "problems"]
    assert (result["format"], result["title"], result["author"], result["date"], result["lang"]) == (
        1,
        "T",
        "A",
        "D",
        "de",
    )
    assert result["minutes"] == 3
    first, second = result["slides"]
    assert list(first) == [
        "number",
        "file",
        "line",
        "title",
        "layout",
        "text",
        "notes",
        "seconds",
        "steps",
        "section",
        "hidden",
    ]
    assert first["title"] == "One two"
    assert first["text"] == [
        "Sub",
        "Para bold link goes on here",
        "Caption",
        "item",
        "nested second line",
        "a\tb",
        "1\t2",
        "code()",
        "more()",
        "Title",
        "label detail",
        "a note",
    ]
    assert first["notes"] == "Say this\nand this"
    assert (first["line"], first["seconds"], first["steps"], first["section"], first["hidden"]) == (
        10,
        90,
        0,
        "S",
        False,
    )
    assert first["layout"] == "Title Only"
    assert (second["number"], second["title"], second["seconds"], second["hidden"]) == (2, None, None, True)
    assert second["section"] == "S"
    problem = next(p for p in result["problems"] if p["code"] == "missing-picture")
    assert problem == {
        "code": "missing-picture",
        "severity": "warning",
        "file": "deck.md",
        "line": 15,
        "column": 13,
        "source": 'here ![alt](x.png "Caption")',
        "message": "The picture “x.png” is not there.",
        "fix": "Put the file beside the deck, or correct the name.",
    }


def test_no_urls_alt_texts_or_footers_in_the_text() -> None:
    text = " ".join(slide_text(read_text(DECK).slides[0]))
    for hidden in ("https", "alt", "footer", "x.png"):
        assert hidden not in text


def test_footnotes_and_polls_are_text() -> None:
    deck = read_text("# A\n\nb[^1]\n\n[^1]: the source\n\n```poll\nWhy?\n- yes\n- no\n```")
    assert slide_text(deck.slides[0]) == ["b", "Why?", "yes", "no", "the source"]


def test_the_outline_for_people() -> None:
    told = outline_text(read_text(DECK))
    assert "   1  One two  [1:30]" in told
    assert "S · talk" in told
    assert "   2  (no title)  [hidden, no notes]" in told
    assert told.splitlines()[-1].startswith("2 slides, ")


def test_notes_are_plain_text() -> None:
    deck = read_text("# A\n\n<!--\n**One**\n\n1. two\n2. three\n-->")
    assert notes_text(deck.slides[0]) == "One\ntwo\nthree"
