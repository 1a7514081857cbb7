"""Addresses on one line, taken apart. Plain Python."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from passerelle.kit.fold import fold
from passerelle.listings.rules.countries import country_of_name, may_end_a_country

_PARTED = re.compile(r"\s*[,;\n|]\s*|\s+[-–—]\s+")
_HAS_DIGIT = re.compile(r"\d")
_GOES_BEFORE = {
    "new",
    "nueva",
    "nouveau",
    "of",
    "de",
    "la",
    "du",
    "rue",
    "street",
    "avenue",
    "via",
    "calle",
    "route",
    "d",
}
_SAYS_TOWN = {"city", "district", "ward", "municipality"}
_SAYS_REGION = {"governorate", "region", "prefecture", "province"}
_BELONGS_BEFORE = {"new", "nueva", "nouveau", "of", "de", "la", "du", "rue", "via", "calle", "d"}
_MOST_WORDS = 4
_LEAST_LETTERS = 5


class Named(NamedTuple):
    """A country that an address names: its code, its name as written, and whether it stands first, as in East Asia."""

    code: str
    name: str
    is_first: bool


@lru_cache(maxsize=2048)
def country_named(address: str) -> Named | None:
    """The country that stands at the end of an address, or at its beginning."""
    parts = [part for part in _PARTED.split(address) if part]
    if not parts:
        return None
    last = _at_the_end(parts[-1])
    if last:
        return last
    for part in parts[:2] if len(parts) > 2 else ():
        code = country_of_name(part)
        if code:
            return Named(code, part, True)
        if any(sign.isalpha() for sign in part):  # only a postcode goes before the country
            break
    return None


@lru_cache(maxsize=2048)
def components(address: str) -> tuple[str, ...]:
    """The parts of an address between its commas, its country left out."""
    parts = [part for part in _PARTED.split(address) if part]
    named = country_named(address)
    if not named:
        return tuple(parts)
    parts = [part.removesuffix(named.name).strip() if part.endswith(named.name) else part for part in parts]
    return tuple(part for part in parts if part)


def town_parts(part: str) -> Iterator[str]:
    """What may be the name of a town in a part: words between its numbers, the last ones first, long names first."""
    runs: list[list[str]] = [[]]
    for word in part.split():
        if _HAS_DIGIT.search(word):
            runs.append([])
        else:
            runs[-1].append(word)
    for run in reversed(runs):
        yield from _ends(run)
        if len(run) > 1 and fold(run[-1]) in _SAYS_TOWN:
            yield from _ends(run[:-1])


def region_parts(part: str) -> Iterator[str]:
    """What may be the name of a town in a part that names a region after it: "Cairo Governorate"."""
    words = part.split()
    if len(words) > 1 and fold(words[-1]) in _SAYS_REGION:
        yield from _ends(words[:-1])


def _ends(words: list[str]) -> Iterator[str]:
    """All of the words, then what they end in, as long as it does not belong to the word before: "rue de Paris"."""
    for begins in range(len(words)):
        is_short = len(words) - begins <= _MOST_WORDS
        if begins == 0 or (is_short and fold(words[begins - 1]) not in _BELONGS_BEFORE):
            yield " ".join(words[begins:]).strip(" /()-.")


def _at_the_end(part: str) -> Named | None:
    words = part.split()
    while words and _HAS_DIGIT.search(words[-1]):
        words.pop()
    whole = country_of_name(" ".join(words))
    if whole:
        return Named(whole, " ".join(words), False)
    if not words or not may_end_a_country(words[-1]):
        return None
    for length in (4, 3, 2, 1):
        name = " ".join(words[-length:])
        if len(words) > length and len(name) >= _LEAST_LETTERS and fold(words[-length - 1]) not in _GOES_BEFORE:
            code = country_of_name(name)
            if code:
                return Named(code, name, False)
    return None
