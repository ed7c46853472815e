"""How much of what was planted in a draft a review found: ``python tests/drafts/score.py REVIEW.json NAME.faults.json``.

A fault is found when a mark, of any code, has a place whose sentence (or quote) overlaps the fault's sentence or one of its
``also``. Marks that hit no fault are listed: whether they are justified is a person's judgement.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

LEAST = 10
"""Characters that two sentences must share in one run when neither holds the other: a clause, no mere phrase."""


@dataclass(frozen=True, slots=True)
class Score:
    """``kinds``: kind → (found, planted). ``missed``: faults; ``other``: marks that hit no fault."""

    kinds: dict[str, tuple[int, int]]
    missed: list[dict[str, Any]]
    other: list[dict[str, Any]]

    @property
    def share(self) -> float:
        planted = sum(n for _, n in self.kinds.values())
        return sum(n for n, _ in self.kinds.values()) / planted if planted else 1.0


def overlaps(planted: str, marked: str) -> bool:
    """Whether a marked text holds the planted one, or shares a clause with it. Numbers are whole: 6.5 is not in 16.5.

    A planted text without a digit, such as a cell with a name, must itself be marked: it points at no figure.
    """
    planted, marked = (re.sub(r"\s", "", text) for text in (planted, marked))
    if planted == marked:
        return True
    if re.search(r"\d", planted) and re.search(rf"(?<![\d.,]){re.escape(planted)}(?![\d,]|\.\d)", marked):
        return True
    run = SequenceMatcher(None, planted, marked, autojunk=False).find_longest_match().size
    return run >= max(LEAST, 0.5 * min(len(planted), len(marked)))


def score(review: dict[str, Any], faults: list[dict[str, Any]]) -> Score:
    """Compare the marks of a review with the faults of its draft."""
    hits: list[set[int]] = []
    for mark in review["marks"]:
        said = [text for place in mark["places"] for text in (place["sentence"], place["quote"])]
        hits.append(
            {
                i
                for i, fault in enumerate(faults)
                if any(overlaps(s, t) for s in (fault["sentence"], *fault["also"]) for t in said)
            }
        )
    found = set().union(*hits)
    planted = Counter(fault["kind"] for fault in faults)
    got = Counter(faults[i]["kind"] for i in found)
    return Score(
        {kind: (got[kind], planted[kind]) for kind in sorted(planted)},
        [fault for i, fault in enumerate(faults) if i not in found],
        [mark for mark, hit in zip(review["marks"], hits, strict=True) if not hit],
    )


def main(review: Path, faults: Path) -> None:
    result = score(json.loads(review.read_text("utf-8")), json.loads(faults.read_text("utf-8")))
    for kind, (found, planted) in result.kinds.items():
        print(f"{kind:20} {found}/{planted}")
    print(f"found {result.share:.0%}")
    for fault in result.missed:
        print(f"missed: {fault['kind']}: {fault['sentence']}")
    for mark in result.other:
        where = mark["places"][0]["sentence"] if mark["places"] else "-"
        print(f"justified? {mark['code']} ({mark['severity']}): {mark['text']} | {where}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
