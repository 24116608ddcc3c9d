"""HTML tables, as spreadsheets and web pages put them on the clipboard: their text in rows and cells."""

from __future__ import annotations

from html.parser import HTMLParser

from facilitator.deck.model import Align, Block, Paragraph, Span, Spans, Table, TableRow


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.loose: list[str] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.cell = None
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is None:
            if data.strip():
                self.loose.append(" ".join(data.split()))
        else:
            self._add(data)

    def _add(self, text: str) -> None:
        self.rows[-1][-1] += text


def read(text: str, line: int, step: int) -> list[Block]:
    """A table (first row as header) and any text outside its cells."""
    parser = _Cells()
    parser.feed(text)
    parser.close()
    blocks: list[Block] = [Paragraph((Span(loose),), line, step) for loose in parser.loose]
    rows = [[" ".join(cell.split()) for cell in row] for row in parser.rows if row]
    if rows:
        width = max(len(row) for row in rows)
        made = [
            TableRow(tuple(_spans(c) for c in [*row, *([""] * (width - len(row)))]), line, step)
            for row in rows
        ]
        blocks.append(Table(made[0], tuple(made[1:]), (Align.NONE,) * width, line, step))
    return blocks


def _spans(text: str) -> Spans:
    return (Span(text),) if text else ()
