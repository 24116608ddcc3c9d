"""From a deck's file to a takeaway, by the ending of the file that is wanted."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from facilitator.deck.model import Deck, Problem, Severity, Slide
from facilitator.export.options import ExportError, ExportOptions, ExportResult
from facilitator.export.qt import ensure_application
from facilitator.export.stopping import stoppable
from facilitator.scene.model import Scene
from facilitator.system.files import replacing

if TYPE_CHECKING:
    from facilitator.export.pptx.template import Template
    from facilitator.scene.theme import Theme

Progress = Callable[[int, int], None]
Compose = Callable[[Slide], Scene]
ENDINGS = (".pptx", ".pdf", ".png")


def export(
    deck_path: Path, out: Path, options: ExportOptions | None = None, progress: Progress | None = None
) -> ExportResult:
    """Read a deck and write ``out`` (``.pptx``, ``.pdf``, or ``.png`` for OUT-001.png …).

    ``progress`` is called with (slides done, slides in all). Raises ExportError when no output was made; a
    deck with problems is exported as far as it can be read, and its problems come back in the result.
    """
    _check_ending(out)
    from facilitator.deck import read_deck

    options = options or ExportOptions()
    deck = read_deck(deck_path, None, dict(options.fields))
    return export_deck(deck, out, options, progress)


def export_deck(
    deck: Deck, out: Path, options: ExportOptions, progress: Progress | None = None
) -> ExportResult:
    """As :func:`export`, for a deck that has been read already."""
    ending = _check_ending(out)
    if not deck.slides:
        first = next((p.message for p in deck.problems if p.severity is Severity.ERROR), "")
        raise ExportError(f"{deck.file} has no slides, so nothing was written. {first}".strip())
    _check_folder(out)
    ensure_application()
    setting, problems = _setting(deck, options, powerpoint=ending == ".pptx")
    compose = setting.compose
    left: tuple[Path, ...] = ()
    try:
        with stoppable():
            if ending == ".pptx":
                files, count, found = _pptx(deck, out, options, setting, progress)
            elif ending == ".pdf":
                from facilitator.export.pdf import write_pdf

                count = write_pdf(deck, compose, out, options, progress)
                files, found = (out,), ()
            else:
                from facilitator.export.pictures import older, write_pictures

                files = write_pictures(deck, compose, out, options, progress)
                count, found, left = len(files), (), older(out, files)
    except OSError as error:
        raise ExportError(_sentence(out, error)) from error
    return ExportResult(files, (*deck.problems, *problems, *found), count, left)


def _check_ending(out: Path) -> str:
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        shown = f"ends in {ending}" if ending else "has no ending"
        raise ExportError(
            f"{out.name} {shown}: the ending says what to write, and it is .pptx, .pdf or .png."
        )
    return ending


def _check_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise ExportError(
            f"There is no folder {out.parent}, so {out.name} cannot be written there. Make it first."
        )
    if out.is_dir():
        raise ExportError(f"{out} is a folder. Choose a file name for the export.")


def _sentence(out: Path, error: OSError) -> str:
    """What a trainer can do about a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {out.name} was not written. Make room or choose another place."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{out.parent} cannot be written to, so {out.name} was not made. Choose another folder."
    why = error.strerror or str(error)
    return f"{out.name} could not be written: {why[:1].lower()}{why[1:]}."


@dataclass(frozen=True)
class _Setting:
    """How the slides of this export are laid out."""

    compose: Compose
    theme: Theme
    template: Template | None = None


def _setting(deck: Deck, options: ExportOptions, *, powerpoint: bool) -> tuple[_Setting, tuple[Problem, ...]]:
    """The theme that was asked for, at the deck's page size; or the organisation's template."""
    from facilitator.scene import compose
    from facilitator.scene.theme import ThemeError, load_theme

    try:
        theme = load_theme(options.theme or deck.theme, deck.folder).for_size(deck.size)
    except ThemeError as error:
        raise ExportError(str(error)) from error
    problems: tuple[Problem, ...] = ()
    template = None
    wanted = options.template
    if wanted is None and deck.template and not options.theme and powerpoint:
        wanted = (deck.folder or Path()) / deck.template
    if wanted is not None and powerpoint:
        from facilitator.export.corporate import theme_of
        from facilitator.export.pptx.template import Template, TemplateError

        try:
            template = Template.open(wanted)
            theme = theme_of(template, theme)
        except TemplateError as error:
            if options.template is not None:  # asked for just now: say so instead of doing something else
                raise ExportError(str(error)) from error
            problems = (_template_problem(deck, str(error)),)
            template = None
    laid = theme
    if template is None:
        return _Setting(lambda slide: compose(slide, laid, deck, room=False), theme), problems
    from facilitator.export.corporate import fitted_layout

    theirs, page = template, replace(deck, size="")  # a template brings its own page
    return _Setting(
        lambda slide: compose(fitted_layout(slide, laid, theirs), laid, page, room=False), theme, template
    ), problems


def _template_problem(deck: Deck, message: str) -> Problem:
    return Problem(
        code="template-unusable",
        severity=Severity.WARNING,
        file=deck.file,
        line=1,
        column=1,
        source=f"template: {deck.template}",
        message=f"{message} The deck's own theme was used instead.",
        fix="Put the right file name after `template:`, or take the line out.",
    )


def _pptx(
    deck: Deck, out: Path, options: ExportOptions, setting: _Setting, progress: Progress | None
) -> tuple[tuple[Path, ...], int, tuple[Problem, ...]]:
    from facilitator.export.blanks import without_blanks
    from facilitator.export.look import look_of
    from facilitator.export.pptx import Foundation, write

    slides = tuple(map(without_blanks, deck.slides))
    deck = replace(deck, slides=slides) if slides != deck.slides else deck
    look = look_of(setting.theme, setting.compose, lang=deck.lang, rtl=deck.rtl)
    footer = next((s.settings.footer for s in deck.slides if s.settings.footer), "")
    if footer:
        look = replace(look, footer=footer)
    foundation = None
    if setting.template is not None:
        from facilitator.export.matching import match

        template = setting.template
        look = replace(look, own=False)
        foundation = Foundation(
            template, {layout.name: match(template, layout.name) for layout in look.layouts}
        )

    def scenes() -> Iterator[tuple[Slide, Scene]]:
        for slide in deck.slides:
            yield slide, setting.compose(slide)

    with replacing(out) as part:
        written = write(deck, scenes(), look, part, options, progress, foundation)
    by_number = {slide.number: slide for slide in deck.slides}
    found = tuple(_unreadable(by_number[n], name) for n, name in written.unreadable)
    return (out,), written.slides, found


def _unreadable(slide: Slide, name: str) -> Problem:
    return Problem(
        code="picture-unreadable",
        severity=Severity.WARNING,
        file=slide.file,
        line=slide.line,
        column=1,
        source=name,
        message=f"The picture {name} on slide {slide.number} cannot be read; a labelled frame stands in "
        f"for it.",
        fix="Open it in a picture program and save it as PNG or JPEG.",
    )
