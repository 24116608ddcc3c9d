"""Facts carry over, sentences do not: no run of six words is shared with the two texts behind the deck."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.system.resources import sample_deck
from tests.didactic.reading import Page

DATA = Path(__file__).parent / "data"
SIZES = {"source-6grams.txt": 544, "coalition-6grams.txt": 374}


def runs(text: str) -> Iterator[tuple[str, str]]:
    """(six words, their hash) for every run of six, as the files in ``data`` were made."""
    found = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    for start in range(len(found) - 5):
        six = " ".join(found[start : start + 6])
        yield six, hashlib.sha256(six.encode()).hexdigest()[:16]


def hashes(name: str) -> frozenset[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@pytest.mark.parametrize("name", SIZES)
def test_the_hashes_are_whole(name: str) -> None:
    kept = hashes(name)
    assert len(kept) == SIZES[name]
    assert all(re.fullmatch(r"[0-9a-f]{16}", line) for line in kept)


@pytest.mark.parametrize("name", SIZES)
def test_no_six_words_in_a_row_are_anybody_elses(name: str, pages: list[Page]) -> None:
    taken = hashes(name)
    raw = sample_deck().read_text(encoding="utf-8")
    bare = re.sub(r"<!--.*?-->", " ", raw, flags=re.DOTALL)
    texts = [raw, bare, *(text for p in pages for text in (f"{p.title}\n{p.text}", p.notes, p.said))]
    assert [six for text in texts for six, digest in runs(text) if digest in taken] == []


def test_a_borrowed_run_would_be_found() -> None:
    """The six commonest words of the topic stand in the Coalition's text, so they would give us away."""
    borrowed = "It is for People who use drugs, and the rest."
    assert [six for six, digest in runs(borrowed) if digest in hashes("coalition-6grams.txt")]
