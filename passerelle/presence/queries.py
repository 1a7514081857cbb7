"""What can be asked about presence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import AutoField, Count, DateField, Max, Q, QuerySet

from passerelle.kit.composed import Given, whole
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import Allowance, As, State
from passerelle.spaces.models import Space


def _between(presences: QuerySet[Presence]) -> QuerySet[Presence]:
    """Of one person, at one space, from one day to another."""
    person, space = Given("person", AutoField()), Given("space", AutoField())
    since, until = Given("since", DateField()), Given("until", DateField())
    of_both = presences.filter(quality=As.VISITOR, person=person, space=space)
    return of_both.filter(day__gte=since, day__lte=until).order_by("day")


_TAKEN = whole(Presence, _between)


def days_taken(person: Person, space: Space, allowance: Allowance, around: Collection[date]) -> list[Presence]:
    """The visitor's days held or used here that can stand in one window with a day of `around`, in order."""
    since, until = min(around) - allowance.reach, max(around) + allowance.reach
    return _TAKEN.all(person=person.pk, space=space.pk, since=since, until=until)


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
