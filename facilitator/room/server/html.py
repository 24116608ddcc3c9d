"""The frame of every HTML page for participants. Pure functions, no I/O but words.

There is no inline script or style: the Content-Security-Policy forbids both. A script finds its settings in
one attribute (``data-setup``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from facilitator.room.records import RoomSettings
from facilitator.room.server.words import load_words


def document(
    settings: RoomSettings,
    language: str,
    body: str,
    *,
    script: str = "",
    setup: str = "",
    styles: Sequence[str] = ("page.css",),
) -> str:
    """A whole page. ``script`` and ``styles``: files of resources/web; ``setup``: from :func:`attribute`."""
    words = load_words(language)
    code = f'<script src="/static/{script}" defer></script>\n' if script else ""
    told = f" data-setup='{setup}'" if setup else ""
    looks = "\n".join(f'<link rel="stylesheet" href="/static/{style}">' for style in styles)
    return f"""<!doctype html>
<html lang="{language}" dir="{words["dir"]}"{told}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<title>{title(settings, words)}</title>
<link rel="icon" href="data:,">
{looks}
{code}</head>
<body>
{body}
</body>
</html>
"""


def attribute(data: object) -> str:
    """What a script must know, as JSON fit for a single-quoted attribute."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")


def words_of(words: Mapping[str, str], key: str) -> str:
    """One of our sentences, ready for HTML; a key that is none of ours is a sentence itself."""
    return escape(words.get(key, key))


def title(settings: RoomSettings, words: Mapping[str, str]) -> str:
    return escape(settings.title or words["untitled"])
