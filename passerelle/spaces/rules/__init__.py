"""What is true of hours and days at a space. Plain Python."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays
from babel.numbers import list_currencies
from opening_hours import OpeningHours, ParserError, State, UnknownCountryError  # type: ignore[attr-defined]

from passerelle.kit.addresses import is_mail_address
from passerelle.kit.places import Point
from passerelle.people.rules import Language

Span = tuple[time, time]
OfficeHours = Callable[[date], tuple[Span, ...]]

ORDINARY_HOURS: Span = (time(9), time(18))
INVITATION_LASTS = timedelta(days=14)
MOST_INVITATIONS_A_DAY = 30  # letters to strangers that bear a name typed by somebody: no more than a space needs


class Kind(StrEnum):
    """What sort of place a space is. An office centre lets rooms and addresses; the others are open rooms.

    UNKNOWN is the kind of a space of which nobody has said one. Whoever acts for a space says another.
    """

    COWORKING = "coworking"
    OFFICE_CENTRE = "office_centre"
    CAFE = "cafe"
    GETAWAY = "getaway"
    MAKER_SPACE = "maker_space"
    UNKNOWN = "unknown"


class Feature(StrEnum):
    """What may be known to be at a space. The first four mark an open room, the next three an office centre.

    EXCHANGES: its members and those of like spaces are at home in each other's; RESIDENCIES: one may come to work on a
    project for some time.
    """

    OPEN_ROOM = "open_room"
    CAFE_CORNER = "cafe_corner"
    MEMBER_EVENTS = "member_events"
    NO_COMPANY_NEEDED = "no_company_needed"
    DOMICILIATION = "domiciliation"
    SECRETARIAT = "secretariat"
    PRIVATE_OFFICES = "private_offices"
    WIFI = "wifi"
    COFFEE = "coffee"
    KITCHEN = "kitchen"
    PRINTING = "printing"
    CALLS = "calls"
    MEETING_ROOM = "meeting_room"
    SOCKETS = "sockets"
    AIR_CONDITIONING = "air_conditioning"
    QUIET = "quiet"
    EXCHANGES = "exchanges"
    RESIDENCIES = "residencies"


MARKS_OF_AN_OPEN_ROOM = (Feature.OPEN_ROOM, Feature.CAFE_CORNER, Feature.MEMBER_EVENTS, Feature.NO_COMPANY_NEEDED)
MARKS_OF_AN_OFFICE_CENTRE = (Feature.DOMICILIATION, Feature.SECRETARIAT, Feature.PRIVATE_OFFICES)


class Role(StrEnum):
    """Who acts for a space: a manager may do all, the desk receives."""

    MANAGER = "manager"
    DESK = "desk"


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country (ISO 3166, two letters); none where they are not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


def is_ordinary_working_day(day: date, country: str) -> bool:
    """Monday to Friday, public holidays excluded: what is taken for open where hours are not known."""
    return day.weekday() < 5 and day not in public_holidays(country, day.year)


@dataclass(frozen=True)
class Closed:
    """A span of closed days, `since` included, `until` excluded."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.since <= day < self.until


def is_closed(day: date, closures: Iterable[Closed]) -> bool:
    """Whether one of the closures holds `day`."""
    return any(closure.holds(day) for closure in closures)


@lru_cache(maxsize=4096)
def hours_can_be_read(hours: str) -> bool:
    """Whether `hours` follow the OpenStreetMap syntax for opening hours."""
    try:
        OpeningHours(hours)
    except ParserError:
        return False
    return True


def hours_as_meant(text: str) -> str:
    """Hours as a person writes them, brought into the OpenStreetMap syntax where that is clear; else as they stand.

    "lundi au vendredi de 9h à 18h30" and "Mo-Fr 9-18.30" become "Mo-Fr 09:00-18:30".
    """
    text = text.strip()
    if not text or hours_can_be_read(text):
        return text
    rules = (_rule_as_meant(rule) for rule in re.split(r"[;\n]+", text.casefold()) if rule.strip())
    meant = "; ".join(rules)
    return meant if hours_can_be_read(meant) else text


