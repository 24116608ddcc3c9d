"""Network and join address: which address the QR shows, the Wi-Fi's QR, and help when no phone gets in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.system import wifi
from facilitator.system.addresses import Address
from facilitator.ui import icons
from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import Dialog, EnterPresses, button, label, panel, retone, row
from facilitator.ui.dialogs.network_help import Step, steps
from facilitator.ui.dialogs.qr import QrView
from facilitator.ui.tokens import Tokens

SHORTEST_PASSWORD = 8
"""WPA wants 8 to 63 characters."""
ONE_COLUMN = 1.4
PROVED = "A device connected here"
SELF_TEST = "test"
"""The path of the page on which a phone tests itself."""


class Sighting(Protocol):
    """What was seen of the machine's network."""

    @property
    def found(self) -> tuple[Address, ...]: ...
    @property
    def wifi(self) -> str: ...


class Source(Protocol):
    """Where the dialog gets what it shows, and whom it tells (``session.network.Network``)."""

    changed: SignalInstance
    ip: str
    wifi_qr: str
    qr_on_card: bool

    @property
    def seen(self) -> Sighting: ...
    @property
    def proved(self) -> tuple[str, ...]: ...
    @property
    def url(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def port(self) -> int: ...
    def choose(self, ip: str) -> None: ...
    def set_wifi_qr(self, text: str, on_card: bool, name: str = "") -> None: ...


class NetworkDialog(Dialog):
    """Opened, not executed. What is chosen counts at once; there is nothing to confirm."""

    def __init__(self, source: Source, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("Network and join address", tokens, parent, scroll=True)
        self.source = source
        self.head(
            "Network and join address",
            "Phones must be in the same network as this computer. Choose the address that they can reach.",
        )
        narrow = tokens.scale >= ONE_COLUMN
        sides = QVBoxLayout() if narrow else QHBoxLayout()
        sides.setSpacing(t.M)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, stretch in ((left, 3), (right, 2)):
            side.setSpacing(t.M)
            sides.addLayout(side, stretch)
        self.column.addLayout(sides)
        self.radios: dict[str, QRadioButton] = {}
        self._shown: object = None
        self._addresses(left)
        self._join(right)
        self._wifi(left)
        self._wifi_picture(right)
        left.addStretch(1)
        right.addStretch(1)
        self._help()
        self.column.addStretch(1)
        self.help_button = button("No phone yet?", self._toggle_help, tip="What to try, step by step")
        self.help_button.setMinimumHeight(tokens.px(t.TARGET))
        self.close_button = button("Close", self.accept, role="main")
        self.buttons(self.close_button, left=(self.help_button,))
        source.changed.connect(self.look)
        self.look()
        self.fit(940, 640)
        if not self.focus_choice():
            self.close_button.setFocus()

    # --- parts ---

    def _addresses(self, side: QVBoxLayout) -> None:
        frame, column = panel()
        column.addWidget(label("ADDRESSES OF THIS COMPUTER", "head"))
        self._list = QVBoxLayout()
        self._list.setSpacing(t.S)
        column.addLayout(self._list)
        self._group = QButtonGroup(self)
        side.addWidget(frame)

    def _join(self, side: QVBoxLayout) -> None:
        frame, column = panel()
        self.join_head = label("THE ROOM'S PAGE", "head")
        column.addWidget(self.join_head)
        self.qr = QrView(self.tokens.px(180))
        column.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        self.address = label("", "title", wrap=False)
        self.address.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.address)
        self.self_test = QCheckBox("Self-test instead: scan it with a phone")
        self.self_test.setToolTip("A page that says whether that phone can send and hear. It stores nothing.")
        self.self_test.toggled.connect(lambda _: self.look())
        column.addWidget(self.self_test)
        side.addWidget(frame)

    def _wifi(self, side: QVBoxLayout) -> None:
        frame, column = panel()
        column.addWidget(label("A QR CODE FOR JOINING THE WI-FI", "head"))
        self.name = QLineEdit()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_password = QCheckBox("Show it")
        self.show_password.toggled.connect(
            lambda on: self.password.setEchoMode(
                QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(t.M)
        grid.setVerticalSpacing(t.S)
        for line, (word, edit) in enumerate((("Name", self.name), ("Password", self.password))):
            caption = label(f"&{word}", wrap=False)
            caption.setBuddy(edit)
            edit.setAccessibleName(f"Wi-Fi: {word.lower()}")
            edit.setMinimumHeight(self.tokens.px(t.TARGET))
            grid.addWidget(caption, line, 0)
            grid.addWidget(edit, line, 1)
        self.hidden = QCheckBox("Hidden")
        self.hidden.setToolTip("The network does not tell its name: phones are told to look for it.")
        grid.addWidget(self.hidden, 0, 2)
        grid.addWidget(self.show_password, 1, 2)
        column.addLayout(grid)
        self.on_card = QCheckBox("Also small on the join card, for the whole room")
        self.on_card.setChecked(self.source.qr_on_card)
        self.on_card.toggled.connect(self._on_card)
        column.addWidget(self.on_card)
        self.make = button("Make the code", self._make)
        self.forget = button("Forget it", self._forget, role="quiet")
        for one in (self.make, self.forget):
            one.setMinimumHeight(self.tokens.px(t.TARGET))
        column.addLayout(row(self.make, self.forget))
        self.wifi_words = label("", "small")
        column.addWidget(self.wifi_words)
        self._enter = EnterPresses(self.make)
        for edit in (self.name, self.password):
            edit.installEventFilter(self._enter)
        side.addWidget(frame)

    def _wifi_picture(self, side: QVBoxLayout) -> None:
        self.wifi_panel, column = panel()
        column.addWidget(label("THE WI-FI", "head"))
        self.wifi_qr = QrView(self.tokens.px(150))
        column.addWidget(self.wifi_qr, 0, Qt.AlignmentFlag.AlignHCenter)
        self.wifi_name = label("", "mute")
        self.wifi_name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.wifi_name)
        side.addWidget(self.wifi_panel)

    def _help(self) -> None:
        self.help, column = panel()
        self.help.setAccessibleName("No phone yet? What to try")
        column.addWidget(label("No phone yet? Try this, one after the other", "title"))
        self.help_steps: list[QLabel] = []
        self._help_column = column
        self.help.hide()
        self.column.addWidget(self.help)

    def _fill_help(self) -> None:
        if self.help_steps:
            return
        for number, step in enumerate(steps(self.source.port), 1):
            self._help_column.addLayout(self._step(number, step))

    def _step(self, number: int, step: Step) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(t.XS)
        head = label(f"{number}.  {step.title}", "body")
        words = label(step.words, "mute")
        words.setIndent(self.tokens.px(22))
        column.addWidget(head)
        column.addWidget(words)
        self.help_steps += [head, words]
        for command in step.commands:
            line = label(command, "key", wrap=False, name=f"Command: {command}")
            line.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            held = row(line)
            held.setContentsMargins(self.tokens.px(22), 0, 0, 0)
            column.addLayout(held)
            self.help_steps.append(line)
        return column

    # --- looking ---

    def look(self) -> None:
        """Show what is true now; the list is made anew only when something in it changed."""
        s = self.source
        shown = (s.seen.found, s.proved)
        if shown != self._shown:
            self._shown = shown
            self._fill_list()
        if (radio := self.radios.get(s.ip)) is not None and not radio.isChecked():
            radio.setChecked(True)
        path = SELF_TEST if self.self_test.isChecked() and s.url else ""
        self.join_head.setText("SELF-TEST FOR A PHONE" if path else "THE ROOM'S PAGE")
        self.qr.set_text(s.url + path)
        self.qr.setVisible(bool(s.url))
        self.qr.setAccessibleName(f"QR code of {s.url}{path}")
        self.address.setText((f"{s.address}/{path}" if path else s.address) or "The room is not open.")
        self.self_test.setEnabled(bool(s.url))
        if s.seen.wifi and not self.name.isModified() and not self.name.hasFocus():
            self.name.setText(s.seen.wifi)
        self.wifi_qr.set_text(s.wifi_qr)
        # Never the text itself: it holds the password.
        self.wifi_qr.setAccessibleName("QR code for joining the Wi-Fi")
        self.wifi_panel.setVisible(bool(s.wifi_qr))
        self.wifi_name.setText(self.name.text())
        self.forget.setEnabled(bool(s.wifi_qr))
        if not self.wifi_words.property("tone"):
            self.wifi_words.setText("The password stays in memory until the session ends; it is not saved.")

    def _fill_list(self) -> None:
        s = self.source
        focus = next((ip for ip, radio in self.radios.items() if radio.hasFocus()), "")
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.radios = {}
        for address in s.seen.found:
            made = self._choice(address, address.ip in s.proved)
            self._list.addWidget(made)
            made.show()
        if not s.seen.found:
            self._list.addWidget(label("Looking …" if s.port else "The room is not open.", "mute"))
        if focus:
            self.focus_choice()

    def _choice(self, address: Address, proved: bool) -> QFrame:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        radio = QRadioButton(f"{address.ip}   {address.label} ({address.name})".replace("&", "&&"))
        radio.setChecked(address.ip == self.source.ip)
        said = [f"{address.ip}, {address.label}", address.hint, f"{PROVED}." if proved else ""]
        radio.setAccessibleName(". ".join(part.rstrip(".") for part in said if part) + ".")
        radio.toggled.connect(self._chooser(address.ip))
        self._group.addButton(radio)
        self.radios[address.ip] = radio
        column.addWidget(radio)
        indent = self.tokens.px(30)
        if proved:
            mark = QLabel()
            size = self.tokens.px(16)
            color = self.tokens.palette.live
            mark.setPixmap(icons.pixmap("circle-check", color, size, self.devicePixelRatioF()))
            words = label(PROVED, "small", wrap=False)
            retone(words, "live")
            line = row(mark, words, spacing=t.XS)
            line.setContentsMargins(indent, 0, 0, 0)
            column.addLayout(line)
        if address.hint:
            hint = label(address.hint, "small")
            hint.setContentsMargins(indent, 0, 0, 0)
            column.addWidget(hint)
        return frame

    def _chooser(self, ip: str) -> Callable[[bool], None]:
        return lambda on: self.source.choose(ip) if on else None

    def focus_choice(self) -> bool:
        """The focus on the address in use; False when there is none to choose."""
        radio = self.radios.get(self.source.ip)
        if radio is not None:
            radio.setFocus()
        return radio is not None

    # --- the Wi-Fi's code ---

    def _make(self) -> None:
        name, password = self.name.text().strip(), self.password.text()
        wrong = ""
        if not name:
            wrong = "Type the Wi-Fi's name first."
        elif password and len(password) < SHORTEST_PASSWORD:
            wrong = f"A Wi-Fi's password has at least {SHORTEST_PASSWORD} characters."
        retone(self.wifi_words, "amber" if wrong else "")
        self.wifi_words.setText(wrong)
        if not wrong:
            code = wifi.join_code(name, password, self.hidden.isChecked())
            self.source.set_wifi_qr(code, self.on_card.isChecked(), name)

    def _forget(self) -> None:
        self.password.clear()
        self.show_password.setChecked(False)
        retone(self.wifi_words, "")
        self.source.set_wifi_qr("", self.on_card.isChecked())
        self.password.setFocus()

    def _on_card(self, on: bool) -> None:
        self.source.set_wifi_qr(self.source.wifi_qr, on, self.name.text().strip())

    # --- help ---

    def show_help(self) -> None:
        """The decision tree, with the focus where it begins."""
        self._fill_help()
        self.help.show()
        self.help_button.setText("Hide the help")
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.scroll_area.setFocus()
        # Once the new lines have their places.
        QTimer.singleShot(0, self, lambda: self.scroll_area.verticalScrollBar().setValue(self.help.y()))

    def _toggle_help(self) -> None:
        if self.help.isHidden():
            self.show_help()
        else:
            self.help.hide()
            self.help_button.setText("No phone yet?")


__all__ = ["NetworkDialog", "Source"]
