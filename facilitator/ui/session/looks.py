"""How the console looks: layout, dark or light, text size, transitions, screens; all remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from facilitator.ui import style
from facilitator.ui import tokens as t
from facilitator.ui.console.arrangement import ARRANGEMENTS
from facilitator.ui.desktop.placement import all_screens

if TYPE_CHECKING:
    from facilitator.ui.session.desk import ConsoleDesk

_SCALES = ((0.9, "90 %"), (1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"), (2.0, "200 %"))
_TRANSITIONS = (("none", "None"), ("fade", "Fade"), ("push", "Push"))


class Looks:
    """Adds its own submenus to View and Stage."""

    def __init__(self, desk: ConsoleDesk) -> None:
        self._desk = desk
        self._settings = desk.s.settings
        window, menus = desk.window, desk.menus
        menus.menus["View"].addSeparator()
        scale = self._settings.get("text_scale", 1.0)
        menus.choice(
            "View", "Text size", [(str(v), label) for v, label in _SCALES], str(scale),
            lambda v: self.set_scale(float(v)),
        )  # fmt: skip
        menus.choice("Stage", "Transition", _TRANSITIONS, desk.s.transition, self.set_transition)
        gong = menus.menus["Stage"].addAction("Soft gong when a countdown ends")
        gong.setCheckable(True)
        gong.setChecked(self._settings.get("gong", False))
        gong.toggled.connect(lambda on: self._settings.set("gong", on, False))
        still = menus.menus["View"].addAction("No moving transitions")
        still.setCheckable(True)
        still.setChecked(self._settings.get("reduced_motion", False))
        still.toggled.connect(self._still)
        self._screens = menus.menus["Stage"].addMenu("Screen for the stage")
        window.arranged.moved.connect(self._moved)
        window.notes.size_changed.connect(lambda size: self._settings.set("notes_size", size, t.NOTES))
        self.screens_changed()

    def restore(self) -> None:
        """Layout and window as they were left."""
        window = self._desk.window
        layout = self._settings.get("layout", ARRANGEMENTS[0].id)
        window.arrange(layout, self._sizes().get(layout))
        kept = self._settings.get("console_geometry", "")
        if kept:
            window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))
            self._desk.s.placer.place_console_if_needed()

    def _sizes(self) -> dict[str, object]:
        kept: dict[str, object] = self._settings.get("splitters", {})
        return kept

    def _moved(self, layout: str, sizes: object) -> None:
        self._settings.set("splitters", {**self._sizes(), layout: sizes}, {})

    def keep(self) -> None:
        """Remember the window's place."""
        data = bytes(self._desk.window.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.set("console_geometry", data, "")

    def arrange(self, layout: str) -> None:
        """One of the three layouts."""
        self._desk.window.close_overview()
        self._desk.window.arrange(layout, self._sizes().get(layout))
        self._settings.set("layout", layout, ARRANGEMENTS[0].id)

    def switch(self) -> None:
        """Dark or light."""
        now = self._settings.get("look", "dark")
        self._settings.set("look", "light" if now == "dark" else "dark", "dark")
        self.dress()

    def set_scale(self, scale: float) -> None:
        """Text size of the whole console."""
        self._settings.set("text_scale", scale, 1.0)
        self.dress()

    def dress(self) -> None:
        """Draw everything in the look that is set."""
        app = QApplication.instance()
        tokens = self._desk.s.tokens
        if isinstance(app, QApplication):
            style.dress(app, tokens)
        self._desk.window.dress(tokens)
        self._desk.s.refresh()

    def set_transition(self, transition: str) -> None:
        """How one slide follows another on the stage."""
        self._settings.set("transition", transition, "none")
        self._desk.s.stage.view.transition = self._desk.s.transition

    def _still(self, on: bool) -> None:
        self._settings.set("reduced_motion", on, False)
        self._desk.s.stage.view.transition = self._desk.s.transition

    def screens_changed(self) -> None:
        """List the screens there are now."""
        placer = self._desk.s.placer
        stage = placer.placement.stage
        options = [(s.connector, s.label) for s in all_screens()]
        self._desk.menus.fill_choice(
            self._screens, options, stage.connector if stage is not None else "", placer.choose_screen
        )
