"""The same slide after a reload: the same text, else the nearest neighbour; never the number."""

from __future__ import annotations

from difflib import SequenceMatcher

from facilitator.deck.model import Deck, plain


def same_slide(old: Deck, new: Deck, number: int) -> int:
    """The number in ``new`` of slide ``number`` of ``old`` (1 when there are no slides at all)."""
    if not new.slides:
        return 1
    if not 1 <= number <= len(old.slides):
        return min(max(1, number), len(new.slides))
    before = [s.key for s in old.slides]
    after = [s.key for s in new.slides]
    index = number - 1
    places = [i for i, key in enumerate(after) if key == before[index]]
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if index < head:
        return number
    if index >= len(before) - tail:
        return number + len(after) - len(before)
    if len(places) == 1:
        return places[0] + 1
    matcher = SequenceMatcher(
        None, before[head : len(before) - tail], after[head : len(after) - tail], autojunk=False
    )
    inside = index - head
    nearest = head
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if i1 <= inside < i2:
            if kind == "equal":
                return head + j1 + inside - i1 + 1
            if kind == "replace":
                wanted = plain(old.slides[index].title).casefold()
                for j in range(j1, j2):
                    if wanted and plain(new.slides[head + j].title).casefold() == wanted:
                        return head + j + 1
                return head + min(j1 + inside - i1, j2 - 1) + 1
            nearest = head + j1
    return min(max(1, nearest + 1), len(new.slides))
