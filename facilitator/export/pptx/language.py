"""Language tags in the form that PowerPoint knows."""

from __future__ import annotations

import functools
import re

# A bare language is given the region that PowerPoint lists first for it; Word's and PowerPoint's spelling
# check knows languages by region only.
_REGIONS = {
    "en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "pt": "pt-PT", "nl": "nl-NL",
    "sv": "sv-SE", "da": "da-DK", "nb": "nb-NO", "no": "nb-NO", "fi": "fi-FI", "pl": "pl-PL", "cs": "cs-CZ",
    "sk": "sk-SK", "hu": "hu-HU", "ro": "ro-RO", "bg": "bg-BG", "el": "el-GR", "ru": "ru-RU", "uk": "uk-UA",
    "tr": "tr-TR", "ar": "ar-SA", "fa": "fa-IR", "he": "he-IL", "hi": "hi-IN", "ja": "ja-JP", "ko": "ko-KR",
    "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW", "vi": "vi-VN", "th": "th-TH", "id": "id-ID",
    "ur": "ur-PK", "sl": "sl-SI", "hr": "hr-HR", "sr": "sr-Latn-RS", "et": "et-EE",
    "lv": "lv-LV", "lt": "lt-LT",
}  # fmt: skip
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


@functools.lru_cache(maxsize=256)
def language(tag: str) -> str:
    """A BCP 47 tag in the form that PowerPoint knows (``de`` -> ``de-DE``); empty when it is none."""
    tag = tag.strip().replace("_", "-")
    if not _TAG.match(tag):
        return ""
    return _REGIONS.get(tag.lower(), tag)
