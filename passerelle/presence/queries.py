"""What can be asked about presence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import AutoField, Count, DateField, Max, Q, QuerySet

from passerelle.kit.composed import Composed, Given, LongList, whole
from passerelle.people.models import Person
from passerelle.people.rules import Shown
from passerelle.presence.models import Presence
from passerelle.presence.rules import Allowance, As, State
from passerelle.spaces.models import Space

KEY, PERSON, DAY = Given("key", AutoField()), Given("person", AutoField()), Given("day", DateField())


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


def days_as_visitor(person: Person, since: date, until: date, *, besides: str = "") -> QuerySet[Presence]:
    """The days held or used as a visitor, whoever the host, from one to another; those that `besides` causes are left
    out.
    """
    taken = Presence.objects.filter(quality=As.VISITOR, person=person, day__range=(since, until))
    return taken.exclude(cause=besides) if besides else taken


def visitors_by_day(space: Space, days: Collection[date]) -> dict[date, int]:
    """How many visitors are expected or here on each of `days`; days without any are left out."""
    rows = visitor_days().filter(space=space, day__in=list(days)).order_by().values_list("day").annotate(Count("id"))
    return dict(rows)


@dataclass(frozen=True)
class Crowd:
    """One day at a space: how many visitors are expected or here, and what the day is to one person, if anything.

    `counted` is the same where it is one of the person's free days: a day that a pass pays is none.
    """

    visitors: int
    own: State | None
    counted: State | None = None


def crowds(space: Space, person: Person, since: date, until: date) -> dict[date, Crowd]:
    """The days from `since` to `until` (included) on which there are visitors. One query, one row a day."""
    days = visitor_days().filter(space=space, day__range=(since, until)).order_by().values_list("day")
    own, free = Q(person=person), Q(person=person, quality=As.VISITOR)
    rows = days.annotate(visitors=Count("id"), own=Max("state", filter=own), counted=Max("state", filter=free))
    return {day: Crowd(visitors, _state(own), _state(counted)) for day, visitors, own, counted in rows}


def _state(kept: str | None) -> State | None:
    return State(kept) if kept else None


def presences_because_of(cause: str) -> list[Presence]:
    """The days that `cause` (such as `visit:42`) holds or used, in order."""
    return list(Presence.objects.filter(cause=cause).order_by("day"))


def days_used(cause: str, since: date, until: date) -> int:
    """On how many days from `since` to `until`, both included, somebody was here because of `cause`."""
    return Presence.objects.filter(cause=cause, state=State.USED, day__range=(since, until)).count()


def visitor_days() -> QuerySet[Presence]:
    """The days that take one of the places for visitors: free ones, and those that a pass pays."""
    return Presence.objects.filter(quality__in=(As.VISITOR, As.HOLDER))


def is_paid_by_pass(cause: str, day: date) -> bool:
    """Whether `cause` holds or used this day beyond the free ones."""
    return Presence.objects.filter(cause=cause, day=day, quality=As.HOLDER).exists()


def presence_on(person: Person, space: Space, day: date) -> Presence | None:
    """What this person is at that space on that day: expected, here, as whatever; None for nobody in particular."""
    return Presence.objects.filter(person=person, space=space, day=day).first()


class Here(NamedTuple):
    """Somebody who is at a space on a day: how they are called, in what quality, and since when."""

    person: int
    name: str
    quality: str
    since: datetime


def _here() -> QuerySet[Presence]:
    """Everybody who checked in on that day, by name."""
    return Presence.objects.filter(space=KEY, day=DAY, state=State.USED).order_by("person__name", "id")


_AS_NAMED = ("person_id", "person__name", "quality", "used_at")
_HERE = Composed(lambda: _here().values_list(*_AS_NAMED), Here)
_HERE_AND_SHOWN = Composed(lambda: _here().filter(person__shown_while_here=Shown.SPACE).values_list(*_AS_NAMED), Here)
_IS_HERE = Composed(lambda: _here().filter(person=PERSON).order_by().values_list("pk"), int)


def here_on(space: Space, day: date, *, shown: bool = False) -> LongList[Here]:
    """Who is here on a local day, by name; or only those who let themselves be named before the others."""
    return LongList(_HERE_AND_SHOWN if shown else _HERE, {"key": space.pk, "day": day})


def everybody_here(space: Space, day: date) -> list[Here]:
    """All who are here on a local day, by name. One query: this list is never cut."""
    return _HERE.all(key=space.pk, day=day)


def is_here(person: Person, space: Space, day: date) -> bool:
    """Whether this person has checked in there on that local day, as a visitor or as a member."""
    return bool(_IS_HERE.all(key=space.pk, day=day, person=person.pk))


def members_recorded_since(space: Space, moment: datetime) -> QuerySet[Presence]:
    """The members' days that were recorded here after `moment`, the latest first, each with the person."""
    found = Presence.objects.filter(space=space, quality=As.MEMBER, used_at__gt=moment)
    return found.select_related("person").order_by("-used_at", "-id")


def members_day(space: Space, number: int) -> Presence | None:
    """One day of a member at this space, with the person."""
    found = Presence.objects.filter(space=space, quality=As.MEMBER, pk=number)
    return found.select_related("person", "space").first()


def here_among(space: Space, day: date, people: Collection[int]) -> dict[int, datetime]:
    """Of these people (by key), those who are here on that day, and since when."""
    rows = Presence.objects.filter(space=space, day=day, person__in=list(people), state=State.USED)
    return {person: used_at for person, used_at in rows.values_list("person_id", "used_at") if used_at}
