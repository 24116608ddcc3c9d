"""HTML in a form in which two texts that browsers show alike are equal."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "style",
        "script",
    ]
)
_EMPTY = frozenset(("br", "hr", "img", "input"))


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.verbatim = 0

    def _trim(self) -> None:
        if self.out and not self.verbatim and not self.out[-1].startswith("<"):
            self.out[-1] = self.out[-1].rstrip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._trim()
        given = "".join(f' {k}="{html.escape(v or "")}"' for k, v in sorted(attrs))
        self.out.append(f"<{tag}{given}>")
        self.verbatim += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if tag in _BLOCKS:
            self._trim()
        self.verbatim -= tag == "pre"
        self.out.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_data(self, data: str) -> None:
        if not self.verbatim:
            data = re.sub(r"\s+", " ", data)
            last = self.out[-1] if self.out else "<p>"
            match = re.match(r"</?([a-z0-9]+)", last)
            if match and match[1] in _BLOCKS:
                data = data.lstrip()
        if data:
            self.out.append(html.escape(data))


def shape(text: str) -> str:
    """The normal form."""
    parser = _Shape()
    parser.feed(text)
    parser.close()
    return "".join(parser.out).strip()
