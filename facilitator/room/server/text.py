"""What people write, made safe to show anywhere, and counted as people count.

Nothing is escaped here: every surface shows the result as plain text. The rules are those of Unicode's
security reports as far as they do not break anybody's language: joiners stay where scripts and emoji need
them, marks are limited rather than stripped.
"""

from __future__ import annotations

import unicodedata

import regex

_LINES = regex.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_SPACES = regex.compile(r"[\t\u00A0\u2000-\u200A\u202F\u205F]")

#: Controls, direction overrides and isolates, zero-width spaces, tags, noncharacters, lone surrogates,
#: and characters that exist only to look like nothing.
_DROPPED = regex.compile(
    r"[\x00-\x09\x0B-\x1F\x7F-\x9F"
    r"\u202A-\u202E\u2066-\u2069\u206A-\u206F"
    r"\u200B\uFEFF\u2060-\u2065\u00AD\u180E\u115F\u1160\u3164\uFFA0\u2800\uFFF9-\uFFFB"
    r"\U000E0000-\U000E00FF\U000E0180-\U000E0FFF"
    r"\uFDD0-\uFDEF\uFFFE\uFFFF\U0001FFFE\U0001FFFF\U0002FFFE\U0002FFFF\U0003FFFE\U0003FFFF\U0004FFFE\U0004FFFF"
    r"\U0005FFFE\U0005FFFF\U0006FFFE\U0006FFFF\U0007FFFE\U0007FFFF\U0008FFFE\U0008FFFF\U0009FFFE\U0009FFFF"
    r"\U000AFFFE\U000AFFFF\U000BFFFE\U000BFFFF\U000CFFFE\U000CFFFF\U000DFFFE\U000DFFFF\U000EFFFE\U000EFFFF"
    r"\U000FFFFE\U000FFFFF\U0010FFFE\U0010FFFF]"
)
_SURROGATES = regex.compile(r"[\uD800-\uDFFF]")

_JOINING = (
    r"\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}"
    r"\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}"
    r"\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}"
)
#: A joiner (U+200C, U+200D) outside a word of a script that needs it, and outside an emoji.
_STRAY_JOINER = regex.compile(
    rf"(?<![{_JOINING}\p{{Extended_Pictographic}}\p{{Emoji_Modifier}}\uFE0F])[\u200C\u200D]+"
    rf"|[\u200C\u200D](?![{_JOINING}\p{{Extended_Pictographic}}])"
)
_MANY_JOINERS = regex.compile(r"([\u200C\u200D])[\u200C\u200D]+")
_MANY_MARKS = regex.compile(r"(\p{M}{3})\p{M}+")
_STRAY_MARKS = regex.compile(r"(?:^|(?<=[\n ]))\p{M}+")
_MANY_LINES = regex.compile(r"\n{4,}")
_LINE_ENDS = regex.compile(r"(?<! ) +\n")
_MANY_SPACES = regex.compile(r" {9,}")
_VISIBLE = regex.compile(r"[\p{L}\p{N}\p{P}\p{S}]")
_GRAPHEME = regex.compile(r"\X")


def clean(text: str) -> str:
    """The text as it will be kept and shown. Empty when there is nothing to read in it.

    NFC; line ends are ``\\n``, at most three in a row; at most three combining marks in a row; no
    control, direction or invisible characters. Cleaning twice changes nothing.
    """
    text = _SURROGATES.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _LINES.sub("\n", text)
    text = _SPACES.sub(" ", text)
    for _ in range(4):  # dropping one thing can bring two others together; it settles in a round or two
        before = text
        text = _DROPPED.sub("", text)
        text = _MANY_JOINERS.sub(r"\1", text)
        text = _STRAY_JOINER.sub("", text)
        text = _MANY_MARKS.sub(r"\1", text)
        text = _STRAY_MARKS.sub("", text)
        text = _LINE_ENDS.sub("\n", text)
        text = _MANY_LINES.sub("\n\n\n", text)
        text = _MANY_SPACES.sub(" " * 8, text)
        text = unicodedata.normalize("NFC", text.strip())
        if text == before:
            break
    return text if _VISIBLE.search(text) else ""


def letters(text: str) -> int:
    """How many letters people would count: an emoji family is one, so is an accented letter."""
    return sum(1 for _ in _GRAPHEME.finditer(text))
