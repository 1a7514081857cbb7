"""What words of French and English stand for, so that *graphiste* and *designer* meet. Plain Python.

A subject has its words in both languages, as people say them, and the folded words by which it is known: one that
ends in a dash stands for all that begin so, one of several words for a phrase. They stand in `subjects.txt`, beside
this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

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
    says_nothing: set[str]


SECTIONS: Mapping[str, tuple[Weight, str]] = {
    "circumstances": (Weight.CIRCUMSTANCE, ""),
    "subjects": (Weight.SUBJECT, ""),
    "tongues": (Weight.CIRCUMSTANCE, "tongue"),
    "towns": (Weight.CIRCUMSTANCE, "town"),
}


def _read(text: str) -> Vocabulary:
    found, section = Vocabulary({}, {}, {}, {}, set()), ""
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("["):
            section = line.strip("[]")
        elif section == "empty":
            found.says_nothing.update(line.split())
        elif "|" in line:
            _take(found, line, *SECTIONS[section])
    return found


def _take(found: Vocabulary, line: str, weight: Weight, sort: str) -> None:
    french, english, words = (part.strip() for part in line.split("|"))
    key = f"={fold(english).replace(' ', '-')}"
    found.subjects[key] = Subject(key, french, english, weight, sort)
    for word in words.split(","):
        _keep(found, word.strip(), key)


def _keep(found: Vocabulary, word: str, key: str) -> None:
    if word.endswith("-"):
        found.beginnings[word[:-1]] = key
    elif " " in word:
        found.phrases[word] = key
    else:
        found.whole[word] = key


VOCABULARY = _read((Path(__file__).parent / "subjects.txt").read_text(encoding="utf-8"))


def subject_of(word: str) -> str:
    """The subject that a folded word names, by itself or by its beginning, the longest first; empty for none."""
    if word in VOCABULARY.whole:
        return VOCABULARY.whole[word]
    beginnings = (word[:length] for length in range(len(word), 2, -1))
    return next((VOCABULARY.beginnings[one] for one in beginnings if one in VOCABULARY.beginnings), "")
