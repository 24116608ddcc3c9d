"""File > Export (Ctrl+E): what, for whom, where; then "Open" and "Show folder"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitator.system.settings import Settings
from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import Dialog, button, label, open_path, retone, row
from facilitator.ui.dialogs.export_job import ExportJob, ExportWish, can_write
from facilitator.ui.tokens import Tokens

KINDS = (
    (".pptx", "PowerPoint", "Native shapes and text, to be edited further."),
    (".pdf", "PDF", "Looks the same everywhere. One page a slide; with notes, a page for each slide."),
    (".png", "Pictures", "One PNG file for each slide."),
)
FILTERS = {".pptx": "PowerPoint (*.pptx)", ".pdf": "PDF (*.pdf)", ".png": "Pictures (*.png)"}


class ExportDialog(Dialog):
    """``on_written`` is told of every file made (the end dialog lists them). Esc while it works: it goes on
    in the background only as long as the dialog is open; closing stops it."""

    def __init__(
        self,
        deck: Path,
        tokens: Tokens,
        parent: QWidget | None = None,
        *,
        settings: Settings | None = None,
        on_written: Callable[[list[Path]], object] = lambda _: None,
        opener: Callable[[Path], bool] = open_path,
    ) -> None:
        super().__init__("Export", tokens, parent, scroll=True)
        self.deck = deck
        self.settings = settings or Settings()
        self.on_written = on_written
        self.opener = opener
        self.job: ExportJob | None = None
        self.files: list[Path] = []
        self.head("Export", f"A copy of “{_name(deck)}” to give away. The deck itself is not changed.")
        self.pages = QStackedWidget()
        self.column.addWidget(self.pages, 1)
        self.rows = QStackedWidget()
        self.rows.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.pages.addWidget(self._form())
        self.pages.addWidget(self._work())
        self.outer.addWidget(self.rows)
        self._kind_changed()
        self.fit(620)

    # --- the form ---

    def _form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.S)
        remembered = self.settings.get("export", {})
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(t.L)
        grid.setVerticalSpacing(t.XS)
        self._kinds = QButtonGroup(self)
        self.kinds: dict[str, QRadioButton] = {}
        for number, (ending, name, what) in enumerate(KINDS):
            choice = QRadioButton(name)
            choice.setAccessibleDescription(what)
            self._kinds.addButton(choice)
            self.kinds[ending] = choice
            grid.addWidget(choice, number, 0)
            grid.addWidget(label(what, "mute"), number, 1)
        self.kinds.get(str(remembered.get("kind", "")), self.kinds[".pptx"]).setChecked(True)
        column.addLayout(grid)
        column.addWidget(self._heading("WHO IS IT FOR?"))
        self._who = QButtonGroup(self)
        self.colleague = QRadioButton("For a colleague, with my notes")
        self.participants = QRadioButton("For participants, without my notes")
        for choice in (self.participants, self.colleague):
            self._who.addButton(choice)
            column.addWidget(choice)
        # Notes given away by mistake cannot be taken back: without them unless chosen.
        (self.colleague if remembered.get("notes") is True else self.participants).setChecked(True)
        self.builds = QCheckBox(
            "Keep the builds (click animations; in PDF and pictures a page for each step)"
        )
        self.builds.setChecked(remembered.get("builds") is True)
        column.addWidget(self.builds)
        self.template = QLineEdit(str(remembered.get("template", "")))
        self.template.setPlaceholderText("The deck's own look")
        self.template.setAccessibleName("PowerPoint template of your organisation")
        self.template_row = QWidget()
        line = row(
            label("Template", "mute", wrap=False),
            self.template,
            button("Choose …", self._choose_template),
            stretch=False,
        )  # fmt: skip
        self.template_row.setLayout(line)
        keeps = self.template_row.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the window is as high for every kind of file
        self.template_row.setSizePolicy(keeps)
        column.addWidget(self.template_row)
        column.addWidget(self._heading("WHERE TO?"))
        self.out = QLineEdit()
        self.out.setAccessibleName("File to write")
        self.out.textChanged.connect(self._check)
        column.addLayout(row(self.out, button("Choose …", self._choose_out), stretch=False))
        self.said = label("", "small")
        column.addWidget(self.said)
        column.addStretch(1)
        self.go = button("Export", self.start, role="main")
        self.go.setDefault(True)
        self._row(button("Cancel", self.reject), self.go)
        self._kinds.buttonToggled.connect(lambda _b, on: self._kind_changed() if on else None)
        return page

    @staticmethod
    def _heading(text: str) -> QWidget:
        made = label(text, "head")
        made.setContentsMargins(0, t.S, 0, 0)
        return made

    @property
    def ending(self) -> str:
        """Ending of the kind that is chosen."""
        return next(e for e, choice in self.kinds.items() if choice.isChecked())

    def _kind_changed(self) -> None:
        ending = self.ending
        self.template_row.setVisible(ending == ".pptx")
        self.participants.setEnabled(ending != ".png")
        self.colleague.setEnabled(ending != ".png")
        current = Path(self.out.text()) if self.out.text() else self._proposal()
        self.out.setText(str(current.with_suffix(ending)))
        self._check()

    def _proposal(self) -> Path:
        """Beside the deck, else in the documents folder (the sample lies where nothing can be written)."""
        from facilitator.ui.dialogs.own_copy import default_parent

        folder = self.deck.absolute().parent
        if "site-packages" in folder.parts or not can_write(folder):
            folder = default_parent()
        return folder / f"{_name(self.deck)}.pptx"

    def _check(self) -> None:
        path = Path(self.out.text().strip()) if self.out.text().strip() else None
        said, tone, good = "", "", True
        if path is None or path.name in ("", self.ending):
            said, good = "Choose where the file goes.", False
        elif path.absolute() == self.deck.absolute():
            said, tone, good = "That is the deck itself. Choose another name.", "red", False
        elif not can_write(path.absolute().parent):
            said, tone, good = "Nothing can be written in that folder. Choose another.", "red", False
        elif path.suffix.casefold() != self.ending:
            said = f"It will be named {path.name}{self.ending}."
        elif path.exists():
            said, tone = "The file that is there now will be replaced.", "amber"
        self.said.setText(said)
        retone(self.said, tone)
        self.go.setEnabled(good)

    def _choose_out(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Export to", self.out.text(), FILTERS[self.ending], FILTERS[self.ending],
            QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self.out.setText(str(path if path.suffix else path.with_suffix(self.ending)))

    def _choose_template(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Template", self.template.text(), "PowerPoint (*.pptx *.potx)"
        )
        if chosen:
            self.template.setText(chosen)

    def wish(self) -> ExportWish:
        """What the form says."""
        path = Path(self.out.text().strip())
        if path.suffix.casefold() != self.ending:
            path = path.with_name(path.name + self.ending)
        template = self.template.text().strip()
        return ExportWish(
            self.deck,
            path.absolute(),
            notes=self.colleague.isChecked() and self.ending != ".png",
            builds=self.builds.isChecked(),
            template=Path(template).absolute() if template and self.ending == ".pptx" else None,
            fields=tuple(sorted(self.settings.fields(self.deck).items())),
        )

    # --- the work ---

    def _work(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.M)
        self.state = label("", "body")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress")
        self.where = label("", "mute")
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.remarks = label("", "small")
        for widget in (self.state, self.bar, self.where, self.remarks):
            column.addWidget(widget)
        column.addStretch(1)
        self.stop = button("Stop", self._stop)
        self.again = button("Back", self._back)
        self.folder = button("Show folder", self._show_folder)
        self.open_file = button("Open", self._open, role="main")
        self.close_button = button("Close", self.accept)
        self._row(self.stop, self.again, self.close_button, self.folder, self.open_file)
        return page

    def _row(self, *made: QPushButton) -> None:
        """The buttons of a page, which stay in sight when the page scrolls."""
        line = row(stretch=True)
        for one in made:
            one.setMinimumHeight(self.tokens.px(t.TARGET))
            line.addWidget(one)
        holder = QWidget()
        holder.setLayout(line)
        self.rows.addWidget(holder)

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.rows.setCurrentIndex(page)

    def start(self) -> None:
        """Begin the export that the form describes."""
        wish = self.wish()
        self.settings.set(
            "export",
            {
                "kind": self.ending,
                "notes": self.colleague.isChecked(),
                "builds": wish.builds,
                "template": self.template.text().strip(),
            },
        )
        self._say("Writing …", "", working=True)
        self.bar.setRange(0, 0)
        self.where.setText(str(wish.out))
        self.remarks.setText("")
        self._turn(1)
        self.stop.setFocus()
        self.job = ExportJob(wish, self)
        self.job.progress.connect(self._progress)
        self.job.done.connect(self._done)
        self.job.failed.connect(self._failed)
        self.job.stopped.connect(self._stopped)
        self.job.start()

    def _say(self, text: str, tone: str, *, working: bool = False, good: bool = False) -> None:
        self.state.setText(text)
        retone(self.state, tone)
        self.bar.setVisible(working)
        self.stop.setVisible(working)
        self.again.setVisible(not working and not good)
        self.close_button.setVisible(not working)
        self.open_file.setVisible(good)
        self.folder.setVisible(good)

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.state.setText(f"Writing … slide {done} of {total}")

    def _done(self, files: list[Path], remarks: str) -> None:
        self.files = files
        many = f"{len(files)} files were written." if len(files) != 1 else "The file was written."
        self._say(many, "live", good=True)
        self.where.setText(str(files[0] if len(files) == 1 else files[0].parent))
        lines = remarks.splitlines()
        self.remarks.setText(
            "\n".join(lines[:6]) + (f"\n… and {len(lines) - 6} more" if len(lines) > 6 else "")
        )
        self.open_file.setFocus()
        self.on_written(files)

    def _failed(self, sentence: str) -> None:
        self._say(sentence, "red")
        self.again.setFocus()

    def _stopped(self) -> None:
        self._say("Stopped. Nothing was changed.", "")
        self.again.setFocus()

    def _stop(self) -> None:
        if self.job is not None:
            self.job.stop()

    def _back(self) -> None:
        self._turn(0)
        self._check()
        self.go.setFocus()

    def _open(self) -> None:
        if self.files and not self.opener(self.files[0]):
            self.remarks.setText(f"This system has no program for it. It is in {self.files[0].parent}.")

    def _show_folder(self) -> None:
        if self.files and not self.opener(self.files[0].parent):
            self.remarks.setText(f"The folder is {self.files[0].parent}.")

    def done(self, result: int) -> None:
        """Closing stops an export that still runs."""
        if self.job is not None:
            self.job.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.job is not None:
            self.job.close()
        super().closeEvent(event)


def _name(deck: Path) -> str:
    """What a trainer calls the deck: its file's name, or its folder's when the file is just ``deck.md``."""
    return deck.stem if deck.stem != "deck" else deck.absolute().parent.name
