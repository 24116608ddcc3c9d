"""From inline elements to spans: marks, links, fields, footnote marks, HTML that is understood."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from typing import Any, Protocol

from facilitator.deck import attributes, values
from facilitator.deck.model import BLANK, Span, Spans

Element = ElementTree.Element
_MARKS: dict[str, dict[str, Any]] = {
    "strong": {"bold": True}, "b": {"bold": True}, "em": {"italic": True}, "i": {"italic": True},
    "cite": {"italic": True}, "dfn": {"italic": True}, "var": {"italic": True},
    "u": {"underline": True}, "ins": {"underline": True},
    "s": {"strike": True}, "del": {"strike": True}, "strike": {"strike": True},
    "sub": {"sub": True, "sup": False}, "sup": {"sup": True, "sub": False},
    "mark": {"mark": True}, "code": {"code": True}, "kbd": {"code": True}, "samp": {"code": True},
    "tt": {"code": True},
}  # fmt: skip
_QUIET = frozenset(
    ("span", "font", "a", "small", "big", "abbr", "time", "wbr", "bdi", "bdo", "q", "!", "br", "img")
)
_ACTIVE = frozenset(("script", "style", "iframe", "object", "embed", "applet"))
_BLOCK_END = frozenset(
    ("p", "div", "li", "tr", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "hr", "section")
)
_SPACES = re.compile(r"[ \t]{2,}|\t")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Host(Protocol):
    """What the slide being read offers to its spans."""

    breaks: bool
    """A line's end breaks the line."""

    def picture(
        self, source: str, alt: str, title: str, braces: str, link: str | None, decorative: bool
    ) -> None: ...
    def html(self, name: str, raw: str) -> None: ...
    def footnote(self, label: str) -> int | None: ...
    def field(self, name: str) -> str | None: ...
    def local_link(self, target: str) -> None: ...


class SpanReader:
    """Reads one element's inline content."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.found: list[Span] = []
        self.open_tags: list[tuple[str, dict[str, Any]]] = []

    def read(self, element: Element) -> Spans:
        """The element's spans, neighbours with the same marks joined, white space as it is shown."""
        self._inside(element, {})
        return tidy(self.found)

    def _text(self, text: str, marks: dict[str, Any]) -> None:
        if "\n" not in text:
            self.found.append(Span(text, **marks))
            return
        pieces = text.split("\n")
        for index, piece in enumerate(pieces):
            if index:
                if self.host.breaks:
                    self.found.append(Span("\n"))
                elif not _joins(pieces[index - 1], piece):
                    piece = " " + piece.lstrip(" ")
            if piece:
                self.found.append(Span(piece, **marks))

    def _inside(self, element: Element, marks: dict[str, Any]) -> dict[str, Any]:
        """Read text and children; returns the marks as HTML tags left them."""
        if element.text:
            self._text(str(element.text), marks)
        children = list(element)
        for child in children:
            marks = self._child(child, marks)
            tail = child.tail
            if tail:
                tail = str(tail)
                if child.tag == "img" and tail.startswith("{"):
                    tail = tail[tail.find("}") + 1 :] if "}" in tail else tail
                if tail:
                    self._text(tail, marks)
        return marks

    def _child(self, child: Element, marks: dict[str, Any]) -> dict[str, Any]:
        tag = child.tag
        if tag == "code":
            self.found.append(Span(_code_text(str(child.text or "")), **{**marks, "code": True}))
        elif tag in _MARKS:
            self._inside(child, {**marks, **_MARKS[tag]})
        elif tag == "a":
            self._inside(child, {**marks, "link": self._link(child.get("href", ""))})
        elif tag == "br":
            self.found.append(Span("\n"))
        elif tag == "img":
            tail = str(child.tail or "")
            braces = tail[1 : tail.find("}")] if tail.startswith("{") and "}" in tail else ""
            self.host.picture(
                child.get("src", ""),
                child.get("alt", ""),
                child.get("title", ""),
                braces,
                marks.get("link"),
                False,
            )
        elif tag == "x-field":
            name = child.get("name", "")
            value = self.host.field(name)
            shown = f"{{{{{name}}}}}" if value is None else value or BLANK
            self.found.append(Span(shown, **{**marks, "field": name}))
        elif tag == "x-note":
            label = child.get("label", "")
            number = self.host.footnote(label)
            if number is None:
                self.found.append(Span(f"[^{label}]", **marks))
            else:
                self.found.append(
                    Span(str(number), **{**marks, "sup": True, "sub": False, "footnote": label})
                )
        elif tag == "span":
            self._inside(child, {**marks, **_span_marks(child.get("attributes", ""), "")})
        elif tag == "x-tag":
            return self._tag(child, marks)
        else:
            self._inside(child, marks)
        return marks

    def _link(self, target: str) -> str | None:
        target = target.strip()
        if target.startswith("#"):
            return target if len(target) > 1 else None
        lower = target.lower()
        if lower.startswith(("http://", "https://", "mailto:", "tel:")):
            return target
        if lower.startswith("www."):
            return f"http://{target}"
        if target:
            self.host.local_link(target)
        return None

    def _tag(self, child: Element, marks: dict[str, Any]) -> dict[str, Any]:
        name = child.get("name", "")
        raw = child.get("raw", "")
        if child.get("end"):
            for index in range(len(self.open_tags) - 1, -1, -1):
                if self.open_tags[index][0] == name:
                    marks = self.open_tags[index][1]
                    del self.open_tags[index:]
                    return marks
            if name in _BLOCK_END:
                self.found.append(Span("\n"))
            elif name in ("td", "th"):
                self.found.append(Span(" "))
            return marks
        if name == "br":
            self.found.append(Span("\n"))
            return marks
        given = child.get("attributes", "")
        if name == "img":
            found = attributes.parse(given)
            braces = " ".join(f'{k}="{v}"' for k, v in found.pairs if k in ("width", "height"))
            decorative = found.get("alt") == ""
            self.host.picture(
                found.get("src") or "", found.get("alt") or "", found.get("title") or "", braces,
                marks.get("link"), decorative,
            )  # fmt: skip
            return marks
        if name not in _MARKS and name not in _QUIET:
            self.host.html(name, raw)
            if name in _BLOCK_END and self.found:
                self.found.append(Span("\n"))
            return marks
        if raw.rstrip().endswith("/>") or name in ("wbr", "!"):
            return marks
        self.open_tags.append((name, marks))
        if name in _MARKS:
            return {**marks, **_MARKS[name]}
        if name == "a":
            return {**marks, "link": self._link(attributes.parse(given).get("href") or "")}
        return {**marks, **_span_marks(given, name)}


