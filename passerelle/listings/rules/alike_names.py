"""What two names have in common, across alphabets. Plain Python."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

from passerelle.kit.fold import fold


def words_of(text: str) -> frozenset[str]:
    """The words that stand in a text, as a set."""
    return frozenset(text.split())


# Words that say what a place is, or only join others: two places that share nothing else share nothing.
GENERIC = words_of("""
    coworking cowork coworker coworkers coworkin kovorking koworking kawokingu keowoking co working work works worker
    workers workspace workspaces workplace space spaces spazio espacio espace espaces espai raum raume prostranstvo
    hub hubs lab labs labo laboratoire laboratory fablab fablabs fab makerspace hackerspace hackspace hacklab
    makespace atelier ateliers studio office offices bureau bureaux buro buroraume oficina oficinas suites suite center
    centre centro centrum zentrum business affaires club house maison cafe caffe kafe coffee coffeehouse coffeeshop
    coffeebar kaffee kaffeehaus koffie koffiebar cafeteria bistro restaurant bar keopi
    desk desks shared sharing partage place community kollektiv association tiers lieu lieux
    a an the and of at in on for by to le la les l un une de du des d et en au aux a par sur pour der die das dem den
    und im am el los las y e o os as da do i il lo gli di van het een ev v gmbh ltd inc llc asbl sarl sas
""")
# Countries as they stand in names and addresses; towns are known from the places themselves.
COUNTRIES = words_of("""
    france belgique belgium belgie germany deutschland spain espana italy italia portugal netherlands nederland england
    uk usa us united states kingdom canada brazil brasil japan nihon korea taiwan china hong kong australia austria
    switzerland suisse schweiz luxembourg chile argentina mexico india russia rossiya poland polska