@lru_cache(maxsize=8192)
def spans_on(day: date, hours: str, country: str) -> tuple[Span, ...]:
    """When a place with these `hours` is open on `day`, in its own local time; unknown hours count as ordinary ones.

    What runs past midnight is cut there, and ends at 23:59.
    """
    if not hours or not hours_can_be_read(hours):
        return (ORDINARY_HOURS,) if is_ordinary_working_day(day, country) else ()
    begins = datetime.combine(day, time(0))
    found = _parsed(hours, country).intervals(begins, begins + timedelta(days=1))
    return tuple((start.time(), _end_within(end, day)) for start, end, state, _note in found if state == State.OPEN)


@lru_cache(maxsize=1024)
def usual_week(hours: str, country: str, around: date) -> tuple[tuple[Span, ...], ...]:
    """The hours of an ordinary Monday, Tuesday … Sunday near `around`, as most of the four weeks from it on have them.

    A public holiday or a season that begins next month does not hide what is usual. Nothing where hours are not known.
    """
    if not hours or not hours_can_be_read(hours):
        return ()
    monday = around - timedelta(days=around.weekday())
    weeks = [
        [spans_on(monday + timedelta(days=7 * week + day), hours, country) for week in range(4)] for day in range(7)
    ]
    return tuple(Counter(spans).most_common(1)[0][0] for spans in weeks)


def office_hours(hours: str, country: str, closures: Iterable[Closed]) -> OfficeHours:
    """The opening hours of a place as a question about a day, closed dates taken out."""
    closed = tuple(closures)

    def on(day: date) -> tuple[Span, ...]:
        return () if is_closed(day, closed) else spans_on(day, hours, country)

    return on


def closes_at(moment: datetime, on: OfficeHours) -> time | None:
    """When the place, open at this local `moment`, closes; None where it is not open."""
    return next((closes for opens, closes in on(moment.date()) if opens <= moment.time() < closes), None)


def next_opening(moment: datetime, on: OfficeHours) -> datetime | None:
    """The next local moment, within a month, at which the place opens; None where it does not."""
    for step in range(31):
        day = moment.date() + timedelta(days=step)
        for opens, _closes in on(day):
            opening = datetime.combine(day, opens, moment.tzinfo)
            if opening > moment:
                return opening
    return None


def _end_within(end: datetime, day: date) -> time:
    return end.time() if end.date() == day else time(23, 59)


@lru_cache(maxsize=1024)
def _parsed(hours: str, country: str) -> OpeningHours:
    try:
        return OpeningHours(hours, country=country)
    except UnknownCountryError:  # public holidays of this country are not known to the library
        return OpeningHours(hours)


# What a space says of itself

LONGEST = {
    "name": 120, "summary": 2000, "address": 240, "local_address": 240, "town": 120, "hours": 240, "hours_note": 240,
    "ask_for": 120, "website": 200, "second_email": 254,
}  # fmt: skip
LONGEST_CLOSURE = timedelta(days=366)
_WEBSITE = re.compile(r"https?://[^\s<>\"']+\.[^\s<>\"']+")


