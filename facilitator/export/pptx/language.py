"""Language tags in the form that PowerPoint knows, and the language of words in another script."""

from __future__ import annotations

import functools
import re
import unicodedata

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


#: letters of a script, the language to take them for, and the languages that are written in it anyway
_SCRIPTS = (
    (re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]"), "ja-JP", ("ja",)),
    (re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]"), "ko-KR", ("ko",)),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh-CN",
     ("zh", "ja", "ko")),
    (re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]"), "fa-IR",
     ("fa", "ur", "ps", "ku", "ar", "ug", "sd")),
    (re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"), "ar-SA",
     ("ar", "fa", "ur", "ps", "ku", "ug", "sd")),
    (re.compile("[\u0590-\u05ff]"), "he-IL", ("he", "yi")),
    (re.compile("[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]"), "uk-UA",
     ("uk", "ru", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg")),
    (re.compile("[\u0400-\u04ff]"), "ru-RU", ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg")),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), "el-GR", ("el",)),
    (re.compile("[\u0900-\u097f]"), "hi-IN", ("hi", "mr", "ne", "sa")),
    (re.compile("[\u0e00-\u0e7f]"), "th-TH", ("th",)),
)  # fmt: skip
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ELSEWHERE = re.compile(
    "[\u0370-\u1fff\u3041-\ud7a3\uf900-\ufdff\ufe70-\ufefc\uff66-\uff9d\U00020000-\U0003ffff]"
)


def spoken(text: str, lang: str) -> str:
    """The language of ``text`` in a deck in ``lang``: that of its script when the deck's is written in
    another.

    A spelling check that takes Arabic for English underlines every word.
    """
    if text.isascii() or not _ELSEWHERE.search(text):
        return lang
    main = lang.partition("-")[0].lower()
    for letters, other, homes in _SCRIPTS:
        if letters.search(text):
            if main in homes or len(_LATIN.findall(text)) > len(_ELSEWHERE.findall(text)):
                return lang
            return other
    return lang


def right_to_left(text: str, default: bool = False) -> bool:
    """Direction of a paragraph: by its first strong letter (Unicode's rules P2 and P3)."""
    if text.isascii():
        return default and not any(c.isalpha() for c in text)
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return default
