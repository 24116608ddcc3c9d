"""The parts of docs/deck-format.md that come from the tables: ``python -m facilitator.deck.reference PAGE``.

In the page, each stands between ``<!-- from the table: NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from facilitator.deck import live
from facilitator.deck.directives import TABLE, Directive, Reach
from facilitator.deck.problems import CODES
from facilitator.deck.wording import BETTER

_PART = re.compile(r"(<!-- from the table: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row(directive: Directive) -> str:
    kind = ", ".join(f"`{c}`" for c in directive.choices) if directive.choices else directive.type.value
    example = directive.example or (directive.choices[0] if directive.choices else directive.default)
    shown = f"`{directive.name}: {example}`" if example else f"`{directive.name}: …`"
    default = f" Otherwise {directive.default}." if directive.default else ""
    return f"| `{directive.name}` | {_cell(kind)} | {_cell(directive.help)}{default} | {_cell(shown)} |"


def _table(*reaches: Reach) -> str:
    rows = [_row(d) for d in TABLE if d.reach in reaches]
    return "\n".join(["| setting | value | what it does | example |", "|---|---|---|---|", *rows])


def _ignored() -> str:
    return "\n".join(f"- `{d.name}`: {d.help}" for d in TABLE if d.reach is Reach.IGNORED)


def _comments() -> str:
    names = [f"`{d.name}`" for d in TABLE if d.reach is Reach.DECK and d.comment]
    return "These may also stand in a comment, as in Marp: " + ", ".join(names) + "."


def _problems() -> str:
    rows = [f"| `{code}` | {severity.value} | {meaning} |" for code, (severity, meaning) in CODES.items()]
    return "\n".join(["| code | how bad | what it means |", "|---|---|---|", *rows])


def _diagrams() -> str:
    rows = [
        f"| `{kind}` | {', '.join(f'`{o}`' for o in dict.fromkeys(options) if o != 'title')} |"
        for kind, options in live.DIAGRAM_OPTIONS.items()
    ]
    return "\n".join(["| kind | options |", "|---|---|", *rows])


def _charts() -> str:
    kinds = ", ".join(f"`{kind}`" for kind in live.CHARTS)
    options = ", ".join(f"`{option}`" for option in live.CHART_OPTIONS if option != "title")
    return f"Kinds: {kinds}. Options: {options}."


def _words() -> str:
    return "\n".join(f"- {word}: {better}" for word, _, better in BETTER)


PARTS = {
    "deck-settings": lambda: _table(Reach.DECK),
    "deck-settings-in-comments": _comments,
    "onward-settings": lambda: _table(Reach.ONWARD),
    "slide-settings": lambda: _table(Reach.SLIDE),
    "part-settings": lambda: _table(Reach.PART),
    "ignored-settings": _ignored,
    "diagram-options": _diagrams,
    "chart-options": _charts,
    "problems": _problems,
    "words": _words,
}


def update(page: str) -> str:
    """The page with its parts from the tables made anew. Raises KeyError for a part that does not exist."""
    return _PART.sub(lambda m: f"{m[1]}\n{PARTS[m[2]]()}\n\n{m[3]}", page)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(update(target.read_text(encoding="utf-8")), encoding="utf-8")
