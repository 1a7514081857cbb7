"""What can be asked about visits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import AutoField, DateField, Q, QuerySet

from passerelle.kit import clock
from passerelle.kit.composed import Given, whole
from passerelle.kit.ids import can_be_asked_for
from passerelle.kit.places import distance_km
from passerelle.networks.models import Affiliation, Footing
from passerelle.networks.queries import Offer, affiliations_on, offers_between, offers_of
from passerelle.networks.rules import Mode, Terms
from passerelle.people.models import Person
from passerelle.presence.models import Presence
from passerelle.presence.queries import days_taken, presences_because_of
from passerelle.presence.rules import Allowance, Count, arithmetic, days_left, free_again_on
from passerelle.presence.rules import State as Day
from passerelle.spaces.models import Space
from passerelle.spaces.queries import hours_of, nearest_of, spaces_that_answer, today_at
from passerelle.visits.models import Line, VisitDay
from passerelle.visits.models import Visit as Visit
from passerelle.visits.queries.lists import DAYS
from passerelle.visits.queries.lists import open_visits as open_visits
from passerelle.visits.rules import EXPECTED, OPEN, WAITING, State
from passerelle.visits.rules.clocks import Waiting
from passerelle.visits.rules.days import Span, kindness, narrowed

WITH_EVERYBODY = ("person", "home", "host", "network")


def visit_called(reference: str) -> Visit | None:
    """The visit with this public name, with its person, home, host and network."""
    return Visit.objects.select_related(*WITH_EVERYBODY).filter(reference=reference).first()


def visit_by_ref(ref: str) -> Visit | None:
    """The visit that presence and the cellar call `visit:42`."""
    kind, _, number = ref.partition(":")
    if kind != "visit" or not number.isdigit():
        return None
    return Visit.objects.select_related(*WITH_EVERYBODY).filter(pk=int(number)).first()


def visits_of(person: Person) -> QuerySet[Visit]:
    """This person's visits, the latest days first; each knows the person without asking again."""
    found = person.visits.select_related("home", "host")
    return found.order_by("-first_day", "-id")


def days_of(visit: Visit) -> list[date]:
    """The local dates that a visit is about, in order."""
    return [day for _, day in DAYS.all(keys=[visit.pk])]


def presences_of(visit: Visit) -> list[Presence]:
    """The days that a visit holds or has used, in order."""
    return presences_because_of(visit.ref)


def lines_of(visit: Visit) -> QuerySet[Line]:
    """The conversation, the oldest line first."""
    return visit.lines.order_by("written_at", "id")


def visit_on(person: Person, host: Space, day: date) -> Visit | None:
    """The visit for which this person is expected or here on that day."""
    presence = Presence.objects.filter(person=person, space=host, day=day, quality__in=("visitor", "holder")).first()
    return visit_by_ref(presence.cause) if presence else None


def visits_in_the_way(person: Person, host: Space, days: Collection[date]) -> QuerySet[Visit]:
    """Open visits that already ask this host for one of these days."""
    return Visit.objects.filter(person=person, host=host, state__in=list(OPEN), days__day__in=list(days)).distinct()


# At the desk


def times_received_elsewhere(home: Space, since: date) -> int:
    """How often other spaces have received members of this one, in visits that began on `since` or later."""
    came = (State.ARRIVED, State.CLOSED)
    return Visit.objects.filter(home=home, first_day__gte=since, state__in=list(came)).count()


def visit_to_check_in(host: Space, reference: str) -> Visit | None:
    """The visit with this public name, as far as the host's desk needs to know it to record an arrival."""
    if not can_be_asked_for(reference):
        return None
    found = host.visits_received.select_related("person", "home").filter(reference=reference)
    told = ("reference", "state", "word", "arrived_at", "terms", "host", "network", "person__name", "home__name")
    return found.only(*told).first()


def visit_with_days(ref: str) -> tuple[Visit, list[date]] | None:
    """The visit that the cellar calls `visit:42`, and its local dates. One query."""
    kind, _, number = ref.partition(":")
    if kind != "visit" or not number.isdigit():
        return None
    return _with_days(VisitDay.objects.filter(visit=int(number)))


