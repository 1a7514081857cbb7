"""How well asks and offers are matched, on the pairs labelled in `pairs.csv`: `python -m tests.asks.measured`.

*Tuned on* and *written later* were looked at while the vocabulary was written. *Held out* was labelled with them and
not looked at; *unseen* was labelled by the same hand once the vocabulary stood as it is, and it says what to expect.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from passerelle.asks.rules.matching import likeness, spoken_of

PAIRS = Path(__file__).with_name("pairs.csv")


@dataclass(frozen=True)
class Measured:
    """How many pairs were found rightly and wrongly, missed, and left rightly."""

    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> float:
        """Of those found, how many go together."""
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        """Of those that go together, how many were found."""
        return self.right / ((self.right + self.missed) or 1)


def measured() -> dict[str, Measured]:
    """By part of the set."""
    counted: dict[str, Counter[tuple[bool, bool]]] = {}
    with PAIRS.open(newline="") as file:
        for row in csv.DictReader(file):
            found = likeness(spoken_of(row["ask"]), spoken_of(row["offer"])).is_enough
            counted.setdefault(row["part"], Counter())[found, row["match"] == "yes"] += 1
    return {
        part: Measured(many[True, True], many[True, False], many[False, True], many[False, False])
        for part, many in counted.items()
    }


if __name__ == "__main__":
    for part, one in measured().items():
        pairs = one.right + one.wrong + one.missed + one.left
        print(f"{part:14} {pairs:4} pairs   precision {one.precision:.2f}   recall {one.recall:.2f}   {one}")
