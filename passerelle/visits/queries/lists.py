"""Visits as lists read them: many at a time, with the few things that a line says.

To read all that is kept of a visit, its person and its spaces, and to compose the SQL anew each time, took most of what
a page with a list costs.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import AutoField, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import Count as HowMany
from django.db.models.functions import Coalesce

from passerelle.kit.composed import Composed, Given, LongList
from passerelle.kit.references import number_in
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.rules import As
from passerelle.spaces.models import Space
from passerelle.visits.models import Visit, VisitDay
from passerelle.visits.rules import ACCEPTED_ONCE, OPEN, State

KEY, KEYS = Given("key", AutoField()), Given("keys", AutoField())
DAY, EVE = Given("day", DateField()), Given("eve", DateField())


def open_visits(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those of `visits` to which something can still happen."""
    return visits.filter(state__in=list(OPEN))


def past_visits(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Those of `visits` that are over, whatever came of them."""
    return visits.exclude(state__in=list(OPEN))


class Named(NamedTuple):
    """A person, a space or a network as a list names it; only a host's hours are asked, and a town is no person's."""

    name: str
    town: str = ""
    time_zone: str = ""


class ListedVisit(NamedTuple):
    """A visit with what a list says of it, under the names it has on a `Visit`."""

    pk: int
    reference: str
    state: str
    word: str
    first_day: date
    last_day: date
    proposed_days: list[str]
    host_asked_at: datetime | None
    next_step_at: datetime | None
    lapse_at: datetime | None
    person: Named
    footing: Named
    host: Named

    @classmethod
    def read(cls, *values: Any) -> "ListedVisit":
        """From the columns of `IN_A_LIST`."""
        person, footing, its_town, host, town, time_zone = values[10:]
        return cls._make((*values[:10], Named(person), Named(footing, its_town), Named(host, town, time_zone)))


WHO_AND_WHERE = (
    "person__name", Coalesce("home__name", "network__name"), Coalesce("home__town", Value("")), "host__name",
    "host__town", "host__time_zone",
)  # fmt: skip
IN_A_LIST = (
    "pk", "reference", "state", "word", "first_day", "last_day", "proposed_days", "host_asked_at", "next_step_at",
    "lapse_at", *WHO_AND_WHERE,
)  # fmt: skip


def _listed(find: Callable[[], QuerySet[Visit]]) -> Composed[ListedVisit]:
    return Composed(lambda: find().values_list(*IN_A_LIST), ListedVisit.read)


_MINE = Visit.objects.filter(person=KEY)
_RECEIVED = Visit.objects.filter(host=KEY).order_by("-first_day", "-id")
_MY_OPEN = _listed(lambda: open_visits(_MINE).order_by("first_day", "id"))
_MY_PAST = _listed(lambda: past_visits(_MINE).order_by("-first_day", "-id"))
_RECEIVED_OPEN = _listed(lambda: open_visits(_RECEIVED))
_RECEIVED_PAST = _listed(lambda: past_visits(_RECEIVED))
_AWAITING = _listed(
    lambda: _RECEIVED.filter(state=State.REQUESTED, host_asked_at__isnull=False).order_by("lapse_at", "id")
)
DAYS = Composed(
    lambda: VisitDay.objects.filter(visit__pk__in=[KEYS]).order_by("day").values_list("visit_id", "day"),
    lambda key, day: (key, day),
)


def visits_listed(person: Person, *, past: bool) -> LongList[ListedVisit]:
    """This person's visits for a list: those to come, the next first, or those that are over, the latest first."""
    return LongList(_MY_PAST if past else _MY_OPEN, {"key": person.pk})


def visits_received_listed(host: Space, *, past: bool) -> LongList[ListedVisit]:
    """Visits asked of this host for a list, under way or over, the latest days first."""
    return LongList(_RECEIVED_PAST if past else _RECEIVED_OPEN, {"key": host.pk})


def visits_awaiting_an_answer(host: Space, at_most: int) -> list[ListedVisit]:
    """Requests that the host has been asked and has not answered, the most urgent first."""
    return _AWAITING.some(0, at_most, key=host.pk)


def days_of_many(visits: Iterable[ListedVisit]) -> dict[int, list[date]]:
    """The local dates of many visits, in order, by the visit's key. One query."""
    days: dict[int, list[date]] = {visit.pk: [] for visit in visits}
    for key, day in DAYS.all(keys=list(days)) if days else ():
        days[key].append(day)
    return days


# At the desk


class Mark(NamedTuple):
    """What is kept of a visitor's day: expected, or here since when."""

    cause: str
    day: date
    state: str
    used_at: datetime | None


class Expected(NamedTuple):
    """A visit with what the desk's list says of it, under the names it has on a `Visit`."""

    pk: int
    reference: str
    word: str
    person: Named
    footing: Named
    host: Named

    @property
    def ref(self) -> str:
        """How presence names it."""
        return f"visit:{self.pk}"

    @classmethod
    def read(cls, key: int, reference: str, word: str, *names: str) -> "Expected":
        """From the columns of `IN_THE_DESKS_LIST`."""
        return cls(key, reference, word, Named(names[0]), Named(*names[1:3]), Named(*names[3:]))


IN_THE_DESKS_LIST = ("pk", "reference", "word", *WHO_AND_WHERE)


class AtTheDesk(NamedTuple):
    """A visit as its host's desk reads it on a local day: the how-manieth of its days that is (0 before the first), of
    how many, what is kept of that day and of the eve, and whether the eve was one of its days.
    """

    visit: Expected
    number: int
    total: int
    presence: Mark | None
    presence_on_eve: Mark | None
    was_due_on_eve: bool


_MARKS = Composed(
    lambda: Presence.objects.filter(space=KEY, day__in=[EVE, DAY], quality__in=[As.VISITOR, As.HOLDER]).values_list(
        *Mark._fields
    ),
    Mark,
)


def _due_or_marked() -> QuerySet[Visit]:
    """Visits with these keys and those that were due on the eve, by name."""
    days = VisitDay.objects.filter(visit=OuterRef("pk"))
    span = Q(first_day__lte=EVE, last_day__gte=EVE, terms__isnull=False, state__in=list(ACCEPTED_ONCE))
    found = Visit.objects.filter(Q(pk__in=[KEYS]) | span, host=KEY).order_by("person__name", "id")
    number, total = _how_many(days.filter(day__lte=DAY)), _how_many(days)
    return found.annotate(number=number, total=total, due_on_eve=Exists(days.filter(day=EVE)))


def _how_many(days: QuerySet[VisitDay]) -> Coalesce:
    """Counted beside each visit: to count over a join, all that is kept of a visit would have to be compared."""
    counted = days.order_by().values("visit").annotate(count=HowMany("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


_AT_THE_DESK = Composed(
    lambda: _due_or_marked().values_list("number", "total", "due_on_eve", *IN_THE_DESKS_LIST),
    lambda number, total, due, *visit: (Expected.read(*visit), number, total, due),
)


def visits_at_the_desk(host: Space, day: date) -> list[AtTheDesk]:
    """Who is expected or here on a local day, and who was due on its eve, by name. Two queries for any number."""
    eve = day - timedelta(days=1)
    kept = {(mark.cause, mark.day): mark for mark in _MARKS.all(key=host.pk, day=day, eve=eve)}
    keys = {number_in(cause) for cause, _ in kept if cause.startswith("visit:")}
    rows = _AT_THE_DESK.all(key=host.pk, day=day, eve=eve, keys=sorted(keys))
    return [
        AtTheDesk(visit, number, total, kept.get((visit.ref, day)), kept.get((visit.ref, eve)), bool(due))
        for visit, number, total, due in rows
    ]
