"""What is sent is what was written: only what nobody's browser needs is left out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import esprima
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from facilitator.room.server.lean import lean_script, lean_style
from facilitator.room.server.static import PARTS, served, whole_script
from facilitator.system.resources import resource

WEB = resource("web")
SENT = dict(served(WEB))


def tokens(source: str) -> list[tuple[str, str]]:
    return [(token.type, token.value) for token in esprima.tokenize(source)]


def ends(source: str) -> list[int]:
    """Where a line's end could stand for a semicolon: how many tokens come before it."""
    found = list(esprima.tokenize(source, {"loc": True}))
    return [
        at
        for at, (before, after) in enumerate(pairwise(found))
        if before.loc.end.line < after.loc.start.line and before.value not in (";", "{", ",")
    ]


def test_the_script_is_whole_and_token_for_token_the_same() -> None:
    source, sent = whole_script(WEB), SENT["page.js"].decode()
    assert tokens(sent) == tokens(source)
    assert ends(sent) == ends(source)
    assert len(sent) < 0.8 * len(source)
    assert {file.stem for file in (WEB / "page").iterdir()} == set(PARTS)


@pytest.mark.parametrize(
    ("source", "lean"),
    [
        ('a = "x  /* no */ = y"; /* gone */', 'a="x  /* no */ = y";'),
        ("b = /[ /]= \\/ +/g.test(c) / 2", "b=/[ /]= \\/ +/g.test(c)/2"),
        ("return / = /.exec(d)", "return / = /.exec(d)"),
        ("\t/* over\n\t * lines */\n\n\te( f , 'g  h' )\n", "e(f,'g  h')\n"),
        ("i in j\nlet k", "i in j\nlet k"),
    ],
)
def test_texts_and_patterns_are_left_alone(source: str, lean: str) -> None:
    assert lean_script(source) == lean


@given(st.text(alphabet="ab \\n/*\\\\'\"={}", max_size=40))
def test_any_text_in_quotes_survives(text: str) -> None:
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    assert quoted in lean_script(f"a = {quoted} ;")
    assert quoted in lean_style(f"a {{ content: {quoted} ; }}")


RULES = """css => {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = css;
  const text = rule => rule.media ? rule.media.mediaText + [...rule.cssRules].map(text) : rule.cssText;
  return [...style.sheet.cssRules].map(text);
}"""


@pytest.mark.web
@pytest.mark.parametrize("name", ["page.css", "selftest.css", "moderate.css"])
def test_chromium_reads_the_same_rules(phone: Callable[..., Page], name: str) -> None:
    page = phone("about:blank")
    source = (WEB / name).read_text(encoding="utf-8")
    rules = page.evaluate(RULES, SENT[name].decode())
    assert rules == page.evaluate(RULES, source)
    assert len(rules) >= min(10, source.count("{"))
