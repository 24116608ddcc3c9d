"""The modules of a QR code."""

from __future__ import annotations

import functools

QUIET = 4
"""Modules of white round the code that the standard asks for."""


@functools.lru_cache(maxsize=16)
def modules(text: str) -> tuple[tuple[int, ...], ...]:
    """Rows of 0 (light) and 1 (dark), without the quiet zone."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(1 if value else 0 for value in row) for row in code.matrix)
