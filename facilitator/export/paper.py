"""Pages of paper: blocks of text, tables and pictures at one size, like a letter, flowing from page to page.

Text is parted between lines. No line stands alone at the foot or the head of a page where that can be
avoided, and no heading ends one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from facilitator.deck.model import Block, Code, Deck, Quote, Table
from facilitator.scene.arranging import lifted
from facilitator.scene.blocks.columns import ColumnsPiece
from facilitator.scene.blocks.piece import Piece
from facilitator.scene.blocks.plain import TextPiece
from facilitator.scene.build import pieces
from facilitator.scene.context import Context, Fit
from facilitator.scene.model import Backdrop, Color, FontRole, Item, Para, Rect, Role, Run, Scene, TextItem
from facilitator.scene.text.lay import Setting, drop, pitch_of
from facilitator.scene.text.shape import RTL
from facilitator.scene.theme import Theme

A4 = (595.0, 842.0)
LETTER = (612.0, 792.0)
"""Width and height in points."""
MARGIN = 54.0
GAP = 24.0
FOOT = 40.0
"""From the lower edge to the line with a title and a number."""
FIT = Fit(12.0, 10.5, 10.0)
_WHITE = Color("#FFFFFF", "lt1")


@dataclass
class Paper:
    """What every page shares, and the page that is being filled."""

    deck: Deck
    theme: Theme
    size: tuple[float, float] = A4
    ctx: Context = field(init=False)
    _full: list[list[Item]] = field(default_factory=list)
    _items: list[Item] = field(default_factory=list)
    _y: float = 0.0

    def __post_init__(self) -> None:
        text, title, ground = (self.theme.color(role) for role in ("text", "title", "background"))
        self.ctx = Context(Setting(self.theme), text, title, ground, self.deck.rtl, self.deck.lang)

    def scene(self, items: Sequence[Item], title: str) -> Scene:
        """A page of paper with these items."""
        return Scene(
            *self.size, Backdrop(_WHITE), tuple(items), "Blank", title,
            lang=self.deck.lang, rtl=self.deck.rtl, theme=self.theme.name, families=self.theme.families,
        )  # fmt: skip

    # --- the notes ---

    def flow(self, blocks: Sequence[Block], top: float) -> list[list[Item]]:
        """The items of each page; the first one starts at ``top``, the others below their heading."""
        self._full, self._items, self._y = [], [], top
        for number, piece in enumerate(pieces(lifted(blocks))):
            if number:
                self._y += GAP / 2
            self._add(piece)
        return [*self._full, self._items]

    @property
    def _room(self) -> float:
        """Points that are left on this page."""
        return self._end - self._y

    @property
    def _end(self) -> float:
        """Where text ends on a page."""
        return self.size[1] - FOOT - GAP

    @property
    def wide(self) -> float:
        """Points between the margins."""
        return self.size[0] - 2 * MARGIN

    def _turn(self) -> None:
        """Go on on a new page."""
        self._full.append(self._items)
        self._items, self._y = [], MARGIN

    def _add(self, piece: Piece) -> None:
        if isinstance(piece, TextPiece):
            self._text(piece)
        else:
            self._figure(piece)

    def _figure(self, piece: Piece) -> None:
        """A table, a picture, code: whole, on the next page if need be; parted when no page has the room."""
        width = self.wide
        height = piece.height(width, self.ctx, FIT)
        if height > self._end - MARGIN and (parts := self._parts(piece)):
            for part in parts:
                self._add(part)
            return
        if height > self._room:
            self._turn()
        height = max(1.0, min(height, self._room))
        self._items += piece.place(Rect(MARGIN, self._y, width, height), self.ctx, FIT)
        self._y += height

    def _parts(self, piece: Piece) -> Sequence[Piece]:
        """What is higher than a page, as what still fits here and the rest; nothing when it is one thing."""
        if isinstance(piece, ColumnsPiece):
            return [inner for column in piece.stacks for inner in column.pieces]
        block = getattr(piece, "block", None)
        if isinstance(block, Quote):
            return pieces(block.blocks)
        if not isinstance(block, Table | Code):
            return ()
        low, high = 1, len(block.rows if isinstance(block, Table) else block.text.split("\n")) - 1
        if high < 1:
            return ()
        least = pieces([_cut(block, 0, low)])[0].height(self.wide, self.ctx, FIT)
        if least > self._room and self._room < self._end - MARGIN:
            self._turn()
        while low < high:
            middle = (low + high + 1) // 2
            part = pieces([_cut(block, 0, middle)])[0]
            fits = part.height(self.wide, self.ctx, FIT) <= self._room
            low, high = (middle, high) if fits else (low, middle - 1)
        return pieces([_cut(block, 0, low)]) + pieces([_cut(block, low)])

    def _text(self, piece: TextPiece) -> None:
        """Paragraphs, line by line."""
        waiting = list(self.ctx.lay(piece.paras(self.ctx, FIT), self.wide).paras)
        held: list[Para] = []
        height = 0.0
        while waiting:
            para = waiting.pop(0)
            before = para.space_before if held else 0.0
            lines = len(para.lines)
            fits = int((self._room - height - before + 0.01) // para.pitch)
            count = _kept(fits, lines, fresh=not held and self._y <= MARGIN)
            if count:
                held.append(self._part(para, 0, count, height + before))
                height += before + count * para.pitch
            if count < lines:
                if not count and len(held) > 1 and _is_heading(held[-1]):
                    waiting.insert(0, para)
                    para, count = held.pop(), 0
                    height -= para.pitch * len(para.lines)
                self._set(held, height)
                held, height = [], 0.0
                self._turn()
                waiting.insert(0, self._part(para, count, lines, 0.0))
        self._set(held, height)

    def _part(self, para: Para, first: int, last: int, top: float) -> Para:
        """Some lines of a laid paragraph, moved to start at ``top``. Only its beginning has the bullet."""
        seat = drop(para, self.ctx.setting)
        lines = tuple(
            replace(line, baseline=top + n * para.pitch - seat)
            for n, line in enumerate(para.lines[first:last], 1)
        )
        return replace(para, lines=lines, bullet=None if first else para.bullet)

    def _set(self, paras: list[Para], height: float) -> None:
        """Put paragraphs on the page."""
        if paras:
            box = Rect(MARGIN, self._y, self.wide, height)
            self._items.append(TextItem(box, tuple(paras), name="Notes", from_layout=False))
            self._y += height

    # --- what stands around them ---

    def title(self, text: str) -> tuple[list[Item], float]:
        """A title over everything on the first page, and where what follows starts."""
        size = 20.0
        run = Run(" ".join(text.split()), size, self.ctx.title, FontRole.HEADING, bold=True)
        rtl = bool(RTL.match(text))
        para = Para((run,), size, pitch_of(size), align="right" if rtl or self.ctx.rtl else "left", rtl=rtl)
        laid = self.ctx.lay([para], self.wide, balance=True)
        box = Rect(MARGIN, MARGIN, self.wide, laid.height)
        return [TextItem(box, laid.paras, Role.TITLE, name="Title", from_layout=False)], box.bottom + GAP / 4

    def head(self, text: str) -> list[Item]:
        """What goes on here."""
        return self._small(text, MARGIN - GAP, Role.HEADER)

    def foot(self, number: int) -> list[Item]:
        """The title, and a number."""
        return [
            *self._small(self.deck.title, self.size[1] - FOOT, Role.FOOTER),
            *self._small(str(number), self.size[1] - FOOT, Role.NUMBER, far=True),
        ]

    def _small(self, text: str, y: float, role: Role, *, far: bool = False) -> list[Item]:
        """One quiet line at the side where reading starts, or at the far one; cut where it is too long."""
        size, wide = 9.0, self.wide - 60
        right = far != self.ctx.rtl
        box = Rect(MARGIN + 60 if right else MARGIN, y, wide, pitch_of(size))
        line = " ".join(text.split())
        while line:
            para = Para(
                (Run(line, size, self.ctx.color("muted")),), size, pitch_of(size),
                align="right" if right else "left", rtl=bool(RTL.match(line)),
            )  # fmt: skip
            laid = self.ctx.lay([para], wide, robust=False)
            if laid.line_count <= 1:
                return [TextItem(box, laid.paras, role, name=role.value.title(), from_layout=False)]
            line = line[: laid.paras[0].lines[0].end - 1].rstrip(" …") + "…"
        return []


def _is_heading(para: Para) -> bool:
    return bool(para.runs) and para.runs[0].font is FontRole.HEADING


def _kept(fits: int, lines: int, *, fresh: bool) -> int:
    """How many of a paragraph's lines stay on a page that has room for ``fits``: no line is left alone.

    ``fresh``: nothing else is on the page, so that it begins here whatever happens.
    """
    if fits >= lines:
        return lines
    kept = min(fits, lines - 2)
    if kept >= 2:
        return kept
    return max(1, fits) if fresh else 0


def _cut(block: Table | Code, first: int, last: int | None = None) -> Table | Code:
    """Some of a table's rows, under its header; some lines of code."""
    if isinstance(block, Table):
        return replace(block, rows=block.rows[first:last])
    lines = block.text.split("\n")[first:last]
    marked = tuple(m - first for m in block.marked if first < m <= first + len(lines))
    return replace(block, text="\n".join(lines), marked=marked)
