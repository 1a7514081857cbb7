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
MOST_HEADINGS = 5_000  # of a file, all its rows together; those of the widest list that we have seen are some hundreds

# Why a file is refused whole.
WHY_UNREADABLE = frozenset({
    "list_is_too_big", "list_is_too_long", "list_is_no_text", "list_is_empty", "list_is_broken", "list_is_too_deep",
    "list_has_too_many_headings", "list_has_no_rows", "list_has_no_names", "front_matter_is_missing",
    "front_matter_is_broken", "front_matter_is_too_long", "mapping_names_no_field",
})  # fmt: skip
# Why a row is refused.
WHY_REFUSED = frozenset({"name_is_missing", "name_is_too_long", "row_is_no_object"})
# What is flagged on a row that is told.
WHAT_IS_FLAGGED = frozenset({
    "quotation_mark_is_not_closed", "cell_is_too_long", "row_has_too_many_cells", "row_is_too_deep",
    "front_matter_is_not_closed", "mail_address_is_left_out", "summary_is_too_long", "address_is_too_long",
    "local_address_is_too_long", "town_is_too_long", "hours_note_is_too_long", "prices_is_too_long", "hours_are_words",
    "price_is_a_date",
    "price_may_be_a_mark", "website_is_a_mail_address", "website_is_not_an_address", "website_is_too_long",
    "address_is_a_website", "without_coordinates", "without_town", "pin_cannot_be_read", "pin_is_off_the_earth",
    "pin_is_at_zero", "pin_is_imprecise", "pin_is_in_no_country", "pin_may_be_swapped", "pin_is_shared",
    "country_is_not_known", "country_contradicts_the_pin", "address_contradicts_the_pin",
    "country_contradicts_the_address", "claimed_space_says_otherwise",
})  # fmt: skip


class Field(StrEnum):
    """What a column of a list can hold.

    The first ones stand among the values that are told; from ID on they only serve to read the row: ID becomes its
    key, latitude, longitude or both in one cell become its point, STREET and HOUSE_NUMBER its address, and PRECISION
    (0 to 1) says how sure a geocoder was of the pin. KIND is a `Kind` of spaces; FEATURES are values of `Feature`,
    STATUS is where a space tells by SpaceAPI whether it is open; HOURS follow the OpenStreetMap syntax.
    LOCAL_ADDRESS is the address once more, in the script that is read there.
    """

    NAME = "name"
    KIND = "kind"
    SUMMARY = "summary"
    ADDRESS = "address"
    LOCAL_ADDRESS = "local_address"
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


class Basis(StrEnum):
    """By what a value is known that no cell of the row says.

    PIN: town or country in which the pin lies; NAME: the kind that a word of the name says; TRADE: the kind that a
    brand or the addresses of the row say; LIST: the kind of all places of the list, as whoever took it in has said.
    """

    PIN = "pin"
    NAME = "name"
    TRADE = "trade"
    LIST = "list"


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
    population: int = 0


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
    in them is masked. `derived` says of the values that no cell holds by what they are known. `flaws` are flagged,
    nothing more.
    """

    line: int
    key: str
    values: Mapping[Field, str]
    originals: Mapping[Field, str]
    derived: Mapping[Field, Basis]
    point: Point | None
    time_zone: str
    flaws: tuple[Flaw, ...]


class NotTaken(NamedTuple):
    """A column of which something was not taken: in how many rows, and what stood in the first of them.

    Its heading may be empty.
    """

    column: str
    rows: int
    example: str


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a file says: its form and encoding, the headings that were understood and those that were not, its rows.

    `not_taken` names what stands in the file and in no value of its rows: nothing of it vanishes without a word.
    `unit` is what their `line` counts: lines, or the elements of a file that is all in one line.
    """

    form: str
    encoding: str
    columns: Mapping[str, Field]
    ignored: tuple[str, ...]
    told: tuple[Told, ...]
    refused: tuple[Flaw, ...]
    not_taken: tuple[NotTaken, ...]
    unit: str = "line"

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return len(self.told) + len(self.refused)
