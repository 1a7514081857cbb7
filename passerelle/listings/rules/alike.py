"""Which listings are likely one place. Plain Python.

`likeness` weighs two listings, `pairs_alike` a whole file against itself and against what is known; only those that
share one of their `neighbourhoods` are compared, never all with all. They propose; only a person joins.

Names are compared in Latin letters, without generic words and towns; then the doors of the addresses, the websites and
the distance must not speak against it. One name at two doors is taken for two branches, however near; two names at one
door for two neighbours.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from passerelle.kit.places import Point, distance_km
from passerelle.listings.rules.alike_addresses import Address, read_address, same_door, streets_differ
from passerelle.listings.rules.alike_blocks import (
    AROUND,
    AROUND_CELL,
    LONGEST_KEY,
    NEAR,
    NEAR_CELL,
    cells,
    worth_comparing,
)
from passerelle.listings.rules.alike_names import (
    COUNTRIES,
    Name,
    Resemblance,
    in_latin,
    read_name,
    resemblance,
    sound,
    telling_words,
)
from passerelle.listings.rules.alike_sites import Site, pages_apart, read_site, same_site

ALIKE_FROM = 0.6  # a name's resemblance from which the rest is looked at
ON_THE_SPOT, NEXT_DOOR, CLOSE_BY, ROUND_THE_BLOCK, ACROSS_TOWN = 50, 100, 150, 300, 5_000  # metres
PIN_MAY_ERR = 3_000  # metres between two pins of one address, as geocoders set them
FAR = 100_000.0  # metres, and more
MOST_WORDS = 3  # of a name, the longest, that become keys
SITE_CLOSE_BY = 1_000  # metres for pins of one name and site


@dataclass(frozen=True)
class Known:
    """What is known of a place: each text may be empty, `country` in two letters, `point` None without a pin."""

    key: int | str
    name: str
    town: str
    country: str
    address: str
    website: str
    point: Point | None


@dataclass(frozen=True)
class Alike:
    """Two keys that are likely one place, the lesser first as text; `score` from 0 to 1.

    The first reason is one of same_address, near_and_alike, same_name_in_town, same_name (one of them has no place at
    all); same_site may stand beside it.
    """

    first: int | str
    second: int | str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A place, its texts taken apart once."""

    known: Known
    name: Name
    address: Address
    site: Site
    town: frozenset[str]

    @property
    def is_placeless(self) -> bool:
        return self.known.point is None and not self.town and not self.address.words


@dataclass(frozen=True)
class _Evidence:
    """What speaks for and against two places being one; None where nothing is known."""

    names: Resemblance
    metres: float | None
    door: bool | None
    streets_differ: bool
    town: bool | None
    site: bool
    pages_apart: bool
    placeless: bool


def likeness(one: Known, other: Known) -> Alike | None:
    """Whether two places are likely one, and why; None where they are not. The order of the two does not matter."""
    return _weigh(_read(one), _read(other))


def pairs_alike(fresh: Iterable[Known], others: Iterable[Known]) -> list[Alike]:
    """Likely pairs among `fresh`, and of `fresh` with `others`, each once, the best first.

    A key that stands twice counts once, as fresh. A listing without any place is proposed only where one other alone
    bears its name. In a crowd (more than forty places on one spot, or of one name in a town) only names that stand
    next to each other in the alphabet are compared.
    """
    new = {place.key: place for place in fresh}
    old = {place.key: place for place in others if place.key not in new}
    read = [_read(place) for group in (new, old) for place in sorted(group.values(), key=lambda each: _order(each.key))]
    keys = [_neighbourhoods(place) for place in read]
    names = ["".join(place.name.words) for place in read]
    found = [_weigh(read[one], read[other]) for one, other in worth_comparing(keys, names, len(new))]
    return sorted(_without_guesses([pair for pair in found if pair]), key=_best_first)


def neighbourhoods(place: Known) -> set[str]:
    """Keys of at most 80 letters, some seventeen for a place; two places that are alike share one.

    near: cells of 1.1 km, those within 350 m of the pin. name: the whole name and its longest word. site: whose the
    website is. WORD@: the words of the name and how it sounds, in a town or in cells of 11 km. What slips through is a
    name of one word typed differently, at one address whose two pins stand kilometres apart.
    """
    return _neighbourhoods(_read(place))


def _order(key: int | str) -> tuple[str, str]:
    return str(key), type(key).__name__


def _best_first(pair: Alike) -> tuple[float, tuple[str, str], tuple[str, str]]:
    return -pair.score, _order(pair.first), _order(pair.second)


def _without_guesses(pairs: list[Alike]) -> list[Alike]:
    """A name alone is a guess: it is left out where it points to several places."""
    guesses = Counter(key for pair in pairs if "same_name" in pair.reasons for key in (pair.first, pair.second))
    return [
        pair for pair in pairs if "same_name" not in pair.reasons or max(guesses[pair.first], guesses[pair.second]) == 1
    ]


def _read(place: Known) -> _Read:
    town = frozenset(in_latin(place.town).split())
    return _Read(place, read_name(place.name), read_address(place.address), read_site(place.website), town)


