"""What will look wrong: text that does not fit, colours that cannot be read, scripts without a font."""

from __future__ import annotations

from collections.abc import Iterator

from facilitator.deck.model import Deck, Problem, Severity, Slide
from facilitator.scene.color import contrast, is_large, needed_contrast
from facilitator.scene.composing import compose
from facilitator.scene.grounds import texts
from facilitator.scene.model import Scene
from facilitator.scene.theme import Theme


def overflow_problems(deck: Deck, theme: Theme) -> list[Problem]:
    """Problems of every slide as this theme lays it out, in order. Takes a few milliseconds a slide."""
    out: list[Problem] = []
    for slide in deck.slides:
        out.extend(slide_problems(slide, compose(slide, theme, deck), theme))
    return out


def slide_problems(slide: Slide, scene: Scene, theme: Theme) -> list[Problem]:
    """What will look wrong on one slide whose scene is known."""
    return [*_overflow(slide, scene, theme), *_fonts(slide, scene), *_contrast(slide, scene, theme)]


def _problem(code: str, slide: Slide, source: str, message: str, fix: str, line: int = 0) -> Problem:
    return Problem(code, Severity.WARNING, slide.file, line or slide.line, 1, source, message, fix)


def _overflow(slide: Slide, scene: Scene, theme: Theme) -> Iterator[Problem]:
    if scene.overflow is None:
        return
    lines = max(1, round(scene.overflow.points / (theme.scale.body[-1] * 1.2)))
    at = slide.line + scene.overflow.split_line - 1 if scene.overflow.split_line > 1 else 0
    much = f"about {lines} lines" if lines > 1 else "a line"
    message = (
        f"Slide {slide.number} holds {much} too much ({scene.overflow.points:.0f} points at the smallest "
        "readable size): the whole slide is drawn smaller than the last row can read."
    )
    if at:
        fix = f"Start a new slide before line {at} (put --- on a line of its own), or shorten the text."
    else:
        fix = "Split the slide in two with a line ---, or shorten the text."
    yield _problem("overflow", slide, scene.title, message, fix, at)


def _fonts(slide: Slide, scene: Scene) -> Iterator[Problem]:
    for script in scene.missing_scripts:
        message = (
            f"No font on this machine has the {script} letters of slide {slide.number}: boxes are shown."
        )
        fix = f"Install a font for {script} (the Noto family is free), then open the deck again."
        yield _problem("no-font", slide, scene.title, message, fix)


def _contrast(slide: Slide, scene: Scene, theme: Theme) -> Iterator[Problem]:
    """Colours that the author chose and that cannot be read on what is behind them."""
    backgrounds = {b.color.upper() for b in slide.settings.backgrounds if b.color}
    seen: set[tuple[str, str]] = set()
    for run, ground in texts(scene):
        color = run.color.hex.upper()
        chosen = color not in theme_colors(theme)
        if (not chosen and ground.upper() not in backgrounds) or (color, ground) in seen:
            continue
        ratio = contrast(color, ground)
        need = needed_contrast(run.size, run.bold, theme.enhanced)
        if ratio >= need:
            continue
        seen.add((color, ground))
        size = "large text" if is_large(run.size, run.bold) else "text"
        message = f"{color} on {ground} has a contrast of {ratio:.1f} to 1; {size} needs {need:g} to 1."
        fix = "Choose a darker or lighter colour, or leave the colour to the theme."
        yield _problem("contrast", slide, run.text.strip()[:60], message, fix)


def theme_colors(theme: Theme) -> set[str]:
    """Every colour that is the theme's own choice, upper case."""
    known = {c.hex.upper() for _, c in theme.colors} | {v.upper() for _, v in theme.palette}
    return known | {color.hex.upper() for _, color in theme.code_style}
