"""Person first, everywhere: words of blame are named in quotation marks at most, never used."""

from __future__ import annotations

import re

import pytest

from tests.didactic.reading import Page, unquoted

#: Word of blame -> what we say.
BETTER = {
    r"addicts?": "person who uses drugs, person with a substance use disorder",
    r"(?:drug |substance )?abuse[rsd]*": "substance use, substance use disorder",
    r"(?:drug |substance )users?": "people who use drugs",
    r"junkies?|alcoholics?": "person with a disorder",
    r"dependen(?:ce|t|cy)": "substance use disorder",
    r"relaps(?:e|ed|es|ing)": "return to use",
    r"clean|dirty": "in recovery; negative or positive test",
    r"substitut(?:e|es|ion)": "medications for opioid use disorder",
    r"non-?compliant|hard to reach|unmotivated|in denial": "say what happened",
    r"high-risk groups?": "conditions people live under",
    r"bad behaviou?r": "risk, harm",
    r"drug habit|fix\b.*\bdose": "substance use",
    r"swapping one addiction": "medications for opioid use disorder",
    r"fell off": "return to use",
    r"precontemplators?": "a person, at this moment",
    r"suffer(?:s|ing)? from|victims? of": "living with",
}
#: Journals keep their names.
JOURNALS = re.compile(r"J Subst Abuse Treat|J Addict Med")


@pytest.mark.parametrize("pattern", BETTER)
def test_no_word_of_blame_is_used(pages: list[Page], pattern: str) -> None:
    for page in pages:
        text = JOURNALS.sub(" ", unquoted(page.said))
        found = re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
        assert found is None, f"slide {page.slide.number}: “{found and found[0]}”; better: {BETTER[pattern]}"


def test_the_list_would_find_them() -> None:
    text = "The addict relapsed after substance abuse and gave a dirty test."
    assert sum(bool(re.search(rf"\b(?:{p})\b", text)) for p in BETTER) >= 4
    assert unquoted("Not “an addict” but a person.").count("addict") == 0


def test_abbreviations_are_spelled_out_once_before_they_are_used(pages: list[Page]) -> None:
    everything = "\n".join(f"{p.title}\n{p.text}" for p in pages)
    first = everything.index("MOUD")
    assert everything[:first].rstrip("( ").endswith("Medications for opioid use disorder")
    assert not re.search(r"\b(?:HR|PWUD|OUD|SUD|MI|NHRC|OEND|SSP)\b", everything)


def test_nobody_is_asked_about_their_own_use(pages: list[Page]) -> None:
    """Nothing public about opinion or one's own life, and nothing the program cannot do."""
    for page in pages:
        notes = page.notes.lower()
        assert "show of hands" not in notes.replace("no show of hands", "")
        assert not re.search(r"\b(?:poll|vote|votes|results appear|bar chart of your|spread of)\b", notes)
        for question in re.findall(r"[^.?!]*\?", page.part_of_notes("Ask")):
            assert not re.search(
                r"\b(?:do|did|have) you (?:ever )?(?:use|used|drink|drank|take|taken)\b", question
            )
