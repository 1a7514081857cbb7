"""What a listing says of a space, column by column, and which of it the space takes on. Plain Python.

Four rules: what the space's own staff has written is theirs; where somebody acts for the space, lists fill blanks and
change nothing; what one source gave first stays, and a second one fills blanks and replaces guesses only; a newer file
of the source that gave a value may change it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from babel.numbers import get_territory_currencies

from passerelle.kit.places import Point
from passerelle.listings.rules.told import Basis, Field, Told
from passerelle.people.rules import Language
from passerelle.spaces.rules.finding import kept_list

Values = Mapping[str, Any]

WORDS = (
    "name", "kind", "summary", "address", "local_address", "town", "country", "website", "hours", "hours_note",
    "prices", "features",
)  # fmt: skip
POINT = "point"
_GUESSES = {("town", Basis.PIN), ("kind", Basis.NAME)}
"""What is near the truth where nobody says it: whoever says it goes before."""
COLUMNS = (*WORDS, POINT)
DERIVABLE = ("kind", "town", "country")
"""What a listing may keep that no cell of its row says."""
LONGEST_PRICES = 240

EURO = "EUR"
_FRENCH_FIRST = {
    "FR", "BE", "LU", "MC", "GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "BL", "MF", "WF", "SN", "ML", "CI", "BF",
    "NE", "TG", "BJ", "GA", "CG", "CD", "GN", "CM", "TD", "CF", "DJ", "KM", "MG", "HT", "TN", "DZ", "MA",
}  # fmt: skip
_SERVE_TO_READ = {Field.STREET: Field.ADDRESS, Field.HOUSE_NUMBER: Field.ADDRESS}
_OF_THE_PIN = ("latitude", "longitude", "time_zone")
_PIN = {Field.LATITUDE, Field.LONGITUDE, Field.COORDINATES}


@dataclass(frozen=True)
class Origin:
    """Where one value of a space comes from. `source` is empty where its own staff wrote it, or whoever listed it.

    `original` is what the list had where that is not the value; `told_on` the date of the list, if anybody knows.
    `derived` is the Basis by which it is known where no cell of the list says so. `page` is where the list tells of the
    space, where its row is known by such an address, as those of a wiki are.
    """

    source: str = ""
    licence: str = ""
    told_on: date | None = None
    original: str = ""
    derived: str = ""
    page: str = ""


def kept_values(told: Told) -> dict[str, Any]:
    """What a listing keeps of a row: its values by the name of their field, its pin and the time zone there."""
    values: dict[str, Any] = {about.value: value for about, value in told.values.items()}
    if told.point:
        values |= {"latitude": told.point.latitude, "longitude": told.point.longitude, "time_zone": told.time_zone}
    return values


def all_of_kind(rows: Iterable[Told], kind: str) -> tuple[Told, ...]:
    """The rows of a list of which somebody has said that all its places are of one kind.

    What a row says itself goes before that, and so does the brand of office centres; a mere word in its name does not.
    """
    return tuple(
        replace(one, values={**one.values, Field.KIND: kind}, derived={**one.derived, Field.KIND: Basis.LIST})
        if Field.KIND not in one.values or one.derived.get(Field.KIND) == Basis.NAME
        else one
        for one in rows
    )


def fields_covered(columns: Iterable[Field]) -> frozenset[str]:
    """The values on which a file with these columns has a word; of the others it does not say that they are gone."""
    told = set(columns)
    covered = {_SERVE_TO_READ.get(about, about).value for about in told} | {"time_zone", "hours_note", "kind"}
    if told & _PIN:
        covered |= {"latitude", "longitude", "country", "town"}
    return frozenset(covered)


def said_anew(before: Values, now: Values, covered: frozenset[str]) -> dict[str, Any]:
    """What a listing says once a newer file has spoken: where that has no such column, the older word stands."""
    return {about: value for about, value in before.items() if about not in covered} | dict(now)


def columns_said(values: Values) -> dict[str, Any]:
    """The columns of a space as a listing says them, empty (or None, for the pin) where it says nothing."""
    said: dict[str, Any] = {column: values.get(column, "") for column in WORDS}
    said["features"] = kept_list(part for part in said["features"].split(", ") if part)
    if len(said["prices"]) > LONGEST_PRICES:
        said["prices"] = said["prices"][: LONGEST_PRICES - 1].rstrip(" ;") + "…"
    said[POINT] = Point(values["latitude"], values["longitude"]) if "latitude" in values else None
    return said


@dataclass(frozen=True)
class Said:
    """What a listing says, column by column, and which of it is `guessed`: whoever says it goes before."""

    columns: Values
    guessed: frozenset[str] = frozenset()


def said_by(values: Values, derived: Mapping[str, str]) -> Said:
    """What a listing says that keeps these values, some of them derived, each by its Basis."""
    return Said(
        columns_said(values), frozenset(column for column, basis in derived.items() if (column, basis) in _GUESSES)
    )


@dataclass(frozen=True)
class SpaceAsTold:
    """What a space has `now`, what its staff wrote, and what listings say, `earlier` and later than one of them."""

    now: Values
    own: set[str]
    earlier: Sequence[Said] = ()
    later: Sequence[Said] = ()


def columns_to_change(space: SpaceAsTold, before: Said, after: Said) -> dict[str, Any]:
    """Which columns of a space change, and to what, when one of its listings says `after` where it said `before`."""
    now, others = space.now, (*space.earlier, *space.later)
    changed = {}
    for column in COLUMNS:
        said, was = after.columns[column], before.columns[column]
        if column in space.own or said == now[column]:
            continue
        is_ours = was == now[column] and not any(one.columns[column] == now[column] for one in space.earlier)
        is_open = not now[column] or (column not in after.guessed and _is_a_guess(column, now, (before, *others)))
        if is_open or (is_ours and said != was):
            changed[column] = said or next((one.columns[column] for one in others if one.columns[column]), said)
    if not changed.get("name", "x"):
        del changed["name"]
    return {column: value for column, value in changed.items() if value != now[column]}


def _is_a_guess(column: str, now: Values, listings: Iterable[Said]) -> bool:
    """Whether what a space has in a column is said by listings alone that guess it."""
    sayers = [one for one in listings if one.columns[column] == now[column]]
    return bool(sayers) and all(column in one.guessed for one in sayers)


def held_back(now: Values, before: Values, after: Values) -> frozenset[str]:
    """The columns of a claimed space that stand as its listing said `before`, and that a newer word would change."""
    return frozenset(
        column for column in COLUMNS if now[column] and before[column] == now[column] and after[column] != now[column]
    )


def fields_of(columns: Iterable[str]) -> frozenset[str]:
    """The values of a listing from which these columns follow."""
    return frozenset(about for column in columns for about in (_OF_THE_PIN if column == POINT else (column,)))


def as_before(before: Values, now: Values, fields: Collection[str]) -> dict[str, Any]:
    """What is said `now`, but of these fields what was said `before`."""
    kept = {about: value for about, value in before.items() if about in fields}
    return {about: value for about, value in now.items() if about not in fields} | kept


def blanks_filled(now: Values, said: Values, own: set[str]) -> dict[str, Any]:
    """The empty columns of a space for which somebody else has a word."""
    return {column: said[column] for column in COLUMNS if column not in own and not now[column] and said[column]}


@lru_cache(maxsize=512)
def currency_of(country: str) -> str:
    """What is paid with in a country; euros where that is not known."""
    return str(next(iter(get_territory_currencies(country)), EURO)) if country else EURO


def language_of(country: str) -> str:
    """In which of our languages a space there is most likely written to, until somebody there says otherwise."""
    return (Language.FRENCH if country in _FRENCH_FIRST else Language.ENGLISH).value
