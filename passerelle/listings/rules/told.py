"""What a list says of spaces, once it was read. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from passerelle.kit.places import Point

MOST_BYTES = 200_000_000
MOST_ROWS = 1_000_000
LONGEST_CELL = 20_000
DEEPEST = 12
MOST_CELLS = 1_000

# Why a file is refused whole.
WHY_UNREADABLE = frozenset({
    "list_is_too_big", "list_is_too_long", "list_is_no_text", "list_is_empty", "list_is_broken", "list_is_too_deep",
    "list_has_no_rows", "list_has_no_names", "front_matter_is_missing", "front_matter_is_broken",
    "front_matter_is_too_long", "mapping_names_no_field",
})  # fmt: skip
# Why a row is refused.
WHY_REFUSED = frozenset({"name_is_missing", "name_is_too_long", "row_is_no_object"})
# What is flagged on a row that is told.
WHAT_IS_FLAGGED = frozenset({
    "quotation_mark_is_not_closed", "cell_is_too_long", "row_has_too_many_cells", "row_is_too_deep",
    "front_matter_is_not_closed", "mail_address_is_left_out", "summary_is_too_long", "address_is_too_long",
    "town_is_too_long", "hours_note_is_too_long", "prices_is_too_long", "hours_are_words", "price_is_a_date",
    "price_may_be_a_mark", "website_is_a_mail_address", "website_is_not_an_address", "website_is_too_long",
    "address_is_a_website", "without_coordinates", "without_town", "pin_cannot_be_read", "pin_is_off_the_earth",
    "pin_is_at_zero", "pin_is_imprecise", "pin_is_in_no_country", "pin_may_be_swapped", "pin_is_shared",
    "country_is_not_known", "country_contradicts_the_pin", "address_contradicts_the_pin",
    "country_contradicts_the_address",
})  # fmt: skip


class Field(StrEnum):
    """What a column of a list can hold.

    The first ones stand among the values that are told; from ID on they only serve to read the row: ID becomes its
    key, latitude, longitude or both in one cell become its point, STREET and HOUSE_NUMBER its address, and PRECISION
    (0 to 1) says how sure a geocoder was of the pin. KIND is a `Kind` of spaces; FEATURES are values of `Feature`,
    STATUS is where a space tells by SpaceAPI whether it is open; HOURS follow the OpenStreetMap syntax.
    """

    NAME = "name"
    KIND = "kind"
    SUMMARY = "summary"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TOWN = "town"
    COUNTRY = "country"
    WEBSITE = "website"
    STATUS = "status"
    HOURS = "hours"
    HOURS_NOTE = "hours_note"
    PRICES = "prices"
    FEATURES = "features"
    ID = "id"
    STREET = "street"
    HOUSE_NUMBER = "house_number"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    PRECISION = "precision"


class ListIsUnreadable(ValueError):
    """The file as a whole cannot be read; `code` is one of WHY_UNREADABLE, `facts` are what a sentence needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class TownNear(NamedTuple):
    """A town as a gazetteer knows it; `km` from the point that was asked about, 0 where none was."""

    name: str
    other_names: tuple[str, ...]
    country: str
    km: float


class Gazetteer(Protocol):
    """Who knows towns, countries (ISO 3166, two letters) and time zones (IANA); empty where nothing is known."""

    def zone_at(self, point: Point) -> str:
        """The time zone that is kept there."""

    def country_at(self, point: Point) -> str:
        """The country that the point lies in."""

    def towns_near(self, point: Point, within_km: float) -> Sequence[TownNear]:
        """The towns around, the nearest first."""

    def towns_called(self, name: str, country: str = "") -> Sequence[TownNear]:
        """The towns of that name, the greatest first."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a row: its field (a `Field`, or empty), a code, what was found there, and whose row it is.

    The code is one of WHY_REFUSED or of WHAT_IS_FLAGGED.
    """

    line: int
    field: str
    code: str
    found: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one row says of one space.

    `originals` hold what was found where it differs from the value, or where there is no value for it; a mail address
    in them is masked. `derived` names the values that the list does not say itself. `flaws` are flagged, nothing more.
    """

    line: int
    key: str
    values: Mapping[Field, str]
    originals: Mapping[Field, str]
    derived: frozenset[Field]
    point: Point | None
    time_zone: str
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a file says: its form and encoding, the headings that were understood and those that were not, its rows."""

    form: str
    encoding: str
    columns: Mapping[str, Field]
    ignored: tuple[str, ...]
    told: tuple[Told, ...]
    refused: tuple[Flaw, ...]

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return len(self.told) + len(self.refused)
