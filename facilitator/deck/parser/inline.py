"""Inline rules beside Python-Markdown's: fields, footnote marks, bare links, HTML tags, coloured spans.

Each makes an element that `facilitator.deck.spans` understands: ``x-field``, ``x-note``, ``x-tag`` (any HTML
tag, opening or closing: what is shown is decided later), ``span``, ``a``, ``br``.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

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
MATH = r"\$\$(?:(?!\$\$)[\s\S])+\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]*[\\_^{][^$\n]*(?<![\s\\])\$(?!\d)"
BARE = r"(?<![\w@/.:=\"'])(?:https?://|www\.(?=\w))[^\s<>\x02\x03\"“”‘’。，、）】》]+"
HARD_BREAK = r"(?:\\\n|[ ]{2,}\n)[ ]*"


Element = ElementTree.Element
Made = tuple[Element | None, int | None, int | None]
_NOTHING: Made = (None, None, None)
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Rule(InlineProcessor):
    """A rule that is a plain function of its match."""

    def __init__(self, pattern: str, md: Markdown, make: Callable[[re.Match[str]], Made]) -> None:
        super().__init__(pattern, md)
        self.make = make

    def handleMatch(self, m: re.Match[str], data: str) -> Made:  # type: ignore[override]  # the base is typed for the old form with one argument
        return self.make(m)


class OutsideLinks(Rule):
    """A rule that does not hold inside a link."""

    ANCESTOR_EXCLUDES = ("a",)


def _element(m: re.Match[str], tag: str, text: str = "", atomic: bool = True, **attributes: str) -> Made:
    element = Element(tag, attributes)
    if text:
        element.text = AtomicString(text) if atomic else text
    return element, m.start(0), m.end(0)


def hard_break(m: re.Match[str]) -> Made:
    """A backslash or two spaces at a line's end."""
    return _element(m, "br")


def field(m: re.Match[str]) -> Made:
    """``{{name}}``."""
    return _element(m, "x-field", m[0], name=m[1])


def math(m: re.Match[str]) -> Made:
    """A formula between dollar signs: shown as written, its stars and underscores too."""
    return _element(m, "x-text", re.sub(r"\s*\n\s*", " ", m[0]))


def footnote_mark(m: re.Match[str]) -> Made:
    """``[^label]``."""
    return _element(m, "x-note", m[0], label=m[1])


def bracketed(m: re.Match[str]) -> Made:
    """``[text]{.class color=red}``."""
    return _element(m, "span", m[1], atomic=False, attributes=m[2])


def tag(m: re.Match[str]) -> Made:
    """An HTML tag, opening or closing."""
    made = _element(m, "x-tag", name=m[2].lower(), raw=m[0])
    assert made[0] is not None
    if m[1]:
        made[0].set("end", "1")
    if m[3].strip():
        made[0].set("attributes", html.unescape(m[3].strip()))
    return made


def comment(m: re.Match[str]) -> Made:
    """A comment within a line: nothing to see."""
    return _element(m, "x-tag", name="!", raw=m[0])


def entity(m: re.Match[str]) -> Made:
    """``&eacute;`` as the letter it stands for."""
    text = html.unescape(m[0])
    return _NOTHING if text == m[0] else _element(m, "x-text", _ODD.sub("\ufffd", text))


def autolink(m: re.Match[str]) -> Made:
    """``<https://…>`` and ``<name@example.org>``."""
    mail = "@" in m[1] and ":" not in m[1]
    return _element(m, "a", m[1], href=f"mailto:{m[1]}" if mail else m[1])


def times(m: re.Match[str]) -> Made:
    """``2*3*4`` is arithmetic."""
    return _element(m, "x-text", "*")


def bare(m: re.Match[str]) -> Made:
    """A web address in the text, without the full stop or bracket that follows it."""
    text = m[0].rstrip(".,;:!?*_~'`|\\")
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip(".,;:!?")
    host = re.sub(r"^(?:https?://|www\.)", "", text)
    if not host or ("." not in host and ":" not in host and not host.startswith("localhost")):
        return _NOTHING
    element = Element("a", {"href": text if "://" in text else f"http://{text}"})
    element.text = AtomicString(text)
    return element, m.start(0), m.start(0) + len(text)


class LateDelimiter(Delimiter):  # type: ignore[misc]  # pymdownx is not typed
    """A delimiter whose patterns (about 10 ms each) are compiled when its sign first occurs."""

    boundary: re.Pattern[str] | _Late

    def _build_patterns(self, token: str) -> str:
        self.boundary = _Late(self)  # of a pattern, only ``match`` is used
        self.bad = re.compile(f"{re.escape(token)}+")
        return re.escape(token)

    def compile(self) -> None:
        """Put the real pattern in the place of the late one."""
        super()._build_patterns(self.token)


class _Late:
    """Stands for the pattern of a delimiter; it can match only where the sign is."""

    def __init__(self, delimiter: LateDelimiter) -> None:
        self.delimiter = delimiter

    def match(self, text: str, start: int) -> re.Match[str] | None:
        if not text.startswith(self.delimiter.token, start):
            return None
        self.delimiter.compile()
        return self.delimiter.boundary.match(text, start)


def register(md: Markdown) -> DelimiterProcessor:
    """Put the inline rules into an instance; returns the processor of ``* _ ~ ^ =``."""
    rules = md.inlinePatterns
    for name in ("em_strong", "html", "entity", "autolink", "automail", "linebreak"):
        rules.deregister(name)
    md.ESCAPED_CHARS[:] = list(PUNCTUATION)
    rules.register(Rule(FIELD, md, field), "field", 188)
    rules.register(Rule(MATH, md, math), "math", 187)
    rules.register(Rule(HARD_BREAK, md, hard_break), "hard_break", 185)
    rules.register(Rule(FOOTNOTE, md, footnote_mark), "footnote_mark", 175)
    rules.register(Rule(BRACKETED, md, bracketed), "bracketed", 172)
    rules.register(Rule(AUTOLINK, md, autolink), "autolink", 120)
    rules.register(Rule(AUTOMAIL, md, autolink), "automail", 110)
    rules.register(Rule(COMMENT, md, comment), "inline_comment", 92)
    rules.register(Rule(TAG, md, tag), "tag", 90)
    rules.register(OutsideLinks(BARE, md, bare), "bare", 85)
    rules.register(Rule(ENTITY, md, entity), "entity", 80)
    rules.register(Rule(r"(?<=\d)\*(?=\d)", md, times), "times", 61)
    for name in ("reference", "image_reference"):
        # "[text] [label]" with a space between is two texts, as CommonMark has it.
        rules[name].RE_LINK = re.compile(r"\[([^\]]*)\]", re.DOTALL)  # type: ignore[attr-defined]  # theirs
    delimiters = DelimiterProcessor(LateDelimiter("*", "strong,em"), md)
    for delimiter in _others():
        delimiters.add(delimiter)
    rules.register(delimiters, "delimiter", 60)
    return delimiters


def _others() -> list[Delimiter]:
    return [
        LateDelimiter("~", "del,sub", no_space=True, punct=False),
        LateDelimiter("^", "ins,sup", no_space=True, punct=False),
        LateDelimiter("=", "mark", double=True),
        LateDelimiter("_", "strong,em", smart=True),
    ]


def eastern() -> dict[str, Delimiter]:
    """The delimiters for Chinese, Japanese and Korean: written without spaces, ``**「」**`` is bold too."""
    return {d.token: d for d in [LateDelimiter("*", "strong,em", punct=False), *_others()]}
