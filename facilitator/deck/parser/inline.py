"""Inline rules beside Python-Markdown's: fields, footnote marks, bare links, HTML tags, spans with attributes.

Each makes an element that `facilitator.deck.spans` understands: ``x-field``, ``x-note``, ``x-tag`` (any HTML
tag, opening or closing: what is shown is decided later), ``span``, ``a``, ``br``.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString
from pymdownx.delimiterprocessor import Delimiter, DelimiterProcessor

PUNCTUATION = "\\`*_{}[]()>#+-.!\"$%&',/:;<=?@^|~"

FIELD = r"\{\{[ \t]*([A-Za-z_][\w-]*)[ \t]*\}\}"
FOOTNOTE = r"\[\^([^\]\s]+)\]"
BRACKETED = r"(?<!!)\[((?:[^\[\]\\]|\\.)*)\]\{([^{}\n]*)\}"
TAG = (
    r"<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\s+[A-Za-z_:@][\w.:-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)"
    r"\s*/?>"
)
COMMENT = r"<!--(?:(?!-->).)*-->"
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
AUTOLINK = r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>"
AUTOMAIL = r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9][A-Za-z0-9.-]*\.?[A-Za-z0-9])>"
BARE = r"(?<![\w@/.:=\"'])(?:https?://|www\.(?=\w))[^\s<>\x02\x03\"“”‘’。，、）】》]+"
HARD_BREAK = r"(?:\\\n|[ ]{2,}\n)[ ]*"


class Break(InlineProcessor):
    """A backslash or two spaces at a line's end."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # the base class is typed for strings too
        return ElementTree.Element("br"), m.start(0), m.end(0)


class Field(InlineProcessor):
    """``{{name}}``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        element = ElementTree.Element("x-field", {"name": m[1]})
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


class FootnoteMark(InlineProcessor):
    """``[^label]``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        element = ElementTree.Element("x-note", {"label": m[1]})
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


class Bracketed(InlineProcessor):
    """``[text]{.class color=red}``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        element = ElementTree.Element("span", {"attributes": m[2]})
        element.text = m[1]
        return element, m.start(0), m.end(0)


class Tag(InlineProcessor):
    """An HTML tag, opening or closing."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        element = ElementTree.Element("x-tag", {"name": m[2].lower(), "raw": m[0]})
        if m[1]:
            element.set("end", "1")
        if m[3].strip():
            element.set("attributes", html.unescape(m[3].strip()))
        return element, m.start(0), m.end(0)


class Nothing(InlineProcessor):
    """A comment within a line: nothing to see."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        return ElementTree.Element("x-tag", {"name": "!", "raw": m[0]}), m.start(0), m.end(0)


class Entity(InlineProcessor):
    """``&eacute;`` as the letter it stands for."""

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:  # type: ignore[override]  # see Break
        text = html.unescape(m[0])
        if text == m[0]:
            return None, None, None
        element = ElementTree.Element("x-text")
        element.text = AtomicString(re.sub("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "\ufffd", text))
        return element, m.start(0), m.end(0)


class Autolink(InlineProcessor):
    """``<https://…>`` and ``<name@example.org>``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # type: ignore[override]  # see Break
        mail = "@" in m[1] and ":" not in m[1]
        element = ElementTree.Element("a", {"href": f"mailto:{m[1]}" if mail else m[1]})
        element.text = AtomicString(m[1])
        return element, m.start(0), m.end(0)


class Bare(InlineProcessor):
    """A web address in the text, without the full stop or bracket that follows it."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:  # type: ignore[override]  # see Break
        text = m[0]
        while text and text[-1] in ".,;:!?*_~'`|\\":
            text = text[:-1]
        while text.endswith(")") and text.count(")") > text.count("("):
            text = text[:-1].rstrip(".,;:!?")
        bare = re.sub(r"^(?:https?://|www\.)", "", text)
        if not bare or ("." not in bare and ":" not in bare and not bare.startswith("localhost")):
            return None, None, None
        element = ElementTree.Element("a", {"href": text if "://" in text else f"http://{text}", "bare": "1"})
        element.text = AtomicString(text)
        return element, m.start(0), m.start(0) + len(text)


def register(md: Markdown) -> DelimiterProcessor:
    """Put the inline rules into an instance; returns the processor of ``*``, ``_``, ``~``, ``^`` and ``=``."""
    rules = md.inlinePatterns
    for name in ("em_strong", "html", "entity", "autolink", "automail", "linebreak"):
        rules.deregister(name)
    md.ESCAPED_CHARS[:] = list(PUNCTUATION)
    rules.register(Field(FIELD, md), "field", 188)
    rules.register(Break(HARD_BREAK, md), "hard_break", 185)
    rules.register(FootnoteMark(FOOTNOTE, md), "footnote_mark", 175)
    rules.register(Bracketed(BRACKETED, md), "bracketed", 172)
    rules.register(Autolink(AUTOLINK, md), "autolink", 120)
    rules.register(Autolink(AUTOMAIL, md), "automail", 110)
    rules.register(Nothing(COMMENT, md), "inline_comment", 92)
    rules.register(Tag(TAG, md), "tag", 90)
    rules.register(Bare(BARE, md), "bare", 85)
    rules.register(Entity(ENTITY, md), "entity", 80)
    delimiters: Any = DelimiterProcessor(Delimiter("*", "strong,em"), md)
    delimiters.add(Delimiter("_", "strong,em", smart=True))
    delimiters.add(Delimiter("~", "del,sub", no_space=True))
    delimiters.add(Delimiter("^", "ins,sup", no_space=True))
    delimiters.add(Delimiter("=", "mark", double=True))
    rules.register(delimiters, "delimiter", 60)
    return delimiters
