"""The 652 examples of CommonMark 0.31.2, on the parser's HTML before our model.

We are kinder than CommonMark on purpose (lists nested by two spaces under ``1.``, ``2*3*4`` is arithmetic),
and HTML blocks are not ours to keep; so not all pass. The table in ``commonmark/scores.json`` may only rise:
after a gain, ``python -m tests.deck.test_commonmark`` writes it anew.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from facilitator.deck.parser.engine import new_instance
from tests.deck.html_shape import shape

FOLDER = Path(__file__).parent / "commonmark"


def scores() -> tuple[Counter[str], Counter[str]]:
    """Examples passed, and examples, per section."""
    examples = json.loads((FOLDER / "examples.json").read_text(encoding="utf-8"))
    md, _ = new_instance()
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for example in examples:
        md.reset()
        md.references.clear()
        total[example["section"]] += 1
        passed[example["section"]] += shape(md.convert(example["markdown"])) == shape(example["html"])
    return passed, total


def test_commonmark_scores_only_rise() -> None:
    passed, total = scores()
    table = json.loads((FOLDER / "scores.json").read_text(encoding="utf-8"))
    assert sum(total.values()) == 652
    assert {s: total[s] for s in total} == {s: of for s, (_, of) in table.items()}
    worse = {s: (passed[s], least) for s, (least, _) in table.items() if passed[s] < least}
    assert not worse, "passed now, and before"
    assert sum(passed.values()) >= 463


if __name__ == "__main__":
    now, all_of_them = scores()
    rows = [f'  "{s}": [{now[s]}, {all_of_them[s]}]' for s in all_of_them]
    (FOLDER / "scores.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    print(sum(now.values()), "of", sum(all_of_them.values()))
