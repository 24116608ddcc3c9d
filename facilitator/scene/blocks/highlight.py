"""Code in colours, by Pygments."""

from __future__ import annotations

import functools

from facilitator.scene.model import Color
from facilitator.scene.theme import Theme

Part = tuple[str, Color | None, bool, bool]
"""text, colour (None: the page's), bold, italic"""

#: longest prefix first: Pygments token -> our group
_GROUPS = (
    ("Token.Comment", "comment"),
    ("Token.Keyword", "keyword"),
    ("Token.Operator.Word", "keyword"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Tag", "keyword"),
    ("Token.Name.Attribute", "name"),
    ("Token.Name.Decorator", "name"),
    ("Token.Name.Builtin", "name"),
    ("Token.Operator", "operator"),
    ("Token.Punctuation", "operator"),
)
#: More than this is shown without colours: lexers of some languages are slow on odd input.
LIMIT = 20_000


def _group(token: str) -> str:
    return next((group for prefix, group in _GROUPS if token.startswith(prefix)), "")


@functools.lru_cache(maxsize=128)
def highlighted(text: str, language: str, theme: Theme) -> tuple[tuple[Part, ...], ...]:
    """The lines of a program as coloured parts. An unknown language has no colours."""
    plain = tuple(((line, None, False, False),) if line else () for line in text.split("\n"))
    if not language or len(text) > LIMIT:
        return plain
    from pygments import lexers
    from pygments.util import ClassNotFound

    try:
        lexer = lexers.get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return plain
    colors = dict(theme.code_style)
    lines: list[list[Part]] = [[]]
    for token, value in lexer.get_tokens(text):
        group = _group(str(token))
        for number, part in enumerate(value.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((part, colors.get(group), group == "keyword", group == "comment"))
    if "\n".join("".join(p[0] for p in line) for line in lines) != text:
        return plain  # a lexer that changes the text is not to be trusted with it
    return tuple(tuple(line) for line in lines)