""")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_SAY_LITTLE = GENERIC | COUNTRIES
TYPING_SLIP = 90  # of 100: from here on two words are one, typed differently
SAME_SOUND = 85
SHORTEST_TELLING, SHORTEST_JOINED = 3, 8  # letters


@dataclass(frozen=True)
class Name:
    """A name in Latin letters, its `words` in order; `foreign` if it was written in another alphabet."""

    words: tuple[str, ...]
    foreign: bool


@dataclass(frozen=True)
class Resemblance:
    """How alike two names are, 0 to 1.

    `equal`: nothing that tells one from the other is left. `within`: all of one stands in the other. `telling`: what
    they share is more than generic words and places. `literal`: every word of one, generic or not, stands in the
    other, and one of these is not generic: enough to go by where no place is known.
    """

    score: float
    equal: bool = False
    within: bool = False
    telling: bool = False
    literal: bool = False


UNLIKE = Resemblance(0.0)


def in_latin(text: str) -> str:
    """`text` folded, whatever its alphabet: "Точка кипения" → "tochka kipeniya"."""
    if text.isascii():  # nearly all are: fold() would say the same, but takes five times as long
        return " ".join(_ASCII_WORD.findall(text.lower()))
    return fold(anyascii(text))


def read_name(text: str) -> Name:
    """The name as it is compared."""
    foreign = any(sign.isalpha() and ord(sign) > 0x24F for sign in text)  # beyond the Latin letters of Europe
    return Name(tuple(in_latin(text).split()), foreign)


def telling_words(name: Name, places: Collection[str]) -> tuple[str, ...]:
    """The words that tell this space from others: neither generic, nor in `places`, nor a country."""
    return tuple(word for word in name.words if word not in _SAY_LITTLE and word not in places)


def resemblance(one: Name, other: Name, places: Collection[str]) -> Resemblance:
    """What the names have in common, when the words in `places` tell nothing."""
    mine, theirs = telling_words(one, places), telling_words(other, places)
    if "".join(one.words) == "".join(other.words):
        return Resemblance(1.0, True, True, _are_telling(mine), _are_telling(telling_words(one, ())))
    if mine and theirs and (_same_when_joined(mine, theirs) or _same_sound(one, other, mine, theirs)):
        return Resemblance(0.97, True, True, _are_telling(mine), _is_literal(one, other))
    found = _of_telling_words(mine, theirs) if mine and theirs else _of_common_words(one, other)
    return found if found.score else _of_one_in_the_other(one, other)


def _is_literal(one: Name, other: Name) -> bool:
    mine, theirs = set(one.words), set(other.words)
    return (mine <= theirs or theirs <= mine) and bool((mine & theirs) - GENERIC)


def _of_one_in_the_other(one: Name, other: Name) -> Resemblance:
    """For names written in one word: "Betahaus Sofia" in "the-betahaussofia"."""
    shorter, longer = sorted((one, other), key=lambda name: len("".join(name.words)))
    joined = "".join(shorter.words)
    if len(joined) < SHORTEST_JOINED or joined not in "".join(longer.words):
        return UNLIKE
    return Resemblance(0.7, within=True, telling=_are_telling(telling_words(shorter, ())))


def _are_telling(words: tuple[str, ...]) -> bool:
    return len("".join(words)) >= SHORTEST_TELLING


def _of_common_words(one: Name, other: Name) -> Resemblance:
    """For names such as "Coworking Lille": all of the shorter in the longer, or nothing."""
    mine, theirs = set(one.words), set(other.words)
    shorter, longer = sorted((mine, theirs), key=len)
    if len(shorter) < 2 or not shorter <= longer:
        return UNLIKE
    return Resemblance(0.6 + 0.2 * len(shorter) / len(longer), within=True)


def _of_telling_words(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Resemblance:
    left, right = _left_over(mine, theirs)
    shared = len(mine) + len(theirs) - len(left) - len(right)
    if not shared:
        return UNLIKE
    share = shared / (len(mine) + len(theirs))
    # "Oasis" and "Oasis 2" are two places: a number that only one bears is a branch.
    within = not (left and right) and not any(word.isdigit() for word in (*left, *right))
    return Resemblance(0.6 + 0.35 * share if within else 0.9 * share, within=within, telling=True)


def _left_over(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of each that the other lacks; a word of five letters or more may be typed differently."""
    left, right = [word for word in mine if word not in theirs], [word for word in theirs if word not in mine]
    for word in [*left]:
        twin = next((there for there in right if _is_slip(word, there)), None)
        if twin is not None:
            left.remove(word)
            right.remove(twin)
    return left, right


def _is_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 5 and fuzz.ratio(one, other) >= TYPING_SLIP


def _same_when_joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """ "Beta Haus" and "betahaus"; numbers must agree."""
    one, other = "".join(mine), "".join(theirs)
    numbers = [[sign for sign in text if sign.isdigit()] for text in (one, other)]
    return one == other or (numbers[0] == numbers[1] and _is_slip(one, other))


def _same_sound(one: Name, other: Name, mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether names from two alphabets sound alike: vowels are lost or invented on the way."""
    if one.foreign == other.foreign:
        return False
    for said, heard in (("".join(mine), "".join(theirs)), ("".join(one.words), "".join(other.words))):
        first, second = sound(said), sound(heard)
        if min(len(first), len(second)) >= SHORTEST_TELLING and fuzz.ratio(first, second) >= SAME_SOUND:
            return True
    return False


_SOUNDS = (("ce", "s"), ("ci", "s"), ("cy", "s"), ("ph", "f"), ("sh", "s"), ("ch", "k"), ("ck", "k"), ("x", "ks"))
_LIKE = str.maketrans("cqwrzdb", "kkvlstp", "aeiouyh")


def sound(word: str) -> str:
    """The consonants of a Latin word, those alike made one: "workplace" and 워크플레이스 meet at "vlkpls", "vkpls"."""
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    bare = word.translate(_LIKE)
    return "".join(sign for place, sign in enumerate(bare) if place == 0 or bare[place - 1] != sign)