def visit_called_with_days(reference: str) -> tuple[Visit, list[date]] | None:
    """The visit with this public name, and its local dates. One query."""
    return _with_days(VisitDay.objects.filter(visit__reference=reference))


def _with_days(days: QuerySet[VisitDay]) -> tuple[Visit, list[date]] | None:
    rows = list(days.select_related(*(f"visit__{name}" for name in WITH_EVERYBODY)).order_by("day"))
    return (rows[0].visit, [row.day for row in rows]) if rows else None


# Under which terms


def _stands(affiliations: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    """In force today between a space and a network."""
    today, space, network = Given("today", DateField()), Given("space", AutoField()), Given("network", AutoField())
    in_force = Q(until=None) | Q(until__gt=today)
    return affiliations.filter(in_force, since__lte=today, space=space, network=network).order_by("id")


_STANDS = whole(Affiliation, _stands, "network")


def allowance_of(terms: Terms) -> Allowance:
    """How many free days within how many these terms give."""
    return Allowance(terms.free_days, terms.within_days)


def offers_to(footing: Footing, host: Space, on: date) -> list[Offer]:
    """What the host offers members of a home on a day, or holders of a network's pass, the kindest first."""
    if isinstance(footing, Space):
        return sorted(offers_between(footing, host, on), key=lambda offer: kindness(offer.terms), reverse=True)
    return [offer for offer in offers_to_holders(host, on) if offer.network == footing]


def offers_to_holders(host: Space, on: date, held: Collection[int] | None = None) -> list[Offer]:
    """What the host offers on a day to whoever comes on a pass alone, under each network that sells its days.

    `held` are the networks of which somebody holds a pass, by their keys; all where it is not given.
    """
    sold = [one for one in offers_of(host, on) if one.network.mode == Mode.PAID and one.terms.day_price is not None]
    asked = sold if held is None else [one for one in sold if one.network.pk in held]
    return [replace(one, terms=one.terms.for_holders()) for one in asked]


def proposed_among(offers: Iterable[Offer], days: Collection[date]) -> Offer | None:
    """Of `offers`, the kindest first, the one under which these days are asked: one that is open on all of them."""
    return max(offers, key=lambda offer: all(offer.terms.welcomes_on(day) for day in days), default=None)


def terms_now(visit: Visit) -> Terms | None:
    """The terms of a visit: frozen once accepted, else those in force; None once the host left the network."""
    if visit.frozen_terms is not None:
        return visit.frozen_terms
    affiliation = _STANDS.first(space=visit.host_id, network=visit.network_id, today=today_at(visit.host))
    if affiliation is None:
        return None
    if visit.home_id is None:
        return affiliation.terms.for_holders()
    return affiliation.terms.for_members_of(_given_by(visit) if affiliation.terms.floor_days else None)


def _given_by(visit: Visit) -> Terms | None:
    """What the home of a visit offers others under its network; None once it stands there no more."""
    affiliation = _STANDS.first(space=visit.home_id, network=visit.network_id, today=today_at(visit.host))
    return affiliation.terms if affiliation else None


def visiting_hours(visit: Visit, days: Collection[date]) -> dict[date, Span | None]:
    """From when to when visitors come on each of `days`, in the host's local time; None where its hours are not known.

    From the first opening to the last closing, within the hours that the visit's terms give visitors.
    """
    hours, terms = hours_of(visit.host), visit.frozen_terms
    from_hour, to_hour = (terms.from_hour, terms.to_hour) if terms else ("", "")
    by_day = {day: hours(day) if visit.host.hours else () for day in days}
    return {day: narrowed(spans, from_hour, to_hour) for day, spans in by_day.items()}


# How many days are left


@dataclass(frozen=True)
class Savings:
    """The arithmetic of free days at a host: line by line, what is left, and from when there is more."""

    allowance: Allowance
    counts: list[Count]
    left: int
    free_again_on: date | None


def savings(person: Person, host: Space, terms: Terms, asked: Collection[date] = ()) -> Savings:
    """What this person has used and holds at this host, what is asked, and what is left, in the host's local days."""
    allowance, today = allowance_of(terms), today_at(host)
    presences = days_taken(person, host, allowance, [today, *asked])
    used = [presence.day for presence in presences if presence.state == Day.USED]
    held = [presence.day for presence in presences if presence.state == Day.HELD]
    return book_of(allowance, used, held, asked, today)


def book_of(
    allowance: Allowance, used: Collection[date], held: Collection[date], asked: Collection[date], today: date
) -> Savings:
    """`savings` of days that are known already. No query."""
    taken, first = [*used, *held], min(asked, default=today)
    return Savings(
        allowance,
        arithmetic(allowance, used, held, asked),
        days_left(allowance, taken, first),
        free_again_on(allowance, taken, first),
    )


# What can be done instead


@dataclass(frozen=True)
class Instead:
    """What somebody can do whom a host cannot give a day: pay, come later, or go to the nearest other place."""

    day_price: int | None
    currency: str
    free_again_on: date | None
    nearest: list[tuple[Space, float]]


def what_instead(person: Person, footing: Footing, host: Space, terms: Terms, day: date) -> Instead:
    """What can be done instead of a free `day` at this host."""
    again = savings(person, host, terms, [day]).free_again_on
    return Instead(terms.day_price, host.currency, again, nearest_that_answer(footing, host, day))


def nearest_that_answer(footing: Footing, host: Space, on: date, limit: int = 3) -> list[tuple[Space, float]]:
    """The nearest places that answer letters and receive whoever comes on that footing, with their distance in km."""
    in_force, answering = affiliations_on(on), spaces_that_answer()
    if isinstance(footing, Space):
        shared, answering = in_force.filter(space=footing).values("network"), answering.exclude(pk=footing.pk)
        partners = in_force.filter(network__in=shared)
    else:
        partners = in_force.filter(network=footing)
    answering = answering.filter(pk__in=partners.values("space"))
    return nearest_of(answering, host, within_km=300, at_most=limit)


def distance_between(home: Space, host: Space) -> float | None:
    """How far a host stands from a home, in kilometres; None where one has no place."""
    if home.point is None or host.point is None:
        return None
    return distance_km(home.point, host.point)


# What happens next


def waiting(visit: Visit, held: Iterable[date]) -> Waiting:
    """What the clocks need to know of a visit that still holds these days."""
    return Waiting(
        state=State(visit.state),
        host_is_asked=visit.host_asked_at is not None,
        write_at=visit.next_step_at,
        remind_at=visit.remind_at,
        second_at=visit.second_at,
        lapse_at=visit.lapse_at,
        held=tuple(held),
        last_day=visit.last_day,
        zone=clock.zone(visit.host.time_zone),
    )


def days_held(visit: Visit) -> list[date]:
    """The days on which the visitor is expected and has not checked in."""
    return [presence.day for presence in presences_of(visit) if presence.state == Day.HELD]


def visits_with_a_step_due(now: datetime, limit: int) -> list[int]:
    """The keys of visits to which something is to happen by itself, the longest overdue first."""
    due = Visit.objects.filter(next_step_at__lte=now).order_by("next_step_at", "id")
    return list(due.values_list("pk", flat=True)[:limit])


def visits_whose_host_has_left(today: date, limit: int) -> list[Visit]:
    """Accepted or asked visits under a network that their host has left, whose visitor has not been told."""
    left = Affiliation.objects.filter(until__lte=today).values("space_id", "network_id")
    candidates = (
        Visit.objects.select_related(*WITH_EVERYBODY)
        .filter(state__in=[*WAITING, *EXPECTED], told_that_host_left_at=None)
        .filter(host__in=left.values("space_id"), network__in=left.values("network_id"))
    )
    return [visit for visit in candidates[:limit] if not _stands_in(visit.host, visit.network_id, today)]


def _stands_in(space: Space, network: int, on: date) -> bool:
    in_force = Q(until=None) | Q(until__gt=on)
    return Affiliation.objects.filter(in_force, space=space, network_id=network, since__lte=on).exists()
