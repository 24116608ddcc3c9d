"""The menu bar, made from the one command table. Keys are shown, never bound: the key filter routes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from facilitator.ui import keys
from facilitator.ui.console.keybar import BarItem

_MENUS = (
    ("&File", (keys.Group.PROGRAM,)),
    ("S&lides", (keys.Group.MOVE,)),
    ("&Stage", (keys.Group.STAGE, keys.Group.CARDS)),
    ("&Time", (keys.Group.TIME,)),
    ("&Room", (keys.Group.ROOM, keys.Group.ENTRY)),
    ("&View", (keys.Group.CONSOLE,)),
)
#: What the bar at the foot of the console offers; the last of the middle go first when there is no room.
_BAR: tuple[tuple[str, str, dict[str, bool]], ...] = (
    ("previous", "Back", {}),
    ("next", "Next", {"main": True}),
    ("black", "Black", {"gap": True}),
    ("freeze", "Freeze", {}),
    ("laser", "Pointer", {"keep": False}),
    ("break_card", "Break", {"gap": True, "keep": False}),
    ("join_card", "Join", {}),
    ("overview", "Overview", {"keep": False}),
    ("undo", "Undo", {"keep": False}),
    ("help", "Keys", {"end": True}),
)


def bar_items() -> list[BarItem]:
    """The large buttons with their keys."""
    made = []
    for command, word, extra in _BAR:
        row = keys.row(command)
        made.append(
            BarItem(command, word, row.key.replace("Ctrl+Shift+", "Ctrl⇧"), row.icon, help=row.help, **extra)
        )
    return made


class Menus:
    """Every command of the table stands in a menu, with its key."""

    def __init__(self, window: QMainWindow, do: Callable[[str], None]) -> None:
        self._window = window
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        bar = window.menuBar()
        for title, groups in _MENUS:
            menu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            self.menus[title.replace("&", "")] = menu
            for number, group in enumerate(groups):
                if number:
                    menu.addSeparator()
                for row in (r for r in keys.TABLE if r.group is group):
                    self._add(menu, row, do)

    def _add(self, menu: QMenu, row: keys.Row, do: Callable[[str], None]) -> None:
        label = row.label[:1].upper() + row.label[1:]
        action = menu.addAction(f"{label}\t{row.key}" if row.key else label)
        action.setToolTip(row.tip)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if row.checkable:
            action.setCheckable(True)
        # ``triggered`` flips a checkable action; what is really on is set again after the command.
        action.triggered.connect(lambda _=False, i=row.id: do(i))
        self.actions[row.id] = action

    def check(self, on: dict[str, bool]) -> None:
        """Tick what is on."""
        for command, state in on.items():
            action = self.actions.get(command)
            if action is not None and action.isCheckable():
                action.setChecked(state)

    def choice(
        self,
        menu: str,
        title: str,
        options: Iterable[tuple[str, str]],
        chosen: str,
        do: Callable[[str], None],
    ) -> QMenu:
        """A submenu of which one is on: (value, label)."""
        under = self.menus[menu].addMenu(title)
        self.fill_choice(under, options, chosen, do)
        return under

    @staticmethod
    def fill_choice(
        under: QMenu, options: Iterable[tuple[str, str]], chosen: str, do: Callable[[str], None]
    ) -> None:
        """Fill (again) such a submenu."""
        under.clear()
        group = QActionGroup(under)
        for value, label in options:
            action = under.addAction(label)
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.triggered.connect(partial(_call, do, value))
            group.addAction(action)


def _call(do: Callable[[str], None], value: str, _checked: bool = False) -> None:
    do(value)
