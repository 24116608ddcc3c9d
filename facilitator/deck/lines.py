"""What a single line of a deck can be. Shared by the splitter and the block parser, so that they agree."""

from __future__ import annotations

import re

RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
#: A fence's opening; group 1 the indent and list markers before it, 2 the marks, 3 the info string.
FENCE = re.compile(r"([ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}(?=[^`]*$)|~{3,})(.*)$")
LIST = re.compile(r"[ \t]*(?:[-*+•◦▪–]|\d{1,9}[.)])(?:[ \t]|$)")
ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
DIV = re.compile(r" {0,3}(:{3,})[ \t]*(.*?)[ \t]*:*[ \t]*$")
DELIMITER_ROW = re.compile(
    r"[ \t]*(?:\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?"
    r"|:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?)[ \t]*$"
)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)", re.DOTALL)
LINTER = re.compile(
    r"\s*(?:prettier-ignore|markdownlint-|textlint-|eslint-|spell-checker:|cspell:|cSpell:|vale\b|lint\s"
    r"|\.(?:element|slide)\s*:|alex\s+(?:disable|enable|ignore)|TOC\b|/TOC\b|doctoc\b|editorconfig-"
    r"|toc\s*$|omit in toc)"
)


def indent(line: str) -> int:
    """Width of the leading white space, tabs to the next multiple of four."""
    width = 0
    for character in line:
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - width % 4
        else:
            break
    return width


def in_code_span(line: str, position: int) -> bool:
    """Does this position of the line lie within `` `code` ``?"""
    return "`" in line and any(m.start() <= position < m.end() for m in CODE_SPAN.finditer(line))


def closes(line: str, marks: str) -> bool:
    """Does this line close a fence that was opened by these marks?"""
    text = line.strip(" \t")
    return len(text) >= len(marks) and text[0] == marks[0] and not text.strip(marks[0])
