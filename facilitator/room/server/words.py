"""The words of the participants' page, one JSON file a language, and the choice among them.

A language file may lag behind English: what it lacks is said in English rather than not at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from facilitator.room.records import DEFAULT_CATEGORIES, Category
from facilitator.system.resources import resource

#: In the order in which the page offers them, each in its own words.
LANGUAGES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "ar": "العربية",
    "zh": "中文",
}
FALLBACK = "en"

_RANGE = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_DEFAULT_LABELS = {c.id: c.label for c in DEFAULT_CATEGORIES}


@cache
def load_words(language: str) -> Mapping[str, str]:
    """Every sentence of the page in a language; an unknown language gives English."""
    words = _read(FALLBACK)
    return words if language == FALLBACK or language not in LANGUAGES else {**words, **_read(language)}


def _read(language: str) -> dict[str, str]:
    file = resource("web", "words", f"{language}.json")
    loaded = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {str(k): str(v) for k, v in loaded.items()}


def pick_language(accept_language: str, asked: str = "", default: str = FALLBACK) -> str:
    """The best language we have for an ``Accept-Language`` header. Use the header at once and forget it.

    ``asked`` (a choice on the page) wins; ``default`` (the deck's language) serves when nothing fits.
    A hostile header costs nothing: 20 ranges are looked at, the rest is dropped.
    """
    if asked in LANGUAGES:
        return asked
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language[:400].split(",")[:20]):
        match = _RANGE.fullmatch(part)
        if not match:
            continue
        weight = float(match[2]) if match[2] else 1.0
        code = match[1].split("-")[0].lower()
        if weight > 0 and code in LANGUAGES:
            wanted.append((-weight, place, code))
    if wanted:
        return min(wanted)[2]
    base = default.split("-")[0].lower()
    return base if base in LANGUAGES else FALLBACK


def category_label(category: Category, words: Mapping[str, str]) -> str:
    """The four usual doors are translated; a deck's own are shown as they were written."""
    if _DEFAULT_LABELS.get(category.id) == category.label:
        return words.get(category.id, category.label)
    return category.label


def fill(sentence: str, **values: object) -> str:
    """Put values into ``{name}`` places; anything else in braces stays as it is."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence


def duration(seconds: float, words: Mapping[str, str]) -> str:
    """``180`` as ``3 minutes`` in the page's language; whole minutes only, else seconds."""
    whole = round(seconds)
    if whole == 60:
        return words["minute"]
    if whole > 60 and whole % 60 == 0:
        return fill(words["minutes"], n=whole // 60)
    return fill(words["seconds"], n=whole)


def days(n: int, words: Mapping[str, str]) -> str:
    return words["day"] if n == 1 else fill(words["days"], n=n)
