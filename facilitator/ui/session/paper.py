"""Question cards to print: asks where to, writes them off the GUI thread, offers to open them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from facilitator.export.options import ExportError
from facilitator.ui.dialogs.base import open_path
from facilitator.ui.messages import Level
from facilitator.ui.tasks import Stop

if TYPE_CHECKING:
    from facilitator.ui.session.commander import Commander
    from facilitator.ui.session.desk import ConsoleDesk
    from facilitator.ui.session.programs import Programs

KIND = "question_cards"
TYPE_IN = "type_in_card"


class PaperCards:
    """The commands *Question cards to print …* and *Type in a card …*."""

    def __init__(self, desk: ConsoleDesk, programs: Programs) -> None:
        self._desk = desk
        self._programs = programs
        self.opener = open_path

    def register(self, commander: Commander) -> None:
        commander.register(question_cards=self.ask, type_in_card=self.type_in)

    def ask(self) -> None:
        """The system's own dialog, which never holds up the show."""
        if self._programs.is_open(KIND):
            return
        proposal = self._proposal()
        dialog = QFileDialog(
            self._desk.window, "Question cards to print", str(proposal.parent), "PDF (*.pdf)"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(proposal.name)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        self._programs.show(KIND, dialog)

    def type_in(self) -> None:
        """Type in what people wrote on paper."""
        if self._programs.is_open(TYPE_IN):
            return
        from facilitator.ui.dialogs.paper_card import PaperCardDialog

        s = self._desk.s
        if not s.link.open:
            s.messages.tell("There is no open room that could take a card.", Level.HINT)
            return
        settings = s.room_settings()

        def send(category: str, text: str) -> None:
            self._programs.typed_in = True
            s.link.call(
                "type_in", category, text,
                then=lambda _: dialog.taken(),
                otherwise=lambda error: dialog.refused(str(error)),
            )  # fmt: skip

        dialog = PaperCardDialog(
            settings.categories, send, s.tokens, self._desk.window, release=settings.release
        )
        self._programs.show(TYPE_IN, dialog)

    def _proposal(self) -> Path:
        """Beside the deck, else in the documents folder (the sample lies where nothing can be written)."""
        from facilitator.ui.dialogs.export_job import can_write
        from facilitator.ui.dialogs.own_copy import default_parent

        deck = self._desk.s.path.absolute()
        name = deck.stem if deck.stem != "deck" else deck.parent.name
        folder = deck.parent
        if "site-packages" in folder.parts or not can_write(folder):
            folder = default_parent()
        return folder / f"{name} cards.pdf"

    def write(self, out: Path) -> None:
        """Write the page and say so."""
        s = self._desk.s
        deck = s.deck_desk.deck

        def work(_: Stop) -> Path:
            from facilitator.export.cards import write_cards  # here: it brings the whole exporter along

            write_cards(deck, out)
            return out

        s.tasks.run(work, self._written, self._failed, priority=1)

    def _written(self, out: Path) -> None:
        self._programs.written([out])
        self._desk.s.messages.tell(
            f"Four question cards a page: {out.name}. Print as many as you need, and cut.",
            Level.DONE,
            ("Open", lambda: self._open(out)),
            seconds=20,
        )

    def _open(self, out: Path) -> None:
        if not self.opener(out):
            self._desk.s.messages.tell(f"This system has no program for PDF. The file is {out}.")

    def _failed(self, error: BaseException) -> None:
        said = str(error) if isinstance(error, ExportError) else f"The cards could not be made: {error}"
        self._desk.s.messages.tell(said, Level.ERROR, ("Choose another place", self.ask), key=KIND)
