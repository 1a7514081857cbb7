"""What a listing says of a space, column by column, and which of it the space takes on. Plain Python.

Three rules: what the space's own staff has written is theirs; what one source gave first stays, and a second one fills
blanks only; a newer file of the source that gave a value may change it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.numbers import get_territory_currencies

from passerelle.kit.places import Point
from passerelle.listings.rules.told import Field, Told
from passerelle.people.rules import Language
from passerelle.spaces.rules import Kind
from passerelle.spaces.rules.finding import kept_list

Values = Mapping[str, Any]

WORDS = (
    "name", "kind", "summary", "address", "town", "country", "website", "hours", "hours_note", "prices", "features",
)  # fmt: skip
POINT = "point"
COLUMNS = (*WORDS, POINT)
LONGEST_PRICES = 240

EURO = "EUR"
_FRENCH_FIRST = {
    "FR", "BE", "LU", "MC", "GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "BL", "MF", "WF", "SN", "ML", "CI", "BF",
    "NE", "TG", "BJ", "GA", "CG", "CD", "GN", "CM", "TD", "CF", "DJ", "KM", "MG", "HT", "TN", "DZ", "MA",
}  # fmt: skip
_SERVE_TO_READ = {Field.STREET: Field.ADDRESS, Field.HOUSE_NUMBER: Field.ADDRESS}
_PIN = {Field.LATITUDE, Field.LONGITUDE, Field.COORDINATES}


@dataclass(frozen=True)
class Origin:
    """Where one value of a space comes from. `source` is empty where its own staff wrote it, or whoever listed it.

    `original` is what the list had where that is not the value; `told_on` the date of the list, if anybody knows.
    """

    source: str = ""
    licence: str = ""
    told_on: date | None = None
    original: str = ""


def kept_values(told: Told) -> dict[str, Any]:
    """What a listing keeps of a row: its values by the name of their field, its pin and the time zone there.

    That a place is for coworking is only kept where the list says so itself.
    """
    values: dict[str, Any] = {about.value: value for about, value in told.values.items()}
    if Field.KIND in told.derived and values.get("kind") == Kind.COWORKING:
        del values["kind"]
    if told.point:
        values |= {"latitude": told.point.latitude, "longitude": told.point.longitude, "time_zone": told.time_zone}
    return values


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
    said["kind"] = said["kind"] or Kind.COWORKING.value
    said["features"] = kept_list(part for part in said["features"].split(", ") if part)
    if len(said["prices"]) > LONGEST_PRICES:
        said["prices"] = said["prices"][: LONGEST_PRICES - 1].rstrip(" ;") + "…"
    said[POINT] = Point(values["latitude"], values["longitude"]) if "latitude" in values else None
    return said


@dataclass(frozen=True)
class SpaceAsTold:
    """What a space has `now`, what its staff wrote, and what listings say, `earlier` and later than one of them."""

    now: Values
    own: set[str]
    earlier: Sequence[Values] = ()
    later: Sequence[Values] = ()


def columns_to_change(space: SpaceAsTold, before: Values, after: Values) -> dict[str, Any]:
    """Which columns of a space change, and to what, when one of its listings says `after` where it said `before`."""
    now, others = space.now, (*space.earlier, *space.later)
    changed = {}
    for column in COLUMNS:
        if column in space.own or after[column] == now[column]:
            continue
        is_ours = before[column] == now[column] and not any(said[column] == now[column] for said in space.earlier)
        if not now[column] or (is_ours and after[column] != before[column]):
            changed[column] = after[column] or next((said[column] for said in others if said[column]), after[column])
    if not changed.get("name", "x"):
        del changed["name"]
    return {column: value for column, value in changed.items() if value != now[column]}


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
