"""The two views of the console: what the room sees now, and what the next press shows."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.console.topbar import plain_label, retone
from facilitator.ui.stage.sight import Sight, SightKind
from facilitator.ui.stage.tools import StageTools
from facilitator.ui.tokens import Tokens
from facilitator.ui.widgets.elided import ElidedLabel
from facilitator.ui.widgets.rendering import PictureCache
from facilitator.ui.widgets.slideview import SlideView


class CurrentPane(QWidget):
    """The wall in a frame: green when live, red when the room sees something else than the trainer might
    think (frozen, black, white), grey when nothing is shown. Below it the same in words."""

    def __init__(self, cache: PictureCache, tools: StageTools, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._alarmed = False
        self.setAccessibleName("What the room sees")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.S)
        self.view = SlideView(cache, tools)
        self.view.setAccessibleName("Current slide")
        self.view.radius = t.RADIUS
        column.addWidget(self.view, 1)
        self.alarm = QFrame()
        self.alarm.setObjectName("alarm")
        row = QHBoxLayout(self.alarm)
        row.setContentsMargins(t.M, t.XS, t.XS, t.XS)
        self.alarm_text = plain_label()
        self.alarm_text.setWordWrap(True)
        self.alarm_button = QPushButton()
        self.alarm_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self.alarm_text, 1)
        row.addWidget(self.alarm_button)
        line = QHBoxLayout()
        line.setSpacing(t.L)
        self.where = plain_label("", "body", "Position")
        self.time = plain_label("", "body", "Time on this slide")
        self.truth = ElidedLabel()
        self.truth.setProperty("role", "body")
        self.truth.setAccessibleName("What the room sees")
        self.truth.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(self.where)
        line.addWidget(self.time)
        line.addWidget(self.truth, 1)
        # The alarm takes the place of the sentence below the frame: nothing jumps when it comes.
        self._line = QWidget()
        self._line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.alarm)
        column.addWidget(self._line)
        self.alarm.setVisible(False)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.view.ground = QColor(tokens.palette.ground)
        self.view.word_color = QColor("#8A9A97")
        font = QFont(self.view.font())
        font.setPixelSize(tokens.px(t.LARGE))
        self.view.setFont(font)
        self.view.update()

    def show_sight(self, sight: Sight, tone: str) -> None:
        """``tone``: live, red or mute: the frame's colour."""
        p = self._tokens.palette
        color = {"live": p.live, "red": p.red, "amber": p.amber}.get(tone, p.edge)
        self.view.set_frame(QColor(color), t.FRAME)
        self.view.word = {
            SightKind.BLACK: "The room sees black",
            SightKind.WHITE: "The room sees white",
            SightKind.NOTHING: "Nothing is shown",
        }.get(sight.kind, "")
        self.view.show_sight(sight, animate=False)

    def set_words(self, where: str, time: str, truth: str, tone: str) -> None:
        """Position, time on this slide, and what the room sees, in words."""
        for label, text in ((self.where, where), (self.time, time)):
            if label.text() != text:
                label.setText(text)
        mark = {"live": "●", "red": "■", "amber": "▲"}.get(tone, "○")
        # While the red bar says it, it is not said twice.
        full = f"{mark} {truth}" if truth and not self._alarmed else ""
        if self.truth.text() != full:
            self.truth.setText(full)
        retone(self.truth, tone)

    def set_alarm(self, text: str, button: str = "") -> None:
        """The red bar; empty hides it."""
        if self.alarm_text.text() != text:
            self.alarm_text.setText(text)
        if button and self.alarm_button.text() != button:
            self.alarm_button.setText(button)
        self.alarm_button.setVisible(bool(button))
        self.alarm.setVisible(bool(text))
        self._alarmed = bool(text)
        if text:
            self.truth.setText("")


class NextPane(QFrame):
    """A heading, a word, and a small picture of what the next press shows. Clicking it goes there."""

    clicked = Signal()

    def __init__(self, cache: PictureCache, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._compact = False
        self.setProperty("role", "panel")
        self.setAccessibleName("Next")
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(t.L, t.M, t.M, t.M)
        self._box.setSpacing(t.M)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(t.XS)
        self.heading = plain_label("NEXT", "head")
        self.what = plain_label("", "what")
        self.what.setWordWrap(True)
        self.more = plain_label("", "mute")
        self.more.setWordWrap(True)
        column.addWidget(self.heading)
        column.addWidget(self.what)
        column.addWidget(self.more)
        column.addStretch(1)
        self.view = SlideView(cache)
        self.view.setAccessibleName("Next slide or step")
        self.view.clicked.connect(lambda _: self.clicked.emit())
        self._box.addWidget(words, 2)
        self._box.addWidget(self.view, 3)
        self.set_tokens(tokens)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.view.ground = QColor(tokens.palette.panel)
        self.view.set_frame(QColor(tokens.palette.line), 1)
        self.view.update()

    def set_compact(self, compact: bool) -> None:
        """Only the heading and the picture, where the text is large for the window."""
        self._compact = compact
        self.what.setVisible(not compact)
        self.more.setVisible(not compact and bool(self.more.text()))

    def show_next(self, heading: str, what: str, more: str, sight: Sight, tone: str = "") -> None:
        """``tone`` red while the room does not see where the trainer is."""
        for label, text in ((self.heading, heading), (self.what, what), (self.more, more)):
            if label.text() != text:
                label.setText(text)
        self.more.setVisible(bool(more) and not self._compact)
        retone(self.heading, tone)
        self.view.show_sight(sight, animate=False)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self._tokens.px(96))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall = event.size().height() > event.size().width() * 0.75
        wanted = QHBoxLayout.Direction.TopToBottom if tall else QHBoxLayout.Direction.LeftToRight
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
