"""The page's files as they are sent."""

from __future__ import annotations

import gzip
import re

import esprima
import pytest

from facilitator.room.server.static import squeezed, web_files
from facilitator.system.resources import resource

SOURCES = sorted(f.name for f in resource("web").glob("*.*s"))


@pytest.mark.parametrize("name", [n for n in SOURCES if n.endswith(".js")])
def test_a_squeezed_script_says_the_same(name: str) -> None:
    source = (resource("web") / name).read_text(encoding="utf-8")
    sent = squeezed(source)
    assert len(sent) < len(source)

    def said(code: str) -> list[tuple[str, str]]:
        return [(token.type, token.value) for token in esprima.tokenize(code)]

    assert said(sent) == said(source)
    assert not re.search(r"^\s|\n\n", sent)


@pytest.mark.parametrize("name", [n for n in SOURCES if n.endswith(".css")])
def test_a_squeezed_style_says_the_same(name: str) -> None:
    source = (resource("web") / name).read_text(encoding="utf-8")

    def said(code: str) -> str:
        return "".join(re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL).split())

    assert said(squeezed(source)) == said(source)


def test_comments_go_and_line_ends_stay() -> None:
    assert squeezed("/* a */\n\tx = 1 // b\n\n/* c\n d */\n  y\n") == "x = 1 // b\ny\n"


def test_packed_is_the_same_as_plain() -> None:
    for raw, packed, _ in web_files()._files.values():
        assert gzip.decompress(packed) == raw
