"""What the room wrote, as PDF: one list under a heading for each kind, on the paper that people there have.

Entries are put in as text: nothing in them is markup, a link or a field. Dates are nowhere in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from facilitator.deck.model import Block, Deck, Heading, ListBlock, ListItem, Paragraph, Span, Spans
from facilitator.export.cards import paper as paper_here
from facilitator.export.paper import Paper
from facilitator.export.pdf import PdfPage, write_pages
from facilitator.export.qt import ensure_application
from facilitator.scene.text.shape import RTL
from facilitator.scene.theme import load_theme

PROMISE = "From the room, in mixed order. Nobody was asked for a name, and no times were kept."
_QUIET = "#5A5A5A"


def entries_pdf(
    title: str,
    rows: Sequence[tuple[str, ...]],
    parked: Sequence[str] = (),
    *,
    lang: str = "",
    size: tuple[float, float] | None = None,
) -> bytes:
    """The rows of ``room.takeaway`` and the trainer's parked lines. Needs to be called in the GUI's thread.

    ``size``: the paper in points; None: the usual one of this country.
    """
    ensure_application()
    from facilitator.scene import ensure_fonts

    ensure_fonts()
    deck = Deck("", title=title or "Entries from the room", lang=lang)
    out = BytesIO()
    write_pages(_pages(deck, _blocks(rows, parked), size or paper_here()), deck, out)
    return out.getvalue()


def _pages(deck: Deck, blocks: Sequence[Block], size: tuple[float, float]) -> Iterator[PdfPage]:
    paper = Paper(deck, load_theme("plain"), size)
    title, top = paper.title(deck.title)
    for number, items in enumerate(paper.flow(blocks, top), 1):
        if number == 1:
            items = [*title, *items]
        scene = paper.scene([*items, *paper.foot(number)], deck.title)
        yield PdfPage(*size, ((scene, 0.0, 0.0, 1.0),), number, number == 1, deck.title)


def _blocks(rows: Sequence[tuple[str, ...]], parked: Sequence[str]) -> list[Block]:
    """The document as the blocks of a slide."""
    out: list[Block] = [Paragraph((Span(PROMISE, color=_QUIET),))]
    for kind in dict.fromkeys(row[0] for row in rows):
        out.append(Heading(2, (Span(kind),)))
        out.append(ListBlock(tuple(_entry(row) for row in rows if row[0] == kind)))
    if parked:
        items = tuple(ListItem((Paragraph(_lines(text)),)) for text in parked)
        out += [Heading(2, (Span("Parking lot"),)), ListBlock(items)]
    return out


def _entry(row: tuple[str, ...]) -> ListItem:
    _, text, votes, state, published, starred, reply = row
    facts = [
        f"wanted by {votes}" if votes != "0" else "",
        state,
        "shown to the room" if published else "",
        "starred" if starred else "",
    ]
    said = " · ".join(fact for fact in facts if fact)
    blocks: list[Block] = [Paragraph(_lines(text))]
    if said and RTL.search(text):  # beside words from right to left it would be torn apart
        blocks.append(Paragraph((Span(said, color=_QUIET),)))
    elif said:
        blocks[0] = Paragraph((*_lines(text), Span(f"  {said}", color=_QUIET)))
    if reply:
        blocks.append(Paragraph((Span("Reply: ", bold=True), *_lines(reply))))
    return ListItem(tuple(blocks))


def _lines(text: str) -> Spans:
    """A text with its line breaks."""
    spans: list[Span] = []
    for number, line in enumerate(text.splitlines() or [""]):
        spans += [Span("\n")] if number else []
        spans += [Span(line)] if line else []
    return tuple(spans) or (Span(" "),)
