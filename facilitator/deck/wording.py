"""Words of blame about people, each with the better word. Advice only, for decks in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from facilitator.deck.problems import Finding

#: pattern -> better. Person-first words; what is quoted on purpose is left alone.
BETTER: tuple[tuple[str, str], ...] = (
    (
        r"(?:drug |substance )?(?<!\bJ )addicts?",
        "person with a substance use disorder, or: person who uses drugs",
    ),
    (r"(?:drug|substance|alcohol) abusers?", "person with a substance use disorder"),
    (r"(?:drug|substance|alcohol) abuse", "substance use, or: substance use disorder"),
    (r"(?:drug|substance|heroin|opioid) users?", "person who uses drugs"),
    (r"junkies?|crackheads?|druggies?|potheads?", "person who uses drugs"),
    (
        r"alcoholics?(?! (?:drinks?|beverages?|anonymous|hepatitis|liver))",
        "person with an alcohol use disorder",
    ),
    (r"dirty (?:urines?|tests?|screens?|samples?)", "positive test"),
    (r"clean (?:urines?|tests?|screens?|samples?)", "negative test"),
    (r"dirty needles?", "used needle"),
    (
        r"(?:gets?|getting|got|stay(?:s|ed|ing)?|been?|is) clean(?= and sober|[.,;!?]|$| from| for| off)",
        "in recovery, or: not using",
    ),
    (r"relaps(?:e|es|ed|ing)", "return to use"),
    (r"non-?complian(?:t|ce)", "say what happened: “has not come since May”"),
    (r"treatment[- ]resistant patients?|resistant (?:patients?|clients?)", "the plan has not helped yet"),
    (r"hard[- ]to[- ]reach", "not reached by us yet"),
    (r"unmotivated", "not considering it now"),
    (r"in denial", "sees it differently"),
    (r"high[- ]risk groups?", "people living under risky conditions"),
    (
        r"(?:opioid|opiate|drug) (?:substitution|replacement)(?: therapy| treatment)?",
        "medication for opioid use disorder",
    ),
    (r"substitution (?:therapy|treatment)", "medication for opioid use disorder"),
    (r"drug habits?", "substance use"),
    (r"the mentally ill|mental patients?", "people with a mental illness"),
    (r"commit(?:s|ted|ting)? suicide", "die by suicide"),
    (r"schizophrenics?(?! (?:disorder|illness))|psychotics", "person with schizophrenia, or: with psychosis"),
    (r"wheelchair[- ]bound|confined to a wheelchair", "uses a wheelchair"),
)

_ANY = re.compile(rf"\b(?:{'|'.join(f'(?P<w{i}>{p})' for i, (p, _) in enumerate(BETTER))})\b", re.IGNORECASE)
_QUOTES = re.compile('[“"„«‹‘]([^“”"„«»‹›]{0,80})$')


def _quoted(line: str, position: int) -> bool:
    """Is an opening quotation mark shortly before, not yet closed? An odd number of straight ones is open."""
    before = line[:position]
    return _QUOTES.search(before) is not None and (before.count('"') % 2 == 1 or '"' not in before[-80:])


def findings(lines: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """One piece of advice for each such word, once for each word of the slide."""
    seen: set[str] = set()
    for number, line in lines:
        for match in _ANY.finditer(line):
            word = match[0]
            if _quoted(line, match.start()) or word.lower() in seen:
                continue
            seen.add(word.lower())
            index = next(int(name[1:]) for name, text in match.groupdict().items() if text is not None)
            yield Finding(
                "blaming-word",
                number,
                match.start() + 1,
                f"“{word}” can sound like blame.",
                f"Better: {BETTER[index][1]}. (In quotation marks it is left alone.)",
            )
