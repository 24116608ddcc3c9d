"""File menu and the room's address: export, edit, own copy, open, pre-flight, the cheat-sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from facilitator.room.host import RoomHost
from facilitator.ui.messages import Level
from facilitator.ui.session.commander import Commander
from facilitator.ui.session.network import Network
from facilitator.ui.session.paper import PaperCards

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk


class Programs:
    """Opens dialogs without ever blocking the show; at most one of a kind."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._open: dict[str, QDialog] = {}
        self.moderator_url = ""
        resumed = desk.s.resume
        self.exported: list[Path] = [Path(file) for file in resumed.exports] if resumed is not None else []
        """Files made in this session, before an interruption too."""
        self.typed_in = False
        """A paper card was typed in: it may still be waiting."""
        self.network = Network(desk.s, lambda: self.network_dialog(help_=True))

    def register(self, commander: Commander) -> None:
        commander.register(
            help=self.keys, export=self.export, edit=self.edit, open=self.open_deck, own_copy=self.own_copy,
            preflight=self.preflight, network=self.network_dialog,
        )  # fmt: skip
        PaperCards(self._desk, self).register(commander)
        room = self._desk.menus.menus["Room"]
        room.addSeparator()
        self._address = room.addAction("Copy the participants' address")
        self._address.triggered.connect(lambda: self._copy(self._desk.s.scenes.live.url))
        self._moderate = room.addAction("Open the moderator page")
        self._moderate.triggered.connect(lambda: QDesktopServices.openUrl(QUrl(self.moderator_url)))
        below = room.addAction("Address small on every slide")
        below.setCheckable(True)
        below.setChecked(self._desk.s.sights.address_below)
        below.toggled.connect(self._address_below)
        rehearse = self._desk.menus.menus["File"].addAction("Rehearse with a room of its own")
        rehearse.triggered.connect(self._desk.leaving_rehearsal)
        for action in (self._address, self._moderate):
            action.setEnabled(False)

    # --- dialogs ---

    def show(self, kind: str, dialog: QDialog) -> QDialog:
        """Show a dialog, or bring the one that is open to the front."""
        self._open[kind] = dialog
        dialog.finished.connect(lambda _: self._closed(kind))
        dialog.open()
        return dialog

    def is_open(self, kind: str) -> bool:
        """Bring this dialog to the front; False when it is not open."""
        return self._raise(kind)

    def dialog(self, kind: str) -> QDialog | None:
        """The open dialog of this kind."""
        return self._open.get(kind)

    def _raise(self, kind: str) -> bool:
        dialog = self._open.get(kind)
        if dialog is None:
            return False
        dialog.raise_()
        dialog.activateWindow()
        return True

    def _closed(self, kind: str) -> None:
        dialog = self._open.pop(kind, None)
        if dialog is not None:
            dialog.deleteLater()
        self._desk.window.rest()

    def close(self) -> None:
        """The session ends: no dialog outlives it."""
        self.network.close()
        for dialog in list(self._open.values()):
            dialog.close()

    def keys(self) -> None:
        """The cheat-sheet; the same key puts it away."""
        from facilitator.ui.dialogs.cheatsheet import CheatSheet

        if "keys" in self._open:
            self._open["keys"].close()
        else:
            self.show("keys", CheatSheet(self._desk.s.tokens, self._desk.window))

    def export(self) -> None:
        """PowerPoint, PDF, pictures: in a child process, so that the show never stutters."""
        if self._raise("export"):
            return
        from facilitator.ui.dialogs.export import ExportDialog

        s = self._desk.s
        dialog = ExportDialog(
            s.path, s.tokens, self._desk.window, settings=s.settings, on_written=self.written
        )
        self.show("export", dialog)

    def written(self, files: list[Path]) -> None:
        """Files were made: the end dialog lists them, and so does the journal."""
        self.exported.extend(files)
        for file in files:
            self._desk.s.journal.exported(file, self._desk.s.clock)

    def preflight(self) -> None:
        """Check before the start: screens, clicker, phone, fields, power, the deck."""
        if self._raise("preflight"):
            return
        from facilitator.ui.desktop.sleep import NoSleepControl
        from facilitator.ui.dialogs.preflight import Facts, Preflight

        s = self._desk.s
        facts = Facts(
            s.deck_desk.deck,
            s.path,
            lambda: s.placer.placement,
            room=lambda: s.link.view,
            url=lambda: s.scenes.live.url,
            wifi=lambda: s.scenes.live.wifi,
            can_hold_sleep=lambda: not isinstance(s.sleep, NoSleepControl),
            plan=s.show.outline.plan,
            now=s.clock.now,
            swap=s.placer.swap,
            on_fields=s.use_fields,
            open_deck=self.edit,
        )
        self.show(
            "preflight",
            Preflight(facts, s.tokens, self._desk.window, settings=s.settings, keys=self._desk.filter),
        )

    def edit(self) -> None:
        """Open the deck in the system's editor; what is saved is shown at once."""
        path = self._desk.s.path
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._desk.s.messages.tell(
                "The deck is open in your editor. What you save is shown at once.", Level.DONE
            )
        else:
            self._desk.s.messages.tell(
                f"No program for Markdown files answered. Open {path.name} in a text editor; "
                "what you save is shown at once.",
                Level.WARNING,
            )

    def open_deck(self) -> None:
        """Another deck: this session ends first."""
        name, _ = QFileDialog.getOpenFileName(
            self._desk.window,
            "Open a deck",
            str(self._desk.s.path.parent),
            "Markdown (*.md *.markdown *.txt)",
        )
        if name:
            self._desk.leaving.then_open(Path(name))

    def own_copy(self) -> None:
        """The sample deck into the trainer's own folder."""
        from facilitator.ui.dialogs.own_copy import CopyError, copy_sample

        messages = self._desk.s.messages
        try:
            made = copy_sample()
        except CopyError as error:
            messages.tell(str(error), Level.ERROR, ("Choose a folder", self._own_copy_elsewhere))
            return
        self._copied(made)

    def _own_copy_elsewhere(self) -> None:
        from facilitator.ui.dialogs.own_copy import CopyError, copy_sample

        folder = QFileDialog.getExistingDirectory(self._desk.window, "Where should the copy go?")
        if folder:
            try:
                self._copied(copy_sample(Path(folder)))
            except CopyError as error:
                self._desk.s.messages.tell(str(error), Level.ERROR)

    def _copied(self, made: Path) -> None:
        self._desk.s.messages.tell(
            f"Your copy is {made}.",
            Level.DONE,
            ("Present it", lambda: self._desk.leaving.then_open(made)),
            ("Edit it", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made)))),
            seconds=20,
        )

    # --- the room's address ---

    def room_up(self, host: RoomHost) -> None:
        """The room answers: its address can be shown."""
        self.moderator_url = host.moderator_url
        for action in (self._address, self._moderate):
            action.setEnabled(True)
        self.network.room_up(host)

    def network_dialog(self, *, help_: bool = False) -> None:
        """Which address the QR shows, the Wi-Fi's QR, and what to try when no phone gets in."""
        from facilitator.ui.dialogs.network import NetworkDialog

        opened = self._open.get("network")
        if opened is None:
            opened = self.show("network", NetworkDialog(self.network, self._desk.s.tokens, self._desk.window))
        else:
            self._raise("network")
        if help_ and isinstance(opened, NetworkDialog):
            opened.show_help()

    def _address_below(self, on: bool) -> None:
        s = self._desk.s
        s.sights.address_below = on
        s.settings.set("address_on_slides", on, False)
        s.stage_now()

    def _copy(self, text: str) -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.clipboard().setText(text)
        self._desk.s.messages.tell(f"Copied: {text}", Level.DONE)
