"""Reading files, reading again after an edit, the first slide alone, and the same slide after a reload."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from facilitator.deck import read_deck, read_first, read_text, same_slide
from facilitator.deck.model import Deck, Severity, plain
from facilitator.deck.outline import notes_text, slide_text
from facilitator.deck.problems import describe

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import deck_reading  # noqa: E402  # the benchmark's generator

DECK = """---
title: Four
fields:
  clinic: Room 4
---

# One

<!-- class: lead -->

Text

---

# Two

{{clinic}}

---

# Three

Claim[^a]

---

# Four

[^a]: The source
"""


PNG = bytes.fromhex(  # one black pixel
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""As little as a file must have to be taken for a whole picture."""


def codes(deck: Deck) -> list[str]:
    return [p.code for p in deck.problems]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "no-file"),
        (b"", "empty-deck"),
        (b" \n\n", "empty-deck"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4, "not-text"),
        (b"PK\x03\x04" + b"\0" * 200, "odd-character"),
        (b"# Caf\xe9\n", "not-utf8"),
    ],
)
def test_a_file_that_is_no_deck_is_said_in_a_sentence(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "deck.md"
    if content is not None:
        path.write_bytes(content)
    deck = read_deck(path)
    problem = next(p for p in deck.problems if p.code == code)
    assert problem.message.endswith(".")
    assert problem.fix.endswith((".", "slide"))
    assert describe(problem).startswith(str(path))


def test_a_folder_is_said_in_a_sentence(tmp_path: Path) -> None:
    deck = read_deck(tmp_path)
    assert codes(deck) == ["no-file"]
    assert "folder" in deck.problems[0].message
    assert not deck.slides


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert codes(read_deck(tmp_path / "pipe.md")) == ["no-file"]


def test_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_bytes("# Grüße\n\nText\n".encode("utf-16"))
    deck = read_deck(path)
    assert plain(deck.slides[0].title) == "Grüße"
    assert not [p for p in deck.problems if p.severity is Severity.ERROR]


def test_an_edit_leaves_all_other_slides_as_they_are() -> None:
    before = read_text(DECK)
    after = read_text(DECK.replace("Text", "Other text"), previous=before)
    assert slide_text(after.slides[0]) == ["Other text"]
    for old, new in zip(before.slides[1:], after.slides[1:], strict=True):
        assert new.blocks is old.blocks
        assert new.key == old.key


def test_a_line_put_in_moves_slides_without_changing_them() -> None:
    before = read_text(DECK)
    after = read_text(DECK.replace("# One\n", "# One\n\nMore\n"), previous=before)
    assert [s.line for s in after.slides[1:]] == [s.line + 2 for s in before.slides[1:]]
    assert [s.key for s in after.slides[1:]] == [s.key for s in before.slides[1:]]
    assert [s.blocks for s in after.slides[1:]] == [s.blocks for s in before.slides[1:]]


def test_what_a_slide_depends_on_changes_it() -> None:
    before = read_text(DECK)
    field = read_text(DECK.replace("Room 4", "Room 5"), previous=before)
    assert slide_text(field.slides[1]) == ["Room 5"]
    assert [a.key == b.key for a, b in zip(before.slides, field.slides, strict=True)] == [
        True,
        False,
        True,
        True,
    ]
    note = read_text(DECK.replace("The source", "Another"), previous=before)
    assert slide_text(note.slides[2]) == ["Claim", "Another"]
    assert note.slides[1].key == before.slides[1].key
    inherited = read_text(DECK.replace("class: lead", "class: invert"), previous=before)
    assert all(a.key != b.key for a, b in zip(before.slides, inherited.slides, strict=True))
    assert inherited.slides[3].settings.classes == ("invert",)


def test_a_changed_picture_makes_a_changed_slide(tmp_path: Path) -> None:
    text = "# One\n\n![A](a.png)\n\n---\n\n# Two\n"
    missing = read_text(text, folder=tmp_path)
    assert codes(missing) == ["missing-picture"]
    (tmp_path / "a.png").write_bytes(PNG)
    found = read_text(text, folder=tmp_path, previous=missing)
    assert codes(found) == []
    assert found.slides[0].key != missing.slides[0].key
    (tmp_path / "a.png").write_bytes(PNG + b"and more")
    changed = read_text(text, folder=tmp_path, previous=found)
    assert changed.slides[0].key != found.slides[0].key
    assert changed.slides[1].key == found.slides[1].key
    same = read_text(text, folder=tmp_path, previous=changed)
    assert same.slides[0].blocks is changed.slides[0].blocks


def test_lines_put_together_from_slide_and_block_are_the_files_lines() -> None:
    text = "---\ntitle: x\n---\n\n# A\n\none\n\n---\n\n\n# B\n\n![](x.png)\n"
    deck = read_text(text)
    rows = text.split("\n")
    assert [rows[s.line - 1] for s in deck.slides] == ["# A", "# B"]
    picture = deck.slides[1].blocks[0]
    assert rows[deck.slides[1].line + picture.line - 2] == "![](x.png)"
    problem = next(p for p in deck.problems if p.code == "missing-picture")
    assert rows[problem.line - 1] == problem.source == "![](x.png)"
    assert problem.column == 5


@pytest.mark.parametrize("slides", [1, 3, 60])
def test_the_first_slide_alone_is_the_first_slide(tmp_path: Path, slides: int) -> None:
    path = tmp_path / "deck.md"
    path.write_text(deck_reading.deck(slides), encoding="utf-8")
    whole, first = read_deck(path), read_first(path)
    assert first.slides == whole.slides[:1]
    assert (first.title, first.lang, first.size) == (whole.title, whole.lang, whole.size)


def test_the_first_slide_of_a_deck_without_breaks(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_text("# One\n\ntext\n\n# Two\n", encoding="utf-8")
    assert read_first(path).slides == read_deck(path).slides[:1]
    assert codes(read_first(tmp_path / "missing.md")) == ["no-file"]


def test_included_slides_know_their_file(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.md").write_text("# B\n\n![B](b.png)\n", encoding="utf-8")
    (tmp_path / "parts" / "b.png").write_bytes(PNG)
    (tmp_path / "deck.md").write_text("# A\n\n---\n\n<!-- include: parts/b.md -->\n", encoding="utf-8")
    deck = read_deck(tmp_path / "deck.md")
    assert [Path(s.file).name for s in deck.slides] == ["deck.md", "b.md"]
    assert codes(deck) == []
    (tmp_path / "parts" / "b.md").write_text("# B2\n", encoding="utf-8")
    again = read_deck(tmp_path / "deck.md", deck)
    assert [plain(s.title) for s in again.slides] == ["A", "B2"]


def test_reading_in_many_threads_gives_the_same() -> None:
    texts = [deck_reading.deck(12, seed) for seed in range(6)]
    wanted = [read_text(t) for t in texts]
    got: dict[int, Deck] = {}

    def work(index: int) -> None:
        got[index] = read_text(texts[index])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[n] for n in range(len(texts))] == wanted


def numbered(*names: str) -> Deck:
    return read_text("\n\n---\n\n".join(f"# {name}\n\ntext of {name}" for name in names))


@pytest.mark.parametrize(
    ("after", "number", "expected"),
    [
        (("a", "b", "c", "d"), 3, 3),
        (("new", "a", "b", "c", "d"), 3, 4),
        (("b", "c", "d"), 3, 2),
        (("a", "b", "d"), 3, 3),
        (("a", "b"), 3, 2),
        (("d", "c", "b", "a"), 3, 2),
        (("a", "b", "c changed", "d"), 3, 3),
        (("a", "x", "b", "c changed", "d"), 3, 4),
        (("c",), 3, 1),
        (("x", "y"), 4, 2),
        (("a", "b", "c", "new", "d"), 4, 5),
    ],
)
def test_the_same_slide_is_found_by_its_text(after: tuple[str, ...], number: int, expected: int) -> None:
    assert same_slide(numbered("a", "b", "c", "d"), numbered(*after), number) == expected


def test_the_same_slide_among_equal_ones() -> None:
    old = numbered("a", "same", "b", "same", "c")
    assert same_slide(old, numbered("new", "a", "same", "b", "same", "c"), 4) == 5
    assert same_slide(old, read_text(""), 4) == 1


def test_an_edited_slide_with_a_title_is_found_by_it() -> None:
    old = read_text("# A\n\n1\n\n---\n\n# B\n\n2\n\n---\n\n# C\n\n3")
    new = read_text("# X\n\n0\n\n---\n\n# A\n\n1!\n\n---\n\n# B\n\n2!\n\n---\n\n# C\n\n3!")
    assert [same_slide(old, new, n) for n in (1, 2, 3)] == [2, 3, 4]


def test_notes_come_in_the_order_written() -> None:
    deck = read_text("# A\n\n<!-- one -->\n\n::: notes\ntwo\n\n- three\n:::\n\n<!-- four -->")
    assert notes_text(deck.slides[0]) == "one\ntwo\nthree\nfour"


def test_a_deck_of_400_slides_is_read_whole() -> None:
    deck = read_text(deck_reading.deck(400))
    assert len(deck.slides) == 400
    assert all(s.title and s.notes for s in deck.slides)
    assert [s.number for s in deck.slides] == list(range(1, 401))


def cpu(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]  # a function
    return time.process_time() - start


@pytest.mark.long
def test_speed_of_a_thousand_slides() -> None:
    text = deck_reading.deck(1000)
    read_text(deck_reading.deck(5))
    assert cpu(lambda: read_text(text)) <= 2.5
    first = read_text(text)
    middle = text.index("\n# ", len(text) // 2) + 3
    edited = text[:middle] + "Changed " + text[middle:]
    assert min(cpu(lambda: read_text(edited, previous=first)) for _ in range(10)) <= 0.05


HOSTILE = [name for name, _ in deck_reading.hostile(200)]


def hostile(name: str, size: int) -> str:
    return next(text for label, text in deck_reading.hostile(size) if label == name)


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_inputs_are_read_in_time(name: str) -> None:
    text = hostile(name, 1_000_000)
    start = time.process_time()
    deck = read_text(text)
    assert time.process_time() - start <= 5
    assert deck.slides or deck.problems


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_inputs_are_read(name: str) -> None:
    text = hostile(name, 20_000)
    deck = read_text(text)
    assert deck.slides or deck.problems
    assert read_text(text, previous=deck) == deck
