"""What words of French and English stand for, so that *graphiste* and *designer* meet. Plain Python.

A subject has its words in both languages, as people say them, and the folded words by which it is known: one that ends
in a dash stands for all that begin so, one of several words for a phrase.
"""

from dataclasses import dataclass
from enum import IntEnum

from passerelle.asks.rules.subjects import CIRCUMSTANCES, EMPTY, SUBJECTS, TONGUES, TOWNS
from passerelle.kit.fold import fold


class Weight(IntEnum):
    """How much it says about two texts that both speak of it."""

    SUBJECT = 3
    CIRCUMSTANCE = 1


@dataclass(frozen=True)
class Subject:
    """Something that texts speak of. `sort` is given where two different ones contradict each other: towns, tongues."""

    key: str
    french: str
    english: str
    weight: Weight
    sort: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All subjects, by the ways in which a text can name them."""

    subjects: dict[str, Subject]
    whole: dict[str, str]
    beginnings: dict[str, str]
    phrases: dict[str, str]


def _read() -> Vocabulary:
    found = Vocabulary({}, {}, {}, {})
    for table, weight, sort in (
        (CIRCUMSTANCES, Weight.CIRCUMSTANCE, ""),
        (SUBJECTS, Weight.SUBJECT, ""),
        (TONGUES, Weight.CIRCUMSTANCE, "tongue"),
        (TOWNS, Weight.CIRCUMSTANCE, "town"),
    ):
        for line in table.strip().splitlines():
            french, english, words = (part.strip() for part in line.split("|"))
            key = f"={fold(english).replace(' ', '-')}"
            found.subjects[key] = Subject(key, french, english, weight, sort)
            for word in words.split(","):
                _keep(found, word.strip(), key)
    return found


def _keep(found: Vocabulary, word: str, key: str) -> None:
    if word.endswith("-"):
        found.beginnings[word[:-1]] = key
    elif " " in word:
        found.phrases[word] = key
    else:
        found.whole[word] = key


VOCABULARY = _read()
SAYS_NOTHING = frozenset(EMPTY.split())


def subject_of(word: str) -> str:
    """The subject that a folded word names, by itself or by its beginning, the longest first; empty for none."""
    if word in VOCABULARY.whole:
        return VOCABULARY.whole[word]
    beginnings = (word[:length] for length in range(len(word), 2, -1))
    return next((VOCABULARY.beginnings[one] for one in beginnings if one in VOCABULARY.beginnings), "")