@dataclass(frozen=True)
class Place:
    """Where a space stands: its country (ISO 3166, two letters), its time zone (IANA) and its point, if known."""

    country: str
    time_zone: str
    latitude: float | None = None
    longitude: float | None = None

    @property
    def point(self) -> Point | None:
        """Its point, if known."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)


@dataclass(frozen=True)
class Description:
    """What a space says of itself. `hours` follow the OpenStreetMap syntax; the rest is words."""

    name: str
    town: str
    kind: str
    summary: str = ""
    address: str = ""
    local_address: str = ""
    hours: str = ""
    hours_note: str = ""
    ask_for: str = ""
    website: str = ""
    currency: str = "EUR"
    language: str = "fr"
    second_email: str = ""


@dataclass(frozen=True)
class Fault:
    """Why one line of a description cannot be kept: a code, and at most how many signs there may be."""

    code: str
    most: int = 0


def tidied(said: Description) -> Description:
    """The description without stray blanks, its hours as they are meant, its currency in capitals."""
    bare = {field: value.strip() for field, value in asdict(said).items()}
    bare |= {"hours": hours_as_meant(bare["hours"]), "currency": bare["currency"].upper()}
    return Description(**bare | {"second_email": bare["second_email"].lower()})


def faults(said: Description, first_email: str = "") -> dict[str, Fault]:
    """What is wrong with a description, by its line; nothing where it can be kept."""
    found = {field: Fault(code) for field, code, is_right in _LINES if not is_right(said)}
    if said.second_email and said.second_email == first_email:
        found["second_email"] = Fault("second_email_is_the_first")
    too_long = {field: Fault("too_long", most) for field, most in LONGEST.items() if len(getattr(said, field)) > most}
    return found | too_long


_LINES: tuple[tuple[str, str, Callable[[Description], bool]], ...] = (
    ("name", "name_is_missing", lambda said: bool(said.name)),
    ("town", "town_is_missing", lambda said: bool(said.town)),
    ("kind", "kind_is_not_known", lambda said: said.kind in set(Kind) - {Kind.UNKNOWN}),
    ("hours", "hours_cannot_be_read", lambda said: not said.hours or hours_can_be_read(said.hours)),
    ("website", "website_is_not_an_address", lambda said: not said.website or bool(_WEBSITE.fullmatch(said.website))),
    ("currency", "currency_is_not_known", lambda said: said.currency in list_currencies()),
    ("language", "language_is_not_spoken", lambda said: said.language in set(Language)),
    (
        "second_email",
        "email_is_not_an_address",
        lambda said: not said.second_email or is_mail_address(said.second_email),
    ),
)


# Hours as people write them

_LINKS = {"to": "-", "till": "-", "until": "-", "au": "-", "à": "-", "a": "-", "jusqu": "-", "et": ",", "and": ","}
_WHOLE = {"tous les jours": "mo-su", "every day": "mo-su", "daily": "mo-su", "en semaine": "mo-fr", "weekdays": "mo-fr"}
_SAID_ALONG = {"du", "de", "des", "le", "les", "from", "on", "heures", "open", "ouvert"}
_WEEKDAYS = {
    "Mo": ("mo", "lu"), "Tu": ("tu", "mar"), "We": ("we", "mer"), "Th": ("th", "jeu"), "Fr": ("fr", "ven"),
    "Sa": ("sa", "sam"), "Su": ("su", "dim"),
}  # fmt: skip
_SHORT_WEEKDAYS = {"ma": "Tu", "me": "We", "je": "Th", "ve": "Fr", "di": "Su"}


def _rule_as_meant(rule: str) -> str:
    for said, meant in _WHOLE.items():
        rule = rule.replace(said, meant)
    rule = re.sub(
        r"(\d{1,2})\s*(?:h|:|\.)\s*(\d{2})", r"\1:\2", rule.replace("–", "-").replace("\N{NO-BREAK SPACE}", " ")
    )
    rule = re.sub(r"(?<![\d:])(\d{1,2})(?:\s*h)?(?![\d:])", r"\1:00", rule)
    rule = re.sub(r"(?<!\d)(\d):", r"0\1:", rule)
    rule = re.sub(r"[^\W\d_]+", lambda word: _word_as_meant(word[0]), rule)
    rule = re.sub(r"\s*([-,])\s*", r"\1", " ".join(rule.split()))
    return re.sub(r"([A-Za-z]),(?=\d)", r"\1 ", rule)


def _word_as_meant(word: str) -> str:
    if word in _SAID_ALONG:
        return ""
    if word in _LINKS or word in _SHORT_WEEKDAYS:
        return _LINKS.get(word) or _SHORT_WEEKDAYS[word]
    found = [code for code, begins in _WEEKDAYS.items() if word.startswith(begins)]
    return found[0] if found else word
