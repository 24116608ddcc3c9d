"""Spans of the deck as runs of the scene."""

from __future__ import annotations

import dataclasses

from facilitator.deck.model import Span, Spans
from facilitator.scene.context import Context
from facilitator.scene.model import Color, FontRole, Run

MONO_SHARE = 0.9
"""Code inside text is a little smaller: monospaced letters look larger than others."""


def runs(
    spans: Spans,
    size: float,
    ctx: Context,
    *,
    color: Color | None = None,
    font: FontRole = FontRole.BODY,
    bold: bool = False,
    italic: bool = False,
) -> tuple[Run, ...]:
    """The runs of a paragraph; ``size`` in points. Neighbours that look alike become one run."""
    base = color or ctx.text
    out: list[Run] = []
    for span in spans:
        run = _run(span, size, ctx, base, font, bold, italic)
        if out and span.text != "\n" and out[-1].text != "\n" and _same(out[-1], run):
            last = out.pop()
            run = dataclasses.replace(run, text=last.text + run.text)
        out.append(run)
    return tuple(r for r in out if r.text)


def _look(run: Run) -> tuple[object, ...]:
    return (
        run.size, run.color, run.font, run.bold, run.italic, run.underline, run.strike, run.highlight,
        run.baseline, run.link, run.live, run.lang,
    )  # fmt: skip


def _same(one: Run, two: Run) -> bool:
    return _look(one) == _look(two)


def _run(span: Span, size: float, ctx: Context, base: Color, font: FontRole, bold: bool, italic: bool) -> Run:
    color = base
    if span.link:
        color = ctx.color("on-deep") if ctx.on_deep else ctx.legible("link")
    if span.mark:
        color = ctx.card.text if color == ctx.text else color
    if span.color:
        color = Color(span.color)
    text = span.text if span.text == "\n" else span.text.replace("\n", " ").replace("\t", "    ")
    return Run(
        text=text,
        size=round(size * MONO_SHARE * 2) / 2 if span.code else size,
        color=color,
        font=FontRole.MONO if span.code else font,
        bold=bold or span.bold,
        italic=italic or span.italic,
        underline=span.underline or bool(span.link),
        strike=span.strike,
        highlight=ctx.color("mark") if span.mark else None,
        baseline=30 if span.sup or span.footnote else (-25 if span.sub else 0),
        link=span.link,
        lang=ctx.lang or None,
    )
