"""Only addresses that are safe to follow, in a form that every program accepts, become links."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.export.pptx.links import MAX_LENGTH, address, slide_number


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("https://example.org/a b?q=ä#x", "https://example.org/a%20b?q=%C3%A4#x"),
        ("HTTP://example.org", "http://example.org"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("tel:+15550100", "tel:+15550100"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("https://", None),
        ("https://exa mple.org/", None),
        ("https://example.org:port/", None),
        ("http://[bad", None),
        ("mailto:", None),
        ("notes.md", None),
        ("https://example.org/" + "a" * MAX_LENGTH, None),
    ],
)
def test_addresses(link: str, found: str | None) -> None:
    assert address(link) == found


@given(st.text(max_size=80))
def test_any_text_gives_a_plain_address_or_none(text: str) -> None:
    found = address(text) or address(f"https://{text}")
    if found is not None:
        assert found.isascii()
        assert not set(found) & set(' <>"{}|\\^`\n\t')
        urlsplit(found)


@pytest.mark.parametrize(
    ("link", "number"), [("slide:7", 7), ("slide:", None), ("slide:-1", None), ("x:7", None)]
)
def test_slide_numbers(link: str, number: int | None) -> None:
    assert slide_number(link) == number
