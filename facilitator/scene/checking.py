"""What will look wrong: text that does not fit, colours that cannot be read, scripts without a font."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.deck.model import Deck, Problem, Severity, Slide
from facilitator.scene.color import contrast, is_large, needed_contrast
from facilitator.scene.composing import compose
from facilitator.scene.model import (
    Cell,
    ChartItem,
    GroupItem,
    Item,
    Para,
    Scene,
    ShapeItem,
    TableItem,
    TextItem,
)  # fmt: skip
from facilitator.scene.theme import Theme


def overflow_problems(deck: Deck, theme: Theme) -> list[Problem]:
    """Problems of every slide as this theme lays it out, in order. Takes a few milliseconds a slide."""
    out: list[Problem] = []
    for slide in deck.slides:
        out.extend(slide_problems(slide, compose(slide, theme, deck), theme))
    return out


def slide_problems(slide: Slide, scene: Scene, theme: Theme) -> list[Problem]:
    """What will look wrong on one slide whose scene is known."""
    out = []
    if scene.overflow is not None:
        lines = max(1, round(scene.overflow.points / (theme.scale.body[-1] * 1.2)))
        at = scene.overflow.split_line
        out.append(
            Problem(
                "overflow", Severity.WARNING, slide.file, slide.line + max(0, at - 1), 1, scene.title,
                f"Slide {slide.number} holds about {lines} line{'s' if lines > 1 else ''} too much "
                f"({scene.overflow.points:.0f} points at the smallest readable size): it will be shown smaller than "
                "the last row can read.",
                _advice(at, slide),
            )
        )  # fmt: skip
    for script in scene.missing_scripts:
        out.append(
            Problem(
                "no-font", Severity.WARNING, slide.file, slide.line, 1, scene.title,
                f"No font on this machine has the {script} letters on slide {slide.number}: boxes will be shown.",
                f"Install a font for {script} (the Noto family is free), then open the deck again.",
            )
        )  # fmt: skip
    out.extend(_contrast(slide, scene, theme))
    return out


def _advice(at: int, slide: Slide) -> str:
    if at > 1:
        return f"Start a new slide with a line --- before line {slide.line + at - 1}, or shorten the text."
    return "Split the slide in two with a line --- on its own, or shorten the text."


def _contrast(slide: Slide, scene: Scene, theme: Theme) -> Iterator[Problem]:
    """Colours that the author chose and that cannot be read on what is behind them."""
    own = {s.color.upper() for s in (slide.settings,) if s.color}
    backgrounds = {b.color.upper() for b in slide.settings.backgrounds if b.color}
    seen: set[tuple[str, str]] = set()
    for para, behind in texts(scene):
        for run in para.runs:
            color = run.color.hex.upper()
            ground = run.highlight.hex if run.highlight else behind
            chosen = run.color.scheme is None and (color in own or not _is_theme(color, theme))
            if not chosen and ground.upper() not in backgrounds:
                continue
            ratio = contrast(color, ground)
            need = needed_contrast(run.size, run.bold, theme.enhanced)
            if ratio >= need or (color, ground) in seen or not run.text.strip():
                continue
            seen.add((color, ground))
            size = "large " if is_large(run.size, run.bold) else ""
            yield Problem(
                "contrast", Severity.WARNING, slide.file, slide.line, 1, run.text.strip()[:60],
                f"The colour {color} on {ground} has a contrast of {ratio:.1f} to 1; {size}text needs {need:g} to 1.",
                "Choose a darker or lighter colour, or leave the colour to the theme.",
            )  # fmt: skip


def _is_theme(color: str, theme: Theme) -> bool:
    known = {c.hex.upper() for _, c in theme.colors} | {v.upper() for _, v in theme.palette}
    return color in known | {v for _, v in theme.code_style}


def texts(scene: Scene) -> Iterator[tuple[Para, str]]:
    """Every paragraph with the colour behind it."""
    ground = scene.backdrop.color.hex
    for item in scene.items:
        yield from _texts(item, ground)


def _texts(item: Item, ground: str) -> Iterator[tuple[Para, str]]:
    match item:
        case TextItem():
            for para in item.paras:
                yield para, ground
        case ShapeItem():
            for para in item.paras:
                yield para, item.fill.hex if item.fill else ground
        case TableItem():
            for line in item.lines:
                for cell in line.cells:
                    yield from _cell(cell, ground)
        case GroupItem() | ChartItem():
            for part in item.items:
                yield from _texts(part, ground)
        case _:
            return


def _cell(cell: Cell, ground: str) -> Iterator[tuple[Para, str]]:
    for para in cell.paras:
        yield para, cell.fill.hex if cell.fill else ground
