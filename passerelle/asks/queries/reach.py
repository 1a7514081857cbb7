"""How far somebody sees: the spaces in which they stand, and those of the networks around these.

Somebody stands in a space as its member, as one who acts for it, or for a day on which they are expected or here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import CharField, DateField, Q, Value
from django.db.models.functions import Cast

from passerelle.kit import clock
from passerelle.members.queries import in_force
from passerelle.networks.queries import affiliations_on
from passerelle.people.models import Person
from passerelle.people.rules import Circle
from passerelle.presence.models import Presence
from passerelle.presence.rules import State
from passerelle.spaces.models import Staff

_COLUMNS = ("space", "space__name", "space__slug", "space__time_zone")


@dataclass(frozen=True)
class Place:
    """A space in which somebody stands; `is_here` when they have checked in there today."""

    key: int
    name: str
    slug: str
    zone: str
    is_here: bool = False


@dataclass(frozen=True)
class Reach:
    """The spaces in which a person stands, by name, and all those around them, these included (keys)."""

    places: tuple[Place, ...] = ()
    around: frozenset[int] = frozenset()

    @cached_property
    def near(self) -> list[int]:
        """The keys of the spaces in which the person stands."""
        return [place.key for place in self.places]

    @cached_property
    def here(self) -> list[Place]:
        """Where the person has checked in today."""
        return [place for place in self.places if place.is_here]


def reach_of(person: Person) -> Reach:
    """How far this person sees today. One query."""
    today = clock.today()
    no_day, nothing = Cast(Value(None), DateField()), Value("", output_field=CharField())
    members = in_force(today).filter(person=person)
    staff = Staff.objects.filter(person=person)
    days = Presence.objects.filter(person=person, day__range=(today - timedelta(days=1), today + timedelta(days=1)))
    mine = Q()
    for rows in (members, staff, days):
        mine |= Q(space__in=rows.order_by().values("space"))
    networks = affiliations_on(today).filter(mine).order_by().values("network")
    around = affiliations_on(today).filter(network__in=networks).order_by()
    listed = members.order_by().values_list(*_COLUMNS, no_day, nothing).union(
        staff.order_by().values_list(*_COLUMNS, no_day, nothing),
        days.order_by().values_list(*_COLUMNS, "day", "state"),
        around.values_list("space", nothing, nothing, nothing, no_day, nothing),
    )  # fmt: skip
    return _read(list(listed))


def _read(rows: list[tuple[int, str, str, str, date | None, str]]) -> Reach:
    places: dict[int, Place] = {}
    for key, name, slug, zone, day, state in rows:
        if slug and (day is None or day == clock.local_day(zone)):
            is_here = state == State.USED or (key in places and places[key].is_here)
            places[key] = Place(key, name, slug, zone, is_here)
    near = frozenset(places)
    around = frozenset(row[0] for row in rows if not row[2])
    return Reach(tuple(sorted(places.values(), key=lambda place: (place.name, place.key))), near | around)


def stands_in(spaces: Collection[int], on: date, among: Collection[int] | None = None) -> Q:
    """The rows whose `person` stands in one of these spaces on that day, `among` some people where they are known."""
    keys, found = sorted(spaces), Q()
    who = {} if among is None else {"person__in": list(among)}
    for rows in (
        in_force(on).filter(space__in=keys, **who),
        Staff.objects.filter(space__in=keys, **who),
        Presence.objects.filter(space__in=keys, day=on, **who),
    ):
        found |= Q(person__in=rows.order_by().values("person"))
    return found


def in_sight(reach: Reach, on: date, among: Collection[int] | None = None) -> Q:
    """The rows of others, each with its `person` and to whom it is `shown_to`, that this reach may see."""
    return (
        Q(shown_to=Circle.EVERYBODY)
        | (Q(shown_to=Circle.NETWORK) & stands_in(reach.around, on, among))
        | (Q(shown_to=Circle.SPACE) & stands_in(reach.near, on, among))
    )
