"""The privacy text, made from the very settings that the server obeys (CONTRACTS, Room).

Each sentence says what the code does; ``tests/web/test_privacy_text.py`` holds them to it.
"""

from __future__ import annotations

from facilitator.room.records import Release, RoomSettings
from facilitator.room.server.words import days, duration, fill, load_words


def privacy_text(settings: RoomSettings, language: str) -> list[str]:
    """Everything the page says about privacy, what is kept first, then what cannot be promised."""
    return kept(settings, language) + not_promised(settings, language)


def kept(settings: RoomSettings, language: str) -> list[str]:
    """What is kept, what is not, and for how long."""
    words = load_words(language)
    if settings.release is Release.MIXED:
        short, long = settings.batch_seconds
        release = fill(
            words["keep_mixed"],
            least=settings.batch_least,
            short=round(short),
            long=round(long),
            longest=duration(settings.batch_longest, words),
        )
    elif settings.release is Release.ROUND:
        release = words["keep_round"]
    else:
        release = words["keep_instant"]
    return [
        words["keep_words"],
        words["keep_not"],
        words["keep_cookie"],
        release,
        words["keep_moderated" if settings.moderated else "keep_open"],
        words["keep_votes"],
        words["keep_seats"],
        words["keep_limits"],
        words["keep_withdraw"],
        fill(words["keep_end"], days=days(settings.keep_days, words)),
    ]


def not_promised(settings: RoomSettings, language: str) -> list[str]:
    """What nobody can promise on an open page in a small room."""
    words = load_words(language)
    keys = ["limit_style", "limit_wifi", "limit_eyes", "limit_small"]
    if settings.release is Release.MIXED:
        keys.append("limit_alone")
    keys += ["limit_browser", "limit_disk", "limit_changed"]
    return [words[key] for key in keys]
