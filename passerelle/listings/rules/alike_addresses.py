"""Whether two addresses name one door. Plain Python."""

import re
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from passerelle.listings.rules.alike_names import in_latin, words_of

# Words of addresses that are in half of all addresses.
_STREETS = words_of("""
    rue r avenue ave av boulevard bd bld blvd place pl quai cours chemin route allee allees impasse passage square cite
    villa street st str strasse road rd lane drive dr way court ct square sq calle carrer c via viale piazza plaza rua
    avenida travessa largo ulica ulitsa ul utca ter bis laan straat plein weg platz allee gasse
    north south east west n s e w no nr nro num of suite ste floor fl unit room level etage etages stock og top piso
    local of oficina apt bat batiment building bldg block tower shop office offices zone za zi zac nivel box po
    th nd rd the de du des d la le les l et da do dos del di der den dem an am im a o y st saint
""")
_BETWEEN = re.compile(r"[,;()\n]| - ")
_NUMBER_SIGN = re.compile(r"\bn[º°o]\.?\s*(?=\d)", re.I)  # "nº3"
_STREET_ENDINGS = re.compile(r"(?:strasse|straat|str|gatan|gasse|utca|allee)$")
_NUMBER = re.compile(r"^\d{1,5}(?=[a-z]{0,3}$)")
_ORDINAL = re.compile(r"^\d+(?:st|nd|rd|th)$")
_RANGE = re.compile(r"(\d{1,4})[a-z]?\s*[-–/]\s*(\d{1,4})(?=\D|$)")
_POSTCODE_FROM = 4  # digits
_LONGEST_RANGE = 20  # "2-14" are the seven doors of a house, "67-480" are not
_SAME_STREET = 85


@dataclass(frozen=True)
class Door:
    """One stretch of an address between commas: house numbers, and the words that tell its street."""

    numbers: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Address:
    """The doors that an address may mean, and all its words, towns among them."""

    doors: tuple[Door, ...]
    words: frozenset[str]


_NOTHING = Door(frozenset(), frozenset())


def read_address(text: str) -> Address:
    """An address as people write it, read as far as it can be."""
    stretches = [_stretch(part) for part in _BETWEEN.split(_NUMBER_SIGN.sub(" ", text))]
    doors: list[Door] = []
    waiting = _NOTHING  # a number that stands alone, as in "46, Church Street"
    for before, stretch in pairwise([_NOTHING, *stretches]):
        if stretch.words:
            doors += _door(stretch, waiting, late=bool(doors))
            waiting = _NOTHING
        elif _names_street(before):  # "Calle Hibiscos, 3"
            doors += _door(before, stretch, late=False)
        else:
            waiting = stretch
    return Address(tuple(_less_postcodes(doors)), frozenset(in_latin(text).split()))


def same_door(one: Address, other: Address, places: frozenset[str]) -> bool | None:
    """Whether both mean one street and number; None where one of them names no door.

    `places` are towns and countries: they are no street.
    """
    mine, theirs = _without(one.doors, places), _without(other.doors, places)
    if not mine or not theirs:
        return None
    return any(_meet(here, there) for here in mine for there in theirs)


def streets_differ(one: Address, other: Address, places: frozenset[str]) -> bool:
    """Whether both say more than a town, and not a word of it is the same: numbers may be missing."""
    mine, theirs = one.words - places - _STREETS, other.words - places - _STREETS
    return bool(mine and theirs) and not mine & theirs


def _stretch(text: str) -> Door:
    words = in_latin(text).split()
    found = [match.group() for word in words if not _ORDINAL.match(word) and (match := _NUMBER.match(word))]
    numbers = {number for place, number in enumerate(found) if place == 0 or len(number) < _POSTCODE_FROM}
    for first, last in _RANGE.findall(text):
        if int(first) < int(last) <= int(first) + _LONGEST_RANGE:
            numbers |= {str(number) for number in range(int(first), int(last) + 1)}
    bare = {_STREET_ENDINGS.sub("", word) for word in words if not _NUMBER.match(word) or _ORDINAL.match(word)}
    return Door(frozenset(numbers), frozenset(word for word in bare - _STREETS if len(word) > 2))


def _door(street: Door, beside: Door, *, late: bool) -> list[Door]:
    """A street with its numbers and those beside it, if any; `late` in an address long numbers are postcodes."""
    numbers = street.numbers | beside.numbers
    if late:
        numbers = frozenset(number for number in numbers if len(number) < _POSTCODE_FROM)
    return [Door(numbers, street.words)] if numbers else []


def _less_postcodes(doors: list[Door]) -> list[Door]:
    """Without "1000 Bruxelles", where another stretch has a house number."""
    housed = [door for door in doors if any(len(number) < _POSTCODE_FROM for number in door.numbers)]
    return housed or doors


def _names_street(stretch: Door) -> bool:
    """Whether there is more than "5th floor"."""
    return any(not _ORDINAL.match(word) for word in stretch.words)


def _without(doors: tuple[Door, ...], places: frozenset[str]) -> list[Door]:
    return [Door(door.numbers, door.words - places) for door in doors if door.words - places]


def _meet(here: Door, there: Door) -> bool:
    if not here.numbers & there.numbers:
        return False
    if here.words & there.words:
        return True
    return any(fuzz.ratio(one, other) >= _SAME_STREET for one in here.words for other in there.words if len(one) > 4)
