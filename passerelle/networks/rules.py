"""Terms: what a host offers visitors, as data. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any, Self


class Mode(StrEnum):
    """A gift, never billed; or a sale, booked to the cent. The software never turns one into the other."""

    HOSPITALITY = "hospitality"
    PAID = "paid"


class NetworkRole(StrEnum):
    """Who acts for a network."""

    ORGANISER = "organiser"
    TREASURER = "treasurer"


class Way(StrEnum):
    """How a visitor comes: without a word, announced so many hours ahead, or after a yes."""

    DROP_IN = "drop_in"
    NOTICE = "notice"
    REQUEST = "request"


class Included(StrEnum):
    """What a visitor finds without paying."""

    WIFI = "wifi"
    COFFEE = "coffee"
    SCREEN = "screen"
    CALLS = "calls"
    MEETING_ROOM = "meeting_room"
    KITCHEN = "kitchen"
    PRINTING = "printing"
    LOCKER = "locker"
    BICYCLES = "bicycles"


class TermsAreWrong(ValueError):
    """A field of the terms does not hold what it should; `field` names it, `code` says why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True)
class Terms:
    """What a host offers visitors under one network.

    `free_days` within any `within_days` consecutive local days; weekdays run from 0 (Monday) to 6; `from_hour` and
    `to_hour` are local times "HH:MM" or empty where the space's own hours hold; `day_price` is what a day costs
    afterwards, in minor units of the host's currency, None where none is sold; `same_town_km` of 0 excludes nobody.

    What makes it fair is off unless chosen. With `floor_days`, members of a home have as many free days as their own
    space gives, and never fewer than that. `rest_months` lie between the end of a visit at the host and the next.
    `most_away_percent` is the share of the working days of 90 that a member may spend as a visitor. `alone`: nobody is
    brought along.
    """

    free_days: int = 3
    within_days: int = 90
    way: Way = Way.REQUEST
    notice_hours: int = 24
    visitors_a_day: int = 2
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    from_hour: str = ""
    to_hour: str = ""
    minimum_membership_days: int = 0
    same_town_km: int = 0
    included: tuple[Included, ...] = (Included.WIFI, Included.COFFEE)
    day_price: int | None = None
    floor_days: int = 0
    rest_months: int = 0
    most_away_percent: int = 0
    alone: bool = False

    def __post_init__(self) -> None:
        for field, is_right in _CHECKS.items():
            if not is_right(self):
                raise TermsAreWrong(field, "out_of_range")

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Terms from what `kept` holds (as `written` gives it); what it does not say has the default.

        Raises TermsAreWrong, naming the field.
        """
        known = {field.name for field in fields(cls)}
        return cls(**{name: _read(name, value) for name, value in kept.items() if name in known})

    def written(self) -> dict[str, Any]:
        """These terms as plain values that can be kept as JSON."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def with_deviations(self, deviations: Mapping[str, Any]) -> Self:
        """These terms, except for what a host does otherwise."""
        return self.read({**self.written(), **deviations})

    def deviations_from(self, default: "Terms") -> dict[str, Any]:
        """What these terms say otherwise than `default`, as plain values."""
        ours, theirs = self.written(), default.written()
        return {name: value for name, value in ours.items() if value != theirs[name]}

    def for_holders(self) -> "Terms":
        """These terms for whoever comes on a pass alone: free days are for members, a pass pays from the first day."""
        return replace(self, free_days=0)

    def for_members_of(self, home: "Terms | None") -> "Terms":
        """These terms for the members of a home, whose own terms are given; None where it gives nothing."""
        if not self.floor_days:
            return self
        given = home.free_days if home else 0
        return replace(self, free_days=min(self.free_days, max(self.floor_days, given)))

    def welcomes_on(self, day: date) -> bool:
        """Whether visitors come on this day of the week."""
        return day.weekday() in self.weekdays


def searched_terms(terms: Terms) -> dict[str, Any]:
    """The columns of an affiliation that say again what a search asks of its terms."""
    included = "".join(f" {one}" for one in sorted(terms.included))
    return {"free_days": terms.free_days, "way": str(terms.way), "included": f"{included} " if included else ""}


def _read(name: str, value: Any) -> Any:
    readers = {"way": Way, "weekdays": _weekdays, "included": _included}
    try:
        return readers[name](value) if name in readers else value
    except (TypeError, ValueError) as wrong:
        raise TermsAreWrong(name, "not_known") from wrong


def _weekdays(value: Any) -> tuple[int, ...]:
    return tuple(sorted({int(day) for day in value}))


def _included(value: Any) -> tuple[Included, ...]:
    return tuple(Included(one) for one in value)


def _is_hour(text: str) -> bool:
    if not text:
        return True
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 5


def _hours_follow(terms: Terms) -> bool:
    return _is_hour(terms.to_hour) and not (terms.from_hour and terms.to_hour and terms.to_hour <= terms.from_hour)


_CHECKS: Mapping[str, Callable[[Terms], bool]] = {
    "free_days": lambda terms: 0 <= terms.free_days <= 31,
    "within_days": lambda terms: 1 <= terms.within_days <= 366,
    "notice_hours": lambda terms: 0 <= terms.notice_hours <= 24 * 14,
    "visitors_a_day": lambda terms: 0 <= terms.visitors_a_day <= 500,
    "weekdays": lambda terms: all(0 <= day <= 6 for day in terms.weekdays),
    "from_hour": lambda terms: _is_hour(terms.from_hour),
    "to_hour": _hours_follow,
    "minimum_membership_days": lambda terms: 0 <= terms.minimum_membership_days <= 366,
    "same_town_km": lambda terms: 0 <= terms.same_town_km <= 500,
    "floor_days": lambda terms: 0 <= terms.floor_days <= 31,
    "rest_months": lambda terms: 0 <= terms.rest_months <= 24,
    "most_away_percent": lambda terms: 0 <= terms.most_away_percent <= 100,
    "day_price": lambda terms: terms.day_price is None or 0 <= terms.day_price <= 10_000_000,
}
