"""The cheat-sheet (``?``): every key of the table on one page, with a field to look one up."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.ui import tokens as t
from facilitator.ui.dialogs.base import Dialog, button, label, row, scrolled
from facilitator.ui.keys import Row, groups, shown
from facilitator.ui.tokens import Tokens

CLICKER = "A clicker's keys (PgUp, PgDn, F5, Esc, media keys) always reach the show, whatever has the focus."
COLUMNS = 3
MOST = 4
"""So many keys of a command are shown; the rest in its tooltip."""


class CheatSheet(Dialog):
    """Made from the table; closes with Esc or with the key that opened it."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__("Keys", tokens, parent)
        self.column.setSpacing(t.S)
        self.column.setContentsMargins(t.XL, t.L, t.XL, t.M)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Look up a key or a word")
        self.search.setAccessibleName("Look up a key or a word")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(tokens.px(260))
        top = row(label("Keys", "title", wrap=False), stretch=True)
        top.addWidget(self.search)
        self.column.addLayout(top)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(t.S, 0, t.L, t.S)
        columns.setSpacing(t.XL)
        self._rows: list[tuple[Row, list[QWidget]]] = []
        self._heads: list[tuple[QWidget, list[Row]]] = []
        for part in self._columns():
            column = QVBoxLayout()
            column.setSpacing(t.XS)
            for name, rows in part:
                head = label(name.upper(), "head", wrap=False)
                head.setContentsMargins(0, t.S, 0, 0)
                column.addWidget(head)
                self._heads.append((head, rows))
                grid = QGridLayout()
                grid.setHorizontalSpacing(t.S)
                grid.setVerticalSpacing(2)
                grid.setColumnStretch(0, 1)
                for number, entry in enumerate(rows):
                    grid.addWidget(words := label(entry.label, wrap=False), number, 0)
                    words.setToolTip(entry.help)
                    grid.addWidget(caps := self._caps(entry), number, 1)
                    self._rows.append((entry, [words, caps]))
                column.addLayout(grid)
            column.addStretch(1)
            columns.addLayout(column, 1)
        self.area = scrolled(inner, "All keys")
        self.column.addWidget(self.area, 1)
        last = row(stretch=False)
        last.addWidget(label(CLICKER, "small"), 1)
        self.close_button = button("Close", self.accept, role="main")
        last.addWidget(self.close_button)
        self.column.addLayout(last)
        self.search.textChanged.connect(self._find)
        self.close_button.setFocus()
        self.fit(1200, 690)

    @staticmethod
    def _columns() -> list[list[tuple[str, list[Row]]]]:
        """The groups in columns of about the same length, long groups placed first."""
        made: list[list[tuple[int, str, list[Row]]]] = [[] for _ in range(COLUMNS)]
        numbered = [(n, g.value, [r for r in rows if r.all_keys]) for n, (g, rows) in enumerate(groups())]
        for group in sorted(numbered, key=lambda g: -len(g[2])):
            shortest = min(made, key=lambda c: sum(len(rows) + 1.5 for _, _, rows in c))
            shortest.append(group)
        made.sort(key=min)
        return [[(name, rows) for _, name, rows in sorted(column)] for column in made]

    def _caps(self, entry: Row) -> QWidget:
        keys = QWidget()
        line = QHBoxLayout(keys)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(t.XS)
        line.addStretch(1)
        names = [shown(k) for k in entry.all_keys]
        for name in names[:MOST]:
            line.addWidget(label(name, "key", wrap=False))
        if len(names) > MOST:
            more = label("…", "mute", wrap=False)
            more.setToolTip(", ".join(names))
            line.addWidget(more)
        keys.setToolTip(", ".join(names))
        keys.setAccessibleName(f"{entry.label}: {', '.join(names)}")
        return keys

    def _find(self, text: str) -> None:
        wanted = text.casefold().strip()
        hits = {r.id for r, _ in self._rows if not wanted or _matches(r, wanted)}
        for entry, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(entry.id in hits)
        for head, rows in self._heads:
            head.setVisible(any(r.id in hits for r in rows))

    def found(self) -> list[str]:
        """Ids of the rows that are shown."""
        return [r.id for r, widgets in self._rows if not widgets[0].isHidden()]


def _matches(entry: Row, wanted: str) -> bool:
    keys = [shown(k).casefold() for k in entry.all_keys]
    words = f"{entry.label} {entry.help}".casefold()
    return wanted in keys or (len(wanted) > 1 and (wanted in words or any(wanted in k for k in keys)))
