"""Speaker notes as the small HTML that Qt's text view knows. Everything is escaped; nothing is fetched."""

from __future__ import annotations

import html
from collections.abc import Iterable

from facilitator.deck import model as d
from facilitator.ui.tokens import Palette


def notes_html(blocks: Iterable[d.Block], palette: Palette, size: int) -> str:
    """Notes at ``size`` pixels with 1.5 lines. A bold lead-in (``**Ask:**``) gets the colour of a cue."""
    made = _Notes(palette, size)
    body = "".join(made.block(b) for b in blocks)
    return f'<div style="font-size:{size}px; color:{palette.text};">{body}</div>'


class _Notes:
    def __init__(self, palette: Palette, size: int) -> None:
        self.p = palette
        self.size = size

    def spans(self, spans: d.Spans, *, lead: bool = False) -> str:
        return "".join(self.span(s, lead and n == 0) for n, s in enumerate(spans))

    def span(self, s: d.Span, lead: bool) -> str:
        if s.text == "\n":
            return "<br>"
        text = html.escape(s.text)
        styles = []
        if lead and s.bold and s.text.rstrip().endswith((":", "?", "!")):
            styles.append(f"color:{self.p.amber}")
        if s.mark:
            styles.append(f"background-color:{self.p.amber_fill}; color:{self.p.amber_text}")
        if s.code:
            text = f"<code>{text}</code>"
        if s.strike:
            styles.append("text-decoration:line-through")
        if s.underline:
            text = f"<u>{text}</u>"
        if s.italic:
            text = f"<i>{text}</i>"
        if s.bold:
            text = f"<b>{text}</b>"
        if s.sup or s.sub:
            tag = "sup" if s.sup else "sub"
            text = f"<{tag}>{text}</{tag}>"
        return f'<span style="{"; ".join(styles)}">{text}</span>' if styles else text

    def paragraph(self, inner: str, size: int | None = None, extra: str = "") -> str:
        gap = round(self.size * 0.55)
        style = f"margin:0 0 {gap}px 0; line-height:140%; {extra}"
        if size is not None:
            style += f"font-size:{size}px;"
        return f'<p style="{style}">{inner}</p>'

    def block(self, b: d.Block) -> str:
        match b:
            case d.Paragraph():
                return self.paragraph(self.spans(b.spans, lead=True))
            case d.Heading():
                return self.paragraph(f"<b>{self.spans(b.spans)}</b>", round(self.size * 1.1))
            case d.ListBlock():
                tag = "ol" if b.ordered else "ul"
                start = f' start="{b.start}"' if b.ordered else ""
                items = "".join(self.item(i) for i in b.items)
                return f'<{tag}{start} style="margin:0 0 {round(self.size * 0.5)}px 0;">{items}</{tag}>'
            case d.DefinitionList():
                return "".join(
                    self.paragraph(f"<b>{self.spans(i.term)}</b>") + "".join(self.block(x) for x in i.blocks)
                    for i in b.items
                )
            case d.Table():
                rows = "".join(self.row(r, "th" if r is b.header else "td") for r in (b.header, *b.rows))
                return f'<table cellpadding="4" style="margin-bottom:{self.size // 2}px;">{rows}</table>'
            case d.Code():
                return f'<pre style="color:{self.p.blue};">{html.escape(b.text)}</pre>'
            case d.Quote():
                inner = "".join(self.block(x) for x in b.blocks)
                return f'<div style="margin-left:{self.size}px; color:{self.p.mute};">{inner}</div>'
            case d.Columns():
                return "".join(self.block(x) for c in b.columns for x in c.blocks)
            case d.Picture():
                return self.paragraph(
                    f"<i>{html.escape(b.alt or b.source)}</i>", extra=f"color:{self.p.mute};"
                )
            case d.Diagram():
                return self.paragraph("<br>".join(html.escape(x.label) for x in b.parts))
            case d.Chart():
                return self.paragraph(html.escape(b.title))
            case d.Poll():
                return self.paragraph(html.escape(b.question))

    def item(self, item: d.ListItem) -> str:
        head, rest = item.blocks[:1], item.blocks[1:]
        mark = "" if item.checked is None else ("☑ " if item.checked else "☐ ")
        first = head[0] if head else None
        if isinstance(first, d.Paragraph):
            inner = mark + self.spans(first.spans, lead=True)
        else:
            inner = mark + "".join(self.block(x) for x in head)
        nested = "".join(self.block(x) for x in rest)
        return (
            f'<li style="line-height:140%; margin-bottom:{round(self.size * 0.25)}px;">{inner}{nested}</li>'
        )

    def row(self, row: d.TableRow, tag: str) -> str:
        cells = "".join(f'<{tag} align="left">{self.spans(c)}</{tag}>' for c in row.cells)
        return f"<tr>{cells}</tr>"
