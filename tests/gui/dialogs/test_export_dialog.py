"""The export dialog, with the real command as a child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from facilitator.system.settings import Settings
from facilitator.ui.dialogs.export import ExportDialog
from facilitator.ui.dialogs.export_job import ExportWish, told
from facilitator.ui.tokens import DARK, Tokens

DECK = (
    "---\nfields: {crisis_line: ''}\n---\n# Hello\n\nCall {{crisis_line}}\n\n::: notes\nFor me alone.\n:::\n"
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    folder = tmp_path / "My decks ä"
    folder.mkdir()
    file = folder / "talk.md"
    file.write_text(DECK, encoding="utf-8")
    return file


@pytest.fixture
def open_dialog(qapp: QApplication, deck: Path) -> Iterator[Callable[..., ExportDialog]]:
    made: list[ExportDialog] = []

    def make(path: Path = deck, **more: object) -> ExportDialog:
        dialog = ExportDialog(path, Tokens(DARK), **more)  # type: ignore[arg-type]
        made.append(dialog)
        dialog.show()
        return dialog

    yield make
    for dialog in made:
        dialog.close()
        dialog.deleteLater()


def test_the_form_says_what_will_be_written(open_dialog: Callable[..., ExportDialog], deck: Path) -> None:
    dialog = open_dialog()
    assert dialog.wish() == ExportWish(deck, deck.with_name("talk.pptx"), notes=False), (
        "notes only when they are chosen: they cannot be taken back"
    )
    assert "--no-notes" in dialog.wish().arguments()
    dialog.colleague.setChecked(True)
    assert "--no-notes" not in dialog.wish().arguments()
    dialog.kinds[".pdf"].setChecked(True)
    assert dialog.wish().out.name == "talk.pdf"
    assert "--notes" in dialog.wish().arguments()
    dialog.out.setText(str(deck.with_name("other")))
    assert dialog.wish().out.name == "other.pdf"
    assert "will be named other.pdf" in dialog.said.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Choose where"), ("{deck}", "the deck itself"), ("/nowhere/at/all.pptx", "Nothing can be written")],
)
def test_what_cannot_be_written_is_said_before(
    open_dialog: Callable[..., ExportDialog], deck: Path, text: str, said: str
) -> None:
    dialog = open_dialog()
    dialog.out.setText(text.format(deck=deck))
    assert said in dialog.said.text()
    assert not dialog.go.isEnabled()


def test_an_export_with_progress_then_open_and_show_folder(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object
) -> None:
    Settings().set_of_deck(deck, "fields", {"crisis_line": "0800 111"}, {})
    opened: list[Path] = []
    told: list[list[Path]] = []
    out = deck.with_name("talk.pptx")
    out.write_text("an older export")
    dialog = open_dialog(on_written=told.append, opener=lambda p: opened.append(p) is None)
    assert "will be replaced" in dialog.said.text()
    dialog.go.click()
    assert dialog.stop.isVisible()
    steps: list[tuple[int, int]] = []
    assert dialog.job is not None
    dialog.job.progress.connect(lambda a, b: steps.append((a, b)))
    qtbot.waitUntil(lambda: dialog.open_file.isVisible(), timeout=60_000)  # type: ignore[attr-defined]
    assert steps[-1] == (1, 1)
    assert told == [[out]]
    from pptx import Presentation

    slide = Presentation(str(out)).slides[0]
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "0800 111" in text, "fields filled in on this machine go along"
    assert not slide.has_notes_slide or "For me alone" not in slide.notes_slide.notes_text_frame.text
    dialog.open_file.click()
    dialog.folder.click()
    assert opened == [out, deck.parent]
    assert Settings().get("export", {}) == {"kind": ".pptx", "notes": False, "builds": False, "template": ""}


def test_what_was_found_is_told_in_plain_lines(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object
) -> None:
    deck.write_text(
        "# Hello\n\n![A harbour](gone.png)\n\n![B](https://example.org/b.png)\n", encoding="utf-8"
    )
    dialog = open_dialog()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.open_file.isVisible(), timeout=60_000)  # type: ignore[attr-defined]
    lines = dialog.remarks.text().splitlines()
    assert lines[0] == (
        "Line 3: The picture “gone.png” is not there. Put the file beside the deck, or correct the name."
    )
    assert lines[1].startswith("Line 5: ")
    assert len(lines) == 2


def test_lines_of_an_included_file_are_called_by_its_name() -> None:
    said = [
        "/x/two.md:7:1: warning: Odd.",
        "    the line",
        "    ^",
        "deck.md:1:1: error: Bad.",
        "    Mend it.",
        "So.",
    ]
    assert told(said, Path("deck.md")) == ["two.md, line 7: Odd.", "Line 1: Bad. Mend it.", "So."]


def test_the_window_keeps_its_height_whatever_is_chosen(
    open_dialog: Callable[..., ExportDialog], deck: Path
) -> None:
    Settings().set("export", {"kind": ".png"})
    dialog = open_dialog()
    high = dialog.height()
    for ending in (".pptx", ".pdf", ".png"):
        dialog.kinds[ending].setChecked(True)
        QApplication.processEvents()
        assert dialog.height() == high
        assert dialog.scroll_area.verticalScrollBar().maximum() == 0
        assert dialog.scroll_area.horizontalScrollBar().maximum() == 0


def test_a_failure_is_a_sentence_and_the_form_comes_back(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object
) -> None:
    deck.write_text("", encoding="utf-8")
    dialog = open_dialog()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.again.isVisible(), timeout=60_000)  # type: ignore[attr-defined]
    assert "no slides" in dialog.state.text()
    assert "Traceback" not in dialog.state.text()
    dialog.again.click()
    assert dialog.go.isVisible()
    assert not deck.with_name("talk.pptx").exists()


def test_stopping_changes_nothing(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object
) -> None:
    out = deck.with_name("talk.pptx")
    out.write_text("older")
    dialog = open_dialog()
    dialog.go.click()
    dialog.stop.click()
    qtbot.waitUntil(lambda: dialog.again.isVisible(), timeout=20_000)  # type: ignore[attr-defined]
    assert "Stopped" in dialog.state.text()
    assert out.read_text() == "older"
    assert [p.name for p in deck.parent.iterdir() if p.name.startswith(".")] == []


def test_pictures_of_every_step_are_told_one_by_one(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object
) -> None:
    deck.write_text("# A\n\n::: incremental\n- one\n- two\n:::\n\n---\n\n# B\n", encoding="utf-8")
    stale = deck.with_name("talk-009.png")
    stale.write_bytes(b"from an earlier export")
    told: list[list[Path]] = []
    dialog = open_dialog(on_written=told.append)
    dialog.kinds[".png"].setChecked(True)
    dialog.builds.setChecked(True)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.open_file.isVisible(), timeout=60_000)  # type: ignore[attr-defined]
    names = ["talk-001-0.png", "talk-001-1.png", "talk-001-2.png", "talk-002.png"]
    assert [p.name for p in told[0]] == names
    assert "4 files were written" in dialog.state.text()
    assert "talk-009.png is from an earlier export" in dialog.remarks.text()
    assert stale.read_bytes() == b"from an earlier export"


@pytest.mark.parametrize("ending", [".pptx", ".pdf", ".png"])
def test_closing_while_it_works_leaves_nothing_behind(
    open_dialog: Callable[..., ExportDialog], deck: Path, qtbot: object, ending: str
) -> None:
    deck.write_text("\n\n---\n\n".join(f"# Slide {n}\n\n- a" for n in range(3000)), encoding="utf-8")
    strange = deck.with_name(f".talk{ending}.other.part")
    strange.write_bytes(b"somebody else's")
    dialog = open_dialog()
    dialog.kinds[ending].setChecked(True)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 3000, timeout=60_000)  # type: ignore[attr-defined]
    dialog.close()
    assert dialog.job is not None
    assert not dialog.job.running
    assert sorted(p.name for p in deck.parent.iterdir()) == [strange.name, deck.name]


def test_an_export_that_does_not_listen_is_killed_and_cleared_up_after(
    open_dialog: Callable[..., ExportDialog],
    deck: Path,
    qtbot: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deck.write_text("\n\n---\n\n".join(f"# Slide {n}\n\n- a" for n in range(3000)), encoding="utf-8")
    dialog = open_dialog()
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.bar.maximum() == 3000, timeout=60_000)  # type: ignore[attr-defined]
    assert dialog.job is not None
    monkeypatch.setattr(dialog.job._process, "terminate", dialog.job._process.kill)
    dialog.stop.click()
    qtbot.waitUntil(lambda: dialog.again.isVisible(), timeout=20_000)  # type: ignore[attr-defined]
    assert [p.name for p in deck.parent.iterdir()] == [deck.name]
