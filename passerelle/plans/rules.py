"""What a plan is, how long it lasts, and what cannot be offered. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from passerelle.kit.anniversaries import anniversary
from passerelle.spaces.rules import hours_as_meant, hours_can_be_read

MOST = 10_000_000
MOST_DAYS, LONGEST = 366, 3660


class Kind(StrEnum):
    """For how long one is a member: a day, seven days, a month from any day on, or while a bundle has days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    BUNDLE = "bundle"


@dataclass(frozen=True)
class Described:
    """A plan as a manager describes it, in both languages.

    `price` includes tax, in minor units of the space's currency; nothing for a trial that is free. `days` are those
    included; 0 is every day that is open. `valid_days` is how long a bundle may be used; 0 is without an end. `hours`
    follow the OpenStreetMap syntax; empty are the space's own. `pause_days` are how many days a year a member may pause
    a plan by the month; 0 is none. `is_trial` is for whoever was never a member. Unless it is said, a plan by the month
    carries the visa, and no other does.
    """

    name_fr: str
    name_en: str
    kind: Kind
    price: int
    days: int = 0
    valid_days: int = 0
    hours: str = ""
    carries_visa: bool | None = None
    is_trial: bool = False
    pause_days: int = 0

    def tidied(self) -> "Described":
        """Without stray blanks, the hours as they are meant, and nothing that the kind does not have."""
        is_bundle = self.kind is Kind.BUNDLE
        return Described(
            " ".join(self.name_fr.split()),
            " ".join(self.name_en.split()),
            self.kind,
            self.price,
            0 if self.kind is Kind.DAY else self.days,
            self.valid_days if is_bundle else 0,
            hours_as_meant(self.hours),
            self.kind is Kind.MONTH if self.carries_visa is None else self.carries_visa,
            self.is_trial,
            self.pause_days if self.kind is Kind.MONTH and not self.is_trial else 0,
        )

    def faults(self) -> Mapping[str, str]:
        """What cannot be offered: the field, and the code of what is wrong with it."""
        found = {name: "name_is_missing" for name in ("name_fr", "name_en") if not getattr(self, name)}
        least_days = {Kind.BUNDLE: 1}.get(self.kind, 0)
        most_days = {Kind.DAY: 0, Kind.WEEK: 7, Kind.MONTH: 31, Kind.BUNDLE: MOST_DAYS}[self.kind]
        limits = {
            "price": (0 if self.is_trial else 1, MOST),
            "days": (least_days, most_days),
            "valid_days": (0, LONGEST),
            "pause_days": (0, MOST_DAYS),
        }
        wrong = {name for name, (least, most) in limits.items() if not least <= getattr(self, name) <= most}
        found |= dict.fromkeys(wrong, "out_of_range")
        if self.hours and not hours_can_be_read(self.hours):
            found["hours"] = "hours_cannot_be_read"
        return found


def valid_until(kind: Kind, since: date, valid_days: int = 0) -> date | None:
    """The last day of a plan that begins on `since`, included, as people write it; None without an end.

    A month begun on the 31st ends on the eve of the last day of a month that has no such day.
    """
    if kind is Kind.MONTH:
        return anniversary(since, 1) - timedelta(days=1)
    lasts = {Kind.DAY: 1, Kind.WEEK: 7, Kind.BUNDLE: valid_days}[kind]
    return since + timedelta(days=lasts - 1) if lasts else None