def _neighbourhoods(place: _Read) -> set[str]:
    telling = sorted(telling_words(place.name, place.town), key=lambda word: (-len(word), word))
    joined = "".join(place.name.words)
    whole = "".join(telling_words(place.name, place.town)) or joined
    keys = {f"name:{name}" for name in (whole, joined, *telling[:1])}
    told = {*(telling[:MOST_WORDS] or place.name.words), f"~{sound(whole)}"}
    around = {f"town:{'-'.join(sorted(place.town))}"} if place.town else set()
    if place.known.point:
        keys |= {f"near:{cell}" for cell in cells(place.known.point, NEAR, NEAR_CELL)}
        around |= {f"cell:{cell}" for cell in cells(place.known.point, AROUND, AROUND_CELL)}
    if place.site.owner:
        keys.add(f"site:{place.site.owner}")
    keys |= {f"{word}@{where}" for word in told for where in around}
    return {key[:LONGEST_KEY] for key in keys}


def _weigh(one: _Read, other: _Read) -> Alike | None:
    metres = _metres(one.known.point, other.known.point)
    if one.known.key == other.known.key or (metres is not None and metres > ACROSS_TOWN):
        return None
    shared = one.address.words & other.address.words
    names = resemblance(one.name, other.name, one.town | other.town | shared)
    if names.score < ALIKE_FROM:
        return None
    seen = _evidence(one, other, names, metres)
    reason = _reason(seen)
    if reason is None:
        return None
    reasons = (reason, "same_site") if seen.site else (reason,)
    first, second = sorted((one.known.key, other.known.key), key=_order)
    return Alike(first, second, _score(seen), reasons)


def _metres(here: Point | None, there: Point | None) -> float | None:
    """How far apart two pins are; just far where a glance at the latitudes says so."""
    if here is None or there is None:
        return None
    if abs(here.latitude - there.latitude) > 1:
        return FAR
    return distance_km(here, there) * 1000


def _evidence(one: _Read, other: _Read, names: Resemblance, metres: float | None) -> _Evidence:
    places = one.town | other.town | COUNTRIES
    return _Evidence(
        names=names,
        metres=metres,
        door=same_door(one.address, other.address, places),
        streets_differ=streets_differ(one.address, other.address, places),
        town=_same_town(one, other),
        site=same_site(one.site, other.site),
        pages_apart=pages_apart(one.site, other.site),
        placeless=(one.is_placeless or other.is_placeless) and not _countries_clash(one.known, other.known),
    )


def _countries_clash(one: Known, other: Known) -> bool:
    return bool(one.country and other.country) and one.country.casefold() != other.country.casefold()


def _same_town(one: _Read, other: _Read) -> bool | None:
    """Whether the towns agree, one of them read in the other's address if need be; None where nothing says so."""
    if one.town and other.town:
        return one.town <= other.town or other.town <= one.town
    named, unnamed = (one, other) if one.town else (other, one)
    if not named.town or not unnamed.address.words:
        return None
    return named.town <= unnamed.address.words


def _reason(seen: _Evidence) -> str | None:
    """The main reason to take the two for one place; None where there is none."""
    if seen.metres is None:
        return _reason_without_pins(seen)
    if seen.door:
        return "same_address" if seen.metres <= PIN_MAY_ERR else None
    if seen.door is False:
        return "near_and_alike" if seen.names.equal and seen.metres <= _reach_across_doors(seen) else None
    if seen.metres <= _reach_without_doors(seen):
        return "near_and_alike"
    return "same_name_in_town" if seen.metres <= ACROSS_TOWN and _is_one_name_in_town(seen) else None


def _is_one_name_in_town(seen: _Evidence) -> bool:
    """Whether a name, or a name and a site, decide alone: only where no street is known to differ."""
    if not seen.names.equal or not seen.names.telling or seen.pages_apart or seen.streets_differ:
        return False
    return bool(seen.town) or seen.site


def _reach_across_doors(seen: _Evidence) -> float:
    """Metres within which one name at two doors is one place: a house on a corner has two."""
    if not seen.names.telling or seen.pages_apart:
        return 0
    return NEXT_DOOR if seen.site else ON_THE_SPOT


def _reach_without_doors(seen: _Evidence) -> float:
    """Metres within which the names decide, where one address is missing or names no door."""
    if not seen.names.within:
        return 0
    if not seen.names.telling:
        return ON_THE_SPOT if seen.names.equal or seen.site else 0
    if seen.site and not seen.pages_apart:
        return SITE_CLOSE_BY
    return ROUND_THE_BLOCK if seen.names.equal or (seen.town and not seen.streets_differ) else CLOSE_BY


def _reason_without_pins(seen: _Evidence) -> str | None:
    if seen.placeless:
        told = seen.names.equal and (seen.names.literal or (seen.site and seen.names.telling))
        return "same_name" if told else None
    if seen.door is False or seen.town is False:
        return None
    if seen.door and (seen.town or seen.names.equal):
        return "same_address"
    return "same_name_in_town" if _is_one_name_in_town(seen) else None


def _score(seen: _Evidence) -> float:
    """How sure: the names weigh half, then the door, the site and the nearness of the pins."""
    nearness = 0.0 if seen.metres is None else max(0.0, 1 - seen.metres / SITE_CLOSE_BY)
    weight = 0.5 * seen.names.score + 0.2 * bool(seen.door) + 0.15 * seen.site + 0.2 * nearness
    return round(min(1.0, weight), 3)
