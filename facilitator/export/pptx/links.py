"""Links in the file: web and mail addresses that any program accepts, and jumps between slides."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from facilitator.export.pptx.xml import clean

_SCHEMES = {"http", "https", "mailto", "tel", "sms"}
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_HOST = re.compile(r"(?:[^\s\[\]<>\"%/\\@:]+|\[[0-9A-Fa-f:.]+\])\Z")
MAX_LENGTH = 2_048
"""PowerPoint refuses longer addresses."""


def slide_number(link: str) -> int | None:
    """N of ``slide:N``, else None."""
    head, _, tail = link.partition(":")
    return int(tail) if head == "slide" and tail.isascii() and tail.isdigit() else None


def address(link: str) -> str | None:
    """The address in the form that relationships may hold, or None when no program should follow it.

    Only web, mail and telephone links pass: a file that came by mail must not start anything else.
    """
    try:
        parts = urlsplit(clean(link).strip())
        scheme = parts.scheme.lower()
        if scheme not in _SCHEMES:
            return None
        if scheme in ("http", "https"):
            host = parts.netloc.rpartition("@")[2]
            name = host[: host.rindex(":")] if parts.port is not None else host.rstrip(":")
            if not _HOST.match(name):
                return None
        elif not parts.path:
            return None
    except ValueError:
        return None
    found = quote(parts.geturl(), safe=_SAFE)
    found = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", found)
    return found if len(found) <= MAX_LENGTH else None
