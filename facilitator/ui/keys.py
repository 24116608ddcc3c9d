"""The one table of commands: both windows, menus, tooltips, buttons and the cheat-sheet are made from it.

Each row is data. Which keys mean what follows the union of the usual programs (PowerPoint, Keynote, Google
Slides, reveal.js, pympress, pdfpc, Impress); where two disagree, the harmless meaning wins. Not bound on
purpose: Tab (focus), S for swap, R for reset, Q for quit, minus for end.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum

from facilitator.show.commands import Command as ShowCommand


class Group(StrEnum):
    """Headings of the cheat-sheet, in its order."""

    MOVE = "Moving"
    STAGE = "What the room sees"
    CARDS = "Cards"
    TIME = "Time"
    ROOM = "The room"
    ENTRY = "An entry in the list"
    CONSOLE = "This console"
    PROGRAM = "Program"


class Context(StrEnum):
    """Where a key counts."""

    EVERYWHERE = "everywhere"
    """Console and stage window."""
    ALWAYS = "always"
    """Clicker keys: they reach the show even from a text field."""
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Row:
    """One command. ``keys`` are Qt's portable key names; the first is the one shown on buttons.

    ``always``: keys among ``keys`` that a clicker sends, so they reach the show from everywhere, even from
    a text field. ``stage``: it can change what the room sees. ``repeat``: holding the key repeats it.
    """

    id: str
    label: str
    group: Group
    keys: tuple[str, ...] = ()
    context: Context = Context.EVERYWHERE
    help: str = ""
    stage: bool = False
    always: tuple[str, ...] = ()
    in_list: tuple[str, ...] = ()
    """Keys that count only while the list of entries has the focus: plain letters, for whoever is in it."""
    repeat: bool = False
    word: str = ""
    """Short word for a button; empty: the label."""
    icon: str = ""
    checkable: bool = False

    @property
    def of_show(self) -> bool:
        """True when `Show.do` takes it by this id without arguments."""
        return self.id in ShowCommand._value2member_map_

    @property
    def short(self) -> str:
        return self.word or self.label

    @property
    def key(self) -> str:
        """The first key as shown on this system; empty when it has none."""
        return shown(self.all_keys[0]) if self.all_keys else ""

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Those that count everywhere, then those of the list."""
        return (*self.keys, *self.in_list)

    @property
    def tip(self) -> str:
        """For tooltips: what it does, and its keys."""
        keys = ", ".join(shown(k) for k in self.all_keys[:3])
        return f"{self.help or self.label} ({keys})" if keys else (self.help or self.label)


_MOVE, _STAGE, _CARDS, _TIME = Group.MOVE, Group.STAGE, Group.CARDS, Group.TIME
_ROOM, _ENTRY, _CONSOLE, _PROGRAM = Group.ROOM, Group.ENTRY, Group.CONSOLE, Group.PROGRAM

