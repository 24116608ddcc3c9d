"""A chart as a piece of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.deck import model as deck
from facilitator.scene.blocks.flow import words_of
from facilitator.scene.charts import bars, columns, pie
from facilitator.scene.charts.kit import colors
from facilitator.scene.context import Context, Fit
from facilitator.scene.diagrams.piece import Framed, as_list, foot, framed, heading
from facilitator.scene.diagrams.plan import Plan
from facilitator.scene.model import ChartData, ChartItem, GroupItem, Item, Rect

Planner = Callable[[deck.Chart, float, Context, Fit], Plan]

KINDS: dict[str, Planner] = {"bar": bars.plan, "column": columns.plan, "line": columns.plan, "pie": pie.plan}
MOST_SLICES = 12


@dataclass(frozen=True)
class ChartPiece:
    """One chart."""

    block: deck.Chart
    line: int = 0

    def _plan(self, width: float, ctx: Context, fit: Fit) -> tuple[Plan | None, Framed]:
        return ctx.once(self, width, fit, self._planned)

    def _planned(self, width: float, ctx: Context, fit: Fit) -> tuple[Plan | None, Framed]:
        block = self.block
        frame = framed(heading(block, ctx, fit), foot(block, ctx, fit, note=True), width, ctx)
        planner = KINDS.get(block.kind)
        crowd = block.kind == "pie" and len(block.rows) > MOST_SLICES
        if planner is None or not block.rows or not block.series or crowd:
            return None, frame
        return planner(block, width, ctx, fit), frame

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
        top = rect.y + frame.head_h + max(0.0, room - high) * 0.4
        box = Rect(rect.x, top, rect.w, high)
        drawn = plan.draw(box)
        before, after = frame.items(rect, box.bottom, ctx)
        alt = self.block.alt or "; ".join(words_of(self.block))
        name = f"Chart: {self.block.kind}"
        chart = ChartItem(box, self._data(ctx, fit), tuple(drawn), alt, self.block.step, name)
        if not before and not after:
            return [chart]
        return [GroupItem(rect, (*before, chart, *after), "", self.block.step, name)]

    def _data(self, ctx: Context, fit: Fit) -> ChartData:
        block = self.block
        series = tuple(
            (name, tuple(values[j] if j < len(values) else None for _, values in block.rows))
            for j, name in enumerate(block.series)
        )
        count = len(block.rows) if block.kind == "pie" else len(block.series)
        return ChartData(
            block.kind, block.title, tuple(name for name, _ in block.rows), series,
            unit=block.option("unit"), colors=colors(ctx, count), text=ctx.text,
            size=16.0 if fit.allowed else 12.0,
        )  # fmt: skip
