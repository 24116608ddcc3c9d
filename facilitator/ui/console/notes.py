"""The notes pane: large, calm, scrolls; its own text size; can be covered when the room might read it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedLayout,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from facilitator.deck.model import Slide
from facilitator.ui import tokens as t
from facilitator.ui.console.notes_html import notes_html
from facilitator.ui.console.topbar import plain_label
from facilitator.ui.tokens import Tokens

SIZES = (14, 16, 18, 21, 24, 28, 32, 38, 46, 56)


class NotesPane(QFrame):
    """Shows one slide's notes."""

    size_changed = Signal(int)

    def __init__(self, tokens: Tokens, size: int = t.NOTES) -> None:
        super().__init__()
        self._tokens = tokens
        self._size = size
        self._slide: Slide | None = None
        self._covered = False
        self.setProperty("role", "panel")
        self.setAccessibleName("Notes")
        column = QVBoxLayout(self)
        column.setContentsMargins(t.L, t.M, t.S, t.M)
        column.setSpacing(t.XS)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        self.heading = plain_label("NOTES", "head")
        head.addWidget(self.heading)
        head.addStretch(1)
        for text, name, step in (("A−", "Smaller notes", -1), ("A+", "Larger notes", 1)):
            button = QToolButton()
            button.setText(text)
            button.setProperty("role", "quiet")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} (Ctrl+{'=' if step > 0 else '-'})")
            button.clicked.connect(lambda _=False, s=step: self.resize_text(s))
            head.addWidget(button)
        column.addWidget(self._head)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName("Notes for this slide")
        self.text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDocumentMargin(0)
        self.cover = plain_label("Notes are covered: the room might read this screen.", "mute")
        self.cover.setWordWrap(True)
        self.cover.setAlignment(Qt.AlignmentFlag.AlignCenter)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.cover)
        column.addWidget(holder, 1)

    def set_tokens(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._fill()

    def set_compact(self, compact: bool) -> None:
        """Without its heading (the tab says it; the keys and the View menu change the size)."""
        self._head.setVisible(not compact)

    def show_slide(self, slide: Slide | None) -> None:
        """The notes of this slide, from their beginning."""
        if slide is not None and self._slide is not None and slide.notes == self._slide.notes:
            if slide.number != self._slide.number:
                self.text.verticalScrollBar().setValue(0)
            self._slide = slide
            return
        self._slide = slide
        self._fill()

    def _fill(self) -> None:
        px = self._tokens.px(self._size)
        if self._slide is None or not self._slide.notes:
            mute = self._tokens.palette.mute
            self.text.setHtml(f'<p style="color:{mute}; font-size:{px}px;">No notes for this slide.</p>')
        else:
            self.text.setHtml(notes_html(self._slide.notes, self._tokens.palette, px))

    @property
    def text_size(self) -> int:
        return self._size

    def resize_text(self, steps: int) -> None:
        """Larger or smaller; 0 goes back to the usual size."""
        if steps == 0:
            self._size = t.NOTES
        else:
            nearest = min(range(len(SIZES)), key=lambda i: abs(SIZES[i] - self._size))
            self._size = SIZES[min(len(SIZES) - 1, max(0, nearest + steps))]
        self._fill()
        self.size_changed.emit(self._size)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by lines, for Ctrl+Up and Ctrl+Down."""
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + lines * round(self._tokens.px(self._size) * 1.5))

    @property
    def covered(self) -> bool:
        return self._covered

    def set_covered(self, covered: bool) -> None:
        """Hide the text (one screen only, and it might be on the wall)."""
        self._covered = covered
        self._stack.setCurrentWidget(self.cover if covered else self.text)