TABLE: tuple[Row, ...] = (
    Row("next", "Next", _MOVE, ("Right", "Down", "PgDown", "Space", "Return", "N", "Media Next"),
        help="Next build or slide. After black, white or a card: back to the slide, without moving on",
        stage=True, always=("PgDown", "Media Next"), repeat=True, word="next", icon="arrow-right"),
    Row("previous", "Previous", _MOVE,
        ("Left", "Up", "PgUp", "Backspace", "P", "Shift+Space", "Media Previous"),
        help="One build or slide back", stage=True, always=("PgUp", "Media Previous"), repeat=True,
        word="previous", icon="arrow-left"),
    Row("next_slide", "Next slide, skipping builds", _MOVE, ("Shift+Right", "Shift+PgDown", "Alt+PgDown"),
        stage=True, always=("Shift+PgDown", "Alt+PgDown"), repeat=True),
    Row("previous_slide", "Previous slide, skipping builds", _MOVE,
        ("Shift+Left", "Shift+PgUp", "Alt+PgUp"), stage=True, always=("Shift+PgUp", "Alt+PgUp"),
        repeat=True),
    Row("first", "First slide", _MOVE, ("Home",), stage=True,
        help="First slide; the clock is not touched"),
    Row("last", "Last slide", _MOVE, ("End",), stage=True, help="Last slide; the clock is not touched"),
    Row("find", "Go to …", _MOVE, ("G",),
        help="Go to a slide by number, title or part. Or type its number and press Enter", word="go to",
        icon="list-ordered"),
    Row("search", "Search slides and notes", _MOVE, ("/", "Ctrl+F"), word="search", icon="search"),
    Row("overview", "Overview", _MOVE, ("O",), help="All slides with titles and planned times",
        word="overview", icon="layout-grid", checkable=True),
    Row("back", "Back to where I was", _MOVE, ("Alt+Left",), stage=True,
        help="Back in the history of jumps"),
    Row("forward", "Forward again", _MOVE, ("Alt+Right",), stage=True,
        help="Forward in the history of jumps"),
    Row("black", "Black", _STAGE, ("B", "."),
        help="Black stage; the same key or Next brings the slide back", stage=True, word="black",
        icon="square", checkable=True),
    Row("white", "White", _STAGE, ("W", ","),
        help="White stage; the same key or Next brings the slide back", stage=True, word="white",
        icon="sun", checkable=True),
    Row("freeze", "Freeze", _STAGE, ("F",),
        help="The room keeps what it sees while you look around; again: the room catches up", stage=True,
        word="freeze", icon="snowflake", checkable=True),
    Row("laser", "Pointer", _STAGE, ("L", "Ctrl+L"), help="A red dot that the room sees too", stage=True,
        word="pointer", icon="pointer", checkable=True),
    Row("spotlight", "Spotlight", _STAGE, ("S",), help="Everything dark but one place", stage=True,
        word="spotlight", icon="flashlight", checkable=True),
    Row("zoom", "Zoom", _STAGE, ("Z",), help="Enlarge a part of the slide; + and - change how much",
        stage=True, word="zoom", icon="zoom-in", checkable=True),
    Row("tool_larger", "Larger spot, stronger zoom", _STAGE, ("+", "="), repeat=True, stage=True),
    Row("tool_smaller", "Smaller spot, weaker zoom", _STAGE, ("-",), repeat=True, stage=True),
    Row("undo", "Undo", _STAGE, ("Ctrl+Z",), help="Take back the last thing that changed the stage",
        stage=True, word="undo", icon="undo-2"),
    Row("redo", "Redo", _STAGE, ("Ctrl+Y", "Ctrl+Shift+Z"), stage=True),
    Row("escape", "Leave", _STAGE, ("Esc",), stage=True, always=("Esc",),
        help="Closes what is open, puts the tool away, ends black, freeze or a card; twice within two "
            "seconds: ends the session"),
    Row("swap_screens", "Swap screens", _STAGE, ("Ctrl+Shift+X",), help="Stage and console change places",
        stage=True, word="swap", icon="arrow-left-right"),
    Row("stage_window", "Stage in a window", _STAGE, ("Ctrl+Shift+W",),
        help="Show the stage in a window that can be moved and shared in a call; again: full screen",
        stage=True, icon="panels-top-left", checkable=True),
    Row("fullscreen", "Full screen", _STAGE, ("F11",), help="This window fills its screen, or no longer",
        icon="monitor"),
    Row("break_card", "Break", _CARDS, ("Ctrl+Shift+B",),
        help="Break with a countdown, when to be back, and what comes next", stage=True, word="break",
        icon="coffee", checkable=True),
    Row("exercise_card", "Exercise", _CARDS, ("Ctrl+Shift+E",), help="The task with a countdown",
        stage=True, word="exercise", icon="hourglass", checkable=True),
    Row("join_card", "How to join", _CARDS, ("Q",), help="QR code and address of the room", stage=True,
        word="join", icon="qr-code", checkable=True),
    Row("resources_card", "Where help is", _CARDS, ("A",),
        help="The deck's lines of help (the key beside Q)", stage=True, word="resources", icon="life-buoy",
        checkable=True),
    Row("round_card", "Round", _CARDS, ("Ctrl+Shift+R",),
        help="Rounds: opens one, with its card and a countdown; brings the card back; closes the round",
        stage=True, word="round", icon="messages-square", checkable=True),
    Row("leave_card", "Leave the card", _CARDS, (), help="Back to the slide", stage=True, icon="x"),
    Row("plus_minute", "One minute more", _CARDS, ("Ctrl+Shift+Up",),
        help="One minute more on the countdown", stage=True, repeat=True, word="+1 min", icon="plus"),
    Row("minus_minute", "One minute less", _CARDS, ("Ctrl+Shift+Down",),
        help="One minute less on the countdown", stage=True, repeat=True, word="-1 min", icon="minus"),
    Row("start", "Start", _TIME, ("F5",), stage=True, always=("F5",),
        help="Start from the first slide, with the clock. While the session runs: nothing", word="start",
        icon="play"),
    Row("start_here", "Start from here", _TIME, ("Shift+F5", "Ctrl+F5"), always=("Shift+F5", "Ctrl+F5"),
        help="Start the clock on this slide"),
    Row("toggle_timer", "Clock: run or pause", _TIME, ("T", "Pause"), help="Start, pause, go on",
        word="clock", icon="timer"),
    Row("reset_timer", "Clock back to zero", _TIME, ("Ctrl+T",),
        help="Ctrl+Z within ten seconds undoes it", icon="rotate-ccw"),
    Row("inbox", "Inbox", _ROOM, ("I",), help="To the entries from the room", word="inbox",
        icon="inbox"),
    Row("show_entry", "Show it on the stage", _ENTRY, ("Ctrl+Shift+Return",), Context.CONSOLE,
        help="The selected entry as a card", stage=True, in_list=("Return",), icon="monitor-up"),
    Row("entry_next", "Up next", _ENTRY, (), Context.CONSOLE, in_list=("U",),
        help="Queue the selected entry; again: not next", icon="list-ordered"),
    Row("entry_publish", "Publish on the page", _ENTRY, (), Context.CONSOLE, in_list=("V",),
        help="Everybody sees the selected entry on their phone (V for visible); again: nobody does",
        icon="send"),
    Row("entry_reply", "Reply in writing …", _ENTRY, (), Context.CONSOLE, in_list=("R",),
        help="Its author sees the reply, and everybody once the entry is published", icon="messages-square"),
    Row("answered", "Answered", _ENTRY, ("Ctrl+Return",), Context.CONSOLE, in_list=("E",),
        help="Mark the selected entry, or the one on the stage, as answered", icon="circle-check"),
    Row("entry_park", "Park it for later", _ENTRY, (), Context.CONSOLE, in_list=("K",),
        help="Into the parking lot; again: back", icon="circle-parking"),
    Row("entry_star", "Star", _ENTRY, (), Context.CONSOLE, in_list=("*",),
        help="A mark for yourself; again: none", icon="star"),
    Row("entry_dismiss", "Dismiss", _ENTRY, (), Context.CONSOLE, in_list=("D", "Delete"),
        help="Put it aside; again: bring it back", icon="x"),
    Row("entry_search", "Search the entries", _ENTRY, (), Context.CONSOLE, in_list=("/", "Ctrl+F"),
        help="Looks through the words of every entry", icon="search"),
    Row("network", "Network and join address …", _ROOM, ("Ctrl+Shift+J",), Context.CONSOLE,
        help="Which address the QR code shows, the Wi-Fi's QR code, and help when no phone gets in",
        word="network"),
    Row("help_everywhere", "Where help is, on every phone", _ROOM, ("Shift+A",), Context.CONSOLE,
        help="Every open page points to its lines of help; the wall stays as it is (A shows it there too)",
        icon="life-buoy", checkable=True),
    Row("room_rules", "How entries come out …", _ROOM, (), Context.CONSOLE,
        help="Mixed, in rounds or at once; and whether you read them first"),
    Row("pause_room", "Take no new entries", _ROOM, (), Context.CONSOLE,
        help="What people write meanwhile waits on their phones", checkable=True),
    Row("park", "Park a line of your own", _ROOM, ("Ctrl+K",), Context.CONSOLE,
        help="A line for the parking lot", word="park", icon="circle-parking"),
    Row("question_cards", "Question cards to print …", _ROOM, (), Context.CONSOLE,
        help="For rooms without a network: a PDF with four paper cards a page, to be mixed and read"),
    Row("type_in_card", "Type in a card …", _ROOM, (), Context.CONSOLE,
        help="What somebody wrote on paper joins the next batch of entries"),
    Row("notes_larger", "Larger notes", _CONSOLE, ("Ctrl+=", "Ctrl++"), Context.CONSOLE, repeat=True),
    Row("notes_smaller", "Smaller notes", _CONSOLE, ("Ctrl+-",), Context.CONSOLE, repeat=True),
    Row("notes_reset", "Notes in their usual size", _CONSOLE, ("Ctrl+0",), Context.CONSOLE),
    Row("notes_down", "Notes: scroll down", _CONSOLE, ("Ctrl+Down",), repeat=True),
    Row("notes_up", "Notes: scroll up", _CONSOLE, ("Ctrl+Up",), repeat=True),
    Row("layout_talk", "Layout: talk", _CONSOLE, ("Ctrl+1",), Context.CONSOLE),
    Row("layout_notes", "Layout: notes", _CONSOLE, ("Ctrl+2",), Context.CONSOLE),
    Row("layout_wide", "Layout: inbox", _CONSOLE, ("Ctrl+3",), Context.CONSOLE),
    Row("cover", "Cover notes and inbox", _CONSOLE, ("Ctrl+Shift+N",), Context.CONSOLE,
        help="When the room can see this screen", icon="eye-off", checkable=True),
    Row("dark", "Dark or light", _CONSOLE, ("Ctrl+Shift+L",), Context.CONSOLE, icon="moon"),
    Row("help", "Keys", _CONSOLE, ("?", "F1"), help="All keys on one page", word="keys", icon="keyboard"),
    Row("open", "Open a deck …", _PROGRAM, ("Ctrl+O",), Context.CONSOLE, icon="file-up"),
    Row("edit", "Edit the deck", _PROGRAM, ("Ctrl+Shift+O",), Context.CONSOLE,
        help="Open the deck in your editor; what you save is shown at once"),
    Row("preflight", "Check before the start …", _PROGRAM, ("Ctrl+Shift+P",), Context.CONSOLE,
        help="Screens, clicker, address, resources, battery", word="check", icon="circle-check"),
    Row("export", "Export …", _PROGRAM, ("Ctrl+E",), Context.CONSOLE, help="PowerPoint, PDF or pictures",
        icon="file-up"),
    Row("own_copy", "Make my own copy …", _PROGRAM, (), Context.CONSOLE),
    Row("end", "End the session …", _PROGRAM, (), Context.CONSOLE, stage=True),
    Row("quit", "Quit", _PROGRAM, ("Ctrl+Q",), Context.CONSOLE, help="Asks first while the session runs"),
)  # fmt: skip

BY_ID: dict[str, Row] = {row.id: row for row in TABLE}

_NAMES = {
    "PgDown": "PgDn",
    "Return": "Enter",
    "Media Next": "media next",
    "Media Previous": "media previous",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Backspace": "Backspace",
}
_MAC = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧"}


def row(command: str) -> Row:
    """The row of a command id. KeyError when there is none."""
    return BY_ID[command]


def shown(key: str, mac: bool | None = None) -> str:
    """A key as people read it: ``Ctrl+Shift+B``, ``→``, ``⌘E``."""
    mac = sys.platform == "darwin" if mac is None else mac
    if key == "+":
        return key
    parts = [*key[:-1].rstrip("+").split("+"), "+"] if key.endswith("+") else key.split("+")
    parts = [part for part in parts if part]
    last = _NAMES.get(parts[-1], parts[-1])
    held = parts[:-1]
    if mac:
        return "".join(_MAC.get(p, p) for p in held) + last
    return "+".join([*held, last])


def groups() -> list[tuple[Group, list[Row]]]:
    """The table by headings, for menus and the cheat-sheet."""
    return [(group, [r for r in TABLE if r.group is group]) for group in Group]
