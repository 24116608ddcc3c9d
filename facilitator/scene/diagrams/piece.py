"""A diagram as a piece of the page: its figure, and what stands round it (title, note, source)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import words_of
from facilitator.scene.blocks.plain import TextPiece
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams import continuum, cycle, ruler, sides, steps, tiles, umbrella
from facilitator.scene.diagrams.kit import Words, height_of, label, para
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import FontRole, GroupItem, Item, Para, Rect

Planner = Callable[[deck.Diagram, float, Context, Fit], Plan]

KINDS: dict[str, Planner] = {
    "cycle": cycle.plan,
    "steps": steps.plan,
    "timeline": steps.plan,
    "continuum": continuum.plan,
    "ruler": ruler.plan,
    "comparison": sides.plan,
    "balance": sides.balance,
    "tiles": tiles.plan,
    "umbrella": umbrella.plan,
}
_OWN_TITLE = {"ruler", "umbrella"}
"""Kinds that draw their title themselves."""


def as_list(block: deck.Diagram | deck.Chart) -> TextPiece:
    """The plain-list fallback: title and parts as text."""
    words = words_of(block)
    head: list[deck.Block] = [deck.Heading(3, (deck.Span(block.title),))] if block.title else []
    rest = words[1:] if block.title else words
    items = tuple(deck.ListItem((deck.Paragraph((deck.Span(w),)),)) for w in rest)
    return TextPiece((*head, deck.ListBlock(items)), block.line, name=block.kind)


def heading(block: deck.Diagram | deck.Chart, ctx: Context, fit: Fit) -> list[Para]:
    """The figure's own title, unless the slide already says it."""
    if not block.title or block.title.casefold().strip() == ctx.slide_title.casefold().strip():
        return []
    size = min(24.0, max(18.0, fit.body * 0.88)) if fit.allowed else fit.body * 0.88
    return [para(Words(block.title, size, ctx.title, True, FontRole.HEADING), ctx, "start")]


def foot(block: deck.Diagram | deck.Chart, ctx: Context, fit: Fit, *, note: bool) -> list[Para]:
    """Note and source: small, below."""
    size = 16.0 if fit.allowed else min(14.0, fit.table)
    least = 14.0 if fit.allowed else size
    out: list[Para] = []
    if note and block.option("note"):
        out.append(para(Words(block.option("note"), size, ctx.text), ctx, "start"))
    if block.option("source"):
        out.append(para(Words(block.option("source"), least, ctx.color("muted")), ctx, "start", 2.0))
    return out


@dataclass(frozen=True)
class Framed:
    """Room that title and foot take round a figure."""

    head: list[Para]
    feet: list[Para]
    head_h: float
    foot_h: float

    @property
    def height(self) -> float:
        return self.head_h + self.foot_h

    def items(self, rect: Rect, bottom: float, ctx: Context) -> tuple[list[Item], list[Item]]:
        """Before and after the figure; the foot stands right under it."""
        before: list[Item] = []
        after: list[Item] = []
        if self.head:
            spot = Rect(rect.x, rect.y, rect.w, self.head_h - 10)
            before.append(label(self.head, spot, ctx, anchor="top", name="Figure title"))
        if self.feet:
            spot = Rect(rect.x, min(bottom + 10, rect.bottom - self.foot_h + 10), rect.w, self.foot_h - 10)
            after.append(label(self.feet, spot, ctx, anchor="top", name="Source"))
        return before, after


def framed(head: list[Para], feet: list[Para], width: float, ctx: Context) -> Framed:
    """Measure what stands round a figure."""
    head_h = height_of(head, width, ctx) + 10 if head else 0.0
    foot_h = height_of(feet, width, ctx) + 10 if feet else 0.0
    return Framed(head, feet, head_h, foot_h)


@dataclass(frozen=True)
class DiagramPiece:
    """One diagram."""

    block: deck.Diagram
    line: int = 0

    def _plan(self, width: float, ctx: Context, fit: Fit) -> tuple[Plan | None, Framed]:
        return ctx.once(self, width, fit, self._planned)

    def _planned(self, width: float, ctx: Context, fit: Fit) -> tuple[Plan | None, Framed]:
        planner = KINDS.get(self.block.kind)
        own_note = cycle.note_fits(self.block)
        head = [] if self.block.kind in _OWN_TITLE else heading(self.block, ctx, fit)
        frame = framed(head, foot(self.block, ctx, fit, note=not own_note), width, ctx)
        if planner is None or (not self.block.parts and self.block.kind != "ruler"):
            return None, frame
        return planner(self.block, width, ctx, fit), frame

    def height(self, width: float, ctx: Context, fit: Fit) -> float:
        plan, frame = self._plan(width, ctx, fit)
        if plan is None:
            return as_list(self.block).height(width, ctx, fit)
        return plan.least + frame.height

    def stretch(self) -> float:
        return 1.0

    def place(self, rect: Rect, ctx: Context, fit: Fit) -> list[Item]:
        plan, frame = self._plan(rect.w, ctx, fit)
        if plan is None:
            return as_list(self.block).place(rect, ctx, fit)
        room = rect.h - frame.height
        high = min(room, plan.most)
        y = rect.y + frame.head_h + max(0.0, room - high) * 0.42
        drawn = plan.draw(Rect(rect.x, y, rect.w, high))
        before, after = frame.items(rect, y + high, ctx)
        box = Rect(rect.x, rect.y, rect.w, rect.h)
        alt = self.block.alt or "; ".join(words_of(self.block))
        return [
            GroupItem(box, (*before, *drawn, *after), alt, self.block.step, f"Diagram: {self.block.kind}")
        ]
