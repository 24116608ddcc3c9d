"""Paragraphs laid into a box: lines with their places, by the recipe of qt-spike 1.

Line pitch is exact, 1.2 em. The *seat* says where in its pitch a baseline stands: ``screen`` as
PowerPoint does, ``libreoffice`` as LibreOffice does (used only to compare with it). Nothing else differs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from facilitator.scene import fonts
from facilitator.scene.model import Families, FontRole, Line, Para, Rect, Run
from facilitator.scene.text.shape import REFERENCE, scaled, shape
from facilitator.scene.text.wrap import Column, balanced_width, robust_cut, slack, wrap
from facilitator.scene.theme import Theme

PITCH = 1.2
"""Line pitch in ems: the one value on which all programs agree."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every text in a scene shares."""

    theme: Theme
    seat: str = "screen"

    @property
    def families(self) -> Families:
        return self.theme.families


@dataclass(frozen=True, slots=True)
class Laid:
    """Paragraphs with lines. Places are relative to the box's top left corner."""

    paras: tuple[Para, ...]
    width: float
    """Of the box, in points."""
    height: float
    cut: float
    """How much narrower than the box the text runs."""
    missing: tuple[str, ...] = ()

    @property
    def ink_width(self) -> float:
        """From the leftmost line's start to the rightmost line's end."""
        lines = [line for para in self.paras for line in para.lines]
        if not lines:
            return 0.0
        return max(line.x + line.width for line in lines) - min(line.x for line in lines)

    @property
    def line_count(self) -> int:
        return sum(len(para.lines) for para in self.paras)

    @property
    def has_cuts(self) -> bool:
        """Was a word too long for the box?"""
        return any(line.cut for para in self.paras for line in para.lines)

    def moved(self, dx: float, dy: float) -> tuple[Para, ...]:
        """The paragraphs with every line moved."""
        if not dx and not dy:
            return self.paras
        return tuple(
            dataclasses.replace(
                para,
                lines=tuple(
                    dataclasses.replace(line, x=line.x + dx, baseline=line.baseline + dy)
                    for line in para.lines
                ),
            )
            for para in self.paras
        )

    def anchored(self, height: float, anchor: str) -> tuple[Para, ...]:
        """The paragraphs standing at the top, middle or bottom of a box of this height."""
        return self.moved(0.0, anchor_offset(anchor, height, self.height))


def anchor_offset(anchor: str, room: float, height: float) -> float:
    """How far down content of ``height`` starts in ``room``; it may not start above the top."""
    free = max(0.0, room - height)
    return {"middle": free / 2, "bottom": free}.get(anchor, 0.0)


def pitch_of(size: float) -> float:
    """The exact line pitch for an em, in points."""
    return round(size * PITCH, 2)


def drop(para: Para, setting: Setting, in_cell: bool = False) -> float:
    """How far a baseline stands above the bottom of its pitch, in points."""
    family = setting.families.of(para.runs[0].font if para.runs else FontRole.BODY)
    if setting.seat == "libreoffice":
        return para.size * (fonts.descent_em(family) if in_cell else 0.2)
    return para.pitch * fonts.descent_share(family)


def lay(
    paras: Sequence[Para],
    width: float,
    setting: Setting,
    *,
    in_cell: bool = False,
    robust: bool = True,
    balance: bool = False,
) -> Laid:
    """Break paragraphs into lines in a box ``width`` points wide, from y = 0 downwards.

    ``balance`` makes the lines of a title about equally long. The first paragraph's space before is
    dropped, as PowerPoint does.
    """
    columns: list[Column] = []
    missing: dict[str, None] = {}
    families = setting.families
    for para in paras:
        shaped = shape(para.runs, para.size, families, para.rtl)
        if shaped.missing:
            missing.update(dict.fromkeys(shaped.missing))
        columns.append(Column(scaled(shaped.measured, para.size / REFERENCE), para.indent + para.right_cut))
    cut = 0.0
    if balance and len(columns) == 1:
        cut = _balanced_cut(columns[0], width)
    elif robust:
        cut = robust_cut(columns, width)
    align = paras[0].align if paras else "left"
    left = {"right": cut, "center": cut / 2}.get(align, 0.0)
    out: list[Para] = []
    y = 0.0
    for number, (para, (measured, indent)) in enumerate(zip(paras, columns, strict=True)):
        before = para.space_before if number else 0.0
        y += before
        room = max(1.0, width - cut - indent)
        seat = drop(para, setting, in_cell)
        lines = []
        for row in wrap(measured, room):
            y += para.pitch
            x = left + _start(para, room, row.width)
            lines.append(Line(row.start, row.end, x, y - seat, row.width, row.cut))
        out.append(with_lines(para, tuple(lines), before))
    return Laid(tuple(out), width, y, cut, tuple(missing))


def with_lines(para: Para, lines: tuple[Line, ...], before: float) -> Para:
    """The paragraph with these lines and this space before it.

    Written out, because ``dataclasses.replace`` takes three times as long and every text comes by here.
    """
    return Para(
        para.runs, para.size, para.pitch, lines, para.level, para.bullet, para.align, para.rtl, before,
        para.indent, para.hanging, para.right_cut, para.step,
    )  # fmt: skip


def _start(para: Para, room: float, width: float) -> float:
    """Left end of a line in its paragraph's room."""
    free = room - width
    if para.align == "center":
        return free / 2 + (0.0 if para.rtl else para.indent)
    if para.align == "right":
        return free + (0.0 if para.rtl else para.indent)
    return para.right_cut if para.rtl else para.indent


def _balanced_cut(column: Column, width: float) -> float:
    """Cut that balances a title, with slack on every line where there is a width that has it."""
    measured, indent = column
    room = width - indent
    narrow = balanced_width(measured, room)
    if narrow >= room:
        return robust_cut([column], width)
    best, best_slack = narrow, -1.0
    lines = len(wrap(measured, room))
    tried = narrow
    while tried <= min(room, narrow * 1.06 + 2):
        rows = wrap(measured, tried)
        margin = slack(rows, tried)
        if len(rows) == lines and margin > best_slack:
            best, best_slack = tried, margin
            if margin >= 0.008:
                break
        tried += 0.5
    return width - indent - best


def one_run(run: Run, **more: object) -> Para:
    """A paragraph of one run, with the usual pitch."""
    return Para((run,), run.size, pitch_of(run.size), **more)  # type: ignore[arg-type]  # Para's own fields


def inner(rect: Rect, margins: tuple[float, float, float, float]) -> Rect:
    """A rect without its margins (left, top, right, bottom)."""
    left, top, right, bottom = margins
    return Rect(rect.x + left, rect.y + top, max(0.0, rect.w - left - right), max(0.0, rect.h - top - bottom))
