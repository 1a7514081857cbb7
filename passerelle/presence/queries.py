"""What can be asked about presence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import Allowance, As, State
from passerelle.spaces.models import Space


def days_taken(person: Person, space: Space, allowance: Allowance, around: Collection[date]) -> list[Presence]:
    """The visitor's days held or used here that can stand in one window with a day of `around`, in order."""
    return list(
        visitor_days()
        .filter(
            person=person,
            space=space,
            day__gte=min(around) - allowance.reach,
            day__lte=max(around) + allowance.reach,
        )
        .order_by("day")
    )


def visitors_by_day(space: Space, days: Collection[date]) -> dict[date, int]:
    """How many visitors are expected or here on each of `days`; days without any are left out."""
    rows = visitor_days().filter(space=space, day__in=list(days)).order_by().values_list("day").annotate(Count("id"))
    return dict(rows)


@dataclass(frozen=True)
class Crowd:
    """One day at a space: how many visitors are expected or here, and what the day is to one person, if anything."""

    visitors: int
    own: State | None


def crowds(space: Space, person: Person, since: date, until: date) -> dict[date, Crowd]:
    """The days from `since` to `until` (included) on which there are visitors. One query, one row a day."""
    days = visitor_days().filter(space=space, day__range=(since, until)).order_by().values_list("day")
    rows = days.annotate(visitors=Count("id"), own=Max("state", filter=Q(person=person)))
    return {day: Crowd(visitors, State(own) if own else None) for day, visitors, own in rows}


def presences_because_of(cause: str) -> list[Presence]:
    """The days that `cause` (such as `visit:42`) holds or used, in order."""
    return list(Presence.objects.filter(cause=cause).order_by("day"))


def visitor_days() -> QuerySet[Presence]:
    """The days that count as free days and as visitors' places."""
    return Presence.objects.filter(quality=As.VISITOR)
