"""Directives as data: every setting's name, type, default, place, reach and one line of help.

Reading, checking, "did you mean" and the reference page docs/deck-format.md all come from this table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from facilitator.deck import values


class Type(StrEnum):
    """What a value may be."""

    TEXT = "text"
    NAME = "name"
    WORDS = "words"
    LIST = "list"
    FIELDS = "names and values"
    YES_NO = "yes or no"
    CHOICE = "choice"
    DURATION = "duration"
    MINUTES = "minutes"
    CLOCK = "clock time"
    COLOR = "colour"
    PICTURE = "picture"
    LEVELS = "heading levels"
    PATH = "file"


class Reach(StrEnum):
    """How far a value holds."""

    DECK = "the whole deck"
    ONWARD = "from here on; with _ in front: this slide only"
    SLIDE = "this slide only"
    PART = "this part"
    IGNORED = "nothing (another program's)"


@dataclass(frozen=True, slots=True)
class Directive:
    """One setting."""

    name: str
    type: Type
    reach: Reach
    help: str
    default: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""
    front: bool = True
    """May stand in the front matter."""
    comment: bool = True
    """May stand in a comment."""


def _deck(
    name: str,
    type_: Type,
    help_: str,
    default: str = "",
    choices: tuple[str, ...] = (),
    example: str = "",
    comment: bool = False,
) -> Directive:
    return Directive(name, type_, Reach.DECK, help_, default, choices, example, True, comment)


def _slide(
    name: str,
    type_: Type,
    help_: str,
    default: str = "",
    choices: tuple[str, ...] = (),
    example: str = "",
    reach: Reach = Reach.SLIDE,
    front: bool = False,
) -> Directive:
    return Directive(name, type_, reach, help_, default, choices, example, front, True)


_ON = Reach.ONWARD
LAYOUTS = (
    "Title Slide",
    "Title and Content",
    "Section Header",
    "Two Content",
    "Comparison",
    "Title Only",
    "Blank",
    "Content with Caption",
    "Picture with Caption",
)
KINDS = ("talk", "exercise", "discussion", "break", "buffer")
SIZES = ("16:9", "4:3")

TABLE: tuple[Directive, ...] = (
    _deck(
        "title",
        Type.TEXT,
        "The deck's name, for the window, the file and the start screen.",
        example="Harm reduction",
        comment=True,
    ),
    _deck("subtitle", Type.TEXT, "A second line for the title."),
    _deck("author", Type.TEXT, "Who made it."),
    _deck("date", Type.TEXT, "Any text; it is not changed.", example="November 2026"),
    _deck(
        "lang",
        Type.NAME,
        "The language (a BCP 47 tag): hyphenation, quotes, screen readers.",
        example="de",
        comment=True,
    ),
    _deck(
        "dir",
        Type.CHOICE,
        "Writing direction; `lang` sets it for Arabic, Persian, Hebrew, Urdu and others.",
        choices=("ltr", "rtl", "auto"),
    ),
    _deck("theme", Type.TEXT, "The look: a theme's name, or a TOML file beside the deck.", comment=True),
    _deck("size", Type.CHOICE, "The page.", "16:9", SIZES, comment=True),
    _deck("minutes", Type.MINUTES, "How long the session is; `check` adds the parts up.", example="50"),
    _deck("ends", Type.CLOCK, "When the session must be over.", example="16:30"),
    _deck(
        "categories",
        Type.LIST,
        "The room's doors, instead of Comment, Question, Concern, Complaint.",
        example="[Question, Idea]",
    ),
    _deck(
        "builds",
        Type.CHOICE,
        "`star`: list items with `*` or `1)` appear one by one (Marp's rule). `none`: nothing is built.",
        choices=("star", "none"),
    ),
    _deck(
        "template",
        Type.PATH,
        "A PowerPoint template for the export, relative to the deck.",
        example="house-style.pptx",
    ),
    _deck(
        "fields",
        Type.FIELDS,
        "Values that change from place to place, used as `{{name}}`; "
        "empty ones are asked for before the show.",
        example='{crisis_line: "", clinic: "Room 4"}',
    ),
    _deck(
        "marp",
        Type.YES_NO,
        "The deck was written for Marp: `---` under text is a heading, a line's end breaks the line, "
        "`*` and `1)` lists are built, no page numbers unless asked for.",
        "no",
    ),
    _deck(
        "headingDivider",
        Type.LEVELS,
        "Headings that start a slide: `2` means levels 1 and 2; `[2]` means level 2 only.",
        example="2",
        comment=True,
    ),
    _slide(
        "class",
        Type.WORDS,
        "Style classes of the theme, such as `lead` or `invert`.",
        reach=_ON,
        front=True,
        example="lead",
    ),
    _slide("color", Type.COLOR, "Colour of the text.", reach=_ON, front=True, example="#204040"),
    _slide("backgroundColor", Type.COLOR, "Colour of the page.", reach=_ON, front=True, example="beige"),
    _slide(
        "backgroundImage",
        Type.PICTURE,
        "A picture behind the slide; a file's name or `url(…)`.",
        reach=_ON,
        front=True,
        example="url(paper.jpg)",
    ),
    _slide(
        "backgroundSize",
        Type.TEXT,
        "How that picture fills the page.",
        "cover",
        reach=_ON,
        front=True,
        example="contain",
    ),
    _slide(
        "paginate",
        Type.CHOICE,
        "Show the slide's number.",
        "yes",
        ("true", "false", "hold", "skip"),
        reach=_ON,
        front=True,
    ),
    _slide("header", Type.TEXT, "A line at the top of the slide.", reach=_ON, front=True),
    _slide("footer", Type.TEXT, "A line at the foot of the slide.", reach=_ON, front=True),
    _slide(
        "layout",
        Type.TEXT,
        "The slide's layout, by its name in the theme or template.",
        example="Section Header",
    ),
    _slide("time", Type.DURATION, "Time planned for this slide: `90s`, `3m`, `1h10m`, `2:30`.", example="3m"),
    _slide("hidden", Type.YES_NO, "Not shown; in the overview, and in PowerPoint as a hidden slide.", "no"),
    _slide("cut-first", Type.YES_NO, "The first to go when time runs short.", "no"),
    _slide("backup", Type.YES_NO, "Kept for questions: after the end, reached by its number.", "no"),
    _slide(
        "covers", Type.WORDS, "Points of a source that this slide says; never shown.", example="S03-1 S03-2"
    ),
    _slide(
        "reveal",
        Type.CHOICE,
        "What appears step by step: a table's rows, a list's items, a diagram's parts.",
        choices=("rows", "items", "parts", "all", "none"),
        example="rows",
    ),
    _slide(
        "include",
        Type.PATH,
        "Puts the slides of another file here, relative to this one.",
        example="chapter2.md",
    ),
    _slide(
        "section",
        Type.TEXT,
        "Starts a part of the session; it lasts until the next.",
        reach=Reach.PART,
        example="What it is",
    ),
    _slide(
        "section-time", Type.DURATION, "Time planned for the whole part.", reach=Reach.PART, example="15m"
    ),
    _slide("kind", Type.CHOICE, "What happens in the part.", "talk", KINDS, reach=Reach.PART),
    _slide(
        "starts",
        Type.CLOCK,
        "A fixed clock time at which the part starts.",
        reach=Reach.PART,
        example="10:45",
    ),
    *(
        Directive(name, Type.TEXT, Reach.IGNORED, help_)
        for name, help_ in (
            ("style", "Marp: CSS. Use a theme instead."),
            ("math", "Marp: formulas. They are shown as written."),
            ("description", "Marp: for web pages."),
            ("keywords", "Marp: for web pages."),
            ("url", "Marp: for web pages."),
            ("image", "Marp: for web pages."),
            ("transition", "Marp: transitions in a browser."),
            ("backgroundPosition", "Marp: CSS position."),
            ("backgroundRepeat", "Marp: CSS repeat."),
        )
    ),
)


def canonical(key: str) -> str:
    """The form under which a key is looked up: case, ``-`` and ``_`` make no difference."""
    return re.sub(r"[-_ ]", "", key.lower())


_BY_KEY = {canonical(d.name): d for d in TABLE}


def find(key: str) -> Directive | None:
    """The directive of this key, whichever way it is spelled; without a leading ``_``."""
    return _BY_KEY.get(canonical(key))


def names(front: bool | None = None) -> tuple[str, ...]:
    """All names; only those of the front matter, or of comments, when asked."""
    return tuple(
        d.name
        for d in TABLE
        if d.reach is not Reach.IGNORED and (front is None or (d.front if front else d.comment))
    )


def words(text: str) -> tuple[str, ...]:
    """Words separated by spaces or commas, brackets and quotes taken off."""
    return tuple(w for piece in re.split(r"[\s,]+", text.strip().strip("[]")) if (w := piece.strip("\"'")))


def listed(text: str) -> tuple[str, ...]:
    """Items separated by commas, brackets and quotes taken off."""
    return tuple(w for item in text.strip().strip("[]").split(",") if (w := item.strip().strip("\"'")))


def levels(text: str) -> frozenset[int] | None:
    """Heading levels that start slides: ``2`` is {1, 2}, ``[2, 3]`` is {2, 3}; None when it is neither."""
    cleaned = text.strip()
    if cleaned.isascii() and cleaned.isdigit() and 0 <= int(cleaned) <= 6:
        return frozenset(range(1, int(cleaned) + 1))
    if cleaned.lower() in ("false", "no", ""):
        return frozenset()
    items = listed(cleaned)
    if cleaned.startswith("[") and all(i.isascii() and i.isdigit() and 1 <= int(i) <= 6 for i in items):
        return frozenset(int(i) for i in items)
    return None


def minutes(text: str) -> int | None:
    """Whole minutes of ``50``, ``50m`` or ``1h30``."""
    cleaned = text.strip()
    match = re.fullmatch(r"(\d{1,2})\s*h\s*(\d{1,2})?", cleaned)
    if match:
        return int(match[1]) * 60 + int(match[2] or 0)
    seconds = values.duration(cleaned)
    return None if seconds is None or seconds <= 0 else max(1, round(seconds / 60))


def complaint(directive: Directive, text: str) -> str:
    """Why this value cannot be, as the end of a sentence with what to write instead; ``""`` when it can."""
    value = text.strip()
    match directive.type:
        case Type.DURATION if values.duration(value) is None:
            return "Write a time such as 90s, 3m, 1h10m or 2:30."
        case Type.MINUTES if minutes(value) is None:
            return "Write whole minutes, such as 50."
        case Type.CLOCK if values.clock(value) is None:
            return "Write a clock time such as 16:30."
        case Type.YES_NO if values.boolean(value) is None:
            return "Write yes or no."
        case Type.COLOR if value and values.color(value) is None:
            return "Write a colour such as #204040 or beige."
        case Type.LEVELS if levels(value) is None:
            return "Write a level from 1 to 6, or a list such as [2, 3]."
        case Type.CHOICE if value:
            if directive.name == "paginate" and values.boolean(value) is not None:
                return ""
            if value.lower() not in directive.choices:
                close = values.nearest(value, directive.choices)
                hint = f"Did you mean “{close}”? " if close else ""
                return f"{hint}It can be {', '.join(directive.choices[:-1])} or {directive.choices[-1]}."
    return ""