def _span_marks(given: str, name: str) -> dict[str, Any]:
    """Marks of a coloured span: ``style="color: …"``, ``color=…``, classes that say what they do."""
    found = attributes.parse(given)
    declared = attributes.style(found.get("style") or "")
    color = declared.get("color") or found.get("color") or ""
    marks: dict[str, Any] = {}
    shade = values.color(color) if color else None
    if shade:
        marks["color"] = shade
    if declared.get("font-weight") in ("bold", "bolder", "700", "800", "900"):
        marks["bold"] = True
    if declared.get("font-style") == "italic":
        marks["italic"] = True
    decoration = declared.get("text-decoration", "") + declared.get("text-decoration-line", "")
    if "underline" in decoration or "underline" in found.classes or "ul" in found.classes:
        marks["underline"] = True
    if "line-through" in decoration:
        marks["strike"] = True
    if "mark" in found.classes or ("background" in declared or "background-color" in declared):
        marks["mark"] = True
    return marks


def _code_text(text: str) -> str:
    """What stands between backticks: Python-Markdown escapes it for HTML; a line's end is a space."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\n", " ")


def _joins(before: str, after: str) -> bool:
    """Chinese and Japanese are written without spaces: a line's end between their letters is no space."""
    left, right = before.rstrip()[-1:], after.lstrip()[:1]
    if not left or not right:
        return False
    return _wide(left) and _wide(right)


def _wide(character: str) -> bool:
    if "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff":
        return False  # Korean puts spaces between words
    return unicodedata.east_asian_width(character) in "WF"


def tidy(spans: list[Span]) -> Spans:
    """Join neighbours with the same marks; no white space at the ends or round hard breaks."""
    joined: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = joined[-1] if joined else None
        if span.text == "\n":
            if last is not None and last.text != "\n":
                joined.append(span)
            continue
        if (
            last is not None
            and last.text != "\n"
            and last.field is None
            and span.field is None
            and _same(last, span)
        ):
            joined[-1] = replace(last, text=last.text + span.text)
        else:
            joined.append(span)
    while joined and joined[-1].text == "\n":
        joined.pop()
    result: list[Span] = []
    for index, span in enumerate(joined):
        text = span.text
        if not span.code and text != "\n":
            text = _SPACES.sub(" ", text)
            if index == 0 or joined[index - 1].text[-1:] in ("\n", " "):
                text = text.lstrip(" \t")
            if index + 1 == len(joined) or joined[index + 1].text == "\n":
                text = text.rstrip(" \t")
        if text:
            result.append(span if text == span.text else replace(span, text=text))
    while result and result[-1].text == "\n":
        result.pop()
    return tuple(result)


def _same(a: Span, b: Span) -> bool:
    return (
        a.bold == b.bold and a.italic == b.italic and a.underline == b.underline and a.strike == b.strike
        and a.code == b.code and a.mark == b.mark and a.sub == b.sub and a.sup == b.sup and a.color == b.color
        and a.link == b.link and a.footnote == b.footnote and a.field == b.field
    )  # fmt: skip


def active(name: str) -> bool:
    """HTML that would run or load something."""
    return name in _ACTIVE
