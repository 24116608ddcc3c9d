"""The moderator page (loopback only): a shell that ``moderate.js`` fills with what the room sends it."""

from __future__ import annotations

import json
from html import escape

from facilitator.room.records import RoomSettings


def render_moderator(settings: RoomSettings) -> str:
    """The page at ``/moderate``. The key is in the address's fragment, which never reaches the server."""
    setup = json.dumps(
        {
            "release": settings.release.value,
            "moderated": settings.moderated,
            "least": settings.batch_least,
            "limit": settings.limits.graphemes,
            "categories": [[c.id, c.label] for c in settings.categories],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return f"""<!doctype html>
<html lang="en" data-setup="{escape(setup)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="robots" content="noindex">
<title>Moderate the room</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/moderate.css">
<script src="/static/moderate.js" defer></script>
</head>
<body>
<noscript><p class="note">This page needs JavaScript. The participants' page does not.</p></noscript>
</body>
</html>
"""
