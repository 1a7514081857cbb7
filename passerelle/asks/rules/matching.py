"""Whether an ask and an offer go together, and why, in words that can be said. Plain Python.

A text is taken apart into what it speaks of: subjects of the vocabulary, whatever the language, and other words by how
they begin. Two texts go together when what both speak of weighs enough: one subject does, and so do two other words of
which one is long. Two towns, or two languages, of which none is in both texts contradict each other.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from passerelle.asks.rules.vocabulary import VOCABULARY, Weight, subject_of
from passerelle.kit.fold import fold

ENOUGH = 3
LONG_WORD, SHORT_WORD = 2, 1
AS_LONG = 6
CONTRADICTING = ("town", "tongue")
MOST_REASONS = 3


@dataclass(frozen=True)
class Likeness:
    """How much two texts have in common, and what, the weightiest first."""

    score: int
    shared: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether they go together."""
        return self.score >= ENOUGH


NOTHING = Likeness(0, ())


def spoken_of(text: str) -> frozenset[str]:
    """What a text speaks of: subjects (`=translation`) and stems of the other words that say anything."""
    folded = f" {fold(text)} "
    found = set()
    for phrase in (phrase for phrase in VOCABULARY.phrases if f" {phrase} " in folded):
        found.add(VOCABULARY.phrases[phrase])
        folded = folded.replace(f" {phrase} ", " · ")
    for word in folded.split():
        if subject := subject_of(word):
            found.add(subject)
        elif word not in VOCABULARY.says_nothing and len(word) > 2:
            found.add(stem(word))
    return frozenset(found)


def stem(word: str) -> str:
    """How a word begins, without what its number adds: *économiste* and *economist* begin alike in both languages."""
    alone = word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word
    return alone[:AS_LONG]


def likeness(one: Collection[str], other: Collection[str]) -> Likeness:
    """What two texts have in common, by what they speak of."""
    shared = set(one) & set(other)
    if not shared or any(_contradict(one, other, sort) for sort in CONTRADICTING):
        return NOTHING
    weighed = sorted(shared, key=lambda word: (-weight_of(word), word))
    return Likeness(sum(weight_of(word) for word in weighed), tuple(weighed[:MOST_REASONS]))


def weight_of(word: str) -> int:
    """How much it says that both speak of this."""
    subject = VOCABULARY.subjects.get(word)
    if subject is None:
        return LONG_WORD if len(word) >= AS_LONG else SHORT_WORD
    return subject.weight


def can_lead(word: str) -> bool:
    """Whether a pair may be looked for by this word: three small words never lead alone where a subject is missing."""
    subject = VOCABULARY.subjects.get(word)
    return subject is None or subject.weight == Weight.SUBJECT


def said_by(word: str, text: str, language: str) -> str:
    """What both speak of as people say it in that language; where it is no subject, as it stands in this text."""
    subject = VOCABULARY.subjects.get(word)
    if subject is not None:
        return subject.french if language == "fr" else subject.english
    return next((one for one in re.findall(r"[^\W_]+", text) if stem(fold(one)) == word), word)


def said_of(words: Collection[str], language: str) -> str:
    """Several of them in a sentence."""
    *before, last = [*dict.fromkeys(words)] or [""]
    return (" et " if language == "fr" else " and ").join((", ".join(before), last)) if before else last


def _contradict(one: Collection[str], other: Collection[str], sort: str) -> bool:
    first, second = ({word for word in words if _is(word, sort)} for words in (one, other))
    return bool(first and second) and not first & second


def _is(word: str, sort: str) -> bool:
    subject = VOCABULARY.subjects.get(word)
    return subject is not None and subject.sort == sort
