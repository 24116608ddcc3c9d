"""Diagrams: the fences `diagram KIND` (what they hold stands in `live.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from facilitator.deck.live import (
    DIAGRAM_OPTIONS,
    DIAGRAMS,
    ITEM,
    OPTION,
    Fence,
    cells_of,
    content,
    option_key,
    unknown_option,
)
from facilitator.deck.model import Diagram, Part
from facilitator.deck.problems import Finding
from facilitator.deck.values import nearest

_ENDS = re.compile(r"\s*(?:<->|<-->|↔)\s*")


def diagram(fence: Fence, inline: Callable[[str], str], report: list[Finding]) -> Diagram | None:
    """Read a diagram; None (and a problem) when its kind is unknown, so that it is shown as code.

    ``inline`` turns a piece of Markdown into plain text.
    """
    kind = fence.argument.split(maxsplit=1)[0].lower() if fence.argument.strip() else ""
    if kind not in DIAGRAMS:
        close = nearest(kind, DIAGRAMS)
        said = f"There is no diagram called “{kind}”." if kind else "This diagram does not say its kind."
        hint = f"Did you mean “{close}”? " if close else ""
        report.append(
            Finding(
                "unknown-kind", fence.line, fence.column, said, f"{hint}The kinds are: {', '.join(DIAGRAMS)}."
            )
        )
        return None
    known = DIAGRAM_OPTIONS[kind]
    title = ""
    parts: list[Part] = []
    sides: list[Part] = []
    options: list[tuple[str, str]] = []
    group = ""
    for line in content(fence):
        item = ITEM.match(line.text)
        if item:
            label, details = cells_of(inline(item[2]))
            side = group
            if kind == "comparison":
                side = "+" if item[1] == "+" else "-"
            elif kind == "balance":
                side = f"{group or 'left'}{'+' if item[1] == '+' else '-'}"
            if kind == "tiles":
                icons = [d for d in details if d.startswith("icon=")]
                options += [(f"icon:{label}", icon[5:].strip()) for icon in icons]
                details = tuple(d for d in details if d not in icons)
            parts.append(Part(label, details, side, line.number))
            continue
        option = OPTION.match(line.text)
        key = option_key(option[1]) if option else ""
        if option and (key in known or title or parts):
            value = inline(option[2] or "").strip()
            if key not in known:
                unknown_option(report, line, option[1], known, f"A {kind} diagram")
                options.append((key, value))
            elif key == "title":
                title = value
            elif key == "side":
                node, _, targets = value.partition("->") if "->" in value else (value, "", "")
                name, glosses = cells_of(node.strip())
                aims = tuple(t.strip() for t in targets.split(",") if t.strip())
                sides.append(Part(name, aims, "side", line.number))
                options += [("side-detail", gloss) for gloss in glosses[:1]]
            elif key == "ends":
                left, right = ([*_ENDS.split(value, maxsplit=1), ""])[:2]
                options += [("left", left), ("right", right)]
            elif key == "group":
                group = value
            elif key == "ask":
                parts.append(Part(value, (), "", line.number))
            elif key == "anchor":
                name, glosses = cells_of(value)
                options += [("anchor", name), *(("anchor-detail", g) for g in glosses[:1])]
            else:
                if kind == "balance" and key in ("left", "right"):
                    group = key
                options.append((key, value))
            continue
        text = inline(line.text)
        if not title and not parts:
            title = text
        elif parts:
            last = parts[-1]
            parts[-1] = Part(
                f"{last.label} {text}" if not last.details else last.label,
                (*last.details[:-1], f"{last.details[-1]} {text}") if last.details else (),
                last.side,
                last.line,
            )
        else:
            title = f"{title} {text}"
    given = dict(options)
    if kind in ("continuum", "ruler") and _ENDS.search(title) and "left" not in given:
        left, right = _ENDS.split(title, maxsplit=1)
        options += [("left", left), ("right", right)]
        title = ""
    if kind == "comparison" and "left" not in given and "right" not in given and "|" in title:
        left, rest = cells_of(title)
        options += [("left", left), ("right", rest[0] if rest else "")]
        title = " | ".join(rest[1:])
    defaults = {
        "ruler": (("min", "0"), ("max", "10")),
        "balance": (("good", "Good things"), ("less-good", "Less good things")),
    }.get(kind, ())
    options += [(k, v) for k, v in defaults if k not in given]
    everything = (*parts, *sides)
    if not everything and kind not in ("ruler",):
        report.append(
            Finding(
                "live-empty",
                fence.line,
                fence.column,
                f"This {kind} diagram has no parts.",
                "Write one line for each part: “- label | detail”.",
            )
        )
    _check_targets(report, parts, sides, fence)
    alt = next((v for k, v in options if k == "alt" and v), "") or _alt(
        kind, title, everything, tuple(options)
    )
    return Diagram(kind, title, everything, tuple(options), alt, fence.line)


def _check_targets(report: list[Finding], parts: list[Part], sides: list[Part], fence: Fence) -> None:
    labels = tuple(p.label for p in parts)
    for side in sides:
        for aim in side.details:
            if aim not in labels:
                close = nearest(aim, labels)
                report.append(
                    Finding(
                        "unknown-part",
                        side.line,
                        1,
                        f"“{side.label}” points to “{aim}”, which is no part of this diagram.",
                        f"Did you mean “{close}”?" if close else f"Its parts are: {', '.join(labels)}.",
                    )
                )


def _alt(kind: str, title: str, parts: tuple[Part, ...], options: tuple[tuple[str, str], ...]) -> str:
    """A description made from the diagram's own lines, in the deck's own language."""
    given = dict(options)

    def told(chosen: Iterable[Part]) -> str:
        return "; ".join(p.label if not p.details else f"{p.label} ({', '.join(p.details)})" for p in chosen)

    ends = " – ".join(given[k] for k in ("left", "right") if given.get(k))
    pieces: list[str] = []
    if kind == "comparison":
        for side, key in (("+", "left"), ("-", "right")):
            pieces.append(f"{given.get(key) or side}: {told(p for p in parts if p.side == side)}")
    elif kind == "balance":
        for key in ("left", "right"):
            mine = [p for p in parts if p.side[:-1] == key]
            signed = [f"{'+' if p.side.endswith('+') else '–'} {told([p])}" for p in mine]
            pieces.append(f"{given.get(key) or key}: {'; '.join(signed)}")
    elif kind == "tiles":
        for group in dict.fromkeys(p.side for p in parts):
            listed = told(p for p in parts if p.side == group)
            pieces.append(f"{group}: {listed}" if group else listed)
    else:
        if ends:
            low, high = given.get("min"), given.get("max")
            pieces.append(f"{low}–{high}, {ends}" if low is not None else ends)
        pieces.append(
            "; ".join(f"{p.label} → {', '.join(p.details)}" if p.side == "side" else told([p]) for p in parts)
        )
    pieces += [given[k] for k in ("under", "anchor") if given.get(k)]
    body = ". ".join(piece for piece in pieces if piece)
    if not title:
        return body or kind
    return f"{title}{' ' if title[-1] in '.?!:' else ': '}{body}".rstrip(": ") if body else title
