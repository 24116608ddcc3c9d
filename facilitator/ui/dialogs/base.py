"""What all dialogs share: the look, plain text, room to breathe, and buttons that say what they do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitator.ui import style
from facilitator.ui import tokens as t
from facilitator.ui.tokens import Tokens


def label(text: str = "", role: str = "", *, wrap: bool = True, name: str = "") -> QLabel:
    """A label that shows its text as it is: nothing from outside is ever read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if name:
        made.setAccessibleName(name)
    return made


def retone(widget: QWidget, tone: str) -> None:
    """Change the colour that the style sheet gives."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class PressButton(QPushButton):
    """Enter presses the button that has the focus. Qt's own would press the dialog's default button instead:
    Enter on *Go on with the session* would end it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, call: Callable[[], object], *, role: str = "", tip: str = "") -> QPushButton:
    """A push button; ``role`` main or quiet. Enter presses it when it has the focus."""
    made = PressButton(text)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _=False: call())
    if role:
        made.setProperty("role", role)
    if tip:
        made.setToolTip(tip)
    return made


def panel(*, margins: int = t.L, spacing: int = t.S) -> tuple[QFrame, QVBoxLayout]:
    """A quiet box with a column in it."""
    frame = QFrame()
    frame.setProperty("role", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(margins, margins, margins, margins)
    column.setSpacing(spacing)
    return frame, column


def row(*widgets: QWidget, stretch: bool = True, spacing: int = t.S) -> QHBoxLayout:
    """Widgets side by side, pushed to the left."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for widget in widgets:
        line.addWidget(widget)
    if stretch:
        line.addStretch(1)
    return line


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """Long content in a scroll area without a frame; reached by Tab, moved by the arrows."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    return area


def extra_sheet(tokens: Tokens) -> str:
    """What dialogs need beyond the console's style sheet."""
    p, px = tokens.palette, tokens.px
    return f"""
QDialog, QWidget#start {{ background: {p.ground}; color: {p.text}; }}
QDialog QLabel, QWidget#start QLabel {{ color: {p.text}; background: transparent; }}
QDialog QLabel, QDialog QCheckBox, QDialog QRadioButton, QWidget#start QLabel {{
    font-size: {px(t.BODY)}px; }}
QDialog QLabel[role="mute"], QWidget#start QLabel[role="mute"] {{ color: {p.mute}; }}
QDialog QLabel[role="small"], QWidget#start QLabel[role="small"] {{ color: {p.mute};
    font-size: {px(t.SMALL)}px; }}
QDialog QLabel[role="head"], QWidget#start QLabel[role="head"] {{ color: {p.mute};
    font-size: {px(t.SMALL)}px; font-weight: 700; }}
QDialog QLabel[role="title"], QWidget#start QLabel[role="title"] {{ font-size: {px(t.NUMBER)}px;
    font-weight: 700; }}
QDialog QLabel[role="huge"], QWidget#start QLabel[role="huge"] {{ font-size: {px(30)}px;
    font-weight: 700; }}
QDialog QLabel[tone="live"] {{ color: {p.live}; }}
QDialog QLabel[tone="amber"] {{ color: {p.amber}; }}
QDialog QLabel[tone="red"] {{ color: {p.red}; }}
QDialog QLabel[role="key"] {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.edge};
    border-radius: {t.RADIUS_SMALL}px; padding: 1px {px(7)}px; font-size: {px(t.SMALL)}px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollArea:focus {{ border: 2px solid {p.focus}; border-radius: {t.RADIUS_SMALL}px; }}
QCheckBox, QRadioButton {{ color: {p.text}; spacing: {px(t.S)}px; font-size: {px(t.BODY)}px;
    padding: {px(3)}px; border: 2px solid transparent; border-radius: {t.RADIUS_SMALL}px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {p.focus}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(16)}px; height: {px(16)}px;
    border: 2px solid {p.edge}; background: {p.raised}; border-radius: {px(4)}px; }}
QRadioButton::indicator {{ border-radius: {px(16) // 2 + 2}px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {p.live};
    border-color: {p.live}; }}
QDialog QPlainTextEdit {{ background: {p.raised}; color: {p.text}; border: 2px solid {p.edge};
    border-radius: {t.RADIUS_SMALL}px; padding: {px(t.XS)}px; font-size: {px(t.BODY)}px; }}
QDialog QPlainTextEdit:focus {{ border-color: {p.focus}; }}
QProgressBar {{ background: {p.raised}; border: none; border-radius: {px(4)}px; min-height: {px(8)}px;
    max-height: {px(8)}px; }}
QProgressBar::chunk {{ background: {p.live}; border-radius: {px(4)}px; }}
"""


def sheet(tokens: Tokens) -> str:
    """The whole style sheet of a dialog."""
    return style.sheet(tokens) + extra_sheet(tokens)


class Dialog(QDialog):
    """A window over the console. Esc closes it; it never blocks the show (it is opened, not executed)."""

    def __init__(
        self, title: str, tokens: Tokens, parent: QWidget | None = None, *, scroll: bool = False
    ) -> None:
        """``scroll``: the content scrolls when the screen is too small (or the text too large) for it; the
        last row of buttons stays in sight."""
        super().__init__(parent)
        self.tokens = tokens
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFont(style.base_font(tokens))
        self.setPalette(style.qt_palette(tokens.palette))
        self.setStyleSheet(sheet(tokens))
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(t.XL, t.XL, t.XL, t.L)
        self.outer.setSpacing(t.M)
        self.column = self.outer
        if scroll:
            body = QWidget()
            self.column = QVBoxLayout(body)
            self.column.setContentsMargins(0, 0, t.XS, 0)
            self.column.setSpacing(t.M)
            self.scroll_area = area = scrolled(body, title)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.outer.addWidget(area, 1)

    def head(self, text: str, under: str = "") -> None:
        """The first lines."""
        self.column.addWidget(label(text, "title"))
        if under:
            self.column.addWidget(label(under, "mute"))

    def buttons(self, *made: QPushButton, left: tuple[QPushButton, ...] = ()) -> None:
        """The last row; the main button is the last and is pressed by Enter from anywhere harmless."""
        line = QHBoxLayout()
        line.setSpacing(t.S)
        for one in left:
            line.addWidget(one)
        line.addStretch(1)
        for one in made:
            one.setMinimumHeight(self.tokens.px(t.TARGET))
            line.addWidget(one)
        self.outer.addLayout(line)

    def _height(self, width: int) -> int:
        """What the content needs at this width."""
        if self.column is self.outer:
            return max(self.sizeHint().height(), self.outer.totalHeightForWidth(width))
        margins = self.outer.contentsMargins()
        inner = width - margins.left() - margins.right() - t.S
        items = (self.outer.itemAt(n) for n in range(1, self.outer.count()))
        rest = sum(item.sizeHint().height() + self.outer.spacing() for item in items if item is not None)
        return self.column.totalHeightForWidth(inner) + rest + margins.top() + margins.bottom() + t.S

    def fit(self, width: int, height: int = 0) -> None:
        """A size that fits the screen (1280x720 with a task bar, say) at this text scale."""
        screen = self.screen().availableGeometry() if self.screen() else None
        w = self.tokens.px(width)
        # Wrapped lines need more height than Qt's own size hint gives.
        h = self.tokens.px(height) if height else self._height(w)
        if screen is not None:
            w, h = min(w, screen.width() - 40), min(h, screen.height() - 60)
        self.resize(w, h)


class EnterPresses(QObject):
    """Enter in a line edit presses a button instead of closing the dialog by chance."""

    def __init__(self, target: QPushButton) -> None:
        super().__init__(target)
        self._target = target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            self._target.click()
            return True
        return False


def open_path(path: Path) -> bool:
    """Open a file or folder with the system's program. False when the system has none for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def screen_width() -> int:
    """Width of the screen on which dialogs open, in logical pixels."""
    screen = QApplication.primaryScreen()
    return screen.availableGeometry().width() if screen else 1280
