"""Breaking a measured paragraph into lines. Pure arithmetic: no Qt.

``xs[i]`` is the distance from the paragraph's start to the left of character i, in points, as if it stood
on one line; ``xs[len(text)]`` is its whole width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from facilitator.scene.text.breaks import Stop

SLACK = 0.005
"""Every line is to keep this share of the width free, and the next word is to miss by as much."""
MAX_CUT = 0.03
"""How much of the width may be given up to get there."""
STEP = 0.25
"""Points by which the width is narrowed."""
_EPSILON = 1e-6


class Measured(NamedTuple):
    """A paragraph's text, the places where it may break, and its widths."""

    text: str
    stops: tuple[Stop, ...]
    xs: Sequence[float]

    @property
    def width(self) -> float:
        """Of the longest piece between hard breaks."""
        start, widest = 0, 0.0
        for stop in self.stops:
            if stop.forced:
                widest = max(widest, self.xs[max(stop.end, start)] - self.xs[start])
                start = stop.next
        return widest

    @property
    def widest_word(self) -> float:
        """Width below which a word must be cut."""
        start, widest = 0, 0.0
        for stop in self.stops:
            widest = max(widest, self.xs[max(stop.end, start)] - self.xs[start])
            start = stop.next
        return widest


class Row(NamedTuple):
    """One line: characters [start, end) without trailing spaces, and its width in points."""

    start: int
    end: int
    width: float
    over: float | None
    """What the width would be with the next word on it; None when nothing more could come."""
    cut: bool
    """True when an over-long word was cut at the end."""


def _cut(measured: Measured, start: int, end: int, width: float) -> int:
    """Where to cut a word wider than the line: after as many whole characters as fit, at least one."""
    import regex  # only words wider than their line need it

    xs, best = measured.xs, 0
    for match in regex.finditer(r"\X", measured.text[start:end]):
        stop = start + match.end()
        if best and xs[stop] - xs[start] > width + _EPSILON:
            break
        best = stop
    return best


def wrap(measured: Measured, width: float) -> list[Row]:
    """Greedy lines no wider than ``width`` points. Always at least one line, even for no text."""
    xs, stops = measured.xs, measured.stops
    rows: list[Row] = []
    start, at, count, most = 0, 0, len(stops), width + _EPSILON
    while at < count:
        best: Stop | None = None
        over: float | None = None
        left = xs[start]
        while at < count:
            stop = stops[at]
            end = stop.end
            natural = xs[end if end > start else start] - left
            if natural > most:
                over = natural
                break
            best, at = stop, at + 1
            if stop.forced:
                break
        if best is None:
            stop = stops[at]
            end = _cut(measured, start, stop.end, width)
            if end >= stop.end:  # one character wider than the line: let it stand out
                rows.append(Row(start, stop.end, xs[stop.end] - xs[start], None, False))
                start, at = stop.next, at + 1
            else:
                rows.append(Row(start, end, xs[end] - xs[start], None, True))
                start = end
            continue
        end = max(best.end, start)
        rows.append(Row(start, end, xs[end] - xs[start], None if best.forced else over, False))
        start = best.next
    return rows


def slack(rows: Sequence[Row], width: float) -> float:
    """The smallest margin of any line, as a share of the width: to the edge, or to taking the next word."""
    if width <= 0:
        return 0.0
    least = min((width - row.width for row in rows), default=width)
    for row in rows:
        if row.over is not None:
            least = min(least, row.over - width)
    return least / width


class Column(NamedTuple):
    """A paragraph in a box: its text, and how much narrower than the box it runs."""

    measured: Measured
    indent: float


def robust_cut(columns: Sequence[Column], width: float, limit: float = MAX_CUT) -> float:
    """How much to narrow a box (in points) so that no line of it breaks by a hair.

    Other programs measure text a little differently; with 0.5 % of slack on every line they all break at
    the same words. When no width within ``limit`` has that much, the best one found is taken.
    """
    best_slack, best_cut, cut = -1.0, 0.0, 0.0
    while cut <= width * limit:
        worst, jump = 1e9, cut + STEP
        for measured, indent in columns:
            room = width - cut - indent
            rows = wrap(measured, room)
            margin = slack(rows, room)
            if margin < SLACK:
                jump = max(jump, width - indent - _next_room(rows, room))
            worst = min(worst, margin)
        if worst > best_slack:
            best_slack, best_cut = worst, cut
        if worst >= SLACK:
            break
        steps = max(int(cut / STEP) + 1, int(jump / STEP))
        cut = steps * STEP
    return best_cut


def _next_room(rows: Sequence[Row], room: float) -> float:
    """The widest narrower room at which the tightest line of these would be at ease."""
    target = room
    for row in rows:
        if room - row.width < SLACK * room:  # must lose its last word: just too narrow for it
            target = min(target, row.width / (1 + SLACK))
        if row.over is not None and row.over - room < SLACK * room:  # must miss the next word by more
            target = min(target, row.over / (1 + SLACK))
    return target


def balanced_width(measured: Measured, width: float) -> float:
    """The narrowest width at which the text takes no more lines than at ``width``."""
    lines = len(wrap(measured, width))
    if lines < 2:
        return width
    low, high = max(width / lines * 0.6, 1.0), width
    fits: Callable[[float], bool] = lambda w: (  # noqa: E731  (one expression, used twice below)
        len(rows := wrap(measured, w)) <= lines and not any(row.cut for row in rows)
    )
    if not fits(high):
        return width
    while high - low > STEP:
        middle = (low + high) / 2
        if fits(middle):
            high = middle
        else:
            low = middle
    return high
