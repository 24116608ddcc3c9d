"""Words of blame about people, each with the better word. Advice only, for decks in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from facilitator.deck.problems import Finding

#: (the word as people know it, its pattern, the better word). Person first; quotations are left alone.
BETTER: tuple[tuple[str, str, str], ...] = (
    (
        "addict",
        r"(?:drug |substance )?(?<!\bJ )addicts?",
        "person with a substance use disorder, or: person who uses drugs",
    ),
    ("substance abuser", r"(?:drug|substance|alcohol) abusers?", "person with a substance use disorder"),
    ("substance abuse", r"(?:drug|substance|alcohol) abuse", "substance use, or: substance use disorder"),
    ("drug user", r"(?:drug|substance|heroin|opioid) users?", "person who uses drugs"),
    ("junkie", r"junkies?|crackheads?|druggies?|potheads?", "person who uses drugs"),
    (
        "alcoholic",
        r"alcoholics?(?! (?:drinks?|beverages?|anonymous|hepatitis|liver))",
        "person with an alcohol use disorder",
    ),
    ("dirty test", r"dirty (?:urines?|tests?|screens?|samples?)", "positive test"),
    ("clean test", r"clean (?:urines?|tests?|screens?|samples?)", "negative test"),
    ("dirty needle", r"dirty needles?", "used needle"),
    (
        "getting clean",
        r"(?:gets?|getting|got|stay(?:s|ed|ing)?|been?|is) clean(?= and sober|[.,;!?]|$| from| for| off)",
        "in recovery, or: not using",
    ),
    ("relapse", r"relaps(?:e|es|ed|ing)", "return to use"),
    ("non-compliant", r"non-?complian(?:t|ce)", "say what happened: “has not come since May”"),
    ("resistant patient", r"resistant (?:patients?|clients?)", "the plan has not helped yet"),
    ("hard to reach", r"hard[- ]to[- ]reach", "not reached by us yet"),
    ("unmotivated", r"unmotivated", "not considering it now"),
    ("in denial", r"in denial", "sees it differently"),
    ("high-risk group", r"high[- ]risk groups?", "people living under risky conditions"),
    (
        "opioid substitution",
        r"(?:opioid|opiate|drug) (?:substitution|replacement)(?: therapy| treatment)?"
        r"|substitution (?:therapy|treatment)",
        "medication for opioid use disorder",
    ),
    ("drug habit", r"drug habits?", "substance use"),
    ("the mentally ill", r"the mentally ill|mental patients?", "people with a mental illness"),
    ("commit suicide", r"commit(?:s|ted|ting)? suicide", "die by suicide"),
    ("schizophrenic", r"schizophrenics?(?! (?:disorder|illness))|psychotics", "person with schizophrenia"),
    ("wheelchair-bound", r"wheelchair[- ]bound|confined to a wheelchair", "uses a wheelchair"),
)

#: One of these is in every text that a pattern can match: a quick look that spares most slides the rest.
_STEMS = (
    "addict", "abus", "user", "junkie", "crackhead", "druggie", "pothead", "alcoholic", "dirty", "clean",
    "relaps", "complian", "resistant", "to reach", "to-reach", "unmotivated", "in denial", "risk group",
    "substitution", "replacement", "habit", "mental", "suicide", "schizophrenic", "psychotic", "wheelchair",
)  # fmt: skip
_ANY = re.compile(
    rf"\b(?:{'|'.join(f'(?P<w{i}>{p})' for i, (_, p, _) in enumerate(BETTER))})\b", re.IGNORECASE
)
_FARTHEST = 90
"""Characters of a quotation before a word that are looked at."""


def _quoted(line: str, position: int) -> bool:
    """Does the word stand in a quotation that was opened shortly before it?"""
    before = line[:position]
    if before.count('"') % 2:
        return True
    for opening, closing in (("“", "”"), ("„", "“"), ("«", "»"), ("‹", "›"), ("‘", "’")):
        start = before.rfind(opening)
        if start >= 0 and position - start <= _FARTHEST and closing not in before[start + 1 :]:
            return True
    return False


def findings(lines: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """One piece of advice for each such word, once for each word of the slide."""
    rows = list(lines)
    text = "\n".join(row for _, row in rows).lower()
    if not any(stem in text for stem in _STEMS):
        return
    seen: set[str] = set()
    for number, line in rows:
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
                f"Better: {BETTER[index][2]}. (In quotation marks it is left alone.)",
            )
