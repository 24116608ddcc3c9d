"""Scripts and styles as they are sent: the same, without what only their readers need.

Nothing is renamed or rewritten. ``tests/web/test_lean.py`` compares every token of the script, and every rule
that Chromium reads from the style, before and after.
"""

from __future__ import annotations

import re

_TEXT = r'"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
_PATTERN = r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*"
_REMARK = r"/\*(?:[^*]|\*(?!/))*\*/"
#: Where a slash begins a pattern and divides nothing.
_BEFORE = r"(?:(?<=[(=,:\[!&|?{};])|(?<=[(=,:\[!&|?{};] )|(?<=return) )"
_SCRIPT = re.compile(
    rf"[ \t]*(?P<remark>{_REMARK})|(?P<kept>{_TEXT}|{_BEFORE}{_PATTERN})"
    r"|[ \t]*(?P<sign>[{}()\[\];,:?<>=!*/%&|^~+-])[ \t]*"
)
_STYLE = re.compile(
    rf"(?P<kept>{_TEXT})|(?P<remark>{_REMARK})"
    r"|\s*(?P<sign>[{};,])\s*|(?<=:)(?P<gap> +)|(?P<line>\n)"
)
#: Ends of lines that end nothing: the sign before them has done so, or goes on.
_IDLE = re.compile(r"(?<=[;{,])\n")
_EMPTY = re.compile(r"\A\s+|^[ \t]+|[ \t]+$|\n(?=\s*\n)", re.MULTILINE)


def lean_script(source: str) -> str:
    """JavaScript without remarks, indentation, spaces around signs, and ends of lines that end nothing."""

    def shorter(match: re.Match[str]) -> str:
        return match["kept"] or match["sign"] or ""

    return _IDLE.sub("", _EMPTY.sub("", _SCRIPT.sub(shorter, source)))


def lean_style(source: str) -> str:
    """CSS without remarks, indentation and the spaces that separate nothing."""

    def shorter(match: re.Match[str]) -> str:
        return match["kept"] or match["sign"] or (" " if match["line"] else "")

    return _STYLE.sub(shorter, source).replace(";}", "}")
