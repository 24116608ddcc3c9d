"""Fields that nobody has filled in stay out of PowerPoint: blanks on the wall, in a file only noise.

In a table the cell stays, empty, to be typed into. In running text the sentence that needs the value goes,
and a paragraph or list item of which nothing is left goes with it.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from facilitator.deck.model import (
    BLANK,
    Definition,
    Heading,
    ListItem,
    Paragraph,
    Slide,
    Span,
    Spans,
    TableRow,
)

_SENTENCE_ENDS = re.compile(r"(?<=[.!?…。！？])\s+|\n")


def without_blanks(slide: Slide) -> Slide:
    """The slide without its empty fields; the same slide when it has none."""
    if not _has_blank(slide):
        return slide
    made = _without(slide)
    assert isinstance(made, Slide)
    return made


def _is_blank(span: Span) -> bool:
    return span.field is not None and span.text == BLANK


def _has_blank(value: Any) -> bool:
    if isinstance(value, Span):
        return _is_blank(value)
    if isinstance(value, tuple):
        return any(map(_has_blank, value))
    if dataclasses.is_dataclass(value):
        return any(_has_blank(getattr(value, f.name)) for f in dataclasses.fields(value))
    return False


def _without(value: Any) -> Any:
    if isinstance(value, tuple):
        if value and all(isinstance(v, Span) for v in value):
            return sentences_without(value)
        return tuple(v for v in map(_without, value) if v is not None)
    if not dataclasses.is_dataclass(value) or not _has_blank(value):
        return value
    if isinstance(value, TableRow):
        return dataclasses.replace(value, cells=tuple(map(_emptied, value.cells)))
    if isinstance(value, Heading):
        return dataclasses.replace(value, spans=_emptied(value.spans))
    if isinstance(value, Slide):
        title = _emptied(value.title)
        return dataclasses.replace(value, title=title, **_fields(value, leave_out="title"))
    made = dataclasses.replace(value, **_fields(value))  # type: ignore[type-var]  # an instance, not a class
    gone = (isinstance(made, Paragraph) and not made.spans) or (
        isinstance(made, ListItem | Definition) and not made.blocks
    )
    return None if gone else made


def _fields(value: Any, leave_out: str = "") -> dict[str, Any]:
    """The fields that hold something frozen, each without its blanks."""
    made = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        if field.name != leave_out and _has_blank(old):
            made[field.name] = _without(old)
    return made


def _emptied(spans: Spans) -> Spans:
    return tuple(span for span in spans if not _is_blank(span))


def sentences_without(spans: Spans) -> Spans:
    """The spans without the sentences that hold an empty field."""
    whole = "".join(span.text for span in spans)
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(whole)]
    edges = list(zip([0, *ends], [*ends, len(whole)], strict=True))
    at, blanks = 0, []
    for span in spans:
        if _is_blank(span):
            blanks.append(at)
        at += len(span.text)
    kept = [(a, b) for a, b in edges if not any(a <= blank < b for blank in blanks)]
    made: list[Span] = []
    at = 0
    for span in spans:
        text = "".join(span.text[max(0, a - at) : max(0, b - at)] for a, b in kept)
        at += len(span.text)
        if text:
            made.append(dataclasses.replace(span, text=text))
    while made and not (rest := made[-1].text.rstrip()):
        made.pop()
    if made and rest != made[-1].text:
        made[-1] = dataclasses.replace(made[-1], text=rest)
    return tuple(made)
