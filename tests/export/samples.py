"""Scenes and decks made by hand, for tests of the writer that need no layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from facilitator.deck.model import Block, Deck, Paragraph, Slide, SlideSettings, Span
from facilitator.export.options import ExportOptions
from facilitator.export.pptx import LayoutLook, Look, Region, Written, write
from facilitator.export.pptx.styles import LevelStyle, RunStyle
from facilitator.scene.model import (
    Backdrop,
    Bullet,
    BulletKind,
    Cell,
    Color,
    FontRole,
    Item,
    Para,
    Rect,
    Role,
    Run,
    Scene,
    TableItem,
    TableLine,
    TextItem,
)

TEAL = Color("#0E4A4C", "dk2")
INK = Color("#20302F", "dk1")
PAPER = Color("#FBFAF7", "lt1")
PALETTE = {
    "dk1": "#20302F", "lt1": "#FBFAF7", "dk2": "#0E4A4C", "lt2": "#E8F0EC", "accent1": "#12706E",
    "accent2": "#A65413", "accent3": "#3D6B9E", "accent4": "#7A5C8E", "accent5": "#5F7A2E",
    "accent6": "#8A6A1F", "hlink": "#0B6563", "folHlink": "#5B4E7A",
}  # fmt: skip
SIZES = (28.0, 24.0, 22.0, 20.0, 18.0)


def level(depth: int) -> LevelStyle:
    size = SIZES[depth]
    return LevelStyle(
        RunStyle(size, INK, FontRole.BODY), size * 1.2, 6.0, 27.0 * (depth + 1), 27.0, bullet="•",
        bullet_color=TEAL,
    )  # fmt: skip


TITLE = Region(
    Role.TITLE, Rect(64, 38, 832, 84), 0, "bottom",
    {0: LevelStyle(RunStyle(38.0, TEAL, FontRole.HEADING, bold=True), 45.6)}, "text",
)  # fmt: skip
BODY = Region(Role.BODY, Rect(64, 128, 832, 354), 0, "top", {n: level(n) for n in range(5)})
LEFT = Region(Role.BODY, Rect(64, 128, 400, 354), 0, "top", BODY.levels)
RIGHT = Region(Role.BODY, Rect(496, 128, 400, 354), 1, "top", BODY.levels)
NUMBER = Region(
    Role.NUMBER, Rect(796, 502, 100, 20), 0, "middle",
    {0: LevelStyle(RunStyle(14.0, INK, FontRole.BODY), 16.8, align="right")}, "text",
)  # fmt: skip
LOOK = Look(
    "Sample", 960, 540, PALETTE, "Calibri", "Calibri", "Courier New", PAPER,
    (
        LayoutLook("Title and Content", (TITLE, BODY, NUMBER)),
        LayoutLook("Two Content", (TITLE, LEFT, RIGHT, NUMBER)),
        LayoutLook("Title Only", (TITLE, NUMBER)),
    ),
)  # fmt: skip


def para(text: str, depth: int = 0, *, bullet: str = "•", step: int = 0, **run: object) -> Para:
    """A bullet as the layout's levels have it."""
    size = SIZES[depth]
    mark = Bullet(BulletKind.CHAR, bullet, color=TEAL) if bullet else None
    indent = 27.0 * (depth + 1) if bullet else 0.0
    runs = (Run(text, size, INK, **run),)  # type: ignore[arg-type]  # test shorthand
    return Para(
        runs, size, size * 1.2, level=depth, bullet=mark, indent=indent, hanging=27.0 if bullet else 0.0,
        space_before=6.0, step=step,
    )  # fmt: skip


def title(text: str) -> TextItem:
    runs = (Run(text, 38.0, TEAL, FontRole.HEADING, bold=True),)
    return TextItem(TITLE.rect, (Para(runs, 38.0, 45.6),), Role.TITLE, anchor="bottom")


def body(*paras: Para, region: Region = BODY, step: int = 0) -> TextItem:
    return TextItem(region.rect, paras, Role.BODY, region.slot, step=step)


def number() -> TextItem:
    runs = (Run("", 14.0, INK, live="number"),)
    return TextItem(NUMBER.rect, (Para(runs, 14.0, 16.8, align="right"),), Role.NUMBER, anchor="middle")


def cell(text: str, fill: Color | None = None) -> Cell:
    return Cell((Para((Run(text, 18.0, INK),), 18.0, 21.6),), fill)


def table(*rows: tuple[str, ...], rect: Rect = BODY.rect, rtl: bool = False) -> TableItem:
    width = rect.w / len(rows[0])
    lines = tuple(TableLine(tuple(cell(t) for t in row), 30.0, header=n == 0) for n, row in enumerate(rows))
    return TableItem(rect, (width,) * len(rows[0]), lines, border=TEAL, rtl=rtl)


def scene(*items: Item, layout: str = "Title and Content", **more: object) -> Scene:
    return Scene(960, 540, Backdrop(PAPER), items, layout, **more)  # type: ignore[arg-type]  # test shorthand


def slide(n: int, text: str = "", notes: tuple[Block, ...] = (), **settings: object) -> Slide:
    spans = (Span(text),) if text else ()
    return Slide(n, spans, (), (), notes, (), SlideSettings(**settings), "deck.md", n)  # type: ignore[arg-type]


def note(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def deck_of(slides: Iterable[Slide], **more: object) -> Deck:
    return Deck("deck.md", slides=tuple(slides), **{"lang": "en", "title": "Sample", **more})  # type: ignore[arg-type]


def save(
    out: Path,
    scenes: Iterable[Scene],
    options: ExportOptions | None = None,
    deck: Deck | None = None,
    look: Look = LOOK,
) -> Written:
    """Write scenes as a file, one plain slide each unless a deck is given."""
    scenes = list(scenes)
    deck = deck or deck_of(slide(n) for n in range(1, len(scenes) + 1))
    return write(deck, zip(deck.slides, scenes, strict=True), look, out, options or ExportOptions())
